"""Lists of handoffs: the queue, and one's own."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.answer import VIEWER
from core.handoff import Handoff, State
from core.message import Action, Button, Buttons, Message, Part, Plain, Small, Strong, Text, line, says
from core.outcome import Mine, Queue, QueueOutcome, ViewersMayNot
from core.wording import MARKS, short_problem, took


def queue_answer(found: QueueOutcome) -> Message:
    """What somebody who asks for the queue is shown."""
    return VIEWER if isinstance(found, ViewersMayNot) else queue_list(found)


def queue_list(queue: Queue) -> Message:
    """What waits, most pressing first, each with its Pick Up."""
    if not queue.handoffs and not queue.parked:
        return says("Nothing is waiting. 🎉")
    head = f"{queue.total} waiting for somebody" if queue.handoffs else "Nothing is waiting. 🎉"
    return Message(head, (Text(line(Strong(head))), *_waiting(queue), *_parked(queue)))


def mine_list(mine: Mine) -> Message:
    """What the member escalated, and what they have."""
    if not mine.handoffs:
        return says("You have nothing open: nothing you escalated, nothing you picked up.")
    has = [h for h in mine.handoffs if h.assigned_to(mine.member) and h.wake_at is None]
    aside = [h for h in mine.handoffs if h.assigned_to(mine.member) and h.wake_at is not None]
    others = [h for h in mine.handoffs if not h.assigned_to(mine.member)]
    parts = (
        *_section("You have:", has, mine.now),
        *_section("You set aside:", aside, mine.now),
        *_section("You escalated:", [h for h in others if h.state is not State.PARKED], mine.now),
        *_section("You parked:", [h for h in others if h.state is State.PARKED], mine.now),
    )
    return Message("Yours", parts)


def list_line(handoff: Handoff, now: datetime) -> str:
    """One handoff on one line: ``E-42 · urgent · 12 min · #4711 · problem… · Jane``."""
    priority = handoff.priority
    told = [
        handoff.label,
        priority.value,
        took(now - handoff.escalated_at),
        handoff.ticket,
        short_problem(handoff),
        handoff.escalator.first_name,
    ]
    return f"{MARKS[priority]} " + " · ".join(part for part in told if part)


def _waiting(queue: Queue) -> Iterator[Part]:
    for handoff in queue.handoffs:
        yield Text((Plain(list_line(handoff, queue.now)),))
        yield Buttons(_ways(handoff))
    left = queue.total - len(queue.handoffs)
    if left > 0:
        yield Small(line(f"and {left} more."))


def _parked(queue: Queue) -> Iterator[Part]:
    if queue.parked:
        yield Text(line(Strong("Parked, and yours if you want it:")))
    for handoff in queue.parked:
        yield Text((Plain(list_line(handoff, queue.now)),))
        yield Buttons(_ways(handoff))


def _ways(handoff: Handoff) -> tuple[Button, ...]:
    value = str(handoff.id)
    return (Button(Action.PICK_UP, "Pick Up", value, primary=True), Button(Action.DETAILS, "Details", value))


def _section(label: str, handoffs: Sequence[Handoff], now: datetime) -> Iterator[Part]:
    if handoffs:
        yield Text(line(Strong(label)))
    for handoff in handoffs:
        yield Text(line(list_line(handoff, now), _who(handoff)))
        yield Buttons((Button(Action.DETAILS, "Details", str(handoff.id)),))


def _who(handoff: Handoff) -> str:
    if handoff.state is State.PARKED:
        return ""
    return f" · with {handoff.claim.by.name}" if handoff.claim else " · waiting"
