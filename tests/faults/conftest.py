"""A database whose plug can be pulled: a server of its own that is killed and started again, a file that is locked."""

import asyncio
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from storage.migrate import upgrade
from tests.installation import installations
from tests.postgres import Process, free_port, process, reachable, run, temporary_folder

SECONDS = 20.0

_databases = count(1)


@dataclass(frozen=True, slots=True)
class Frail:
    """A database, and a way to put it out of reach for a while; what was committed is there afterwards."""

    url: str
    gone: Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
def database_url(frail: Frail) -> str:
    """For the town: the database that can go away."""
    return frail.url


@pytest.fixture(params=["sqlite", "postgres"])
async def frail(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Frail]:
    """Each database in turn, with every table and no rows."""
    if request.param == "sqlite":
        file = Path(shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "baton.db"))
        yield Frail(f"sqlite+aiosqlite:///{file}", lambda: _locked(file))
        return
    server: Server = request.getfixturevalue("own_server")
    name = f"baton_{next(_databases)}"
    await server.ask(f"CREATE DATABASE {name}")
    url = f"postgresql+asyncpg://postgres@127.0.0.1:{server.port}/{name}"
    await upgrade(url)
    yield Frail(url, server.killed)


@pytest.fixture(scope="session")
def own_server() -> Iterator["Server"]:
    """A PostgreSQL beside the one of all other tests."""
    with temporary_folder() as folder:
        programs = reachable(next(iter(installations())), folder)
        made = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        run(programs / "initdb", *made, folder / "data", folder=folder)
        server = Server(programs / "postgres", folder, free_port())
        server.start()
        yield server
        server.stop()


@asynccontextmanager
async def _locked(file: Path) -> AsyncIterator[None]:
    """Somebody else holds the file's lock."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@dataclass(slots=True)
class Server:
    """A server that is started again at the same port, with the same data."""

    program: Path
    folder: Path
    port: int
    running: Process | None = None

    def start(self) -> None:
        """Begin; `ask` answers once it is up."""
        ours = ("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=", "fsync=off")
        options = [part for option in ours for part in ("-c", option)]
        with (self.folder / "log").open("ab+") as log:
            self.running = process(
                self.program,
                "-D",
                self.folder / "data",
                *options,
                folder=self.folder,
                stdin=subprocess.DEVNULL,
                output=log,
            )

    def stop(self) -> None:
        """At once, as a power cut would: everybody's connection breaks, and the data is recovered at the next start."""
        if self.running is not None:
            self.running.send_signal(signal.SIGQUIT)
            self.running.wait(SECONDS)

    async def ask(self, statement: str) -> None:
        """Carried out once the server is up; like everybody else, it is asked until it answers."""
        async with asyncio.timeout(SECONDS):
            while True:
                try:
                    connection = await asyncpg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres")
                except (OSError, asyncpg.PostgresError):
                    await asyncio.sleep(0.02)
                    continue
                await connection.execute(statement)
                await connection.close()
                return

    @asynccontextmanager
    async def killed(self) -> AsyncIterator[None]:
        """Not there, until it is started again."""
        self.stop()
        try:
            yield
        finally:
            self.start()
            await self.ask("SELECT 1")
