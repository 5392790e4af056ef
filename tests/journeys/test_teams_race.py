"""The race over both chats: a hundred people in Slack and a hundred in Teams press Pick Up at the same moment."""

import asyncio

import pytest

from core.desk import Desk
from core.event import Happening
from playground.cast import CAST, crowd
from playground.slack import Seen as InSlack
from playground.teams import Seen as InTeams
from tests.both import Both, Opened
from tests.journeys.test_race import LOST, PATIENCE, read_check_write

EACH = 100
PEOPLE = crowd(2 * EACH)
RACES, AT_A_TIME = 10, 5


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the race in one chat: who has it, not how fast."""
    for limit in ("bot.slack.app.LIMIT", "bot.teams.turn.LIMIT", "storage.engine.PATIENCE"):
        monkeypatch.setattr(limit, PATIENCE)
    for limit in ("storage.runner._QUEUEING", "storage.runner._ENOUGH"):
        monkeypatch.setattr(limit, PATIENCE.total_seconds())


@pytest.mark.parametrize("first", range(0, RACES, AT_A_TIME), ids=lambda first: f"from race {first + 1}")
async def test_of_a_hundred_in_each_chat_who_press_at_once_one_has_it(opened: Opened, first: int) -> None:
    both = await opened([*CAST, *PEOPLE], slack=True, ANTHROPIC_API_KEY="")
    for race in range(1, AT_A_TIME + 1):
        await _race(both, race)


async def test_reading_then_checking_then_writing_would_fail_the_same_test(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = await opened([*CAST, *PEOPLE], slack=True, ANTHROPIC_API_KEY="")
    monkeypatch.setattr(Desk, "claim", read_check_write(2))
    with pytest.raises(AssertionError, match="one has it"):
        await _race(both, 1)


async def _race(both: Both, race: int) -> None:
    """Everybody presses at once; who has it, and what everybody is told, is the same story in both chats."""
    card = await both.escalated(f"Race number {race}, nothing else")
    twin = await both.twin(f"Race number {race}, nothing else")
    told = dict(await asyncio.gather(*_presses(both, card, twin)))
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
    await both.until(lambda: f"✅ Picked up by {winners[0]} · " in card.text())
    await both.in_slack.until(lambda: f"✅ Picked up by {winners[0]} · " in twin.text())
    assert not card.has("pick_up")
    assert not twin.has("pick_up")


def _presses(both: Both, card: InTeams, twin: InSlack) -> list["asyncio.Task[tuple[str, str]]"]:
    """The first hundred press in Slack, the others in Teams."""
    in_slack = [asyncio.ensure_future(_in_slack(both, actor.handle, twin)) for actor in PEOPLE[:EACH]]
    in_teams = [asyncio.ensure_future(_in_teams(both, actor.handle, card)) for actor in PEOPLE[EACH:]]
    return [press for pair in zip(in_slack, in_teams, strict=True) for press in pair]


async def _in_teams(both: Both, handle: str, card: InTeams) -> tuple[str, str]:
    runner = both.person(handle)
    answer = await runner.click_stale(card, 0, "pick_up")
    assert answer.message, answer
    words = answer.message.versions[-1].text
    runner.hide(answer.message)
    return runner.name, words


async def _in_slack(both: Both, handle: str, card: InSlack) -> tuple[str, str]:
    runner = both.in_slack.person(handle)
    answer = await runner.click_stale(card, 0, "pick_up")
    assert answer.status == 200
    whispers = await both.in_slack.until(lambda: [w for w in runner.sees("#escalations") if w.is_ephemeral], 20)
    words = whispers[0].text()
    runner.hide(whispers[0])
    return runner.name, words
