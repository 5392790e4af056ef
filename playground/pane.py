"""What the page needs of a chat: one pane per chat, side by side.

A pane says what one person of the cast sees, and lets them act. `slack/pane.py` is the first.
"""

from typing import Any, Protocol

Json = dict[str, Any]


class CannotDo(Exception):
    """What the person tried is not possible; the words are shown to them."""


class Pane(Protocol):
    """One chat on the page. `name` is its key in the page's JSON and the module that draws it."""

    name: str

    def state(self, handle: str, at: str, thread: str) -> Json:
        """What this person sees with conversation `at` and thread `thread` open ("" for none)."""

    async def do(self, handle: str, act: str, body: Json) -> Json:
        """Carry out one act of this person; what the page should know of it. Raises CannotDo."""

    def faults(self) -> Json:
        """The faults one can try: {"mode": the present one, "modes": {mode: words}}."""

    def set_fault(self, mode: str) -> None:
        """Switch to one of those modes. Raises CannotDo."""

    async def race(self, body: Json) -> Json:
        """Let the crowd press one button at once; who won and what each was told."""
