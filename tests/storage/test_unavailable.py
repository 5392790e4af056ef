"""A database that cannot be reached is said to be so within three seconds, and works again when it is back."""

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

from core.errors import Unavailable
from core.repository import Transaction
from storage.database import Database, database_at, opened
from storage.migrate import upgrade
from tests.contracts.office import CHANNEL, SLACK, connection_of, joined
from tests.postgres import PostgresServer, free_port, postgres_server


@contextmanager
def soon() -> Iterator[None]:
    """Within three seconds."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 3


@pytest.fixture
async def server() -> AsyncIterator[PostgresServer]:
    """A server of this test's own, with every table."""
    with postgres_server(settings={"fsync": "off"}) as own:
        await own.create_database("baton")
        await upgrade(own.url("baton"))
        yield own


@pytest.fixture
async def stored(server: PostgresServer) -> AsyncIterator[Database]:
    """What is stored on that server."""
    async with opened(server.url("baton")) as database:
        await database.transact(joined)
        yield database


async def fails(database: Database) -> list[Unavailable]:
    """How writing, reading and asking whether it is there fail."""
    attempts = [
        database.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1")),
        database.read(lambda tx: tx.accounts.of(SLACK)),
        database.ping(),
    ]
    failures = await asyncio.gather(*attempts, return_exceptions=True)
    assert [type(failure) for failure in failures] == [Unavailable] * 3
    return [failure for failure in failures if isinstance(failure, Unavailable)]


async def test_a_port_at_which_nobody_listens_is_told_at_once() -> None:
    async with opened(f"postgresql://postgres:hunter2@127.0.0.1:{free_port()}/baton") as database:
        with soon():
            failures = await fails(database)
    assert not any(failure.uncertain for failure in failures)
    assert not any("hunter2" in str(failure) for failure in failures)


async def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        async with opened(f"postgresql://postgres@127.0.0.1:{port}/baton") as database:
            with soon():
                await fails(database)


async def test_a_database_that_is_not_there_is_told_as_such(server: PostgresServer) -> None:
    async with opened(server.url("nowhere")) as database:
        with soon(), pytest.raises(Unavailable, match="no such database"):
            await database.ping()


async def test_a_server_that_freezes_is_given_up_and_used_again_when_it_thaws(
    server: PostgresServer, stored: Database
) -> None:
    await asyncio.gather(*(stored.ping() for _ in range(5)))
    processes = await processes_of(server)
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        with soon():
            await fails(stored)
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
    with soon():
        await stored.ping()


