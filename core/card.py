"""The card: a pure function of the handoff. First post and every edit are this one function."""

from collections.abc import Callable, Iterator

from core.assessment import Assessment, Fact, Findings, Status, Step
from core.attempt import Attempt
from core.handoff import UNDER_WAY, Handoff, Priority, State, Tried
from core.message import (
    Action,
    Bullets,
    Button,
    Buttons,
    Line,
    Mention,
    Message,
    Moment,
    Part,
    Plain,
    Rule,
    Small,
    Span,
    Strong,
    Text,
    Tone,
    line,
)
from core.source import read_of
from core.standing import standing_parts
from core.text import cut, one_line
from core.wording import MARKS, OUTCOMES, counted, ordinal, title_of

PROBLEM_SHOWN = 500
REASON_SHOWN = 400
TRIED_SHOWN = 5
ATTEMPT_SHOWN = 150
FINDING_SHOWN = 240
SUMMARY_SHOWN = 700
FINDINGS_SHOWN = 5

_TONES = {
    State.OPEN: Tone.WAITING,
    State.CLAIMED: Tone.TAKEN,
    State.PARKED: Tone.PLAIN,
}


def card_for(handoff: Handoff) -> Message:
    """What every channel shows of a handoff."""
    return Message(title_of(handoff), (*_head(handoff), *_case(handoff), *_foot(handoff)), _tone(handoff))


Steps = Callable[[Handoff, Assessment], Iterator[Part]]
"""How the proposed steps of an assessment are shown."""


def bulleted(handoff: Handoff, assessment: Assessment) -> Iterator[Part]:
    """The proposed steps as a list, with what was done of them."""
    findings = assessment.findings
    if findings and findings.steps:
        done = {step.place for step in handoff.steps if step.assessment == assessment.id}
        steps = enumerate(findings.steps[:FINDINGS_SHOWN])
        yield Bullets("Next steps:", tuple(_step(step, done=place in done) for place, step in steps))


def assessment_parts(handoff: Handoff, steps: Steps = bulleted) -> Iterator[Part]:
    """The assessment as card and briefing show it, whatever its status. It always says how it stands; while a new one
    is being written, or when it did not come, the earlier one stays below."""
    assessment = handoff.assessment
    earlier = assessment.earlier
    match assessment.status:
        case Status.WRITING if earlier:
            yield Text(line("being renewed… This is the one before:"), label="AI assessment:")
        case Status.WRITING:
            yield Text(line("being written…"), label="AI assessment:")
        case Status.UNAVAILABLE if earlier:
            yield Text(line(f"could not be renewed: {assessment.why}. This is the one before:"), label="AI assessment:")
        case Status.UNAVAILABLE:
            yield Text(line(f"unavailable: {assessment.why}."), label="AI assessment:")
        case Status.OFF:
            yield Small(line("AI assessment: off."))
        case Status.READY:
            yield from _findings(handoff, assessment, steps, label="AI assessment:")
    if earlier:
        yield from _findings(handoff, earlier, steps)


def try_again(handoff: Handoff) -> Iterator[Button]:
    """The button for a new assessment, where there is none to read and somebody may still need it."""
    if handoff.assessment.status is Status.UNAVAILABLE and handoff.state in UNDER_WAY:
        yield Button(Action.ASSESS, "Try again", str(handoff.id))


def case_line(handoff: Handoff) -> Line:
    """Ticket and customer, where there are any."""
    told = [part for part in (handoff.ticket, handoff.snapshot.customer) if part]
    return line(" · ".join(told)) if told else ()


def tried_part(handoff: Handoff, most: int, longest: int) -> Bullets | None:
    """What was tried, at most ``most`` attempts of ``longest`` code points, and how many more there were."""
    attempts = handoff.snapshot.tried
    if not attempts:
        return None
    items = [line(cut(one_line(tried.what), longest), _came_of_it(tried)) for tried in attempts[:most]]
    if len(attempts) > most:
        items.append(line(f"and {len(attempts) - most} more, in Details"))
    return Bullets("Tried:", tuple(items))


def _came_of_it(tried: Tried) -> str:
    return f" · {OUTCOMES[tried.outcome]}" if tried.outcome else ""


def masked_part(handoff: Handoff) -> Small | None:
    """How many secrets were taken out, if any."""
    if not handoff.snapshot.masked:
        return None
    return Small(line(f"🔒 {counted(handoff.snapshot.masked, 'item')} masked before anything was stored or sent."))


