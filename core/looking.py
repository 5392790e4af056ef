"""Looking: one handoff from the inside, and the queue."""

from datetime import datetime

from core.handoff import Handoff
from core.outcome import Inside, LookOutcome, NotHere, Queue, ViewersMayNot
from core.people import Member
from core.permission import Verb, may, sees_inside
from core.ports import Transaction

LIST_LENGTH = 20
"""How many handoffs a list shows."""

COUNTED = 99
"""How far the handoffs that wait are counted."""


def look(tx: Transaction, handoff: Handoff | None, by: Member) -> LookOutcome:
    """The handoff; its history and deliveries only for those who may see inside."""
    if handoff is None or not by.active:
        return NotHere()
    if not may(by, Verb.DETAILS, handoff):
        return ViewersMayNot()
    if not sees_inside(by, handoff):
        return Inside(handoff, (), ())
    events = tuple(tx.events.of(handoff.account, handoff.id))
    return Inside(handoff, events, tuple(tx.deliveries.of(handoff.account, handoff.id)))


def queue(tx: Transaction, by: Member, now: datetime) -> Queue:
    """What waits for somebody and is not the member's own."""
    waiting = tuple(tx.handoffs.queue(by.account, by.id, LIST_LENGTH))
    more = len(waiting) == LIST_LENGTH
    return Queue(waiting, tx.handoffs.waiting(by.account, by.id, COUNTED) if more else len(waiting), now)
