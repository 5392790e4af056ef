"""*Escalate this thread* in Slack: what it takes from the thread, what it says of that, and what is said there."""

import json
from collections.abc import Sequence

import pytest

from core.delivery import Condition, Kind
from core.handoff import Source
from playground.slack import Person, Seen
from playground.slack.message import Message
from playground.slack.posting import Draft, post
from tests.breadth import LONG, ON_SQLITE
from tests.town import HELPDESK, Town, front, whispers

SHORTCUT = "escalate_thread"
SAID = "Outlook stops syncing for @sam since the move. The admin password: Sommer2026!"
PLAIN = "Outlook stops syncing for @Sam Okafor since the move. The admin password: Sommer2026!"


async def test_a_thread_goes_into_the_case_and_is_told_who_has_it(town: Town) -> None:
    root = await talked(town, SAID, "Since when?", "Friday <!channel>")
    await chosen(town, town.jane, root, "The 3 messages of this thread go into the case")
    assert preset(town.jane, "problem") == PLAIN
    await town.jane.submit({"priority": "high", "ticket": "4711"})

    card = await town.card_of("Outlook stops syncing")
    assert "💬 3 of 3 messages of the thread are in the case." in card.text()
    assert "Sommer2026" not in card.text()
    source = await source_of(town)
    assert [(quote.author, quote.text) for quote in source.quotes] == [
        ("Alex Kim", PLAIN.replace("Sommer2026!", "[password masked]")),
        ("Jane Ruiz", "Since when?"),
        ("Jane Ruiz", "Friday <!channel>"),
    ]
    channel = town.slack.channel(HELPDESK).id
    assert source.link == town.slack.workspace.permalink(channel, root.ts)
    told = await town.until(lambda: next(iter(whispers(town.jane, HELPDESK)), None))
    assert "Escalated as E-1" in told.text()
    assert "3 of 3 messages of the thread are in the case." in told.text()

    line = await back_link(town, root, "Jane Ruiz escalated this: E-1, waiting for somebody to pick it up.")
    assert town.slack.workspace.permalink(card.message.channel_id, card.ts) in json.dumps(line.blocks)
    await town.sam.click(card, "pick_up")
    again = await back_link(town, root, "Jane Ruiz escalated this: E-1, picked up by Sam Okafor.")
    assert again is line
    await town.delivered()
    assert len(told_in(town, root)) == 1
    briefing = await town.sent(town.sam, "You picked up E-1")
    assert "Source: Alex Kim" in briefing.text()
    assert "Jane Ruiz: " not in line.text


@ON_SQLITE
async def test_the_form_is_open_before_anything_is_read(town: Town) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    town.slack.fail("conversations.replies", hang=30)
    answer = await town.jane.shortcut(SHORTCUT, root)
    assert answer.ok
    assert "the first message and at most 49 newest" in shared(town.jane)
    asked = [c.method for c in town.slack.calls if c.method in ("views.open", "conversations.replies")]
    assert asked[0] == "views.open"


@ON_SQLITE
async def test_what_was_typed_stays_when_the_form_says_how_much_was_read(town: Town) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    town.slack.delay("conversations.replies", 0.3)
    await town.jane.shortcut(SHORTCUT, root)
    front(town.jane).typed["reason", "reason"] = {"type": "plain_text_input", "value": "I am stuck"}
    await town.until(lambda: "The 2 messages" in shared(town.jane))
    town.slack.heal()
    await town.jane.submit()
    await town.card_of("I am stuck")


@ON_SQLITE
async def test_what_is_written_while_the_form_is_open_goes_along(town: Town) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    await chosen(town, town.jane, root, "The 2 messages")
    await town.sam.say(HELPDESK, "Restarted it", root)
    await town.jane.submit()
    await town.card_of("3 of 3 messages")


@ON_SQLITE
async def test_a_reply_is_the_problem_and_its_thread_the_source(town: Town) -> None:
    root = await talked(town, "Printer offline", "Toner is full, I looked")
    reply = town.slack.channel(HELPDESK).replies(root.ts)[0]
    await chosen(town, town.jane, reply, "The 2 messages")
    await town.jane.submit()
    await town.card_of("Toner is full")
    source = await source_of(town)
    assert [quote.text for quote in source.quotes] == ["Printer offline", "Toner is full, I looked"]
    assert source.link.endswith(f"?thread_ts={root.ts}&cid={root.channel_id}")


