"""The main job, told from each person's screen: Jane asks for help, Sam has it, everybody knows."""

import pytest

from core.event import Happening
from playground.slack import Answer, Seen
from tests.breadth import ON_SQLITE
from tests.town import ESCALATIONS, HELPDESK, Found, Town, front, people_named, said, timeless, whispers

PROBLEM = "Outlook stops syncing"
AGAIN = "Nothing was changed. The briefing is in your DMs in Slack."
FORM = {
    "problem": "Outlook stops syncing\nsince the mailbox was moved",
    "reason": "I may not look into the firewall",
    "tried": "- restarted Outlook\n- made a new profile",
    "ticket": "4711",
    "priority": "high",
    "customer": "Fabrikam",
}


# ------------------------------------------------------------------------------------------------- asking for help


async def test_one_line_is_enough_and_is_answered_by_what_was_understood(town: Town) -> None:
    answer = await town.says(town.jane, f"{PROBLEM} #4711 !urgent @sam")
    assert answer.ok
    told = await town.told(town.jane, "Escalated as E-1", HELPDESK)
    assert told.text().splitlines()[:2] == [
        f"Escalated as E-1: {PROBLEM}",
        "Priority: urgent · ticket: #4711 · for: Sam Okafor",
    ]
    card = await town.card_of(PROBLEM)
    assert "🔴 URGENT · E-1 · for" in card.text()
    assert "#4711" in card.text()
    assert "Escalated by Jane Ruiz" in card.text()
    assert "No reason given." in card.text()
    assert card.notification() == f"Escalation from Jane · #4711: {PROBLEM}"
    assert card.has("pick_up")
    assert (await town.sent(town.jane, "E-1 is with the team")).has("withdraw")


async def test_help_that_is_no_longer_needed_is_withdrawn_where_it_was_asked_for(town: Town) -> None:
    card = await town.escalated()
    answered = await town.told(town.jane, "Escalated as E-1", HELPDESK)
    await town.jane.click(answered, "withdraw")
    await town.told(town.jane, "E-1 is withdrawn.", HELPDESK)
    await town.until(lambda: "Withdrawn by Jane Ruiz" in card.text())
    assert not card.has("pick_up")
    await town.sent(town.jane, "E-1 is withdrawn: ")


async def test_the_bare_command_opens_the_form_and_the_form_does_the_rest(town: Town) -> None:
    answer = await town.says(town.jane, "")
    assert (answer.status, answer.text) == (200, "")
    assert front(town.jane).title == "Escalate"
    await town.jane.submit(FORM)
    assert town.jane.views == []
    card = await town.card_of("since the mailbox was moved")
    assert "🟠 HIGH · E-1" in card.text()
    assert "#4711 · Fabrikam" in card.text()
    assert "Why: I may not look into the firewall" in card.text()
    assert "• restarted Outlook\n• made a new profile" in card.text()
    told = await town.told(town.jane, "Escalated as E-1", HELPDESK)
    assert "Priority: high · ticket: #4711 · customer: Fabrikam" in told.text()
    await town.sent(town.jane, "E-1 is with the team")


@ON_SQLITE
async def test_blanks_alone_open_the_form(town: Town) -> None:
    answer = await town.typed(town.jane, " \t \n ")
    assert (answer.status, answer.text) == (200, "")
    assert town.jane.open_view is not None
    assert town.nothing_was_sent()


@ON_SQLITE
async def test_a_priority_alone_opens_the_form_with_that_priority(town: Town) -> None:
    await town.says(town.jane, "!urgent")
    chosen = front(town.jane).state()["values"]["priority"]["priority"]["selected_option"]
    assert chosen["value"] == "urgent"
    await town.jane.submit({"problem": PROBLEM})
    assert "🔴 URGENT" in (await town.card_of(PROBLEM)).text()


@ON_SQLITE
async def test_a_form_without_words_stays_open_and_says_so(town: Town) -> None:
    await town.says(town.jane, "")
    await town.jane.submit({"problem": "\u200b \u2066"})
    assert front(town.jane).errors == {"problem": "Please say what the problem is. Nothing was sent."}
    assert town.nothing_was_sent()


@ON_SQLITE
async def test_without_a_channel_nothing_is_sent_and_the_text_comes_back(founded: Found) -> None:
    town = await founded(named={"SLACK_CHANNEL": ""})
    await town.says(town.jane, f"{PROBLEM} #4711 !urgent")
    told = await town.told(town.jane, "There is no escalation channel yet, so nothing was sent.", HELPDESK)
    assert told.text().endswith(f"What you wrote:\n{PROBLEM} #4711 !urgent")
    await town.says(town.jane, "")
    await town.jane.submit({"problem": PROBLEM})
    assert "nothing was sent" in front(town.jane).errors["problem"]
    assert front(town.jane).state()["values"]["problem"]["problem"]["value"] == PROBLEM
    assert town.nothing_was_sent()


