"""Slack in trouble: what it could not take comes later or is given up in words, and nothing is lost or doubled."""

from collections.abc import Mapping
from typing import Any

import pytest

from playground.slack import Seen
from playground.slack.posting import remove
from tests.breadth import ON_POSTGRES, ON_SQLITE
from tests.tempo import HASTY
from tests.town import AI_OFF, ESCALATIONS, HELPDESK, Found, Town, newest, said, whispers

POST, EDIT, OPEN, BACK = "chat.postMessage", "chat.update", "views.open", "response_url"


TROUBLES: Mapping[str, dict[str, Any]] = {
    "too many": {"status": 429},
    "an error": {"status": 500},
    "an error that says so politely": {"error": "internal_error"},
    "a page in HTML": {"html": True},
    "a reset": {"drop": "before"},
    "silence": {"hang": 0.05},
    "done, then an error": {"status": 503, "accepted": True},
    "done, then a page in HTML": {"html": True, "accepted": True},
    "done, then a reset": {"drop": "after"},
    "done, then silence": {"hang": 0.05, "accepted": True},
    "done, then nothing": {"empty": True},
    "done, then half an answer": {"half": True},
}


@pytest.fixture
async def hasty(founded: Found) -> Town:
    """The usual town, with a service that tries again at once."""
    return await founded(tempo=HASTY)


@ON_POSTGRES  # on SQLite the matrix does
async def test_a_card_is_posted_once_whatever_slack_answers(hasty: Town) -> None:
    for number, (trouble, fault) in enumerate(TROUBLES.items(), start=1):
        hasty.slack.fail(POST, channel=ESCALATIONS, times=2, **fault)
        card = await hasty.escalated(f"It began with {trouble}.")
        await hasty.delivered(number)
        await hasty.sam.click(card, "pick_up")
        await hasty.delivered(number)
        hasty.slack.heal()
        assert "✅ Picked up by Sam Okafor" in card.text(), trouble
        assert len(hasty.cards()) == number, trouble
        assert len(hasty.sam.sees(ESCALATIONS, thread=card)) == 2, trouble


async def test_a_press_on_a_card_that_baton_does_not_know_of_yet_counts(hasty: Town) -> None:
    hasty.slack.fail(POST, channel=ESCALATIONS, drop="after")
    hasty.slack.fail("conversations.history", drop="before")
    card = await hasty.escalated()
    await hasty.sam.click(card, "pick_up")
    await hasty.told(hasty.sam, "It's yours: E-1")
    await hasty.delivered()
    assert "✅ Picked up by Sam Okafor" in card.text()
    assert len(hasty.cards()) == 1
    assert len(hasty.sam.sees(ESCALATIONS, thread=card)) == 2


@ON_POSTGRES  # on SQLite the matrix does
async def test_a_direct_message_comes_once_whatever_slack_answers(hasty: Town) -> None:
    for number, (trouble, fault) in enumerate(TROUBLES.items(), start=1):
        for name in ("Jane", "Sam"):
            hasty.slack.fail(POST, user=name, times=2, **fault)
        card = await hasty.escalated(f"It began with {trouble}.")
        await hasty.sam.click(card, "pick_up")
        await hasty.delivered(number)
        hasty.slack.heal()
        briefings = [dm for dm in hasty.sam.dms() if f"You picked up E-{number} from Jane Ruiz" in dm.text()]
        receipts = [dm for dm in hasty.jane.dms() if f"🎫 Sam Okafor picked up E-{number}:" in dm.text()]
        news = [dm for dm in hasty.jane.dms() if f"✅ Sam Okafor picked up E-{number}:" in dm.text()]
        assert (len(briefings), len(receipts), len(news)) == (1, 1, 1), trouble


@ON_POSTGRES  # on SQLite the matrix does
async def test_a_card_ends_at_its_newest_state_whatever_slack_answers(hasty: Town) -> None:
    for number, (trouble, fault) in enumerate(TROUBLES.items(), start=1):
        card = await hasty.escalated(f"It began with {trouble}.")
        await hasty.shows(card, "Stand-in answer")
        await hasty.delivered(number)
        hasty.slack.fail(EDIT, times=3, **fault)
        await hasty.sam.click(card, "pick_up")
        await hasty.delivered(number)
        hasty.slack.heal()
        assert "✅ Picked up by Sam Okafor" in card.text(), trouble
        assert "Stand-in answer" in card.text(), trouble
        assert newest(hasty.jane.dms(), f"🎫 Sam Okafor picked up E-{number}:") is not None, trouble
    assert len(hasty.cards()) == len(TROUBLES)


