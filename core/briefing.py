"""The briefing: the DM to the assignee. A pure function of handoff and assessment, edited when the latter arrives."""

from collections.abc import Iterator

from core.assessment import Findings, Status
from core.card import assessment_parts, case_line, masked_part, tried_part, try_again
from core.handoff import UNDER_WAY, Handoff
from core.message import Action, Bullets, Button, Buttons, Message, Moment, Part, Rule, Small, Strong, Text, Tone, line
from core.source import source_parts
from core.text import cut
from core.wording import took

PROBLEM_SHOWN = 1_500
REASON_SHOWN = 800
TRIED_SHOWN = 15
ATTEMPT_SHOWN = 200
QUOTE_SHOWN = 600
QUESTION_SHOWN = 240
QUESTIONS_SHOWN = 5


def briefing_for(handoff: Handoff) -> Message:
    """What the assignee needs in order to begin without asking."""
    title = f"You picked up {handoff.label} from {handoff.escalator.name}"
    return Message(title, tuple(_parts(handoff, title)), Tone.TAKEN if handoff.ending is None else Tone.OVER)


def _parts(handoff: Handoff, title: str) -> Iterator[Part]:
    yield Text(line("🤝 ", Strong(title)))
    yield from _over(handoff)
    yield Text(line(cut(handoff.snapshot.problem, PROBLEM_SHOWN)), label="Problem:")
    if case_line(handoff):
        yield Text(case_line(handoff))
    yield Text(line(cut(handoff.snapshot.reason, REASON_SHOWN) or "No reason given."), label="Why:")
    yield tried_part(handoff, TRIED_SHOWN, ATTEMPT_SHOWN) or Text(line("nothing was named."), label="Tried:")
    yield from source_parts(handoff, QUOTE_SHOWN)
    yield Rule()
    yield from assessment_parts(handoff)
    if handoff.assessment.readable:
        yield from _questions(handoff.assessment.readable)
    masked = masked_part(handoff)
    if masked:
        yield masked
    yield Small(line(f"{handoff.label} · escalated by {handoff.escalator.name} · ", Moment(handoff.escalated_at)))
    yield Buttons((Button(Action.DETAILS, "Details", str(handoff.id)), *_for_more(handoff)))


def _for_more(handoff: Handoff) -> Iterator[Button]:
    """*Dig deeper* where there is something to go beyond; *Try again* where nothing came."""
    yield from try_again(handoff)
    if handoff.assessment.status is Status.READY and handoff.state in UNDER_WAY:
        yield Button(Action.DIG_DEEPER, "Dig deeper", str(handoff.id))


def _over(handoff: Handoff) -> Iterator[Part]:
    if handoff.ending is not None:
        lasted = took(handoff.ending.at - handoff.escalated_at)
        yield Text(line("🏁 ", Strong(f"Withdrawn by {handoff.ending.by.name}"), f" · after {lasted}"))


def _questions(findings: Findings) -> Iterator[Part]:
    if findings.questions:
        asked = tuple(line(cut(question, QUESTION_SHOWN)) for question in findings.questions[:QUESTIONS_SHOWN])
        yield Bullets("Open questions:", asked)