@ON_SQLITE
async def test_one_message_without_a_thread_is_one_message(town: Town) -> None:
    root = await talked(town, "Printer offline")
    await chosen(town, town.jane, root, "This message goes into the case")
    await town.jane.submit()
    card = await town.card_of("Printer offline")
    assert "in the case" not in card.text()
    await back_link(town, root, "Jane Ruiz escalated this: E-1")


@ON_SQLITE
async def test_a_thread_of_two_thousand_messages_is_read_to_its_end_and_it_says_how_much_is_in_the_case(
    town: Town,
) -> None:
    root = await talked(town, "Printer offline")
    channel = town.slack.channel(HELPDESK)
    for n in range(1, 2_001):
        post(town.slack.workspace, channel, town.alex.id, Draft(f"answer {n}", thread_ts=root.ts))
    await chosen(town, town.jane, root, "The first and the 49 newest of the 2,001 messages of this thread")
    pages = len([c for c in town.slack.calls if c.method == "conversations.replies"])
    await town.jane.submit()
    await town.card_of("50 of 2,001 messages of the thread are in the case, the first and the newest.")
    source = await source_of(town)
    assert [quote.text for quote in source.quotes] == ["Printer offline", *(f"answer {n}" for n in range(1_952, 2_001))]
    read = [c for c in town.slack.calls if c.method == "conversations.replies"]
    assert (pages, len(read)) == (3, 4)  # the second time from where the newest begin


@ON_SQLITE
async def test_where_baton_is_not_only_the_message_goes_along_and_nothing_is_said_there(town: Town) -> None:
    town.slack.forgive("not_in_channel")
    root = await talked(town, "Printer offline", "Here, too", invited=False)
    words = "Only this message goes into the case, not what was answered to it: Baton is not in that conversation."
    await chosen(town, town.jane, root, f"{words} Nothing is said in the thread.")
    await town.jane.submit()
    card = await town.card_of("Printer offline")
    assert "Only that message is in the case, not what was answered to it" in card.text()
    told = await town.until(lambda: next(iter(whispers(town.jane, HELPDESK)), None))
    assert "Baton is not in that conversation. Nothing is said in that thread." in told.text()
    await nothing_was_said(town, root)


@ON_SQLITE
async def test_a_chat_of_two_people_gives_the_message_alone_and_is_told_nothing(town: Town) -> None:
    town.slack.forgive("channel_not_found")
    chat = town.slack.workspace.dm(town.jane.id, town.sam.id)
    said = (await town.sam.say(chat, "Your VPN is down")).message
    assert said
    await chosen(town, town.jane, said, "Only this message goes into the case")
    await town.jane.submit()
    await town.card_of("Your VPN is down")
    source = await source_of(town)
    assert [(quote.author, quote.text) for quote in source.quotes] == [("Sam Okafor", "Your VPN is down")]
    assert "Nothing is said in that thread" in (await town.told(town.jane, "Escalated as E-1", chat.id)).text()
    await nothing_was_said(town, said)


@ON_SQLITE
@pytest.mark.parametrize(
    ("failure", "why"),
    [
        ({"error": "missing_scope"}, "Baton lacks the permission to read there"),
        ({"retry_after": 30.0, "status": 429}, "Slack asked to wait"),
        ({"status": 500}, "Slack did not let it be read"),
        ({"html": True, "status": 502}, "Slack did not let it be read"),
    ],
    ids=["no permission", "rate limited", "broken", "a page"],
)
async def test_what_keeps_it_from_reading_is_said_and_holds_nothing_up(
    town: Town, failure: dict[str, object], why: str
) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    town.slack.fail("conversations.replies", times=None, **failure)  # type: ignore[arg-type]
    await chosen(town, town.jane, root, f"Only this message goes into the case, not what was answered to it: {why}.")
    await town.jane.submit()
    await town.card_of(f"not what was answered to it: {why}.")
    await nothing_was_said(town, root)


@ON_SQLITE
async def test_a_slack_that_hangs_does_not_hold_the_form_up(town: Town) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    await chosen(town, town.jane, root, "The 2 messages")
    town.slack.fail("conversations.replies", hang=30)
    answer = await town.jane.submit()
    assert answer.ok
    await town.card_of("not what was answered to it: Slack did not answer in time.")


@ON_SQLITE
async def test_a_form_that_slack_sends_twice_escalates_once(town: Town) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    await chosen(town, town.jane, root, "The 2 messages")
    view = front(town.jane)
    await town.jane.submit()
    await town.card_of("Printer offline")
    town.jane.workspace.modals[town.jane.id].append(view)
    await town.jane.submit()
    await town.delivered()
    assert len(town.cards()) == 1
    assert len(told_in(town, root)) == 1