@ON_SQLITE
async def test_slack_is_asked_again_when_it_said_and_not_before(hasty: Town) -> None:
    hasty.slack.fail(POST, channel=ESCALATIONS, retry_after=1)
    await hasty.escalated()
    channel = hasty.slack.channel(ESCALATIONS).id
    first, second = [c for c in hasty.slack.calls if c.method == POST and c.arguments["channel"] == channel][:2]
    assert second.at - first.at >= 1.0


@ON_SQLITE
async def test_a_press_is_answered_whatever_the_response_url_answers(hasty: Town) -> None:
    answered = {"too many", "an error", "a page in HTML"}
    for number, trouble in enumerate(sorted(answered), start=1):
        fault = TROUBLES[trouble]
        card = await hasty.escalated(f"It began with {trouble}.")
        hasty.slack.fail(BACK, times=None, **fault)
        await hasty.sam.click(card, "pick_up")
        await hasty.told(hasty.sam, f"It's yours: E-{number}")
        await hasty.shows(card, "✅ Picked up by Sam Okafor")
        await hasty.alex.click_stale(card, 0, "pick_up")
        await hasty.told(hasty.alex, f"E-{number} · ")
        hasty.slack.heal()


@ON_SQLITE
async def test_what_may_have_been_said_to_somebody_is_not_said_in_another_way_and_pressing_again_tells_again(
    hasty: Town,
) -> None:
    for number, trouble in enumerate(("silence", "a reset", "done, then silence", "done, then a reset"), start=1):
        card = await hasty.escalated(f"It began with {trouble}.")
        before = len(whispers(hasty.sam))
        hasty.slack.fail(BACK, **TROUBLES[trouble])
        await hasty.sam.click(card, "pick_up")
        await hasty.shows(card, "✅ Picked up by Sam Okafor")
        await hasty.sam.click_stale(card, 0, "pick_up")
        await hasty.told(hasty.sam, f"E-{number} is already yours")
        await hasty.delivered(number)
        assert len(whispers(hasty.sam)) - before == 1 + trouble.startswith("done"), trouble
        assert not [call for call in hasty.slack.calls if call.method == "chat.postEphemeral"]


@ON_SQLITE
async def test_the_form_is_accepted_though_its_answer_cannot_be_given(hasty: Town) -> None:
    hasty.slack.fail(BACK, times=None, status=500)
    await hasty.says(hasty.jane, "")
    await hasty.jane.submit({"problem": "Outlook stops syncing"})
    assert hasty.jane.open_view is None
    await hasty.card_of("Outlook stops syncing")
    await hasty.sent(hasty.jane, "E-1 is with the team")


@ON_SQLITE
async def test_a_form_that_cannot_be_opened_says_how_to_go_on(hasty: Town) -> None:
    for trouble, fault in TROUBLES.items():
        hasty.slack.fail(OPEN, **fault)
        answer = await hasty.says(hasty.jane, "")
        assert "The form could not be opened" in answer.text, trouble
        assert "Nothing was sent. Write it in one line" in answer.text, trouble
    assert hasty.nothing_was_sent()


@ON_SQLITE
async def test_a_form_that_slack_does_not_open_in_time_says_so_in_time(hasty: Town) -> None:
    hasty.slack.delay(OPEN, 2.0)
    answer = await hasty.says(hasty.jane, "!urgent")
    assert answer.seconds < 2.0
    assert "The form could not be opened" in answer.text
    assert "Nothing was sent." in answer.text


@ON_SQLITE
async def test_details_that_cannot_be_opened_are_whispered_instead(hasty: Town) -> None:
    card = await hasty.escalated()
    for trouble, fault in TROUBLES.items():
        hasty.slack.fail(OPEN, **fault)
        answer = await hasty.sam.click(card, "details")
        assert answer.ok, trouble
        hasty.sam.hide(await hasty.told(hasty.sam, "Problem: Outlook stops syncing"))


