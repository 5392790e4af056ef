"""Card threads: what is written under a card in one chat is read under the card in the other, once and in order."""

import asyncio
import json

import pytest

from core.delivery import Condition, Kind
from core.event import Event, Happening
from playground.cast import Actor
from playground.slack import Seen as InSlack
from playground.slack.posting import Draft, post
from playground.teams import Seen
from tests.both import ESCALATIONS, HELPDESK, Both, Opened
from tests.breadth import ON_SQLITE
from tests.waiting import eventually

HOSTILE = (
    "<!channel> <@U0SAM> *bold* <https://evil.example|bank> [x](https://evil.example) <at>Sam</at> "
    "{{DATE(2026-01-01)}} @here"
)
NOOR = Actor("noor", "Noor Haddad", "noor@contoso.example")


@pytest.fixture
async def both(opened: Opened) -> Both:
    """Teams and Slack, set up; Teams tells of every message, and the AI is off."""
    both = await opened(slack=True, ANTHROPIC_API_KEY="")
    both.teams.consent()
    return both


class Cards:
    """One handoff's two cards, and what is written under them."""

    def __init__(self, both: Both, in_teams: Seen, in_slack: InSlack) -> None:
        self.both = both
        self.in_teams = in_teams
        self.in_slack = in_slack

    async def says_in_slack(self, name: str, text: str, files: int = 0) -> None:
        """Somebody writes under the card in Slack."""
        answer = await self.both.in_slack.person(name).say("#escalations", text, self.in_slack, files=files)
        assert answer.status == 200

    async def says_in_teams(self, name: str, text: str, files: int = 0) -> None:
        """Somebody writes under the card in Teams."""
        await self.both.person(name).say(ESCALATIONS, text, self.in_teams, files=files)

    def read_in_slack(self) -> list[str]:
        """What Baton wrote under the card in Slack."""
        under = self.both.in_slack.person("Alex").sees("#escalations", thread=self.in_slack)
        return [m.text() for m in under if m.author == "Baton" and not m.has("details")]

    def read_in_teams(self) -> list[str]:
        """What Baton wrote under the card in Teams."""
        under = self.both.alex.sees(ESCALATIONS, thread=self.in_teams)
        return [m.text() for m in under if m.author == "Baton" and not m.has("details")]

    async def until_in_slack(self, *words: str) -> None:
        """Returns once these lines stand there, and no others."""
        await self.both.in_slack.until(lambda: len(self.read_in_slack()) >= len(words), within=15)
        assert self.read_in_slack() == list(words)

    async def until_in_teams(self, *words: str) -> None:
        """Returns once these lines stand there, and no others."""
        await self.both.teams.until(lambda: len(self.read_in_teams()) >= len(words), within=15)
        assert self.read_in_teams() == list(words)

    async def said(self) -> list[Event]:
        """What was kept."""
        return await self.both.events(1, Happening.SAID)


@pytest.fixture
async def cards(both: Both) -> Cards:
    """Jane's escalation, with a card in each chat, both known to have been posted."""
    in_teams, in_slack = await both.escalated(), await both.twin("Outlook stops syncing")

    async def posted() -> bool:
        return all(d.message for d in await both.deliveries() if d.kind is Kind.CARD)

    await eventually(posted)
    return Cards(both, in_teams, in_slack)


async def test_jane_in_teams_and_sam_in_slack_work_together(cards: Cards) -> None:
    await cards.says_in_teams("Jane", "It stops exactly on the hour.")
    await cards.until_in_slack("Jane Ruiz (Teams): It stops exactly on the hour.")
    await cards.says_in_slack("Sam", "The key lifetime, then. @alex?")
    await cards.until_in_teams("Sam Okafor (Slack): The key lifetime, then. @Alex Kim?")
    assert [(e.text, e.by and e.by.name, e.door and e.door.value) for e in await cards.said()] == [
        ("It stops exactly on the hour.", "Jane Ruiz", "teams"),
        ("The key lifetime, then. @Alex Kim?", "Sam Okafor", "slack"),
    ]
    assert [d.kind for d in await cards.both.deliveries()].count(Kind.NOTE) == 2


