"""The main job in Teams, over its real wire: words, buttons, dialogs, and what comes of them."""

from core.event import Happening
from playground.teams import Seen
from tests.both import ESCALATIONS, HELPDESK, Both, Opened
from tests.opened import until_opened


async def test_one_line_escalates_and_whoever_presses_first_has_it(teams: Both) -> None:
    card = await teams.escalated("Outlook stops syncing #4711 !urgent @sam")
    assert card.has("pick_up")
    told = await teams.answered(teams.jane, "Escalated as E-1")
    assert "Priority: urgent · ticket: #4711 · for: Sam Okafor" in told.text()
    assert (await teams.sent(teams.sam, "Outlook stops syncing")).has("pick_up")
    await teams.sent(teams.jane, "E-1 is with the team")

    answer = await teams.sam.click(card, "pick_up")
    assert answer.message
    assert answer.message.versions[-1].text.startswith("It's yours: E-1, Outlook stops syncing")
    assert answer.seconds < 1
    await teams.until(lambda: "✅ Picked up by Sam Okafor" in card.text())
    assert not card.has("pick_up")
    await teams.sent(teams.sam, "You picked up E-1 from Jane Ruiz")
    await teams.sent(teams.jane, "✅ Sam Okafor picked up E-1")
    late = await teams.alex.click_stale(card, 0, "pick_up")
    assert late.message
    assert late.message.versions[-1].text.startswith("Already picked up by Sam Okafor ")


async def test_turns_one_after_the_other_use_one_connection_and_one_token(teams: Both) -> None:
    before = teams.teams.connections
    for number in range(5):
        await teams.jane.mention(HELPDESK, f"Printer {number} offline")
        await teams.answered(teams.jane, f"Printer {number} offline\n")
    # The card and the receipt may be sent while somebody is answered: each has a connection to come back to.
    assert teams.teams.connections - before <= 2
    assert teams.teams.tokens == 1


async def test_nobody_takes_their_own_and_a_guest_takes_nothing_and_strangers_learn_nothing(teams: Both) -> None:
    card = await teams.escalated()
    told = [await _pressed(teams, name, card) for name in ("Jane", "Vic", "Eve")]
    assert told == [
        "You escalated E-1 yourself, so it takes somebody else to pick it up.",
        "Your role here is viewer: you can look at cards, but not pick anything up. An admin can change that.",
        "Baton is not available to you here.",
    ]
    assert card.has("pick_up")


async def test_an_old_client_presses_by_the_fallback_and_is_whispered_to(teams: Both) -> None:
    card = await teams.escalated()
    await teams.sam.click_fallback(card, "pick_up")
    await teams.sent(teams.sam, "It's yours: E-1")
    assert len(await teams.events(1, Happening.CLAIMED)) == 1


async def test_the_form_is_a_dialog_and_what_was_typed_stays_until_it_is_accepted(teams: Both) -> None:
    await teams.jane.mention(HELPDESK, "")
    opener = await teams.answered(teams.jane, "Stuck?")
    await teams.jane.open_dialog(opener, "escalate")
    dialog = teams.jane.dialog
    assert dialog
    assert next(field.id for field in dialog.inputs) == "problem"
    await teams.jane.submit_dialog({"problem": "Printer offline", "ticket": "4712", "directed": _of(teams, "Vic")})
    again = teams.jane.dialog
    assert again
    assert {field.id: field.preset for field in again.inputs}["problem"] == "Printer offline"
    await teams.jane.submit_dialog({"directed": _of(teams, "Sam"), "priority": "high"})
    assert teams.jane.dialog is None
    await teams.answered(teams.jane, "Escalated as E-1: Printer offline")
    card = await teams.card("Printer offline")
    assert "🟠 HIGH · E-1 · for Sam Okafor" in card.text()


async def test_the_form_has_a_way_back_from_somebody_to_anyone(teams: Both) -> None:
    await teams.jane.mention(HELPDESK, "")
    await teams.jane.open_dialog(await teams.answered(teams.jane, "Stuck?"), "escalate")
    await teams.jane.submit_dialog({"problem": "Printer offline", "directed": _of(teams, "Vic")})
    await teams.jane.submit_dialog({"directed": "Anyone"})
    assert teams.jane.dialog is None
    assert "E-1\nPrinter offline" in (await teams.card("Printer offline")).text()


async def test_whoever_comes_too_late_is_told_how_to_see_what_waits(teams: Both) -> None:
    card = await teams.escalated()
    await teams.jane.mention(HELPDESK, "Printer offline")
    await teams.card("Printer offline")
    await teams.sam.click(card, "pick_up")
    answer = await teams.alex.click_stale(card, 0, "pick_up")
    assert answer.json["value"].endswith("1 other is waiting. To see what waits: @Baton queue")


async def test_a_mention_that_is_mere_text_is_no_problem(teams: Both) -> None:
    await teams.escalated()
    typing = teams.sam.forging(text="@Baton queue", entities=[])
    await typing.say(teams.teams.tenant.personal(teams.sam.id), "queue")
    await teams.sent(teams.sam, "1 waiting for somebody")


