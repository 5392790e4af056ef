"""Messages as Block Kit: whatever people wrote, Slack takes it, and nobody is mentioned who was not meant."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.answer import ephemeral, modal
from bot.slack.blocks import MESSAGE_BUDGET, blocks, escaped, title
from bot.slack.form import form
from bot.slack.question import form_view
from core import answer
from core.answer import escalate_answer, returned
from core.briefing import briefing_for
from core.card import card_for
from core.command import Problem
from core.delivery import Delivery
from core.details import details_for
from core.event import Event, Happening
from core.handoff import Handoff, HandoffId, Priority
from core.help import HELP
from core.listing import mine_list, queue_list
from core.looking import LIST_LENGTH
from core.message import Mention, Message, Small, Text, line
from core.note import news_for, note_for
from core.outcome import Escalated, Inside, Mine, Queue
from core.people import Party, Workspace
from core.receipt import receipt_for
from core.text import clean
from playground.slack.lint import block_problems, size_of, view_problems
from playground.slack.reading import mentions_in, plain_words
from tests import golden
from tests.asked import forms
from tests.homes import homes
from tests.people import ALEX, JANE, SAM, SLACK, TEAMS, after, delivery, event, identity, party, story
from tests.shown import shown
from tests.strategy import anything, handoffs, worst

FOLDER = Path(__file__).parent / "golden"
LIMIT = 13_200
"""More than this Slack refuses, whatever it says about single blocks: bolt-js#2509."""

MODALS = {f"modal_{name}": asked for name, asked in forms(story(), identity(JANE)).items()}

HISTORY = (
    event(Happening.ESCALATED),
    event(Happening.CLAIMED, SAM, 40),
    *(event(Happening.PRESS_LOST, ALEX, 40 + n) for n in range(40)),
    event(Happening.ASSESSED, None, 45, status="unavailable", why="timed out"),
)
DELIVERIES = (delivery(), delivery(condition="stopped", error="Slack: " + "x" * 500))


def mentioned(message: Message) -> set[str]:
    """Whom the message mentions, in its notification and in its blocks."""
    return set(mentions_in(title(message), blocks(message, SLACK)))


def fits(message: Message) -> None:
    """Fails unless Slack would take it as a message."""
    made = blocks(message, SLACK)
    assert block_problems(made) == []
    assert size_of(made) <= MESSAGE_BUDGET < LIMIT
    assert 0 < len(title(message)) <= 300 * len("&amp;")


def numbered(handoff: Handoff, count: int) -> tuple[Handoff, ...]:
    """So many of the same, as a list shows them."""
    return tuple(replace(handoff, id=HandoffId(UUID(int=n + 1)), number=n + 1) for n in range(count))


def everywhere(handoff: Handoff) -> Iterator[Message]:
    """Every message that shows a handoff's text."""
    told: tuple[Event, ...] = (event(Happening.CLAIMED, SAM, 40), event(Happening.WITHDRAWAL_ASKED))
    stopped: tuple[Delivery, ...] = DELIVERIES
    yield card_for(handoff)
    yield briefing_for(handoff, handoff.escalated_at)
    yield receipt_for(handoff, stopped, takers=0)
    yield details_for(Inside(handoff, HISTORY, stopped), SAM.id)
    yield escalate_answer(Escalated(handoff, takers=0))
    yield queue_list(Queue(numbered(handoff, LIST_LENGTH), 99, after(600)))
    yield mine_list(Mine(numbered(handoff, LIST_LENGTH), SAM.id, after(600)))
    yield from (note_for(handoff, one) for one in told)
    yield from (news_for(handoff, one) for one in told)


@settings(max_examples=25)
@given(handoffs())
def test_slack_takes_whatever_people_wrote(handoff: Handoff) -> None:
    for message in everywhere(handoff):
        fits(message)


@settings(max_examples=25)
@given(handoffs())
def test_nobody_is_mentioned_but_the_one_it_is_for_while_it_waits(handoff: Handoff) -> None:
    meant = {identity(SAM).user} if handoff.directed and handoff.claimable else set()
    for message in everywhere(handoff):
        assert mentioned(message) <= meant
    assert mentioned(card_for(handoff)) == meant


@settings(max_examples=25)
@given(handoffs())
def test_details_fit_into_a_modal(handoff: Handoff) -> None:
    message = details_for(Inside(handoff, HISTORY, DELIVERIES), SAM.id)
    view = modal(message.title, message, identity(SAM))
    assert view_problems(view, "modal") == []
    assert not mentions_in("", view["blocks"], linked_names=True)


