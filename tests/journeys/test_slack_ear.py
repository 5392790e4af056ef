"""What is said to Baton in Slack: by its name in a channel or a thread, and in its own conversation."""

import asyncio

import pytest

from core.delivery import Kind
from core.event import Happening
from playground.cast import Actor
from playground.slack import Answer, Person, Seen
from playground.slack.message import Message
from playground.slack.posting import Draft, post
from tests.breadth import ON_SQLITE
from tests.town import ESCALATIONS, HELPDESK, Town, whispers

NOOR = Actor("noor", "Noor Haddad", "noor@contoso.example")
HELP = "Whoever presses Pick Up first has it"


async def test_batons_name_in_a_thread_escalates_with_that_thread(town: Town) -> None:
    root = await talked(town, "Outlook hangs for @alex", "Since Friday")
    answer = await town.jane.say(HELPDESK, "@baton Outlook stops syncing #4711 !urgent @sam", root)
    assert answer.status == 200
    card = await town.card_of("Outlook stops syncing")
    assert "🔴 URGENT · E-1 · for @Sam Okafor" in card.text()
    assert "#4711" in card.text()
    assert "💬 2 of 2 messages of the thread are in the case." in card.text()
    handoff = await town.handoff()
    assert handoff
    assert handoff.snapshot.source
    said = [(quote.author, quote.text) for quote in handoff.snapshot.source.quotes]
    assert said == [("Sam Okafor", "Outlook hangs for @Alex Kim"), ("Alex Kim", "Since Friday")]
    told = await whispered(town, town.jane, "Escalated as E-1")
    assert told.message.thread_ts == root.ts
    assert told.has("Withdraw")
    await town.until(lambda: under(town, root))
    assert [m.text() for m in under(town, root)] == [
        "🤝 Jane Ruiz escalated this: E-1, waiting for somebody to pick it up. See the card"
    ]
    await town.sam.click(card, "pick_up")
    await town.until(lambda: "picked up by Sam Okafor" in under(town, root)[0].text())


async def test_batons_own_conversation_understands_the_same_words(town: Town) -> None:
    await writes(town, town.jane, "Outlook stops syncing #4711 !high @sam")
    card = await town.card_of("Outlook stops syncing")
    assert "🟠 HIGH · E-1 · for @Sam Okafor" in card.text()
    told = await town.sent(town.jane, "Escalated as E-1: Outlook stops syncing")
    assert not told.is_ephemeral
    await writes(town, town.sam, "queue")
    queue = await town.sent(town.sam, "1 waiting for somebody")
    await town.sam.click(queue, "pick_up")
    await town.sent(town.sam, "You picked up E-1")
    await writes(town, town.jane, "mine")
    await town.sent(town.jane, "You escalated:")
    await writes(town, town.jane, "E-1")
    await town.sent(town.jane, "Problem: Outlook stops syncing")


@ON_SQLITE
async def test_batons_name_in_a_channel_begins_a_thread_of_its_own(town: Town) -> None:
    town.jane.invite(HELPDESK)
    message = (await town.jane.say(HELPDESK, "@baton: Printer offline")).message
    assert message
    card = await town.card_of("Printer offline")
    assert "in the case" not in card.text()
    await town.until(lambda: under(town, message))
    handoff = await town.handoff()
    assert handoff
    assert handoff.snapshot.source
    assert handoff.snapshot.source.link == town.slack.workspace.permalink(message.channel_id, message.ts)


