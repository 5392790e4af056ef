"""The storage: one database, SQLite or PostgreSQL, behind ``core.repository.Storage``."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import URL

from core import repository
from core.errors import Unavailable
from storage.bell import Bell
from storage.chime import Chime
from storage.engine import is_sqlite, place_of, postgres, sqlite_readers, sqlite_writer
from storage.lease import token_of
from storage.presence import LEFT_BEHIND, present
from storage.runner import Pool, WriterThread
from storage.transaction import Transaction
from storage.uuid7 import uuid7

T = TypeVar("T")

_IN_TOUCH_WITHIN = timedelta(seconds=1)

_STEP = sa.text("SELECT version_num FROM alembic_version")


class Database:
    """A database. Connections are made when they are first needed."""

    def __init__(
        self, writer: WriterThread | Pool, reader: Pool, shared: URL | None = None, file: Path | None = None
    ) -> None:
        """``shared`` is the address where other processes can be rung, ``file`` SQLite's."""
        self._writer = writer
        self._reader = reader
        self._file = file
        self._bells: list[Bell] = []
        self.chime = Chime(shared, self._ring) if shared else None

    def bell(self) -> Bell:
        """A new bell, rung after every commit that made a delivery due."""
        bell = Bell()
        self._bells.append(bell)
        return bell

    @asynccontextmanager
    async def in_touch(self) -> AsyncIterator[None]:
        """As long as this is open, other processes on the same PostgreSQL ring our bells, and we theirs.

        On SQLite nobody can be rung: other processes find the work when they next look. What a process that died was
        carrying there is due at once.
        """
        if self.chime is None:
            async with present(self._file, self._free) if self._file else nullcontext():
                yield
            return
        chiming = asyncio.create_task(self.chime.run())
        try:
            with suppress(TimeoutError):  # what is leased before tells nobody whose it is, if this process dies
                async with asyncio.timeout(_IN_TOUCH_WITHIN.total_seconds()):
                    await self.chime.hearing.wait()
            yield
        finally:
            chiming.cancel()
            await asyncio.gather(chiming, return_exceptions=True)

    async def _free(self) -> None:
        """Nobody is there but us, and we hold no leases yet."""
        with suppress(Unavailable):  # then they end by their time
            now = {"now": datetime.now(UTC)}
            await self._writer.run(lambda connection: connection.execute(LEFT_BEHIND, now), _nothing)

    def lease_token(self) -> UUID:
        """A new token for a lease: one that others can give back if this process dies, where that can be known."""
        holder = self.chime.holder if self.chime else None
        return uuid7() if holder is None else token_of(holder)

    async def transact(self, work: Callable[[repository.Transaction], T]) -> T:
        """Do the work in one transaction and commit it; whatever it raises rolls everything back."""

        def whole(connection: sa.Connection) -> tuple[T, bool]:
            transaction = Transaction(connection)
            return work(transaction), transaction.deliveries.due or transaction.overview.due

        result, _ = await self._writer.run(whole, self._committed)
        return result

    async def read(self, work: Callable[[repository.Transaction], T]) -> T:
        """Read a consistent state."""
        return await self._reader.run(lambda connection: work(Transaction(connection)), _nothing)

    async def ping(self) -> None:
        """Raises Unavailable when the database cannot be reached."""
        await self._reader.run(lambda connection: connection.execute(sa.select(1)), _nothing)

    async def step(self) -> str:
        """The migration that the database is at. Raises Unavailable."""
        found = await self._reader.run(lambda connection: connection.execute(_STEP).scalar(), _nothing)
        return str(found or "none")

    def connections(self) -> Mapping[str, tuple[int, int]]:
        """How many connections are in use, and of how many, for writing and for reading."""
        return {"write": self._writer.use(), "read": self._reader.use()}

    async def close(self) -> None:
        """Finish what was begun, and close every connection."""
        await self._reader.close()
        await self._writer.close()

    def _committed(self, outcome: tuple[object, bool]) -> None:
        _, due = outcome
        if due:
            self._ring()
            if self.chime is not None:
                self.chime.tell()

    def _ring(self) -> None:
        for bell in self._bells:
            bell.ring()


def database_at(url: str) -> Database:
    """The database at an address, which need not be up yet. Raises ValueError for one that is not understood."""
    address = place_of(url)
    if is_sqlite(address):
        file = Path(address.database or "")
        return Database(WriterThread(sqlite_writer(address)), Pool(sqlite_readers(address)), file=file)
    engine = postgres(address)
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(Pool(engine), Pool(reading), shared=address)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database at an address, closed at the end."""
    database = database_at(url)
    try:
        yield database
    finally:
        await database.close()


def _nothing(_result: object) -> None:
    """Reading makes nothing due."""
