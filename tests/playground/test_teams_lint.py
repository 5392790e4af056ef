"""Cards that Teams would refuse, or that would not work there."""

from typing import Any

import pytest

from playground.teams.lint import card_problems
from tests.playground.tiny_bot import card, execute, text

SUBMIT = {"type": "Action.Submit", "title": "Send"}

GOOD = card(
    {"type": "Container", "style": "emphasis", "items": [text("Hello", weight="Bolder", id="hello")]},
    {"type": "ColumnSet", "columns": [{"type": "Column", "width": "stretch", "items": [text("left")]}]},
    {"type": "FactSet", "facts": [{"title": "Ticket", "value": "#4711"}]},
    {"type": "RichTextBlock", "inlines": ["plain", {"type": "TextRun", "text": "bold", "weight": "bolder"}]},
    {"type": "Input.Text", "id": "why", "label": "Why", "isMultiline": True, "maxLength": 3000},
    {"type": "Input.ChoiceSet", "id": "priority", "choices": [{"title": "High", "value": "high"}]},
    {"type": "ActionSet", "actions": [execute("details", "Details")]},
    text("at {{TIME(2026-11-21T09:41:00Z)}} on {{DATE(2026-11-21T09:41:00Z, SHORT)}}"),
    actions=(
        execute(id="pick"),
        {"type": "Action.OpenUrl", "title": "Ticket", "url": "https://x.example"},
        {"type": "Action.ShowCard", "title": "More", "card": {"type": "AdaptiveCard", "body": [text("more")]}},
        {"type": "Action.ToggleVisibility", "title": "Hide", "targetElements": ["hello"]},
    ),
    msteams={"width": "Full"},
    refresh={"action": execute("refresh", "Refresh"), "userIds": ["29:x"]},
)

BAD: list[tuple[str, Any]] = [
    ("version", card() | {"version": "1.6"}),
    ("version", card() | {"version": "1.3"}),
    ("must be an object", None),
    ("version is missing", {"type": "AdaptiveCard", "body": []}),
    ("is not known", card({"type": "Badge", "text": "new"})),
    ("is not known", card(text("x", colour="good"))),
    ("must be one of", card(text("x", color="green"))),
    ("must be a string", card(text(7))),  # type: ignore[arg-type]
    ("id is missing", card({"type": "Input.Text", "label": "Why"})),
    ("is not known", card(actions=({"type": "Action.Http", "title": "x"},))),
    ("verb is missing", card(actions=({"type": "Action.Execute", "title": "x"},))),
    ("fallback", card(actions=({"type": "Action.Execute", "title": "x", "verb": "x"},))),
    ("fallback", card(actions=(execute() | {"fallback": "drop"},))),
    ("no more than 6", card(actions=tuple(execute(f"v{n}") for n in range(7)))),
    ("stands twice", card(text("a", id="same"), text("b", id="same"))),
    ("stands twice", card(text("a", id="same"), actions=(execute(id="same"),))),
    ("macro", card(text("{{TIME(2026-11-21T09:41:00.123Z)}}"))),
    ("macro", card({"type": "FactSet", "facts": [{"title": "at", "value": "{{DATE(2026-11-21)}}"}]})),
    (
        "TextRun",
        card({"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "{{TIME(2026-11-21T09:41:00Z)}}"}]}),
    ),
    ("items", card(refresh={"action": execute(), "userIds": ["29:x"] * 61})),
    ("is not allowed here", card(selectAction={"type": "Action.ShowCard", "card": {"type": "AdaptiveCard"}})),
    ("is not known", card(footer="x")),
]


def test_a_good_card_passes() -> None:
    assert card_problems(GOOD) == []


@pytest.mark.parametrize(("words", "bad"), BAD)
def test_a_bad_card_is_told_what_is_wrong(words: str, bad: Any) -> None:
    assert any(words in problem for problem in card_problems(bad)), card_problems(bad)


def test_secondary_actions_stand_in_the_menu_and_do_not_count() -> None:
    many = [execute(f"v{n}", mode="secondary" if n else "primary") for n in range(9)]
    assert card_problems(card(actions=tuple(many))) == []


def test_an_execute_does_nothing_in_a_dialog() -> None:
    assert card_problems(card(actions=(SUBMIT,)), in_dialog=True) == []
    assert card_problems(card(actions=(execute(),)), in_dialog=True) != []
