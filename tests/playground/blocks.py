"""Blocks the tests post."""

from typing import Any

Blocks = list[dict[str, Any]]


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text)}


def button(text: str = "Pick Up", action_id: str = "pick_up", value: str = "h1") -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def field(label: str, element: dict[str, Any], block_id: str, *, optional: bool = False) -> dict[str, Any]:
    block = {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
    return block | ({"optional": True} if optional else {})


def text_input(action_id: str = "text", **more: Any) -> dict[str, Any]:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def option(label: str, value: str) -> dict[str, Any]:
    return {"text": plain(label), "value": value}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "escalate",
        "title": plain("Escalate"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


CARD: Blocks = [section("*Outlook* stops syncing"), actions(button(), button("Details", "details"))]
FORM = modal(
    field("Problem", text_input(multiline=True), "problem"),
    field(
        "Priority",
        {
            "type": "static_select",
            "action_id": "priority",
            "options": [option("Urgent", "urgent"), option("Low", "low")],
        },
        "priority",
        optional=True,
    ),
    field("For whom", {"type": "users_select", "action_id": "who"}, "who", optional=True),
    field(
        "Also",
        {
            "type": "checkboxes",
            "action_id": "also",
            "options": [option("Mail", "mail"), option("Call", "call")],
        },
        "also",
        optional=True,
    ),
)
