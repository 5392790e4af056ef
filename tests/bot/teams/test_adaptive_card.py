"""Messages as Adaptive Cards: within the limits, and with nothing in them that people smuggled in."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.adaptive_card import BUDGET, CONTENT_TYPE, MOST_ACTIONS, MOST_IN_ALL, activity, card, title
from bot.teams.button import in_dialog
from bot.teams.inert import unmarked
from core.briefing import briefing_for
from core.card import card_for
from core.message import (
    Action,
    Bullets,
    Button,
    Buttons,
    Mention,
    Message,
    Moment,
    Plain,
    Rule,
    Small,
    Strong,
    Text,
    Tone,
    line,
    says,
)
from core.people import Identity, MemberId, Party, Platform, Workspace
from tests.people import NOON, TEAMS, story
from tests.strategy import NASTY, handoffs, worst

MOMENT = re.compile(
    r"\{\{(?:DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, SHORT\)|TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\))\}\}"
)
FUNCTION = re.compile(r"\{\{\s*(DATE|TIME)\s*\(", re.IGNORECASE)
AT = re.compile(r"<\s*/?\s*at\b", re.IGNORECASE)
MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&!]|(?<!\u2060)://|(?i:www)\.|(?i:mailto):|\A\s*(?:[-+=]|\d+[.)])")
ELEMENTS = {"Container", "RichTextBlock", "TextBlock", "ActionSet", "TextRun"}
ACTIONS = {"Action.Execute", "Action.Submit", "Action.ShowCard"}

MORE_NASTY = (
    "<at>Sam Okafor</at>",
    "< AT >Sam Okafor</at>",
    "</at><at>Everybody</at>",
    "{{DATE(2026-11-21T12:00:00Z, SHORT)}}",
    "{{ time(2026-11-21T12:00:00Z)}}",
    "[bank](https://evil.example)",
    "https://evil.example www.evil.example mailto:a@b.example",
    "**bold** __bold__ _it_ ~~gone~~",
    "- a list\n1. another",
    "${evil}",
)

names = st.one_of(st.sampled_from(NASTY + MORE_NASTY), st.text(max_size=60))
words = st.one_of(worst, st.sampled_from(MORE_NASTY), st.lists(st.sampled_from(MORE_NASTY)).map(" ".join))


def party(name: str, number: int = 1, *, here: bool = True) -> Party:
    """Somebody who is mentioned, and known in this tenant or not."""
    workspace = TEAMS if here else Workspace(Platform.SLACK, "T1")
    return Party(MemberId(UUID(int=number)), name, (Identity(workspace, f"directory-{number}"),))


spans = st.one_of(
    words.map(Plain),
    words.map(Strong),
    st.just(Moment(NOON)),
    st.builds(
        lambda name, number, here: Mention(party(name, number, here=here)), names, st.integers(1, 3), st.booleans()
    ),
)
lines = st.lists(spans, max_size=4).map(tuple)
buttons = st.builds(
    Button,
    st.sampled_from(Action),
    names,
    st.sampled_from(("", str(UUID(int=42)))),
    st.booleans(),
    st.booleans(),
    st.one_of(st.just(""), words),
)
parts = st.one_of(
    st.builds(Text, lines, st.sampled_from(("", "Why:"))),
    st.builds(Bullets, st.just("Tried:"), st.lists(lines, max_size=6).map(tuple)),
    st.builds(Small, lines),
    st.builds(Buttons, st.lists(buttons, max_size=8).map(tuple)),
    st.just(Rule()),
)
messages = st.builds(Message, words, st.lists(parts, max_size=6).map(tuple), st.sampled_from(Tone))


@given(messages)
def test_nothing_that_people_wrote_mentions_links_or_formats(message: Message) -> None:
    made = card(message, TEAMS)
    entities = made["msteams"].get("entities", [])
    told = {entity["text"] for entity in entities}
    for element in within(made):
        text = element.get("text", element.get("title", element.get("fallbackText", "")))
        if element["type"] != "TextBlock":
            assert not AT.search(text)
            assert not FUNCTION.search(MOMENT.sub("", text))
            continue
        ours = re.sub("|".join(map(re.escape, sorted(told, key=len, reverse=True))), "", text)
        assert not MARKDOWN.search(MOMENT.sub("", re.sub(r"\*\*([^*]*)\*\*", r"\1", ours)))


@given(messages)
def test_only_who_is_mentioned_by_us_is_mentioned_and_each_by_words_of_their_own(message: Message) -> None:
    made = card(message, TEAMS)
    entities = made["msteams"].get("entities", [])
    ours = {i.user for p in mentions(message) for i in p.identities if i.workspace == TEAMS}
    assert {entity["mentioned"]["id"] for entity in entities} <= ours
    assert len({entity["text"] for entity in entities}) == len(entities)
    texts = "".join(element["text"] for element in within(made) if element["type"] == "TextBlock")
    for entity in entities:
        assert re.fullmatch(r"<at>[^<>]+</at>", entity["text"])
        assert entity["text"] in texts


@given(messages)
def test_every_card_keeps_the_limits(message: Message) -> None:
    made = card(message, TEAMS)
    assert len(json.dumps(made, ensure_ascii=False).encode()) <= BUDGET
    assert made["version"] == "1.5"
    json.loads(json.dumps(made))
    found = list(within(made))
    assert {element["type"] for element in found} <= ELEMENTS | ACTIONS | {"AdaptiveCard"}
    side_by_side = [len(element["actions"]) for element in found if element["type"] == "ActionSet"]
    assert all(count <= MOST_ACTIONS for count in side_by_side)
    assert sum(side_by_side) <= MOST_IN_ALL
    ids = [element["id"] for element in found if "id" in element]
    assert len(ids) == len(set(ids))
    for element in found:
        if element["type"] == "Action.Execute":
            assert element["data"] == {"verb": element["verb"], "handoff": element["data"]["handoff"]}
            assert element["fallback"]["type"] == "Action.Submit"
            assert element["fallback"]["data"] == element["data"]


@given(handoffs())
def test_no_handoff_however_it_is_written_makes_a_card_that_teams_refuses(handoff: Any) -> None:
    for message in (card_for(handoff), briefing_for(handoff, handoff.escalated_at)):
        made = card(message, TEAMS)
        assert len(json.dumps(made, ensure_ascii=False).encode()) <= BUDGET
        assert made["body"]


def test_what_never_fits_is_left_out_from_its_end_with_whom_it_mentions() -> None:
    parts = [Text(line("x" * 80)) for _ in range(300)] + [Text(line("for ", Mention(party("Sam"))))]
    made = card(Message("x", (*parts, Buttons((Button(Action.DETAILS, "Details", "42"),)))), TEAMS)
    assert len(json.dumps(made, ensure_ascii=False).encode()) <= BUDGET
    assert made["body"][-1]["type"] == "ActionSet"
    assert "entities" not in made["msteams"]


def test_what_people_wrote_is_shown_as_they_wrote_it() -> None:
    said = "**not bold** [no link](https://x.example) <b>&amp;</b> {{x}}"
    (block,) = card(says(said), TEAMS)["body"]
    assert block == {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": said}]}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("<at>Sam</at>", "<\u2060at>Sam<\u2060/at>"),
        ("{{DATE(2026-11-21T12:00:00Z)}}", "{\u2060{DATE(2026-11-21T12:00:00Z)}}"),
        ("<attention>", "<attention>"),
        ("half an emoji: \ud83d", "half an emoji: \ufffd"),
    ],
)
def test_the_little_that_works_in_a_run_is_broken_up(said: str, shown: str) -> None:
    (block,) = card(says(said), TEAMS)["body"]
    assert block["inlines"][0]["text"] == shown


def test_a_mention_is_an_entity_and_its_line_is_no_longer_markdown() -> None:
    spans = line("1. [", Strong("URGENT"), " * for ", Mention(party("Sam_Okafor")), " at ", Moment(NOON))
    made = card(Message("x", (Text(spans),)), TEAMS)
    (block,) = made["body"]
    assert block == {
        "type": "TextBlock",
        "text": "\u20601. ［**URGENT** ＊ for <at>Sam＿Okafor</at> at "
        "{{DATE(2026-11-21T12:00:00Z, SHORT)}} {{TIME(2026-11-21T12:00:00Z)}}",
        "wrap": True,
    }
    assert made["msteams"]["entities"] == [
        {
            "type": "mention",
            "text": "<at>Sam＿Okafor</at>",
            "mentioned": {"id": "directory-1", "name": "Sam＿Okafor"},
        }
    ]


def test_a_name_may_hold_quotation_marks() -> None:
    made = card(Message("x", (Text(line(Mention(party('Sam "the man" O')))),), Tone.ALERT), TEAMS)
    assert [entity["text"] for entity in made["msteams"]["entities"]] == ['<at>Sam "the man" O</at>']


def test_two_of_the_same_name_are_told_apart() -> None:
    made = card(Message("x", (Text(line(Mention(party("Sam", 1)), Mention(party("Sam", 2)))),)), TEAMS)
    assert [entity["text"] for entity in made["msteams"]["entities"]] == ["<at>Sam</at>", "<at>Sam (2)</at>"]


def test_whoever_is_not_in_this_tenant_is_named() -> None:
    made = card(Message("x", (Text(line("for ", Mention(party("*Sam*", here=False)))),)), TEAMS)
    assert [run["text"] for run in made["body"][0]["inlines"]] == ["for ", "*Sam*"]
    assert "entities" not in made["msteams"]


def test_a_time_is_in_each_readers_own_zone() -> None:
    at = datetime(2026, 11, 21, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    (block,) = card(Message("x", (Small(line("at ", Moment(at))),)), TEAMS)["body"]
    assert block["text"] == "at {{TIME(2026-11-22T04:30:00Z)}}"


@given(messages)
def test_a_time_stands_only_where_teams_reads_it_as_one(message: Message) -> None:
    runs = [element["text"] for element in within(card(message, TEAMS)) if element["type"] == "TextRun"]
    assert not [text for text in runs if MOMENT.search(text)]


def test_a_button_that_asks_once_more_opens_the_question() -> None:
    button = Button(Action.WITHDRAW, "Withdraw", "42", danger=True, confirm="Really?")
    (actions,) = card(Message("x", (Buttons((button,)),)), TEAMS)["body"]
    (ask,) = actions["actions"]
    assert ask["type"] == "Action.ShowCard"
    assert ask["card"]["body"][0]["inlines"][0]["text"] == "Really?"
    (execute,) = ask["card"]["actions"]
    assert (execute["verb"], execute["style"]) == ("withdraw", "destructive")


def test_what_shows_more_opens_a_dialog() -> None:
    for action, data in (
        (Action.DETAILS, {"verb": "details", "handoff": "42"}),
        (Action.QUEUE, {"verb": "queue", "handoff": "42"}),
        (Action.ESCALATE, {"verb": "escalate", "known": "42"}),
    ):
        (actions,) = card(Message("x", (Buttons((Button(action, "Show", "42"),)),)), TEAMS)["body"]
        (submit,) = actions["actions"]
        assert submit == {"type": "Action.Submit", "title": "Show", "data": {**data, "msteams": {"type": "task/fetch"}}}


def test_in_a_dialog_every_button_sends_itself_and_is_sealed() -> None:
    buttons = Buttons((Button(Action.PICK_UP, "Pick Up", "42", primary=True), Button(Action.DETAILS, "Details", "42")))
    sealed = partial(in_dialog, seals=lambda value: f"sealed {value}")
    (actions,) = card(Message("x", (buttons,)), TEAMS, made=sealed)["body"]
    assert [(action["type"], action["data"]) for action in actions["actions"]] == [
        ("Action.Submit", {"verb": "pick_up", "handoff": "42", "seal": "sealed 42"}),
        ("Action.Submit", {"verb": "details", "handoff": "42", "seal": "sealed 42"}),
    ]


def test_a_rule_parts_what_comes_after_it() -> None:
    made = card(Message("x", (Rule(), Text(line("a")), Rule(), Rule(), Text(line("b")), Rule())), TEAMS)
    assert [element.get("separator", False) for element in made["body"]] == [True, True]


def test_what_is_said_first_has_the_colour_of_the_tone() -> None:
    message = card_for(story()["open_urgent_directed"])
    head, *rest = card(message, TEAMS)["body"]
    assert (head["type"], head["style"]) == ("Container", "attention")
    assert len(head["items"]) == 2
    assert "Container" not in {element["type"] for element in rest}
    assert "Container" not in {e["type"] for e in card(replace(message, tone=Tone.PLAIN), TEAMS)["body"]}


def test_an_activity_is_the_card_alone_with_words_for_the_notification() -> None:
    made = activity(says("Picked up\nby Sam"), TEAMS)
    assert made["summary"] == "Picked up by Sam"
    assert "text" not in made
    assert [attachment["contentType"] for attachment in made["attachments"]] == [CONTENT_TYPE]
    assert len(title(says("x" * 999))) == 300


def test_words_are_unmarked_on_one_line() -> None:
    assert unmarked(" - a\n# b `c` ") == " - a ＃ b ｀c｀ "


def within(found: Any) -> Iterator[dict[str, Any]]:
    """Every element and action of a card."""
    if isinstance(found, dict):
        if "type" in found and found["type"] != "mention":
            yield found
        for name, value in found.items():
            if name not in ("msteams", "data"):
                yield from within(value)
    elif isinstance(found, list):
        for value in found:
            yield from within(value)


def mentions(message: Message) -> Iterator[Party]:
    for part in message.parts:
        for spans in [*getattr(part, "items", ()), getattr(part, "line", ())]:
            yield from (span.party for span in spans if isinstance(span, Mention))


def test_buttons_that_a_phone_has_no_room_for_stand_in_the_next_row() -> None:
    labels = ["Resolve…", "Attempt…", "Details", "Dig deeper"]
    made = card(Message("", (Buttons(tuple(Button(Action.DETAILS, label) for label in labels)),)), TEAMS)
    told = [[action["title"] for action in element["actions"]] for element in made["body"]]
    assert told == [["Resolve…", "Attempt…", "Details"], ["Dig deeper"]]
