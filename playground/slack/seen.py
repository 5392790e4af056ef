"""A message as one person sees it."""

from dataclasses import dataclass

from playground.slack.element import Placed, actions_in
from playground.slack.message import Message
from playground.slack.mrkdwn import rendered
from playground.slack.reading import plain_words
from playground.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Button:
    """Something one can press or choose."""

    label: str
    action_id: str
    value: str
    kind: str = "button"


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A message through one reader's eyes, always in its newest version."""

    message: Message
    reader: str
    workspace: Workspace

    def text(self) -> str:
        """The words the reader sees: names for ids, times in the reader's zone, no markup."""
        message, workspace = self.message, self.workspace
        timezone = workspace.members[self.reader].timezone
        if message.blocks:
            return plain_words(message.blocks, workspace.name_of, timezone)
        return rendered(message.text, workspace.name_of, timezone)

    def notification(self) -> str:
        """The words of the notification: the message's text."""
        timezone = self.workspace.members[self.reader].timezone
        return rendered(self.message.text, self.workspace.name_of, timezone)

    def buttons(self) -> list[Button]:
        """What can be pressed or chosen, in reading order."""
        return [_button(placed) for placed in actions_in(self.message.blocks)]

    def has(self, action_or_label: str) -> bool:
        """Whether such a button is there, by action id or label."""
        return any(action_or_label in (b.action_id, b.label) for b in self.buttons())

    @property
    def ts(self) -> str:
        """The message's id."""
        return self.message.ts

    @property
    def author(self) -> str:
        """Who wrote it, by name."""
        return self.workspace.name_of(self.message.author)

    @property
    def is_ephemeral(self) -> bool:
        """Whether only this reader sees it."""
        return self.message.only_for is not None

    @property
    def notified_me(self) -> bool:
        """Whether this reader got a notification when it was posted."""
        return self.reader in self.message.notified

    def __str__(self) -> str:
        mark = " (only you)" if self.is_ephemeral else ""
        buttons = " ".join(f"[{b.label}]" for b in self.buttons())
        return f"{self.author}{mark}: {self.text()} {buttons}".rstrip()


def _button(placed: Placed) -> Button:
    return Button(placed.label, placed.action_id, str(placed.element.get("value", "")), placed.kind)
