"""The real service, killed with SIGKILL again and again while both chats use it: nothing is lost, nothing is twice,
nothing stays stale.

``BATON_KILLS`` says how often (ten times by default, 200 in ``make chaos``), ``BATON_SEED`` plays a run again.
"""

import asyncio
import faulthandler
import os
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TypeVar

from core.errors import Unavailable
from core.people import AccountId, Identity, Platform, Workspace
from core.repository import Transaction
from playground.cast import CAST
from playground.slack import SlackStandIn
from playground.teams import TeamsStandIn
from storage.database import Database, opened
from tests.both import UNHURRIED
from tests.breadth import ON_BOTH
from tests.faults.mix import PEOPLE, Mix
from tests.faults.verdict import Counts, Kept, cards_in_teams, counts, direct, kept, untrue
from tests.replica import PATIENCE, Replica, everybody_known, replicas
from tests.summary import measured
from tests.waiting import eventually

pytestmark = ON_BOTH

T = TypeVar("T")

KILLS = int(os.environ.get("BATON_KILLS") or 10)
"""Of one process on each database."""

SPREADS = (0.02, 0.05, 0.1, 0.5)
"""Seconds within which everybody acts. When it is short, they are answered together, and the kill finds them in every
step of that."""

RIGHT_AFTER_A_COMMIT = 0.6
"""How many of the kills come as soon as somebody else can see an escalation: before it is answered, if they can."""

A_MOMENT = 1.5
"""Seconds that are waited for something to pick up."""

LONGEST = 240 + 30 * KILLS
"""Seconds until a run is taken for one that hangs: a busy machine needs some for each restart."""

SETTLED = 600.0
"""Seconds. What a killed process had leased is leased for half a minute, and a channel takes one post a second."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The service, both chats, and a look into its database."""

    service: Replica
    slack: SlackStandIn
    teams: TeamsStandIn
    storage: Database

    async def read(self, question: Callable[[Transaction], T]) -> T:
        """What the database says, however long a busy machine takes for it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(Unavailable):
                    return await self.storage.read(question)

    async def account(self) -> AccountId:
        """The one account."""
        found = await self.read(lambda tx: tx.accounts.of(Workspace(Platform.TEAMS, self.teams.tenant.id)))
        assert found
        return found

    async def newest(self) -> int:
        """The number of the newest handoff of which anything is to be told."""
        account = await self.account()
        entries = await self.read(lambda tx: tx.overview.all(account, None, 1))
        return entries[0].number if entries else 0

    async def kept(self) -> Kept:
        """Everything it says, in pieces: all of it takes longer than one read may."""
        account, found = await self.account(), Kept((), (), ())
        while (more := await self.read(partial(kept, account=account, so_far=found))) is not found:
            found = more
        return found

    async def settled(self) -> Kept:
        """The same, once nothing is to be sent any more."""
        account = await self.account()
        async with asyncio.timeout(SETTLED):
            while await self.read(lambda tx: tx.overview.under_way(account, 1)):  # noqa: ASYNC110 - no bell is rung here
                await asyncio.sleep(0.5)
        return await self.kept()


async def test_nothing_is_lost_nothing_twice_and_nothing_stale_however_often_the_service_is_killed(
    database_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    faulthandler.dump_traceback_later(LONGEST, exit=True, file=2)  # longer than what others may take
    seed = int(os.environ.get("BATON_SEED") or random.SystemRandom().randrange(2**32))
    print(f"BATON_SEED={seed}")  # noqa: T201 - to play it again
    chance = random.Random(seed)
    async with set_up(database_url, tmp_path) as scene:
        mix = Mix(scene.slack, scene.teams, chance)
        restarts = [await killed(scene, mix, chance) for _ in range(KILLS)]
        await mix.finish()
        await scene.settled()
        await adopted(scene)
        found = counts(await scene.settled(), mix, scene.slack, scene.teams)
        line = told(mix, found, restarts)
        print(line)  # noqa: T201 - what it is about
        measured(record_property, f"{database_url.partition(':')[0].partition('+')[0]}, BATON_SEED={seed}: {line}")
        assert mix.kept, "nobody was ever answered: nothing was shown"
        assert mix.cut_off, "nobody was ever cut off: the kills came too late to show anything"
        assert found.faults(KILLS) == {}


@asynccontextmanager
async def set_up(database_url: str, folder: Path) -> AsyncIterator[Scene]:
    """Both chats know each other's people, and cards go to a channel of each."""
    people = [*CAST, *PEOPLE]
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackStandIn(people, patience=UNHURRIED))
        teams = await stack.enter_async_context(TeamsStandIn(people))
        # how Teams says that it does not know somebody; that a press was cut off by a kill
        teams.forgive("MemberNotFoundInConversation", "NoAnswer")
        storage = await stack.enter_async_context(opened(database_url))
        named = {**slack.settings(), **teams.settings()}
        (service,) = await stack.enter_async_context(replicas(1, folder, named, database_url))
        slack.app_url = teams.app_url = service.url
        await everybody_known(storage, slack)
        await teams.person("Jane").manages.add_to_team()
        await known_in_teams(storage, teams)
        await teams.person("Jane").mention("Escalations", "here")
        yield Scene(service, slack, teams, storage)
    assert [str(complaint) for complaint in [*slack.complaints, *teams.complaints]] == []


