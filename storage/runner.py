"""Carries a piece of work out in one transaction, and says so when the database cannot be reached.

The work is a plain function of a connection. ``committed`` is called with its result right after the commit,
also when whoever asked for it has stopped waiting.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import greenlet_spawn

from core.errors import Unavailable
from storage.failure import passing, unavailable

T = TypeVar("T")

_QUEUEING = 1.6
"""Seconds that a piece of work may wait for SQLite's writer before it starts: with the wait for a lock, less than
the 2.5 after which a chat's answer is given up. Two hundred presses at once take a busy small machine a second."""

_ENOUGH = 2.5
"""Seconds from the question to its answer on a pooled connection; chats wait three."""


class WriterThread:
    """SQLite's one writer: a transaction is one hop to its thread, and ends there whatever becomes of the caller."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._asked = 0

    async def run(self, work: Callable[[sa.Connection], T], committed: Callable[[T], None]) -> T:
        """The work's result, committed. Raises Unavailable."""
        started_by = time.monotonic() + _QUEUEING
        self._asked += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, self._one, work, committed, started_by)
        finally:
            self._asked -= 1

    def use(self) -> tuple[int, int]:
        """How many pieces of work there are for the one connection, that which waits included."""
        return self._asked, 1

    async def close(self) -> None:
        """Finish what was begun, and let go of the file."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown(wait=False)

    def _one(self, work: Callable[[sa.Connection], T], committed: Callable[[T], None], started_by: float) -> T:
        if time.monotonic() > started_by:
            raise Unavailable("too much waits to be written")
        result = self._transaction(work)
        committed(result)
        return result

    def _transaction(self, work: Callable[[sa.Connection], T]) -> T:
        committing = False
        try:
            with self._engine.connect() as connection:
                result = work(connection)
                committing = True
                connection.commit()
                return result
        except Exception as error:
            failure = unavailable(error, committing=committing)
            if failure is None:
                raise
            raise failure from error


class Pool:
    """A pool of connections, used without threads of ours."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, work: Callable[[sa.Connection], T], committed: Callable[[T], None]) -> T:
        """The work's result, committed; after a deadlock the work is done once more. Raises Unavailable."""
        try:
            return await self._one(work, committed)
        except Unavailable as failure:
            if not passing(failure.__cause__):
                raise
        return await self._one(work, committed)

    def use(self) -> tuple[int, int]:
        """How many connections are in use, and how many there may be."""
        pool = self._engine.pool
        return (pool.checkedout(), pool.size()) if isinstance(pool, QueuePool) else (0, 0)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def _one(self, work: Callable[[sa.Connection], T], committed: Callable[[T], None]) -> T:
        """In one greenlet from the connection to its return: each costs, and SQLAlchemy's own way takes four."""
        committing = False

        def whole() -> T:
            nonlocal committing
            with self._engine.sync_engine.connect() as connection:
                result = work(connection)
                committing = True
                _commit(connection, result, committed)
                return result

        try:
            async with asyncio.timeout(_ENOUGH):
                return await greenlet_spawn(whole)
        except Exception as error:
            failure = unavailable(error, committing=committing)
            if failure is None:
                raise
            raise failure from error


def _commit(connection: sa.Connection, result: T, committed: Callable[[T], None]) -> None:
    try:
        connection.commit()
    finally:
        committed(result)  # also when nobody knows: a bell that rings for nothing does no harm
