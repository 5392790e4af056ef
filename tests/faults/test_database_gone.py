"""The database is gone while people work: nobody is told what is not so, and nothing that was accepted is lost."""

import asyncio
import json
import re
from datetime import timedelta

import pytest

from core.event import Happening
from playground.slack import Answer
from tests.both import Both
from tests.breadth import ON_BOTH, ON_SQLITE
from tests.faults.conftest import Frail
from tests.town import HELPDESK, Found, Town, front, newest

pytestmark = ON_BOTH

PROBLEM = "Outlook stops syncing #4711 !urgent"
ERROR_ID = re.compile(r"Error ([0-9a-f]{8})\b")


async def test_a_line_that_cannot_be_kept_comes_back_word_for_word(town: Town, frail: Frail) -> None:
    town.expect_errors("error ")
    async with frail.gone():
        answer = await town.says(town.jane, f"{PROBLEM} @sam & <more>")
        assert answer.ok
        told = await town.told(town.jane, "Baton cannot reach its database just now", HELPDESK)
        assert "nothing was sent" in told.text()
        assert re.search(r"What you wrote:\nOutlook stops syncing #4711 !urgent @sam & <more>$", told.text())
        assert ERROR_ID.search(told.text())
        assert town.nothing_was_sent()
    await eventually(town, PROBLEM)
    await town.card_of("Outlook stops syncing")
    assert len(town.cards()) == 1


@ON_SQLITE
async def test_of_a_very_long_line_as_much_comes_back_as_fits_and_it_says_so(town: Town, frail: Frail) -> None:
    town.expect_errors("error ")
    text = "It all began when " + "and then " * 600
    async with frail.gone():
        await town.says(town.jane, text)
        told = await town.told(town.jane, "nothing was sent", HELPDESK)
    head, _, back = told.text().partition("What you wrote (its first 3,000 characters):\n")
    assert "Baton cannot reach its database" in head
    assert back == text[:2_999].rstrip() + "…"


async def test_the_form_stays_open_with_its_text_until_it_can_be_kept(town: Town, frail: Frail) -> None:
    town.expect_errors("error ")
    await town.says(town.jane, "")
    texts = {"problem": "Outlook stops syncing\nsince Monday", "tried": "a new profile", "priority": "high"}
    async with frail.gone():
        await town.jane.submit(texts)
        why = front(town.jane).errors["problem"]
        assert "Baton cannot reach its database just now" in why
        assert "nothing was sent" in why
        assert "Your text is still here." in why
        assert ERROR_ID.search(why)
    while town.jane.views:
        await town.jane.submit()
    card = await town.card_of("since Monday")
    assert "• a new profile" in card.text()
    assert "🟠 HIGH" in card.text()
    assert len(town.cards()) == 1


async def test_a_dialog_in_teams_comes_again_with_its_text_until_it_can_be_kept(teams: Both, frail: Frail) -> None:
    """It is made anew each time, and there is nothing to read it from."""
    teams.expected.append("error ")
    card = await teams.escalated()
    await teams.sam.click(card, "pick_up")
    await teams.sam.open_dialog(await teams.sent(teams.sam, "You picked up E-1"), "resolve")
    async with frail.gone():
        await teams.sam.submit_dialog({"settled": "no", "note": "One mailbox is left"})
        again, why = in_front(teams)
        assert again == {"settled": "no", "note": "One mailbox is left"}
        assert "Baton cannot reach its database just now" in why
        assert "Your text is still here." in why
        assert ERROR_ID.search(why)
    async with asyncio.timeout(30):
        while teams.sam.dialog is not None:
            await teams.sam.submit_dialog()
    await teams.until(lambda: "Left over: One mailbox is left" in card.text())


async def test_the_form_of_a_verb_stays_open_with_its_text_until_it_can_be_done(town: Town, frail: Frail) -> None:
    town.expect_errors("error ")
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    briefing = await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")
    await town.sam.click(briefing, "resolve")
    async with frail.gone():
        await town.sam.submit({"note": "The records were old"})
        why = front(town.sam).errors["settled"]
        assert "Baton cannot reach its database just now" in why
        assert "Your text is still here." in why
        assert ERROR_ID.search(why)
    while town.sam.views:
        await town.sam.submit()
    await town.shows(card, "What worked: The records were old")
    assert len(await town.events(1, Happening.RESOLVED)) == 1


