"""What is kept of an entry: everything people need, within limits, without secrets."""

import pytest
from hypothesis import given

from core.errors import InvalidRequest
from core.escalation import (
    CUSTOMER_LENGTH,
    PROBLEM_LENGTH,
    REASON_LENGTH,
    TICKET_LENGTH,
    TRIED_LENGTH,
    TRIED_STEPS,
    Entry,
    snapshot_of,
)
from core.handoff import Priority
from core.text import ELLIPSIS, clean
from tests.strategy import worst


def tried(text: str) -> list[str]:
    return [attempt.what for attempt in snapshot_of(Entry("x", tried=text)).tried]


def test_an_entry_is_kept_as_it_was_written() -> None:
    kept = snapshot_of(
        Entry(" Outlook stops\n syncing ", "No idea why", "Rebooted", "#4711", "Contoso\nLtd", Priority.HIGH)
    )
    assert kept.problem == "Outlook stops\n syncing"
    assert (kept.reason, [attempt.what for attempt in kept.tried]) == ("No idea why", ["Rebooted"])
    assert (kept.ticket, kept.customer, kept.priority, kept.masked) == ("#4711", "Contoso Ltd", Priority.HIGH, 0)


@pytest.mark.parametrize("nothing", ["", " \n\t ", "\x00\x07", "\u200b\ufeff", "\u202e", "\u3164", "\u200d"])
def test_an_entry_without_a_problem_is_not_kept(nothing: str) -> None:
    with pytest.raises(InvalidRequest, match="problem"):
        snapshot_of(Entry(nothing, reason="because"))


def test_a_problem_of_20000_characters_is_kept_whole() -> None:
    problem = "😀" * PROBLEM_LENGTH
    assert PROBLEM_LENGTH == 20_000
    assert snapshot_of(Entry(problem)).problem == problem


def test_a_longer_problem_ends_in_an_ellipsis() -> None:
    problem = snapshot_of(Entry("W" * (PROBLEM_LENGTH + 1))).problem
    assert len(problem) == PROBLEM_LENGTH
    assert problem.endswith("W" + ELLIPSIS)


@given(worst, worst)
def test_no_field_is_longer_than_its_limit(text: str, other: str) -> None:
    entry = Entry(problem=f"x{text}", reason=other, tried=text, ticket=other, customer=text)
    kept = snapshot_of(entry)
    assert 0 < len(kept.problem) <= PROBLEM_LENGTH
    assert len(kept.reason) <= REASON_LENGTH
    assert len(kept.tried) <= TRIED_STEPS
    assert sum(len(attempt.what) for attempt in kept.tried) <= TRIED_LENGTH
    assert all(attempt.what.strip() for attempt in kept.tried)
    assert len(kept.ticket) <= TICKET_LENGTH + 1
    assert len(kept.customer) <= CUSTOMER_LENGTH
    assert "\n" not in kept.ticket + kept.customer


@given(worst)
def test_whatever_is_kept_is_clean(text: str) -> None:
    kept = snapshot_of(Entry(f"x{text}", reason=text))
    assert clean(kept.problem) == kept.problem
    assert clean(kept.reason) == kept.reason


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "•", "– ", "  -  ", "-- "])
def test_bullets_belong_to_the_writing(bullet: str) -> None:
    assert tried(f"{bullet}Rebooted\n\n{bullet}New profile\n{bullet}") == ["Rebooted", "New profile"]


@pytest.mark.parametrize("attempt", ["--force did not help", "-1 is shown", "*bold*", "-v", "1. Rebooted"])
def test_what_only_looks_like_a_bullet_stays(attempt: str) -> None:
    assert tried(attempt) == [attempt]


def test_attempts_beyond_the_fortieth_stay_together_in_it() -> None:
    steps = tried("\n".join(f"step {n}" for n in range(60)))
    assert len(steps) == TRIED_STEPS
    assert steps[0] == "step 0"
    assert steps[-1] == "\n".join(f"step {n}" for n in range(TRIED_STEPS - 1, 60))


@pytest.mark.parametrize(
    ("written", "kept"), [("4711", "#4711"), ("#4711", "#4711"), (" INC-17 ", "INC-17"), ("", ""), ("4 7", "4 7")]
)
def test_a_bare_ticket_number_gets_its_sign(written: str, kept: str) -> None:
    assert snapshot_of(Entry("x", ticket=written)).ticket == kept


def test_secrets_are_masked_in_every_field_and_counted() -> None:
    secret = "password: hunter2"
    kept = snapshot_of(Entry(secret, reason=secret, tried=f"- {secret}\n- {secret}", ticket=secret, customer=secret))
    assert "hunter2" not in repr(kept)
    assert kept.masked == 6


def test_a_secret_hidden_by_invisible_characters_is_masked_all_the_same() -> None:
    assert "hunter2" not in repr(snapshot_of(Entry("pass\u200bword: hun\u200bter2")))


def test_a_secret_at_the_limit_is_masked_before_anything_is_cut() -> None:
    kept = snapshot_of(Entry("W" * (PROBLEM_LENGTH - 14) + " password: hunter2"))
    assert "hunt" not in kept.problem
