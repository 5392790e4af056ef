"""What is said once: a line under a card, a new message to one person. Edits notify nobody; these do."""

from collections.abc import Iterator

from core.attempt import Outcome
from core.delivery import Kind
from core.event import ATTEMPT, Event, Happening
from core.handoff import Handoff
from core.message import Action, Button, Buttons, Message, Part, Small, Text, line, says
from core.remark import speaker_of, told, told_in_short
from core.text import cut, one_line
from core.wording import OUTCOMES, short_problem, took

SAID = 300
"""How much of what somebody said is repeated."""

_TITLE = 300


def note_for(handoff: Handoff, event: Event) -> Message:
    """The line under a card that tells an event."""
    name = event.by.name if event.by else "Baton"
    match event.what:
        case Happening.CLAIMED:
            return says(f"{name} picked this up {took(event.at - handoff.escalated_at)} after escalation.")
        case Happening.HANDED_BACK:
            return says(f"{name} handed this back{_because(event)}. It may be picked up again.")
        case Happening.HANDED_OVER:
            return says(f"{name} handed this over{_to(handoff)}{_because(event)}.")
        case Happening.ATTEMPTED | Happening.DECIDED:
            outcome = OUTCOMES[Outcome(event.facts["outcome"])]
            return says(f"{name} · {outcome}: {cut(one_line(event.text), SAID)}")
        case Happening.STEP_DONE:
            return says(f"{name} · done: {cut(one_line(event.text), SAID)}")
        case Happening.CONTINUED:
            what = cut(one_line(event.text), SAID)
            return says(f"{name} continues where {_left_by(handoff, event)} left off: {what}")
        case Happening.RESOLVED:
            worked = "What worked" if event.facts.get("settled") == "yes" else "Left over"
            return says(f"{name} resolved this. {worked}: {cut(event.text, SAID)}")
        case Happening.REOPENED:
            return says(f"{name} reopened this{_because(event)}.")
        case Happening.PASSED_ON:
            return says(f"{name} escalated this further, as E-{event.facts['next']}{_because(event)}.")
        case Happening.CHANGED:
            return says(f"{name} changed this: {_changes(handoff, event)}.")
        case Happening.WITHDRAWAL_ASKED:
            return says(f"{name} says that help with this is no longer needed.")
        case Happening.DELIVERY_STOPPED:
            return _out_of_reach(handoff, event)
        case Happening.SAID:
            return _said(event)
        case _:
            return says(f"{name}: {event.what.value}")


def news_for(handoff: Handoff, event: Event) -> Message:
    """The new message that tells one person of an event."""
    name = event.by.name if event.by else "Baton"
    match event.what:
        case Happening.CLAIMED:
            return says(f"✅ {name} picked up {handoff.label}: {short_problem(handoff)}")
        case Happening.HANDED_BACK:
            return says(f"↩️ {name} handed {handoff.label} back{_because(event)}: {short_problem(handoff)}")
        case Happening.HANDED_OVER:
            return says(f"✅ {name} handed {handoff.label} over{_to(handoff)}: {short_problem(handoff)}")
        case Happening.RESOLVED:
            return says(f"✅ {name} resolved {handoff.label}: {cut(event.text, SAID)}")
        case Happening.REOPENED:
            return says(f"🔄 {name} reopened {handoff.label}{_because(event)}: {short_problem(handoff)}")
        case Happening.PASSED_ON:
            return says(f"➡️ {name} escalated {handoff.label} further, as E-{event.facts['next']}{_because(event)}")
        case Happening.WITHDRAWN:
            return says(f"🏁 {name} withdrew {handoff.label}: {short_problem(handoff)}")
        case Happening.WITHDRAWAL_ASKED:
            return says(f"🏁 {name} says that help with {handoff.label} is no longer needed: {short_problem(handoff)}")
        case Happening.WOKEN:
            return _woken(handoff, event)
        case Happening.LOOK_DUE:
            return _look_again(handoff, event)
        case Happening.DELIVERY_STOPPED:
            return _trouble(handoff, event)
        case _:
            return says(f"{handoff.label}: {event.what.value}")


