"""One handoff in both chats: two cards, one race, and one person behind two identities."""

import re

import pytest

from core.delivery import Kind
from core.event import Happening
from core.handoff import Door
from tests.both import Both, Opened


@pytest.fixture
async def both(opened: Opened) -> Both:
    """Teams and Slack, set up; the AI is off."""
    return await opened(slack=True, ANTHROPIC_API_KEY="")


async def test_what_is_escalated_in_teams_has_a_card_in_each_chat_and_all_are_edited(both: Both) -> None:
    card = await both.escalated()
    twin = await both.twin("Outlook stops syncing")
    sam = both.in_slack.person("Sam")
    await sam.click(twin, "pick_up")
    await both.until(lambda: "✅ Picked up by Sam Okafor" in card.text())
    await both.in_slack.until(lambda: "✅ Picked up by Sam Okafor" in twin.text())
    late = await both.alex.click_stale(card, 0, "pick_up")
    assert late.message
    words = late.message.versions[-1].text
    assert re.match(r"Already picked up by Sam Okafor (a moment|\d+ seconds?) ago\.\nE-1 · picked up in Slack\.", words)
    (claimed,) = await both.events(1, Happening.CLAIMED)
    assert claimed.door is Door.SLACK
    await both.in_slack.until(lambda: [m for m in sam.dms() if "You picked up E-1" in m.text()])
    assert [d.kind for d in await both.deliveries()].count(Kind.CARD) == 2


async def test_what_is_escalated_in_slack_is_picked_up_in_teams(both: Both) -> None:
    await both.in_slack.person("Jane").command("#helpdesk", "/escalate", "Printer offline !high")
    card = await both.card("Printer offline")
    twin = await both.twin("Printer offline")
    answer = await both.sam.click(card, "pick_up")
    assert answer.message
    assert answer.message.versions[-1].text.startswith("It's yours: E-1")
    await both.in_slack.until(lambda: "✅ Picked up by Sam Okafor" in twin.text() and not twin.has("pick_up"))
    await both.sent(both.sam, "You picked up E-1 from Jane Ruiz")


async def test_nobody_takes_their_own_from_the_other_chat(both: Both) -> None:
    await both.in_slack.person("Jane").command("#helpdesk", "/escalate", "Printer offline")
    card = await both.card("Printer offline")
    answer = await both.jane.click(card, "pick_up")
    assert answer.message
    assert answer.message.versions[-1].text.startswith("You escalated E-1 yourself")
    assert card.has("pick_up")


async def test_when_teams_is_away_slack_has_its_card_all_the_same(both: Both) -> None:
    both.teams.fail("create_conversation", times=None, hang=20)
    await both.in_slack.person("Jane").command("#helpdesk", "/escalate", "Printer offline")
    await both.twin("Printer offline")
    both.teams.heal()
