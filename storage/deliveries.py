"""The outbox: deliveries, leased by couriers, settled by whoever holds the lease."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.delivery import APART, SHOWING, Condition, Delivery, DeliveryId, Kind, MessageRef, Place, Rank, first_rank
from core.handoff import HandoffId
from core.lane import lane_named, lane_of
from core.pacing import Turn
from core.people import AccountId, Platform, Workspace
from storage import outbox
from storage.prepared import Prepared
from storage.tables import deliveries

_ADD = Prepared(outbox.ADD, deliveries.c.keys())
_OF = Prepared(outbox.OF)


@cache
def _announcing(kinds: frozenset[Kind], rank: Rank) -> Prepared:
    return Prepared(outbox.announcing(kinds, rank))


class Deliveries:
    """``core.repository.Deliveries`` on one connection. ``due`` tells whether this transaction made anything due."""

    __slots__ = ("_connection", "due")

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.due = False

    def add(self, *new: Delivery) -> None:
        """Keep new deliveries, due at once. One that is there already (same kind, place and event) stays as it is."""
        if new:
            _ADD.run(self._connection, *(_row(delivery) for delivery in new))
            self.due = True

    def announce(
        self,
        account: AccountId,
        handoff: HandoffId,
        version: int,
        kinds: frozenset[Kind] = SHOWING,
        rank: Rank = Rank.SOON,
    ) -> Sequence[Delivery]:
        """Want this version at every destination of these kinds; an older one than wanted is ignored."""
        self.due = True
        now = _now()
        asked = {"account": account, "about": handoff, "version": version, "now": now, "rested": now + APART}
        return _sorted(_announcing(kinds, rank).rows(self._connection, asked))

    def of(self, account: AccountId, handoff: HandoffId) -> Sequence[Delivery]:
        """Every delivery of a handoff, oldest first."""
        return [delivery_of(row) for row in _OF.rows(self._connection, {"account": account, "about": handoff})]

    def cards(self, account: AccountId, handoff: HandoffId) -> Sequence[Delivery]:
        """The cards of a handoff in the escalation channels, oldest first."""
        rows = self._connection.execute(outbox.CARDS, {"account": account, "about": handoff})
        return [delivery_of(row) for row in rows]

    def card_at(self, account: AccountId, workspace: Workspace, posted: MessageRef) -> Delivery | None:
        """The card that is this message; None for any other message."""
        there = {"chat": workspace.platform, "there": workspace.id}
        message = {"in_conversation": posted.conversation, "posted": posted.message}
        row = self._connection.execute(outbox.CARD_AT, {"account": account, **there, **message}).first()
        return delivery_of(row) if row else None

    def get(self, account: AccountId, delivery: DeliveryId) -> Delivery | None:
        """A delivery as it stands."""
        row = self._connection.execute(outbox.GET, {"account": account, "delivery": delivery}).first()
        return delivery_of(row) if row else None

    def waiting(self, roads: Iterable[str]) -> Sequence[Turn]:
        """What waits on these roads (``core.lane``), by lane and rank, and when the first of it is due."""
        wanted = frozenset(roads)
        chats = sorted({_chat_of(road) for road in wanted})
        rows = [row for chat in chats for row in self._connection.execute(outbox.WALK, {"chat": chat})]
        turns = [Turn(lane_named(row[0]), rank, row[1 + rank]) for row in rows for rank in Rank if row[1 + rank]]
        return [turn for turn in turns if turn.lane.road in wanted]

    def lease(
        self,
        turn: Turn,
        now: datetime,
        until: datetime,
        token: UUID,
        most: int = 1,
        late_until: datetime | None = None,
    ) -> Sequence[Delivery]:
        """Take up to ``most`` that are due in that turn, of every account; nobody else gets them before ``until``."""
        asked = {"chat": _chat_of(turn.lane.road), "in_lane": str(turn.lane), "ranked": int(turn.rank)}
        held = {"now": now, "until": until, "token": token, "most": most, "late": late_until}
        return self._changed(outbox.LEASE, {**asked, **held})

    def renew(self, delivery: Delivery, until: datetime) -> bool:
        """Hold a leased delivery longer; False when the lease is lost."""
        return self._settled(outbox.RENEW, delivery, until=until)

    def shown(
        self,
        delivery: Delivery,
        version: int,
        message: MessageRef | None,
        digest: str,
        now: datetime,
        rested: datetime | None = None,
        late_until: datetime | None = None,
    ) -> bool:
        """Record a send that worked; without a message, the one it had stays. False when the lease was lost."""
        posted = message or delivery.message
        sent = {
            "version": version,
            "in_conversation": message.conversation if message else None,
            "posted": message.message if message else None,
            "fingerprint": digest,
            "leased_as": delivery.unconfirmed,
            "edited_in": _lane(delivery, posted=posted is not None),
            "rested": rested or now,
            "late": late_until,
            "now": now,
        }
        still_due: bool | None = self._connection.execute(outbox.SHOWN, {**_held(delivery), **sent}).scalar()
        self.due = self.due or bool(still_due)
        return still_due is not None

    def again(
        self,
        delivery: Delivery,
        due: datetime,
        error: str,
        *,
        uncertain: bool,
        counted: bool,
        late_until: datetime | None = None,
    ) -> bool:
        """Record a send that did not work and may later; False when the lease was lost."""
        failed = {"due": due, "told": error, "certain": int(not uncertain), "counted": int(counted)}
        return self._due_when(self._settled(outbox.AGAIN, delivery, late=late_until, **failed))

    def repost(self, delivery: Delivery, now: datetime, error: str) -> bool:
        """Forget the message that is gone, so that it is posted anew; False when the lease was lost."""
        anew = {"now": now, "told": error, "posted_in": _lane(delivery, posted=False)}
        return self._due_when(self._settled(outbox.REPOST, delivery, **anew))

    def stop(self, delivery: Delivery, error: str, *, dead: bool, uncertain: bool = False) -> bool:
        """Stop trying; False when the lease was lost. Unless it is ``uncertain``, nothing of that send arrived."""
        now_is = Condition.DEAD if dead else Condition.STOPPED
        return self._settled(outbox.STOP, delivery, now_is=now_is, told=error, now=_now(), certain=int(not uncertain))

    def distrust(self, delivery: Delivery, now: datetime) -> None:
        """Make it due again, at once or after whoever holds it: with a send that counts on nothing sent before."""
        self._connection.execute(outbox.DISTRUST, {"account": delivery.account, "delivery": delivery.id, "now": now})
        self.due = True

    def adopt(self, delivery: Delivery, message: MessageRef) -> bool:
        """Take a message for this delivery's own; False when it has one already."""
        asked = {"account": delivery.account, "delivery": delivery.id, "edited_in": _lane(delivery, posted=True)}
        found = {"in_conversation": message.conversation, "posted": message.message}
        return self._due_when(self._connection.execute(outbox.ADOPT, {**asked, **found}).rowcount == 1)

    def revive(self, account: AccountId, place: Place) -> int:
        """Try again what was stopped in a channel, of handoffs that are under way; returns how many there were."""
        home = place.workspace
        asked = {"account": account, "chat": home.platform, "home": home.id, "there": place.channel, "now": _now()}
        revived = self._connection.execute(outbox.REVIVE, asked).rowcount
        self._due_when(revived > 0)
        return revived

    def troubled(self, account: AccountId, place: Place, why: str, at: datetime) -> bool:
        """Keep that this place takes nothing, and why; False when that is known."""
        row = {"account_id": account, "place": _place_name(place), "why": why, "since": at}
        return self._connection.execute(outbox.TROUBLED, row).first() is not None

    def healed(self, account: AccountId, place: Place) -> None:
        """Something was taken there: the next trouble is a new one."""
        self._connection.execute(outbox.HEALED, {"account": account, "there": _place_name(place)})

    def _changed(self, statement: sa.Executable, keys: dict[str, object]) -> Sequence[Delivery]:
        return _sorted(self._connection.execute(statement, keys))

    def _settled(self, statement: sa.Update, delivery: Delivery, **values: object) -> bool:
        return self._connection.execute(statement, {**_held(delivery), **values}).rowcount == 1

    def _due_when(self, settled: bool) -> bool:
        self.due = self.due or settled
        return settled


