"""How each database is connected to."""

import json
import sqlite3
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool, StaticPool

from core.errors import Unavailable

PATIENCE = timedelta(seconds=2)
"""How long anything may take: a connection, a lock, a statement."""

LOCK_PATIENCE = timedelta(seconds=0.8)
"""How long SQLite's writer waits for another process that holds the file's lock."""

_WANTED = "DATABASE_URL must be sqlite+aiosqlite:///file.db or postgresql+asyncpg://user:password@host/name"

READERS = 4
CONNECTIONS = 10

_OLDEST_SQLITE = (3, 35)

_compact = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
_PLAIN: dict[str, Any] = {"hide_parameters": True, "json_serializer": _compact}


def place_of(url: str) -> URL:
    """The database's address, checked. Raises ValueError, without the password."""
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise ValueError(_WANTED) from None
    backend = address.get_backend_name()
    if backend == "sqlite" and address.database and address.database != ":memory:":
        return address.set(drivername="sqlite")
    if backend in {"postgresql", "postgres"}:
        return _in_asyncpg_words(address).set(drivername="postgresql+asyncpg")
    raise ValueError(_WANTED)


def is_sqlite(address: URL) -> bool:
    """Whether it is a file."""
    return address.get_backend_name() == "sqlite"


def sqlite_writer(address: URL, wait: timedelta = LOCK_PATIENCE) -> sa.Engine:
    """One connection for one thread, whose transactions take the write lock at once and are on disk at COMMIT."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise Unavailable(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 brought RETURNING")
    engine = sa.create_engine(
        address.set(drivername="sqlite+pysqlite"),
        poolclass=StaticPool,
        connect_args={"isolation_level": None, "timeout": wait.total_seconds(), "check_same_thread": False},
        **_PLAIN,
    )
    _with_pragmas(engine, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    _begun_by(engine, "BEGIN IMMEDIATE")
    return engine


def sqlite_readers(address: URL) -> AsyncEngine:
    """A few connections that cannot write and wait for nobody."""
    engine = create_async_engine(
        address.set(drivername="sqlite+aiosqlite"),
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=PATIENCE.total_seconds(),
        connect_args={"isolation_level": None, "timeout": PATIENCE.total_seconds()},
        **_PLAIN,
    )
    _with_pragmas(engine.sync_engine, "query_only=ON")
    _begun_by(engine.sync_engine, "BEGIN")
    return engine


def postgres(address: URL, *, pooled: bool = True) -> AsyncEngine:
    """A pool of connections to a server; without a pool for a single errand."""
    seconds = PATIENCE.total_seconds()
    pool: dict[str, Any] = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": seconds}
    # The driver keeps the limit: a server that is frozen would keep none, and a rollback would wait for it.
    limits = {"timeout": seconds, "command_timeout": seconds} if pooled else {"timeout": seconds}
    settings = {"application_name": "baton", "idle_in_transaction_session_timeout": "10s"}
    engine = create_async_engine(
        address,
        connect_args={**limits, "server_settings": settings},
        **(pool if pooled else {"poolclass": NullPool}),
        **_PLAIN,
    )
    sa.event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _in_asyncpg_words(address: URL) -> URL:
    """asyncpg says ``ssl`` where libpq says ``sslmode``, with the same values."""
    query = dict(address.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    return address.set(query=query)


def _refuse_closed(connection: Any, *_: object) -> None:
    """After a restart of the server the pool reconnects, instead of handing out what is known to be closed."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _with_pragmas(engine: sa.Engine, *pragmas: str) -> None:
    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _begun_by(engine: sa.Engine, statement: str) -> None:
    """The drivers' own BEGIN comes too late: reads before it would see another state."""

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(statement)
