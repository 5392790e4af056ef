"""Trying again what was stopped or given up, when whoever hosts Baton has changed what stood in its way."""

from datetime import datetime
from enum import Enum
from uuid import UUID

from core.delivery import Delivery, Kind
from core.event import Event, EventId, Happening
from core.overview import Standing, standing_of
from core.repository import Transaction


class Retried(Enum):
    """What became of it."""

    DUE = "it is tried again at once"
    ALREADY_DUE = "it is due anyhow"
    BEING_SENT = "it is being sent just now"
    SHOWN = "there is nothing to do: the newest is shown"
    NOT_THERE = "there is no such delivery any more"


def retry(tx: Transaction, delivery: Delivery, now: datetime, event: UUID) -> Retried:
    """Make it due again, from its first attempt; the handoff's history and the escalator's receipt tell so."""
    tx.handoffs.lock(delivery.account, delivery.handoff)
    found = tx.deliveries.get(delivery.account, delivery.id)
    if found is None:
        return Retried.NOT_THERE
    standing = standing_of(found, now)
    if standing in _NOTHING_TO_DO:
        return _NOTHING_TO_DO[standing]
    tx.overview.retry(found, now)
    if standing is not Standing.PUT_OFF:
        _told(tx, found, now, event)
    return Retried.DUE


_NOTHING_TO_DO = {
    Standing.SHOWN: Retried.SHOWN,
    Standing.DUE: Retried.ALREADY_DUE,
    Standing.SENDING: Retried.BEING_SENT,
}


def _told(tx: Transaction, delivery: Delivery, now: datetime, event: UUID) -> None:
    facts = {"kind": delivery.kind.value}
    told = Event(EventId(event), delivery.account, delivery.handoff, Happening.DELIVERY_RETRIED, now, facts=facts)
    tx.events.add(told)
    version = tx.handoffs.touch(delivery.account, delivery.handoff)
    tx.deliveries.announce(delivery.account, delivery.handoff, version, frozenset({Kind.RECEIPT}))