@ON_SQLITE
async def test_the_word_escalate_may_stand_before_it(town: Town) -> None:
    town.jane.invite(HELPDESK)
    await town.jane.say(HELPDESK, "@baton escalate Printer offline")
    assert "escalate" not in (await town.card_of("Printer offline")).text().split("Printer")[0].lower()
    await writes(town, town.jane, "escalate: Scanner offline")
    await town.card_of("Scanner offline")


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", HELP),
        ("help", HELP),
        ("!urgent", HELP),
        ("queue", "1 waiting for somebody"),
        ("mine", "You have nothing open"),
        ("E-1", "Printer offline"),
        ("claim E-1", "It's yours: E-1"),
        ("E-99", "There is no such handoff here."),
        ("withdraw E-1", "Only Jane Ruiz or an admin can withdraw E-1."),
    ],
)
async def test_a_word_is_answered_to_its_author_alone(town: Town, words: str, answer: str) -> None:
    await town.escalated("Printer offline")
    root = await talked(town, "How do I use this?")
    await town.sam.say(HELPDESK, f"@baton {words}", root)
    told = await whispered(town, town.sam, answer)
    assert told.message.thread_ts == root.ts
    assert alone(town, town.alex) == []
    assert under(town, root) == []
    await writes(town, town.sam, words or "?")
    await town.sent(town.sam, {"claim E-1": "E-1 is already yours"}.get(words, answer))
    assert await town.handoff(2) is None


@ON_SQLITE
async def test_here_said_to_baton_moves_the_cards(town: Town) -> None:
    town.jane.invite(HELPDESK)
    await town.jane.say(HELPDESK, "@baton here")
    await whispered(town, town.jane, "Cards come to this channel from now on.")
    await writes(town, town.jane, "here")
    await town.sent(town.jane, "Say that in the channel where cards should go.")


@ON_SQLITE
@pytest.mark.parametrize("door", ["mention", "direct"])
async def test_a_message_that_is_told_of_many_times_has_one_effect(town: Town, door: str) -> None:
    town.jane.invite(HELPDESK)
    where = HELPDESK if door == "mention" else town.slack.workspace.dm(town.jane.id).id
    said = await town.jane.say(where, f"{'@baton ' if door == 'mention' else ''}Printer offline")
    answers = await asyncio.gather(*(town.slack.redeliver(2, of=said.message) for _ in range(3)))
    assert {answer.status for some in answers for answer in some} == {200}
    await town.card_of("Printer offline")
    await town.delivered()
    assert len(town.cards()) == 1
    assert await town.handoff(2) is None
    told = alone(town, town.jane) if door == "mention" else town.jane.dms()
    assert len([one for one in told if "Escalated as E-1" in one.text()]) == 1


@ON_SQLITE
async def test_a_message_that_is_told_of_again_after_a_restart_escalates_no_second_time(town: Town) -> None:
    written = await writes(town, town.jane, "Printer offline")
    await town.sent(town.jane, "Escalated as E-1")
    await town.stop()
    await town.start()
    assert [answer.status for answer in await town.slack.redeliver(of=written)] == [200]
    await town.until(lambda: len([m for m in town.jane.dms() if "Escalated as E-1" in m.text()]) == 2)
    assert await town.handoff(2) is None


@ON_SQLITE
async def test_under_a_card_baton_answers_words_and_the_rest_is_a_remark(town: Town) -> None:
    card = await town.escalated("Printer offline")
    await town.delivered()
    await town.sam.say(ESCALATIONS, "@baton mine", card)
    await whispered(town, town.sam, "You have nothing open", ESCALATIONS)
    await town.sam.say(ESCALATIONS, "@baton please look", card)
    await town.sam.say(ESCALATIONS, "@baton escalate Scanner offline", card)
    await whispered(town, town.sam, "This thread is a card's, so what you wrote is a step of its case.", ESCALATIONS)
    assert [e.text for e in await town.events(1, Happening.SAID)] == [
        "@Baton please look",
        "@Baton escalate Scanner offline",
    ]
    assert len(alone(town, town.sam, ESCALATIONS)) == 2
    assert await town.handoff(2) is None