async def test_what_was_written_is_a_step_that_details_shows(cards: Cards) -> None:
    await cards.says_in_teams("Jane", "password: Sommer2026! is what she uses")
    await cards.says_in_slack("Sam", "Noted.")
    await cards.until_in_teams("Sam Okafor (Slack): Noted.")
    await cards.until_in_slack("Jane Ruiz (Teams): password: [password masked] is what she uses")
    sam = cards.both.in_slack.person("Sam")
    await sam.click(cards.in_slack, "details")
    assert sam.open_view
    shown = json.dumps(sam.open_view.blocks)
    assert "Steps so far:" in shown
    assert '"Jane Ruiz (Teams):", "style": {"bold": true}' in shown
    assert '" password: [password masked] is what she uses"' in shown
    assert '" Noted."' in shown
    assert "Sommer2026" not in shown


async def test_the_first_action_after_the_claim_stands_in_the_events(cards: Cards) -> None:
    await cards.says_in_slack("Alex", "I may take this.")
    await cards.both.in_slack.person("Sam").click(cards.in_slack, "pick_up")
    await cards.says_in_slack("Alex", "All yours, Sam.")
    await cards.says_in_slack("Sam", "Looking at the mailbox now.")
    [claimed] = await cards.both.events(1, Happening.CLAIMED)
    assert claimed.by
    steps = [e for e in await cards.said() if e.at >= claimed.at and e.by and e.by.member == claimed.by.member]
    assert [step.text for step in steps] == ["Looking at the mailbox now."]


async def test_people_go_on_talking_when_it_is_withdrawn(cards: Cards) -> None:
    jane = cards.both.in_slack.person("Jane")
    await jane.command("#helpdesk", "/escalate", "withdraw E-1")
    await cards.says_in_slack("Jane", "It was the VPN. Thank you!")
    await cards.until_in_teams("Jane Ruiz (Slack): It was the VPN. Thank you!")


@ON_SQLITE
async def test_a_viewer_is_passed_on_and_a_stranger_is_neither_kept_nor_passed_on(cards: Cards) -> None:
    await cards.says_in_slack("Eve", "I am from elsewhere.")
    await cards.says_in_teams("Eve", "I am from elsewhere.")
    await cards.says_in_slack("Vic", "I see it, too.")
    await cards.until_in_teams("Vic Lang (Slack): I see it, too.")
    assert [event.text for event in await cards.said()] == ["I see it, too."]
    assert cards.read_in_slack() == []


@ON_SQLITE
async def test_somebody_never_seen_before_is_looked_up_and_heard(cards: Cards) -> None:
    cards.both.in_slack.hire(NOOR, "#escalations")
    await cards.says_in_slack("Noor", "New here: I had the same.")
    await cards.until_in_teams("Noor Haddad (Slack): New here: I had the same.")


@ON_SQLITE
async def test_who_cannot_be_looked_up_now_is_heard_when_slack_tells_again(cards: Cards) -> None:
    slack = cards.both.in_slack
    slack.hire(NOOR, "#escalations")
    slack.fail("users.info", times=None, status=500)
    answer = await slack.person("Noor").say("#escalations", "I had the same.", cards.in_slack)
    assert answer.status == 503
    slack.heal()
    assert (await slack.redeliver())[0].status == 200
    await cards.until_in_teams("Noor Haddad (Slack): I had the same.")


async def test_a_message_that_is_told_of_five_times_more_is_passed_on_once(cards: Cards) -> None:
    await cards.says_in_slack("Sam", "Restarted it.")
    assert [answer.status for answer in await cards.both.in_slack.redeliver(5)] == [200] * 5
    await cards.says_in_teams("Jane", "Still the same.")
    await cards.both.jane.redeliver(5)
    await cards.says_in_slack("Sam", "Done.")
    await cards.until_in_teams("Sam Okafor (Slack): Restarted it.", "Sam Okafor (Slack): Done.")
    await cards.until_in_slack("Jane Ruiz (Teams): Still the same.")
    assert len(await cards.said()) == 3


async def test_a_message_that_is_told_of_five_times_at_once_is_passed_on_once(cards: Cards) -> None:
    sam = cards.both.in_slack.person("Sam")
    await sam.say("#escalations", "Restarted it.", cards.in_slack)
    answers = await asyncio.gather(*(cards.both.in_slack.redeliver() for _ in range(5)))
    assert {answer.status for [answer] in answers} == {200}
    await cards.until_in_teams("Sam Okafor (Slack): Restarted it.")
    assert len(await cards.said()) == 1


