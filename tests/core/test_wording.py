"""Times, numbers and titles in words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.handoff import Handoff, Snapshot
from core.wording import LIST_PROBLEM, TITLE_PROBLEM, ago, counted, ordinal, short_problem, title_of, took
from tests.people import JANE, open_handoff, party


def problem(text: str, ticket: str = "") -> Handoff:
    return open_handoff(Snapshot(text, ticket=ticket))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "a moment ago"),
        (0, "a moment ago"),
        (0.9, "a moment ago"),
        (1, "1 second ago"),
        (3.7, "3 seconds ago"),
        (59.9, "59 seconds ago"),
        (60, "1 minute ago"),
        (119, "1 minute ago"),
        (120, "2 minutes ago"),
        (3_600, "1 hour ago"),
        (7_200, "2 hours ago"),
        (86_400, "1 day ago"),
        (200_000, "2 days ago"),
    ],
)
def test_how_long_ago(seconds: float, words: str) -> None:
    assert ago(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0.4, "0 s"),
        (40, "40 s"),
        (60, "1 min"),
        (3_599, "59 min"),
        (3_600, "1 h"),
        (11_100, "3 h 5 min"),
        (86_400, "1 d"),
        (187_200, "2 d 4 h"),
        (90_000 + 59, "1 d 1 h"),
    ],
)
def test_how_long_it_took(seconds: float, words: str) -> None:
    assert took(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"), (13, "13th")),
        *((20, "20th"), (21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th"), (113, "113th"), (123, "123rd")),
    ],
)
def test_the_how_manieth_handoff(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_one_item_is_no_items() -> None:
    assert [counted(n, "item") for n in (0, 1, 2)] == ["0 items", "1 item", "2 items"]


def test_a_title_names_who_asks_the_ticket_and_the_problem() -> None:
    assert (
        title_of(problem("Outlook stops\n syncing", "#4711")) == "Escalation from Jane · #4711: Outlook stops syncing"
    )


def test_without_a_ticket_the_title_leaves_it_out() -> None:
    assert title_of(problem("Outlook")) == "Escalation from Jane: Outlook"


def test_a_long_problem_is_cut_at_70_characters_with_an_ellipsis() -> None:
    words = "W" * 69
    assert TITLE_PROBLEM == 70
    assert title_of(problem(words + "X")).endswith(words + "X")
    assert title_of(problem(words + "XY")).endswith(f": {words}…")


def test_a_list_shows_60_characters_of_the_problem() -> None:
    assert LIST_PROBLEM == 60
    assert short_problem(problem("W" * 61)) == "W" * 59 + "…"


@pytest.mark.parametrize(
    ("name", "first"), [("Jane Ruiz", "Jane"), ("Jane", "Jane"), (" Jane  Ruiz", "Jane"), ("", "")]
)
def test_titles_use_the_first_name(name: str, first: str) -> None:
    assert replace(party(JANE), name=name).first_name == first
