"""What is kept of an entry: everything people need, within limits, without secrets."""

import pytest
from hypothesis import given, settings

from core.errors import InvalidRequest
from core.escalation import (
    AUTHOR_LENGTH,
    CUSTOMER_LENGTH,
    LINK_LENGTH,
    PROBLEM_LENGTH,
    QUOTE_LENGTH,
    REASON_LENGTH,
    STEP_LENGTH,
    TICKET_LENGTH,
    TRIED_LENGTH,
    TRIED_STEPS,
    Entry,
    snapshot_of,
)
from core.excerpt import QUOTES
from core.handoff import Priority, Quote, Source
from core.text import ELLIPSIS, clean
from tests.people import NOON
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


def test_what_somebody_was_in_the_middle_of_is_one_line_masked_and_cut() -> None:
    kept = snapshot_of(Entry("Outlook", open_step="Comparing\nthe records, password: hunter2!X " + "W" * 400))
    assert kept.open_step.startswith("Comparing the records, ")
    assert "hunter2" not in kept.open_step
    assert (len(kept.open_step), kept.masked) == (STEP_LENGTH, 1)


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


@settings(max_examples=20)
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


def source(*quotes: Quote, link: str = "") -> Source | None:
    """The source that is kept of these."""
    return snapshot_of(Entry("x", source=Source(quotes, link))).source


def test_a_source_is_kept_clean_masked_and_within_limits() -> None:
    kept = source(*[Quote("Vic\n" + "g" * 99, "password: Sommer2026! " + "y" * 7_000, NOON)] * 5)
    assert kept
    assert {(len(q.author), len(q.text), q.at) for q in kept.quotes} == {(AUTHOR_LENGTH, QUOTE_LENGTH, NOON)}
    assert kept.quotes[0].author.startswith("Vic g")
    assert kept.quotes[0].text.startswith("password: [password masked]")


def test_of_a_long_thread_the_first_message_is_kept_and_the_newest() -> None:
    kept = source(*[Quote("Vic", f"message {n}") for n in range(2_001)])
    assert kept
    assert [quote.text for quote in kept.quotes] == [
        "message 0",
        *(f"message {n}" for n in range(2_001 - QUOTES + 1, 2_001)),
    ]


def test_of_a_thread_of_long_messages_no_more_is_looked_at_than_the_first_and_what_is_newest() -> None:
    kept = source(*[Quote(str(n), "y" * 40_000) for n in range(20)])
    assert kept
    assert [quote.author for quote in kept.quotes] == ["0", "16", "17", "18", "19"]


def test_a_message_of_nothing_is_no_source_and_one_of_nobody_is_somebodys() -> None:
    assert source() is None
    assert source(Quote("Vic", "\u200b \n")) is None
    assert source(Quote("\u202e", "it stopped")) == Source((Quote("Somebody", "it stopped"),))


@pytest.mark.parametrize(
    "link",
    [
        "http://chat.example/1",
        "javascript:alert(1)",
        "https://chat.example/ 1",
        'https://chat.example/">',
        "https://chat.example/" + "1" * LINK_LENGTH,
        "https://sam:Sommer2026@chat.example/1",
        "",
    ],
    ids=lambda link: link[:30],
)
def test_a_link_is_whole_and_safe_or_not_there(link: str) -> None:
    assert source(link=link) is None
    assert source(link="https://chat.example/1") == Source((), "https://chat.example/1")


def test_a_secret_in_a_message_counts_once_when_the_message_is_the_problem() -> None:
    said = "password: Sommer2026!"
    entry = Entry(said, source=Source((Quote("Vic", said),)))
    assert snapshot_of(entry).masked == 1
    assert snapshot_of(Entry("It stopped", source=entry.source)).masked == 1


@given(worst)
def test_whatever_is_quoted_is_clean_or_left_out(text: str) -> None:
    kept = source(Quote(text, text), link=f"https://{text}")
    for quote in kept.quotes if kept else ():
        assert quote.text == clean(quote.text) != ""
        assert quote.author == clean(quote.author) != ""
