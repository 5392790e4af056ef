"""What a person aims at: a message or view, and the one element in it."""

from typing import Any

from playground.slack.element import Placed, actions_in
from playground.slack.message import Message
from playground.slack.seen import Seen
from playground.slack.view import View

Target = Seen | Message | View


class ButtonGone(AssertionError):
    """The button is not (or no longer) there for this person."""


class NotVisible(AssertionError):
    """Slack does not show this conversation to this person."""


def message_of(target: Seen | Message) -> Message:
    return target.message if isinstance(target, Seen) else target


def element_named(blocks: Any, action: str, value: str | None, block: str | None = None) -> Placed:
    """The one element with this action id or label (and value or block, where several share it)."""
    offered = list(actions_in(blocks))
    hits = [p for p in offered if action in (p.action_id, p.label) and block in (None, p.block_id)]
    chosen = [p for p in hits if p.kind != "button" or value is None or p.element.get("value") == value]
    if len(chosen) == 1:
        return chosen[0]
    there = [(p.action_id, p.label, p.element.get("value")) for p in offered]
    raise ButtonGone(f"{len(chosen)} things named {action!r} (value {value!r}) among {there}")


def stands_in(message: Message, root: Message | None) -> bool:
    if root is None:
        return not message.is_reply or message.broadcast
    start = root.thread_ts or root.ts
    return message.ts == start or message.thread_ts == start
