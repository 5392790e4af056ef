"""The race: two hundred people press Pick Up on one card at the same moment, and one of them has it."""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core.act import Act, Origin
from core.claiming import claim
from core.desk import Desk
from core.event import Happening
from core.handoff import Door, Handoff, HandoffId, State
from core.outcome import ClaimOutcome
from core.people import AccountId, Member, MemberId
from core.repository import Transaction
from playground.cast import CAST, crowd
from playground.slack import Person, Seen
from storage.tables import handoffs
from tests.breadth import ON_BOTH
from tests.contracts.office import connection_of
from tests.town import AI_OFF, ESCALATIONS, Found, Town

pytestmark = ON_BOTH

PEOPLE = crowd(200)
RACES, AT_A_TIME = int(os.environ.get("BATON_RACES") or 2), 2
PATIENCE = timedelta(seconds=60)

LOST = re.compile(r"Already picked up by (?P<winner>.+?) (?:a moment|\d+ seconds?) ago\.")


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about who has it, not how fast: on a busy machine everybody waits, and nobody is sent away."""
    monkeypatch.setattr("bot.slack.listeners.LIMIT", PATIENCE)
    monkeypatch.setattr("storage.engine.PATIENCE", PATIENCE)
    monkeypatch.setattr("storage.runner._QUEUEING", PATIENCE.total_seconds())
    monkeypatch.setattr("storage.runner._ENOUGH", PATIENCE.total_seconds())


@pytest.mark.parametrize("first", range(0, RACES, AT_A_TIME), ids=lambda first: f"from race {first + 1}")
async def test_of_two_hundred_who_press_at_once_one_has_it(founded: Found, first: int) -> None:
    town, runners = await _at_the_start(founded)
    for race in range(1, AT_A_TIME + 1):
        await _race(town, runners, race)


async def test_reading_then_checking_then_writing_would_fail_the_same_test(
    founded: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, runners = await _at_the_start(founded)
    monkeypatch.setattr(Desk, "claim", read_check_write(2))
    with pytest.raises(AssertionError, match="one has it"):
        await _race(town, runners, 1)


async def _at_the_start(founded: Found) -> tuple[Town, list[Person]]:
    town = await founded([*CAST, *PEOPLE], named=AI_OFF, patience=PATIENCE)
    return town, [town.slack.person(actor.handle) for actor in PEOPLE]


async def _race(town: Town, runners: Sequence[Person], race: int) -> None:
    """Everybody presses at once; who has it, and what everybody is told, is the same story."""
    card = await town.escalated(f"Race number {race}, nothing else")
    answers = await asyncio.gather(*(runner.click_stale(card, 0, "pick_up") for runner in runners))
    assert {answer.status for answer in answers} == {200}
    told = await _told(town, runners)
    winners = [name for name, words in told.items() if words.startswith("It's yours: ")]
    claimed = await town.events(race, Happening.CLAIMED)
    assert len(winners) == len(claimed) == 1, f"one has it, but {len(winners)} were told so"
    await _everybody_knows(town, race, card, winners[0], told)


async def _everybody_knows(town: Town, race: int, card: Seen, winner: str, told: dict[str, str]) -> None:
    handoff = await town.handoff(race)
    assert handoff is not None
    assert handoff.claim is not None
    assert handoff.claim.by.name == winner
    named = [LOST.match(words) for name, words in told.items() if name != winner]
    assert [found["winner"] for found in named if found] == [winner] * (len(PEOPLE) - 1)
    assert len(await town.events(race, Happening.PRESS_LOST)) == len(PEOPLE) - 1
    await town.until(lambda: f"✅ Picked up by {winner} · " in card.text())
    assert not card.has("pick_up")


async def _told(town: Town, runners: Sequence[Person]) -> dict[str, str]:
    """What each of them alone is told; they dismiss it before the next race."""
    shown = town.slack.channel(ESCALATIONS).ephemerals
    await town.until(lambda: len(shown) >= len(runners), PATIENCE.total_seconds())
    seen = {message.only_for: Seen(message, str(message.only_for), town.slack.workspace) for message in shown.values()}
    told = {runner.name: seen[runner.id].text() for runner in runners}
    for runner in runners:
        runner.hide(seen[runner.id])
    return told


# ------------------------------------------------------------------------------------------ how it must not be done

Claiming = Callable[[Desk, HandoffId, Member, Origin], Awaitable[ClaimOutcome]]


def read_check_write(readers: int) -> Claiming:
    """Look who has it, think, then write: until so many have looked, nobody writes."""
    looked, enough = 0, asyncio.Event()

    async def claimed(desk: Desk, wanted: HandoffId, by: Member, origin: Origin) -> ClaimOutcome:
        nonlocal looked
        found = await desk.storage.read(lambda tx: tx.handoffs.get(by.account, wanted))
        free = found is not None and found.claimable
        looked += free
        if looked >= readers:
            enough.set()
        await enough.wait()

        def write(tx: Transaction) -> ClaimOutcome:
            act = Act(tx, desk.ids, by, origin, desk.clock.now())
            return claim(replace(act, tx=Unconditional(tx)) if free else act, wanted)

        return await desk.storage.transact(write)

    return claimed


@dataclass(frozen=True, slots=True)
class Unconditional:
    """A transaction, or its handoffs, in which claiming asks nothing of the row."""

    real: Any

    @property
    def handoffs(self) -> "Unconditional":
        """The handoffs, whose claim is the one below."""
        return Unconditional(self.real)

    def claim(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime, door: Door) -> Handoff | None:
        """Writes, whoever has it."""
        taken = {"state": State.CLAIMED, "assignee_id": by, "claimed_at": at, "claim_door": door}
        write = (
            sa.update(handoffs)
            .where(handoffs.c.account_id == account, handoffs.c.id == handoff)
            .values(version=handoffs.c.version + 1, **taken)
        )
        connection_of(self.real).execute(write)
        found: Handoff | None = self.real.handoffs.get(account, handoff)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)
