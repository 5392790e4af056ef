"""The case document: the whole case as plain text, for people who are in neither chat. A pure function of the handoff
and its history, the one text for ticket notes and the API. ``core.case`` is the case as text for a model.

Whole: the form, what was tried and what came of it, the turns, the steps, the ending. Of assessments the newest that is
ready, with its sources; of what was written under the cards the newest. The messages it is about stay where they are:
the document says where.

Headings are ours, and only they begin a line: text from people is indented, so that nobody writes a heading.
"""

from collections.abc import Iterable, Iterator, Sequence

from core.assessment import Assessment, Fact, Findings, Step
from core.event import Event, Happening
from core.handoff import Handoff, State
from core.remark import speaker_of, told_in_short
from core.source import read_of
from core.standing import ended_by
from core.text import one_line
from core.wording import counted, dated, ordinal, took
from core.work import attempt_said, step_said, tried_said, turn_said

REMARKS_READ = 40
REMARK_READ = 1_000
"""How many remarks, and how much of each, in code points."""

_WHOLE = 10_000  # more than is kept of anything that is listed


def case_document(handoff: Handoff, history: Sequence[Event] = ()) -> str:
    """The case as it stands. Lines end in ``\\n``; times are in UTC."""
    written = [block for block in (_head(handoff), *_blocks(handoff, history)) if block]
    return "\n\n".join(written) + "\n"


def _head(handoff: Handoff) -> str:
    about = [handoff.label, handoff.priority.value, handoff.ticket, handoff.snapshot.customer]
    if handoff.ordinal > 1:
        about.append(f"{ordinal(handoff.ordinal)} handoff of this case")
    lines = [
        " · ".join(one_line(part) for part in about if part),
        f"Escalated by {one_line(handoff.escalator.name)}, {dated(handoff.escalated_at)}",
        _stands(handoff),
    ]
    if handoff.snapshot.masked:
        lines.append(f"{counted(handoff.snapshot.masked, 'item')} masked before anything was stored or sent")
    return "\n".join(lines)


def _stands(handoff: Handoff) -> str:
    if handoff.ending is not None:
        lasted = took(handoff.ending.at - handoff.escalated_at)
        return f"{one_line(ended_by(handoff, handoff.ending))}, {dated(handoff.ending.at)}, after {lasted}"
    if handoff.claim is not None:
        return f"With {one_line(handoff.claim.by.name)} since {dated(handoff.claim.at)}"
    return "Parked" if handoff.state is State.PARKED else "With the team"


def _blocks(handoff: Handoff, history: Sequence[Event]) -> Iterator[str]:
    snapshot = handoff.snapshot
    yield _said("Problem", snapshot.problem)
    yield _said("Why help was needed", snapshot.reason)
    yield _listed("Tried before", (tried_said(tried, _WHOLE) for tried in snapshot.tried))
    yield _said("In the middle of", snapshot.open_step)
    yield _listed("Earlier handoffs of the case", snapshot.earlier)
    if snapshot.source:
        yield _said("Where it was discussed", "\n".join(filter(None, (read_of(snapshot.source), snapshot.source.link))))
    yield _listed("Who had it", (turn_said(turn, _WHOLE) for turn in handoff.turns))
    yield _listed("Reopened because", (event.text for event in history if event.what is Happening.REOPENED))
    yield _listed("Tried since", (attempt_said(attempt, _WHOLE) for attempt in handoff.attempts))
    yield _listed("Next steps done", (step_said(step, _WHOLE) for step in handoff.steps))
    yield _listed("Written under the card", _remarks(history))
    yield _assessment(handoff.assessment)
    yield _ending(handoff)


def _remarks(history: Iterable[Event]) -> Iterator[str]:
    said = [event for event in history if event.what is Happening.SAID]
    if len(said) > REMARKS_READ:
        yield f"({len(said) - REMARKS_READ} earlier)"
    for event in said[-REMARKS_READ:]:
        yield f"{dated(event.at)}, {speaker_of(event)}: {told_in_short(event, REMARK_READ)}"


def _assessment(assessment: Assessment) -> str:
    ready = assessment if assessment.findings else assessment.earlier
    if ready is None or ready.findings is None:
        return ""
    found = ready.findings
    heading = f"AI assessment by {one_line(ready.model)}, may be wrong (confidence: {found.confidence.value})"
    return _said(heading, "\n".join(_findings(found)))


def _findings(found: Findings) -> Iterator[str]:
    yield one_line(found.summary)
    yield from _part("What we know:", (_fact(fact) for fact in found.facts))
    if found.likely_cause:
        yield f"Likely cause: {one_line(found.likely_cause)}"
    yield from _part("Next steps:", (_step(step) for step in found.steps))
    yield from _part("Open questions:", found.questions)
    if not found.messages.whole:
        yield f"It read {found.messages.read:,} of {found.messages.of:,} messages."


def _fact(fact: Fact) -> str:
    return f"{fact.text} ({fact.named or fact.source})"


def _step(step: Step) -> str:
    why = f" ({step.why})" if step.why else ""
    return f"{step.text}{why}{', already tried' if step.already_tried else ''}"


def _part(heading: str, items: Iterable[str]) -> Iterator[str]:
    told = [f"- {one_line(item)}" for item in items]
    yield from (heading, *told) if told else ()


def _ending(handoff: Handoff) -> str:
    ending = handoff.ending
    if ending is None:
        return ""
    settled = handoff.state is State.RESOLVED and ending.settled
    heading = "Resolution" if settled else "Left over" if handoff.state is State.RESOLVED else "How it ended"
    return _said(heading, ending.note)


def _said(heading: str, text: str) -> str:
    """Nothing for no text."""
    lines = [line.rstrip() for line in text.splitlines()]
    told = "\n".join(f"  {line}" if line else "" for line in lines)
    return f"{heading}:\n{told}" if told.strip() else ""


def _listed(heading: str, items: Iterable[str]) -> str:
    return _said(heading, "\n".join(f"- {one_line(item)}" for item in items if item))
