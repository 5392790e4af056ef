"""Whoever stops waiting leaves no transaction open, and no half of one."""

import asyncio
import random

import sqlalchemy as sa

from core.repository import Transaction
from storage.database import Database, opened
from tests.contracts.office import SLACK, TEAMS, connection_of, joined


def both_or_none(tx: Transaction, channel: str) -> None:
    """Two writes that belong together."""
    tx.accounts.choose_channel(SLACK, channel)
    tx.accounts.choose_channel(TEAMS, channel)


async def test_a_storm_of_cancellations_leaves_nothing_open_and_nothing_half_done(storage: Database) -> None:
    account = await storage.transact(joined)
    await storage.transact(lambda tx: tx.accounts.join(TEAMS, "Contoso"))
    dice = random.Random(7)

    async def cut_short(number: int) -> None:
        if number % 3:
            task: asyncio.Task[object] = asyncio.ensure_future(
                storage.transact(lambda tx: both_or_none(tx, f"C{number}"))
            )
        else:
            task = asyncio.ensure_future(storage.read(lambda tx: tx.accounts.channels(account)))
        await asyncio.sleep(dice.random() * 0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(cut_short(number) for number in range(400)))
    channels = await storage.transact(lambda tx: tx.accounts.channels(account))
    assert len({place.channel for place in channels}) <= 1
    await asyncio.gather(*(storage.transact(lambda tx: both_or_none(tx, "C")) for _ in range(20)))
    assert await storage.read(transactions_left_open) == 0


def transactions_left_open(tx: Transaction) -> int:
    """PostgreSQL counts them; SQLite's next writer would not have begun."""
    connection = connection_of(tx)
    if connection.dialect.name == "sqlite":
        return 0
    idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in tran%'"
    return int(connection.execute(sa.text(idle)).scalar_one())


async def test_closing_waits_for_what_was_begun(database_url: str) -> None:
    async with opened(database_url) as database:
        account = await database.transact(joined)
        begun = asyncio.ensure_future(database.transact(lambda tx: tx.accounts.next_number(account)))
        await asyncio.sleep(0)
    await asyncio.gather(begun, return_exceptions=True)
    async with opened(database_url) as database:
        assert await database.transact(lambda tx: tx.accounts.next_number(account)) in (1, 2)