@given(worst)
def test_text_that_comes_back_is_shown_word_for_word(text: str) -> None:
    text = clean(text)
    message = returned(answer.NOT_KNOWN_YET, text)
    fits(message)
    body = ephemeral(message, identity(SAM))
    assert not mentions_in(body["text"], body["blocks"])
    assert "link_names" not in body
    if len(text) <= answer.RETURNED_LENGTH:
        assert plain_words(body["blocks"], str, "UTC").endswith(text)


@given(worst)
def test_a_notification_shows_people_what_was_written(text: str) -> None:
    assert not mentions_in(title(Message(text, ())), [])
    assert "<" not in escaped(text)
    assert ">" not in escaped(text)


@given(st.lists(anything, min_size=1, max_size=30))
def test_small_print_is_never_empty_or_too_much(words: list[str]) -> None:
    made = blocks(Message("x", (Small(line(*words)), Text(line(*words)))), SLACK)
    assert block_problems(made) == []


def test_the_longest_words_are_cut_first() -> None:
    long = Message("x", (Text(line("W" * 30_000)), Text(line("short and needed"))))
    words = plain_words(blocks(long, SLACK), str, "UTC")
    assert words.endswith("W…\nshort and needed")
    assert len(words) > 3_000


def test_a_mention_is_one_only_where_the_person_is() -> None:
    there, elsewhere = identity(SAM), identity(SAM, TEAMS)
    another = identity(SAM, Workspace(SLACK.platform, "T0FABRIKAM"))
    assert _named(party(SAM, elsewhere, there)) == [{"type": "user", "user_id": "U0SAM"}]
    assert _named(party(SAM, elsewhere, another)) == [{"type": "text", "text": "Sam Okafor"}]


def _named(person: Party) -> list[dict[str, Any]]:
    [block] = blocks(Message("x", (Text((Mention(person),)),)), SLACK)
    found: list[dict[str, Any]] = block["elements"][0]["elements"]
    return found


@pytest.mark.parametrize("name", shown())
def test_this_is_what_slack_is_sent(name: str) -> None:
    message = shown()[name]
    sent = {"text": title(message), "blocks": blocks(message, SLACK)}
    golden.same_as(FOLDER / f"{name}.json", json.dumps(sent, ensure_ascii=False, indent=1) + "\n")
    assert block_problems(sent["blocks"]) == []


@pytest.mark.parametrize("name", [*shown(), *homes()])
def test_no_small_print_begins_with_a_stop(name: str) -> None:
    """Slack leaves a gap between a time or a mention and what comes after it."""
    parts = [part for section in homes()[name].sections for part in section.parts] if name in homes() else []
    message = Message("", tuple(parts)) if parts else shown()[name]
    small = [block["elements"] for block in blocks(message, SLACK) if block["type"] == "context"]
    assert not [e["text"] for elements in small for e in elements if e["text"].lstrip()[:1] in ".,;:!?"]


def test_no_golden_file_is_left_over() -> None:
    golden.nothing_else_in(FOLDER, {f"{name}.json" for name in (*shown(), *homes(), *MODALS, "form")})


def test_the_help_fits() -> None:
    fits(HELP)


def test_this_is_the_form() -> None:
    view = form()
    golden.same_as(FOLDER / "form.json", json.dumps(view, ensure_ascii=False, indent=1) + "\n")
    assert view_problems(view, "modal") == []


@pytest.mark.parametrize("name", MODALS)
def test_this_is_the_form_of_a_verb(name: str) -> None:
    view = form_view(MODALS[name], "https://hooks.slack.com/actions/T/1/x")
    golden.same_as(FOLDER / f"{name}.json", json.dumps(view, ensure_ascii=False, indent=1) + "\n")
    assert view_problems(view, "modal") == []


@pytest.mark.parametrize("name", MODALS)
def test_only_what_may_stay_empty_is_optional(name: str) -> None:
    fields = {asked.name: asked for asked in MODALS[name].fields}
    view = form_view(MODALS[name], "")
    for block in (block for block in view["blocks"] if block["type"] == "input"):
        chosen = "initial_option" in block["element"]  # Slack has no way to choose nothing again
        assert block["optional"] == (not fields[block["block_id"]].required and not chosen)


@pytest.mark.parametrize("priority", [None, *Priority])
@pytest.mark.parametrize("ticket", ["", "#4711", "#" + "1" * 20])
def test_the_form_is_filled_with_what_the_command_said(priority: Priority | None, ticket: str) -> None:
    view = form(Problem("", ticket, priority), back="https://hooks.slack.com/commands/T/1/x", directed="U0SAM")
    assert view_problems(view, "modal") == []
    filled = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert filled["ticket"].get("initial_value", "") == ticket
    assert filled["directed"]["initial_user"] == "U0SAM"
    assert filled["priority"]["initial_option"]["value"] == (priority or Priority.NORMAL)