def _because(event: Event) -> str:
    return f" ({cut(one_line(event.text), SAID)})" if event.text else ""


def _to(handoff: Handoff) -> str:
    return f" to {handoff.claim.by.name}" if handoff.claim else ""


def _left_by(handoff: Handoff, event: Event) -> str:
    people = (handoff.escalator, *(turn.by for turn in handoff.turns))
    return next((party.name for party in people if str(party.member) == event.facts.get("of")), "somebody")


def _changes(handoff: Handoff, event: Event) -> str:
    told = [
        f"priority {event.facts['priority']}" if "priority" in event.facts else "",
        f"ticket {handoff.ticket or 'none'}" if "ticket" in event.facts else "",
        f"for {handoff.directed.name if handoff.directed else 'anybody'}" if "for" in event.facts else "",
    ]
    return ", ".join(part for part in told if part)


def _said(event: Event) -> Message:
    """Somebody's words from the other chat. Whose they are is bold, which no words from people can be."""
    speaker = speaker_of(event)
    return Message(f"{speaker}: {told_in_short(event, _TITLE)}", (Text(line(told(event)), label=f"{speaker}:"),))


def _woken(handoff: Handoff, event: Event) -> Message:
    """What one set aside, when its time has come."""
    value = str(handoff.id)
    resolve = Button(Action.RESOLVE, "Resolve…", value, primary=True)
    ways = (resolve, Button(Action.HAND_BACK, "Hand back…", value), Button(Action.PARK, "Park…", value))
    words = f"⏰ You had set {handoff.label} aside until now: {short_problem(handoff)}"
    return says(words, *_ways_on(handoff, event, *ways))


def _look_again(handoff: Handoff, event: Event) -> Message:
    """What was to be verified, when it is time to look."""
    attempt = next((each for each in handoff.attempts if str(each.id) == event.facts.get(ATTEMPT)), None)
    if attempt is None or attempt.outcome is not Outcome.WAITING:
        return says(f"⏰ Time to look again at {handoff.label}: {cut(one_line(event.text), SAID)}")
    what, note = cut(one_line(attempt.what), SAID), cut(one_line(attempt.note), SAID)
    about = Small(line(f"{handoff.label} · {short_problem(handoff)}"))
    value = str(handoff.id)
    decide = Button(Action.ATTEMPT, "What came of it…", value, primary=True, about=str(attempt.id))
    ways = (decide, Button(Action.RESOLVE, "Resolve…", value))
    return says(f"⏰ Time to look again: {what}, waiting for {note}", about, *_ways_on(handoff, event, *ways))


def _ways_on(handoff: Handoff, event: Event, *ways: Button) -> Iterator[Part]:
    """For whoever has it still."""
    if handoff.ending is None and handoff.claim is not None and handoff.claim.at <= event.at:
        yield Buttons((*ways, Button(Action.DETAILS, "Details", str(handoff.id))))


def _trouble(handoff: Handoff, event: Event) -> Message:
    """What an admin can do something about."""
    what = event.facts.get("what", "A message")
    return says(
        f"⚠️ {what} for {handoff.label} could not be delivered: {event.facts.get('why', '')}. "
        "You are told once, until something arrives there again."
    )


def _out_of_reach(handoff: Handoff, event: Event) -> Message:
    """What everybody may read, for the one person who could not be sent it."""
    why = event.facts.get("why", "")
    if event.facts.get("kind") == Kind.BRIEFING and handoff.claim is not None:
        return says(f"{handoff.claim.by.name} could not be sent the briefing: {why}. Details has the whole case.")
    return says(f"{handoff.escalator.name} could not be written to: {why}. Details shows how it stands.")
