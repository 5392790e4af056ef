"""The words after /escalate that are not a problem: one handoff, lists, help."""

import pytest

from tests.breadth import ON_SQLITE
from tests.town import AI_OFF, HELPDESK, Found, Town, newest, whispers

pytestmark = ON_SQLITE


async def test_a_handoff_is_shown_by_its_name(town: Town) -> None:
    await town.escalated()
    await town.says(town.alex, "e-1")
    told = await town.told(town.alex, "Problem: Outlook stops syncing", HELPDESK)
    assert "Jane Ruiz escalated it, in Slack" in told.text()
    await town.alex.click(told, "pick_up")
    await town.told(town.alex, "It's yours: E-1", HELPDESK)


async def test_it_is_picked_up_by_its_name(town: Town) -> None:
    card = await town.escalated()
    await town.says(town.sam, "claim E-1")
    await town.told(town.sam, "It's yours: E-1, Outlook stops syncing", HELPDESK)
    await town.until(lambda: "Picked up by Sam Okafor" in card.text())
    await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")
    await town.says(town.alex, "claim E-1")
    await town.told(town.alex, "Already picked up by Sam Okafor", HELPDESK)


async def test_nobody_takes_their_own_by_its_name_either(town: Town) -> None:
    card = await town.escalated()
    await town.says(town.jane, "claim E-1")
    await town.told(town.jane, "You escalated E-1 yourself", HELPDESK)
    assert card.has("pick_up")


@pytest.mark.parametrize("text", ["E-7", "claim E-7", "withdraw E-7"])
async def test_a_handoff_that_is_not_there_is_not_there(town: Town, text: str) -> None:
    await town.says(town.sam, text)
    await town.told(town.sam, "There is no such handoff here.", HELPDESK)


async def test_an_open_handoff_is_withdrawn_by_its_escalator_alone(town: Town) -> None:
    card = await town.escalated()
    await town.says(town.alex, "withdraw E-1")
    await town.told(town.alex, "Only Jane Ruiz or an admin can withdraw E-1. Nothing was changed.", HELPDESK)
    await town.says(town.jane, "withdraw E-1")
    await town.told(town.jane, "E-1 is withdrawn.", HELPDESK)
    await town.until(lambda: "🏁 Withdrawn by Jane Ruiz" in card.text())
    assert [button.label for button in card.buttons()] == ["Details"]
    await town.says(town.jane, "withdraw E-1")
    await town.told(town.jane, "E-1 was already withdrawn.", HELPDESK)


async def test_who_has_it_is_asked_once_when_help_is_no_longer_needed(town: Town) -> None:
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    await town.sent(town.sam, "You picked up E-1")
    await town.says(town.jane, "withdraw E-1")
    await town.told(town.jane, "Sam Okafor has E-1 and is told ", HELPDESK)
    news = await town.sent(town.sam, "Jane Ruiz says that help with E-1 is no longer needed")
    assert news.notified_me
    await town.until(lambda: newest(town.sam.sees("#escalations", card), "help with this is no longer needed"))
    await town.says(town.jane, "withdraw E-1")
    await town.told(town.jane, "Sam Okafor has E-1 and was already told", HELPDESK)
    assert "Picked up by Sam Okafor" in card.text()
    assert len([dm for dm in town.sam.dms() if "no longer needed" in dm.text()]) == 1


async def test_the_queue_lists_what_waits_most_pressing_first_and_never_ones_own(town: Town) -> None:
    await town.escalated("Printer prints only blanks !low")
    await town.escalated("Outlook stops syncing #4711 !urgent")
    await town.escalated("VPN drops every hour", by="Alex")
    await town.says(town.sam, "queue")
    whole = (await town.told(town.sam, "3 waiting for somebody", HELPDESK)).text()
    *listed, legend = whole.splitlines()[1:]
    assert [line.split(" · ")[0] for line in listed] == ["🔴 ● E-2", "🔵 ● E-3", "⚪ ● E-1"]
    assert legend == "● means: you have not opened or picked it up yet."
    assert "🔴 ● E-2 · urgent · 0 s · #4711 · Outlook stops syncing · Jane" in whole.replace(" 1 s ", " 0 s ")
    await town.says(town.jane, "queue")
    queue = await town.told(town.jane, "1 waiting for somebody", HELPDESK)
    assert "E-3" in queue.text()
    await town.jane.click(queue, "pick_up")
    await town.told(town.jane, "It's yours: E-3", HELPDESK)
    await town.says(town.jane, "queue")
    await town.told(town.jane, "Nothing is waiting.", HELPDESK)


async def test_mine_lists_what_one_has_and_what_one_asked_for(town: Town) -> None:
    await town.says(town.jane, "mine")
    await town.told(town.jane, "You have nothing open", HELPDESK)
    card = await town.escalated()
    await town.escalated("Printer prints only blanks")
    await town.escalated("VPN drops every hour", by="Alex")
    await town.sam.click(card, "pick_up")
    await town.says(town.jane, "claim E-3")
    await town.told(town.jane, "It's yours: E-3", HELPDESK)
    await town.says(town.jane, "mine")
    lines = (await town.told(town.jane, "You escalated:", HELPDESK)).text().splitlines()
    assert lines[0] == "You have:"
    assert "E-3" in lines[1]
    assert lines[2] == "You escalated:"
    assert lines[3].startswith("🔵 E-2")
    assert lines[3].endswith(" · waiting")
    assert lines[4].startswith("🔵 E-1")
    assert lines[4].endswith(" · with Sam Okafor")


async def test_a_viewer_has_no_queue(town: Town) -> None:
    await town.says(town.vic, "queue", "#escalations")
    await town.told(town.vic, "Your role here is viewer")


async def test_help_tells_what_can_be_said(town: Town) -> None:
    await town.says(town.jane, "help")
    told = await town.told(town.jane, "Whoever presses Pick Up first has it", HELPDESK)
    for word in ("queue", "mine", "E-42", "claim E-42", "withdraw E-42", "here", "!urgent"):
        assert word in told.text()


@pytest.mark.parametrize("text", ["help me with Outlook", "queue is stuck on the printer", "E-1 does not load"])
async def test_a_word_within_a_sentence_is_a_problem_and_no_command(town: Town, text: str) -> None:
    await town.says(town.jane, text)
    await town.card_of(text)
    assert len(whispers(town.jane, HELPDESK)) == 1


async def test_an_admin_who_withdraws_what_waits_lets_its_escalator_know(founded: Found) -> None:
    town = await founded(named={**AI_OFF, "BATON_OWNER": "alex@contoso.example"})
    card = await town.escalated()
    await town.says(town.alex, "withdraw E-1")
    await town.told(town.alex, "E-1 is withdrawn.", HELPDESK)
    news = await town.sent(town.jane, "🏁 Alex Kim withdrew E-1: Outlook stops syncing")
    assert news.notified_me
    await town.shows(card, "🏁 Withdrawn by Alex Kim")


async def test_an_admin_who_has_it_has_nobody_to_ask(founded: Found) -> None:
    town = await founded(named={**AI_OFF, "BATON_OWNER": "alex@contoso.example"})
    await town.escalated()
    await town.says(town.alex, "claim E-1")
    await town.says(town.alex, "withdraw E-1")
    await town.told(town.alex, "You have E-1 yourself, so there is nobody to ask. Nothing was changed.", HELPDESK)
    await town.delivered()
    assert [dm for dm in town.alex.dms() if "no longer needed" in dm.text()] == []
