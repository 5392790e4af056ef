"""What the measurements must know of a chat. ``slack`` and ``teams`` each have a ``Chat``."""

from collections.abc import Mapping
from typing import Protocol

from bench.copies import Copies
from bench.town import Town
from bench.waiting import Waiting
from core.people import Identity

TAKEN = b"It's yours"
"""How whoever won is told, in every chat."""


class Chat(Protocol):
    """A chat that takes everything and says "ok", and its people's presses.

    ``empty`` is the module of the empty listener; ``copies`` are the edits of cards that it saw.
    """

    @property
    def town(self) -> Town:
        """Its people and its channel."""

    @property
    def empty(self) -> str:
        """The process that is the first half of the floor."""

    @property
    def copies(self) -> Copies:
        """Which cards were edited."""

    @property
    def environment(self) -> Mapping[str, str]:
        """What the service is configured with, to take this for the vendor."""

    def pick_up(self, waiting: Waiting, by: Identity, press: int) -> bytes:
        """A request that the vendor signed: somebody presses the card's Pick Up."""

    async def winners(self, answers: Mapping[int, bytes]) -> list[int]:
        """Those of these presses that won, once everybody was told what became of theirs. Raises Wrong."""

    def answer(self, path: str, body: bytes) -> object:
        """What the vendor would say to a call, as JSON; None for a call that is not for this chat."""
