"""The race over both chats: a hundred people in Slack and a hundred in Teams press Pick Up at the same moment."""

import asyncio
import os
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from bot.slack.blocks import blocks
from bot.teams.adaptive_card import card as adaptive_card
from core.card import card_for
from core.desk import Desk
from core.event import Happening
from core.people import Platform, Workspace
from playground.cast import CAST, crowd
from playground.slack import Person as SlackPerson
from playground.slack import Seen as InSlack
from playground.teams import Person as TeamsPerson
from playground.teams import Seen as InTeams
from tests.both import Both, Opened
from tests.journeys.test_race import LOST, PATIENCE, read_check_write

EACH = 100
PEOPLE = crowd(2 * EACH)
RACES, AT_A_TIME = int(os.environ.get("BATON_RACES") or 2), 2
SECONDS = PATIENCE.total_seconds()


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the race in one chat: who has it, not how fast."""
    for limit in ("bot.slack.listeners.LIMIT", "bot.teams.attempt.LIMIT", "storage.engine.PATIENCE"):
        monkeypatch.setattr(limit, PATIENCE)
    for limit in ("storage.runner._QUEUEING", "storage.runner._ENOUGH"):
        monkeypatch.setattr(limit, SECONDS)


@pytest.mark.parametrize("first", range(0, RACES, AT_A_TIME), ids=lambda first: f"from race {first + 1}")
async def test_of_a_hundred_in_each_chat_who_press_at_once_one_has_it(opened: Opened, first: int) -> None:
    both, runners = await _at_the_start(opened)
    for race in range(1, AT_A_TIME + 1):
        await _race(both, runners, race)


async def test_reading_then_checking_then_writing_would_fail_the_same_test(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, runners = await _at_the_start(opened)
    monkeypatch.setattr(Desk, "claim", read_check_write(2))
    with pytest.raises(AssertionError, match="one has it"):
        await _race(both, runners, 1)


@dataclass(frozen=True, slots=True)
class Runners:
    """A hundred people in each chat, and nobody in both."""

    slack: list[SlackPerson]
    teams: list[TeamsPerson]


async def _at_the_start(opened: Opened) -> tuple[Both, Runners]:
    both = await opened([*CAST, *PEOPLE], slack=True, ANTHROPIC_API_KEY="")
    slack = [both.in_slack.person(actor.handle) for actor in PEOPLE[:EACH]]
    return both, Runners(slack, [both.person(actor.handle) for actor in PEOPLE[EACH:]])


async def _race(both: Both, runners: Runners, race: int) -> None:
    """Everybody presses at once; who has it, and what everybody is told, is the same story in both chats."""
    card = await both.escalated(f"Race number {race}, nothing else")
    twin = await both.twin(f"Race number {race}, nothing else")
    told = dict(await asyncio.gather(*_presses(runners, card, twin))) | await _whispered(both, runners.slack)
    assert len(told) == 2 * EACH
    winners = [name for name, words in told.items() if words.startswith("It's yours: ")]
    claimed = await both.events(race, Happening.CLAIMED)
    assert len(winners) == len(claimed) == 1, f"one has it, but {len(winners)} were told so"
    named = [LOST.match(words) for name, words in told.items() if name != winners[0]]
    assert [found["winner"] for found in named if found] == [winners[0]] * (2 * EACH - 1)
    assert len(await both.events(race, Happening.PRESS_LOST)) == 2 * EACH - 1
    through = claimed[0].door
    assert through
    others = [words for name, words in told.items() if name != winners[0]]
    assert all(f"E-{race} · picked up in {through.label}." in words for words in others)
    await _both_cards_are_right(both, race, card, twin)
    for seen in (card, twin):
        assert f"✅ Picked up by {winners[0]} · " in seen.text()
        assert not seen.has("pick_up")


async def _both_cards_are_right(both: Both, race: int, card: InTeams, twin: InSlack) -> None:
    """Each is exactly what is to be shown of the handoff as it stands, and was edited in place."""
    handoff = await both.handoff(race)
    assert handoff
    newest = card_for(handoff)
    tenant = Workspace(Platform.TEAMS, both.teams.tenant.id)
    workspace = Workspace(Platform.SLACK, both.in_slack.workspace.team_id)
    await both.until(lambda: card.card == adaptive_card(newest, tenant), SECONDS)
    await both.in_slack.until(lambda: _unnamed(twin.message.blocks) == blocks(newest, workspace), SECONDS)


def _unnamed(shown: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks without the ids that Slack gave them."""
    return [{name: value for name, value in block.items() if name != "block_id"} for block in shown]


def _presses(runners: Runners, card: InTeams, twin: InSlack) -> list[Awaitable[tuple[str, str]]]:
    """Everybody's press, the two chats by turns. In Slack an answer has no words: those come as a whisper."""
    pairs = zip(runners.slack, runners.teams, strict=True)
    return [press for s, t in pairs for press in (_in_slack(s, twin), _in_teams(t, card))]


async def _in_teams(runner: TeamsPerson, card: InTeams) -> tuple[str, str]:
    answer = await runner.click_stale(card, 0, "pick_up")
    assert answer.message, answer
    words = answer.message.versions[-1].text
    runner.hide(answer.message)
    return runner.name, words


async def _in_slack(runner: SlackPerson, card: InSlack) -> tuple[str, str]:
    answer = await runner.click_stale(card, 0, "pick_up")
    assert answer.status == 200
    return runner.name, ""


async def _whispered(both: Both, runners: list[SlackPerson]) -> dict[str, str]:
    """What each of them alone is told in Slack; they dismiss it before the next race."""
    shown = both.in_slack.channel("#escalations").ephemerals
    await both.in_slack.until(lambda: len(shown) >= EACH, SECONDS)
    seen = {m.only_for: InSlack(m, str(m.only_for), both.in_slack.workspace) for m in shown.values()}
    assert len(seen) == len(shown) == EACH
    told = {runner.name: seen[runner.id].text() for runner in runners}
    for runner in runners:
        runner.hide(seen[runner.id])
    return told
