"""The same once more: from a chat that sends again, and from a person who does."""

from playground.slack import payload
from tests.both import Both
from tests.town import Town, front, said, whispers

WORDS = "Outlook stops syncing #4711"


async def test_a_command_that_slack_sends_five_times_is_answered_five_times_and_escalates_once(town: Town) -> None:
    jane, desk = town.jane, town.slack.channel("#helpdesk")
    body = payload.command(town.slack.workspace, jane.member, desk.id, "/escalate", WORDS, "")
    answers = [await jane.wire.form(body) for _ in range(5)]
    assert {answer.json["text"] for answer in answers} == {"Escalated as E-1: Outlook stops syncing"}
    await town.card_of("Outlook stops syncing")
    assert await town.handoff(2) is None


async def test_a_command_that_slack_sends_again_after_it_was_withdrawn_does_not_come_back(town: Town) -> None:
    jane, desk = town.jane, town.slack.channel("#helpdesk")
    body = payload.command(town.slack.workspace, jane.member, desk.id, "/escalate", WORDS, "")
    await jane.wire.form(body)
    await town.says(jane, "withdraw E-1")
    assert (await jane.wire.form(body)).json["text"] == "Escalated as E-1: Outlook stops syncing"
    assert await town.handoff(2) is None


async def test_a_form_that_slack_sends_again_escalates_once_and_closes_again(town: Town) -> None:
    await town.says(town.jane, "")
    view = front(town.jane)
    await town.jane.submit({"problem": "Printer offline"})
    body = payload.view_submission(town.slack.workspace, town.jane.member, view)
    again = await town.jane.wire.payload(body)
    assert again.ok
    assert again.text == ""
    await town.card_of("Printer offline")
    assert await town.handoff(2) is None


async def test_who_sends_the_same_again_is_shown_the_card_that_is_there(town: Town) -> None:
    await town.escalated(WORDS)
    await town.says(town.jane, WORDS)
    told = said(whispers(town.jane, "#helpdesk"))[-1]
    assert told.startswith("It is already there as E-1, escalated ")
    assert "nothing was sent a second time. To raise it anyway, say what is different this time." in told
    assert "What you wrote:" in told
    assert WORDS in told
    assert whispers(town.jane, "#helpdesk")[-1].has("withdraw")
    assert await town.handoff(2) is None
    await town.says(town.jane, f"{WORDS}, and now in Lyon too")
    await town.card_of("in Lyon too")


async def test_who_fills_in_the_same_again_keeps_the_form_and_may_change_it(town: Town) -> None:
    await town.escalated("Printer offline")
    await town.says(town.jane, "")
    refused = await town.jane.submit({"problem": "Printer offline", "reason": "It prints the payslips"})
    assert refused.json["errors"]["problem"].startswith("It is already there as E-1, escalated ")
    await town.jane.submit({"problem": "Printer offline, payslips are due"})
    assert town.jane.open_view is None
    card = await town.card_of("payslips are due")
    assert "It prints the payslips" in card.text()


async def test_who_says_the_same_again_in_teams_is_shown_the_card_that_is_there(teams: Both) -> None:
    await teams.escalated("Outlook stops syncing")
    await teams.jane.mention("Helpdesk", "Outlook stops syncing")
    told = await teams.sent(teams.jane, "It is already there as E-1, escalated ")
    assert "What you wrote:" in told.text()
    assert await teams.handoff(2) is None


async def test_what_teams_sends_again_is_answered_to_its_author_alone(teams: Both) -> None:
    await teams.escalated("Outlook stops syncing")
    first = await teams.answered(teams.jane, "Escalated as E-1")
    await teams.jane.redeliver(1)
    again = await teams.sent(teams.jane, "Escalated as E-1")
    assert again.ts != first.ts
    assert await teams.handoff(2) is None
