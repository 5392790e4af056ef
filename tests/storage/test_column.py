"""A datetime comes back as it was given, aware and in UTC; ids grow."""

from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest
import sqlalchemy as sa

from storage.column import UTCDateTime
from storage.database import Database
from storage.uuid7 import uuid7
from tests.contracts.office import connection_of

BERLIN = timezone(timedelta(hours=1))
TABLE = sa.Table("clock", sa.MetaData(), sa.Column("at", UTCDateTime()), prefixes=["TEMPORARY"])
MOMENTS = (
    datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
    datetime(2026, 11, 21, 12, 0, 0, 1, tzinfo=UTC),
    datetime(2026, 11, 21, 13, 30, tzinfo=BERLIN),
    datetime(2026, 11, 21, 23, 59, 59, 999_999, tzinfo=BERLIN),
)


async def test_times_come_back_as_they_were_given_and_in_order(storage: Database) -> None:
    def work(tx: object) -> list[datetime]:
        connection = connection_of(tx)  # type: ignore[arg-type]
        TABLE.create(connection)
        connection.execute(sa.insert(TABLE), [{"at": moment} for moment in reversed(MOMENTS)])
        return list(connection.execute(sa.select(TABLE.c.at).order_by(TABLE.c.at)).scalars())

    kept = await storage.transact(work)
    assert kept == list(MOMENTS)
    assert {moment.utcoffset() for moment in kept} == {timedelta(0)}


async def test_a_time_without_a_zone_is_refused(storage: Database) -> None:
    def work(tx: object) -> None:
        connection = connection_of(tx)  # type: ignore[arg-type]
        TABLE.create(connection)
        connection.execute(sa.insert(TABLE), {"at": datetime(2026, 11, 21)})  # noqa: DTZ001

    with pytest.raises(sa.exc.StatementError, match="without a time zone"):
        await storage.transact(work)


def test_ids_grow_whoever_makes_them() -> None:
    made: list[list[int]] = [[] for _ in range(4)]
    threads = [Thread(target=lambda ids=ids: ids.extend(uuid7().int for _ in range(5_000))) for ids in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(ids == sorted(ids) for ids in made)
    assert len({number for ids in made for number in ids}) == 20_000


def test_an_id_is_a_uuid_of_version_seven_that_knows_its_time() -> None:
    one = uuid7()
    assert one.version == 7
    assert one.variant == "specified in RFC 4122"
    made = datetime.fromtimestamp((one.int >> 80) / 1000, UTC)
    assert abs(made - datetime.now(UTC)) < timedelta(seconds=5)
