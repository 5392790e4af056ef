"""A message with every version it ever had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said from `at` (epoch seconds) on. `mentions` are the ids its mention entities reach."""

    text: str = ""
    cards: Sequence[Card] = ()
    summary: str = ""
    at: float = 0.0
    mentions: tuple[str, ...] = ()
    text_format: str = "markdown"
    entities: Sequence[Mapping[str, Any]] = ()


@dataclass(slots=True, eq=False)
class Message:
    """One message; the newest version is what people see.

    `root` is the message that began its thread. `only_for` makes it a whisper: a targeted message, or
    (`is_notice`) the words a card's button was answered with. `views` are cards that one person alone sees.
    """

    conversation_id: str
    id: str
    author: str
    versions: list[Version]
    root: str | None = None
    only_for: str | None = None
    is_notice: bool = False
    is_error: bool = False
    deleted: bool = False
    notified: frozenset[str] = frozenset()
    views: dict[str, Card] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The newest version's text, as it was sent."""
        return self.versions[-1].text

    @property
    def card(self) -> Card | None:
        """The newest version's card that everybody sees."""
        return self.versions[-1].cards[0] if self.versions[-1].cards else None

    @property
    def pings(self) -> tuple[str, ...]:
        """Everyone whom any version mentions: account ids, `tag:<name>`, `channel:<name>`, `team:<name>`."""
        found = [mention for version in self.versions for mention in version.mentions]
        return tuple(dict.fromkeys(found))

    def card_for(self, reader: str) -> Card | None:
        """The card as this person sees it."""
        return self.views.get(reader) or self.card
