"""What happened, append-only: there is no statement that changes or removes an event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.event import Doing, Event, EventId, Happening
from core.handoff import CaseId, Door, HandoffId
from core.people import AccountId, MemberId, Party
from storage.prepared import Prepared
from storage.tables import events, handoffs, members
from storage.tables.handoff import DOINGS

_ADD = Prepared(sa.insert(events), events.c.keys())
_OF = (
    sa.select(*events.c, members.c.name)
    .outerjoin(members, sa.and_(members.c.account_id == events.c.account_id, members.c.id == events.c.by_id))
    .where(events.c.account_id == bound("account"), events.c.handoff_id == bound("handoff"))
    .order_by(events.c.at, events.c.id)
)
_GET = (
    sa.select(*events.c, members.c.name)
    .outerjoin(members, sa.and_(members.c.account_id == events.c.account_id, members.c.id == events.c.by_id))
    .where(events.c.account_id == bound("account"), events.c.id == bound("event"))
)
_COUNTED = (
    sa.select(sa.func.count())
    .select_from(events)
    .join(handoffs, sa.and_(handoffs.c.account_id == events.c.account_id, handoffs.c.id == events.c.handoff_id))
    .where(
        handoffs.c.account_id == bound("account"), handoffs.c.case_id == bound("case"), events.c.what == bound("what")
    )
)
_DOINGS = (
    sa.select(events.c.what, events.c.facts)
    .where(
        events.c.account_id == bound("account"),
        events.c.by_id == bound("member"),
        events.c.at >= bound("since"),
        DOINGS,  # the index's own words: SQLite draws no conclusions
    )
    .order_by(events.c.at, events.c.id)
)


class Events:
    """``core.repository.Events`` on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, event: Event) -> None:
        """Keep an event."""
        _ADD.run(self._connection, _row(event))

    def get(self, account: AccountId, event: EventId) -> Event | None:
        """An event by its id."""
        row = self._connection.execute(_GET, {"account": account, "event": event}).first()
        return _event_of(row) if row else None

    def of(self, account: AccountId, handoff: HandoffId) -> Sequence[Event]:
        """The history of a handoff, oldest first."""
        rows = self._connection.execute(_OF, {"account": account, "handoff": handoff})
        return [_event_of(row) for row in rows]

    def counted(self, account: AccountId, case: CaseId, what: Happening) -> int:
        """How often that happened in a case, in all of its handoffs together."""
        asked = {"account": account, "case": case, "what": what}
        return self._connection.execute(_COUNTED, asked).scalar_one()

    def doings(self, account: AccountId, by: MemberId, since: datetime) -> Sequence[Doing]:
        """What this member did since then, of what is counted; oldest first."""
        rows = self._connection.execute(_DOINGS, {"account": account, "member": by, "since": since})
        return [Doing(Happening(row.what), row.facts) for row in rows]


def _row(event: Event) -> dict[str, object]:
    return {
        "account_id": event.account,
        "id": event.id,
        "handoff_id": event.handoff,
        "what": event.what,
        "at": event.at,
        "by_id": event.by.member if event.by else None,
        "door": event.door,
        "facts": dict(event.facts),
        "text": event.text or None,
    }


def _event_of(row: Any) -> Event:
    return Event(
        id=row.id,
        account=row.account_id,
        handoff=row.handoff_id,
        what=Happening(row.what),
        at=row.at,
        by=Party(row.by_id, row.name) if row.by_id else None,
        door=Door(row.door) if row.door else None,
        facts=row.facts,
        text=row.text or "",
    )
