"""Brings a database up to date, safely when several processes start at once.

One revision tree serves both databases. The steps run in one transaction under a lock; whoever comes second
finds nothing left to do. Most starts find nothing to do: they ask for the last step in plain SQL, and Alembic, which
takes a tenth of a second and some megabytes, is not even imported.
"""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import URL

from storage.engine import is_sqlite, place_of, postgres, sqlite_writer
from storage.failure import translated

if TYPE_CHECKING:
    from alembic.config import Config

_STEPS = Path(__file__).parent / "migrations"
_KEPT = "alembic_version"
_LOCK = 0x42_61_74_6F_6E_00
_WAIT = timedelta(seconds=60)
"""How long one process waits for another's upgrade."""


async def upgrade(url: str) -> None:
    """Create the tables, or bring them up to date. Raises Unavailable."""
    address = place_of(url)
    with translated():
        await (_upgrade_file(address) if is_sqlite(address) else _upgrade_server(address))


async def is_current(url: str) -> bool:
    """Whether the database has every step. Raises Unavailable."""
    address = place_of(url)
    with translated():
        return await (_file_is_current(address) if is_sqlite(address) else _server_is_current(address))


def last_step() -> str:
    """The last migration that this Baton knows: their files are named by their numbers."""
    return max(step.name.partition("_")[0] for step in (_STEPS / "versions").glob("[0-9]*.py"))


async def _upgrade_file(address: URL) -> None:
    await asyncio.to_thread(_upgraded_file, address)


def _upgraded_file(address: URL) -> None:
    engine = sqlite_writer(address, _WAIT)
    try:
        with engine.connect() as connection:
            # Rebuilding a table drops it for a moment: https://sqlite.org/lang_altertable.html#otheralter
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            _to_head(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("a migration would leave rows that point nowhere")
            connection.commit()
    finally:
        engine.dispose()


async def _upgrade_server(address: URL) -> None:
    engine = postgres(address, pooled=False)
    try:
        async with engine.begin() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            await connection.run_sync(_to_head)
    finally:
        await engine.dispose()


async def _file_is_current(address: URL) -> bool:
    return await asyncio.to_thread(_checked_file, address)


def _checked_file(address: URL) -> bool:
    if not Path(address.database or "").exists():
        return False  # and asking does not create it
    engine = sqlite_writer(address)
    try:
        with engine.connect() as connection:
            return _at_head(connection)
    finally:
        engine.dispose()


async def _server_is_current(address: URL) -> bool:
    engine = postgres(address, pooled=False)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_at_head)
    finally:
        await engine.dispose()


def _to_head(connection: sa.Connection) -> None:
    connection.execute(sa.select(1))  # begins the transaction, and with it SQLite's lock
    if _at_head(connection):
        return
    from alembic import command

    command.upgrade(alembic(connection), "head")


def _at_head(connection: sa.Connection) -> bool:
    if not sa.inspect(connection).has_table(_KEPT):
        return False
    found = (
        connection.execute(sa.select(sa.column("version_num", sa.Text())).select_from(sa.table(_KEPT))).scalars().all()
    )
    return list(found) == [last_step()]


def alembic(connection: sa.Connection) -> "Config":
    """What Alembic must know to work on this connection, in its transaction."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
