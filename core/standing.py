"""How a handoff stands, in words: who has it, who had it, what it waits for, how it ended. Said the same way on card,
briefing, receipt and Details."""

from collections.abc import Iterator

from core.handoff import Ending, Handoff, Passing, State, Turn
from core.message import Line, Moment, Part, Strong, Text, line
from core.text import cut, one_line
from core.wording import took

WHY_SHOWN = 300
WAITING_SHOWN = 3

_ENDED = {State.PASSED_ON: "➡️", State.RESUMED: "▶️"}


def standing_parts(handoff: Handoff) -> Iterator[Part]:
    """Nothing for what is simply open: its Pick Up says so."""
    if handoff.ending is not None:
        yield Text(_ended(handoff, handoff.ending))
        yield from _note(handoff, handoff.ending)
    elif handoff.claim is not None:
        yield Text(_held(handoff))
    elif handoff.returned is not None:
        yield Text(_returned(handoff.returned))
    elif handoff.state is State.PARKED:
        yield Text(line("🅿️ ", Strong(f"Parked by {handoff.escalator.name}")))
    yield from _waiting(handoff)


def ended_by(handoff: Handoff, ending: Ending) -> str:
    """How it ended, and who ended it: ``Resolved by Sam Okafor``."""
    name = ending.by.name
    match handoff.state:
        case State.RESOLVED:
            return f"Resolved by {name}" if ending.settled else f"Closed by {name}"
        case State.PASSED_ON:
            return f"Passed on by {name} as E-{ending.next}"
        case State.RESUMED:
            return f"{name} went on with it"
        case _:
            return f"Withdrawn by {name}"


def _ended(handoff: Handoff, ending: Ending) -> Line:
    lasted, resolved = took(ending.at - handoff.escalated_at), handoff.state is State.RESOLVED and ending.settled
    mark = "✅" if resolved else _ENDED.get(handoff.state, "🏁")
    return line(f"{mark} ", Strong(ended_by(handoff, ending)), f" · {'in' if resolved else 'after'} {lasted}")


def _note(handoff: Handoff, ending: Ending) -> Iterator[Part]:
    if ending.note:
        label = "Why:" if handoff.state is State.PASSED_ON else "What worked:" if ending.settled else "Left over:"
        yield Text(line(cut(ending.note, WHY_SHOWN)), label=label)


def _held(handoff: Handoff) -> Line:
    assert handoff.claim is not None  # noqa: S101 - the caller has looked
    name, waited = handoff.claim.by.name, took(handoff.claim.at - handoff.escalated_at)
    before = handoff.turns[-1] if handoff.turns else None
    match before.how if before else None:
        case Passing.HANDED_OVER if before:
            return line("✅ ", Strong(f"{name} has it"), f" · handed over by {_who_ended(before)}{_because(before)}")
        case Passing.RESOLVED:
            return line("🔄 ", Strong(f"Reopened by {name}"), f" · {waited} after escalation")
        case _:
            return line("✅ ", Strong(f"Picked up by {name}"), f" · {waited} after escalation")


def _returned(turn: Turn) -> Line:
    held = took(turn.until - turn.since)
    if turn.ended_by is None or turn.ended_by.member != turn.by.member:
        return line("↩️ ", Strong(f"Taken back from {turn.by.name}"), f" by {_who_ended(turn)}{_because(turn)}")
    return line("↩️ ", Strong(f"Handed back by {turn.by.name}"), f" after {held}{_because(turn)}")


def _who_ended(turn: Turn) -> str:
    return turn.ended_by.name if turn.ended_by else "Baton"


def _because(turn: Turn) -> str:
    return f": {cut(one_line(turn.why), WHY_SHOWN)}" if turn.why else ""


def _waiting(handoff: Handoff) -> Iterator[Part]:
    if handoff.ending is None:
        for attempt in handoff.waiting[:WAITING_SHOWN]:
            said = f"{cut(one_line(attempt.what), WHY_SHOWN)} ({cut(one_line(attempt.note), WHY_SHOWN)})"
            again = (" · look again ", Moment(attempt.look_at)) if attempt.look_at else ()
            yield Text(line("⏳ ", said, *again), label="Waiting to verify:")
