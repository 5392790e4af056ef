"""What Slack refuses or forgets of one message: one card all the same, and it ends true."""

from typing import Any

import pytest

from playground.slack.posting import remove
from tests.breadth import ON_SQLITE
from tests.faults.conftest import Frail
from tests.tempo import HASTY
from tests.town import AI_OFF, ESCALATIONS, HELPDESK, Found, Town

POST, EDIT = "chat.postMessage", "chat.update"


@pytest.fixture
async def plain(founded: Found) -> Town:
    """A town without a model, with a service that tries again at once."""
    return await founded(named=AI_OFF, tempo=HASTY)


async def test_a_card_whose_answer_was_lost_is_the_only_one_though_its_edits_must_wait(plain: Town) -> None:
    plain.slack.fail(POST, channel=ESCALATIONS, drop="after")
    plain.slack.fail(EDIT, channel=ESCALATIONS, times=2, status=429)
    card = await plain.escalated()
    await plain.delivered()
    await plain.sam.click(card, "pick_up")
    await plain.delivered()
    assert len(plain.cards()) == 1
    assert "✅ Picked up by Sam Okafor" in card.text()


async def test_the_claim_is_shown_though_the_edit_before_it_was_refused(founded: Found) -> None:
    town = await founded(tempo=HASTY)
    town.expect_errors("stopped")
    town.model.latency = 1.0  # the card is posted first, so that the assessment is an edit
    town.slack.fail(EDIT, channel=ESCALATIONS, error="invalid_blocks")
    card = await town.escalated()
    receipt = await town.sent(town.jane, "The card in the channel (Slack) could not be delivered")
    await town.sam.click(card, "pick_up")
    await town.until(lambda: "✅ Picked up by Sam Okafor" in card.text(), within=2)
    await town.until(lambda: "could not be delivered" not in receipt.text())
    assert len(town.cards()) == 1


@ON_SQLITE
@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed"])
async def test_a_card_that_may_not_be_edited_gets_no_second_one_and_the_receipt_tells(plain: Town, code: str) -> None:
    plain.expect_errors("stopped")
    card = await plain.escalated()
    await plain.delivered()
    plain.slack.fail(EDIT, channel=ESCALATIONS, times=None, error=code)
    await plain.sam.click(card, "pick_up")
    await plain.sent(plain.jane, "could not be delivered: Slack does not let Baton edit that message")
    await plain.delivered()
    assert len(plain.cards()) == 1


async def test_a_card_that_was_deleted_is_posted_anew(plain: Town) -> None:
    plain.slack.forgive("message_not_found")
    card = await plain.escalated()
    await plain.delivered()
    remove(plain.slack.workspace, card.message)
    await plain.says(plain.sam, "claim E-1")
    await plain.card_of("✅ Picked up by Sam Okafor")
    await plain.delivered()
    assert len(plain.cards()) == 1


@ON_SQLITE
@pytest.mark.parametrize("fault", [{"error": "messages_tab_disabled"}, {"error": "invalid_blocks"}])
async def test_when_everything_is_refused_there_is_silence_after_a_few_sends(
    plain: Town, fault: dict[str, Any]
) -> None:
    plain.expect_errors("stopped")
    plain.slack.fail("*", times=None, **fault)
    await plain.says(plain.jane, "Outlook stops syncing @sam")
    await plain.delivered()
    assert len([call for call in plain.slack.calls if call.method == POST]) <= 6


async def test_an_assessment_that_was_begun_before_the_model_was_switched_off_says_so(founded: Found) -> None:
    town = await founded(started=False)
    await town.start(carrying=False)
    await town.says(town.jane, "Outlook stops syncing")
    await town.stop()
    town.named.update(AI_OFF)
    await town.start()
    card = await town.card_of("AI assessment: unavailable: the AI was switched off.")
    await town.delivered()
    assert card.message.thread_ts is None
    assert town.model.requests == []


async def test_a_change_of_a_person_that_cannot_be_kept_is_sent_again_and_then_counts(
    plain: Town, frail: Frail
) -> None:
    plain.expect_errors("error ")
    card = await plain.escalated()
    await plain.delivered()
    async with frail.gone():
        answer = await plain.slack.change("Sam", name="Samuel Okafor-Reyes")
        assert answer.status == 503
        assert answer.seconds < 2.6
    while not (answer := await plain.slack.change("Sam", name="Samuel Okafor-Reyes")).ok:
        assert answer.status == 503
    await plain.sam.click(card, "pick_up")
    await plain.shows(card, "Picked up by Samuel Okafor-Reyes")


@ON_SQLITE
async def test_nobody_becomes_owner_by_a_change_that_does_not_name_them(founded: Found) -> None:
    town = await founded(named={**AI_OFF, "BATON_OWNER": "sam@contoso.example"})
    await town.slack.change("Alex", name="Alex Kim-Lee")
    await town.says(town.alex, "here")
    await town.told(town.alex, "Only an admin can choose the channel.", HELPDESK)
    account = await town.account()
    assert await town.service.storage.read(lambda tx: tx.people.has_owner(account))
