"""What becomes of a verb after the race. Each is a value; ``core.reply`` has the words."""

from dataclasses import dataclass

from core.attempt import Attempt, AttemptId
from core.handoff import Handoff
from core.outcome import CannotBeFor, Empty, Escalated, NoChannel, NotHere, NotYours, ViewersMayNot
from core.permission import Verb
from core.state import Refusal


@dataclass(frozen=True, slots=True)
class Done:
    """It is done: the handoff as it stands now. ``again`` when there was nothing left to change; ``what`` it was done
    with, where there may be several."""

    handoff: Handoff
    verb: Verb
    again: bool = False
    what: str = ""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The case goes on in a new handoff."""

    handoff: Handoff
    new: Handoff


@dataclass(frozen=True, slots=True)
class Parked:
    """It is kept for later, and nobody was told. ``again`` when the same request had been carried out before."""

    handoff: Handoff
    again: bool = False


@dataclass(frozen=True, slots=True)
class NotNow:
    """The state it is in does not allow it."""

    handoff: Handoff
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class NeedsWhy:
    """A word is missing without which it cannot be done: nothing was changed. ``attempt`` where it is about one;
    ``left_over`` where it is known to end with something left over, and not what that is."""

    handoff: Handoff
    verb: Verb
    attempt: AttemptId | None = None
    left_over: bool = False


@dataclass(frozen=True, slots=True)
class NeedsOutcome:
    """First it must be said what came of this attempt: nothing was changed."""

    handoff: Handoff
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class TooMany:
    """A handoff keeps so many attempts and no more: nothing was changed."""

    handoff: Handoff
    most: int


@dataclass(frozen=True, slots=True)
class NothingThere:
    """What this was about is no longer there: a step of an assessment that was renewed, something left open that
    somebody took up. Nothing was changed."""

    handoff: Handoff
    verb: Verb


Refused = NotYours | NotNow | NotHere
HandBackOutcome = Done | NeedsWhy | NeedsOutcome | Refused
HandOverOutcome = Done | CannotBeFor | Refused
ResolveOutcome = Done | NeedsWhy | NeedsOutcome | Refused
ReopenOutcome = Done | Refused
AttemptOutcome = Done | NeedsWhy | TooMany | Refused
StepOutcome = Done | NothingThere | Refused
ContinueOutcome = Done | NothingThere | TooMany | Refused
OwnWayOutcome = Done | Refused
ParkOutcome = Done | Refused
ParkNewOutcome = Parked | CannotBeFor | Empty | ViewersMayNot | NotHere
ResumeOutcome = Done | Refused
ChangeOutcome = Done | CannotBeFor | Refused
PassOnOutcome = PassedOn | Done | NeedsWhy | NeedsOutcome | CannotBeFor | NoChannel | Refused
EscalateParkedOutcome = Escalated | Done | NoChannel | Refused