@ON_SQLITE
async def test_a_line_that_somebody_took_away_stays_away(town: Town) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    await escalated(town, root)
    line = await back_link(town, root, "Jane Ruiz escalated this")
    await town.delivered()
    line.deleted = True
    town.slack.forgive("message_not_found")
    await town.sam.click(await town.card_of("Printer offline"), "pick_up")
    await town.sent(town.sam, "You picked up E-1")
    await town.delivered()
    assert told_in(town, root) == []


@ON_SQLITE
async def test_being_put_out_of_the_channel_troubles_no_admin(town: Town) -> None:
    town.expect_errors("back_link")
    await town.says(town.jane, "here", "#escalations")  # and owns it from now on
    town.slack.forgive("restricted_action")
    root = await talked(town, "Printer offline", "Here, too")
    await chosen(town, town.jane, root, "The 2 messages")
    town.slack.fail("chat.postMessage", times=None, channel=HELPDESK, error="restricted_action")
    await town.jane.submit()
    receipt = await town.sent(town.jane, "E-1 is with the team")
    await town.shows(receipt, "The line in the source thread (Slack) could not be delivered")
    assert [d for d in await town.deliveries() if d.kind is Kind.NEWS] == []
    assert [d.condition for d in await town.deliveries() if d.kind is Kind.BACK_LINK] == [Condition.STOPPED]


@ON_SQLITE
async def test_a_bots_message_its_card_and_its_files_are_words(town: Town) -> None:
    town.slack.person("Jane").invite(HELPDESK)
    channel = town.slack.channel(HELPDESK)
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*CPU* is hot on <https://h.example|lyon-1>"}}]
    alarm = post(town.slack.workspace, channel, "alarm", Draft("", blocks, by_app="alarm"))
    post(town.slack.workspace, channel, town.sam.id, Draft("", thread_ts=alarm.ts, files=2))
    await chosen(town, town.jane, alarm, "The 2 messages")
    assert preset(town.jane, "problem") == "*CPU* is hot on lyon-1 (https://h.example)"
    await town.jane.submit()
    await town.card_of("CPU")
    said = [(quote.author, quote.text) for quote in (await source_of(town)).quotes]
    assert said == [("alarm", "*CPU* is hot on lyon-1 (https://h.example)"), ("Sam Okafor", "[file]\n[file]")]


@ON_SQLITE
async def test_a_message_without_words_leaves_the_problem_to_be_said(town: Town) -> None:
    town.slack.person("Jane").invite(HELPDESK)
    empty = post(town.slack.workspace, town.slack.channel(HELPDESK), town.sam.id, Draft("\u200b "))
    await chosen(town, town.jane, empty, "This message goes into the case")
    assert preset(town.jane, "problem") == ""
    await town.jane.submit({"problem": "Printer offline"})
    await town.card_of("Printer offline")


@ON_SQLITE
@pytest.mark.parametrize("letter", ["y", "😀", pytest.param('"', marks=LONG), pytest.param("é\n", marks=LONG)])
async def test_forty_thousand_characters_are_cut_in_the_field_and_it_says_so(town: Town, letter: str) -> None:
    town.slack.forgive("not_found")  # the form was sent before it could say how much it shares
    root = await talked(town, (letter * 40_000)[:40_000])
    await chosen(town, town.jane, root, "The message is longer than the field: its beginning is here.")
    assert preset(town.jane, "problem").endswith("…")
    assert len(preset(town.jane, "problem").encode("utf-16-le")) // 2 <= 3_000
    assert len(front(town.jane).definition["private_metadata"].encode("utf-16-le")) // 2 <= 3_000
    await town.jane.submit()
    await town.card_of(letter.strip())


@ON_SQLITE
async def test_a_deleted_beginning_is_left_out(town: Town) -> None:
    root = await talked(town, "Printer offline", "Here, too")
    reply = town.slack.channel(HELPDESK).replies(root.ts)[0]
    await town.alex.delete(root)
    await chosen(town, town.jane, reply, "This message goes into the case")
    await town.jane.submit()
    await town.card_of("1 of 2 messages of the thread is in the case")


@ON_SQLITE
async def test_a_thread_that_is_gone_when_the_form_is_sent_leaves_the_message(town: Town) -> None:
    town.slack.forgive("thread_not_found")
    root = await talked(town, "Printer offline")
    await chosen(town, town.jane, root, "This message")
    await town.alex.delete(root)
    await town.jane.submit()
    await town.card_of("not what was answered to it: the thread is no longer there.")


