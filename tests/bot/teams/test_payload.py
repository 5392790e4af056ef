"""The message that a message action was chosen on: as Teams sends it, and as nobody should."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.markup import LONGEST, words_in
from bot.teams.payload import source_of
from core.handoff import Quote, Source
from tests.strategy import NASTY

LINK = "https://teams.microsoft.com/l/message/19:6decf54d@thread.tacv2/1611060744833?tenantId=t&parentMessageId=1"
REPLY = (
    '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1600457867820">\n'
    '<strong itemprop="mri" itemid="8:orgid:0de6">Richard Wilson</strong>'
    '<span itemprop="time" itemid="1600457867820"></span>\n<p itemprop="preview">is it down?</p>\n</blockquote>'
)


def payload(content: str = "<p>Printer offline</p>", **other: Any) -> dict[str, Any]:
    """A message as learn.microsoft.com shows it."""
    return {
        "id": "1611060744833",
        "replyToId": None,
        "createdDateTime": "2021-01-19T12:52:24.833Z",
        "deleted": False,
        "subject": None,
        "body": {"contentType": "html", "content": content},
        "from": {
            "device": None,
            "user": {"userIdentityType": "aadUser", "id": "b130", "displayName": "Olo Brockhouse"},
        },
        "attachments": [],
        "linkToMessage": LINK,
        **other,
    }


def said(content: str, **other: Any) -> str:
    """The words of a message with this HTML."""
    (quote,) = source_of(payload(content, **other)).quotes
    return quote.text


def test_a_message_is_its_words_its_author_its_time_and_its_link() -> None:
    at = datetime(2021, 1, 19, 12, 52, 24, 833_000, tzinfo=UTC)
    assert source_of(payload()) == Source((Quote("Olo Brockhouse", "Printer offline", at),), LINK)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<div><div><at id="0">Sam Okafor</at>&nbsp;- &lt;b&gt; &amp; c</div>\n</div>', "@Sam Okafor - <b> & c"),
        ("<p>one</p>\n<p>two<br>three</p>", "one\ntwo\nthree"),
        ("<ul><li>one</li><li><b>two</b></li></ul>after", "- one\n- two\nafter"),
        ('see <a href="https://a.example/x?a=1&amp;b=2">the page</a>', "see the page (https://a.example/x?a=1&b=2)"),
        ('see <a href="https://a.example">https://a.example</a>', "see https://a.example"),
        (f"{REPLY}\n<p>no, it works</p>", "[in reply to Richard Wilson: is it down?]\nno, it works"),
        ('<p>look <img alt="image" src="https://x/y"> here</p>', "look [picture] here"),
        ('<p>great <emoji id="x" alt="🎉" title="y"></emoji></p>', "great 🎉"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b |\nc |"),
        ("<codeblock><code>if a:<br>&nbsp;&nbsp;b</code></codeblock>", "if a:\n  b"),
        ("<script>alert(1)</script><p>words</p><!-- no words --></style><unknown>more</unknown>", "words\nmore"),
        ("a < b and b > c", "a < b and b > c"),
    ],
    ids=lambda words: words[:30],
)
def test_markup_becomes_what_a_person_would_read_out(content: str, words: str) -> None:
    assert said(content) == words


def test_text_without_markup_stays_as_it_is() -> None:
    plain = payload(body={"contentType": "text", "content": "a <b> &amp; c"})
    assert source_of(plain).quotes[0].text == "a <b> &amp; c"


def test_what_is_attached_is_named_where_it_stands_and_after_the_words_else() -> None:
    attachments = [
        {
            "id": "1",
            "contentType": "messageReference",
            "content": '{"messagePreview": "is it down?", '
            '"messageSender": {"user": {"displayName": "Richard Wilson"}}}',
        },
        {"id": "2", "contentType": "reference", "name": "error.log", "contentUrl": "https://x/y"},
        {"id": "3", "contentType": "application/vnd.microsoft.card.adaptive"},
        {"id": "4", "contentType": "image/png"},
        {"contentType": 7},
        7,
    ]
    words = said('<attachment id="1"></attachment><p>no</p><attachment id="9"></attachment>', attachments=attachments)
    assert words.splitlines() == [
        "[in reply to Richard Wilson: is it down?]",
        "no",
        "[file: error.log]",
        "[card]",
        "[picture]",
        "[attachment]",
    ]


def test_the_subject_of_a_post_comes_first() -> None:
    assert said("<p>since Monday</p>", subject="Printer offline") == "Printer offline\nsince Monday"


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ({"application": {"displayName": "Grafana"}, "user": None}, "Grafana"),
        ({"user": {"displayName": "  "}}, "Somebody"),
        ({"user": "x"}, "Somebody"),
        (None, "Somebody"),
        ({"user": {"displayName": "a\u202eb\nc"}}, "ab c"),
    ],
)
def test_an_author_is_whoever_wrote_it(sender: Any, name: str) -> None:
    assert source_of(payload(**{"from": sender})).quotes[0].author == name


@pytest.mark.parametrize("told", ["", "yesterday", "2021-01-19T12:52:24", "0001-01-01T00:00:00+14:00", 7, None])
def test_a_time_that_no_message_can_have_is_none(told: Any) -> None:
    assert source_of(payload(createdDateTime=told)).quotes[0].at is None


@pytest.mark.parametrize(
    ("told", "link"),
    [
        (
            "https://teams.microsoft.com/message/19:2@thread.v2/1661",
            "https://teams.microsoft.com/l/message/19:2@thread.v2/1661",
        ),
        (
            "https://gov.teams.microsoft.us/l/message/19:2@thread.v2/1",
            "https://gov.teams.microsoft.us/l/message/19:2@thread.v2/1",
        ),
        ("https://teams.microsoft.com.evil.example/l/message/1", ""),
        ("https://user:pass@teams.microsoft.com/l/message/1", ""),
        ("http://teams.microsoft.com/l/message/1", ""),
        ("javascript:alert(1)", ""),
        ("https://[/l/", ""),
        ("https://teams.microsoft.com/redirect?to=https://evil.example", ""),
        (7, ""),
    ],
)
def test_a_link_leads_to_a_message_in_teams_or_nowhere(told: Any, link: str) -> None:
    assert source_of(payload(linkToMessage=told)).link == link


things = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.sampled_from(NASTY)),
    lambda inside: st.one_of(st.lists(inside, max_size=4), st.dictionaries(st.text(max_size=9), inside, max_size=4)),
    max_leaves=12,
)


@given(st.one_of(things, st.dictionaries(st.sampled_from(sorted(payload())), things)))
def test_whatever_is_sent_as_a_message_is_one_or_none(sent: Any) -> None:
    for quote in source_of(sent).quotes:
        assert quote.text.strip()
        assert quote.author.strip()


@given(
    st.lists(st.sampled_from([*NASTY, "<", ">", "</", '="', "<a href='", "<at id=0>", "<!--", "<p>", "&#1;", REPLY]))
)
def test_no_markup_breaks_the_reading_of_it(pieces: list[str]) -> None:
    assert words_in("".join(pieces), lambda _: "") == words_in("".join(pieces), lambda _: "").strip()


HOSTILE = ("<a ", "<!--", "<![CDATA[", "</", '<a="', "<x y='", "<a/", "<aaaa", " ", "\n", "<p a a", "&", "<a href='x'>")


@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: piece[:20])
def test_the_worst_markup_is_read_about_as_fast_as_any(piece: str) -> None:
    """For some of these the standard library's parser takes a thousand times as long."""
    ordinary = _reading("<p>so it is</p>\n")
    assert max(_reading(piece), _reading(f"<p {piece * LONGEST}>")) < 40 * ordinary


def _reading(piece: str) -> float:
    """The shortest of five times that so much of it takes to be read, in seconds of this process."""
    content = piece * (LONGEST // len(piece) + 1)
    times = []
    for _ in range(5):
        started = time.process_time()
        source_of(payload(content))
        times.append(time.process_time() - started)
    return min(times)
