"""The briefing: the DM to the assignee. A pure function of handoff and assessment, edited when the latter arrives."""

from collections.abc import Iterator
from datetime import datetime

from core.assessment import Findings, Status
from core.box import boxes, left_open_part, ways_in
from core.card import assessment_parts, attempts_part, bulleted, case_line, masked_part, tried_part, try_again
from core.handoff import UNDER_WAY, Handoff, Passing
from core.message import Action, Bullets, Button, Buttons, Message, Moment, Part, Rule, Small, Strong, Text, Tone, line
from core.source import source_parts
from core.standing import standing_parts
from core.text import cut

PROBLEM_SHOWN = 1_500
REASON_SHOWN = 800
TRIED_SHOWN = 15
ATTEMPT_SHOWN = 200
QUOTE_SHOWN = 600
QUESTION_SHOWN = 240
QUESTIONS_SHOWN = 5
EARLIER_SHOWN = 5
EARLIER_LENGTH = 300


def briefing_for(handoff: Handoff, since: datetime) -> Message:
    """What the assignee needs in order to begin without asking. ``since`` is when the turn that it is about began:
    once that is over, the briefing says so, and offers nothing more to do."""
    title = _title(handoff, since)
    return Message(title, tuple(_parts(handoff, title, since)), _tone(handoff, since))


def _theirs(handoff: Handoff, since: datetime) -> bool:
    """Whether whoever was briefed has it still."""
    return handoff.claim is not None and all(turn.until <= since for turn in handoff.turns)


def _title(handoff: Handoff, since: datetime) -> str:
    if not _theirs(handoff, since):
        return f"{handoff.label} is no longer yours"
    before = handoff.turns[-1] if handoff.turns else None
    if before and before.how is Passing.RESOLVED:
        return f"You reopened {handoff.label}"
    if before and before.how is Passing.HANDED_OVER and before.ended_by:
        return f"{before.ended_by.name} handed you {handoff.label} from {handoff.escalator.name}"
    return f"You picked up {handoff.label} from {handoff.escalator.name}"


def _tone(handoff: Handoff, since: datetime) -> Tone:
    return Tone.TAKEN if handoff.ending is None and _theirs(handoff, since) else Tone.OVER


def _parts(handoff: Handoff, title: str, since: datetime) -> Iterator[Part]:
    yield Text(line("🤝 ", Strong(title)))
    theirs = _theirs(handoff, since)
    if handoff.ending is not None or handoff.waiting or not theirs:
        yield from standing_parts(handoff)
    if theirs and handoff.wake_at is not None:
        yield Text(line("🅿️ Set aside until ", Moment(handoff.wake_at), ". Nobody else sees that."))
    yield Text(line(cut(handoff.snapshot.problem, PROBLEM_SHOWN)), label="Problem:")
    if case_line(handoff):
        yield Text(case_line(handoff))
    yield Text(line(cut(handoff.snapshot.reason, REASON_SHOWN) or "No reason given."), label="Why:")
    yield tried_part(handoff, TRIED_SHOWN, ATTEMPT_SHOWN) or Text(line("nothing was named."), label="Tried:")
    if theirs:
        yield from left_open_part(handoff)
    yield from source_parts(handoff, QUOTE_SHOWN)
    yield from _history(handoff)
    yield Rule()
    at_work = theirs and handoff.ending is None
    yield from assessment_parts(handoff, boxes if at_work else bulleted)
    if handoff.assessment.readable:
        yield from _questions(handoff.assessment.readable)
    masked = masked_part(handoff)
    if masked:
        yield masked
    yield Small(line(f"{handoff.label} · escalated by {handoff.escalator.name} · ", Moment(handoff.escalated_at)))
    yield from ways_in(handoff) if at_work else ()
    yield Buttons(tuple(_buttons(handoff, theirs=theirs)))
    if at_work:
        yield Buttons(tuple(_ways_on(handoff)))


def _for_more(handoff: Handoff) -> Iterator[Button]:
    """*Dig deeper* where there is something to go beyond; *Try again* where nothing came."""
    yield from try_again(handoff)
    if handoff.assessment.status is Status.READY and handoff.state in UNDER_WAY:
        yield Button(Action.DIG_DEEPER, "Dig deeper", str(handoff.id))


def _history(handoff: Handoff) -> Iterator[Part]:
    """What others did with the case before, and what was tried since."""
    since = attempts_part(handoff, TRIED_SHOWN, ATTEMPT_SHOWN)
    if since:
        yield since
    had = [f"{turn.by.name}: {turn.why or 'no reason given'}" for turn in handoff.turns]
    earlier = [cut(said, EARLIER_LENGTH) for said in (*handoff.snapshot.earlier, *had)][-EARLIER_SHOWN:]
    if earlier:
        yield Bullets("Had it before:", tuple(line(said) for said in earlier))


def _questions(findings: Findings) -> Iterator[Part]:
    if findings.questions:
        asked = tuple(line(cut(question, QUESTION_SHOWN)) for question in findings.questions[:QUESTIONS_SHOWN])
        yield Bullets("Open questions:", asked)


def _buttons(handoff: Handoff, *, theirs: bool) -> Iterator[Button]:
    value = str(handoff.id)
    if theirs and handoff.ending is None:
        yield Button(Action.RESOLVE, "Resolve…", value, primary=True)
        yield Button(Action.ATTEMPT, "Attempt…", value)
    elif theirs and handoff.ending is not None and handoff.reopenable:
        yield Button(Action.REOPEN, "Reopen", value)
    yield Button(Action.DETAILS, "Details", value)
    yield from _for_more(handoff) if theirs else ()


def _ways_on(handoff: Handoff) -> Iterator[Button]:
    """Out of their hands."""
    value = str(handoff.id)
    yield Button(Action.HAND_BACK, "Hand back…", value)
    yield Button(Action.HAND_OVER, "Hand over…", value)
    yield Button(Action.PASS_ON, "Escalate further…", value)
    yield Button(Action.RESUME, "Resume", value) if handoff.wake_at else Button(Action.PARK, "Park…", value)
