"""The bare driver, aiosqlite or asyncpg, making the writes of a claim in one transaction, and nothing else."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from typing import Any
from uuid import UUID

import aiosqlite
import asyncpg
from sqlalchemy.engine import make_url

from bench.child import given, say, until_the_end
from bench.figure import Round, Wrong
from bench.script import Script, Write, script
from bench.town import TOWNS
from bench.waiting import waiting
from storage.database import opened
from storage.engine import CONNECTIONS

Transaction = Callable[[list[Write]], Awaitable[None]]


async def main() -> None:
    words = given()
    url, town = words["database"], TOWNS[words["chat"]]
    async with opened(url) as storage:
        wanted = await script(storage, town, (await waiting(storage, [town], 1))[0])
    async with _sqlite(url) if url.startswith("sqlite") else _postgres(url) as transaction:
        say({"writes": len(wanted.writes)})

        async def answer(asked: dict[str, Any]) -> dict[str, Any]:
            handoffs = [(UUID(handoff), UUID(card)) for handoff, card in asked["handoffs"]]
            return asdict(await _round(transaction, wanted, handoffs, asked["at_once"]))

        await until_the_end(answer)


async def _round(transaction: Transaction, wanted: Script, handoffs: list[tuple[UUID, UUID]], at_once: int) -> Round:
    ready = iter([wanted.about(handoff, card) for handoff, card in handoffs])
    each: list[float] = []

    async def worked(ready: Iterator[list[Write]]) -> None:
        for writes in ready:
            began = time.perf_counter()
            await transaction(writes)
            each.append(time.perf_counter() - began)

    started, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worked(ready) for _ in range(at_once)))
    return Round(time.perf_counter() - started, tuple(each), time.process_time() - used)


@asynccontextmanager
async def _sqlite(url: str) -> AsyncIterator[Transaction]:
    """One connection, as SQLite has one writer. Each call is one hop to aiosqlite's thread."""
    turn = asyncio.Lock()
    async with aiosqlite.connect(make_url(url).database or "", isolation_level=None) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            await connection.execute(f"PRAGMA {pragma}")

        async def transaction(writes: list[Write]) -> None:
            async with turn:
                await connection.execute("BEGIN IMMEDIATE")
                for write in writes:
                    if write.many:
                        await connection.executemany(write.statement, write.parameters)
                    else:
                        _changed(write, await connection.execute_fetchall(write.statement, write.parameters[0]))
                await connection.commit()

        yield transaction


@asynccontextmanager
async def _postgres(url: str) -> AsyncIterator[Transaction]:
    """As many connections as the service's pool has. asyncpg keeps the statements prepared."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    free: asyncio.LifoQueue[asyncpg.Connection] = asyncio.LifoQueue()

    async def transaction(writes: list[Write]) -> None:
        connection = await free.get()
        try:
            async with connection.transaction():
                for write in writes:
                    if write.many:
                        await connection.executemany(write.statement, write.parameters)
                    else:
                        _changed(write, await connection.fetch(write.statement, *write.parameters[0]))
        finally:
            free.put_nowait(connection)

    async with AsyncExitStack() as stack:
        for _ in range(CONNECTIONS):
            connection = await asyncpg.connect(address)
            stack.push_async_callback(connection.close)
            free.put_nowait(connection)
        yield transaction


def _changed(write: Write, rows: object) -> None:
    if "RETURNING" in write.statement and not rows:
        raise Wrong("a claim of the bare driver changed nothing")


if __name__ == "__main__":
    asyncio.run(main())
