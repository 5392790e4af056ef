"""Real processes: ``baton serve`` as somebody who hosts it starts, stops and kills it, several on one database."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from core.people import Identity, Platform, Workspace
from playground.slack import Person, SlackStandIn
from playground.slack.answer import Answer
from playground.slack.wire import EVENTS_PATH, signed
from storage.database import Database
from tests.postgres import free_port
from tests.waiting import eventually

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds. Nothing here is about how fast; a busy machine takes its time."""

_WHEN_TOLD = "import sys, bot.service; from bot.__main__ import main; sys.stdin.readline(); sys.exit(main(['serve']))"
"""``python -m bot serve``, but for the wait."""

REFUSED, DROPPED = -1, -2
"""Instead of a status: nobody was there at all; somebody was, and said nothing."""


@dataclass(slots=True)
class Replica:
    """One process. It comes back at the same address."""

    folder: Path
    named: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None
    said: list[str] = field(default_factory=list)
    _reading: asyncio.Task[None] | None = None
    _spare: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns once it is ready."""
        self.process, self._spare = self._spare or await self._loaded(), None
        assert self.process.stdin
        self.process.stdin.write(b"now\n")
        self._reading = asyncio.create_task(self._read(self.process))
        async with asyncio.timeout(PATIENCE):
            while await self.probe() != 200:
                assert self.process.returncode is None, "\n".join(self.said)
                await asyncio.sleep(0.05)

    async def make_ready(self) -> None:
        """Let the next process read its code while this one still works: that is most of what a start takes."""
        self._spare = self._spare or await self._loaded()

    async def _loaded(self) -> asyncio.subprocess.Process:
        """A process that has everything imported, and begins when it is told to."""
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self.named, "PORT": str(self.port)}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _WHEN_TOLD,
            cwd=self.folder,
            env=environ,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def over(self) -> None:
        """Nothing of it is left."""
        for process in (self.process, self._spare):
            if process is not None and process.returncode is None:
                process.kill()
                await process.wait()
        if self._reading is not None:
            await self._reading

    async def probe(self) -> int:
        """What /readyz answers."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}/readyz") as answer:
                return answer.status
        except aiohttp.ClientError:
            return REFUSED

    def send(self, number: signal.Signals) -> None:
        """A signal."""
        assert self.process
        self.process.send_signal(number)

    async def ended(self) -> int:
        """The exit code, once there is one."""
        assert self.process
        assert self._reading
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
            await self._reading
        return code

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        async for line in process.stdout:
            self.said.append(line.decode().rstrip())


@asynccontextmanager
async def replicas(
    count: int, folder: Path, named: Mapping[str, str], database_url: str
) -> AsyncIterator[Sequence[Replica]]:
    """So many processes on one database, ready; ended at the end, whatever became of them."""
    made = [Replica(folder, {**named, "DATABASE_URL": database_url, "LOG_LEVEL": "WARNING"}) for _ in range(count)]
    async with AsyncExitStack() as stack:
        for replica in made:
            stack.push_async_callback(replica.over)
        await asyncio.gather(*(replica.start() for replica in made))
        yield made


async def everybody_known(storage: Database, slack: SlackStandIn) -> None:
    """The processes learn who is there beside their other work."""
    here = Workspace(Platform.SLACK, slack.workspace.team_id)
    bots = (slack.workspace.app.bot_user, "USLACKBOT")
    people = [m.id for m in slack.workspace.members.values() if m.team_id == here.id and m.id not in bots]
    await eventually(lambda: storage.read(lambda tx: all(tx.people.known(Identity(here, p)) for p in people)), PATIENCE)


@dataclass(slots=True)
class Knocker:
    """Sends as Slack's wire does, to one replica; tells a door that is closed from one that is slammed."""

    url: str
    secret: str
    session: aiohttp.ClientSession
    statuses: list[int] = field(default_factory=list)

    async def form(self, fields: Mapping[str, object]) -> Answer:
        """A slash command, or with one field an interaction."""
        return await self.post(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def payload(self, payload: Mapping[str, object]) -> Answer:
        """An interaction."""
        return await self.form({"payload": json.dumps(payload)})

    async def post(self, body: bytes, content_type: str) -> Answer:
        """These bytes, signed now."""
        headers = {**signed(self.secret, body, int(time.time())), "Content-Type": content_type}
        try:
            async with self.session.post(self.url + EVENTS_PATH, data=body, headers=headers) as answer:
                answered = Answer(answer.status, await answer.text())
        except aiohttp.ClientConnectorError:
            answered = Answer(REFUSED)
        except (aiohttp.ClientError, TimeoutError) as error:
            answered = Answer(DROPPED, type(error).__name__)
        self.statuses.append(answered.status)
        return answered


def at(person: Person, knocker: Knocker) -> Person:
    """The same person, whose client reaches this replica."""
    return Person(person.id, person.workspace, knocker, person.events, person.urls, person.complaints)  # type: ignore[arg-type]
