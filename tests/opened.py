"""What somebody has opened, as it is kept."""

import sqlalchemy as sa

from bot.service import Service
from core.repository import Transaction
from storage.tables import seen
from tests.contracts.office import connection_of
from tests.waiting import eventually


async def until_opened(service: Service, within: float = 20.0) -> None:
    """Returns once somebody has opened something: it is kept after it was shown."""
    await eventually(lambda: service.storage.read(_is_kept), within)


def _is_kept(tx: Transaction) -> bool:
    counted: int = connection_of(tx).execute(sa.select(sa.func.count()).select_from(seen)).scalar_one()
    return counted > 0