@ON_SQLITE
async def test_in_a_thread_of_its_own_conversation_nothing_is_escalated_by_accident(town: Town) -> None:
    await town.escalated("Printer offline")
    receipt = await town.sent(town.jane, "E-1 is with the team")
    await town.jane.say(receipt.message.channel_id, "thanks a lot!", receipt)
    told = await town.until(lambda: next((m for m in under(town, receipt.message)), None))
    assert "Nothing was sent." in told.text()
    assert "thanks a lot!" in told.text()
    assert await town.handoff(2) is None


@ON_SQLITE
async def test_files_alone_are_answered_and_with_words_they_are_named(town: Town) -> None:
    dm = town.slack.workspace.dm(town.jane.id)
    await town.jane.say(dm, "", files=2)
    await town.sent(town.jane, "Baton reads words, not files.")
    await town.jane.say(dm, "See the picture", files=1)
    await town.card_of("See the picture")
    root = await talked(town, "Printer offline")
    await town.jane.say(HELPDESK, "@baton it stopped, see here", root, files=1)
    await town.card_of("it stopped, see here")
    handoff = await town.handoff(2)
    assert handoff
    assert handoff.snapshot.source
    assert [q.text for q in handoff.snapshot.source.quotes] == [
        "Printer offline",
        "@Baton it stopped, see here\n[file]",
    ]


@ON_SQLITE
async def test_what_bots_say_and_what_is_edited_or_taken_away_is_not_heard(town: Town) -> None:
    town.jane.invite(HELPDESK)
    dm = town.slack.workspace.dm(town.jane.id)
    await town.slack.app_says("alarm", HELPDESK, "<@U0BATON> CPU is hot")
    await town.slack.app_says("alarm", dm.id, "CPU is hot")
    written = (await town.jane.say(dm, "help")).message
    assert written
    await town.sent(town.jane, HELP)
    await town.jane.edit(written, "Printer offline")
    await town.jane.delete(written)
    await town.jane.event("app_mention", channel=dm.id, ts="1.1", text="<@U0BATON> x", bot_id="B0X")
    await writes(town, town.jane, "mine")
    await town.sent(town.jane, "You have nothing open")
    assert await town.handoff() is None


@ON_SQLITE
async def test_a_stranger_learns_nothing_and_a_viewer_may_ask_for_help(town: Town) -> None:
    await town.eve.say(ESCALATIONS, "@baton queue")
    await town.told(town.eve, "Baton is not available to you here.")
    await town.eve.say(ESCALATIONS, "@baton Printer offline")
    await town.until(lambda: len(whispers(town.eve)) == 2)
    assert await town.handoff() is None
    await writes(town, town.vic, "Printer offline")
    await town.card_of("Printer offline")


@ON_SQLITE
@pytest.mark.parametrize("door", ["mention", "direct"])
async def test_who_cannot_be_looked_up_gets_their_words_back(town: Town, door: str) -> None:
    noor = town.slack.hire(NOOR, "#helpdesk")
    town.jane.invite(HELPDESK)
    town.slack.fail("users.info", times=None, status=500)
    where = HELPDESK if door == "mention" else town.slack.workspace.dm(noor.id).id
    await noor.say(where, f"{'@baton ' if door == 'mention' else ''}Printer offline")
    seen = await town.until(lambda: next((m for m in reversed(noor.sees(where)) if "just now" in m.text()), None))
    assert "What you wrote:\nPrinter offline" in seen.text()


@ON_SQLITE
async def test_forty_thousand_characters_are_taken_and_cut(town: Town) -> None:
    await writes(town, town.jane, "Printer " * 5_000)
    await town.card_of("Printer Printer")
    await town.sent(town.jane, "Escalated as E-1")


