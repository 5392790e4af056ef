"""Assessments that are begun: with an escalation, when somebody asks for one, or after a hand-back or hand-over.

An assessment has the id of the event that asked for it, and so has the delivery that carries it out. Several of one
handoff may be under way; the one that was begun last counts, and until it is ready the newest ready one is read
(``Assessment.earlier``), in whichever order they end.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from core import routing
from core.act import Act
from core.assessment import Assessment, AssessmentId, Status
from core.delivery import Rank
from core.event import Event, Happening
from core.handoff import Handoff, HandoffId
from core.outcome import (
    AiOff,
    AssessmentAsked,
    AssessmentThere,
    AssessOutcome,
    Finished,
    NotHere,
    NotTheirs,
    StillWriting,
    UsedUp,
    ViewersMayNot,
)
from core.permission import Standing, Verb, may, standing
from core.ports import Ids
from core.repository import Transaction
from core.state import refusal

MOST: dict[Verb, int] = {Verb.ASSESS: 5, Verb.DIG_DEEPER: 3}
"""How often each may be asked for, in all handoffs of a case together: a model costs money."""

MOST_RENEWED = 5
"""How often one begins by itself after a hand-back or hand-over, in all handoffs of a case together. After that
somebody has to ask for it."""

RENEWING = frozenset({Happening.HANDED_BACK, Happening.HANDED_OVER})
"""What such a one is begun by."""

TELLING = frozenset(
    {
        Happening.SAID,
        Happening.ATTEMPTED,
        Happening.DECIDED,
        Happening.CONTINUED,
        Happening.STEP_DONE,
        Happening.HANDED_BACK,
        Happening.HANDED_OVER,
        Happening.RESOLVED,
        Happening.REOPENED,
    }
)
"""Of what somebody says in these, an assessment that was begun before knows nothing."""

_HAPPENS = {Verb.ASSESS: Happening.ASSESSMENT_ASKED, Verb.DIG_DEEPER: Happening.DUG_DEEPER}


def assess(act: Act, wanted: HandoffId, verb: Verb, within: timedelta | None) -> AssessOutcome:
    """A new assessment: *Try again* after one that did not come, *Dig deeper* with what was said since."""
    by = act.actor()
    handoff = act.tx.handoffs.lock(act.by.account, wanted)
    if handoff is None or by is None:
        return NotHere()
    act.must_come_from(act.tx.deliveries.of(handoff.account, handoff.id))
    if not may(by, verb, handoff):
        return ViewersMayNot() if standing(by, handoff) is Standing.VIEWER else NotTheirs(handoff)
    why = refusal(verb, handoff.state)
    if why:
        return Finished(handoff, why)
    return _asked(act, handoff, verb, within)


class Deed(Protocol):
    """What beginning one needs of an act: one of Baton's own has nobody who does it."""

    @property
    def tx(self) -> Transaction: ...
    @property
    def ids(self) -> Ids: ...
    @property
    def now(self) -> datetime: ...


def begin(act: Deed, handoff: Handoff, told: Event, within: timedelta | None) -> Handoff:
    """Begin an assessment in this transaction, because of this event: the handoff with it. Where the AI is off
    (``within`` is None) nothing begins, and what there is stays.

    For a verb that has the handoff for itself, and announces the change: cards say "being renewed…" from then on.
    """
    if within is None:
        return handoff
    begun = Assessment(Status.WRITING, assess_by=act.now + within, id=AssessmentId(told.id))
    act.tx.assessments.add(handoff.account, handoff.id, begun)
    act.tx.deliveries.add(*routing.on_assessment(handoff, told, act.ids.new))
    before = handoff.assessment
    ready = before if before.status is Status.READY else before.earlier
    return replace(handoff, assessment=replace(begun, earlier=ready))


def renew(act: Deed, handoff: Handoff, told: Event, within: timedelta | None) -> Handoff:
    """Begin one for whoever comes next, because of this hand-back or hand-over: unless nothing was learnt since the
    newest was begun, which would say the same and cost money; or the case has had its share."""
    if within is None or not _is_news(act.tx, handoff):
        return handoff
    if act.tx.assessments.counted(handoff.account, handoff.case, RENEWING) >= MOST_RENEWED:
        return handoff
    return begin(act, handoff, told, within)


def _is_news(tx: Transaction, handoff: Handoff) -> bool:
    """Whether people said anything since the newest that is read, or being written, was begun. Where there is none,
    all is news."""
    newest = handoff.assessment
    known = newest.id if newest.status is Status.WRITING else newest.read
    history = tx.events.of(handoff.account, handoff.id)
    begun = next((place for place, event in enumerate(history) if event.id == known), None)
    if begun is None:
        return True
    return any(event.what in TELLING and event.by is not None and event.text for event in history[begun + 1 :])


def _asked(act: Act, handoff: Handoff, verb: Verb, within: timedelta | None) -> AssessOutcome:
    if within is None:
        return AiOff(handoff)
    status = handoff.assessment.status
    if status is Status.WRITING:
        return StillWriting(handoff)
    if verb is Verb.ASSESS and status is Status.READY:
        return AssessmentThere(handoff)
    asked = act.tx.events.counted(handoff.account, handoff.case, _HAPPENS[verb])
    if asked >= MOST[verb]:
        return UsedUp(handoff, MOST[verb])
    told = act.record(handoff, _HAPPENS[verb])
    begin(act, handoff, told, within)
    version = act.tx.handoffs.touch(handoff.account, handoff.id)
    act.tx.deliveries.announce(handoff.account, handoff.id, version, rank=Rank.LATER)
    return AssessmentAsked(handoff, MOST[verb] - asked - 1, again=verb is Verb.ASSESS)