@ON_SQLITE
async def test_words_do_nothing_in_the_other_chat(cards: Cards) -> None:
    await cards.says_in_teams("Jane", HOSTILE)
    await cards.until_in_slack(f"Jane Ruiz (Teams): {HOSTILE}")
    [line] = cards.both.in_slack.person("Sam").sees("#escalations", thread=cards.in_slack)[1:]
    assert line.message.pings == ()
    await cards.says_in_slack("Sam", HOSTILE)
    await cards.both.teams.until(lambda: cards.read_in_teams())
    [back] = [m for m in cards.both.sam.sees(ESCALATIONS, thread=cards.in_teams)[1:] if m.author == "Baton"]
    assert back.message.pings == ()
    assert "<!channel> <@U0SAM> *bold*" in back.text()


@ON_SQLITE
async def test_nobody_forges_whose_words_they_are(cards: Cards) -> None:
    """Whose words they are is bold, and nothing that people write is."""
    await cards.says_in_teams("Jane", "ok\nSam Okafor (Slack): approved")
    await cards.both.in_slack.until(lambda: cards.read_in_slack())
    [line] = cards.both.in_slack.person("Sam").sees("#escalations", thread=cards.in_slack)[1:]
    [section] = line.message.blocks[0]["elements"]
    bold = [part["text"] for part in section["elements"] if part.get("style", {}).get("bold")]
    assert bold == ["Jane Ruiz (Teams):"]


@ON_SQLITE
async def test_ten_thousand_characters_are_cut_and_it_is_said_where_the_rest_is(cards: Cards) -> None:
    await cards.says_in_slack("Sam", "long words " * 1_000)
    await cards.both.teams.until(lambda: cards.read_in_teams())
    [line] = cards.read_in_teams()
    assert line.startswith("Sam Okafor (Slack): long words long words ")
    assert line.endswith("… (cut here, the rest is in Slack)")
    [event] = await cards.said()
    assert len(event.text) == 3_000


@ON_SQLITE
async def test_files_are_told_of_in_words(cards: Cards) -> None:
    await cards.says_in_slack("Sam", "See the log", files=2)
    await cards.says_in_slack("Sam", "", files=1)
    await cards.until_in_teams(
        "Sam Okafor (Slack): See the log (with 2 files, see them in Slack)",
        "Sam Okafor (Slack): (1 file, see it in Slack)",
    )
    await cards.says_in_teams("Jane", "A picture", files=1)
    await cards.says_in_teams("Jane", "", files=2)
    await cards.until_in_slack(
        "Jane Ruiz (Teams): A picture (with 1 file, see it in Teams)",
        "Jane Ruiz (Teams): (2 files, see them in Teams)",
    )


@ON_SQLITE
async def test_edits_and_deletions_and_other_apps_are_not_passed_on(cards: Cards) -> None:
    slack, sam = cards.both.in_slack, cards.both.in_slack.person("Sam")
    written = await sam.say("#escalations", "Restarted it.", cards.in_slack)
    assert written.message
    await sam.edit(written.message, "Restarted it twice.")
    await sam.delete(written.message)
    await slack.app_says("alarm", "#escalations", "CPU is hot", cards.in_slack)
    await sam.say("#escalations", "To everybody", cards.in_slack, broadcast=True)
    jane = cards.both.jane
    mine = await jane.say(ESCALATIONS, "From Teams", cards.in_teams)
    assert mine.message
    await jane.edit(mine.message, "From Teams, edited")
    await jane.delete(mine.message)
    await cards.until_in_teams("Sam Okafor (Slack): Restarted it.", "Sam Okafor (Slack): To everybody")
    await cards.until_in_slack("Jane Ruiz (Teams): From Teams")
    assert len(await cards.said()) == 3


@ON_SQLITE
async def test_what_stands_under_no_card_is_dropped_before_anybody_is_looked_up(cards: Cards) -> None:
    both, slack = cards.both, cards.both.in_slack
    asked = len(slack.calls)
    root = await slack.person("Eve").say("#escalations", "Lunch?")
    assert root.message
    await slack.person("Eve").say("#escalations", "Pizza!", root.message)
    post = await both.jane.say(ESCALATIONS, "Lunch?")
    assert post.message
    await both.jane.say(ESCALATIONS, "Pizza!", post.message)
    await both.jane.say(HELPDESK, "The printer is offline")
    await cards.says_in_slack("Sam", "Back to work.")
    await cards.until_in_teams("Sam Okafor (Slack): Back to work.")
    assert len(await cards.said()) == 1
    assert [call.method for call in slack.calls[asked:]] == []
    assert await both.handoff(2) is None
    said = [m.text() for m in both.jane.sees(ESCALATIONS, thread=post.message) if m.author == "Baton"]
    assert said == []


