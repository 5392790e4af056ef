"""What the form says of a thread before it is sent, and what the form carries."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.about import About, about_in, back_of, written
from bot.slack.quote import unnamed
from bot.slack.shortcut import shared_of
from core.handoff import Quote, Source
from tests.people import SLACK
from tests.strategy import worst

QUOTES = tuple(Quote("Alex Kim", f"message {n}") for n in range(50))
NOT_IN = "Baton is not in that conversation"
THERE = Source(conversation="C0HELPDESK", root="1.1")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (replace(THERE, quotes=QUOTES[:1]), "This message goes into the case, with who wrote it."),
        (
            replace(THERE, quotes=QUOTES[:14], of=14),
            "The 14 messages of this thread go into the case, with who wrote them.",
        ),
        (
            replace(THERE, quotes=QUOTES, of=2_001),
            "The first and the 49 newest of the 2,001 messages of this thread go into the case.",
        ),
        (
            replace(THERE, quotes=QUOTES, of=2_001, missed="Slack did not answer in time"),
            "The first and the 49 newest of the 2,001 messages of this thread go into the case. "
            "More could not be read: Slack did not answer in time.",
        ),
        (
            Source(QUOTES[:1], missed=NOT_IN),
            f"Only this message goes into the case, not what was answered to it: {NOT_IN}. "
            "Nothing is said in the thread.",
        ),
    ],
)
def test_the_form_says_what_goes_into_the_case(source: Source, words: str) -> None:
    assert shared_of(source) == words


@given(st.builds(Quote, worst, worst, st.none() | st.just(datetime(2026, 11, 21, 9, 41, tzinfo=UTC))))
def test_what_a_form_carries_fits_and_comes_back(quote: Quote) -> None:
    about = About("https://hooks.slack.com/" + "x" * 200, "C0HELPDESK", "1.1", "1.2", quote, "1.3", 14)
    carried = written(about)
    back = about_in(carried)
    assert back
    assert (back.back, back.channel, back.root, back.ts, back.since, back.of) == (
        *(about.back, about.channel, about.root, about.ts, about.since),
        about.of,
    )
    assert back.quote.at == quote.at
    assert quote.text.startswith(back.quote.text.removesuffix("…"))


@given(worst)
def test_words_as_slack_writes_them_fit_into_a_form(text: str) -> None:
    words = unnamed({"text": text, "ts": "1.2"}, SLACK).quote(SLACK, {})
    about = About("https://hooks.slack.com/" + "x" * 200, "C0HELPDESK", "1.1", "1.2", words)
    assert len(written(about).encode("utf-16-le", "surrogatepass")) // 2 <= 3_000


@pytest.mark.parametrize("odd", ["{", "{}", "[]", '{"back":1}', '{"at":"x"}', "null", "{" * 4_000])
def test_what_is_not_ours_is_about_nothing(odd: str) -> None:
    assert about_in(odd) is None
    assert back_of(odd) in ("", odd)


def test_a_form_about_nothing_is_answered_where_it_came_from() -> None:
    assert back_of("https://hooks.slack.com/1") == "https://hooks.slack.com/1"
