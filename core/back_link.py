"""The back-link: the one message in the source thread, edited as things happen. It tells who has the case, and nothing
of what is in it: people read along there who see no card."""

from core.handoff import Handoff, State
from core.message import Link, Message, Text, line

_STANDING = {State.OPEN: "waiting for somebody to pick it up", State.PASSED_ON: "escalated further"}


def back_link_for(handoff: Handoff, card: str) -> Message:
    """Who escalated, how it stands, and the way to the card where there is an address of it."""
    told = f"{handoff.escalator.name} escalated this: {handoff.label}, {_standing(handoff)}."
    way = (" ", Link("See the card", card)) if card else ()
    return Message(told, (Text(line("🤝 ", told, *way)),))


def _standing(handoff: Handoff) -> str:
    if handoff.ending is not None:
        return f"{handoff.state.value.replace('_', ' ')} by {handoff.ending.by.name}"
    if handoff.claim is not None and handoff.state is State.CLAIMED:
        return f"picked up by {handoff.claim.by.name}"
    return _STANDING.get(handoff.state, handoff.state.value)
