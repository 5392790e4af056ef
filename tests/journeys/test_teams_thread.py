"""Escalating out of a channel's thread in Teams: what of it goes into the case, and what is said where it may not."""

import pytest

from bot.teams.inert import unmarked
from core.handoff import Source
from playground.teams import Answer, Person, Seen
from playground.teams.message import Message
from playground.teams.posting import Draft, post
from tests.both import HELPDESK, Both, Opened
from tests.breadth import ON_SQLITE

SAID = "Outlook stops syncing for @sam since the move. The admin password: Sommer2026!"
PLAIN = "Outlook stops syncing for @Sam Okafor since the move. The admin password: Sommer2026!"
ALL = "the first message and at most 49 newest go into the case"
ONLY = "Only that message is in the case, not what was answered to it"
NO_CONSENT = "that team did not agree that Baton reads there"


async def test_a_thread_goes_into_the_case_where_the_team_agreed(opened: Opened) -> None:
    teams = await reading(opened)
    root = await said(teams, teams.alex, SAID)
    await said(teams, teams.jane, "Since when?", root)
    reply = await said(teams, teams.sam, "Friday <b>late</b> & [click](https://evil.example) @Jane", root)
    await chosen(teams, teams.jane, reply)
    assert ALL in str(teams.jane.dialog.card if teams.jane.dialog else "")
    answer = await teams.jane.submit_message_action({"problem": "Outlook stops syncing"})
    assert "3 of 3 messages of the thread are in the case." in answer.text
    assert "Nothing is said in that thread" not in answer.text

    card = await teams.card("Outlook stops syncing")
    assert "💬 3 of 3 messages of the thread are in the case." in card.text()
    assert "Sommer2026" not in card.text()
    source = await source_of(teams)
    assert [(quote.author, quote.text) for quote in source.quotes] == [
        ("Alex Kim", PLAIN.replace("Sommer2026!", "[password masked]")),
        ("Jane Ruiz", "Since when?"),
        ("Sam Okafor", "Friday <b>late</b> & [click](https://evil.example) @Jane Ruiz"),
    ]
    assert all(quote.at for quote in source.quotes)
    assert source.link.endswith(f"/{reply.ts}")
    await teams.sam.click(card, "pick_up")
    briefing = await teams.sent(teams.sam, "You picked up E-1")
    assert unmarked("Friday <b>late</b> & [click](https://evil.example) @Jane Ruiz") in briefing.text()
    assert "[click](https" not in briefing.text()
    assert "Sommer2026" not in briefing.text()


async def test_without_consent_the_message_goes_along_and_the_card_says_why_no_more(opened: Opened) -> None:
    teams = await reading(opened, consent=False)
    teams.teams.forgive("Forbidden")
    root = await said(teams, teams.alex, "Printer offline")
    reply = await said(teams, teams.sam, "Toner is full, I looked", root)
    await chosen(teams, teams.jane, reply)
    answer = await teams.jane.submit_message_action()
    assert f"{ONLY}: {NO_CONSENT}." in answer.text
    card = await teams.card("Toner is full")
    assert f"{ONLY}: {NO_CONSENT}." in card.text()
    assert texts(await source_of(teams)) == ["Toner is full, I looked"]


@ON_SQLITE
async def test_one_line_in_a_thread_takes_the_thread_along(opened: Opened) -> None:
    teams = await reading(opened)
    root = await said(teams, teams.alex, "Printer offline")
    await said(teams, teams.sam, "Toner is full, I looked", root)
    await teams.jane.mention(HELPDESK, "Nobody can print #4711", root)
    card = await teams.card("Nobody can print")
    assert "💬 2 of 2 messages of the thread are in the case." in card.text()
    source = await source_of(teams)
    assert texts(source) == ["Printer offline", "Toner is full, I looked"]
    assert f"/{root.ts}" in source.link
    await teams.answered(teams.jane, "2 of 2 messages of the thread are in the case.")


@ON_SQLITE
async def test_one_line_in_a_thread_without_consent_is_answered_in_it_and_says_so(opened: Opened) -> None:
    teams = await reading(opened, consent=False)
    teams.teams.forgive("Forbidden")
    root = await said(teams, teams.alex, "Printer offline")
    await teams.jane.mention(HELPDESK, "Nobody can print", root)
    await teams.card("Nobody can print")
    told = await teams.answered(teams.jane, NO_CONSENT)
    assert "Nothing is said in that thread" not in told.text()


