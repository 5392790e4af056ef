"""Claim and assessment in either order, through a restart, on two replicas: people end up with the same."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.service import assembled
from bot.settings import settings_of
from playground.slack import Seen
from tests.town import Found, Town, timeless

STORIES = ("claim first", "assessment first", "a restart in the middle", "two replicas")


@pytest.fixture
async def slow(founded: Found) -> Town:
    """A town whose model takes its time."""
    town = await founded()
    town.model.latency = 0.4
    return town


async def test_whatever_comes_first_card_and_briefing_end_the_same(slow: Town) -> None:
    ends = []
    for number, story in enumerate(STORIES, 1):
        card = await slow.escalated(f"Printer {number} offline")
        briefing = await told(slow, card, story, number)
        for seen in (card, briefing):
            await slow.until(lambda s=seen: "AI assessment: Stand-in answer" in s.text(), within=20)  # type: ignore[misc]
        await slow.delivered(number, within=20)
        ends.append(tuple(same(seen, number) for seen in (card, briefing)))
    assert len(set(ends)) == 1
    assert "Picked up by Sam Okafor" in ends[0][0]
    assert len(slow.model.requests) == len(STORIES)


async def told(town: Town, card: Seen, story: str, number: int) -> Seen:
    """The escalation goes on as in this story; Sam's briefing."""
    await town.model.until(lambda: len(town.model.requests) == number)
    if story == "assessment first":
        await town.shows(card, "AI assessment: Stand-in answer")
    elif story == "a restart in the middle":
        await town.stop()
        await town.start()
    if story == "two replicas":
        async with AsyncExitStack() as stack:
            named = {**town.slack.settings(), **town.model.settings(), "PORT": "0", "DATABASE_URL": town.database_url}
            other = await stack.enter_async_context(assembled(settings_of(named, Path())))
            await other.ready()
            here, town.slack.app_url = town.slack.app_url, other.url
            await town.sam.click(card, "pick_up")
            await town.shows(card, "AI assessment: Stand-in answer")
            town.slack.app_url = here
    else:
        await town.sam.click(card, "pick_up")
    return await town.sent(town.sam, f"You picked up E-{number} ")


def same(seen: Seen, number: int) -> str:
    """What is there, without what differs from one escalation to the next."""
    return timeless(seen.text()).replace(f"Printer {number} offline", "It")
