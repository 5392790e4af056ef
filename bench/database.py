"""A database of each kind, with every table: a file that waits for the disk, a server that does so too."""

import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from storage.migrate import upgrade
from tests.postgres import PostgresServer, postgres_server

NAMES = ("sqlite", "postgres")


@dataclass(frozen=True, slots=True)
class Measured:
    """A database under measurement. ``enough`` is the share of the floor that Pick Up is to reach on it."""

    name: str
    version: str
    driver: str
    url: str
    enough: float

    @property
    def label(self) -> str:
        """``PostgreSQL 18.4``."""
        return f"{self.name} {self.version}"


@asynccontextmanager
async def database(name: str) -> AsyncIterator[Measured]:
    """A new one of this name, removed at the end."""
    async with _sqlite() if name == "sqlite" else _postgres() as measured:
        await upgrade(measured.url)
        yield measured


async def tidied(measured: Measured) -> None:
    """After many rows were added: what a database does in its own time anyway, so that it does not do it meanwhile."""
    if measured.url.startswith("sqlite"):
        return
    connection = await asyncpg.connect(_plain(measured.url))
    try:
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


@asynccontextmanager
async def _sqlite() -> AsyncIterator[Measured]:
    with tempfile.TemporaryDirectory(prefix="baton-bench-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'baton.db'}"
        yield Measured("SQLite", sqlite3.sqlite_version, "aiosqlite", url, enough=0.5)


@asynccontextmanager
async def _postgres() -> AsyncIterator[Measured]:
    with postgres_server() as server:
        name = "baton_bench"
        await server.drop_database(name)
        await server.create_database(name)
        yield _at(server, name)
        await server.drop_database(name)


def _at(server: PostgresServer, name: str) -> Measured:
    return Measured("PostgreSQL", server.version, "asyncpg", server.url(name), enough=0.7)


def _plain(url: str) -> str:
    return url.replace("+asyncpg", "", 1)
