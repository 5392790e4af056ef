"""Writing under a card: a step of the case, told under the handoff's cards in the other chats.

Anybody of the account may, in any state: people go on talking when a case is over.
"""

from core import routing
from core.act import Act
from core.delivery import Delivery
from core.handoff import HandoffId
from core.outcome import NotHere, Relayed, RelayOutcome
from core.remark import Kept, Remark, Thread, kept
from core.repository import Transaction


def relay(act: Act, remark: Remark) -> RelayOutcome:
    """Keep what was written, and tell it under every other card, once however often the chat sends it.

    The handoff is locked, so that what is written at the same time is told in one order everywhere.
    """
    card = act.tx.deliveries.card_at(act.by.account, remark.thread.workspace, remark.thread.root)
    said = kept(remark)
    if card is None or said is None or act.actor() is None:
        return NotHere()
    return _relayed(act, card, said)


def handoff_under(tx: Transaction, thread: Thread) -> HandoffId | None:
    """The handoff whose card this thread stands under; None for any other thread."""
    account = tx.accounts.of(thread.workspace)
    card = tx.deliveries.card_at(account, thread.workspace, thread.root) if account else None
    return card.handoff if card else None


def _relayed(act: Act, card: Delivery, said: Kept) -> RelayOutcome:
    handoff = act.tx.handoffs.lock(card.account, card.handoff)
    if handoff is None:
        return NotHere()
    request = act.origin.request
    if request and not act.tx.inbound.keep(handoff.account, request, handoff.id, act.now):
        return Relayed(handoff, again=True)
    told = act.said(handoff, said.text, said.facts)
    cards = act.tx.deliveries.cards(handoff.account, handoff.id)
    act.tx.deliveries.add(*routing.on_said(handoff, card, told, cards, act.ids.new))
    return Relayed(handoff)
