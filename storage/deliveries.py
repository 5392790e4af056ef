"""The outbox: deliveries, leased by couriers, settled by whoever holds the lease."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.delivery import SHOWING, Condition, Delivery, DeliveryId, Kind, MessageRef, Place
from core.handoff import HandoffId
from core.people import AccountId, Platform, Workspace
from storage import outbox


class Deliveries:
    """``core.repository.Deliveries`` on one connection. ``due`` tells whether this transaction made anything due."""

    __slots__ = ("_connection", "due")

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.due = False

    def add(self, *new: Delivery) -> None:
        """Keep new deliveries, due at once. One that is there already (same kind, place and event) stays as it is."""
        if new:
            self._connection.execute(outbox.ADD, [_row(delivery) for delivery in new])
            self.due = True

    def announce(
        self, account: AccountId, handoff: HandoffId, version: int, kinds: frozenset[Kind] = SHOWING
    ) -> Sequence[Delivery]:
        """Want this version at every destination of these kinds; an older one than wanted is ignored."""
        self.due = True
        asked = {"account": account, "about": handoff, "version": version}
        return self._changed(outbox.announcing(kinds), asked)

    def of(self, account: AccountId, handoff: HandoffId) -> Sequence[Delivery]:
        """Every delivery of a handoff, oldest first."""
        rows = self._connection.execute(outbox.OF, {"account": account, "about": handoff})
        return [_delivery_of(row) for row in rows]

    def cards(self, account: AccountId, handoff: HandoffId) -> Sequence[Delivery]:
        """The cards of a handoff in the escalation channels, oldest first."""
        rows = self._connection.execute(outbox.CARDS, {"account": account, "about": handoff})
        return [_delivery_of(row) for row in rows]

    def card_at(self, account: AccountId, workspace: Workspace, posted: MessageRef) -> Delivery | None:
        """The card that is this message; None for any other message."""
        there = {"chat": workspace.platform, "there": workspace.id}
        message = {"in_conversation": posted.conversation, "posted": posted.message}
        row = self._connection.execute(outbox.CARD_AT, {"account": account, **there, **message}).first()
        return _delivery_of(row) if row else None

    def get(self, account: AccountId, delivery: DeliveryId) -> Delivery | None:
        """A delivery as it stands."""
        row = self._connection.execute(outbox.GET, {"account": account, "delivery": delivery}).first()
        return _delivery_of(row) if row else None

    def lease(
        self,
        kinds: frozenset[Kind],
        now: datetime,
        until: datetime,
        token: UUID,
        most: int,
        platform: Platform | None = None,
    ) -> Sequence[Delivery]:
        """Take up to ``most`` due deliveries of every account; nobody else gets them before ``until``."""
        asked = {"kinds": sorted(kinds), "now": now, "until": until, "token": token, "most": most}
        return self._changed(outbox.leasing(platform), asked)

    def renew(self, delivery: Delivery, until: datetime) -> bool:
        """Hold a leased delivery longer; False when the lease is lost."""
        return self._settled(outbox.RENEW, delivery, until=until)

    def next_due(self, kinds: frozenset[Kind], platform: Platform | None = None) -> datetime | None:
        """When the next delivery is due (long ago, for a new one); None when nothing waits."""
        due: datetime | None = self._connection.execute(outbox.next_due(platform), {"kinds": sorted(kinds)}).scalar()
        return due

    def shown(self, delivery: Delivery, version: int, message: MessageRef | None, digest: str, now: datetime) -> bool:
        """Record a send that worked; without a message, the one it had stays. False when the lease was lost."""
        sent = {
            "version": version,
            "in_conversation": message.conversation if message else None,
            "posted": message.message if message else None,
            "fingerprint": digest,
            "leased_as": delivery.unconfirmed,
            "now": now,
        }
        still_due: bool | None = self._connection.execute(outbox.SHOWN, {**_held(delivery), **sent}).scalar()
        self.due = self.due or bool(still_due)
        return still_due is not None

    def again(self, delivery: Delivery, due: datetime, error: str, *, uncertain: bool, counted: bool) -> bool:
        """Record a send that did not work and may later; False when the lease was lost."""
        failed = {"due": due, "told": error, "certain": int(not uncertain), "counted": int(counted)}
        return self._due_when(self._settled(outbox.AGAIN, delivery, **failed))

    def repost(self, delivery: Delivery, now: datetime, error: str) -> bool:
        """Forget the message that is gone, so that it is posted anew; False when the lease was lost."""
        return self._due_when(self._settled(outbox.REPOST, delivery, now=now, told=error))

    def stop(self, delivery: Delivery, error: str, *, dead: bool) -> bool:
        """Stop trying; False when the lease was lost."""
        return self._settled(outbox.STOP, delivery, now_is=Condition.DEAD if dead else Condition.STOPPED, told=error)

    def distrust(self, delivery: Delivery, now: datetime) -> None:
        """Make it due again, at once or after whoever holds it: with a send that counts on nothing sent before."""
        self._connection.execute(outbox.DISTRUST, {"account": delivery.account, "delivery": delivery.id, "now": now})
        self.due = True

    def _changed(self, statement: sa.Executable, keys: dict[str, object]) -> Sequence[Delivery]:
        """What an UPDATE returns comes in any order."""
        changed = [_delivery_of(row) for row in self._connection.execute(statement, keys)]
        return sorted(changed, key=lambda delivery: delivery.id)

    def _settled(self, statement: sa.Update, delivery: Delivery, **values: object) -> bool:
        return self._connection.execute(statement, {**_held(delivery), **values}).rowcount == 1

    def _due_when(self, settled: bool) -> bool:
        self.due = self.due or settled
        return settled


def _held(delivery: Delivery) -> dict[str, object]:
    return {"account": delivery.account, "delivery": delivery.id, "token": delivery.lease}


def _row(delivery: Delivery) -> dict[str, object]:
    place, message = delivery.place, delivery.message
    return {
        "account_id": delivery.account,
        "id": delivery.id,
        "handoff_id": delivery.handoff,
        "kind": delivery.kind,
        "platform": place.workspace.platform if place else "",
        "workspace": place.workspace.id if place else "",
        "channel": place.channel if place else "",
        "person": place.user if place else "",
        "about_id": delivery.event or delivery.handoff,
        "wanted": delivery.wanted,
        "shown": delivery.shown,
        "conversation": message.conversation if message else None,
        "message": message.message if message else None,
        "digest": delivery.digest,
        "attempts": delivery.attempts,
        "unconfirmed": delivery.unconfirmed,
        "condition": delivery.condition,
        "error": delivery.error,
        "under_id": delivery.under,
        "event_id": delivery.event,
        "due_at": outbox.AT_ONCE,
        "lease": None,
    }


def _delivery_of(row: sa.Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        account=row.account_id,
        handoff=row.handoff_id,
        kind=Kind(row.kind),
        place=_place_of(row),
        wanted=row.wanted,
        shown=row.shown,
        message=MessageRef(row.conversation, row.message) if row.message is not None else None,
        digest=row.digest,
        attempts=row.attempts,
        unconfirmed=row.unconfirmed,
        condition=Condition(row.condition),
        error=row.error,
        under=row.under_id,
        event=row.event_id,
        lease=row.lease,
    )


def _place_of(row: sa.Row[Any]) -> Place | None:
    if not row.platform:
        return None
    return Place(Workspace(Platform(row.platform), row.workspace), row.channel, row.person)
