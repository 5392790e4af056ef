"""Proposed steps as boxes, and the ways to go on from them: what an assignee's briefing offers."""

from collections.abc import Iterator

from core.assessment import Assessment, Step
from core.handoff import Handoff
from core.message import Action, Box, Button, Buttons, Part, Small, Text, line
from core.step import DoneStep, StepName
from core.text import cut, one_line

BOXES_SHOWN = 5
STEP_SHOWN = 240
OPEN_SHOWN = 300


def are_put_away(handoff: Handoff) -> bool:
    """Whether the assignee does not want to see the steps that are read now."""
    claim = handoff.claim
    return claim is not None and (
        claim.own_way or (claim.put_away is not None and claim.put_away == handoff.assessment.read)
    )


def boxes(handoff: Handoff, assessment: Assessment) -> Iterator[Part]:
    """The steps of an assessment, each with its box; nothing where they were put away."""
    findings = assessment.findings
    if findings is None or not findings.steps or assessment.id is None:
        return
    if are_put_away(handoff):
        yield Small(line("Next steps are put away. Details has them."))
        return
    yield Text((), label="Next steps:")
    for place, step in enumerate(findings.steps[:BOXES_SHOWN]):
        yield _box(handoff, step, StepName(assessment.id, place))


def left_open_part(handoff: Handoff) -> Iterator[Part]:
    """What somebody was in the middle of, as long as nobody has taken it up."""
    for left in handoff.left_open[:1]:
        yield Text(line(cut(one_line(left.what), OPEN_SHOWN)), label=f"{left.by.first_name} was in the middle of:")


def ways_in(handoff: Handoff) -> Iterator[Part]:
    """*Continue where Jane left off*, *My own way*, *Hide*: each as long as there is something for it."""
    if handoff.claim is None or handoff.claim.own_way:
        return
    value, left = str(handoff.id), handoff.left_open[:1]
    findings = handoff.assessment.readable
    shown = bool(findings and findings.steps) and not are_put_away(handoff)
    buttons = [
        *(Button(Action.CONTINUE, f"Continue where {o.by.first_name} left off", value, about=o.name) for o in left),
        *([Button(Action.OWN_WAY, "My own way", value)] if left or shown else []),
        *([Button(Action.HIDE_STEPS, "Hide next steps", value)] if shown else []),
    ]
    if buttons:
        yield Buttons(tuple(buttons))


def done_step(handoff: Handoff, named: StepName) -> DoneStep | None:
    """Who ticked it, if anybody did."""
    return next((step for step in handoff.steps if named.names(step)), None)


def _box(handoff: Handoff, step: Step, named: StepName) -> Box:
    done, words = done_step(handoff, named), cut(one_line(step.text), STEP_SHOWN)
    if done:
        return Box(line(words, f" · {done.by.name}"), ticked=True)
    tried = " (already tried)" if step.already_tried else ""
    return Box(line(words, tried), button=Button(Action.STEP_DONE, "Done", str(handoff.id), about=str(named)))
