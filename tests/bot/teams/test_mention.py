"""What people wrote in Teams, without the markup around it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.mention import Words, words_of
from core.command import MENTION, Claim, Problem, Queue, understood, with_names
from tests.strategy import NASTY

BOT = "28:baton"


def said(text: Any, *named: dict[str, Any], recipient: Any = None) -> dict[str, Any]:
    """A message to the bot."""
    return {
        "text": text,
        "entities": list(named),
        "recipient": {"id": BOT, "name": "Baton"} if recipient is None else recipient,
    }


def at(markup: str, user: str = BOT, name: str = "Baton") -> dict[str, Any]:
    """A mention entity."""
    return {"type": "mention", "text": markup, "mentioned": {"id": user, "name": name}}


BATON = at("<at>Baton</at>")
SAM = at("<at>Sam Okafor</at>", "29:sam", "Sam Okafor")
ALEX = at("<at>Alex</at>", "29:alex", "Alex")


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        (said("queue"), Words("queue", (), ())),
        (said("<at>Baton</at> queue", BATON), Words("queue", (), ())),
        (said("  <at>Baton</at>&nbsp;queue\r\n", BATON), Words("queue", (), ())),
        (said('<at id="0">Baton</at> queue', BATON), Words("queue", (), ())),
        (said("<at id='0'>Baton</at> queue", at("<at id='0'>Baton</at>")), Words("queue", (), ())),
        (said("Baton queue", at("Baton")), Words("queue", (), ())),
        (said("help <at>Baton</at>", BATON), Words("help", (), ())),
        # Only the markup is ours: a name in the text is a word like any other.
        (
            said("<at>Baton</at> escalate: Baton says no", BATON),
            Words("escalate: Baton says no", (), ()),
        ),
        (said("<at>Baton</at> tell <at>Baton</at> off", BATON, BATON), Words("tell Baton off", (), ())),
        (
            said("<at>Baton</at> Outlook is down <at>Sam Okafor</at>", BATON, SAM),
            Words("Outlook is down \ue0000\ue001", ("29:sam",), ("Sam Okafor",)),
        ),
        (
            said("<at>Baton</at> ask <at>Alex</at> or <at>Sam Okafor</at>", BATON, SAM, ALEX),
            Words("ask \ue0000\ue001 or \ue0001\ue001", ("29:alex", "29:sam"), ("Alex", "Sam Okafor")),
        ),
        (
            said('<at id="0">Baton</at> for <at id="1">Sam</at> <at id="2">Okafor</at>', BATON, SAM, ALEX),
            Words("for \ue0000\ue001 \ue0001\ue001", ("29:sam", "29:alex"), ("Sam", "Okafor")),
        ),
        # Two of the same name: each entity is used once, in the order of the text.
        (
            said("<at>Sam</at> <at>Sam</at>", at("<at>Sam</at>", "29:one", "Sam"), at("<at>Sam</at>", "29:two", "Sam")),
            Words("\ue0000\ue001 \ue0001\ue001", ("29:one", "29:two"), ("Sam", "Sam")),
        ),
        # Without an entity it is what somebody typed.
        (said("<at>Sam Okafor</at> is out"), Words("Sam Okafor is out", (), ())),
        (said("&lt;at&gt;Sam Okafor&lt;/at&gt; is out"), Words("<at>Sam Okafor</at> is out", (), ())),
        # Tags and channels are words.
        (
            said("<at>Second line</at> please", at("<at>Second line</at>", "MTQ5tag", "Second line")),
            Words("Second line please", (), ()),
        ),
        (said("<p>One</p><p>Two &amp; <b>three</b><br/>four</p>"), Words("One\nTwo & three\nfour", (), ())),
        (said('see <a href="https://x.example/1">the page</a>'), Words("see the page (https://x.example/1)", (), ())),
        (said('<a href="https://x.example">https://x.example</a>'), Words("https://x.example", (), ())),
        (said("error <unknown host> &lt;b&gt;"), Words("error <unknown host> <b>", (), ())),
        (said("\ue0000\ue001 forged"), Words("0 forged", (), ())),
        (said("hard&nbsp;space"), Words("hard space", (), ())),
        (said(None), Words("", (), ())),
        (said(7), Words("", (), ())),
        (said("<at>Baton</at>", BATON), Words("", (), ())),
    ],
)
def test_words_are_as_they_were_written(activity: dict[str, Any], words: Words) -> None:
    assert words_of(activity) == words


@pytest.mark.parametrize(
    "entities",
    [None, "x", [1], [{}], [{"type": "mention"}], [{"type": "mention", "text": "<at>x</at>"}],
     [{"type": "mention", "text": 7, "mentioned": {"id": BOT}}], [{"type": "clientInfo", "locale": "en-US"}],
     [{"type": "mention", "text": "<at>x</at>", "mentioned": {"name": "x"}}]],
)  # fmt: skip
def test_entities_that_are_not_as_documented_are_left_out(entities: Any) -> None:
    assert words_of({**said("<at>x</at> queue"), "entities": entities}).text == "x queue"


@pytest.mark.parametrize("recipient", ["x", {}, {"id": None}])
def test_without_a_recipient_nobody_is_taken_out(recipient: Any) -> None:
    assert words_of(said("<at>Baton</at> queue", BATON, recipient=recipient)).text == "Baton queue"


def test_what_is_left_is_what_the_grammar_reads() -> None:
    assert understood(words_of(said("<at>Baton</at> queue", BATON)).text) == Queue()
    assert understood(words_of(said("<at>Baton</at>&nbsp;claim&nbsp;E-42", BATON)).text) == Claim(42)
    words = words_of(said("<at>Baton</at> Outlook stops #4711 <at>Sam Okafor</at>", BATON, SAM))
    assert understood(words.text) == Problem("Outlook stops", ticket="#4711", directed=0)


def test_names_come_back_into_the_text() -> None:
    words = words_of(said("ask <at>Sam Okafor</at> now", SAM))
    assert with_names(words.text, words.labels) == "ask @Sam Okafor now"


pieces = st.sampled_from(
    (*NASTY, "<at>Sam Okafor</at>", '<at id="0">', "</at>", "<at>", "Baton", "<b", "&nbsp;", "<a href=x>")
)
entities = st.lists(st.sampled_from((BATON, SAM, ALEX, at("Baton"), at("</at>", "29:x"), at("a", "29:y"))), max_size=5)


@given(st.lists(pieces, max_size=12).map("".join), entities)
def test_every_token_stands_for_somebody_who_was_named(text: str, named: list[dict[str, Any]]) -> None:
    words = words_of(said(text, *named))
    assert [int(n) for n in MENTION.findall(words.text)] == list(range(len(words.mentioned)))
    assert set(words.mentioned) <= {entity["mentioned"]["id"] for entity in named} - {BOT}
    assert len(words.labels) == len(words.mentioned)
    understood(words.text)
