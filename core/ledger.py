"""Deliveries in words, for receipts and Details."""

from core.delivery import Condition, Delivery, Kind

_NAMES = {
    Kind.CARD: "The card in the channel",
    Kind.DM_CARD: "The card for the person it is for",
    Kind.BRIEFING: "The briefing",
    Kind.RECEIPT: "The receipt",
    Kind.NOTE: "A line under the card",
    Kind.NEWS: "A message",
    Kind.ASSESSMENT: "The AI assessment",
}


_SAID_ONCE = frozenset({Kind.NOTE, Kind.NEWS})


def delivered_to(delivery: Delivery) -> str:
    """What is delivered, and in which chat: "The card in the channel (Slack)"."""
    chat = f" ({delivery.place.workspace.platform.label})" if delivery.place else ""
    return f"{_NAMES[delivery.kind]}{chat}"


def standing_of(delivery: Delivery) -> str:
    """How a delivery stands: up to date or sent, on the way, waiting (why), stopped (why)."""
    match delivery.condition:
        case Condition.STOPPED:
            return f"stopped: {delivery.error}"
        case Condition.DEAD:
            return f"given up after {delivery.attempts} attempts: {delivery.error}"
        case Condition.LIVE:
            return _live(delivery)


def _live(delivery: Delivery) -> str:
    if delivery.shown >= delivery.wanted:
        return "sent" if delivery.kind in _SAID_ONCE else "up to date"
    if delivery.error:
        return f"waiting to try again: {delivery.error}"
    return "on the way"
