"""A handoff: one case on its way from one person to another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from core.assessment import Assessment, AssessmentId
from core.attempt import Attempt, Outcome
from core.people import AccountId, MemberId, Party, Platform
from core.step import DoneStep

HandoffId = NewType("HandoffId", UUID)
CaseId = NewType("CaseId", UUID)


class State(StrEnum):
    """Where a handoff is in its life; ``core.state`` says what may happen in each."""

    OPEN = "open"
    CLAIMED = "claimed"
    WITHDRAWN = "withdrawn"
    RESOLVED = "resolved"
    PASSED_ON = "passed_on"
    PARKED = "parked"
    RESUMED = "resumed"


IN_THE_MIDDLE = "open"
"""What a button calls what the escalator was in the middle of."""

CLAIMABLE = frozenset({State.OPEN, State.PARKED})
"""The states from which somebody may pick a handoff up."""

UNDER_WAY = frozenset({State.OPEN, State.PARKED, State.CLAIMED})
"""The states in which a handoff is not over."""


class Priority(StrEnum):
    """How soon help is needed."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Door(StrEnum):
    """The way somebody came in: recorded with every event, and named to those who lost a race."""

    SLACK = "slack"
    TEAMS = "teams"
    API = "api"

    @property
    def label(self) -> str:
        """The door as people call it."""
        return {Door.SLACK: "Slack", Door.TEAMS: "Teams", Door.API: "the API"}[self]

    @property
    def way(self) -> str:
        """How somebody came in: "in Slack", "through the API"."""
        return f"{'through' if self is Door.API else 'in'} {self.label}"

    @classmethod
    def of(cls, platform: Platform) -> "Door":
        """The door that a chat is."""
        return cls(platform.value)


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that was tried before help was asked for: the outcome stands in its words, or beside them where it
    was an attempt of an earlier handoff of the case."""

    what: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A message as it stood: who wrote it, when (where that is known), and its words."""

    author: str
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the problem was discussed before: messages, and a link to them. The link may be empty.

    ``of`` is how many messages its thread had, 0 where nobody knows; ``missed`` why not more of them could be read. 0
    and empty where it is about messages alone. ``conversation`` and ``root`` are the vendor's ids of the thread, where
    Baton may write in it.
    """

    quotes: tuple[Quote, ...] = ()
    link: str = ""
    of: int = 0
    missed: str = ""
    conversation: str = ""
    root: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The problem as it stood when help was asked for. It never changes; secrets in it are masked already."""

    problem: str
    reason: str = ""
    tried: tuple[Tried, ...] = ()
    ticket: str = ""
    customer: str = ""
    priority: Priority = Priority.NORMAL
    masked: int = 0
    earlier: tuple[str, ...] = ()  # the trail: one line for each earlier handoff of the case
    source: Source | None = None
    open_step: str = ""  # what its author was in the middle of


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has it now, since when, and through which door they came.

    ``acted_at`` is their first action; ``put_away`` the assessment whose next steps they do not want to see, and
    ``own_way`` whether they follow nobody's.
    """

    by: Party
    at: datetime
    door: Door
    acted_at: datetime | None = None
    put_away: AssessmentId | None = None
    own_way: bool = False


@dataclass(frozen=True, slots=True)
class OpenStep:
    """Something that was begun and left, and whose it was. ``attempt`` where it is kept as one already."""

    what: str
    by: Party
    attempt: Attempt | None = None

    @property
    def name(self) -> str:
        """What a button calls it by: the attempt's id, or the word for what the escalator was in the middle of."""
        return str(self.attempt.id) if self.attempt else IN_THE_MIDDLE


class Passing(StrEnum):
    """How somebody's turn with a handoff ended before the handoff did."""

    HANDED_BACK = "handed_back"
    HANDED_OVER = "handed_over"
    RESOLVED = "resolved"  # and reopened later


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's time with a handoff that is over, while the handoff goes on. ``ended_by`` is somebody else where
    an admin or the escalator took it from them, and None where Baton did."""

    by: Party
    since: datetime
    until: datetime
    how: Passing
    ended_by: Party | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ended a handoff, and when; ``note`` says what worked or what is left over, ``settled`` whether it worked.
    ``next`` is the number of the handoff in which the case goes on, where it was passed on."""

    by: Party
    at: datetime
    note: str = ""
    settled: bool = True
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Handoff:
    """A handoff as it stands. ``version`` grows by one with every change that anybody can see.

    ``priority``, ``ticket`` and ``directed`` are as they stand now; the snapshot keeps them as they were.
    ``turns`` are those that are over, oldest first; ``wake_at`` until when its assignee has set it aside; ``steps``
    those of the proposed ones that were ticked.
    """

    id: HandoffId
    account: AccountId
    number: int
    case: CaseId
    ordinal: int  # 1 for the first handoff of its case
    state: State
    version: int
    snapshot: Snapshot
    priority: Priority
    ticket: str
    escalator: Party
    escalated_at: datetime
    door: Door
    assessment: Assessment
    directed: Party | None = None
    claim: Claim | None = None
    ending: Ending | None = None
    turns: tuple[Turn, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    steps: tuple[DoneStep, ...] = ()
    wake_at: datetime | None = None

    @property
    def label(self) -> str:
        """The handoff as people call it: ``E-42``."""
        return f"E-{self.number}"

    @property
    def claimable(self) -> bool:
        """Whether somebody may pick it up now."""
        return self.state in CLAIMABLE

    def assigned_to(self, member: MemberId) -> bool:
        """Whether this member has it now."""
        return self.claim is not None and self.claim.by.member == member

    @property
    def reopenable(self) -> bool:
        """Whether it is finished, and may turn out not to be."""
        return self.state is State.RESOLVED

    @property
    def returned(self) -> Turn | None:
        """The hand-back after which nobody has had it."""
        last = self.turns[-1] if self.turns else None
        return last if self.claim is None and last and last.how is Passing.HANDED_BACK else None

    @property
    def waiting(self) -> tuple[Attempt, ...]:
        """Attempts that are to be verified."""
        return tuple(attempt for attempt in self.attempts if attempt.outcome is Outcome.WAITING)

    @property
    def undecided(self) -> Attempt | None:
        """The attempt of which nobody has said yet what came of it, the first of them."""
        return next((attempt for attempt in self.attempts if attempt.outcome is Outcome.UNDECIDED), None)

    @property
    def due_at(self) -> datetime | None:
        """When its assignee is to be told something next: that it is set aside no longer, or to look again."""
        if self.ending is not None:
            return None
        times = (self.wake_at, *(attempt.due_at for attempt in self.attempts))
        return min((at for at in times if at is not None), default=None)

    @property
    def left_open(self) -> tuple[OpenStep, ...]:
        """What its assignee may continue: attempts that others began, the newest first, and what the escalator was in
        the middle of, until somebody has taken it up."""
        if self.claim is None or self.ending is not None:
            return ()
        begun = [a for a in reversed(self.attempts) if a.outcome is Outcome.UNDECIDED]
        others = [OpenStep(a.what, a.by, a) for a in begun if a.by.member != self.claim.by.member]
        what = self.snapshot.open_step
        taken = any(attempt.what == what for attempt in self.attempts)
        return (*others, *([OpenStep(what, self.escalator)] if what and not taken else []))
