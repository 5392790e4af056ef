"""Three processes on one PostgreSQL, two hundred people who press through all of them, and one that is killed."""

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp
import pytest

from core.delivery import Condition
from core.event import Happening
from core.people import Platform, Workspace
from playground.cast import CAST, crowd
from playground.slack import Person, Seen, SlackStandIn
from storage.database import Database, opened
from tests.both import UNHURRIED
from tests.breadth import ON_BOTH
from tests.replica import PATIENCE, Knocker, Replica, at, everybody_known, replicas
from tests.summary import measured
from tests.town import said, whispers

pytestmark = ON_BOTH

PEOPLE = crowd(200)
A_FEW = 20
KILL_AFTER = 30
"""Answers, of the two hundred."""


@pytest.fixture
def database_url(shared_database: str) -> str:
    """PostgreSQL."""
    return shared_database


async def test_two_hundred_press_through_three_processes_while_one_is_killed_and_started_again(
    database_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with (
        SlackStandIn([*CAST, *PEOPLE], patience=UNHURRIED) as slack,
        opened(database_url) as storage,
        replicas(3, tmp_path, slack.settings(), database_url) as three,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
    ):
        await everybody_known(storage, slack)
        doors = [Knocker(replica.url, slack.workspace.app.signing_secret, session) for replica in three]
        card = await escalated(slack, three[0], "Outlook stops syncing")
        seconds = await raced(slack, card, three, doors, victim=1)
        took = await everything_true(storage, slack, card, 1)
        await everybody_told(slack, card, doors, 1)
        line = f"raced and restarted in {seconds:.1f} s, all copies true {took:.2f} s after the last restart (aim: 2 s)"
        print(line)  # noqa: T201 - what it is about; a busy machine fails nobody
        measured(record_property, f"three replicas, 200 people: {line}")
    assert [str(complaint) for complaint in slack.complaints] == []


async def escalated(slack: SlackStandIn, through: Replica, words: str) -> Seen:
    """Jane escalates; the card as it stands."""
    slack.app_url = through.url
    await slack.person("Jane").command("#helpdesk", "/escalate", words)
    card = await slack.until(lambda: slack.person("Sam").finds("#escalations", words), PATIENCE)
    assert card
    return card


async def raced(
    slack: SlackStandIn, card: Seen, three: Sequence[Replica], doors: Sequence[Knocker], victim: int
) -> float:
    """All press; one process dies and comes back; who got no answer presses again. Returns how long that took."""
    began = time.monotonic()
    for door in doors:
        door.statuses.clear()
    runners = [at(slack.person(actor.handle), doors[n % 3]) for n, actor in enumerate(PEOPLE)]
    clicks = [asyncio.create_task(runner.click_stale(card, 0, "pick_up")) for runner in runners]
    while sum(len(door.statuses) for door in doors) < KILL_AFTER:  # noqa: ASYNC110 - answers ring no bell
        await asyncio.sleep(0.001)
    three[victim].send(signal.SIGKILL)
    await three[victim].ended()
    answers = await asyncio.gather(*clicks)
    unheard = [runner for runner, answer in zip(runners, answers, strict=True) if answer.status != 200]
    assert {answer.status for n, answer in enumerate(answers) if n % 3 != victim} == {200}
    assert unheard, "nobody was on the way through it: the kill came too late to show anything"
    others = [door for n, door in enumerate(doors) if n != victim]
    again = [at(slack.person(runner.id), others[n % 2]) for n, runner in enumerate(unheard)]
    retried = await asyncio.gather(*(runner.click_stale(card, 0, "pick_up") for runner in again))
    assert {answer.status for answer in retried} == {200}
    await three[victim].start()
    return time.monotonic() - began


async def everything_true(storage: Database, slack: SlackStandIn, card: Seen, number: int) -> float:
    """One winner, everybody told, every copy true. Returns how long it took until the last of them was."""
    began = time.monotonic()
    account = await storage.read(lambda tx: tx.accounts.of(Workspace(Platform.SLACK, slack.workspace.team_id)))
    assert account
    handoff = await storage.read(lambda tx: tx.handoffs.numbered(account, number))
    assert handoff
    assert handoff.claim
    winner = handoff.claim.by.name
    events = await storage.read(lambda tx: tx.events.of(account, handoff.id))
    assert [event.what for event in events].count(Happening.CLAIMED) == 1
    async with asyncio.timeout(PATIENCE):
        while True:
            deliveries = await storage.read(lambda tx: list(tx.deliveries.of(account, handoff.id)))
            if all(d.shown == d.wanted and d.condition is Condition.LIVE for d in deliveries):
                break
            await asyncio.sleep(0.01)
    took = time.monotonic() - began
    assert f"✅ Picked up by {winner}" in card.text()
    assert not card.has("pick_up")
    runner = slack.person(winner)
    assert any(f"You picked up {handoff.label}" in dm.text() for dm in runner.dms())
    return took


async def everybody_told(slack: SlackStandIn, card: Seen, doors: Sequence[Knocker], number: int) -> None:
    """Who was let in, but whose answer died with the process, or who was told that it took too long on a busy
    machine, presses again, a few at a time; then everybody knows."""

    def untold() -> list[Person]:
        people = [slack.person(actor.handle) for actor in PEOPLE]
        return [p for p in people if not any(f"E-{number}" in words for words in said(whispers(p)))]

    async with asyncio.timeout(PATIENCE):
        while some := untold()[:A_FEW]:
            heard = {runner.id: len(whispers(runner)) for runner in some}
            again = [at(runner, doors[n % 3]) for n, runner in enumerate(some)]
            answers = await asyncio.gather(*(runner.click_stale(card, 0, "pick_up") for runner in again))
            assert {answer.status for answer in answers} == {200}
            await slack.until(lambda h=heard: all(len(whispers(slack.person(p))) > n for p, n in h.items()), PATIENCE)  # type: ignore[misc]
