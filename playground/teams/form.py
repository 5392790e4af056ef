"""Filling in a dialog, or the fields of a card, as a person does."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playground.teams.dialog import Dialog, sent_values
from playground.teams.element import Input, inputs_in
from playground.teams.message import Card


class FormIncomplete(AssertionError):
    """Teams' own client would not send this form yet; `errors` says why, by input id."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(f"the form cannot be sent: {dict(errors)}")
        self.errors = errors


def fill(dialog: Dialog, values: Mapping[str, Any]) -> None:
    """Enter values, named by input id or label; choices by value or title. Raises KeyError for an unknown field."""
    dialog.typed |= _typed(dialog.inputs, values)


def check(dialog: Dialog) -> None:
    """Raises FormIncomplete while something required is missing or does not fit."""
    dialog.errors = _lacks(dialog.inputs, dialog.typed)
    if dialog.errors:
        raise FormIncomplete(dialog.errors)


def entered_in(card: Card, values: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of a card in a conversation hold when one of its buttons is pressed. Raises FormIncomplete."""
    inputs = list(inputs_in(card))
    typed = _typed(inputs, values)
    if errors := _lacks(inputs, typed):
        raise FormIncomplete(errors)
    return sent_values(inputs, typed)


def data_of(action: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """An action's data with the fields merged into it."""
    data = action.get("data")
    own = dict(data) if isinstance(data, Mapping) else {}
    return own if action.get("associatedInputs") == "none" else own | dict(typed)


def _typed(inputs: Sequence[Input], values: Mapping[str, Any]) -> dict[str, str]:
    fields = {name: _field(inputs, name) for name in values}
    return {one.id: _entered(one, values[name]) for name, one in fields.items()}


def _lacks(inputs: Sequence[Input], typed: Mapping[str, str]) -> dict[str, str]:
    found = {one.id: _lack(one, typed.get(one.id, one.preset)) for one in inputs}
    return {name: words for name, words in found.items() if words}


def _field(inputs: Sequence[Input], name: str) -> Input:
    for one in inputs:
        if name in (one.id, one.label):
            return one
    raise KeyError(f"no field {name!r} among {[one.id for one in inputs]}")


def _entered(one: Input, value: Any) -> str:
    """The value as Teams sends it: everything is a string, several choices are joined by commas."""
    if one.kind == "Input.Toggle":
        on, off = one.definition.get("valueOn", "true"), one.definition.get("valueOff", "false")
        return str(on if value in (True, "true", on) else off)
    if one.kind != "Input.ChoiceSet":
        return str(value)
    several = value if isinstance(value, list) else [value]
    return ",".join(_choice(one, str(each)) for each in several if each not in ("", None))


def _choice(one: Input, value: str) -> str:
    choices = one.definition.get("choices", [])
    for choice in choices:
        if value in (choice["value"], choice["title"]):
            return str(choice["value"])
    if "choices.data" in one.definition:
        return value
    raise KeyError(f"no choice {value!r} in {one.id}: {[choice['value'] for choice in choices]}")


def _lack(one: Input, value: str) -> str:
    told = str(one.definition.get("errorMessage") or "This field is required.")
    if not value.strip() or (one.kind == "Input.Toggle" and value == one.definition.get("valueOff", "false")):
        return told if one.is_required else ""
    longest = one.definition.get("maxLength")
    if one.kind == "Input.Text" and longest and len(value) > longest:
        return f"This must be at most {longest} characters."
    pattern = one.definition.get("regex")
    return told if pattern and not re.fullmatch(pattern, value) else ""
