"""An account with its people, and handoffs that wait to be picked up."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bench.sink import CHANNEL, TEAM
from core.assessment import OFF
from core.delivery import Delivery, DeliveryId, Kind, MessageRef, Place
from core.event import Event, EventId, Happening
from core.handoff import Attempt, CaseId, Door, Handoff, HandoffId, Snapshot, State
from core.people import Identity, Member, Party, Platform, Profile, Workspace
from core.repository import Storage, Transaction
from storage.uuid7 import uuid7

WORKSPACE = Workspace(Platform.SLACK, TEAM)
JANE = Identity(WORKSPACE, "U0JANE")
"""Everything was escalated by her."""

_AT_ONCE = 200
_TROUBLE = Snapshot(
    problem="Outlook stops syncing after the mailbox move",
    reason="No rights on the new tenant, and the board meets at eleven",
    tried=(Attempt("New profile"),),
    ticket="#4711",
    customer="Contoso",
)
_stamps = itertools.count()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A handoff that waits, and its card in the channel."""

    handoff: Handoff
    card: Delivery


def colleague(number: int) -> Identity:
    """One of those who pick up."""
    return Identity(WORKSPACE, f"U0C{number:04}")


async def settled(storage: Storage, colleagues: int) -> None:
    """Jane, her colleagues and the channel."""
    named = {JANE: "Jane Ruiz"} | {colleague(n): f"Colleague {n}" for n in range(colleagues)}

    def work(tx: Transaction) -> None:
        account = tx.accounts.join(WORKSPACE, "Bench")
        assert account
        tx.accounts.choose_channel(WORKSPACE, CHANNEL)
        for identity, name in named.items():
            tx.people.learn(account, Profile(identity, name))

    await storage.transact(work)


async def member(storage: Storage, identity: Identity) -> Member:
    """Somebody who lives here."""
    found = await storage.read(lambda tx: tx.people.known(identity))
    assert found
    return found


async def waiting(storage: Storage, many: int) -> list[Waiting]:
    """So many handoffs that nobody has yet, with card and receipt posted, as couriers leave them."""
    jane = await member(storage, JANE)
    made: list[Waiting] = []
    while len(made) < many:
        made += await storage.transact(partial(_some, jane, min(_AT_ONCE, many - len(made))))
    return made


def _some(jane: Member, many: int, tx: Transaction) -> list[Waiting]:
    return [_escalated(tx, jane) for _ in range(many)]


def _escalated(tx: Transaction, jane: Member) -> Waiting:
    now = datetime.now(UTC)
    handoff = Handoff(
        id=HandoffId(uuid7()),
        account=jane.account,
        number=tx.accounts.next_number(jane.account),
        case=CaseId(uuid7()),
        ordinal=1,
        state=State.OPEN,
        version=1,
        snapshot=_TROUBLE,
        escalator=Party(jane.id, jane.name),
        escalated_at=now,
        door=Door.SLACK,
        assessment=OFF,
    )
    card = _posted(handoff, Kind.CARD, Place(WORKSPACE, channel=CHANNEL), CHANNEL)
    receipt = _posted(handoff, Kind.RECEIPT, Place(WORKSPACE, user=JANE.user), "D0JANE")
    tx.handoffs.add(handoff)
    tx.events.add(
        Event(EventId(uuid7()), jane.account, handoff.id, Happening.ESCALATED, now, handoff.escalator, Door.SLACK)
    )
    tx.deliveries.add(card, receipt)
    return Waiting(handoff, card)


def _posted(handoff: Handoff, kind: Kind, place: Place, conversation: str) -> Delivery:
    message = MessageRef(conversation, f"1795{next(_stamps):06}.000100")
    identity = DeliveryId(uuid7())
    return Delivery(identity, handoff.account, handoff.id, kind, place, wanted=1, shown=1, message=message)


async def claimed(storage: Storage, handoffs: Sequence[Waiting]) -> int:
    """How many of them somebody has."""
    return sum([await storage.read(partial(_claimed, one.handoff)) for one in handoffs])


def _claimed(handoff: Handoff, tx: Transaction) -> bool:
    found = tx.handoffs.get(handoff.account, handoff.id)
    return found is not None and found.claim is not None
