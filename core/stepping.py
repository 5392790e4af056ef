"""Next steps: ticking one that the assessment proposed, and putting them away."""

from dataclasses import replace

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.assessment import Step
from core.event import Happening
from core.handoff import Handoff, HandoffId
from core.people import Party
from core.permission import Verb
from core.progress import Done, NothingThere, StepOutcome
from core.step import DoneStep, StepName


def tick(act: Act, wanted: HandoffId, named: StepName | None) -> StepOutcome:
    """Record that a proposed step is done. Steps of an assessment that was renewed meanwhile are no longer there."""
    at_work = admitted(act, wanted, Verb.STEP)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    proposed = step_named(was, named)
    if named is None or proposed is None:
        return NothingThere(was, Verb.STEP)
    if any(named.names(step) for step in was.steps):
        return Done(was, Verb.STEP, again=True)
    done = DoneStep(named.assessment, named.place, proposed.text, Party(at_work.by.id, at_work.by.name), act.now)
    ticked = replace(was, steps=(*was.steps, done))
    facts = {"assessment": str(named.assessment), "place": str(named.place)}
    now, told = act.change(was, ticked, Happening.STEP_DONE, done.what, facts)
    act.tx.deliveries.add(*routing.on_attempt(now, told, at_work.deliveries, act.ids.new))
    return Done(now, Verb.STEP)


def put_away(act: Act, wanted: HandoffId) -> StepOutcome:
    """Take the proposed steps out of the briefing, until there is another assessment. Details has them still."""
    at_work = admitted(act, wanted, Verb.HIDE_STEPS)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    read = was.assessment.read
    if was.claim is None or read is None:
        return NothingThere(was, Verb.HIDE_STEPS)
    if was.claim.put_away == read:
        return Done(was, Verb.HIDE_STEPS, again=True)
    without = replace(was, claim=replace(was.claim, put_away=read))
    now, _ = act.change(was, without, Happening.STEPS_PUT_AWAY, facts={"assessment": str(read)})
    return Done(now, Verb.HIDE_STEPS)


def step_named(handoff: Handoff, named: StepName | None) -> Step | None:
    """The step of the assessment that is read now."""
    findings = handoff.assessment.readable
    if named is None or findings is None or handoff.assessment.read != named.assessment:
        return None
    return findings.steps[named.place] if 0 <= named.place < len(findings.steps) else None