async def test_a_form_that_is_sent_three_times_escalates_once(teams: Both) -> None:
    await teams.jane.mention(HELPDESK, "escalate")
    opener = await teams.answered(teams.jane, "Stuck?")
    await teams.jane.open_dialog(opener, "escalate")
    await teams.jane.submit_dialog({"problem": "Printer offline"})
    answers = await teams.jane.redeliver(2)
    assert [(answer.status, answer.json) for answer in answers] == [(200, {}), (200, {})]
    await teams.card("Printer offline")
    assert await teams.handoff(2) is None
    assert len(teams.cards()) == 1


async def test_a_message_that_is_sent_three_times_escalates_once(teams: Both) -> None:
    await teams.escalated("Printer offline")
    await teams.jane.redeliver(2)
    await teams.answered(teams.jane, "Escalated as E-1")
    assert await teams.handoff(2) is None


async def test_details_and_the_queue_are_dialogs_with_pick_up_in_them(teams: Both) -> None:
    card = await teams.escalated()
    await teams.sam.open_dialog(card, "details")
    details = teams.sam.dialog
    assert details
    assert details.title == "E-1 · open"
    await until_opened(teams.service)
    await teams.sam.submit_dialog(action="pick_up")
    assert teams.sam.dialog
    await teams.until(lambda: "✅ Picked up by Sam Okafor" in card.text())


async def test_the_same_words_work_in_a_personal_chat_a_group_chat_and_a_channel(teams: Both) -> None:
    await teams.escalated()
    await teams.sam.say(teams.teams.tenant.personal(teams.sam.id), "queue")
    waiting = await teams.sent(teams.sam, "1 waiting for somebody")
    assert waiting.has("pick_up")
    await teams.sam.mention("Lyon rollout", "escalate E-1")
    await teams.sent(teams.sam, "waiting for somebody · escalated by Jane Ruiz")
    await teams.sam.mention(HELPDESK, "claim E-1")
    await teams.sent(teams.sam, "It's yours: E-1")


async def test_jane_withdraws_what_she_no_longer_needs(teams: Both) -> None:
    card = await teams.escalated()
    receipt = await teams.sent(teams.jane, "E-1 is with the team")
    await teams.jane.click(receipt, "withdraw")
    await teams.until(lambda: "Withdrawn by Jane Ruiz" in card.text())


async def test_here_is_said_in_a_channel_by_an_admin(teams: Both) -> None:
    await teams.sam.mention(HELPDESK, "here")
    await teams.answered(teams.sam, "Only an admin can choose the channel")
    await teams.jane.mention("Lyon rollout", "here")
    await teams.answered(teams.jane, "Say that in the channel of a team", "Lyon rollout")
    await teams.jane.mention(HELPDESK, "here")
    await teams.answered(teams.jane, "Cards come to this channel from now on")
    await teams.jane.mention("General", "Printer offline")
    await teams.card("Printer offline", HELPDESK)


async def test_who_has_not_added_baton_is_told_in_the_thread_how_to(teams: Both) -> None:
    teams.expected.append("stopped")
    teams.teams.forgive("ForbiddenOperationException")
    card = await teams.escalated()
    await teams.alex.mention(HELPDESK, "queue")
    await teams.answered(teams.alex, "Alex Kim: there is an answer for you, but Teams does not let Baton write to you.")
    await teams.alex.click(card, "pick_up")
    await teams.until(lambda: _under(teams, card, "Alex Kim could not be sent the briefing: they have not added Baton"))


async def test_a_slash_command_is_answered_to_nobody_else(teams: Both) -> None:
    await teams.jane.slash("escalate Printer offline", HELPDESK)
    told = await teams.answered(teams.jane, "Escalated as E-1")
    assert told.is_ephemeral
    assert teams.replied(teams.sam, HELPDESK, "Escalated as E-1") is None


async def test_whispers_are_messages_for_one_person_where_that_is_switched_on(opened: Opened) -> None:
    teams = await opened(TEAMS_TARGETED_MESSAGES="on")
    await teams.escalated()
    await teams.sam.mention(HELPDESK, "queue")
    told = await teams.answered(teams.sam, "1 waiting for somebody")
    assert told.is_ephemeral
    await teams.sam.click(told, "pick_up")
    await teams.until(lambda: "✅ Picked up by Sam Okafor" in teams.cards()[0].text())


def _of(teams: Both, name: str) -> str:
    aad = teams.person(name).account.aad
    assert aad
    return aad


def _under(teams: Both, card: Seen, words: str) -> bool:
    return any(words in seen.text() for seen in teams.sam.sees(ESCALATIONS, thread=card))


async def _pressed(teams: Both, name: str, card: Seen) -> str:
    answer = await teams.person(name).click(card, "pick_up")
    assert answer.message
    return answer.message.versions[-1].text
