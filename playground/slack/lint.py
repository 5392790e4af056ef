"""Finds what Slack would refuse in blocks and views, before a person would have to see it fail."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from playground.slack.blockkit import BLOCKS, IN_VIEWS, ON_MESSAGES
from playground.slack.element import actions_in
from playground.slack.rule import Check, anything, array, flag, plain, shape, string, typed, wrong

Surface = Literal["message", "modal", "home"]

MESSAGE_BUDGET = 13_200
"""Characters all blocks of one message may take together (bolt-js#2509; not documented)."""

MARKDOWN_BUDGET = 12_000
VIEW_BUDGET = 250_000
_MOST = {"message": 50, "modal": 100, "home": 100}
_SHORT = plain(24)

_MODAL = shape(
    {"type": anything, "title": _SHORT, "blocks": anything},
    {"submit": _SHORT, "close": _SHORT, "private_metadata": string(3000, 0)}
    | {"callback_id": string(255), "clear_on_close": flag, "notify_on_close": flag}
    | {"external_id": string(255), "submit_disabled": flag},
)
_HOME = shape(
    {"type": anything, "blocks": anything},
    {"private_metadata": string(3000, 0), "callback_id": string(255), "external_id": string(255)},
)


def block_problems(blocks: Any, surface: Surface = "message") -> list[str]:
    """Everything wrong with these blocks on this surface; empty when Slack would take them."""
    allowed = ON_MESSAGES if surface == "message" else IN_VIEWS
    one: Check = typed(BLOCKS, allowed, "block")
    found = list(array(one, _MOST[surface], least=0)(blocks, "/blocks"))
    return found or [*_together(blocks), *_duplicates(blocks)]


def size_of(blocks: Sequence[Any]) -> int:
    """The characters counted against MESSAGE_BUDGET."""
    return len(json.dumps(list(blocks), ensure_ascii=False, separators=(",", ":")))


def size_in_bytes(view: Any) -> int:
    """The bytes counted against VIEW_BUDGET."""
    return len(json.dumps(view, ensure_ascii=False).encode(errors="replace"))


def view_problems(view: Any, surface: Surface) -> list[str]:
    """Everything wrong with this modal or App Home."""
    if not isinstance(view, dict) or view.get("type") != surface:
        return [wrong(f"must be a view of type {surface}", "/view/type")]
    frame = _MODAL if surface == "modal" else _HOME
    found = [*frame(view, "/view"), *block_problems(view.get("blocks"), surface)]
    return found or [*_submit(view), *_weight(view)]


def _together(blocks: Sequence[Any]) -> Iterator[str]:
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] > 1:
        yield wrong("only one table allowed", "/blocks")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_BUDGET:
        limit = MARKDOWN_BUDGET + 1
        yield wrong(f"all markdown blocks together must be less than {limit} characters", "/blocks")
    for place, block in enumerate(blocks):
        yield from _needs(block, f"/blocks/{place}")


def _needs(block: dict[str, Any], at: str) -> Iterator[str]:
    if block["type"] == "section" and not (block.get("text") or block.get("fields")):
        yield wrong("missing required field: text or fields", at)
    for element in (found.element for found in actions_in([block])):
        kind = element["type"]
        if kind.endswith("static_select") and ("options" in element) == ("option_groups" in element):
            yield wrong("must have either options or option_groups", at)
        yield from _initial(element, at)


def _initial(element: dict[str, Any], at: str) -> Iterator[str]:
    groups = element.get("option_groups", [])
    offered = element.get("options", []) + [option for group in groups for option in group["options"]]
    chosen = element.get("initial_options", []) + [element[k] for k in ("initial_option",) if k in element]
    if offered and any(option not in offered for option in chosen):
        yield wrong("initial_option must exactly match one of the options", at)
    values = [option["value"] for option in offered]
    if len(values) != len(set(values)):
        yield wrong("options must have unique values", at)


def _duplicates(blocks: Sequence[Any]) -> Iterator[str]:
    named = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for block_id in (name for name, count in named.items() if count > 1):
        yield wrong(f"block_id {block_id} already exists", "/blocks")
    for place, block in enumerate(blocks):
        used = Counter(f.element["action_id"] for f in actions_in([block]) if "action_id" in f.element)
        for action_id in (name for name, count in used.items() if count > 1):
            yield wrong(f"action_id {action_id} already exists in this block", f"/blocks/{place}")


def _submit(view: dict[str, Any]) -> Iterator[str]:
    inputs = any(block["type"] == "input" for block in view["blocks"])
    if inputs and view["type"] == "modal" and "submit" not in view:
        yield wrong("missing required field: submit (there is an input block)", "/view")


def _weight(view: dict[str, Any]) -> Iterator[str]:
    if size_in_bytes(view) > VIEW_BUDGET:
        yield wrong(f"must be less than {VIEW_BUDGET + 1} bytes", "/view")