async def test_who_has_no_colleague_to_pick_it_up_is_told_at_once(founded: Found) -> None:
    town = await founded(people_named("Jane", "Vic"))
    answer = await town.says(town.jane, PROBLEM)
    assert "Nobody else here can pick it up yet. Invite a colleague" in answer.text
    told = await town.told(town.jane, "Escalated as E-1", HELPDESK)
    assert "Nobody else here can pick it up yet" in told.text()


# ------------------------------------------------------------------------------------------------- picking it up


async def test_who_presses_first_has_it_and_everybody_sees_so(town: Town) -> None:
    card = await town.escalated(f"{PROBLEM} #4711")
    answer = await town.sam.click(card, "pick_up")
    assert answer.ok
    await town.told(town.sam, f"It's yours: E-1, {PROBLEM}")
    await town.until(lambda: "✅ Picked up by Sam Okafor · " in card.text())
    assert [button.label for button in card.buttons()] == ["Details"]
    assert len(town.cards()) == 1
    briefing = await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")
    assert f"Problem: {PROBLEM}" in briefing.text()
    assert "Tried: nothing was named." in briefing.text()


async def test_the_escalator_gets_news_and_the_card_a_line_under_it(town: Town) -> None:
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    news = await town.sent(town.jane, f"✅ Sam Okafor picked up E-1: {PROBLEM}")
    assert news.notified_me
    await town.sent(town.jane, " s after you escalated it.")
    thread = await town.until(lambda: town.jane.sees(ESCALATIONS, thread=card)[1:])
    assert [timeless(text) for text in said(thread)] == ["Sam Okafor picked this up … after escalation."]


async def test_who_comes_second_is_told_by_whom_how_long_ago_and_what_else_waits(town: Town) -> None:
    card = await town.escalated()
    other = await town.escalated("Printer prints only blanks")
    await town.sam.click(card, "pick_up")
    await town.until(lambda: not card.has("pick_up"))
    await town.alex.click_stale(card, 0, "pick_up")
    told = await town.told(town.alex, "Already picked up by Sam Okafor ")
    first, second = told.text().splitlines()
    assert first.removeprefix("Already picked up by Sam Okafor ").endswith(
        ("a moment ago.", "second ago.", "seconds ago.")
    )
    assert second == "E-1 · picked up in Slack. 1 other is waiting."
    await town.alex.click(told, "queue")
    queue = await town.told(town.alex, "1 waiting for somebody")
    assert "E-2 · normal · " in queue.text()
    await town.alex.click(queue, "pick_up")
    await town.told(town.alex, "It's yours: E-2")
    await town.until(lambda: "Picked up by Alex Kim" in other.text())


async def test_two_who_press_at_the_same_moment_are_told_apart(town: Town) -> None:
    card = await town.escalated()
    await town.sam.click_stale(card, 0, "pick_up")
    await town.alex.click_stale(card, 0, "pick_up")
    await town.told(town.sam, "It's yours: E-1")
    assert (await town.told(town.alex, "Already picked up")).text().splitlines()[1] == "E-1 · picked up in Slack."
    assert len(await town.events(1, Happening.CLAIMED)) == 1
    assert len(await town.events(1, Happening.PRESS_LOST)) == 1


async def test_nobody_takes_their_own(town: Town) -> None:
    card = await town.escalated()
    await town.jane.click(card, "pick_up")
    await town.told(town.jane, "You escalated E-1 yourself, so it takes somebody else to pick it up.")
    await unchanged(town, card)


@ON_SQLITE
async def test_a_viewer_takes_nothing(town: Town) -> None:
    card = await town.escalated()
    await town.vic.click(card, "pick_up")
    await town.told(town.vic, "Your role here is viewer")
    await unchanged(town, card)


@pytest.mark.parametrize("taken", [False, True], ids=["open", "taken"])
async def test_a_stranger_learns_nothing(town: Town, taken: bool) -> None:
    card = await town.escalated()
    if taken:
        await town.sam.click(card, "pick_up")
        await town.until(lambda: not card.has("pick_up"))
    await town.eve.click_stale(card, 0, "pick_up")
    await town.eve.click(card, "details")
    for text in ("E-1", "claim E-1", "withdraw E-1", "queue", "mine", "here", "help", "", PROBLEM):
        await town.says(town.eve, text, ESCALATIONS)
    await town.until(lambda: len(whispers(town.eve)) == 11)
    assert set(said(whispers(town.eve))) == {"Baton is not available to you here."}
    assert town.eve.views == []
    assert len(town.cards()) == 1


