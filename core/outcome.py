"""The closed sets of what the desk answers. A lost race is an outcome, not an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.delivery import Delivery, Place
from core.event import Event
from core.handoff import Door, Handoff, HandoffId
from core.people import Member, MemberId, Party
from core.permission import Verb
from core.state import Refusal


@dataclass(frozen=True, slots=True)
class Escalated:
    """It is kept, and its card is on the way. ``takers`` is how many members could pick it up; ``again`` when the
    same request had been carried out before."""

    handoff: Handoff
    takers: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """They escalated the same a moment ago, and it still waits: nothing was sent a second time."""

    handoff: Handoff
    ago: timedelta


@dataclass(frozen=True, slots=True)
class NoChannel:
    """No escalation channel is chosen yet: nothing was sent."""


@dataclass(frozen=True, slots=True)
class CannotBeFor:
    """The person it was for cannot pick it up: nothing was sent."""

    why: str


@dataclass(frozen=True, slots=True)
class Empty:
    """There was no problem in it: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Won:
    """It is theirs."""

    handoff: Handoff


@dataclass(frozen=True, slots=True)
class AlreadyYours:
    """They had it already: pressing again changed nothing."""

    handoff: Handoff


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody has it. ``ago`` is how long, ``waiting`` how many others this member could pick up instead."""

    handoff: Handoff
    winner: Party
    ago: timedelta
    door: Door
    waiting: int


@dataclass(frozen=True, slots=True)
class YourOwn:
    """Nobody takes their own."""

    handoff: Handoff


@dataclass(frozen=True, slots=True)
class ViewersMayNot:
    """A viewer takes nothing."""


@dataclass(frozen=True, slots=True)
class Finished:
    """It is over: withdrawn, resolved or passed on."""

    handoff: Handoff
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class BackAgain:
    """It went back to the queue after this was pressed: whoever means it still presses once more."""

    handoff: Handoff


@dataclass(frozen=True, slots=True)
class NotHere:
    """No such handoff for this person; also for another account's. Existence is not revealed."""


EscalateOutcome = Escalated | AlreadyThere | NoChannel | CannotBeFor | Empty | NotHere
ClaimOutcome = Won | AlreadyYours | Lost | YourOwn | ViewersMayNot | Finished | BackAgain | NotHere


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It is withdrawn now. ``again`` when it was already, by the same person."""

    handoff: Handoff
    again: bool = False


@dataclass(frozen=True, slots=True)
class AssigneeAsked:
    """Somebody has it: they are asked, the handoff stays theirs."""

    handoff: Handoff
    assignee: Party
    again: bool = False


@dataclass(frozen=True, slots=True)
class NotYours:
    """This is for others: ``core.permission`` says who they are."""

    handoff: Handoff
    verb: Verb = Verb.WITHDRAW


@dataclass(frozen=True, slots=True)
class YouHaveIt:
    """An admin would withdraw what they have themselves: there is nobody to ask."""

    handoff: Handoff


WithdrawOutcome = Withdrawn | AssigneeAsked | YouHaveIt | NotYours | Finished | BackAgain | NotHere


@dataclass(frozen=True, slots=True)
class Relayed:
    """It is a step of the case, and on its way under the other cards. ``again`` when it had been kept before."""

    handoff: Handoff
    again: bool = False


RelayOutcome = Relayed | NotHere


@dataclass(frozen=True, slots=True)
class AssessmentAsked:
    """A new assessment is being written. ``left`` is how often that may be asked for still; ``again`` when the one
    before did not come."""

    handoff: Handoff
    left: int
    again: bool


@dataclass(frozen=True, slots=True)
class StillWriting:
    """One is being written already: pressing again changed nothing."""

    handoff: Handoff


@dataclass(frozen=True, slots=True)
class AssessmentThere:
    """It came meanwhile: there is nothing to try again."""

    handoff: Handoff


@dataclass(frozen=True, slots=True)
class UsedUp:
    """It was asked for as often as a case allows."""

    handoff: Handoff
    most: int


@dataclass(frozen=True, slots=True)
class AiOff:
    """No model is configured."""

    handoff: Handoff


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """Only who has it may, or an admin."""

    handoff: Handoff


AssessOutcome = (
    AssessmentAsked | StillWriting | AssessmentThere | UsedUp | AiOff | NotTheirs | ViewersMayNot | Finished | NotHere
)


@dataclass(frozen=True, slots=True)
class ChannelChosen:
    """Cards come to this channel from now on. ``owner`` when the person became the owner by saying so, ``again``
    when the same request had been carried out before."""

    member: Member
    owner: bool
    moved: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class AdminsOnly:
    """Settings are the admins'."""


HereOutcome = ChannelChosen | AdminsOnly


@dataclass(frozen=True, slots=True)
class Inside:
    """A handoff with its history and its deliveries; both are empty for those who may see the card only.

    ``names`` are those of the places things go to, as far as we know them; ``now`` is when it was looked at, and
    ``new`` whether for the first time.
    """

    handoff: Handoff
    events: tuple[Event, ...]
    deliveries: tuple[Delivery, ...]
    names: Mapping[Place, str] = field(default_factory=dict)
    now: datetime | None = None
    new: bool = False


LookOutcome = Inside | ViewersMayNot | NotHere


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for somebody, most pressing first. ``total`` counts those that are not listed, too; ``parked`` is what
    others set aside, oldest first; ``new`` what of both the reader has neither opened nor picked up yet."""

    handoffs: tuple[Handoff, ...]
    total: int
    now: datetime
    parked: tuple[Handoff, ...] = ()
    new: frozenset[HandoffId] = frozenset()


QueueOutcome = Queue | ViewersMayNot


@dataclass(frozen=True, slots=True)
class Mine:
    """What a member escalated or has, newest first."""

    handoffs: tuple[Handoff, ...]
    member: MemberId
    now: datetime
