"""Which handoffs somebody has opened."""

from collections.abc import Collection, Set
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam as bound
from sqlalchemy.dialects.postgresql import insert  # SQLite says ON CONFLICT DO NOTHING in the same words

from core.handoff import HandoffId
from core.people import AccountId, MemberId
from storage.tables import seen

_KEEP = insert(seen).on_conflict_do_nothing()
_AMONG = sa.select(seen.c.handoff_id).where(
    seen.c.account_id == bound("account"),
    seen.c.member_id == bound("member"),
    seen.c.handoff_id.in_(bound("asked", expanding=True)),
)


class Seen:
    """``core.repository.Seen`` on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, account: AccountId, member: MemberId, handoff: HandoffId, at: datetime) -> None:
        """They have opened it now; that they did before stays as it was."""
        row = {"account_id": account, "member_id": member, "handoff_id": handoff, "at": at}
        self._connection.execute(_KEEP, row)

    def among(self, account: AccountId, member: MemberId, handoffs: Collection[HandoffId]) -> Set[HandoffId]:
        """Those of these handoffs that they have opened."""
        asked = {"account": account, "member": member, "asked": list(handoffs)}
        return frozenset(HandoffId(row.handoff_id) for row in self._connection.execute(_AMONG, asked))
