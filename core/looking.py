"""Looking: one handoff from the inside, and the queue."""

from datetime import datetime

from core.act import Origin, must_come_from
from core.delivery import Place
from core.handoff import Handoff, HandoffId
from core.outcome import Inside, LookOutcome, NotHere, Queue, QueueOutcome, ViewersMayNot
from core.people import AccountId, Identity, Member
from core.permission import Verb, may, sees_inside
from core.repository import Transaction

LIST_LENGTH = 15
"""How many handoffs a list shows."""

PARKED_LENGTH = 5
"""How many of those that are parked."""

COUNTED = 99
"""How far the handoffs that wait are counted."""


def found(tx: Transaction, wanted: HandoffId, by: Member, origin: Origin) -> Handoff | None:
    """The handoff, for a member who is active. Raises NotFound for a button of another conversation."""
    handoff = tx.handoffs.get(by.account, wanted)
    if handoff is None or not by.active:
        return None
    must_come_from(origin, tx.deliveries.of(handoff.account, handoff.id))
    return handoff


def look(tx: Transaction, wanted: HandoffId, by: Member, origin: Origin, at: datetime | None = None) -> LookOutcome:
    """The handoff; its history and deliveries only for those who may see inside."""
    handoff = tx.handoffs.get(by.account, wanted)
    if handoff is None or not by.active:
        return NotHere()
    if not may(by, Verb.DETAILS, handoff):
        return ViewersMayNot()
    deliveries = tuple(tx.deliveries.of(handoff.account, handoff.id))
    must_come_from(origin, deliveries)
    if not sees_inside(by, handoff):
        return Inside(handoff, (), ())
    names = {place: _name(tx, handoff.account, place) for place in {d.place for d in deliveries} if place}
    return Inside(handoff, tuple(tx.events.of(handoff.account, handoff.id)), deliveries, names, at)


def _name(tx: Transaction, account: AccountId, place: Place) -> str:
    """What people call the place; empty where nobody told us."""
    if place.user:
        member = tx.people.known(Identity(place.workspace, place.user))
        return member.name if member and member.account == account else ""
    conversation = tx.conversations.get(account, place.workspace, place.channel)
    return conversation.name if conversation else ""


def queue(tx: Transaction, by: Member, now: datetime) -> QueueOutcome:
    """What waits for somebody and is not the member's own."""
    if not by.engineer:
        return ViewersMayNot()
    waiting = tuple(tx.handoffs.queue(by.account, by.id, LIST_LENGTH))
    more = len(waiting) == LIST_LENGTH
    total = tx.handoffs.waiting(by.account, by.id, COUNTED) if more else len(waiting)
    return Queue(waiting, total, now, tuple(tx.handoffs.parked(by.account, by.id, PARKED_LENGTH)))
