"""Every request of the story, sent five times over, to any replica: the end is the same as of once.

What comes first comes in order: nobody can press a button of a card that is not there yet. The four repeats of a
request come at any time after its first answer, while the story goes on and after its end, byte by byte with the
signature or the token it had. They find a world that has moved on: a card that was picked up, a handoff that was
withdrawn, a form that is closed, a trigger that is used up.
"""

import asyncio
import os
import random
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.service import Service, assembled
from bot.settings import settings_of
from core.event import Happening
from core.people import Platform, Workspace
from playground.cast import ALEX, JANE, SAM, VIC
from playground.model import ModelStandIn
from playground.slack import SlackStandIn
from playground.slack import wire as slack_wire
from playground.story import CHANNEL, Story
from playground.teams import TeamsStandIn
from playground.teams import wire as teams_wire
from playground.teams.player import TeamsChat
from playground.transcript import Transcript
from tests.both import UNHURRIED
from tests.town import timeless

CAST = (JANE, SAM, ALEX, VIC)
TIMES = 5
AT_ONCE = 4
USED_UP = ("exchanged_trigger_id", "expired_trigger_id", "used_url")


@dataclass(frozen=True, slots=True)
class Request:
    """What went over the wire, and which path it took."""

    path: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(slots=True)
class Tape:
    """Sends each request to some replica, keeps it, and plays it again, to any."""

    chance: random.Random
    times: int
    urls: list[str] = field(default_factory=list)
    kept: list[Request] = field(default_factory=list)
    left: list[Request] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    repeated: int = 0
    over: bool = False

    def somewhere(self) -> str:
        """One of the replicas."""
        return self.chance.choice(self.urls)

    def keep(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        """It was answered: from now on it may come again."""
        request = Request(path, body, dict(headers))
        self.kept.append(request)
        self.repeated += 0 if self.over else self.times - 1
        self.left += [request] * (self.times - 1)

    async def play(self, over: asyncio.Event) -> None:
        """Send repeats, a few at a time, until the story is over and none is left."""
        async with aiohttp.ClientSession() as session:
            while self.left or not over.is_set():
                self.chance.shuffle(self.left)
                some = [self.left.pop() for _ in range(min(len(self.left), self.chance.randint(1, AT_ONCE)))]
                await asyncio.gather(*(self._send(session, request) for request in some))
                if not over.is_set():
                    await asyncio.sleep(self.chance.uniform(0, 0.1))
        self.over = True  # what Slack tells of last, a line that Baton wrote, may come after that

    async def _send(self, session: aiohttp.ClientSession, request: Request) -> None:
        url = self.somewhere() + request.path
        async with session.post(url, data=request.body, headers=request.headers) as answer:
            await answer.read()
            self.statuses[answer.status] += 1


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended, in words that do not change from run to run."""

    handoffs: list[str]
    events: Counter[str]
    deliveries: Counter[str]
    shown: list[str]


@pytest.mark.parametrize("chat", ["slack", "teams"])
async def test_the_story_ends_the_same_when_each_request_comes_five_times(
    chat: str, two_databases: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = int(os.environ.get("BATON_SEED") or random.SystemRandom().randrange(2**32))
    print(f"BATON_SEED={seed}")  # noqa: T201 - to play it again
    with monkeypatch.context() as patched:
        once = await ending(chat, two_databases[0], Tape(random.Random(seed), 1), patched)
    tape = Tape(random.Random(seed), TIMES)
    again = await ending(chat, two_databases[1], tape, monkeypatch)
    assert len(tape.kept) >= 10
    assert tape.statuses == {200: tape.repeated}
    assert again.handoffs == once.handoffs
    assert again.events == once.events
    assert again.deliveries == once.deliveries
    assert again.shown == once.shown


@pytest.fixture(params=["sqlite", "postgres"])
async def two_databases(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path
) -> AsyncIterator[tuple[str, str]]:
    """Two of a kind, empty."""
    if request.param == "sqlite":
        files = [tmp_path / f"{name}.db" for name in ("once", "again")]
        for file in files:
            shutil.copy(sqlite_template, file)
        yield f"sqlite+aiosqlite:///{files[0]}", f"sqlite+aiosqlite:///{files[1]}"
        return
    server, template = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template")
    names = (f"replay_{os.getpid()}_once", f"replay_{os.getpid()}_again")
    for name in names:
        await server.drop_database(name)
        await server.create_database(name, template=template)
    yield server.url(names[0]), server.url(names[1])
    for name in names:
        await server.drop_database(name)


async def ending(chat: str, database_url: str, tape: Tape, monkeypatch: pytest.MonkeyPatch) -> Ending:
    """Play the story in this chat, with its repeats, and look at what is left."""
    count = 1 if database_url.startswith("sqlite") else 3
    lines: list[str] = []
    async with AsyncExitStack() as stack, ModelStandIn() as model:
        slack = await stack.enter_async_context(SlackStandIn(CAST, patience=UNHURRIED)) if chat == "slack" else None
        teams = await stack.enter_async_context(TeamsStandIn(CAST)) if chat == "teams" else None
        named = {**(slack.settings() if slack else {}), **(teams.settings() if teams else {}), **model.settings()}
        if teams:
            named["TEAMS_TARGETED_MESSAGES"] = "on"
        services = [await stack.enter_async_context(replica(named, database_url)) for _ in range(count)]
        tape.urls = [service.url for service in services]
        for service in services:
            await service.ready()
        taped(tape, monkeypatch)
        over = asyncio.Event()
        playing = asyncio.create_task(tape.play(over))
        if slack:
            slack.app_url = services[0].url
            slack.forgive(*USED_UP)
            kept = await Story(slack, Transcript(lines.append), patience=30).play()
        else:
            assert teams
            teams.app_url = services[0].url
            await TeamsChat(teams).set_up("Alex")
            kept = await Story(TeamsChat(teams), Transcript(lines.append), patience=30).play()
        over.set()
        await playing
        assert kept, "".join(lines)
        found = await left(services[0], slack, teams)
        complaints = [*(slack.complaints if slack else ()), *(teams.complaints if teams else ())]
        assert [str(complaint) for complaint in complaints] == []
        return found


def taped(tape: Tape, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whatever a chat sends goes to any replica, and is kept."""
    slack_send, teams_post = slack_wire.Wire._send, teams_wire.Wire._post

    async def send(wire: slack_wire.Wire, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        wire.app_url = tape.somewhere()
        answer = await slack_send(wire, body, headers)
        tape.keep(slack_wire.EVENTS_PATH, body, headers)
        return answer

    async def post(wire: teams_wire.Wire, body: bytes, headers: dict[str, str], patience: float) -> tuple[int, str]:
        wire.app_url = tape.somewhere()
        answer = await teams_post(wire, body, headers, patience)
        tape.keep(teams_wire.PATH, body, headers)
        return answer

    monkeypatch.setattr(slack_wire.Wire, "_send", send)
    monkeypatch.setattr(teams_wire.Wire, "_post", post)


@asynccontextmanager
async def replica(named: Mapping[str, str], database_url: str) -> AsyncIterator[Service]:
    """One of the services."""
    async with assembled(settings_of({**named, "PORT": "0", "DATABASE_URL": database_url}, Path())) as service:
        yield service


async def left(service: Service, slack: SlackStandIn | None, teams: TeamsStandIn | None) -> Ending:
    """What there is in the end, once nothing is on its way any more."""
    here = Workspace(Platform.SLACK, slack.workspace.team_id) if slack else None
    if teams:
        here = Workspace(Platform.TEAMS, teams.tenant.id)
    assert here
    place: Workspace = here

    def read(tx: Any) -> tuple[list[Any], list[Any], list[Any]]:
        account = tx.accounts.of(place)
        handoffs = [found for number in range(1, 20) if (found := tx.handoffs.numbered(account, number))]
        events = [event for handoff in handoffs for event in tx.events.of(account, handoff.id)]
        return handoffs, events, [d for handoff in handoffs for d in tx.deliveries.of(account, handoff.id)]

    async with asyncio.timeout(60):
        while True:
            handoffs, events, deliveries = await service.storage.read(read)
            if all(d.shown == d.wanted for d in deliveries):
                break
            await asyncio.sleep(0.05)

    def plain(words: object) -> str:
        """Who of the two had been quicker differs from run to run; so do times."""
        text = re.sub("Sam Okafor|Alex Kim|Sam|Alex", "SENIOR", timeless(str(words)))
        return re.sub(r"a moment|\d+ (seconds?|tokens?)", "…", text)

    numbers = {handoff.id: handoff.number for handoff in handoffs}
    return Ending(
        [plain((h.number, h.state, h.version, h.snapshot, h.claim and h.claim.by.name)) for h in handoffs],
        Counter(
            plain((numbers[e.handoff], e.what, e.by and e.by.name, e.door, sorted(e.facts)))
            for e in events
            if e.what is not Happening.PRESS_LOST
        ),
        Counter(f"{numbers[d.handoff]} {d.kind} {bool(d.place)} {d.wanted} {d.condition}" for d in deliveries),
        sorted(plain(words) for words in (in_slack(slack) if slack else in_teams(teams))),
    )


def in_slack(slack: SlackStandIn) -> list[str]:
    """Everything that stands in the channel, and in the direct messages."""
    channel = [message.text() for message in slack.person("Jane").sees(CHANNEL) if not message.is_ephemeral]
    return channel + [dm.text() for actor in CAST for dm in slack.person(actor.handle).dms() if not dm.is_ephemeral]


def in_teams(teams: TeamsStandIn | None) -> list[str]:
    """The same: whispers are seen by one person, and nobody counts them."""
    assert teams
    chat = TeamsChat(teams)
    channel = [message.text() for message in chat.person("Jane").sees(CHANNEL) if not message.is_ephemeral]
    return channel + [dm.text() for actor in CAST for dm in chat.person(actor.handle).dms() if not dm.is_ephemeral]
