"""*Escalate* on a message in Teams: what it takes from the message, who may, and what is told of it."""

import asyncio
import uuid
from typing import Any

import pytest

from core.handoff import Priority
from core.people import Identity, Platform, Workspace
from playground.teams import Answer, ButtonGone, Person, Seen
from tests.both import HELPDESK, Both, Opened

SAID = "Outlook stops syncing for @sam since the move. The admin password: Sommer2026!"
PLAIN = "Outlook stops syncing for @Sam Okafor since the move. The admin password: Sommer2026!"


async def test_the_dialog_holds_the_message_and_says_what_the_team_will_see(teams: Both) -> None:
    await _opened(teams, teams.jane, await _said(teams, teams.alex, SAID))
    dialog = teams.jane.dialog
    assert dialog
    assert dialog.title == "Escalate"
    assert {field.id: field.preset for field in dialog.inputs}["problem"] == PLAIN
    assert "The team sees what you enter here, Alex Kim's message of {{DATE(" in str(dialog.card)
    assert "and a link to it." in str(dialog.card)


async def test_what_is_sent_has_a_card_and_the_message_is_its_source(teams: Both) -> None:
    message = await _said(teams, teams.alex, SAID)
    await _opened(teams, teams.jane, message)
    answer = await teams.jane.submit_message_action({"priority": "high", "ticket": "4711"})
    assert answer.seconds < 4
    dialog = teams.jane.dialog
    assert dialog
    assert dialog.message.startswith("Escalated as E-1: Outlook stops syncing for @Sam Okafor")
    card = await teams.card("Outlook stops syncing")
    assert "🟠 HIGH · E-1" in card.text()
    assert "1 item masked" in card.text()
    await teams.sent(teams.jane, "E-1 is with the team")

    handoff = await teams.handoff()
    assert handoff
    assert handoff.snapshot.priority is Priority.HIGH
    source = handoff.snapshot.source
    assert source
    assert source.link == f"https://teams.microsoft.com/l/message/{message.message.conversation_id}/{message.ts}"
    (quote,) = source.quotes
    assert (quote.author, quote.text) == ("Alex Kim", PLAIN.replace("Sommer2026!", "[password masked]"))
    assert quote.at
    assert quote.at.timestamp() * 1000 == int(message.ts)


async def test_details_and_the_briefing_show_the_source_to_who_is_part_of_it(teams: Both) -> None:
    message = await _said(teams, teams.alex, "It happens since the move of the mailbox")
    await _opened(teams, teams.jane, message)
    await teams.jane.submit_message_action({"problem": "Outlook stops syncing"})
    card = await teams.card("Outlook stops syncing")
    assert "since the move" not in card.text()
    await teams.sam.click(card, "pick_up")
    briefing = await teams.sent(teams.sam, "You picked up E-1")
    assert "Source: Alex Kim · " in briefing.text()
    assert ": It happens since the move of the mailbox" in briefing.text()
    assert await _details(teams, teams.sam, card) == [True, True]
    assert await _details(teams, teams.alex, card) == [False, False]


async def test_a_form_that_teams_sends_three_times_escalates_once_and_is_answered_the_same(teams: Both) -> None:
    await _opened(teams, teams.jane, await _said(teams, teams.alex, "Printer offline"))
    first = await teams.jane.submit_message_action()
    again = await teams.jane.redeliver(2)
    assert {answer.text for answer in (first, *again)} == {first.text}
    assert "Escalated as E-1" in first.text
    await teams.card("Printer offline")
    assert await teams.handoff(2) is None
    assert len(teams.cards()) == 1


async def test_what_cannot_be_sent_stays_in_the_dialog_with_its_text_and_says_why(teams: Both) -> None:
    await _opened(teams, teams.jane, await _said(teams, teams.alex, "Printer offline"))
    vic = teams.vic.account.aad or ""
    await teams.jane.submit_message_action({"reason": "I am new here", "directed": vic})
    dialog = teams.jane.dialog
    assert dialog
    assert "Vic Lang may look, but not pick things up. Nothing was sent." in str(dialog.card)
    assert "Alex Kim's message" in str(dialog.card)
    typed = {field.id: field.preset for field in dialog.inputs}
    assert (typed["problem"], typed["reason"]) == ("Printer offline", "I am new here")
    await teams.jane.submit_message_action({"directed": ""})
    assert (await teams.card("Printer offline")).text()
    assert (await teams.handoff(2)) is None


async def test_it_works_in_a_chat_of_two_people_that_baton_is_not_in(teams: Both) -> None:
    chat = teams.teams.chat("Jane", "Sam")
    told = await teams.sam.say(chat, "Your VPN is down")
    assert told.message
    await teams.jane.message_action(told.message)
    await teams.jane.submit_message_action()
    assert teams.jane.dialog
    assert "Escalated as E-1" in teams.jane.dialog.message
    card = await teams.card("Your VPN is down")
    await teams.sent(teams.jane, "E-1 is with the team")  # in their chat with Baton, and not in this one
    await teams.sam.click(card, "pick_up")
    await teams.sent(teams.jane, "✅ Sam Okafor picked up E-1")
    assert [call for call in teams.teams.calls if call.conversation == chat.id] == []
    here = Workspace(Platform.TEAMS, teams.teams.tenant.id)
    known = await _direct(teams, here, teams.jane)
    assert known != chat.id


