"""What was entered in a form, as the verbs take it. Any chat may send anything: what is not ours counts as empty."""

from datetime import datetime
from uuid import UUID

from core.asking import (
    DIRECTED,
    LEFT,
    NO,
    NOTE,
    OUTCOME,
    PAUSES,
    PRIORITY,
    SETTLED,
    TICKET,
    UNTIL,
    WAITED,
    YES,
    about,
)
from core.attempt import AttemptId, Outcome
from core.attempting import Verdict, Verdicts
from core.changing import Change
from core.form import Filled
from core.handoff import Priority
from core.resolving import End


def change_of(filled: Filled) -> Change:
    """What is asked for from now on."""
    word = filled.text(PRIORITY)
    priority = Priority(word) if word in set(Priority) else Priority.NORMAL
    return Change(priority, filled.text(TICKET), filled.people.get(DIRECTED))


def end_of(filled: Filled) -> End:
    """How it ends."""
    return End(filled.text(NOTE), filled.text(SETTLED) != NO, filled.text(WAITED) == YES)


def verdict_of(filled: Filled, now: datetime) -> Verdict:
    """What came of the one attempt that the form is about."""
    return Verdict(_outcome(filled.text(OUTCOME)), filled.text(NOTE), pause_of(filled, now))


def verdicts_of(filled: Filled) -> Verdicts:
    """What came of undecided attempts, where the form of another verb asked."""
    asked = [(attempt_named(name.removeprefix(f"{OUTCOME}_")), word) for name, word in filled.values.items()]
    return {which: Verdict(_outcome(word), filled.text(about(LEFT, which))) for which, word in asked if which}


def attempt_named(word: str) -> AttemptId | None:
    """The attempt with this id; None for a new one."""
    try:
        return AttemptId(UUID(word))
    except ValueError:
        return None


def pause_of(filled: Filled, now: datetime) -> datetime | None:
    """Until when; None where nothing was chosen."""
    chosen = PAUSES.get(filled.text(UNTIL))
    return now + chosen[1] if chosen else None


def _outcome(word: str) -> Outcome:
    return Outcome(word) if word in set(Outcome) else Outcome.UNDECIDED
