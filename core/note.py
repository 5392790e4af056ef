"""What is said once: a line under a card, a new message to one person. Edits notify nobody; these do."""

from core.delivery import Kind
from core.event import Event, Happening
from core.handoff import Handoff
from core.message import Message, Text, line, says
from core.remark import speaker_of, told, told_in_short
from core.wording import short_problem, took

_TITLE = 300


def note_for(handoff: Handoff, event: Event) -> Message:
    """The line under a card that tells an event."""
    name = event.by.name if event.by else "Baton"
    match event.what:
        case Happening.CLAIMED:
            return says(f"{name} picked this up {took(event.at - handoff.escalated_at)} after escalation.")
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
        case Happening.WITHDRAWN:
            return says(f"🏁 {name} withdrew {handoff.label}: {short_problem(handoff)}")
        case Happening.WITHDRAWAL_ASKED:
            return says(f"🏁 {name} says that help with {handoff.label} is no longer needed: {short_problem(handoff)}")
        case Happening.DELIVERY_STOPPED:
            return _trouble(handoff, event)
        case _:
            return says(f"{handoff.label}: {event.what.value}")


def _said(event: Event) -> Message:
    """Somebody's words from the other chat. Whose they are is bold, which no words from people can be."""
    speaker = speaker_of(event)
    return Message(f"{speaker}: {told_in_short(event, _TITLE)}", (Text(line(told(event)), label=f"{speaker}:"),))


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
