"""Details: everything a member may see of a handoff."""

from collections import Counter
from collections.abc import Iterator

from core.answer import NO_DETAILS, NOT_HERE
from core.card import assessment_parts, attempts_part, case_line, in_the_middle, masked_part, tried_part, try_again
from core.delivery import Condition, Delivery, Kind
from core.event import Event, Happening
from core.handoff import Handoff, State
from core.ledger import addressed, standing_of
from core.message import (
    Action,
    Bullets,
    Button,
    Buttons,
    Line,
    Message,
    Moment,
    Part,
    Plain,
    Rule,
    Small,
    Strong,
    Text,
    line,
)
from core.outcome import Inside, LookOutcome, NotHere, ViewersMayNot
from core.own import without_others_own
from core.people import MemberId
from core.remark import speaker_of, told_in_short
from core.source import source_parts
from core.standing import standing_parts
from core.text import cut, one_line
from core.wording import MARKS

PROBLEM_SHOWN = 8_000
REASON_SHOWN = 3_000
TRIED_SHOWN = 40
ATTEMPT_SHOWN = 400
QUOTE_SHOWN = 3_000
EVENTS_SHOWN = 20
SAID_SHOWN = 300
STEPS_SHOWN = 15
STEP_SHOWN = 300
DELIVERIES_SHOWN = 12
STANDING_SHOWN = 300

_STATES = {
    State.OPEN: "open",
    State.CLAIMED: "picked up",
    State.WITHDRAWN: "withdrawn",
    State.RESOLVED: "resolved",
    State.PASSED_ON: "passed on",
    State.PARKED: "parked",
    State.RESUMED: "resumed",
}

_TOLD = {
    Happening.ESCALATED: "escalated it",
    Happening.CLAIMED: "picked it up",
    Happening.PRESS_LOST: "pressed Pick Up, too late",
    Happening.HANDED_BACK: "handed it back",
    Happening.HANDED_OVER: "handed it over",
    Happening.ATTEMPTED: "tried",
    Happening.DECIDED: "said what came of",
    Happening.RESOLVED: "resolved it",
    Happening.REOPENED: "reopened it",
    Happening.PASSED_ON: "escalated it further",
    Happening.PARKED: "parked it",
    Happening.SET_ASIDE: "set it aside",
    Happening.RESUMED: "went on with it",
    Happening.WOKEN: "Set aside no longer",
    Happening.LOOK_DUE: "Time to look again",
    Happening.CHANGED: "changed what is asked for",
    Happening.WITHDRAWN: "withdrew it",
    Happening.WITHDRAWAL_ASKED: "no longer needs help",
    Happening.ASSESSED: "The AI assessment is",
    Happening.ASSESSMENT_ASKED: "asked for the AI assessment again",
    Happening.DUG_DEEPER: "asked the AI to dig deeper",
    Happening.DELIVERY_STOPPED: "A delivery was stopped",
    Happening.SAID: "wrote under the card",
    Happening.STEP_DONE: "did a next step",
    Happening.STEPS_PUT_AWAY: "put the next steps away",
    Happening.CONTINUED: "went on with what was begun",
    Happening.OWN_WAY: "goes their own way",
    Happening.FIRST_ACTION: "took the first action",
    Happening.COPY_FOUND: "pressed a card that nobody knew had arrived",
    Happening.DELIVERY_RETRIED: "A delivery is tried again",
}

_STEPS = frozenset({Happening.SAID, Happening.STEP_DONE})
"""What is listed as the steps so far."""

_APART = _STEPS | {Happening.PRESS_LOST, Happening.FIRST_ACTION}
"""What the history does not list one by one."""


def look_answer(found: LookOutcome, reader: MemberId) -> Message:
    """What somebody who looks at a handoff is shown."""
    match found:
        case Inside():
            return details_for(found, reader)
        case ViewersMayNot():
            return NO_DETAILS
        case NotHere():
            return NOT_HERE


def details_for(inside: Inside, reader: MemberId) -> Message:
    """The whole case for this reader; without source and history where only the card is theirs to see."""
    handoff, shown = inside.handoff, without_others_own(inside, reader)
    return Message(f"{handoff.label} · {_STATES[handoff.state]}", tuple(_parts(shown, reader)))


def _parts(inside: Inside, reader: MemberId) -> Iterator[Part]:
    handoff = inside.handoff
    yield Text(_standing(handoff))
    if handoff.turns or handoff.attempts or (handoff.ending and handoff.ending.note):
        yield from standing_parts(handoff)
    yield Text(line(cut(handoff.snapshot.problem, PROBLEM_SHOWN)), label="Problem:")
    if case_line(handoff):
        yield Text(case_line(handoff))
    yield Text(line(cut(handoff.snapshot.reason, REASON_SHOWN) or "No reason given."), label="Why:")
    yield tried_part(handoff, TRIED_SHOWN, ATTEMPT_SHOWN) or Text(line("nothing was named."), label="Tried:")
    if handoff.snapshot.open_step:
        yield in_the_middle(handoff)
    since = attempts_part(handoff, TRIED_SHOWN, ATTEMPT_SHOWN)
    if since:
        yield since
    if inside.events:
        yield from source_parts(handoff, QUOTE_SHOWN)
    masked = masked_part(handoff)
    if masked:
        yield masked
    yield Rule()
    yield from assessment_parts(handoff)
    yield from _history(inside)
    buttons = tuple(_buttons(handoff, reader))
    if buttons:
        yield Buttons(buttons)


