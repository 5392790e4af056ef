"""A delivery: one destination that must show or hear of one handoff. The deliveries table is the outbox.

A row says what must become true (``wanted``), not what to send: the courier reads the handoff as it stands
when it sends, so that no destination ends at an old version. Announcing a change raises ``wanted`` and
nothing else; recording a send writes everything but ``wanted``.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NewType
from uuid import UUID

from core.event import EventId
from core.handoff import HandoffId
from core.people import AccountId, Workspace

DeliveryId = NewType("DeliveryId", UUID)

LEASE = timedelta(seconds=30)
"""How long a courier may hold a delivery before another may take it."""

MAX_ATTEMPTS = 2_000
"""After so many failed attempts in a row, a day of them, a delivery is dead and waits for a human."""

FIRST_PAUSE = timedelta(seconds=1)
"""How long, at most, to wait after a first failure; each further one doubles it."""

APART = timedelta(seconds=2)
"""How long a message rests after an edit: of a hundred changes in a burst, the last one is what counts."""

LATE = timedelta(seconds=10)
"""How long after nobody answered an edit it may still be carried out: for that long, nothing sent after it is sure to
stay."""

_LONGEST_PAUSE = timedelta(minutes=1)


class Kind(StrEnum):
    """What is delivered."""

    CARD = "card"  # the card in an escalation channel
    DM_CARD = "dm_card"  # the same card, sent to the person it is for
    BRIEFING = "briefing"  # the DM to the assignee
    RECEIPT = "receipt"  # the DM to the escalator
    NOTE = "note"  # a line under a card, said once
    NEWS = "news"  # a new message to one person, said once
    ASSESSMENT = "assessment"  # the model's work on the case
    BACK_LINK = "back_link"  # the one message in the source thread


SHOWING = frozenset({Kind.CARD, Kind.DM_CARD, Kind.BRIEFING, Kind.RECEIPT, Kind.BACK_LINK})
"""Kinds that show the handoff as it stands and follow its version."""


PLACELESS = frozenset({Kind.ASSESSMENT})
"""Kinds that go to no chat."""

FACES = frozenset({Kind.CARD, Kind.DM_CARD, Kind.BRIEFING})
"""Kinds that somebody waits for: who may pick up, and who has."""


class Rank(IntEnum):
    """What goes before what, where there is not room for all."""

    FIRST = 0  # a card, a briefing, and the edit that shows who has it
    SOON = 1  # receipts, news, lines, other edits
    LATER = 2  # edits that add advice


def first_rank(kind: Kind) -> Rank:
    """How a new delivery ranks."""
    return Rank.FIRST if kind in FACES else Rank.SOON


class Condition(StrEnum):
    """How a delivery stands."""

    LIVE = "live"  # due while shown < wanted
    STOPPED = "stopped"  # the vendor said that it can never work: a human is needed
    DEAD = "dead"  # too many attempts


@dataclass(frozen=True, slots=True)
class Place:
    """Where something goes: a channel, or one person's DM, in one workspace. One of the two is empty."""

    workspace: Workspace
    channel: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A posted message, by the ids its vendor gave it."""

    conversation: str
    message: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as it stands.

    ``unconfirmed`` counts the sends, this one included, since the vendor last gave a definite answer; more
    than one means that an earlier send may have arrived. ``under`` is the card delivery whose thread a note
    belongs in, or that a back-link leads to; ``event`` what a note or a piece of news tells. ``late_until`` is
    until when an edit that nobody answered may still be carried out, over whatever was sent after it. ``since`` is
    when it came to stand as it does (was wanted, shown, stopped), ``due`` when it is tried next: for people who ask,
    and None where nobody kept it.
    """

    id: DeliveryId
    account: AccountId
    handoff: HandoffId
    kind: Kind
    place: Place | None
    wanted: int
    shown: int = 0
    message: MessageRef | None = None
    digest: str = ""
    attempts: int = 0
    unconfirmed: int = 0
    condition: Condition = Condition.LIVE
    error: str = ""
    under: DeliveryId | None = None
    event: EventId | None = None
    lease: UUID | None = None
    late_until: datetime | None = None
    since: datetime | None = field(default=None, compare=False)
    due: datetime | None = field(default=None, compare=False)


def pause_before(
    attempt: int, after: timedelta | None, chance: random.Random, first: timedelta = FIRST_PAUSE
) -> timedelta:
    """How long to wait before attempt number ``attempt`` + 1.

    The vendor's own time where it named one, with up to a quarter of jitter on top; else exponential backoff
    with jitter, from ``first`` to one minute: when a chat comes back, its cards must not be late.
    """
    if after is not None:
        return after + after * 0.25 * chance.random()
    doubled = first * (1 << max(0, min(attempt - 1, 12)))
    return min(doubled, _LONGEST_PAUSE) * (0.5 + chance.random() / 2)
