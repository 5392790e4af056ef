"""Text as Slack sends it is read back as people wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.words import words_of
from core.command import with_names
from core.text import clean
from tests.strategy import worst

SAM, ALEX = "\ue0000\ue001", "\ue0001\ue001"


def escaped(text: str) -> str:
    """As Slack escapes what people type: docs.slack.dev, "Escaping text"."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(worst)
def test_whatever_was_typed_is_read_as_it_was_typed(text: str) -> None:
    words = words_of(escaped(text))
    assert clean(words.text) == clean(text)
    assert words.mentioned == ()


@given(st.lists(worst.map(clean), min_size=1, max_size=4))
def test_mentions_stand_between_the_words_in_their_order(pieces: list[str]) -> None:
    text = "".join(f"{escaped(piece)} <@U0{n}X|somebody> " for n, piece in enumerate(pieces))
    words = words_of(text)
    assert words.mentioned == tuple(f"U0{n}X" for n in range(len(pieces)))
    said = with_names(words.text, tuple(f"{n}!" for n in range(len(pieces))))
    expected = "".join(f"{piece} @{n}! " for n, piece in enumerate(pieces))
    assert said.split() == clean(expected).split()


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("Outlook &amp; Teams", "Outlook & Teams"),
        ("a &lt; b &gt; c", "a < b > c"),
        ("&amp;lt;!channel&amp;gt;", "&lt;!channel&gt;"),
        ("&amp;amp;", "&amp;"),
        ("&lt;!channel&gt; &lt;@U0SAM&gt;", "<!channel> <@U0SAM>"),
        ("<https://contoso.example/a?b=1&amp;c=2>", "https://contoso.example/a?b=1&c=2"),
        ("<http://contoso.example|contoso.example>", "http://contoso.example"),
        ("<https://evil.example|bank.example>", "bank.example (https://evil.example)"),
        ("<mailto:jane@contoso.example|jane@contoso.example>", "jane@contoso.example"),
        ("<tel:+4930123|+4930123>", "tel:+4930123"),
        ("in <#C0HELP|helpdesk>", "in #helpdesk"),
        ("in <#C0HELP|>", "in #channel"),
        ("for <!subteam^S1|@admins>", "for @admins"),
        ("for <!subteam^S1>", "for @group"),
        ("two\r\nlines\x00", "two\nlines"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_slacks_markup_is_read_as_words(sent: str, text: str) -> None:
    assert words_of(sent).text == text


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("<@U0SAM|sam> Outlook <@W0ALEX>", f"{SAM} Outlook {ALEX}"),
        ("Outlook of<@U0SAM>", f"Outlook of{SAM}"),
        ("<@U0SAM>\n\nOutlook\n<@W0ALEX|>", f"{SAM}\n\nOutlook\n{ALEX}"),
        ("<@U0SAM>\u200b Outlook \x07<@W0ALEX>", f"{SAM} Outlook {ALEX}"),
    ],
)
def test_a_mention_becomes_a_token_and_no_word_sticks_to_it(sent: str, text: str) -> None:
    words = words_of(sent)
    assert words.text == text
    assert words.mentioned[0] == "U0SAM"


def test_nobody_can_type_a_token() -> None:
    words = words_of("\ue0007\ue001 &amp;#xE000;1 &#xE000;7&#xE001; <@U0SAM>")
    assert words.text == f"7 &#xE000;1 7 {SAM}"
    assert with_names(words.text, ("Sam Okafor",)) == "7 &#xE000;1 7 @Sam Okafor"


def test_names_are_put_in_as_they_are() -> None:
    assert with_names(f"of {SAM}, {ALEX}", (r"\1 <!channel>", "Alex")) == r"of @\1 <!channel>, @Alex"
