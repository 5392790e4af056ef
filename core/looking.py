"""Looking: one handoff from the inside, and the queue."""

from collections.abc import Set
from datetime import datetime

from core.act import Origin, must_come_from
from core.delivery import Place
from core.handoff import Handoff, HandoffId
from core.outcome import Inside, LookOutcome, NotHere, Queue, QueueOutcome, ViewersMayNot
from core.people import AccountId, Identity, Member, MemberId
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
    new = is_new(by.id, handoff, tx.seen.among(by.account, by.id, [handoff.id]))
    if not sees_inside(by, handoff):
        return Inside(handoff, (), (), new=new)
    names = {place: _name(tx, handoff.account, place) for place in {d.place for d in deliveries} if place}
    return Inside(handoff, tuple(tx.events.of(handoff.account, handoff.id)), deliveries, names, at, new)


def _name(tx: Transaction, account: AccountId, place: Place) -> str:
    """What people call the place; empty where nobody told us."""
    if place.user:
        member = tx.people.known(Identity(place.workspace, place.user))
        return member.name if member and member.account == account else ""
    conversation = tx.conversations.get(account, place.workspace, place.channel)
    return conversation.name if conversation else ""


def queue(tx: Transaction, by: Member, now: datetime, most: int = LIST_LENGTH) -> QueueOutcome:
    """What waits for somebody and is not the member's own."""
    if not by.engineer:
        return ViewersMayNot()
    waiting = tuple(tx.handoffs.queue(by.account, by.id, most))
    total = tx.handoffs.waiting(by.account, by.id, COUNTED) if len(waiting) == most else len(waiting)
    parked = tuple(tx.handoffs.parked(by.account, by.id, PARKED_LENGTH))
    listed = (*waiting, *parked)
    seen = tx.seen.among(by.account, by.id, [handoff.id for handoff in listed]) if listed else frozenset()
    return Queue(waiting, total, now, parked, frozenset(h.id for h in listed if is_new(by.id, h, seen)))


def is_new(reader: MemberId, handoff: Handoff, seen: Set[HandoffId]) -> bool:
    """Whether the reader has neither opened nor picked up something of somebody else's: ``seen`` has what they opened,
    and of what they had before their turns tell, so that a claim costs no write more."""
    had_it = handoff.assigned_to(reader) or any(turn.by.member == reader for turn in handoff.turns)
    return handoff.id not in seen and not had_it and handoff.escalator.member != reader


def opened(tx: Transaction, by: Member, handoff: HandoffId, at: datetime) -> None:
    """Keep that they have opened it."""
    tx.seen.keep(by.account, by.id, handoff, at)
