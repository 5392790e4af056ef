"""Text from people: clean, and as long as it may be."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import ELLIPSIS, clean, cut, one_line
from tests.strategy import worst

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@given(worst)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(worst)
def test_nothing_that_cannot_be_seen_is_left(text: str) -> None:
    left = set(clean(text)) - {"\n", "\t", "\u200c", "\u200d"}
    assert not {c for c in left if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}}
    assert not left & set(OVERRIDES)


@given(worst)
def test_clean_text_has_no_blank_ends_and_no_gaps(text: str) -> None:
    said = clean(text)
    assert said == said.strip()
    assert "\n\n\n" not in said
    assert "\r" not in said


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=200))
def test_ordinary_words_stay_word_for_word(text: str) -> None:
    assert clean(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "Ünïcödé, naïve café",
        "שלום עולם",
        "مرحبا بالعالم",
        "می\u200cخواهم",  # a joiner that Persian needs
        "क्\u200dष",
        "👩‍👩‍👧‍👦 and 🏳️‍🌈 and ❤️‍🔥 and 1️⃣",
        "日本語\u3000の文",
        "a\tb",
        "one\n\ntwo",
    ],
)
def test_every_script_stays_as_it_was_written(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("gnp\u202eexe", "gnpexe"),
        ("pass\u200bword", "password"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("private \ue0000\ue001 use", "private 0 use"),
        ("hidden\U000e0041\U000e0042 tags", "hidden tags"),
        ("smuggled\U000e0154\U000e0155", "smuggled"),
        ("one\r\ntwo\rthree\u2028four\u2029five\x85six\x0cseven", "one\ntwo\nthree\nfour\nfive\nsix\nseven"),
        ("one  \n\n\n\n\ntwo", "one\n\ntwo"),
        ("\u200d\u200c \ufe0f\n", ""),
        ("\u3164\u115f\u2800", ""),
    ],
)
def test_what_hides_or_overrides_is_taken_out(text: str, left: str) -> None:
    assert clean(text) == left


@given(worst, st.integers(1, 100))
def test_cut_text_is_never_too_long_and_says_that_it_was_cut(text: str, length: int) -> None:
    short = cut(text, length)
    assert len(short) <= length
    assert short == text if len(text) <= length else short.endswith(ELLIPSIS)
    assert text.startswith(short.removesuffix(ELLIPSIS)) or short == text


@given(worst, st.integers(1, 100))
def test_cutting_twice_is_cutting_once(text: str, length: int) -> None:
    assert cut(cut(text, length), length) == cut(text, length)


def test_no_blank_stands_before_the_ellipsis() -> None:
    assert cut("one two three", 5) == "one…"


@given(worst)
def test_one_line_holds_every_word(text: str) -> None:
    assert "\n" not in one_line(text)
    assert one_line(text).split() == text.split()
