"""What Teams is given, letter by letter: the pictures in docs are made of the same files."""

import json
from pathlib import Path

import pytest

from playground.teams.lint import CARD_ADVICE, card_problems
from tests import golden
from tests.bot.teams.shown import Card, cards, dialogs

GOLDEN = Path(__file__).parent / "golden"
SHOWN = {**cards(), **dialogs()}


@pytest.mark.parametrize("name", SHOWN)
def test_this_is_what_teams_is_given(name: str) -> None:
    golden.same_as(GOLDEN / f"{name}.json", json.dumps(SHOWN[name], indent=1, ensure_ascii=False) + "\n")


def test_no_golden_file_is_left_over() -> None:
    golden.nothing_else_in(GOLDEN, {f"{name}.json" for name in SHOWN})


@pytest.mark.parametrize("name", SHOWN)
def test_teams_takes_it_and_shows_it_as_it_is_meant(name: str) -> None:
    assert card_problems(SHOWN[name], in_dialog=name in dialogs()) == []
    assert len(json.dumps(SHOWN[name])) <= CARD_ADVICE


@pytest.mark.parametrize("name", SHOWN)
def test_an_older_client_is_told_in_words(name: str) -> None:
    assert SHOWN[name]["fallbackText"].strip()


@pytest.mark.parametrize("name", SHOWN)
def test_every_line_wraps(name: str) -> None:
    assert all(block.get("wrap") for block in within(SHOWN[name]) if block.get("type") == "TextBlock")


def within(found: object) -> list[Card]:
    """Every object in a card."""
    if isinstance(found, dict):
        return [found, *(one for value in found.values() for one in within(value))]
    return [one for value in found for one in within(value)] if isinstance(found, list) else []
