"""Who is mentioned: entities that are matched by `<at>…</at>` in the words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playground.teams.element import elements_in
from playground.teams.message import Card

_GROUPS = frozenset({"tag", "channel", "team"})


def card_words(card: Card) -> Iterator[str]:
    """All words of a card that may hold markup or mentions."""
    for element in elements_in(card):
        if isinstance(element.get("text"), str):
            yield element["text"]
        for fact in element.get("facts", ()):
            yield from (str(fact.get("title", "")), str(fact.get("value", "")))


def mention_problems(entities: Any, words: str, known: Mapping[str, str], at: str) -> Iterator[str]:
    """Why Teams would not take these mention entities; `known` are the ids one can mention here."""
    for place, entity in enumerate(_mentions(entities)):
        where = f"{at}[{place}]"
        mentioned = entity.get("mentioned")
        if not isinstance(mentioned, Mapping) or not mentioned.get("id") or not mentioned.get("name"):
            yield f"{where}.mentioned must have id and name"
        elif not str(entity.get("text", "")).startswith("<at"):
            yield f"{where}.text must be <at>…</at>"
        elif str(entity["text"]) not in words:
            yield f"{where}.text {entity['text']!r} does not stand in the words"
        elif mentioned.get("type") not in _GROUPS and mentioned["id"] not in known:
            yield f"{where}.mentioned.id is not in this conversation"


def mentions_of(entities: Any) -> tuple[str, ...]:
    """Whom checked entities reach: account ids, and `tag:`, `channel:` or `team:` with the name."""
    reached = [_reached(entity["mentioned"]) for entity in _mentions(entities)]
    return tuple(dict.fromkeys(reached))


def entities_of(card: Card) -> Any:
    """A card's own mention entities."""
    return (card.get("msteams") or {}).get("entities", [])


def _mentions(entities: Any) -> Sequence[Mapping[str, Any]]:
    listed = entities if isinstance(entities, list) else []
    return [e for e in listed if isinstance(e, Mapping) and e.get("type") == "mention"]


def _reached(mentioned: Mapping[str, Any]) -> str:
    kind = mentioned.get("type")
    return f"{kind}:{mentioned['name']}" if kind in _GROUPS else str(mentioned["id"])
