"""Carries what goes to a chat: reads the handoff as it stands, says it, and posts or edits."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.back_link import back_link_for
from core.briefing import briefing_for
from core.card import card_for
from core.carrier import Carried
from core.delivery import SHOWING, Condition, Delivery, Kind, MessageRef, Place
from core.errors import GiveUp, Gone, PerhapsSent, TryAgain
from core.event import Event
from core.handoff import Handoff
from core.message import Message
from core.note import news_for, note_for
from core.people import Platform
from core.ports import Gateway
from core.receipt import receipt_for
from core.repository import Storage, Transaction

_SENT_UNSEEN = 2
"""How often something is sent, at most, where nobody can say whether it arrived. What a process was about to send when
it was killed is sent again all the same: most of it never went out, and a lost briefing is worse than a second one."""

_CARD_NOT_THERE_YET = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class View:
    """What a delivery is about, read in one go."""

    handoff: Handoff
    deliveries: tuple[Delivery, ...]
    event: Event | None
    card: Delivery | None
    takers: int

    def root(self, delivery: Delivery) -> MessageRef | None:
        """The message whose thread a delivery belongs in: the card's, or the one it is all about."""
        if delivery.kind is not Kind.BACK_LINK:
            return self.card.message if self.card else None
        source = self.handoff.snapshot.source
        return MessageRef(source.conversation, source.root) if source else None


@dataclass(frozen=True, slots=True)
class Messenger:
    """The carrier of messages, for every chat that is configured."""

    storage: Storage
    gateways: Mapping[Platform, Gateway]

    async def carry(self, delivery: Delivery) -> Carried:
        """Post the message, or edit it to the newest state; an edit that would change nothing is not sent."""
        view = await self.storage.read(lambda tx: _view(tx, delivery))
        if view is None or delivery.place is None:
            raise GiveUp("nothing to show", words="the handoff is no longer there")
        no_card = delivery.kind in (Kind.NOTE, Kind.BACK_LINK) and _no_card_to_write_under(view.card)
        if delivery.kind is Kind.NOTE and no_card:
            return Carried(delivery.wanted)
        gateway = self._gateway(delivery.place.workspace.platform)
        card = await _address(gateway, view.card) if delivery.kind is Kind.BACK_LINK and not no_card else ""
        message = _said(delivery, view, card)
        digest = hashlib.sha256(repr(message).encode()).hexdigest()[:32]
        version = view.handoff.version if delivery.kind in SHOWING else delivery.wanted
        if delivery.message is None:
            found = await _found(gateway, delivery, delivery.place, view) if delivery.unconfirmed > 1 else None
            if found is not None:
                # What it shows may be old: it is edited when it is known where it stands.
                return Carried(0, found) if delivery.kind in SHOWING else Carried(version, found, digest)
            posted = await gateway.post(delivery.place, message, delivery.id, view.root(delivery))
            return Carried(version, posted, digest)
        unsure = delivery.unconfirmed > 1 or delivery.late_until is not None
        edited = unsure or digest != delivery.digest
        if edited:
            await _edited(gateway, delivery, delivery.message, delivery.place, message)
        return Carried(version, delivery.message, digest, edited)

    def _gateway(self, platform: Platform) -> Gateway:
        gateway = self.gateways.get(platform)
        if gateway is None:
            raise GiveUp("not configured", words=f"{platform.label} is not configured here")
        return gateway


async def _address(gateway: Gateway, card: Delivery | None) -> str:
    """Where the card stands; empty where nobody tells."""
    if card is None or card.message is None:
        return ""
    try:
        return await gateway.address(card.message)
    except (GiveUp, Gone):
        return ""


async def _edited(gateway: Gateway, delivery: Delivery, posted: MessageRef, place: Place, message: Message) -> None:
    """A back-link that somebody took away stays away; anything else that is gone is posted anew."""
    try:
        await gateway.edit(posted, place, message)
    except Gone:
        if delivery.kind is not Kind.BACK_LINK:
            raise


async def _found(gateway: Gateway, delivery: Delivery, place: Place, view: View) -> MessageRef | None:
    """An earlier post, which may have arrived. Raises PerhapsSent when nobody can look, and it was sent once more
    already."""
    try:
        return await gateway.find(place, delivery.id, view.root(delivery))
    except GiveUp as error:
        if _sent_enough(delivery):
            raise PerhapsSent(f"sent {delivery.unconfirmed - 1} times without an answer: {error}") from error
        return None


def _sent_enough(delivery: Delivery) -> bool:
    """Whether as many sends as that ended without an answer. A lease that ended with its process is no such send;
    what was given up for this reason stays so, when a change brings it back to life."""
    ended = delivery.attempts >= _SENT_UNSEEN or delivery.error == PerhapsSent.words
    return ended and delivery.unconfirmed > _SENT_UNSEEN


def _view(tx: Transaction, delivery: Delivery) -> View | None:
    handoff = tx.handoffs.get(delivery.account, delivery.handoff)
    if handoff is None:
        return None
    receipt = delivery.kind is Kind.RECEIPT
    deliveries = tuple(tx.deliveries.of(delivery.account, delivery.handoff)) if receipt else ()
    event = tx.events.get(delivery.account, delivery.event) if delivery.event else None
    card = tx.deliveries.get(delivery.account, delivery.under) if delivery.under else None
    takers = tx.people.takers(handoff.account, handoff.escalator.member) if receipt else 0
    return View(handoff, deliveries, event, card, takers)


def _no_card_to_write_under(card: Delivery | None) -> bool:
    if card is None or (card.message is None and card.condition is not Condition.LIVE):
        return True
    if card.message is None:
        raise TryAgain("the card is not posted yet", after=_CARD_NOT_THERE_YET)
    return False


def _said(delivery: Delivery, view: View, card: str) -> Message:
    match delivery.kind:
        case Kind.CARD | Kind.DM_CARD:
            return card_for(view.handoff)
        case Kind.BRIEFING:
            return briefing_for(view.handoff, _since(view))
        case Kind.RECEIPT:
            return receipt_for(view.handoff, view.deliveries, view.takers)
        case Kind.BACK_LINK:
            return back_link_for(view.handoff, card)
        case Kind.NOTE | Kind.NEWS:
            return _told(delivery, view)
        case Kind.ASSESSMENT:
            raise GiveUp("an assessment is no message", words="it belongs to the model")


def _since(view: View) -> datetime:
    """When the turn began that a briefing is about."""
    return view.event.at if view.event else view.handoff.escalated_at


def _told(delivery: Delivery, view: View) -> Message:
    if view.event is None:
        raise GiveUp("its event is missing", words="what it should tell is no longer there")
    return note_for(view.handoff, view.event) if delivery.kind is Kind.NOTE else news_for(view.handoff, view.event)
