"""Lists of handoffs: the queue, and one's own."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.answer import VIEWER
from core.handoff import Handoff, State
from core.message import Action, Button, Buttons, Line, Message, Moment, Part, Plain, Small, Strong, Text, line, says
from core.outcome import Mine, Queue, QueueOutcome, ViewersMayNot
from core.wording import MARKS, short_problem, took

PARKED = "Parked, and yours if you want it:"
NEW = "● means: you have not opened or picked it up yet."


def queue_answer(found: QueueOutcome) -> Message:
    """What somebody who asks for the queue is shown."""
    return VIEWER if isinstance(found, ViewersMayNot) else queue_list(found)


def queue_list(queue: Queue) -> Message:
    """What waits, most pressing first, each with its Pick Up."""
    if not queue.handoffs and not queue.parked:
        return says("Nothing is waiting. 🎉")
    head = f"{queue.total} waiting for somebody" if queue.handoffs else "Nothing is waiting. 🎉"
    parked = (Text(line(Strong(PARKED))), *parked_parts(queue)) if queue.parked else ()
    legend = (Small(line(NEW)),) if queue.new else ()
    return Message(head, (Text(line(Strong(head))), *waiting_parts(queue), *parked, *legend))


def mine_list(mine: Mine) -> Message:
    """What the member escalated, and what they have."""
    if not mine.handoffs:
        return says("You have nothing open: nothing you escalated, nothing you picked up.")
    has = [h for h in mine.handoffs if h.assigned_to(mine.member) and h.wake_at is None]
    aside = [h for h in mine.handoffs if h.assigned_to(mine.member) and h.wake_at is not None]
    others = [h for h in mine.handoffs if not h.assigned_to(mine.member)]
    parts = (
        *_section("You have:", [(h, ()) for h in has], mine.now),
        *_section("You set aside:", [(h, _until(h)) for h in aside], mine.now),
        *_section("You escalated:", [(h, _who(h)) for h in others if h.state is not State.PARKED], mine.now),
        *_section("You parked:", [(h, ()) for h in others if h.state is State.PARKED], mine.now),
    )
    return Message("Yours", parts)


def list_line(handoff: Handoff, now: datetime, *, new: bool = False) -> str:
    """One handoff on one line: ``● E-42 · urgent · 12 min · #4711 · problem… · Jane``; the dot where it is ``new``."""
    priority = handoff.priority
    told = [
        f"{'● ' if new else ''}{handoff.label}",
        priority.value,
        took(now - handoff.escalated_at),
        handoff.ticket,
        short_problem(handoff),
        handoff.escalator.first_name,
    ]
    return f"{MARKS[priority]} " + " · ".join(part for part in told if part)


def waiting_parts(queue: Queue) -> Iterator[Part]:
    """What waits, each with its Pick Up, and how many there are besides."""
    yield from _takeable(queue, queue.handoffs)
    left = queue.total - len(queue.handoffs)
    if left > 0:
        yield Small(line(f"and {left} more."))


def parked_parts(queue: Queue) -> Iterator[Part]:
    """What others set aside, each with its Pick Up."""
    yield from _takeable(queue, queue.parked)


def _takeable(queue: Queue, handoffs: Sequence[Handoff]) -> Iterator[Part]:
    for handoff in handoffs:
        yield Text((Plain(list_line(handoff, queue.now, new=handoff.id in queue.new)),))
        yield Buttons(_ways(handoff))


def _ways(handoff: Handoff) -> tuple[Button, ...]:
    value = str(handoff.id)
    return (Button(Action.PICK_UP, "Pick Up", value, primary=True), Button(Action.DETAILS, "Details", value))


def _section(label: str, told: Sequence[tuple[Handoff, Line]], now: datetime) -> Iterator[Part]:
    """Each with what is to be said of it besides."""
    if told:
        yield Text(line(Strong(label)))
    for handoff, besides in told:
        yield Text((*line(list_line(handoff, now)), *besides))
        yield Buttons((Button(Action.DETAILS, "Details", str(handoff.id)),))


def _until(handoff: Handoff) -> Line:
    return line(" · until ", Moment(handoff.wake_at)) if handoff.wake_at else ()


def _who(handoff: Handoff) -> Line:
    return line(f" · with {handoff.claim.by.name}" if handoff.claim else " · waiting")