def _sorted(rows: Iterable[Any]) -> Sequence[Delivery]:
    """What an UPDATE returns comes in any order."""
    return sorted((delivery_of(row) for row in rows), key=lambda delivery: delivery.id)


def _now() -> datetime:
    """For people who ask how old something is, and for a change that waits a moment: nothing is decided by it."""
    return datetime.now(UTC)


def _held(delivery: Delivery) -> dict[str, object]:
    return {"account": delivery.account, "delivery": delivery.id, "token": delivery.lease}


def _lane(delivery: Delivery, *, posted: bool) -> str:
    return str(lane_of(delivery.kind, delivery.place, posted=posted))


def _chat_of(road: str) -> str:
    """The road's chat; empty for what goes to none."""
    return road if road in frozenset(Platform) else ""


def _place_name(place: Place) -> str:
    return "/".join((place.workspace.platform, place.workspace.id, place.channel or place.user))


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
        "lane": _lane(delivery, posted=message is not None),
        "rank": first_rank(delivery.kind),
        "hurried": delivery.wanted,
        "condition": delivery.condition,
        "error": delivery.error,
        "under_id": delivery.under,
        "event_id": delivery.event,
        "due_at": outbox.AT_ONCE,
        "lease": None,
        "late_until": delivery.late_until,
        "since": _now(),
    }


def delivery_of(row: sa.Row[Any]) -> Delivery:
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
        late_until=row.late_until,
        since=row.since,
        due=row.due_at,
    )


def _place_of(row: sa.Row[Any]) -> Place | None:
    if not row.platform:
        return None
    return Place(Workspace(Platform(row.platform), row.workspace), row.channel, row.person)
