"""On SQLite, what somebody was carrying is free when they are gone, and not before."""

from pathlib import Path

import pytest

from core.delivery import Kind
from storage.database import Database, opened
from storage.uuid7 import uuid7
from tests.contracts.office import Office, after, leased_by
from tests.contracts.office import office as furnished


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> str:
    """A file with every table."""
    file = tmp_path / "baton.db"
    file.write_bytes(sqlite_template.read_bytes())
    return f"sqlite+aiosqlite:///{file}"


async def test_what_somebody_was_carrying_is_due_for_whoever_comes_when_they_are_gone(url: str) -> None:
    async with opened(url) as gone:
        office = await furnished(gone)
        async with gone.in_touch():
            await carried(office)
    async with opened(url) as here, here.in_touch():
        assert len(await due(here)) == 1


async def test_what_somebody_carries_is_theirs_while_they_are_there(url: str) -> None:
    async with opened(url) as there, there.in_touch():
        office = await furnished(there)
        await carried(office)
        async with opened(url) as here, here.in_touch():
            assert await due(here) == []


async def carried(office: Office) -> None:
    """Somebody has a card to post, for a long time."""
    await office.delivery(await office.escalated())
    assert len(await office.leased(until=10**10)) == 1


async def due(storage: Database) -> list[object]:
    """What somebody gets who asks much earlier."""
    kinds, soon = frozenset(Kind), after(10**9)
    return list(await storage.transact(lambda tx: leased_by(tx, kinds, soon, after(10**10), uuid7(), 9)))
