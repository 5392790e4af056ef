"""Finding one's way in an Adaptive Card: every element, its buttons, its fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.teams.message import Card

_NESTED = ("body", "items", "columns", "rows", "cells", "images", "inlines")


@dataclass(frozen=True, slots=True)
class Button:
    """Something one can press. `verb` is an Execute's verb, or what a Submit's data says under "verb"."""

    label: str
    verb: str
    kind: str
    action: Mapping[str, Any] = field(repr=False)

    @property
    def opens_dialog(self) -> bool:
        """Whether pressing it asks the app for a dialog."""
        return _msteams_type(self.action) == "task/fetch"


@dataclass(frozen=True, slots=True)
class Input:
    """A field. `preset` is its value before anybody typed."""

    id: str
    kind: str
    label: str
    preset: str
    is_required: bool
    definition: Mapping[str, Any] = field(repr=False)


def elements_in(node: Any) -> Iterator[Mapping[str, Any]]:
    """Every element of a card's body in reading order; actions and fallbacks are left out."""
    if isinstance(node, Mapping):
        if "type" in node and node["type"] != "AdaptiveCard":
            yield node
        for key in _NESTED:
            if key in node:
                yield from elements_in(node[key])
        for action in _list(node.get("actions")):
            if action.get("type") == "Action.ShowCard":
                yield from elements_in(action.get("card"))
    elif isinstance(node, list):
        for item in node:
            yield from elements_in(item)


def actions_in(card: Card) -> Iterator[Mapping[str, Any]]:
    """Every action that one can press, in reading order: in the body, then at the card's foot."""
    for element in elements_in(card):
        if element.get("type") == "ActionSet":
            yield from _unfolded(element.get("actions"))
        if isinstance(element.get("selectAction"), Mapping):
            yield element["selectAction"]
        if isinstance(element.get("inlineAction"), Mapping):
            yield element["inlineAction"]
    yield from _unfolded(card.get("actions"))


def _unfolded(actions: Any) -> Iterator[Mapping[str, Any]]:
    """Actions, each with those at the foot of the card it unfolds; what is in that card's body is an element."""
    for action in _list(actions):
        yield action
        if action.get("type") == "Action.ShowCard":
            yield from _unfolded(action.get("card", {}).get("actions"))


def buttons_in(card: Card) -> list[Button]:
    """The buttons, in reading order."""
    return [_button(action) for action in actions_in(card)]


def inputs_in(card: Card) -> Iterator[Input]:
    """The fields, in reading order."""
    for element in elements_in(card):
        kind = str(element["type"])
        if kind.startswith("Input."):
            preset = element.get("value", "false" if kind == "Input.Toggle" else "")
            label = str(element.get("label") or element.get("title") or "")
            required = bool(element.get("isRequired"))
            yield Input(str(element.get("id", "")), kind, label, str(preset), required, element)


def _button(action: Mapping[str, Any]) -> Button:
    data = action.get("data")
    verb = action.get("verb") or (data.get("verb") if isinstance(data, Mapping) else None) or ""
    return Button(str(action.get("title", "")), str(verb), str(action.get("type")), action)


def _msteams_type(action: Mapping[str, Any]) -> str:
    data = action.get("data")
    inside = data.get("msteams") if isinstance(data, Mapping) else None
    return str(inside.get("type", "")) if isinstance(inside, Mapping) else ""


def _list(value: Any) -> Sequence[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
