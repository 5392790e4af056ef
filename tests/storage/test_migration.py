"""What the migrations make is what the tables say, on both databases."""

import asyncio
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.errors import Unavailable
from storage import migrate
from storage.engine import LOCK_PATIENCE, is_sqlite, place_of, postgres, sqlite_writer
from storage.tables import metadata
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgres"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    await server.create_database("baton_empty")
    yield server.url("baton_empty")
    await server.drop_database("baton_empty")


async def looked_at(url: str, look: Any) -> Any:
    address = place_of(url)
    if is_sqlite(address):
        file = sqlite_writer(address)
        with file.connect() as connection:
            found = look(connection)
        file.dispose()
        return found
    server = postgres(address, pooled=False)
    async with server.connect() as waiting:
        found = await waiting.run_sync(look)
    await server.dispose()
    return found


def checks(connection: sa.Connection) -> set[tuple[str, str]]:
    """The name of every CHECK, and the words it allows. (PostgreSQL writes its text anew.)"""
    inspector = sa.inspect(connection)
    return {
        (str(check["name"]), *re.findall(r"'[^']*'", check["sqltext"]))
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


async def test_the_migrations_make_the_tables_and_nothing_else(empty: str) -> None:
    await migrate.upgrade(empty)
    compared = lambda connection: compare_metadata(MigrationContext.configure(connection), metadata)  # noqa: E731
    assert await looked_at(empty, compared) == []


async def test_the_migrations_allow_the_same_words(empty: str) -> None:
    await migrate.upgrade(empty)
    migrated = await looked_at(empty, checks)
    declared = {
        (str(check.name), *re.findall(r"'[^']*'", str(check.sqltext)))
        for table in metadata.tables.values()
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint)
    }
    assert migrated == declared


async def test_a_database_is_current_after_the_upgrade_and_not_before(empty: str) -> None:
    assert not await migrate.is_current(empty)
    await migrate.upgrade(empty)
    assert await migrate.is_current(empty)


def test_the_last_step_is_the_one_that_alembic_would_take_last() -> None:
    steps = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert migrate.last_step() == steps.get_current_head()


async def test_upgrading_again_changes_nothing(empty: str) -> None:
    await migrate.upgrade(empty)
    await migrate.upgrade(empty)
    assert await migrate.is_current(empty)


async def test_several_processes_may_upgrade_an_empty_database_at_once(empty: str) -> None:
    script = "import asyncio, sys; from storage.migrate import upgrade; asyncio.run(upgrade(sys.argv[1]))"
    python = [await asyncio.create_subprocess_exec(sys.executable, "-c", script, empty) for _ in range(4)]
    assert [await process.wait() for process in python] == [0, 0, 0, 0]
    assert await migrate.is_current(empty)


async def test_a_start_waits_for_the_upgrade_of_another_also_when_there_is_nothing_left_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'baton.db'}"
    await migrate.upgrade(url)
    with sqlite3.connect(tmp_path / "baton.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        starting = asyncio.create_task(migrate.upgrade(url))
        await asyncio.sleep(1.5 * LOCK_PATIENCE.total_seconds())
        assert not starting.done()
        other.execute("COMMIT")
    other.close()
    await starting


async def test_every_step_can_be_taken_back(empty: str) -> None:
    await migrate.upgrade(empty)

    def back(connection: sa.Connection) -> set[str]:
        command.downgrade(migrate.alembic(connection), "base")
        return set(sa.inspect(connection).get_table_names())

    assert await looked_at(empty, back) == {"alembic_version"}


async def test_a_file_that_is_no_database_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Sam, " * 500)
    with pytest.raises(Unavailable, match="no SQLite database"):
        await migrate.upgrade(f"sqlite:///{tmp_path / 'letter.db'}")


async def test_an_upgraded_file_keeps_its_writes_ahead_in_a_log(tmp_path: Path) -> None:
    await migrate.upgrade(f"sqlite:///{tmp_path / 'baton.db'}")
    with sqlite3.connect(tmp_path / "baton.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


async def test_what_was_committed_to_a_file_is_on_the_disk(tmp_path: Path) -> None:
    full = 2  # https://sqlite.org/pragma.html#pragma_synchronous
    level = "PRAGMA synchronous"
    url = f"sqlite:///{tmp_path / 'baton.db'}"
    assert await looked_at(url, lambda connection: connection.exec_driver_sql(level).scalar()) == full