async def known_in_teams(storage: Database, teams: TeamsStandIn) -> None:
    """The process learns who is there beside its other work."""
    here = Workspace(Platform.TEAMS, teams.tenant.id)
    people = [a.aad for a in teams.tenant.accounts.values() if a.aad and not a.is_stranger]
    await eventually(lambda: storage.read(lambda tx: all(tx.people.known(Identity(here, p)) for p in people)), PATIENCE)


async def killed(scene: Scene, mix: Mix, chance: random.Random) -> float:
    """Everybody acts, and when some of them are answered the service dies, and is started again. Returns how long
    that took. No instant is a time by the clock: what happens until then must not depend on the machine."""
    with suppress(TimeoutError):  # there is something to pick up, unless all of it was
        async with asyncio.timeout(A_MOMENT):
            await scene.slack.until(mix.open, PATIENCE)
    await scene.service.make_ready()
    deeds = mix.deeds()
    spread = chance.choice(SPREADS)
    so_many, account = mix.answers + chance.randrange(len(deeds)), await scene.account()
    number = await scene.newest() + chance.choice((1, 1, 2))
    acting = [asyncio.create_task(mix.do(who, deed, chance.uniform(0, spread))) for who, deed in deeds]
    everybody = asyncio.gather(*acting)
    if chance.random() < RIGHT_AFTER_A_COMMIT:
        while not everybody.done() and not await scene.read(lambda tx: tx.handoffs.numbered(account, number)):
            pass
    else:
        while not everybody.done() and mix.answers < so_many:  # noqa: ASYNC110 - answers ring no bell
            await asyncio.sleep(0.001)
        await asyncio.sleep(chance.uniform(0, spread / 4))
    scene.service.send(signal.SIGKILL)
    assert await scene.service.ended() == -signal.SIGKILL
    await everybody
    began = monotonic()
    await scene.service.start()
    return monotonic() - began


async def adopted(scene: Scene) -> None:
    """Whoever presses a copy that nobody recorded has pressed a card: it is true from then on. In Teams there may be
    such copies, since nobody can look for them."""
    handoffs = (await scene.kept()).handoffs
    for card in untrue(handoffs, cards_in_teams(scene.teams)):
        await scene.teams.person("Sam").click(card, "details")  # type: ignore[arg-type]
    for actor in PEOPLE:
        person = scene.teams.person(actor.handle)
        for sent in untrue(handoffs, direct(person)):
            await person.click(sent, "details")  # type: ignore[arg-type]


def told(mix: Mix, found: Counts, restarts: list[float]) -> str:
    """The counts, and how much there was to count."""
    done = f"{len(restarts)} kills, {len(mix.kept)} escalations, {len(mix.pressed)} races"
    cut = f"{mix.answers} answers, {mix.cut_off} cut off"
    return f"{done}, {cut}; restart {sorted(restarts)[len(restarts) // 2]:.1f} s; {found.line()}"