async def test_after_the_server_ended_every_connection_the_next_press_works(
    server: PostgresServer, stored: Database
) -> None:
    await asyncio.gather(*(stored.ping() for _ in range(5)))
    await asked(server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'baton'")
    await asyncio.sleep(0.1)  # the ends of the connections are on their way to us
    assert await stored.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1")) == ""


async def test_a_connection_lost_while_committing_leaves_it_uncertain(server: PostgresServer, stored: Database) -> None:
    await asked(
        server,
        """CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$""",
        """CREATE CONSTRAINT TRIGGER die AFTER UPDATE ON workspaces DEFERRABLE INITIALLY DEFERRED
           FOR EACH ROW EXECUTE FUNCTION die()""",
        database="baton",
    )
    with pytest.raises(Unavailable) as failure:
        await stored.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    assert failure.value.uncertain


async def test_a_statement_that_takes_too_long_is_given_up_and_nothing_is_kept(stored: Database) -> None:
    def slow(tx: Transaction) -> None:
        tx.accounts.choose_channel(SLACK, CHANNEL.channel)
        connection_of(tx).execute(sa.text("SELECT pg_sleep(20)"))

    with soon(), pytest.raises(Unavailable) as failure:
        await stored.transact(slow)
    assert not failure.value.uncertain
    assert await stored.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C2")) == ""


async def test_when_every_connection_is_taken_waiting_ends(stored: Database) -> None:
    def sleep(tx: Transaction) -> None:
        connection_of(tx).execute(sa.text("SELECT pg_sleep(1.1)"))

    with soon():
        ended = await asyncio.gather(*(stored.transact(sleep) for _ in range(25)), return_exceptions=True)
    assert {type(end) for end in ended} == {type(None), Unavailable}


async def test_a_deadlock_is_tried_once_more(stored: Database) -> None:
    account = await stored.transact(joined)
    lock = sa.text("SELECT pg_advisory_xact_lock(:n)")
    tries: list[int] = []

    def crosswise(first: int, second: int) -> Callable[[Transaction], None]:
        def work(tx: Transaction) -> None:
            tries.append(first)
            connection_of(tx).execute(lock, {"n": first})
            connection_of(tx).execute(sa.text("SELECT pg_sleep(0.2)"))
            connection_of(tx).execute(lock, {"n": second})
            tx.accounts.next_number(account)

        return work

    await asyncio.gather(stored.transact(crosswise(1, 2)), stored.transact(crosswise(2, 1)))
    assert len(tries) == 3
    assert await stored.transact(lambda tx: tx.accounts.next_number(account)) == 3


async def test_a_file_that_somebody_else_has_locked_is_given_up_however_many_wait(
    tmp_path: Path, sqlite_template: Path
) -> None:
    file = shutil.copy(sqlite_template, tmp_path / "baton.db")
    async with opened(f"sqlite:///{file}") as database:
        await database.transact(joined)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with soon():
                ended = await asyncio.gather(*(database.transact(joined) for _ in range(20)), return_exceptions=True)
            assert {type(end) for end in ended} == {Unavailable}
            assert await database.read(lambda tx: tx.accounts.of(SLACK)) is not None, "readers wait for nobody"
            other.execute("ROLLBACK")
        await database.transact(joined)


async def test_a_full_disk_is_told_and_nothing_is_kept(tmp_path: Path, sqlite_template: Path) -> None:
    file = shutil.copy(sqlite_template, tmp_path / "baton.db")
    async with opened(f"sqlite:///{file}") as database:
        await database.transact(joined)

        def too_much(tx: Transaction) -> None:
            connection = connection_of(tx)
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            tx.accounts.choose_channel(SLACK, "C" * 100_000)

        with pytest.raises(Unavailable, match="full"):
            await database.transact(too_much)
        assert await database.read(lambda tx: tx.accounts.channels(tx.accounts.of(SLACK))) == []  # type: ignore[arg-type]


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    async with opened(f"sqlite:///{tmp_path / 'nowhere' / 'baton.db'}") as database:
        await fails(database)
    for thread in threading.enumerate():  # aiosqlite's, which tells its end to the loop
        if "_connection_worker" in thread.name:
            await asyncio.to_thread(thread.join)


async def test_what_people_wrote_stays_out_of_errors(storage: Database) -> None:
    account = await storage.transact(joined)
    row = "INSERT INTO members (account_id, id, name, role, active) VALUES (:a, :a, :name, 'nobody', true)"
    refused = sa.text(row).bindparams(sa.bindparam("a", account, sa.Uuid()), name="hunter2")
    with pytest.raises(sa.exc.IntegrityError) as error:
        await storage.transact(lambda tx: connection_of(tx).execute(refused).rowcount)
    assert "hunter2" not in "".join(traceback.format_exception(error.value))


async def test_a_read_sees_one_state_from_its_first_statement_to_its_last(storage: Database) -> None:
    await storage.transact(joined)
    begun, changed = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def look(tx: Transaction) -> set[int]:
        seen = {len(tx.accounts.channels(account))}
        loop.call_soon(begun.set)
        while not changed.is_set():
            seen.add(len(tx.accounts.channels(account)))
        return seen | {len(tx.accounts.channels(account))}

    async def change() -> None:
        await begun.wait()
        await storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
        changed.set()

    account = await storage.transact(joined)
    seen, _ = await asyncio.gather(storage.read(look), change())
    assert seen == {0}


async def test_readers_cannot_write(storage: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await storage.read(joined)


@pytest.mark.parametrize("url", ["mysql://root:hunter2@host/baton", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_an_address_of_another_kind_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError) as refused:
        database_at(url)
    assert "hunter2" not in str(refused.value)


async def processes_of(server: PostgresServer) -> list[int]:
    """The server's first process and those that serve the database."""
    folder = Path((await asked(server, "SHOW data_directory"))[0])
    first = int((folder / "postmaster.pid").read_text().split()[0])
    others = await asked(server, "SELECT pid FROM pg_stat_activity WHERE datname = 'baton'")
    return [first, *map(int, others)]


async def asked(server: PostgresServer, *statements: str, database: str = "postgres") -> list[str]:
    connection = await asyncpg.connect(server.url(database).replace("+asyncpg", ""))
    try:
        return [str(row[0]) for statement in statements for row in await connection.fetch(statement)]
    finally:
        await connection.close()
