"""Requests that had an effect, so that their repeats have none."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam as bound
from sqlalchemy.dialects.postgresql import insert  # SQLite says ON CONFLICT DO NOTHING in the same words

from core.handoff import HandoffId
from core.people import AccountId
from storage.tables import inbound

_KEEP = insert(inbound).on_conflict_do_nothing()
_OF = sa.select(inbound.c.handoff_id).where(
    inbound.c.account_id == bound("account"), inbound.c.request == bound("named")
)
_FORGET = sa.delete(inbound).where(
    sa.tuple_(inbound.c.account_id, inbound.c.request).in_(
        sa.select(inbound.c.account_id, inbound.c.request)
        .where(inbound.c.at < bound("before"))
        .order_by(inbound.c.at)
        .limit(bound("most", type_=sa.Integer()))
    )
)


class Inbound:
    """``core.repository.Inbound`` on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, account: AccountId, request: str) -> HandoffId | None:
        """The handoff that this request made, or told something of."""
        found = self._connection.execute(_OF, {"account": account, "named": request}).scalar()
        return HandoffId(found) if found else None

    def kept(self, account: AccountId, request: str) -> bool:
        """Whether the name is kept, whatever the request made."""
        return self._connection.execute(_OF, {"account": account, "named": request}).first() is not None

    def keep(self, account: AccountId, request: str, handoff: HandoffId | None, at: datetime) -> bool:
        """Keep the name of a request; False when it is kept already."""
        row = {"account_id": account, "request": request, "handoff_id": handoff, "at": at}
        return self._connection.execute(_KEEP, row).rowcount == 1

    def forget(self, before: datetime, most: int) -> int:
        """Forget up to ``most`` of the requests that are older; returns how many."""
        return self._connection.execute(_FORGET, {"before": before, "most": most}).rowcount