@ON_SQLITE
async def test_one_line_outside_a_thread_reads_nothing(opened: Opened) -> None:
    teams = await reading(opened)
    card = await teams.escalated("Printer offline")
    assert "in the case" not in card.text()
    assert teams.teams.graph_calls == []


@ON_SQLITE
async def test_unless_it_is_asked_for_nothing_is_read(teams: Both) -> None:
    teams.teams.consent()
    root = await said(teams, teams.alex, "Printer offline")
    reply = await said(teams, teams.sam, "Toner is full, I looked", root)
    await chosen(teams, teams.jane, reply)
    assert ALL not in str(teams.jane.dialog.card if teams.jane.dialog else "")
    await teams.jane.submit_message_action()
    card = await teams.card("Toner is full")
    assert "in the case" not in card.text()
    assert teams.teams.graph_calls == []


@ON_SQLITE
async def test_a_long_thread_is_read_to_its_end_and_the_card_says_how_much_is_in_the_case(opened: Opened) -> None:
    teams = await reading(opened)
    root = await said(teams, teams.alex, "Printer offline")
    answered_often(teams, root, 120)
    await chosen(teams, teams.jane, root)
    await teams.jane.submit_message_action()
    await teams.card("50 of 121 messages of the thread are in the case, the first and the newest.")
    assert texts(await source_of(teams)) == ["Printer offline", *(f"answer {n}" for n in range(72, 121))]
    assert [call.method for call in teams.teams.graph_calls].count("replies") == 3


@ON_SQLITE
async def test_a_thread_that_is_too_long_is_read_from_its_newest(opened: Opened) -> None:
    teams = await reading(opened)
    root = await said(teams, teams.alex, "Printer offline")
    answered_often(teams, root, 300)
    await chosen(teams, teams.jane, root)
    await teams.jane.submit_message_action()
    await teams.card("50 messages of the thread are in the case, perhaps not all: there are more than could be read.")
    assert texts(await source_of(teams))[-1] == "answer 300"
    assert [call.method for call in teams.teams.graph_calls].count("replies") == 5


@ON_SQLITE
async def test_what_was_deleted_does_not_go_along(opened: Opened) -> None:
    teams = await reading(opened)
    root = await said(teams, teams.alex, "Printer offline")
    gone = await said(teams, teams.sam, "My password is Sommer2026!", root)
    await said(teams, teams.jane, "Since when?", root)
    await teams.sam.delete(gone)
    await chosen(teams, teams.jane, root)
    await teams.jane.submit_message_action()
    await teams.card("2 of 2 messages of the thread are in the case.")
    assert texts(await source_of(teams)) == ["Printer offline", "Since when?"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"status": 429, "retry_after": 30}, "Microsoft asked to wait"),
        ({"status": 404}, "the thread is no longer there"),
        ({"status": 500}, "Microsoft did not let it be read"),
        ({"hang": 30}, "Microsoft did not answer in time"),
        ({"half": True}, "Microsoft did not let it be read"),
    ],
)
async def test_whatever_is_wrong_with_the_reading_the_escalation_goes_on(
    opened: Opened, fault: dict[str, float], why: str
) -> None:
    teams = await reading(opened)
    teams.teams.fail("message", times=None, **fault)  # type: ignore[arg-type]
    root = await said(teams, teams.alex, "Printer offline")
    reply = await said(teams, teams.sam, "Toner is full, I looked", root)
    await chosen(teams, teams.jane, reply)
    await teams.jane.submit_message_action()
    card = await teams.card("Toner is full")
    assert f"{ONLY}: {why}." in card.text()
    assert texts(await source_of(teams)) == ["Toner is full, I looked"]


@ON_SQLITE
async def test_when_the_answers_cannot_be_read_the_first_message_and_the_chosen_one_go_along(opened: Opened) -> None:
    teams = await reading(opened)
    teams.teams.fail("replies", hang=30)
    root = await said(teams, teams.alex, "Printer offline")
    reply = await said(teams, teams.sam, "Toner is full, I looked", root)
    await chosen(teams, teams.jane, reply)
    await teams.jane.submit_message_action()
    words = "2 messages of the thread are in the case, perhaps not all: Microsoft did not answer in time."
    await teams.card(words)
    assert texts(await source_of(teams)) == ["Printer offline", "Toner is full, I looked"]


