"""A modal or App Home as Slack keeps it, with what the person has typed so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.slack.element import Placed, actions_in

_KEPT = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id")
_FLAGS = ("clear_on_close", "notify_on_close", "submit_disabled")


@dataclass(slots=True, eq=False)
class View:
    """One view. `typed` holds what was entered, by (block id, action id), in `state` form."""

    id: str
    user: str
    definition: Mapping[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    typed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The blocks now shown."""
        return list(self.definition["blocks"])

    @property
    def title(self) -> str:
        """The title, empty for an App Home."""
        return str(self.definition.get("title", {}).get("text", ""))

    def inputs(self) -> list[Placed]:
        """The input blocks' elements, in order."""
        return [placed for placed in actions_in(self.blocks) if placed.block["type"] == "input"]

    def state(self) -> dict[str, Any]:
        """`state` as payloads carry it: {"values": {block: {action: what is entered or preset}}}."""
        values: dict[str, dict[str, Any]] = {}
        for placed in actions_in(self.blocks):
            if placed.kind in ("button", "overflow"):
                continue
            entered = self.typed.get((placed.block_id, placed.action_id)) or preset(placed.element)
            values.setdefault(placed.block_id, {})[placed.action_id] = entered
        return {"values": values}

    def as_json(self, team_id: str, app_id: str) -> dict[str, Any]:
        """The view object that the Web API and payloads carry."""
        shown = {key: self.definition.get(key) for key in _KEPT if key in self.definition}
        shown |= {key: bool(self.definition.get(key, False)) for key in _FLAGS}
        shown.setdefault("private_metadata", "")
        shown.setdefault("callback_id", "")
        shown |= {"id": self.id, "team_id": team_id, "state": self.state(), "hash": self.hash}
        shown |= {"previous_view_id": self.previous_id, "root_view_id": self.root_id}
        shown |= {"app_id": app_id, "app_installed_team_id": team_id, "bot_id": f"B{app_id[1:]}"}
        return shown | {"external_id": self.definition.get("external_id", "")}


def preset(element: Mapping[str, Any]) -> dict[str, Any]:
    """What an element says before anyone touched it, in `state` form."""
    kind = str(element["type"])
    key, source, nothing = _STATE.get(kind, ("value", "initial_value", None))
    return {"type": kind, key: element.get(source, nothing)}


_STATE: Mapping[str, tuple[str, str, Any]] = {
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "overflow": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
}


def entered(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """What a person chose or typed, in `state` form.

    Options are named by their value or their label. Raises ValueError for one that is not offered.
    """
    kind = str(element["type"])
    key, _, nothing = _STATE.get(kind, ("value", "", None))
    if value in (None, "", []):
        return {"type": kind, key: nothing}
    if key == "selected_option":
        return {"type": kind, key: option(element, value)}
    if key == "selected_options":
        return {"type": kind, key: [option(element, item) for item in value]}
    return {"type": kind, key: value}


def option(element: Mapping[str, Any], wanted: str) -> dict[str, Any]:
    """The offered option with this value or label."""
    groups = element.get("option_groups", [])
    offered = list(element.get("options", [])) + [o for group in groups for o in group["options"]]
    for candidate in offered:
        if wanted in (candidate["value"], candidate["text"]["text"]):
            found: dict[str, Any] = candidate
            return found
    raise ValueError(f"{wanted!r} is not offered, only {[o['text']['text'] for o in offered]}")


def is_empty(state: Mapping[str, Any]) -> bool:
    """Whether nothing was entered."""
    return all(not value for key, value in state.items() if key != "type")
