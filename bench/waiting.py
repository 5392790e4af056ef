"""Handoffs that wait to be picked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bench.town import Town, member
from core.assessment import OFF
from core.delivery import Delivery, DeliveryId, Kind, MessageRef, Place
from core.event import Event, EventId, Happening
from core.handoff import CaseId, Door, Handoff, HandoffId, Snapshot, State, Tried
from core.people import Member, Party
from core.repository import Storage, Transaction
from storage.uuid7 import uuid7

_AT_ONCE = 20
_TROUBLE = Snapshot(
    problem="Outlook stops syncing after the mailbox move",
    reason="No rights on the new tenant, and the board meets at eleven",
    tried=(Tried("New profile"),),
    ticket="#4711",
    customer="Contoso",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A handoff that waits, and its card in each chat's channel."""

    handoff: Handoff
    cards: tuple[Delivery, ...]

    def posted(self, town: Town) -> MessageRef:
        """Its card in this chat."""
        here = next(card for card in self.cards if card.place and card.place.workspace == town.workspace)
        assert here.message
        return here.message


async def waiting(storage: Storage, towns: Sequence[Town], many: int) -> list[Waiting]:
    """So many handoffs that nobody has yet, from the first chat, with cards and receipt posted, as couriers leave
    them."""
    jane = await member(storage, towns[0].jane)
    made: list[Waiting] = []
    while len(made) < many:
        made += await storage.transact(partial(_some, jane, towns, min(_AT_ONCE, many - len(made))))
    return made


def _some(jane: Member, towns: Sequence[Town], many: int, tx: Transaction) -> list[Waiting]:
    return [_escalated(tx, jane, towns) for _ in range(many)]


def _escalated(tx: Transaction, jane: Member, towns: Sequence[Town]) -> Waiting:
    now, home = datetime.now(UTC), towns[0]
    handoff = Handoff(
        id=HandoffId(uuid7()),
        account=jane.account,
        number=tx.accounts.next_number(jane.account),
        case=CaseId(uuid7()),
        ordinal=1,
        state=State.OPEN,
        version=1,
        snapshot=_TROUBLE,
        priority=_TROUBLE.priority,
        ticket=_TROUBLE.ticket,
        escalator=Party(jane.id, jane.name),
        escalated_at=now,
        door=Door.of(home.workspace.platform),
        assessment=OFF,
    )
    cards = [_posted(handoff, Kind.CARD, Place(t.workspace, channel=t.channel), t.posted()) for t in towns]
    receipt = _posted(handoff, Kind.RECEIPT, Place(home.workspace, user=home.jane.user), home.posted())
    tx.handoffs.add(handoff)
    tx.events.add(
        Event(EventId(uuid7()), jane.account, handoff.id, Happening.ESCALATED, now, handoff.escalator, handoff.door)
    )
    tx.deliveries.add(*cards, receipt)
    return Waiting(handoff, tuple(cards))


def _posted(handoff: Handoff, kind: Kind, place: Place, message: MessageRef) -> Delivery:
    identity = DeliveryId(uuid7())
    return Delivery(identity, handoff.account, handoff.id, kind, place, wanted=1, shown=1, message=message)


async def claimed(storage: Storage, handoffs: Sequence[Waiting]) -> int:
    """How many of them somebody has."""
    return sum([await storage.read(partial(_claimed, one.handoff)) for one in handoffs])


def _claimed(handoff: Handoff, tx: Transaction) -> bool:
    found = tx.handoffs.get(handoff.account, handoff.id)
    return found is not None and found.claim is not None
