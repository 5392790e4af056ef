"""What is kept of a handoff, in one look."""

from core.delivery import Delivery
from core.event import Event
from core.handoff import Handoff
from core.people import AccountId
from core.repository import Transaction


def deliveries_of(tx: Transaction, account: AccountId, number: int) -> list[Delivery]:
    """What is to be delivered of E-<number>."""
    return list(tx.deliveries.of(account, _numbered(tx, account, number).id))


def events_of(tx: Transaction, account: AccountId, number: int) -> list[Event]:
    """The history of E-<number>."""
    return list(tx.events.of(account, _numbered(tx, account, number).id))


def _numbered(tx: Transaction, account: AccountId, number: int) -> Handoff:
    handoff = tx.handoffs.numbered(account, number)
    assert handoff is not None, f"there is no E-{number}"
    return handoff
