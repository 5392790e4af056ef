"""Slack is slow, or answers what nobody can use: people are answered in time, and never as if they were strangers."""

import asyncio

import pytest

from playground.cast import CAST, Actor, crowd
from playground.fault import Fault
from playground.slack import Call
from tests.breadth import ON_SQLITE
from tests.town import AI_OFF, ESCALATIONS, HELPDESK, Found, Town, front

pytestmark = ON_SQLITE


LOOK_UP, LIST, OPEN, CHANNEL = "users.info", "users.list", "views.open", "conversations.info"
NOOR = Actor("noor", "Noor Adler", "noor@contoso.example")


@pytest.fixture
async def town(founded: Found) -> Town:
    """The usual town without a model, and Noor, whom Baton has never heard of."""
    made = await founded(named=AI_OFF)
    made.slack.hire(NOOR, ESCALATIONS, HELPDESK)
    return made


async def test_people_who_are_only_mentioned_are_not_looked_up(town: Town) -> None:
    for actor in crowd(3):
        town.slack.hire(actor, HELPDESK)
    town.slack.delay(LOOK_UP, 2.5)
    answer = await town.says(town.jane, "@crowd1 and @crowd2 are locked out, says @crowd3 today")
    assert answer.seconds < 1
    await town.card_of("@crowd1 and @crowd2 are locked out")
    assert calls(town, LOOK_UP) == []


async def test_who_cannot_be_found_in_time_is_no_stranger_and_the_text_comes_back(town: Town) -> None:
    town.slack.delay(LOOK_UP, 2.5)
    answer = await town.says(town.jane, "Outlook stops syncing #4711 @noor")
    assert answer.seconds < 2
    told = await town.told(town.jane, "Baton could not find out who it is for just now. Nothing was sent", HELPDESK)
    assert "What you wrote:\nOutlook stops syncing #4711 @" in told.text()
    await town.says(town.jane, "")
    await town.jane.submit({"problem": "Outlook stops syncing", "directed": town.slack.person("noor").id})
    assert front(town.jane).errors["directed"].startswith("Baton could not find out who it is for just now.")
    assert town.nothing_was_sent()
    town.slack.heal()
    await town.jane.submit()
    await town.card_of("for @Noor Adler")


@pytest.mark.parametrize("error", ["missing_scope", "token_revoked", "invalid_auth"])
async def test_what_baton_may_not_ask_makes_nobody_a_stranger(town: Town, error: str) -> None:
    noor = town.slack.person("noor")
    card = await town.escalated()
    town.slack.fail(LOOK_UP, error=error)
    await noor.click(card, "pick_up")
    told = await town.told(noor, "Please try again in a moment; nothing was changed.")
    assert "not available to you" not in told.text()
    await noor.click(card, "pick_up")
    await town.told(noor, "It's yours: E-1")


@pytest.mark.parametrize("method", [OPEN, CHANNEL], ids=["the form", "the channel"])
async def test_what_slack_does_not_answer_is_not_called_the_databases_fault(town: Town, method: str) -> None:
    town.slack.delay(method, 2.9)
    answer = await town.says(town.jane, "" if method == OPEN else "here")
    assert answer.seconds < 2.4
    assert "Slack did not answer in time" in answer.text
    assert "database" not in answer.text
    assert ("Nothing was sent." if method == OPEN else "Nothing was changed.") in answer.text


async def test_a_page_of_people_that_must_wait_is_asked_for_when_slack_said_and_no_other_twice(
    founded: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.roster._PAGE", 4)
    town = await founded([*CAST, *crowd(10)], named=AI_OFF, started=False)
    town.slack.faults.plan(LIST, Fault(drip=0.0), 1, None)  # the first page comes, only the second is refused
    town.slack.fail(LIST, retry_after=1)
    await town.start()
    asked = calls(town, LIST)
    refused = next(call for call in asked if call.fault is not None and not call.ok)
    again = asked[asked.index(refused) + 1]
    assert again.arguments.get("cursor") == refused.arguments.get("cursor") != ""
    assert again.at - refused.at >= 1
    pages = [call.arguments.get("cursor", "") for call in asked if call is not refused]
    assert len(pages) == len(set(pages)) >= 4
    await town.escalated("Outlook stops syncing @crowd10")
    assert calls(town, LOOK_UP) == []


async def test_who_escalates_while_people_are_still_learned_is_not_kept_waiting(founded: Found) -> None:
    town = await founded(named=AI_OFF, started=False)
    town.slack.fail(LIST, retry_after=2)
    starting = asyncio.create_task(town.start())
    await town.until(lambda: calls(town, LIST))
    answer = await town.says(town.jane, "Outlook stops syncing")
    assert not starting.done()
    assert "Escalated as E-1" in answer.text
    await town.card_of("Outlook stops syncing", ESCALATIONS)
    await starting


def calls(town: Town, method: str) -> list[Call]:
    """How this method was called."""
    return [call for call in town.slack.calls if call.method == method]
