"""Work that one process makes is carried by another at once, and all the same when nobody can be rung."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from bot.service import Service, SystemClock, assembled
from bot.settings import settings_of
from core.delivery import Delivery, Kind
from playground.slack import SlackStandIn
from storage import chime
from storage.database import Database, opened
from storage.lease import freed
from tests.both import UNHURRIED
from tests.contracts.office import CHANNEL, SLACK, Office, leased_by, next_due
from tests.contracts.office import office as furnished
from tests.town import said, whispers

NEVER = timedelta(hours=1)


@pytest.fixture
def database_url(shared_database: str) -> str:
    """PostgreSQL: the one database that several processes work on."""
    return shared_database


@pytest.fixture
def nobody_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not rung carries nothing."""
    monkeypatch.setattr("core.courier.POLL", NEVER)


@pytest.mark.usefixtures("nobody_polls")
async def test_a_press_through_one_replica_is_carried_by_another_at_once(database_url: str) -> None:
    async with SlackStandIn(patience=UNHURRIED) as slack:
        async with replica(slack, database_url, carrying=True) as b, replica(slack, database_url, carrying=False) as a:
            await heard(a, b)
            slack.app_url = a.url
            await slack.person("Jane").command("#helpdesk", "/escalate", "Outlook stops syncing")
            sam = slack.person("Sam")
            card = await slack.until(lambda: sam.finds("#escalations", "Outlook stops syncing"), 20)
            assert card
            await sam.click(card, "pick_up")
            await slack.until(lambda: "✅ Picked up by Sam Okafor" in card.text(), 20)
            assert ["It's yours: E-1" in words for words in said(whispers(sam))] == [True]
        assert [str(complaint) for complaint in slack.complaints] == []


async def test_an_ear_that_was_cut_off_hears_again_and_learns_that_it_may_have_missed_something(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chime, "_FIRST_PAUSE", timedelta(milliseconds=20))
    async with opened(database_url) as here, opened(database_url) as there, here.in_touch(), there.in_touch():
        assert here.chime
        assert there.chime
        await asyncio.gather(here.chime.hearing.wait(), there.chime.hearing.wait())
        office, bell = await furnished(here), there.bell()
        await bell.heard(timedelta(seconds=0))
        handoff = await office.escalated()
        await rung_by(office, bell, handoff)
        await cut_off(database_url)
        await bell.heard(NEVER)  # whoever hears again looks first
        await asyncio.gather(here.chime.hearing.wait(), there.chime.hearing.wait())
        await rung_by(office, bell, await office.escalated())


async def test_what_is_told_while_cut_off_is_told_afterwards(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chime, "_FIRST_PAUSE", timedelta(milliseconds=20))
    async with opened(database_url) as here, opened(database_url) as there, there.in_touch():
        assert here.chime
        assert there.chime
        await there.chime.hearing.wait()
        office, bell = await furnished(here), there.bell()
        await office.delivery(await office.escalated(), Kind.CARD, CHANNEL)
        await bell.heard(timedelta(seconds=0.1))
        async with here.in_touch():
            async with asyncio.timeout(20):
                await bell.heard(NEVER)


async def test_a_pooler_that_lends_its_connections_by_the_transaction_is_noticed_and_told(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Behind one, LISTEN is said on a connection that somebody else has a moment later: nothing comes back."""
    monkeypatch.setattr(chime, "_ECHO_WITHIN", timedelta(seconds=0.2))
    monkeypatch.setattr(chime, "_FIRST_PAUSE", timedelta(seconds=5))
    monkeypatch.setattr(chime.Chime, "_heard", lambda *_: None)
    async with opened(database_url) as storage, storage.in_touch():
        assert storage.chime
        async with asyncio.timeout(20):
            while "a pooler in transaction mode" not in caplog.text:  # noqa: ASYNC110 - a log rings no bell
                await asyncio.sleep(0.02)
        assert not storage.chime.hearing.is_set()
        await storage.transact(lambda tx: tx.accounts.join(SLACK, "Contoso"))


async def rung_by(office: Office, bell: object, handoff: object) -> None:
    """A delivery that is committed here is heard of there."""
    await office.delivery(handoff, Kind.CARD, CHANNEL)  # type: ignore[arg-type]
    async with asyncio.timeout(20):
        await bell.heard(NEVER)  # type: ignore[attr-defined]


async def cut_off(database_url: str) -> None:
    """The server closes every connection on which somebody listens."""
    connection = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    cut = await connection.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    await connection.close()
    assert len(cut) == 2


async def heard(*services: Service) -> None:
    """All of them are in touch."""
    for service in services:
        assert service.storage.chime
        async with asyncio.timeout(20):
            await service.storage.chime.hearing.wait()


@asynccontextmanager
async def replica(slack: SlackStandIn, database_url: str, *, carrying: bool) -> AsyncIterator[Service]:
    """One of several services on this database."""
    named = {**slack.settings(), "PORT": "0", "DATABASE_URL": database_url}
    async with assembled(settings_of(named, Path()), carrying=carrying) as service:
        await service.ready()
        yield service


async def test_what_somebody_was_carrying_is_free_when_they_die_and_not_before(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = asyncio.Semaphore(0)
    look = freed

    async def watched(driver: object, holder: int) -> int:
        found = await look(driver, holder)
        looked.release()
        return found

    monkeypatch.setattr(chime, "_LOOKED_EVERY", timedelta(milliseconds=10))
    monkeypatch.setattr(chime, "freed", watched)
    async with opened(database_url) as here, opened(database_url) as there, here.in_touch():
        office, bell, now = await furnished(here), here.bell(), SystemClock().now()
        async with there.in_touch():
            assert here.chime
            assert there.chime
            await asyncio.gather(here.chime.hearing.wait(), there.chime.hearing.wait())
            made = await office.delivery(await office.escalated(), Kind.CARD, CHANNEL)
            token, kinds = there.lease_token(), frozenset({Kind.CARD})
            leased = await there.transact(lambda tx: leased_by(tx, kinds, now, now + NEVER, token, 9))
            assert [d.id for d in leased] == [made.id]
            for _ in range(6):  # each of them looks, and looks again
                await asyncio.wait_for(looked.acquire(), 20)
            assert await lease_of(here, office, made) == token
        async with asyncio.timeout(20):
            while not await is_due(here, kinds):
                await bell.heard(timedelta(seconds=0.1))
        assert await lease_of(here, office, made) == token, "whoever takes it knows that it may have been sent"


async def is_due(storage: Database, kinds: frozenset[Kind]) -> bool:
    """Whether it may be taken now."""
    due = await storage.read(lambda tx: next_due(tx, kinds))
    return due is not None and due <= SystemClock().now()


async def lease_of(storage: Database, office: Office, delivery: Delivery) -> UUID | None:
    """Who carries it."""
    found = await storage.read(lambda tx: tx.deliveries.get(office.account, delivery.id))
    assert found
    return found.lease
