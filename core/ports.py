"""What the core needs from the world: nouns with few methods, matched by shape, each with its promise.

``core.repository`` has those of the database.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from core.assessment import Findings, Tokens
from core.case import CaseText
from core.delivery import DeliveryId, MessageRef, Place
from core.message import Message
from core.people import Identity, NotKnownYet, Platform, Profile, Stranger


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """An aware datetime in UTC."""


class Ids(Protocol):
    """New ids."""

    def new(self) -> UUID:
        """A UUIDv7: unique, and growing with time."""


class Roster(Protocol):
    """A chat's own knowledge of its people."""

    async def look_up(self, identity: Identity) -> Profile | Stranger | NotKnownYet:
        """Who that is; answers within a second, NotKnownYet when the chat does not."""


class Gateway(Protocol):
    """The way out to one chat. Raises DeliveryFailed and nothing else.

    Every call has a time limit. TryAgain with ``uncertain`` when the request went out and no answer came.
    """

    @property
    def platform(self) -> Platform: ...

    async def post(self, place: Place, message: Message, mark: DeliveryId, under: MessageRef | None) -> MessageRef:
        """Post a message, in the thread under ``under`` where given; ``mark`` travels with it, invisibly."""

    async def address(self, posted: MessageRef) -> str:
        """Where a message of ours stands, for people to follow; empty where the chat has no addresses."""

    async def edit(self, posted: MessageRef, place: Place, message: Message) -> None:
        """Replace a message for everybody who sees it."""

    async def find(self, place: Place, mark: DeliveryId, under: MessageRef | None) -> MessageRef | None:
        """The message with this mark, if it was posted after all; None where it is not. Raises GiveUp where nobody can
        look for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered: findings not yet checked against their sources, and what it cost."""

    findings: Findings
    tokens: Tokens


class Model(Protocol):
    """The model that writes assessments. Raises TryAgain (overloaded, not reachable) or AssessmentFailed."""

    @property
    def name(self) -> str:
        """The model's name as the card shows it."""

    async def assess(self, case: CaseText, within: timedelta) -> Answer:
        """One structured answer about the case, within the time."""
