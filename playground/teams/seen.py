"""A message as one person sees it."""

from dataclasses import dataclass

from playground.teams.element import Button, buttons_in
from playground.teams.markup import message_text
from playground.teams.message import Card, Message
from playground.teams.reading import plain_words
from playground.teams.tenant import Tenant


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A message through one reader's eyes, always in its newest version."""

    message: Message
    reader: str
    tenant: Tenant

    def text(self) -> str:
        """The words the reader sees: no markup, times in the reader's zone."""
        version = self.message.versions[-1]
        words = message_text(version.text, version.text_format)
        cards = [self.card, *version.cards[1:]]
        shown = [plain_words(card, self._timezone) for card in cards if card is not None]
        return "\n".join(part for part in [words, *shown] if part)

    def notification(self) -> str:
        """The words of the notification: the summary, else the text; a card alone says only "Card"."""
        version = self.message.versions[-1]
        return version.summary or message_text(version.text, version.text_format) or "Card"

    @property
    def card(self) -> Card | None:
        """The card as this reader sees it."""
        return self.message.card_for(self.reader)

    def buttons(self) -> list[Button]:
        """What can be pressed, in reading order."""
        return buttons_in(self.card) if self.card else []

    def has(self, verb_or_title: str) -> bool:
        """Whether such a button is there, by verb or title."""
        return any(verb_or_title in (b.verb, b.label) for b in self.buttons())

    @property
    def ts(self) -> str:
        """The message's id."""
        return self.message.id

    @property
    def author(self) -> str:
        """Who wrote it, by name."""
        return self.tenant.name_of(self.message.author)

    @property
    def is_ephemeral(self) -> bool:
        """Whether only this reader sees it."""
        return self.message.only_for is not None

    @property
    def notified_me(self) -> bool:
        """Whether this reader got a notification when it was posted."""
        return self.reader in self.message.notified

    @property
    def _timezone(self) -> str:
        account = self.tenant.accounts.get(self.reader)
        return account.timezone if account else "UTC"

    def __str__(self) -> str:
        mark = " (only you)" if self.is_ephemeral else ""
        buttons = " ".join(f"[{b.label}]" for b in self.buttons())
        return f"{self.author}{mark}: {self.text()} {buttons}".rstrip()