async def test_who_has_not_added_baton_finds_no_action_where_it_is_not(teams: Both) -> None:
    chat = teams.teams.chat("Alex", "Sam")
    told = await teams.sam.say(chat, "Your VPN is down")
    assert told.message
    with pytest.raises(ButtonGone):
        await teams.alex.message_action(told.message)


async def test_a_viewer_escalates_and_a_stranger_is_told_nothing(teams: Both) -> None:
    message = await _said(teams, teams.sam, "Printer offline", "Escalations")
    await _opened(teams, teams.vic, message)
    await teams.vic.submit_message_action()
    await teams.card("Printer offline")
    await teams.person("Eve").message_action(message)
    dialog = teams.person("Eve").dialog
    assert dialog
    assert (dialog.card, dialog.message) == (None, "Baton is not available to you here.")


async def test_a_stranger_who_sends_a_form_all_the_same_keeps_it_and_nothing_is_sent(teams: Both) -> None:
    data = {"verb": "escalate", "nonce": "made up", "problem": "Let me in"}
    answer = await _submitted(teams, teams.person("Eve"), data=data, channel="Escalations")
    assert "Baton is not available to you here." in str(answer.json["task"]["value"])
    assert await teams.handoff() is None


async def test_another_tenant_is_not_served(teams: Both) -> None:
    message = await _said(teams, teams.sam, "Printer offline")
    other = teams.jane.forging(channelData={"tenant": {"id": str(uuid.uuid4())}})
    teams.teams.forgive("BadAnswer")  # Teams can make nothing of a refusal
    assert (await other.message_action(message)).status == 403


async def test_without_a_channel_for_cards_the_dialog_says_how_to_get_one(opened: Opened) -> None:
    teams = await opened()
    await teams.service.storage.transact(
        lambda tx: tx.accounts.choose_channel(Workspace(Platform.TEAMS, teams.teams.tenant.id), "")
    )
    await _opened(teams, teams.jane, await _said(teams, teams.alex, "Printer offline"))
    await teams.jane.submit_message_action()
    dialog = teams.jane.dialog
    assert dialog
    assert "There is no escalation channel yet, so nothing was sent." in str(dialog.card)


async def test_a_slash_opens_the_form_without_a_message(teams: Both) -> None:
    await teams.jane.compose_action(HELPDESK)
    dialog = teams.jane.dialog
    assert dialog
    assert "The team sees what you enter here." in str(dialog.card)
    await teams.jane.submit_message_action({"problem": "Scanner offline"})
    await teams.card("Scanner offline")
    handoff = await teams.handoff()
    assert handoff
    assert handoff.snapshot.source is None


async def test_a_message_of_a_card_alone_says_that_it_is_one(teams: Both) -> None:
    card = await teams.escalated()
    await teams.sam.message_action(card)
    dialog = teams.sam.dialog
    assert dialog
    assert {field.id: field.preset for field in dialog.inputs}["problem"] == "[card]"
    assert "Baton's message" in str(dialog.card)


async def test_a_form_that_is_sent_again_while_it_is_under_way_escalates_once(teams: Both) -> None:
    """Teams sends the form again after five seconds; here, while the first is still under way."""
    await _opened(teams, teams.jane, await _said(teams, teams.alex, "Printer offline"))
    dialog = teams.jane.dialog
    assert dialog
    assert dialog.card
    data = dict(dialog.card["actions"][0]["data"]) | {"problem": "Printer offline"}
    answers = await asyncio.gather(*[_submitted(teams, teams.jane, data=data) for _ in range(6)])
    assert {answer.json["task"]["type"] for answer in answers} == {"message"}
    assert len({answer.text for answer in answers}) == 1
    assert await teams.handoff(2) is None


async def _said(teams: Both, author: Person, text: str, channel: str = HELPDESK) -> Seen:
    """A message that Baton does not hear."""
    told = await author.say(channel, text)
    assert told.message
    return Seen(told.message, author.id, teams.teams.tenant)


async def _opened(teams: Both, person: Person, message: Seen) -> None:
    answer = await person.message_action(message)
    assert (answer.status, answer.trouble) == (200, "")
    assert answer.seconds < 4


async def _submitted(teams: Both, person: Person, channel: str = HELPDESK, **value: Any) -> Answer:
    told = {"commandId": "escalate", "commandContext": "message", "requestId": "1", **value}
    return await person.event("invoke", channel, name="composeExtension/submitAction", value=told)


async def _details(teams: Both, person: Person, card: Seen) -> list[bool]:
    await person.open_dialog(card, "details")
    assert person.dialog
    shown = str(person.dialog.card)
    return ["It happens since the move" in shown, "It stands here: https://teams" in shown]


async def _direct(teams: Both, here: Workspace, person: Person) -> str:
    user = Identity(here, person.account.aad or "").user
    account = await teams.account()
    found = await teams.service.storage.read(lambda tx: tx.conversations.direct(account, here, user))
    assert found
    return found.id
