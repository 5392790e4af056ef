"""Finding the things one can act on in blocks, and giving names to those that have none."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Placed:
    """An element and the block it stands in."""

    block_id: str
    element: dict[str, Any]
    block: dict[str, Any]

    @property
    def action_id(self) -> str:
        """The element's action id."""
        return str(self.element.get("action_id", ""))

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element["type"])

    @property
    def label(self) -> str:
        """What is written on it or, for an input, above it."""
        words = self.element.get("text") or self.block.get("label") or self.element.get("placeholder") or {}
        return str(words.get("text", ""))


_PASSIVE = frozenset({"image", "mrkdwn", "plain_text"})


def actions_in(blocks: Sequence[dict[str, Any]]) -> Iterator[Placed]:
    """Every interactive element, in reading order."""
    for block in blocks:
        for element in _elements(block):
            if element.get("type") not in _PASSIVE:
                yield Placed(str(block.get("block_id", "")), element, block)


def named(blocks: Sequence[dict[str, Any]], seed: str) -> list[dict[str, Any]]:
    """A copy in which every block and action has an id, as Slack gives them."""
    copied: list[dict[str, Any]] = copy.deepcopy(list(blocks))
    for place, block in enumerate(copied):
        block.setdefault("block_id", f"b{seed}{place}")
        for number, placed in enumerate(actions_in([block])):
            placed.element.setdefault("action_id", f"a{seed}{place}{number}")
    return copied


def _elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if block.get("type") in ("actions", "context"):
        yield from block.get("elements", [])
    if "accessory" in block:
        yield block["accessory"]
    if "element" in block:
        yield block["element"]
