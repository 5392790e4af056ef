"""Which verb is allowed in which state. Every pair is here; a pair that is not allowed names its reason.

``docs/states.md`` shows this table, and tests walk it pair by pair and hold the page to it.
"""

from enum import StrEnum

from core.handoff import UNDER_WAY, State
from core.permission import Verb


class Refusal(StrEnum):
    """Why a verb is not possible in a state; ``core.answer`` has the words."""

    TAKEN = "somebody has it already"
    WAITING = "nobody has picked it up yet"
    ASKED = "the team has been asked already"
    NOT_SET_ASIDE = "it is not set aside"
    NOT_OVER = "it is not over"
    WITHDRAWN = "it was withdrawn"
    RESOLVED = "it is resolved"
    PASSED_ON = "it was passed on"
    RESUMED = "whoever set it aside went on with it"


ALLOWED = None
"""In a cell of the table: go ahead."""

_FINISHED = {
    State.WITHDRAWN: Refusal.WITHDRAWN,
    State.RESOLVED: Refusal.RESOLVED,
    State.PASSED_ON: Refusal.PASSED_ON,
    State.RESUMED: Refusal.RESUMED,
}

_WHILE_SOMEBODY_HAS_IT: dict[State, Refusal | None] = {
    State.OPEN: Refusal.WAITING,
    State.PARKED: Refusal.WAITING,
    State.CLAIMED: ALLOWED,
    **_FINISHED,
}

TABLE: dict[Verb, dict[State, Refusal | None]] = {
    Verb.CLAIM: {
        State.OPEN: ALLOWED,
        State.PARKED: ALLOWED,
        State.CLAIMED: Refusal.TAKEN,
        **_FINISHED,
    },
    Verb.HAND_BACK: _WHILE_SOMEBODY_HAS_IT,
    Verb.HAND_OVER: _WHILE_SOMEBODY_HAS_IT,
    Verb.ATTEMPT: _WHILE_SOMEBODY_HAS_IT,
    Verb.RESOLVE: _WHILE_SOMEBODY_HAS_IT,
    Verb.PASS_ON: _WHILE_SOMEBODY_HAS_IT,
    Verb.STEP: _WHILE_SOMEBODY_HAS_IT,
    Verb.HIDE_STEPS: _WHILE_SOMEBODY_HAS_IT,
    Verb.CONTINUE: _WHILE_SOMEBODY_HAS_IT,
    Verb.OWN_WAY: _WHILE_SOMEBODY_HAS_IT,
    Verb.PARK: _WHILE_SOMEBODY_HAS_IT,
    Verb.REOPEN: {
        State.OPEN: Refusal.NOT_OVER,
        State.PARKED: Refusal.NOT_OVER,
        State.CLAIMED: Refusal.NOT_OVER,
        **_FINISHED,
        State.RESOLVED: ALLOWED,
    },
    Verb.RESUME: {
        State.OPEN: Refusal.NOT_SET_ASIDE,
        State.PARKED: ALLOWED,
        State.CLAIMED: ALLOWED,  # where its assignee set it aside
        **_FINISHED,
    },
    Verb.ESCALATE: {
        State.OPEN: Refusal.ASKED,
        State.PARKED: ALLOWED,
        State.CLAIMED: Refusal.TAKEN,
        **_FINISHED,
    },
    Verb.CHANGE: {
        State.OPEN: ALLOWED,
        State.PARKED: ALLOWED,
        State.CLAIMED: ALLOWED,
        **_FINISHED,
    },
    Verb.WITHDRAW: {
        State.OPEN: ALLOWED,
        State.PARKED: ALLOWED,
        State.CLAIMED: Refusal.TAKEN,  # the assignee is asked instead
        **_FINISHED,
    },
    Verb.DETAILS: dict.fromkeys(State, ALLOWED),
    Verb.ASSESS: {**dict.fromkeys(UNDER_WAY, ALLOWED), **_FINISHED},
    Verb.DIG_DEEPER: {**dict.fromkeys(UNDER_WAY, ALLOWED), **_FINISHED},
}


def refusal(verb: Verb, state: State) -> Refusal | None:
    """Why this cannot be done now, or None when it can."""
    return TABLE[verb][state]