async def test_who_presses_is_told_that_nothing_was_changed(town: Town, frail: Frail) -> None:
    town.expect_errors("error ")
    card = await town.escalated()
    await town.delivered()
    async with frail.gone():
        answer = await town.sam.click(card, "pick_up")
        assert answer.ok
        assert answer.seconds < 2.6
        told = await town.told(town.sam, "Baton cannot reach its database just now")
        assert "nothing was changed" in told.text().lower()
        assert ERROR_ID.search(told.text())
    assert await town.events(1, Happening.CLAIMED) == []
    await pressed_until_it_counts(town)
    await town.until(lambda: "✅ Picked up by Sam Okafor" in card.text())
    await town.sent(town.sam, "You picked up E-1")


@ON_SQLITE
async def test_the_other_words_are_told_as_much(town: Town, frail: Frail) -> None:
    town.expect_errors("error ")
    await town.escalated()
    await town.delivered()
    async with frail.gone():
        for person, text in ((town.sam, "claim E-1"), (town.jane, "withdraw E-1")):
            answer = await town.says(person, text)
            assert "Baton cannot reach its database just now" in answer.text, text
            assert "What you wrote" not in answer.text, text
    assert await town.events(1, Happening.CLAIMED) == []
    assert await town.events(1, Happening.WITHDRAWN) == []


async def test_what_was_accepted_before_comes_afterwards(town: Town, frail: Frail) -> None:
    town.expect_errors("error ")
    town.slack.fail("*", times=None, drop="before")
    answer = await town.says(town.jane, PROBLEM)
    assert "Escalated as E-1" in answer.text
    async with frail.gone():
        await town.says(town.jane, "Printer prints only blanks")
    town.slack.heal()
    await town.card_of("Outlook stops syncing")
    await town.sent(town.jane, "E-1 is with the team")


# ------------------------------------------------------------------------------------------------- a restart


async def test_what_was_answered_before_a_stop_is_delivered_after_the_start(founded: Found) -> None:
    town = await founded(started=False)
    await town.start(carrying=False)
    answer = await town.says(town.jane, f"{PROBLEM} @sam")
    assert "Escalated as E-1" in answer.text
    assert town.nothing_was_sent()
    await town.stop()
    assert town.nothing_was_sent()
    await town.start()
    card = await town.card_of("Outlook stops syncing")
    await town.until(lambda: "Stand-in answer" in card.text())
    await town.sent(town.jane, "E-1 is with the team")
    await town.sent(town.sam, "E-1 · for")
    await town.delivered()
    assert len(town.cards()) == 1


async def test_a_claim_that_was_answered_before_a_stop_is_shown_after_the_start(founded: Found) -> None:
    town = await founded(started=False)
    await town.start(carrying=False)
    await town.says(town.jane, PROBLEM)
    assert "It's yours" in (await town.says(town.sam, "claim E-1")).text
    await town.stop()
    await town.start()
    card = await town.card_of("✅ Picked up by Sam Okafor")
    await town.sent(town.sam, "You picked up E-1")
    await town.sent(town.jane, "✅ Sam Okafor picked up E-1")
    await town.delivered()
    assert "pick_up" not in json.dumps(card.message.versions[0].blocks), "it never offered what was over"
    assert len(town.sam.sees("#escalations", thread=card)) == 2
    assert newest(town.jane.dms(), "is with the team") is None


async def test_an_assessment_that_was_under_way_at_a_stop_comes_to_its_end(founded: Found) -> None:
    town = await founded(started=False, named={"BATON_ASSESSMENT_SECONDS": "1"})
    await town.start()
    town.model.fail(hang=3, times=None)
    card = await town.escalated()
    await town.model.until(lambda: town.model.requests)
    await town.stop()
    town.model.heal()
    await town.start()
    await town.until(lambda: "AI assessment: unavailable: timed out." in card.text())


async def test_a_stop_in_the_middle_of_a_sweep_leaves_no_trace(founded: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.carrying.SWEEP_EVERY", timedelta(milliseconds=5))
    town = await founded(started=False)
    for _ in range(5):
        await town.start()
        await town.stop()


async def eventually(town: Town, text: str) -> Answer:
    """Say it until it is accepted: a database that comes back is used again by itself."""
    while "Escalated as" not in (answer := await town.says(town.jane, text)).text:
        assert "nothing was sent" in answer.text
    return answer


async def pressed_until_it_counts(town: Town) -> None:
    """Press until it is theirs."""
    card = town.cards()[0]
    while not await town.events(1, Happening.CLAIMED):
        await town.sam.click_stale(card, 0, "pick_up")


def in_front(teams: Both) -> tuple[dict[str, str], str]:
    """What the dialog in front of Sam is filled with, and all that it says."""
    dialog = teams.sam.dialog
    assert dialog
    return {asked.id: asked.preset for asked in dialog.inputs}, json.dumps(dialog.card, ensure_ascii=False)
