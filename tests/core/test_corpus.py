"""Masking is measured on labelled lines: those we worked with, and those of somebody who has not seen the patterns."""

from collections.abc import Callable

import pytest

from tests.masking import Line, Score, lines, score, total
from tests.summary import measured

PRECISION, RECALL = 0.97, 0.95
"""What both halves are to reach."""

HALVES = {
    "seen": "seen half",
    "unseen": "half by an author who had not seen the patterns",
}
"""How the end of a run names them. Once its misses have been read, a half says no more of text that nobody has read."""


@pytest.mark.parametrize("half", HALVES)
def test_masking_reaches_its_precision_and_recall(half: str, record_property: Callable[[str, object], None]) -> None:
    reached = total(lines(half))
    measured(record_property, f"masking, {HALVES[half]}: {reached}")
    assert reached.precision >= PRECISION
    assert reached.recall >= RECALL


def test_the_corpus_is_as_large_and_as_hard_as_it_says() -> None:
    halves = {half: lines(half) for half in ("seen", "unseen")}
    assert all(len(half) >= 200 for half in halves.values())
    assert all(sum(not line.secrets for line in half) >= 80 for half in halves.values())
    assert all(secret in line.text for half in halves.values() for line in half for secret in line.secrets)


@pytest.mark.parametrize(
    ("text", "secrets", "expected"),
    [
        ("password: hunter2", ("hunter2",), Score(1, 1, 1, 1)),
        ("the password is expired", (), Score(0, 0, 0, 0)),
        ("the password is hunter2", (), Score(0, 0, 1, 0)),
        ("a secret that nobody finds: fox", ("fox",), Score(1, 0, 0, 0)),
    ],
)
def test_a_line_counts_what_was_masked_and_what_should_have_been(
    text: str, secrets: tuple[str, ...], expected: Score
) -> None:
    assert score(Line(text, secrets, "")) == expected


def test_a_mask_that_swallows_the_sentence_is_a_false_one() -> None:
    line = Line('password: "tulip41 meadow river orchard"', ("tulip41",), "")
    assert score(line) == Score(1, 1, 1, 0)
