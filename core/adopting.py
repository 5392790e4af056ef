"""Adopting: a card that somebody pressed and nobody recorded is a card all the same, and is edited from now on.

A post whose answer was lost may stand in the chat, beside the one that was sent once more or alone. It is taken
for a copy only in the handoff's own conversation, and only a few times.
"""

from collections.abc import Sequence

from core.act import Act, Origin
from core.delivery import SHOWING, Delivery, DeliveryId, Kind, MessageRef
from core.event import Happening
from core.handoff import Handoff
from core.repository import Transaction

MOST_COPIES = 3
"""Of one handoff."""

_PRESSED = SHOWING - {Kind.BACK_LINK}
"""What has buttons."""


def adopt(act: Act, handoff: Handoff, known: Sequence[Delivery]) -> None:
    """Take the message that the act came from for a copy, if nobody knows of it. ``known`` may be out of date."""
    message = unrecorded(act.origin, known)
    if message is None or act.tx.handoffs.lock(handoff.account, handoff.id) is None:
        return
    now = act.tx.deliveries.of(handoff.account, handoff.id)
    if unrecorded(act.origin, now) is None:
        return
    place = [delivery for delivery in now if delivery.kind in _PRESSED and _goes_there(delivery, act.origin)]
    lost = next((d for d in place if d.message is None and d.unconfirmed), None)
    if lost is not None:
        act.tx.deliveries.adopt(lost, message)
    elif place:
        _add(act, handoff, place[0], message)


def is_unrecorded(tx: Transaction, origin: Origin, handoff: Handoff) -> bool:
    """Whether the message that a press came from is none of the handoff's."""
    if origin.message is None:
        return False
    return unrecorded(origin, tx.deliveries.of(handoff.account, handoff.id)) is not None


def unrecorded(origin: Origin, known: Sequence[Delivery]) -> MessageRef | None:
    """The message an act came from, when none of these deliveries is it. Its own id tells: a conversation may have
    two, with a thread in it and without."""
    pressed = origin.message
    if pressed is None or any(d.message is not None and d.message.message == pressed.message for d in known):
        return None
    return pressed


def _goes_there(delivery: Delivery, origin: Origin) -> bool:
    """Whether the delivery goes to where the act came from: the same channel, or the person's own conversation."""
    place, identity = delivery.place, origin.identity
    if place is None or identity is None:
        return False
    if origin.conversation:
        return place.workspace.platform is identity.workspace.platform and place.channel == origin.conversation
    return place.workspace == identity.workspace and place.user == identity.user


def _add(act: Act, handoff: Handoff, like: Delivery, message: MessageRef) -> None:
    history = act.tx.events.of(handoff.account, handoff.id)
    if sum(event.what is Happening.COPY_FOUND for event in history) >= MOST_COPIES:
        return
    found = act.record(handoff, Happening.COPY_FOUND)
    copy = Delivery(
        DeliveryId(act.ids.new()),
        handoff.account,
        handoff.id,
        like.kind,
        like.place,
        wanted=like.wanted,
        message=message,
        event=found.id,
    )
    act.tx.deliveries.add(copy)