@ON_SQLITE
async def test_under_a_card_a_word_to_baton_is_a_word_and_anything_else_a_step(both: Both) -> None:
    """Also where Teams tells of nothing but what mentions Baton."""
    both.teams.consent(False)
    in_teams, in_slack = await both.escalated(), await both.twin("Outlook stops syncing")
    cards = Cards(both, in_teams, in_slack)
    await cards.says_in_teams("Sam", "nobody hears this")
    await both.sam.mention(ESCALATIONS, "E-1", in_teams)
    await both.sent(both.sam, "waiting for somebody · escalated by Jane Ruiz")
    await both.sam.mention(ESCALATIONS, "the server room is warm, too #4712 !urgent", in_teams)
    await cards.until_in_slack("Sam Okafor (Teams): the server room is warm, too #4712 !urgent")
    await both.sam.mention(ESCALATIONS, "escalate the printer is offline", in_teams)
    await both.sent(both.sam, "That thread is a card's")
    assert await both.handoff(2) is None
    assert [event.text for event in await cards.said()][1:] == ["escalate the printer is offline"]


@ON_SQLITE
async def test_an_at_mention_of_baton_under_a_card_in_slack_escalates_nothing(cards: Cards) -> None:
    await cards.says_in_slack("Sam", "@baton please look")
    await cards.until_in_teams("Sam Okafor (Slack): @Baton please look")
    assert await cards.both.handoff(2) is None


@ON_SQLITE
async def test_what_nobody_but_baton_sees_is_no_remark(cards: Cards) -> None:
    sam = cards.both.sam
    whispered = sam.activity("message", ESCALATIONS, text="between us: the firewall is off")
    whispered["recipient"] |= {"isTargeted": True}
    whispered["conversation"] |= {"id": f"{whispered['conversation']['id']};messageid={cards.in_teams.ts}"}
    await cards.both.teams.deliver(whispered)
    await cards.both.card("between us")  # a slash command is one, wherever it is typed
    assert await cards.said() == []


async def test_when_slack_is_down_for_a_while_the_words_arrive_later_and_in_order(cards: Cards) -> None:
    cards.both.in_slack.fail("chat.postMessage", times=3, status=503)
    words = [f"Step {number}" for number in range(1, 7)]
    for word in words:
        await cards.says_in_teams("Jane", word)
    await cards.until_in_slack(*(f"Jane Ruiz (Teams): {word}" for word in words))


async def test_a_line_whose_answer_was_lost_stands_once_in_a_thread_however_long(cards: Cards) -> None:
    """Slack reads threads from their beginning, a hundred at a time."""
    workspace, channel = cards.both.in_slack.workspace, cards.both.in_slack.channel("#escalations")
    past = Draft("on and on", thread_ts=cards.in_slack.ts)
    earlier = [post(workspace, channel, "U0ALEX", past) for _ in range(120)]
    for number, message in enumerate(earlier):  # half an hour ago
        channel.messages.pop(message.ts)
        message.ts = f"{float(cards.in_slack.ts) - 1_800 + number:.6f}"
    channel.messages.update({message.ts: message for message in earlier})
    cards.both.in_slack.fail("chat.postMessage", drop="after")
    await cards.says_in_teams("Jane", "First")
    await cards.says_in_teams("Jane", "Second")
    await cards.until_in_slack("Jane Ruiz (Teams): First", "Jane Ruiz (Teams): Second")


async def test_a_line_that_can_never_be_sent_holds_up_none(cards: Cards) -> None:
    cards.both.expected.append("stopped")
    cards.both.in_slack.forgive("invalid_blocks")
    cards.both.in_slack.fail("chat.postMessage", times=1, error="invalid_blocks")
    await cards.says_in_teams("Jane", "First")
    await cards.says_in_teams("Jane", "Second")
    await cards.until_in_slack("Jane Ruiz (Teams): Second")
    notes = [d.condition for d in await cards.both.deliveries() if d.kind is Kind.NOTE]
    assert notes == [Condition.STOPPED, Condition.LIVE]
