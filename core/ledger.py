"""Deliveries in words, for receipts, Details and whoever hosts Baton."""

from datetime import datetime

from core.delivery import SHOWING, Condition, Delivery, Kind, Place
from core.wording import ago, took

_NAMES = {
    Kind.CARD: "The card in the channel",
    Kind.DM_CARD: "The card for the person it is for",
    Kind.BRIEFING: "The briefing",
    Kind.RECEIPT: "The receipt",
    Kind.NOTE: "A line under the card",
    Kind.NEWS: "A message",
    Kind.ASSESSMENT: "The AI assessment",
    Kind.BACK_LINK: "The line in the source thread",
}

_SHORT = {
    Kind.CARD: "Card in",
    Kind.DM_CARD: "Card to",
    Kind.BRIEFING: "Briefing to",
    Kind.RECEIPT: "Receipt to",
    Kind.NOTE: "Line under the card in",
    Kind.NEWS: "Message to",
    Kind.ASSESSMENT: "Assessment by",
    Kind.BACK_LINK: "Line in the source thread in",
}


def delivered_to(delivery: Delivery) -> str:
    """What is delivered, and in which chat: "The card in the channel (Slack)"."""
    chat = f" ({delivery.place.workspace.platform.label})" if delivery.place else ""
    return f"{_NAMES[delivery.kind]}{chat}"


def addressed(delivery: Delivery, name: str) -> str:
    """What is delivered, and to whom or where by name: "Briefing to Sam Okafor (Slack)"."""
    if not name or delivery.place is None:
        return delivered_to(delivery)
    return f"{_SHORT[delivery.kind]} {named(delivery.place, name)} ({delivery.place.workspace.platform.label})"


def where(place: Place | None, name: str) -> str:
    """A place on one line, by its name where we were told one, else by the chat's own id of it."""
    if place is None:
        return "the model"
    return f"{place.workspace.platform.label}, {named(place, name) if name else place.user or place.channel}"


def named(place: Place, name: str) -> str:
    """A channel with its sign, a person as they are called."""
    return name if place.user else f"#{name.removeprefix('#')}"


def standing_of(delivery: Delivery, now: datetime | None = None) -> str:
    """How a delivery stands: shows the newest, on the way, waiting (why, how long), stopped (why). With ``now``
    also since when."""
    match delivery.condition:
        case Condition.STOPPED:
            return f"stopped{_since(delivery, now)}: {delivery.error}"
        case Condition.DEAD:
            return f"given up{_since(delivery, now)}, after {delivery.attempts} attempts: {delivery.error}"
        case Condition.LIVE:
            return _live(delivery, now)


def _live(delivery: Delivery, now: datetime | None) -> str:
    if delivery.shown >= delivery.wanted:
        return f"{'shows the newest' if delivery.kind in SHOWING else 'sent'}{_since(delivery, now, ',')}"
    if delivery.late_until and not delivery.error:
        return f"sent{_until(delivery, now)}: once more, as nobody answered an earlier edit"
    if delivery.error:
        perhaps = "; it may have arrived" if delivery.unconfirmed else ""
        return f"waiting{_until(delivery, now)}: {delivery.error}{perhaps}"
    return "on the way"


def _since(delivery: Delivery, now: datetime | None, before: str = "") -> str:
    return f"{before} {ago(now - delivery.since)}" if now and delivery.since else ""


def _until(delivery: Delivery, now: datetime | None) -> str:
    """Until the next try; nothing of it when that is due, or under way."""
    if not now or not delivery.due or delivery.due <= now or delivery.lease:
        return ""
    return f", next try in {took(delivery.due - now)}"
