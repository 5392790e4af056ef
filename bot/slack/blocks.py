"""Messages as Block Kit.

Text from people goes into ``rich_text`` and ``plain_text`` elements only: Slack parses neither for mentions,
links or formatting, so there is nothing to escape and nothing to forget. Limits: docs.slack.dev, Block Kit.
"""

import json
from typing import Any

from core.message import (
    Box,
    Bullets,
    Button,
    Buttons,
    Line,
    Link,
    Mention,
    Message,
    Moment,
    Part,
    Plain,
    Rule,
    Small,
    Span,
    Strong,
    Text,
    shortened,
    spoken,
)
from core.people import Identity, Party, Platform, Workspace
from core.text import cut

Block = dict[str, Any]

MESSAGE_BUDGET = 12_000
"""Slack refuses a message of more than about 13,200 characters of blocks (bolt-js#2509)."""

ABOUT = ":"
"""In a block's id, between its button's action and what it is about: a button's value is the handoff's id alone."""

MODAL_BUDGET = 100_000
MOST_BLOCKS = 50
_TITLE = 300
_ELEMENT = 3_000
_CONTEXT = 2_000
_LABEL = 75
_CONFIRM = 300
_SHORTER = (4_000, 2_000, 1_000, 500, 250, 120, 60, 30)


def blocks(message: Message, workspace: Workspace, budget: int = MESSAGE_BUDGET) -> list[Block]:
    """The message within Slack's limits: where it is too long, the longest words are cut first."""
    made = _made(message, workspace)
    for longest in _SHORTER:
        if len(json.dumps(made, ensure_ascii=False)) <= budget:
            break
        made = _made(shortened(message, longest), workspace)
    return made[:MOST_BLOCKS]


def title(message: Message) -> str:
    """The notification text. Slack parses it, so & < > are escaped."""
    return escaped(cut(message.title, _TITLE))


def escaped(text: str) -> str:
    """Text that Slack shows as it is: docs.slack.dev, "Escaping text"."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _made(message: Message, workspace: Workspace) -> list[Block]:
    return [block for part in message.parts for block in _blocks(part, workspace)]


def _blocks(part: Part, workspace: Workspace) -> list[Block]:
    match part:
        case Text(spans, label):
            return [_rich([_section(_labelled(spans, label), workspace)])]
        case Bullets(label, items):
            return [_rich([_section((Strong(label),), workspace), _list(items, workspace)])] if items else []
        case Small(spans):
            made = _context(spans, workspace)
            return [{"type": "context", "elements": made}] if made else []
        case Buttons(buttons):
            return [_row(buttons)] if buttons else []
        case Box(spans, ticked, button):
            return [_box(spans, button, ticked=ticked)]
        case Rule():
            return [{"type": "divider"}]


def _row(buttons: tuple[Button, ...]) -> Block:
    row = {"type": "actions", "elements": [_button(button) for button in buttons]}
    named = next((f"{button.action.value}{ABOUT}{button.about}" for button in buttons if button.about), "")
    return {"block_id": named, **row} if named else row


def _box(spans: Line, button: Button | None, *, ticked: bool) -> Block:
    """A box and its button in one block. Slack's own check boxes take 75 characters a choice, and every press sends all
    of them as that client shows them: two presses at once would cross (docs.slack.dev, "Checkboxes element")."""
    words = f"{'☑' if ticked else '☐'} {spoken(spans)}"
    text = {"type": "plain_text", "text": cut(words, _ELEMENT), "emoji": False}
    if button is None:
        return {"type": "section", "text": text}
    named = f"{button.action.value}{ABOUT}{button.about}"
    return {"type": "section", "block_id": named, "text": text, "accessory": _button(button)}


def _labelled(spans: Line, label: str) -> Line:
    return (Strong(label), Plain(" "), *spans) if label else spans


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": elements}


def _section(spans: Line, workspace: Workspace) -> Block:
    return {"type": "rich_text_section", "elements": [e for span in spans for e in _elements(span, workspace)]}


def _list(items: tuple[Line, ...], workspace: Workspace) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": [_section(item, workspace) for item in items]}


def _elements(span: Span, workspace: Workspace) -> list[Block]:
    match span:
        case Plain(text):
            return [{"type": "text", "text": piece} for piece in _pieces(text)]
        case Strong(text):
            return [{"type": "text", "text": piece, "style": {"bold": True}} for piece in _pieces(text)]
        case Moment(at):
            fallback = f"{at:%Y-%m-%d %H:%M} UTC"
            return [
                {
                    "type": "date",
                    "timestamp": int(at.timestamp()),
                    "format": "{date_short_pretty} {time}",
                    "fallback": fallback,
                }
            ]
        case Mention(party):
            user = _user(party, workspace)
            return [{"type": "user", "user_id": user}] if user else [{"type": "text", "text": party.name}]
        case Link(text, address):
            return [{"type": "link", "url": address, "text": text}]


def _pieces(text: str) -> list[str]:
    return [text[start : start + _ELEMENT] for start in range(0, len(text), _ELEMENT)]


def _context(spans: Line, workspace: Workspace) -> list[Block]:
    """Small print: at most ten elements, so neighbouring words are put together."""
    elements: list[Block] = []
    for span in spans:
        made = _small(span, workspace)
        if elements and elements[-1]["type"] == made["type"] == "plain_text":
            elements[-1]["text"] = cut(elements[-1]["text"] + made["text"], _CONTEXT)
        else:
            elements.append(made)
    stripped = [{**element, "text": element["text"].strip()} for element in elements]
    return [element for element in stripped if element["text"]][:10]


def _small(span: Span, workspace: Workspace) -> Block:
    match span:
        case Plain(text) | Strong(text) | Link(text):
            return {"type": "plain_text", "text": cut(text, _CONTEXT), "emoji": False}
        case Moment(at):
            date = f"<!date^{int(at.timestamp())}^{{time}}|{at:%H:%M} UTC>"
            return {"type": "mrkdwn", "text": date}
        case Mention(party):
            user = _user(party, workspace)
            return {"type": "mrkdwn", "text": f"<@{user}>"} if user else _small(Plain(party.name), workspace)


def _user(party: Party, workspace: Workspace) -> str:
    there = (i.user for i in party.identities if _is_there(i, workspace))
    return next(there, "")


def _is_there(identity: Identity, workspace: Workspace) -> bool:
    return identity.workspace.platform is Platform.SLACK and identity.workspace == workspace


def _button(button: Button) -> Block:
    made: Block = {
        "type": "button",
        "action_id": button.action.value,
        "text": {"type": "plain_text", "text": cut(button.label, _LABEL), "emoji": False},
    }
    if button.value:
        made["value"] = button.value
    if button.primary or button.danger:
        made["style"] = "primary" if button.primary else "danger"
    if button.confirm:
        made["confirm"] = _confirm(button)
    return made


def _confirm(button: Button) -> Block:
    return {
        "title": {"type": "plain_text", "text": cut(button.label, 100)},
        "text": {"type": "plain_text", "text": cut(button.confirm, _CONFIRM)},
        "confirm": {"type": "plain_text", "text": cut(button.label, 30)},
        "deny": {"type": "plain_text", "text": "Keep it"},
        **({"style": "danger"} if button.danger else {}),
    }
