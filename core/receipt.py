"""The receipt: the DM to the escalator, edited as things happen."""

from collections.abc import Iterator, Sequence

from core.assessment import Status
from core.delivery import Condition, Delivery
from core.handoff import Handoff, Passing, State
from core.ledger import delivered_to
from core.message import Action, Button, Buttons, Message, Part, Small, Strong, Text, line
from core.standing import standing_parts
from core.wording import MARKS, short_problem, took

NOBODY = "⚠️ Nobody else here can pick it up yet. Invite a colleague to your workspace or team, and they can at once."

_ASSESSMENT = {
    Status.WRITING: "The AI assessment is being written.",
    Status.READY: "The AI assessment is on the card.",
    Status.UNAVAILABLE: "The AI assessment is unavailable",
    Status.OFF: "",
}

_RENEWAL = {
    **_ASSESSMENT,
    Status.WRITING: "The AI assessment is being renewed.",
    Status.UNAVAILABLE: "The AI assessment could not be renewed",
}


_OVER = {
    State.WITHDRAWN: "is withdrawn",
    State.RESOLVED: "is resolved",
    State.PASSED_ON: "was passed on",
    State.RESUMED: "is yours again",
}


_BY = {
    State.WITHDRAWN: "Withdrawn",
    State.RESOLVED: "Resolved",
    State.PASSED_ON: "Passed on",
    State.RESUMED: "Taken up",
}


def receipt_for(handoff: Handoff, deliveries: Sequence[Delivery], takers: int) -> Message:
    """What the escalator sees of their own handoff: where it stands, and what could not be delivered.

    ``takers`` is how many members besides the escalator could pick it up.
    """
    return Message(_title(handoff), tuple(_parts(handoff, deliveries, takers)))


def _title(handoff: Handoff) -> str:
    if handoff.ending is not None:
        return f"{handoff.label} {_OVER[handoff.state]}"
    if handoff.claim is not None:
        handed_over = handoff.turns and handoff.turns[-1].how is Passing.HANDED_OVER
        return f"{handoff.claim.by.name} {'has' if handed_over else 'picked up'} {handoff.label}"
    return f"{handoff.label} is parked" if handoff.state is State.PARKED else f"{handoff.label} is with the team"


def _parts(handoff: Handoff, deliveries: Sequence[Delivery], takers: int) -> Iterator[Part]:
    yield Text(line("🎫 ", Strong(_title(handoff)), ": ", short_problem(handoff)))
    told = tuple(_how_it_went(handoff))
    if handoff.returned or not told:  # else both would say who did it, and when
        yield Text(line(_where_it_stands(handoff)))
    yield from told
    if handoff.claimable and takers == 0:
        yield Text(line(NOBODY))
    yield from _troubles(deliveries)
    details = f"{MARKS[handoff.priority]} {handoff.priority.value}"
    assessed = _assessed(handoff)
    yield Small(line(details, f" · {assessed}" if assessed else ""))
    yield Buttons(tuple(_buttons(handoff)))


def _where_it_stands(handoff: Handoff) -> str:
    if handoff.ending is not None:
        closed = handoff.state is State.RESOLVED and not handoff.ending.settled
        how = "Closed" if closed else _BY[handoff.state]
        return f"{how} by {handoff.ending.by.name} after {took(handoff.ending.at - handoff.escalated_at)}."
    if handoff.state is State.PARKED:
        return "Nobody was told. Whoever finds it in the queue may pick it up."
    if handoff.returned is not None:
        return "It is with the team again. You will hear of it here."
    if handoff.claim is not None:
        return f"Picked up {took(handoff.claim.at - handoff.escalated_at)} after you escalated it."
    if handoff.directed is not None:
        return f"It is for {handoff.directed.name}; anyone eligible may pick it up. You will hear of it here."
    return "Nobody has picked it up yet. You will hear of it here."


def _how_it_went(handoff: Handoff) -> Iterator[Part]:
    """What the escalator wants to know besides who has it: what came of it, or why it came back."""
    if handoff.returned or handoff.waiting or (handoff.ending is not None and handoff.ending.note):
        yield from standing_parts(handoff)


def _troubles(deliveries: Sequence[Delivery]) -> Iterator[Part]:
    """Each once: many lines under a card may have failed for one reason."""
    stopped = [delivery for delivery in deliveries if delivery.condition is not Condition.LIVE]
    for words in dict.fromkeys(f"{delivered_to(d)} could not be delivered: {d.error}" for d in stopped):
        yield Text(line(f"⚠️ {words}"))


def _assessed(handoff: Handoff) -> str:
    words = (_RENEWAL if handoff.assessment.earlier else _ASSESSMENT)[handoff.assessment.status]
    if handoff.assessment.status is Status.UNAVAILABLE:
        return f"{words}: {handoff.assessment.why}."
    return words


def _buttons(handoff: Handoff) -> Iterator[Button]:
    value = str(handoff.id)
    if handoff.state is State.PARKED:
        yield Button(Action.ESCALATE_NOW, "Escalate now", value, primary=True)
        yield Button(Action.RESUME, "Go on with it", value)
    yield Button(Action.DETAILS, "Details", value)
    if handoff.reopenable:
        yield Button(Action.REOPEN, "Reopen", value)
    if handoff.ending is None and handoff.state is not State.PARKED:
        yield Button(Action.CHANGE, "Change…", value)
    if handoff.ending is None:
        confirm = f"Withdraw {handoff.label}? The team sees that help is no longer needed."
        yield Button(Action.WITHDRAW, "Withdraw", value, danger=True, confirm=confirm)
