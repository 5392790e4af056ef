"""A form of the core as Slack's modal, and what was filled in. Limits: docs.slack.dev, Block Kit."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bot.slack.blocks import Block
from core.errors import InvalidRequest
from core.form import Choice, Field, Filled, Form, Kind
from core.handoff import HandoffId
from core.people import Identity, Workspace
from core.text import cut

_TITLE, _LABEL, _HINT, _CHOICE = 24, 2_000, 2_000, 75
_NOT_OURS = "That form is not one of Baton's, or an old one. Nothing was changed."


def form_view(form: Form, back: str) -> Block:
    """The modal. ``back`` is where the answer will go."""
    return {
        "type": "modal",
        "callback_id": form.action.value,
        "private_metadata": json.dumps({"handoff": str(form.handoff), "back": back}),
        "title": _plain(form.title, _TITLE),
        "submit": _plain(form.submit, _TITLE),
        "close": _plain("Cancel", _TITLE),
        "blocks": [*_intro(form), *(_input(asked) for asked in form.fields)],
    }


def about(view: Mapping[str, Any]) -> tuple[HandoffId, str]:
    """The handoff that a modal is about, and where its answer goes. Raises InvalidRequest."""
    try:
        kept = json.loads(str(view.get("private_metadata", "")))
        return HandoffId(UUID(kept["handoff"])), str(kept.get("back", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InvalidRequest("a form about no handoff", words=_NOT_OURS) from None


def filled_in(view: Mapping[str, Any], workspace: Workspace) -> Filled:
    """What was entered. A field that is missing, or of another shape than ours, counts as empty."""
    values: dict[str, str] = {}
    people: dict[str, Identity] = {}
    for name, block in _mapping(_mapping(view.get("state")).get("values")).items():
        element = _mapping(_mapping(block).get(name))
        user = element.get("selected_user")
        entered = _mapping(element.get("selected_option")).get("value", element.get("value"))
        if isinstance(user, str) and user:
            people[str(name)] = Identity(workspace, user)
        elif isinstance(entered, str):
            values[str(name)] = entered
    return Filled(values, people)


def _intro(form: Form) -> list[Block]:
    return [{"type": "section", "text": _plain(form.intro, _LABEL)}] if form.intro else []


def _input(asked: Field) -> Block:
    made = {
        "type": "input",
        "block_id": asked.name,
        "label": _plain(asked.label, _LABEL),
        "optional": not asked.required and not _is_answered(asked),
        "element": {**_element(asked), "action_id": asked.name},
    }
    return {**made, "hint": _plain(asked.hint, _HINT)} if asked.hint else made


def _is_answered(asked: Field) -> bool:
    """Whether something is chosen, and cannot be taken away: a select with a choice in it has always one."""
    return asked.kind is Kind.CHOICE and asked.filled in [choice.value for choice in asked.choices]


def _element(asked: Field) -> Block:
    match asked.kind:
        case Kind.AREA | Kind.LINE:
            text = {"type": "plain_text_input", "multiline": asked.kind is Kind.AREA, "max_length": asked.longest}
            return {**text, "initial_value": asked.filled} if asked.filled else text
        case Kind.PERSON:
            person = {"type": "users_select", "placeholder": _plain("Choose somebody", _CHOICE)}
            return {**person, "initial_user": asked.filled} if asked.filled else person
        case Kind.CHOICE:
            return _choices(asked)


def _choices(asked: Field) -> Block:
    made = {"type": "static_select", "options": [_option(choice) for choice in asked.choices]}
    chosen = next((choice for choice in asked.choices if choice.value == asked.filled), None)
    return {**made, "initial_option": _option(chosen)} if chosen else made


def _option(choice: Choice) -> Block:
    return {"text": _plain(choice.label, _CHOICE), "value": choice.value}


def _plain(text: str, longest: int) -> Block:
    return {"type": "plain_text", "text": cut(text, longest)}


def _mapping(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}
