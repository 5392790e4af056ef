"""Which deliveries a change asks for. Where something goes is decided here, and nowhere else."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID, uuid5

from core.delivery import Delivery, DeliveryId, Kind, Place
from core.event import Event
from core.handoff import Door, Handoff
from core.people import Identity

_ADMINS_TOLD = 6
"""Admins, counted once for each chat: some of them are there."""

NewId = Callable[[], UUID]


def on_escalation(
    handoff: Handoff, channels: Sequence[Place], escalator: Identity | None, new: NewId
) -> list[Delivery]:
    """A card for every escalation channel, one for the person it is for, and a receipt."""
    cards = [_showing(handoff, Kind.CARD, channel, new) for channel in channels]
    dms = [_showing(handoff, Kind.DM_CARD, _to(identity), new) for identity in _reached(handoff)]
    receipts = [_showing(handoff, Kind.RECEIPT, _to(escalator), new)] if escalator else []
    return [*cards, *dms, *receipts]


def on_assessment(handoff: Handoff, told: Event, new: NewId) -> list[Delivery]:
    """The model's work, for the assessment that this event asked for."""
    return [_once(handoff, Kind.ASSESSMENT, None, new, told)]


def on_claim(
    handoff: Handoff, by: Identity | None, told: Event, existing: Iterable[Delivery], new: NewId
) -> list[Delivery]:
    """The briefing for the winner, a line under every card, and a new message to the escalator.

    The briefing is about this claim: who picks the same handoff up a second time gets a second one.
    """
    briefing = [_showing(handoff, Kind.BRIEFING, _to(by), new, told)] if by else []
    return [
        *briefing,
        *_under_cards(handoff, told, existing, new),
        *_to_escalator(handoff, told, existing, new),
    ]


def on_withdrawal(handoff: Handoff, told: Event, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    """A new message to the escalator, when somebody else withdrew it."""
    by_themselves = told.by is not None and told.by.member == handoff.escalator.member
    return [] if by_themselves else _to_escalator(handoff, told, existing, new)


def on_withdrawal_asked(handoff: Handoff, told: Event, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    """A new message to whoever has it, and a line under every card."""
    deliveries = sorted(existing, key=lambda d: d.id)
    briefings = [d for d in deliveries if d.kind is Kind.BRIEFING]  # the last is that of the newest claim
    news = [_once(handoff, Kind.NEWS, d.place, new, told) for d in briefings[-1:]]
    return [*news, *_under_cards(handoff, told, deliveries, new)]


def on_said(handoff: Handoff, under: Delivery, told: Event, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    """A line under every card but the one it was said under."""
    return _under_cards(handoff, told, [card for card in existing if card.id != under.id], new)


def on_out_of_reach(handoff: Handoff, stopped: Delivery, told: Event, existing: Iterable[Delivery]) -> list[Delivery]:
    """A line under the card of the same chat, when assignee or escalator cannot be written to: they read it there.

    Its id follows from the event's.
    """
    if stopped.kind not in (Kind.BRIEFING, Kind.RECEIPT) or stopped.place is None:
        return []
    here = stopped.place.workspace
    cards = [d for d in existing if d.place and d.place.workspace == here and d.message is not None]
    return _under_cards(handoff, told, cards, lambda: uuid5(told.id, "a line under the card"))


def on_trouble(handoff: Handoff, stopped: Delivery, told: Event, admins: Sequence[Identity]) -> list[Delivery]:
    """A new message to the admins, in each of their chats: one of them may be the one that is in trouble."""
    places = [_to(admin) for admin in admins[:_ADMINS_TOLD]]
    ids = (uuid5(told.id, f"{place.workspace.platform} {place.user}") for place in places)
    return [_once(handoff, Kind.NEWS, place, ids.__next__, told) for place in places if place != stopped.place]


def _reached(handoff: Handoff) -> Sequence[Identity]:
    """The one chat in which the person it is for is written to: the escalator's, if they are there too."""
    identities = handoff.directed.identities if handoff.directed else ()
    same = [i for i in identities if Door.of(i.workspace.platform) is handoff.door]
    return (same or identities)[:1]


def _under_cards(handoff: Handoff, told: Event, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    cards = [d for d in existing if d.kind is Kind.CARD]
    return [_once(handoff, Kind.NOTE, card.place, new, told, under=card.id) for card in cards]


def _to_escalator(handoff: Handoff, told: Event, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    return [_once(handoff, Kind.NEWS, d.place, new, told) for d in existing if d.kind is Kind.RECEIPT]


def _showing(handoff: Handoff, kind: Kind, place: Place, new: NewId, told: Event | None = None) -> Delivery:
    return Delivery(
        DeliveryId(new()),
        handoff.account,
        handoff.id,
        kind,
        place,
        wanted=handoff.version,
        event=told.id if told else None,
    )


def _once(
    handoff: Handoff,
    kind: Kind,
    place: Place | None,
    new: NewId,
    told: Event | None = None,
    under: DeliveryId | None = None,
) -> Delivery:
    return Delivery(
        DeliveryId(new()),
        handoff.account,
        handoff.id,
        kind,
        place,
        wanted=1,
        under=under,
        event=told.id if told else None,
    )


def _to(identity: Identity) -> Place:
    return Place(identity.workspace, user=identity.user)