async def test_pressing_again_is_harmless(advised: Town) -> None:
    card = await advised.escalated()
    await advised.sam.click(card, "pick_up")
    await settled(advised, card)
    before = await advised.handoff()
    await advised.sam.click_stale(card, 0, "pick_up")
    await advised.sam.click_stale(card, 0, "pick_up")
    await advised.until(lambda: said(whispers(advised.sam)).count("E-1 is already yours.\n" + AGAIN) == 2)
    assert await advised.handoff() == before
    assert len(await advised.events(1, Happening.CLAIMED)) == 1
    assert await advised.events(1, Happening.PRESS_LOST) == []
    assert len([dm for dm in advised.sam.dms() if "You picked up E-1" in dm.text()]) == 1


async def test_who_presses_on_what_is_over_is_told_how_it_ended(town: Town) -> None:
    card = await town.escalated()
    await town.says(town.jane, "withdraw E-1")
    await town.until(lambda: not card.has("pick_up"))
    await town.sam.click_stale(card, 0, "pick_up")
    told = await town.told(town.sam, "E-1 was withdrawn by Jane Ruiz")
    assert told.text().endswith("Nothing was changed.")


# ------------------------------------------------------------------------------------------------- the assessment


@ON_SQLITE
async def test_the_assessment_arrives_on_card_briefing_and_receipt(advised: Town) -> None:
    card = await advised.escalated()
    await advised.until(lambda: "AI assessment: Stand-in answer" in card.text())
    assert "being written" not in card.text()
    assert f"• {PROBLEM} (" in card.text()
    assert "Confidence: low · written by claude" in card.text()
    await advised.sent(advised.jane, "The AI assessment is on the card.")
    await advised.sam.click(card, "pick_up")
    briefing = await advised.sent(advised.sam, "AI assessment: Stand-in answer")
    assert "Open questions:" in briefing.text()


async def test_both_orders_of_claim_and_assessment_end_in_the_same_card(advised: Town) -> None:
    assessed_first = await advised.escalated()
    await advised.until(lambda: "Stand-in answer" in assessed_first.text())
    await advised.sam.click(assessed_first, "pick_up")
    await advised.until(lambda: "Picked up by" in assessed_first.text())
    advised.model.latency = 0.3
    await advised.says(advised.jane, PROBLEM)
    claimed_first = await advised.until(lambda: advised.cards()[1])
    assert "AI assessment: being written…" in claimed_first.text()
    await advised.sam.click(claimed_first, "pick_up")
    await advised.until(lambda: "Picked up by" in claimed_first.text())
    assert "AI assessment: being written…" in claimed_first.text()
    await advised.until(lambda: "Stand-in answer" in claimed_first.text())
    assert timeless(claimed_first.text()) == timeless(assessed_first.text())
    assert [b.label for b in claimed_first.buttons()] == [b.label for b in assessed_first.buttons()]
    await advised.until(lambda: len([dm for dm in advised.sam.dms() if "Stand-in answer" in dm.text()]) == 2)
    one, other = [dm for dm in advised.sam.dms() if "Stand-in answer" in dm.text()]
    assert timeless(one.text()) == timeless(other.text())


@ON_SQLITE
async def test_an_assessment_that_cannot_be_had_says_why_and_delays_nothing(advised: Town) -> None:
    advised.model.fail(times=None, stop="refusal")
    card = await advised.escalated()
    await advised.until(lambda: "AI assessment: unavailable: refused." in card.text())
    await advised.sent(advised.jane, "The AI assessment is unavailable: refused.")
    await advised.sam.click(card, "pick_up")
    await advised.sent(advised.sam, "AI assessment: unavailable: refused.")


@ON_SQLITE
async def test_without_a_model_the_card_says_that_it_is_off(town: Town) -> None:
    card = await town.escalated()
    assert "AI assessment: off." in card.text()
    await town.sam.click(card, "pick_up")
    await town.sent(town.sam, "AI assessment: off.")
    assert town.model.requests == []


async def unchanged(town: Town, card: Seen) -> None:
    """Nobody has it, and the next one can."""
    assert card.has("pick_up")
    assert await town.events(1, Happening.CLAIMED) == []
    answer: Answer = await town.sam.click(card, "pick_up")
    assert answer.ok
    await town.told(town.sam, "It's yours: E-1")


async def settled(town: Town, card: Seen) -> None:
    """Claim and assessment are on the card: nothing more is on its way to it."""
    await town.until(lambda: "Picked up by" in card.text() and "Stand-in answer" in card.text())
