"""Attempts: what the assignee tries, and what comes of it. They belong to the case, whoever has it next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.attempt import NOTED, Attempt, AttemptId, Outcome
from core.event import Happening
from core.handoff import Handoff, HandoffId
from core.outcome import NotHere
from core.people import Party
from core.permission import Verb
from core.progress import AttemptOutcome, Done, NeedsOutcome, NeedsWhy, TooMany
from core.reason import reason

MOST_ATTEMPTS = 100
"""How many attempts a handoff keeps."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an attempt, as it was typed."""

    outcome: Outcome
    note: str = ""
    look_at: datetime | None = None


Verdicts = Mapping[AttemptId, Verdict]
"""What came of several attempts."""

NO_VERDICTS: Verdicts = {}


def attempt(act: Act, wanted: HandoffId, what: str, verdict: Verdict) -> AttemptOutcome:
    """Record a fix that is tried, with its outcome where there is one already."""
    at_work = admitted(act, wanted, Verb.ATTEMPT)
    if not isinstance(at_work, Admitted):
        return at_work
    was, what = at_work.handoff, reason(what)
    by = Party(at_work.by.id, at_work.by.name)
    made = _judged(Attempt(AttemptId(act.ids.new()), what, by, act.now), verdict)
    if not what or made is None:
        return NeedsWhy(was, Verb.ATTEMPT)
    if len(was.attempts) >= MOST_ATTEMPTS:
        return TooMany(was, MOST_ATTEMPTS)
    tried = replace(was, attempts=(*was.attempts, made))
    now, told = act.change(was, tried, Happening.ATTEMPTED, what, {"outcome": made.outcome.value})
    act.tx.deliveries.add(*routing.on_attempt(now, told, at_work.deliveries, act.ids.new))
    return Done(now, Verb.ATTEMPT)


def decide(act: Act, wanted: HandoffId, about: AttemptId, verdict: Verdict) -> AttemptOutcome:
    """Say what came of an attempt; what waits may be changed as often as it takes."""
    at_work = admitted(act, wanted, Verb.ATTEMPT)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    found = next((attempt for attempt in was.attempts if attempt.id == about), None)
    if found is None:
        return NotHere()
    judged = _judged(found, verdict)
    if judged is None:
        return NeedsWhy(was, Verb.ATTEMPT)
    if judged == found:
        return Done(was, Verb.ATTEMPT, again=True)
    known = tuple(judged if attempt.id == about else attempt for attempt in was.attempts)
    facts = {"outcome": judged.outcome.value}
    now, told = act.change(was, replace(was, attempts=known), Happening.DECIDED, judged.what, facts)
    act.tx.deliveries.add(*routing.on_attempt(now, told, at_work.deliveries, act.ids.new))
    return Done(now, Verb.ATTEMPT)


def decided(was: Handoff, verdicts: Verdicts) -> Handoff | NeedsWhy | NeedsOutcome:
    """The handoff as somebody may let go of it: of no attempt it is undecided what came of it."""
    known = []
    for each in was.attempts:
        judged = _judged(each, verdicts[each.id]) if _is_judged(each, verdicts) else each
        if judged is None:
            return NeedsWhy(was, Verb.ATTEMPT, each.id)
        known.append(judged)
    now = replace(was, attempts=tuple(known))
    return NeedsOutcome(was, now.undecided) if now.undecided else now


def tell_decisions(act: Act, was: Handoff, now: Handoff) -> None:
    """An event for each attempt that was decided while letting go."""
    for before, after in zip(was.attempts, now.attempts, strict=True):
        if before != after:
            act.record(was, Happening.DECIDED, {"outcome": after.outcome.value}, after.what)


def _is_judged(attempt: Attempt, verdicts: Verdicts) -> bool:
    return attempt.outcome is Outcome.UNDECIDED and attempt.id in verdicts


def _judged(attempt: Attempt, verdict: Verdict) -> Attempt | None:
    """The attempt with its outcome; None where the outcome asks for a word that is missing."""
    note = reason(verdict.note)
    if verdict.outcome in NOTED and not note:
        return None
    look_at = verdict.look_at if verdict.outcome is Outcome.WAITING else None
    asked = attempt.asked and look_at == attempt.look_at  # another time is asked about anew
    return replace(attempt, outcome=verdict.outcome, note=note, look_at=look_at, asked=asked)