@ON_SQLITE
async def test_words_do_nothing_where_they_are_answered(town: Town) -> None:
    await writes(town, town.jane, "<!channel> @everyone *bold* Printer")
    told = await town.sent(town.jane, "Escalated as E-1")
    assert told.message.pings == ()
    line = "Printer <@U0VIC> <!here>"
    town.jane.invite(HELPDESK)
    message = post(town.slack.workspace, town.slack.channel(HELPDESK), town.jane.id, Draft(f"<@U0BATON> {line}"))
    event = message.as_json() | {"channel": message.channel_id, "type": "app_mention"}
    await town.slack.event("app_mention", **{key: value for key, value in event.items() if key != "type"})
    told = await whispered(town, town.jane, "Escalated as E-2")
    assert told.message.pings == ()
    await town.until(lambda: under(town, message))
    assert under(town, message)[0].message.pings == ()


@ON_SQLITE
@pytest.mark.parametrize(
    "odd",
    [
        {"text": None},
        {"text": ["x"], "files": {}, "thread_ts": 5},
        {"user": None},
        {"user": {"id": 1}},
        {"channel": 7, "ts": []},
        {"team": "T0ELSE"},
        {"text": "\ud83d \x00 <@U0BATON"},
        {"ts": "x" * 500},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["app_mention", "message"])
async def test_whatever_is_sent_is_answered(town: Town, kind: str, odd: dict[str, object]) -> None:
    town.slack.forgive("channel_not_found", "thread_not_found", "invalid_arguments", "message_not_found")
    dm = town.slack.workspace.dm(town.jane.id)
    event = {"user": town.jane.id, "channel": dm.id, "channel_type": "im", "ts": "1700000000.000100", "text": "help"}
    answer = await said(town, kind, {**event, **odd})
    assert answer.status in (200, 400)


@ON_SQLITE
async def test_a_mention_where_baton_is_not_tells_how_to_invite_it(town: Town) -> None:
    await town.jane.say("#general", "@baton Printer offline")
    assert "they're not in this channel" in whispers(town.jane, "#general")[-1].text()
    assert await town.handoff() is None


@ON_SQLITE
async def test_a_slack_that_hangs_does_not_hold_a_mention_up(town: Town) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    town.slack.fail("conversations.replies", hang=30)
    answer = await town.jane.say(HELPDESK, "@baton It is down again", root)
    assert answer.seconds < 3
    card = await town.card_of("It is down again")
    assert "Slack did not answer in time" in card.text()
    assert [d.kind for d in await town.deliveries() if d.kind is Kind.BACK_LINK]


# ── what is done and seen here


async def said(town: Town, kind: str, event: dict[str, object]) -> Answer:
    """An event as it arrives."""
    subscription = "message.im" if kind == "message" else None
    return await town.slack.event(kind, subscription, **event)


async def talked(town: Town, first: str, *answers: str) -> Message:
    """Sam writes in #helpdesk, where Baton is, and Alex answers; the first message."""
    town.jane.invite(HELPDESK)
    root = (await town.sam.say(HELPDESK, first)).message
    assert root
    for words in answers:
        await town.alex.say(HELPDESK, words, root)
    return root


async def writes(town: Town, person: Person, words: str) -> Message | None:
    """Somebody writes to Baton in their own conversation."""
    answer = await person.say(town.slack.workspace.dm(person.id), words)
    assert answer.status == 200
    return answer.message


async def whispered(town: Town, person: Person, words: str, channel: str = HELPDESK) -> Seen:
    """What this person alone was told there, in a thread or out of it."""
    return await town.until(lambda: next((w for w in alone(town, person, channel) if words in w.text()), None))


def alone(town: Town, person: Person, channel: str = HELPDESK) -> list[Seen]:
    """Everything that this person alone was told there."""
    told = [m for m in town.slack.channel(channel).ephemerals.values() if m.only_for == person.id]
    return [Seen(one, person.id, town.slack.workspace) for one in told]


def under(town: Town, root: Message) -> list[Seen]:
    """What Baton says for all to read in a thread."""
    channel = town.slack.workspace.channels[root.channel_id]
    ours = [m for m in channel.replies(root.ts) if m.author == town.slack.workspace.app.bot_user]
    return [Seen(one, town.jane.id, town.slack.workspace) for one in ours]