@ON_SQLITE
async def test_a_viewer_may_and_a_stranger_is_told_nothing(town: Town) -> None:
    channel = town.slack.channel("#escalations")
    said = post(town.slack.workspace, channel, town.sam.id, Draft("Printer offline"))
    await town.eve.shortcut(SHORTCUT, said)
    assert town.eve.open_view is None
    await town.told(town.eve, "Baton is not available to you here.")
    await chosen(town, town.vic, said, "This message")
    await town.vic.submit()
    await town.card_of("Printer offline")


@ON_SQLITE
@pytest.mark.parametrize(
    "odd",
    [
        {"message": None},
        {"message": []},
        {"message": {}},
        {"message": {"ts": 5, "text": ["x"], "files": "many", "blocks": [1], "attachments": {}}},
        {"message": {"ts": "x" * 300, "text": "\ud83d \x00 Printer", "user": {"id": 1}}, "channel": None},
        {"channel": {"id": 7}, "response_url": 5},
        {"team": {"id": "T0ELSE"}, "user": {"id": "U0SAM", "team_id": "T0ELSE"}},
        {"trigger_id": None},
    ],
    ids=str,
)
async def test_whatever_is_sent_is_answered(town: Town, odd: dict[str, object]) -> None:
    town.slack.forgive("channel_not_found", "thread_not_found", "invalid_arguments", "invalid_trigger_id")
    root = await talked(town, "Printer offline")
    frame = {"type": "message_action", "callback_id": SHORTCUT, "team": town.slack.workspace.team_json()}
    frame |= {"user": {"id": town.jane.id, "team_id": town.slack.workspace.team_id}, "response_url": ""}
    frame |= {"trigger_id": town.slack.workspace.new_trigger(town.jane.id), "channel": {"id": root.channel_id}}
    answer = await town.jane.wire.payload({**frame, "message": root.as_json(), **odd})
    assert answer.status in (200, 400)


# ── what is done and seen here


async def talked(town: Town, first: str, *answers: str, invited: bool = True) -> Message:
    """Alex writes in #helpdesk, and Jane answers; the first message."""
    if invited:
        town.jane.invite(HELPDESK)
    root = (await town.alex.say(HELPDESK, first)).message
    assert root
    for words in answers:
        await town.jane.say(HELPDESK, words, root)
    return root


async def chosen(town: Town, person: Person, message: Message, words: str) -> None:
    """Somebody chooses the shortcut, and the form says these words."""
    answer = await person.shortcut(SHORTCUT, message)
    assert answer.ok
    await town.until(lambda: words in shared(person), within=10)
    assert "Secrets are masked before anything is kept." in shared(person)


async def escalated(town: Town, message: Message) -> None:
    """Jane escalates a thread."""
    await chosen(town, town.jane, message, "into the case")
    await town.jane.submit()


def shared(person: Person) -> str:
    """What the form says of what goes along with it."""
    blocks = person.open_view.blocks if person.open_view else []
    return next((block["elements"][0]["text"] for block in blocks if block.get("block_id") == "shared"), "")


def preset(person: Person, field: str) -> str:
    """What is filled in."""
    [block] = [block for block in front(person).blocks if block["block_id"] == field]
    return str(block["element"].get("initial_value", ""))


def told_in(town: Town, root: Message) -> list[Message]:
    """What Baton says for all to read in a thread."""
    channel = town.slack.workspace.channels[root.channel_id]
    return [m for m in channel.replies(root.ts) if m.author == town.slack.workspace.app.bot_user]


async def back_link(town: Town, root: Message, words: str) -> Message:
    """The one line in the thread, once it says so."""

    def found() -> Message | None:
        lines: Sequence[Message] = told_in(town, root)
        assert len(lines) < 2
        return next((one for one in lines if words in Seen(one, town.jane.id, town.slack.workspace).text()), None)

    return await town.until(found)


async def nothing_was_said(town: Town, root: Message) -> None:
    """Nothing is said in that thread, and nobody is troubled by that."""
    await town.delivered()
    assert [d for d in await town.deliveries() if d.kind is Kind.BACK_LINK] == []
    assert told_in(town, root) == []


async def source_of(town: Town) -> Source:
    """What is kept of the thread."""
    handoff = await town.handoff()
    assert handoff
    assert handoff.snapshot.source
    return handoff.snapshot.source