@ON_SQLITE
async def test_a_token_for_graph_that_is_not_given_costs_the_thread_and_nothing_else(opened: Opened) -> None:
    teams = await reading(opened)
    root = await said(teams, teams.alex, "Printer offline")
    teams.teams.fail("token", times=None, status=400, error="invalid_scope")
    await chosen(teams, teams.jane, root)
    await teams.jane.submit_message_action()
    card = await teams.card("Printer offline")
    assert f"{ONLY}: Microsoft did not let it be read." in card.text()


@ON_SQLITE
async def test_the_token_for_graph_is_asked_for_while_the_form_is_filled_in(opened: Opened) -> None:
    teams = await reading(opened)
    root = await said(teams, teams.alex, "Printer offline")
    await said(teams, teams.sam, "Since when?", root)
    await chosen(teams, teams.jane, root)
    await teams.until(lambda: any("graph" in issued.scope for issued in teams.teams.credentials.issued))
    teams.teams.fail("token", times=None, hang=30)
    await teams.jane.submit_message_action()
    await teams.card("2 of 2 messages of the thread are in the case.")


@ON_SQLITE
async def test_the_teams_group_is_asked_for_once_where_the_activities_do_not_tell_it(opened: Opened) -> None:
    teams = await reading(opened)
    for problem in ("Printer offline", "Scanner offline"):
        root = await said(teams, teams.alex, problem)
        await said(teams, teams.sam, "Since when?", root)
        await chosen(teams, teams.jane, root)
        await teams.jane.submit_message_action()
        await teams.card(problem)
    assert len([call for call in teams.teams.calls if call.method == "get_team"]) == 1
    assert {call.status for call in teams.teams.graph_calls} == {200}


@ON_SQLITE
async def test_a_chat_has_no_thread_to_be_read(opened: Opened) -> None:
    teams = await reading(opened)
    message = await said(teams, teams.sam, "Your VPN is down", channel="Lyon rollout")
    await chosen(teams, teams.jane, message)
    assert ALL not in str(teams.jane.dialog.card if teams.jane.dialog else "")
    await teams.jane.submit_message_action()
    assert "in the case" not in (await teams.card("Your VPN is down")).text()
    assert teams.teams.graph_calls == []


@ON_SQLITE
async def test_for_a_stranger_nothing_is_read(opened: Opened) -> None:
    teams = await reading(opened)
    root = await said(teams, teams.sam, "Printer offline", channel="Escalations")
    eve = teams.person("Eve")
    await eve.message_action(root)
    told = {
        "commandId": "escalate",
        "data": {"nonce": "made up", "problem": "Let me in"},
        "messagePayload": {"id": root.ts},
    }
    answer: Answer = await eve.event("invoke", "Escalations", name="composeExtension/submitAction", value=told)
    assert "Baton is not available to you here." in answer.text
    await eve.mention("Escalations", "Let me in", root)
    await teams.answered(eve, "Baton is not available to you here.", "Escalations")
    assert teams.teams.graph_calls == []
    assert await teams.handoff() is None


async def reading(opened: Opened, *, consent: bool = True) -> Both:
    """A town whose Baton reads threads where the team agreed."""
    teams = await opened(TEAMS_READ_THREADS="on")
    teams.teams.consent(consent)
    return teams


async def said(teams: Both, author: Person, text: str, thread: Seen | None = None, channel: str = HELPDESK) -> Seen:
    """A message, in a thread where one is named."""
    told = await author.say(channel, text, thread)
    assert told.message
    return Seen(told.message, author.id, teams.teams.tenant)


async def chosen(teams: Both, person: Person, message: Seen) -> None:
    """Somebody chooses *Escalate* on it."""
    answer = await person.message_action(message)
    assert (answer.status, answer.trouble) == (200, "")


async def source_of(teams: Both) -> Source:
    """What went into the case."""
    handoff = await teams.handoff()
    assert handoff
    assert handoff.snapshot.source
    return handoff.snapshot.source


def texts(source: Source) -> list[str]:
    """What was said, in its order."""
    return [quote.text for quote in source.quotes]


def answered_often(teams: Both, root: Seen, times: int) -> None:
    """So many answers, which nobody is told of."""
    where, message = teams.teams.channel(HELPDESK), root.message
    assert isinstance(message, Message)
    for n in range(1, times + 1):
        post(teams.teams.tenant, where, teams.sam.id, Draft(f"answer {n}"), message.id)
