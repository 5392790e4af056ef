"""What a person aims at: a message, and the one button in its card."""

from collections.abc import Mapping

from playground.teams.element import Button, buttons_in
from playground.teams.message import Card, Message
from playground.teams.seen import Seen


class ButtonGone(AssertionError):
    """The button is not (or no longer) there for this person."""


class NotVisible(AssertionError):
    """Teams does not show this conversation to this person."""


def message_of(target: Seen | Message) -> Message:
    """The message itself."""
    return target.message if isinstance(target, Seen) else target


def button_named(card: Card | None, wanted: str, data: str | None = None) -> Button:
    """The one button with this verb, title or action id (whose data holds `data`, where several share it)."""
    offered = buttons_in(card) if card else []
    hits = [b for b in offered if wanted in (b.verb, b.label, b.action.get("id"))]
    chosen = [b for b in hits if data is None or data in map(str, dict(b.action.get("data") or {}).values())]
    if len(chosen) == 1:
        return chosen[0]
    there = [(b.verb, b.label) for b in offered]
    raise ButtonGone(f"{len(chosen)} buttons named {wanted!r} (data {data!r}) among {there}")


def fallback_of(button: Button) -> Button:
    """What an older client shows instead. Raises ButtonGone when there is nothing."""
    fallback = button.action.get("fallback")
    if not isinstance(fallback, Mapping):
        raise ButtonGone(f"{button.label!r} has no fallback")
    return buttons_in({"actions": [fallback]})[0]


def submit_button(card: Card | None, wanted: str | None) -> Button:
    """The button that sends a dialog: the one named so, or the only one. Raises ButtonGone."""
    offered = [b for b in buttons_in(card) if b.kind == "Action.Submit"] if card else []
    if wanted is None and len(offered) == 1:
        return offered[0]
    if wanted is None:
        raise ButtonGone(f"which one of {[b.label for b in offered]}?")
    return button_named(card, wanted)


def root_of(target: Seen | Message | None) -> str | None:
    """The message that began the thread in which this one stands."""
    message = message_of(target) if target else None
    return (message.root or message.id) if message else None