async def test_what_a_human_deleted_is_posted_anew(hasty: Town) -> None:
    hasty.slack.forgive("message_not_found")
    card = await hasty.escalated()
    await hasty.until(lambda: "Stand-in answer" in card.text())
    await hasty.delivered()
    remove(hasty.slack.workspace, card.message)
    await hasty.says(hasty.sam, "claim E-1")
    anew = await hasty.until(lambda: hasty.cards()[0])
    await hasty.delivered()
    assert "✅ Picked up by Sam Okafor" in anew.text()
    assert len(hasty.cards()) == 1
    await hasty.says(hasty.jane, "withdraw E-1")
    await hasty.delivered()
    assert "Jane Ruiz says that help with this is no longer needed." in said(hasty.sam.sees(ESCALATIONS, thread=anew))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("is_archived", "the channel is archived: choose another one with /escalate here"),
        ("channel_not_found", "Baton is not in that channel: invite it with /invite @Baton"),
        ("not_in_channel", "Baton is not in that channel: invite it with /invite @Baton"),
        ("restricted_action", "posting in that channel is restricted"),
        ("missing_scope", "Baton lacks a permission in Slack"),
        ("token_revoked", "Baton's access to Slack was revoked"),
    ],
)
async def test_what_only_a_human_can_change_is_told_in_the_receipt_and_asked_again_at_each_change(
    founded: Found, code: str, words: str
) -> None:
    town = await founded(named=AI_OFF, tempo=HASTY)
    town.expect_errors("stopped")
    town.slack.fail(POST, channel=ESCALATIONS, times=None, error=code)
    await town.says(town.jane, "Outlook stops syncing")
    receipt = await town.sent(town.jane, "The card in the channel (Slack) could not be delivered")
    assert words in receipt.text()
    await town.says(town.sam, "claim E-1")
    await town.told(town.sam, "It's yours: E-1", HELPDESK)
    await town.sent(town.sam, "You picked up E-1")
    await town.delivered()
    assert words in receipt.text()
    assert len([call for call in town.slack.calls if call.fault is not None]) == 2


async def test_a_channel_that_is_archived_stops_its_cards_until_another_is_chosen(hasty: Town) -> None:
    hasty.expect_errors("stopped")
    hasty.slack.forgive("is_archived")
    card = await hasty.escalated()
    await hasty.delivered()
    await hasty.slack.archive(ESCALATIONS)
    await hasty.says(hasty.sam, "claim E-1")
    receipt = await hasty.sent(hasty.jane, "🎫 Sam Okafor picked up E-1")
    await hasty.until(lambda: "⚠️ The card in the channel (Slack) could not be delivered" in receipt.text())
    assert "the channel is archived: choose another one with /escalate here" in receipt.text()
    assert "Picked up" not in card.text()
    await hasty.says(hasty.jane, "here")
    await hasty.says(hasty.jane, "Printer prints only blanks")
    await hasty.card_of("Printer prints only blanks", HELPDESK)


@ON_SQLITE
async def test_a_direct_message_that_is_refused_stops_nothing_else(hasty: Town) -> None:
    hasty.expect_errors("stopped")
    hasty.slack.fail(POST, user="Sam", times=None, error="messages_tab_disabled")
    card = await hasty.escalated()
    await hasty.sam.click(card, "pick_up")
    await hasty.until(lambda: "✅ Picked up by Sam Okafor" in card.text())
    receipt = await hasty.sent(hasty.jane, "🎫 Sam Okafor picked up E-1")
    await hasty.until(lambda: "The briefing (Slack) could not be delivered: the Messages tab" in receipt.text())


async def test_what_fails_too_often_is_given_up_and_the_receipt_says_so(
    founded: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.settling.MAX_ATTEMPTS", 5)
    town = await founded(named=AI_OFF, tempo=HASTY)
    town.expect_errors("stopped")
    town.slack.fail(POST, channel=ESCALATIONS, times=None, status=500)
    await town.says(town.jane, "Outlook stops syncing")
    receipt = await town.sent(town.jane, "The card in the channel (Slack) could not be delivered")
    assert "internal_error" in receipt.text()
    assert len([call for call in town.slack.calls if call.fault is not None]) == 5


async def test_everything_comes_when_slack_is_back(hasty: Town) -> None:
    hasty.slack.fail("*", times=None, drop="before")
    for number in range(1, 4):
        answer = await hasty.says(hasty.jane, f"Case number {number} of three")
        assert answer.ok
    await hasty.says(hasty.sam, "claim E-2")
    hasty.slack.heal()
    for number in range(1, 4):
        await hasty.delivered(number)
    assert sorted(card_number(card) for card in hasty.cards()) == ["E-1", "E-2", "E-3"]
    assert "✅ Picked up by Sam Okafor" in next(card for card in hasty.cards() if "E-2" in card.text()).text()
    assert len(hasty.jane.dms()) == 4
    assert len(hasty.sam.dms()) == 1


def card_number(card: Seen) -> str:
    """Which handoff a card shows."""
    return next(word for word in card.text().split() if word.startswith("E-"))
