"""What a person reads in a card: plain words, one line per element."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.teams.markup import card_text
from playground.teams.message import Card


def plain_words(card: Card, timezone: str) -> str:
    """The card as a reader in `timezone` sees it; buttons and hidden elements are left out."""
    return "\n".join(line for line in _lines(card.get("body"), timezone) if line)


def _lines(node: Any, timezone: str) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _lines(item, timezone)
    elif isinstance(node, Mapping) and node.get("isVisible", True):
        yield from _element(node, timezone)


def _element(element: Mapping[str, Any], timezone: str) -> Iterator[str]:
    match element.get("type"):
        case "TextBlock":
            yield card_text(str(element.get("text", "")), timezone)
        case "RichTextBlock":
            yield "".join(_run(run) for run in element.get("inlines", ()))
        case "FactSet":
            for fact in element.get("facts", ()):
                yield f"{card_text(fact['title'], timezone)}: {card_text(fact['value'], timezone)}"
        case "ColumnSet":
            cells = (" ".join(_lines(column.get("items"), timezone)) for column in element.get("columns", ()))
            yield " · ".join(cell for cell in cells if cell)
        case "Table":
            for row in element.get("rows", ()):
                yield " | ".join(" ".join(_lines(cell.get("items"), timezone)) for cell in row.get("cells", ()))
        case "Image":
            yield str(element.get("altText", ""))
        case str(kind) if kind.startswith("Input."):
            yield str(element.get("label") or element.get("title") or "")
        case _:
            yield from _lines(element.get("items"), timezone)


def _run(run: Any) -> str:
    """As it was sent: neither Markdown nor dates work in a run (microsoft/AdaptiveCards#6194)."""
    return run if isinstance(run, str) else str(run.get("text", ""))
