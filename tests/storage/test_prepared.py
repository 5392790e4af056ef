"""What goes to the driver past SQLAlchemy fails as SQLAlchemy's own statements do."""

from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.errors import Unavailable
from core.handoff import HandoffId
from core.repository import Transaction
from storage.database import Database
from storage.prepared import Prepared
from storage.tables import accounts
from tests.contracts.office import connection_of, event_of
from tests.contracts.office import office as furnished

_END = Prepared(sa.select(sa.func.pg_terminate_backend(sa.func.pg_backend_pid()).label("ended")))
_LIST = Prepared(sa.select(accounts.c.id).where(accounts.c.id.in_(bound("some", expanding=True))))


async def test_what_the_database_refuses_is_told_without_its_values_and_rolled_back(storage: Database) -> None:
    office = await furnished(storage)
    handoff = await office.escalated()
    lost = replace(event_of(handoff), handoff=HandoffId(uuid4()), facts={"why": "firewall"})
    with pytest.raises(sa.exc.IntegrityError) as refused:
        await storage.transact(lambda tx: tx.events.add(lost))
    assert "firewall" not in str(refused.value)
    await storage.transact(lambda tx: tx.events.add(event_of(handoff)))


async def test_a_connection_that_ends_in_a_press_is_told_as_such_and_not_used_again(storage: Database) -> None:
    def work(tx: Transaction) -> None:
        if connection_of(tx).dialect.name == "sqlite":
            raise Unavailable("a file has no connection that could end")
        _END.rows(connection_of(tx), {})

    with pytest.raises(Unavailable):
        await storage.transact(work)
    await storage.ping()
    await furnished(storage)


async def test_a_list_of_any_length_is_not_spelled_once(storage: Database) -> None:
    with pytest.raises(TypeError):
        await storage.read(lambda tx: _LIST.rows(connection_of(tx), {"some": [uuid4()]}))