def _tone(handoff: Handoff) -> Tone:
    if handoff.state is State.OPEN and handoff.priority is Priority.URGENT:
        return Tone.ALERT
    return _TONES.get(handoff.state, Tone.OVER)


def _head(handoff: Handoff) -> Iterator[Part]:
    """Who has it comes before anything else: a handled card must look different at a glance."""
    yield from standing_parts(handoff)
    yield Small(_labels(handoff))


def _labels(handoff: Handoff) -> Line:
    priority = handoff.priority
    spans: list[Span] = [Plain(f"{MARKS[priority]} "), Strong(priority.value.upper()), Plain(f" · {handoff.label}")]
    if handoff.directed:
        spans += [Plain(" · for "), Mention(handoff.directed) if handoff.claimable else Plain(handoff.directed.name)]
    if handoff.ordinal > 1:
        spans.append(Plain(f" · {ordinal(handoff.ordinal)} handoff of this case"))
    return tuple(spans)


def _case(handoff: Handoff) -> Iterator[Part]:
    snapshot = handoff.snapshot
    yield Text(line(Strong(cut(snapshot.problem, PROBLEM_SHOWN))))
    if case_line(handoff):
        yield Text(case_line(handoff))
    yield Small(line(f"Escalated by {handoff.escalator.name} · ", Moment(handoff.escalated_at)))
    yield Text(line(cut(snapshot.reason, REASON_SHOWN) or "No reason given."), label="Why:")
    tried = tried_part(handoff, TRIED_SHOWN, ATTEMPT_SHOWN)
    if tried:
        yield tried
    if snapshot.open_step:
        yield in_the_middle(handoff)
    since = attempts_part(handoff, TRIED_SHOWN, ATTEMPT_SHOWN)
    if since:
        yield since
    if snapshot.source and read_of(snapshot.source):
        yield Small(line(f"💬 {read_of(snapshot.source)}"))


def in_the_middle(handoff: Handoff) -> Text:
    """What the escalator was in the middle of, on card and Details."""
    return Text(line(cut(one_line(handoff.snapshot.open_step), REASON_SHOWN)), label="In the middle of:")


def attempts_part(handoff: Handoff, most: int, longest: int) -> Bullets | None:
    """What was tried since it was picked up, the newest ``most`` attempts of ``longest`` code points."""
    if not handoff.attempts:
        return None
    return Bullets("Tried since:", tuple(_attempted(attempt, longest) for attempt in handoff.attempts[-most:]))


def _attempted(attempt: Attempt, longest: int) -> Line:
    note = f" ({cut(one_line(attempt.note), longest)})" if attempt.note else ""
    return line(cut(one_line(attempt.what), longest), f" · {OUTCOMES[attempt.outcome]}{note} · {attempt.by.name}")


def _foot(handoff: Handoff) -> Iterator[Part]:
    yield Rule()
    yield from assessment_parts(handoff)
    masked = masked_part(handoff)
    if masked:
        yield masked
    yield Buttons(tuple(_buttons(handoff)))


def _buttons(handoff: Handoff) -> Iterator[Button]:
    value = str(handoff.id)
    if handoff.claimable:
        yield Button(Action.PICK_UP, "Pick Up", value, primary=True)
    yield Button(Action.DETAILS, "Details", value)
    yield from try_again(handoff)


def _findings(handoff: Handoff, assessment: Assessment, steps: Steps, label: str = "") -> Iterator[Part]:
    findings = assessment.findings
    if findings is None:
        return
    yield Text(line(cut(findings.summary, SUMMARY_SHOWN)), label=label)
    if findings.facts:
        yield Bullets("What we know:", tuple(_fact(fact) for fact in findings.facts[:FINDINGS_SHOWN]))
    if findings.likely_cause:
        yield Text(line(cut(findings.likely_cause, FINDING_SHOWN)), label="Likely cause:")
    yield from steps(handoff, assessment)
    yield Small(
        line(f"Confidence: {findings.confidence.value} · written by {assessment.model}, may be wrong.", _read(findings))
    )


def _fact(fact: Fact) -> Line:
    return line(cut(fact.text, FINDING_SHOWN), f" ({fact.named or fact.source})")


def _step(step: Step, *, done: bool) -> Line:
    mark = " (done)" if done else " (already tried)" if step.already_tried else ""
    return line(cut(step.text, FINDING_SHOWN), mark)


def _read(findings: Findings) -> str:
    """How much of a long case it knows of."""
    messages = findings.messages
    return "" if messages.whole else f" It read {messages.read:,} of {messages.of:,} messages."
