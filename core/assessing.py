"""Assessments that are begun: with an escalation, when somebody asks for one, or by another verb.

An assessment has the id of the event that asked for it, and so has the delivery that carries it out. Several of one
handoff may be under way; the one that was begun last counts, and until it is ready the newest ready one is read
(``Assessment.earlier``), in whichever order they end.
"""

from dataclasses import replace
from datetime import timedelta

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
from core.state import refusal

MOST: dict[Verb, int] = {Verb.ASSESS: 5, Verb.DIG_DEEPER: 3}
"""How often each may be asked for, in all handoffs of a case together: a model costs money."""

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


def begin(act: Act, handoff: Handoff, told: Event, within: timedelta | None) -> Handoff:
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
