"""Why Teams would not take a card, or would not work as its author thinks."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from playground.teams.cardkit import MOST_ACTIONS, outer_card
from playground.teams.element import actions_in, elements_in
from playground.teams.mention import card_words
from playground.teams.message import Card

VERSION = "1.5"
CARD_ADVICE = 28 * 1024
MESSAGE_ADVICE = 80 * 1024
MESSAGE_LIMIT = 100 * 1024

_MACRO = re.compile(r"\{\{(?:DATE|TIME)\b")
_GOOD_MACRO = re.compile(
    r"\{\{(?:DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)(?:, ?(?:COMPACT|SHORT|LONG))?\)"
    r"|TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)\))\}\}"
)


def card_problems(card: Any, *, in_dialog: bool = False) -> list[str]:
    """Everything that is wrong with a card, in words; an empty list for a good one."""
    found = list(outer_card(card, "card"))
    if found:
        return found
    return [*_version(card), *_ids(card), *_crowds(card), *_actions(card, in_dialog), *_macros(card)]


def size_of(activity: Mapping[str, Any]) -> int:
    """Bytes as Teams counts them: the JSON as UTF-16."""
    words = json.dumps(activity, ensure_ascii=False, separators=(",", ":"))
    return len(words.encode("utf-16-le", "surrogatepass"))


def _version(card: Card) -> Iterator[str]:
    if card["version"] != VERSION:
        yield f"card.version must be {VERSION}, not {card['version']}"


def _ids(card: Card) -> Iterator[str]:
    named = [item["id"] for item in [*elements_in(card), *actions_in(card)] if "id" in item]
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield f"the id {name!r} stands twice in the card"


def _crowds(card: Card) -> Iterator[str]:
    sets = [card, *(e for e in elements_in(card) if e["type"] == "ActionSet")]
    for group in sets:
        primary = [a for a in group.get("actions", ()) if a.get("mode", "primary").lower() == "primary"]
        if len(primary) > MOST_ACTIONS:
            yield f"no more than {MOST_ACTIONS} actions side by side, not {len(primary)}"


def _actions(card: Card, in_dialog: bool) -> Iterator[str]:
    for action in actions_in(card):
        if action["type"] != "Action.Execute":
            continue
        if in_dialog:
            yield "Action.Execute does nothing in a dialog: use Action.Submit"
        fallback = action.get("fallback")
        if not isinstance(fallback, Mapping) or fallback.get("type") != "Action.Submit":
            yield f"Action.Execute {action['verb']!r} needs an Action.Submit as fallback"


def _macros(card: Card) -> Iterator[str]:
    for words in card_words(card):
        if len(_MACRO.findall(words)) != len(_GOOD_MACRO.findall(words)):
            yield f"a date or time macro that Teams shows as it is: {words[:80]!r}"
    for run in elements_in(card):
        if run["type"] == "TextRun" and _MACRO.search(str(run.get("text", ""))):
            yield f"a date or time macro in a TextRun, where Teams shows it as it is: {run['text'][:80]!r}"