def _buttons(handoff: Handoff, reader: MemberId) -> Iterator[Button]:
    if handoff.claimable and reader != handoff.escalator.member:
        yield Button(Action.PICK_UP, "Pick Up", str(handoff.id), primary=True)
    yield from try_again(handoff)


def _standing(handoff: Handoff) -> Line:
    mark = f"{MARKS[handoff.priority]} {handoff.priority.value} · "
    since = line(f"escalated by {handoff.escalator.name} · ", Moment(handoff.escalated_at))
    if handoff.ending is not None:
        return (*line(mark, Strong(f"{_STATES[handoff.state]} by {handoff.ending.by.name}"), " · "), *since)
    if handoff.claim is not None:
        return (*line(mark, Strong(f"picked up by {handoff.claim.by.name}"), " · "), *since)
    return (*line(mark, Strong("waiting for somebody"), " · "), *since)


def _history(inside: Inside) -> Iterator[Part]:
    if not inside.events:
        yield Small(line("History is for those who are part of it."))
        return
    yield Rule()
    yield from _steps([event for event in inside.events if event.what in _STEPS])
    pressed = len({event.by for event in inside.events if event.what is Happening.PRESS_LOST})
    events = [event for event in inside.events if event.what not in _APART]
    items = [_told(event) for event in events[-EVENTS_SHOWN:]]
    if len(events) > EVENTS_SHOWN:
        items.insert(0, line(f"{len(events) - EVENTS_SHOWN} earlier"))
    if pressed:
        items.append(line(f"{pressed} more pressed Pick Up, too late"))
    yield Bullets("History:", tuple(items))
    yield from _ledger(inside)


def _steps(said: list[Event]) -> Iterator[Part]:
    """What was written under the cards, in both chats, and what was ticked."""
    items = [_step(event) for event in said[-STEPS_SHOWN:]]
    if len(said) > STEPS_SHOWN:
        items.insert(0, line(f"{len(said) - STEPS_SHOWN} earlier"))
    if items:
        yield Bullets("Steps so far:", tuple(items))


def _step(event: Event) -> Line:
    if event.what is Happening.STEP_DONE:
        name = event.by.name if event.by else "Somebody"
        return line(Moment(event.at), " ☑ ", Strong(name), f": {cut(one_line(event.text), STEP_SHOWN)}")
    return line(Moment(event.at), " ", Strong(f"{speaker_of(event)}:"), f" {told_in_short(event, STEP_SHOWN)}")


def _ledger(inside: Inside) -> Iterator[Part]:
    """What goes where, and how that stands: first what needs somebody, then what waits, then the newest.

    Lines under a card that arrived are left out, and whatever stands the same is told once.
    """
    known = sorted((d for d in inside.deliveries if _is_told(d)), key=_urgency)
    told = Counter(_entry(delivery, inside) for delivery in known)
    items = [line(words if count == 1 else f"{words} ({count} of them)") for words, count in told.items()]
    if len(items) > DELIVERIES_SHOWN:
        items = [*items[:DELIVERIES_SHOWN], line(f"{len(items) - DELIVERIES_SHOWN} more, delivered before")]
    yield Bullets("Deliveries:", tuple(items))


def _is_told(delivery: Delivery) -> bool:
    arrived_line = delivery.kind is Kind.NOTE and delivery.shown >= delivery.wanted
    return delivery.kind is not Kind.ASSESSMENT and not arrived_line


def _urgency(delivery: Delivery) -> tuple[bool, bool, int]:
    waits = delivery.shown < delivery.wanted
    return (delivery.condition is Condition.LIVE, not waits, -delivery.id.int)


def _entry(delivery: Delivery, inside: Inside) -> str:
    name = inside.names.get(delivery.place, "") if delivery.place else ""
    now = None if delivery.kind is Kind.NOTE else inside.now
    return f"{addressed(delivery, name)}: {cut(standing_of(delivery, now), STANDING_SHOWN)}"


def _told(event: Event) -> Line:
    who = f" · {event.by.name} " if event.by else " · "
    through = f", {event.door.way}" if event.door else ""
    how = f" {event.facts.get('status', 'done')}" if event.what is Happening.ASSESSED else ""
    said = event.facts.get("why") or cut(one_line(event.text), SAID_SHOWN)
    why = f": {said}" if said else ""
    return (Moment(event.at), Plain(f"{who}{_TOLD[event.what]}{how}{through}{why}"))
