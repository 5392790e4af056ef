"""Which deliveries a change asks for. Where something goes is decided here, and nowhere else."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from core.delivery import Condition, Delivery, DeliveryId, Kind, Place
from core.event import Event, Happening
from core.handoff import Door, Handoff
from core.people import Identity, Party

_ADMINS_TOLD = 6
"""Admins, counted once for each chat: some of them are there."""

NewId = Callable[[], UUID]


def on_escalation(
    handoff: Handoff, channels: Sequence[Place], escalator: Identity | None, new: NewId
) -> list[Delivery]:
    """A card for every escalation channel, one for the person it is for, a receipt, and the back-link."""
    cards = [_showing(handoff, Kind.CARD, channel, new) for channel in channels]
    dms = [_showing(handoff, Kind.DM_CARD, _to(identity), new) for identity in _reached(handoff)]
    receipts = [_showing(handoff, Kind.RECEIPT, _to(escalator), new)] if escalator else []
    return [*cards, *dms, *receipts, *_told_back(handoff, cards, escalator, new)]


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
    return [] if _is_by(told, handoff.escalator) else _to_escalator(handoff, told, existing, new)


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


def on_news(handoff: Handoff, told: Event, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    """A line under every card, and a new message to the escalator and to whoever had it, but not to who did it."""
    existing = list(existing)
    return [*_to_both(handoff, told, existing, new), *_under_cards(handoff, told, existing, new)]


def on_leaving(
    handoff: Handoff, told: Event, existing: Iterable[Delivery], admins: Sequence[Identity], new: NewId
) -> list[Delivery]:
    """A line under every card, and a new message to the escalator and to the admins, in each of their chats."""
    existing = list(existing)
    places = [_to(admin) for admin in admins[:_ADMINS_TOLD]]
    to_admins = [_once(handoff, Kind.NEWS, place, new, told) for place in places]
    return [*to_admins, *_to_escalator(handoff, told, existing, new), *_under_cards(handoff, told, existing, new)]


def on_due(handoff: Handoff, told: Event, assignee: Party, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    """A new message to the assignee alone: in the chat where their briefing is, else in one where it did not fail."""
    briefings = sorted((d for d in existing if d.kind is Kind.BRIEFING), key=lambda d: d.id)[-1:]
    there = {d.place for d in briefings if d.condition is Condition.LIVE}
    failed = {d.place for d in briefings} - there
    places = sorted(map(_to, assignee.identities), key=lambda place: (place not in there, place in failed))
    return [_once(handoff, Kind.NEWS, place, new, told) for place in places[:1]]


def missing_cards(
    handoff: Handoff, existing: Iterable[Delivery], channels: Sequence[Place], new: NewId
) -> list[Delivery]:
    """The cards of what the team was never asked for, because it was parked when somebody picked it up."""
    if any(delivery.kind is Kind.CARD for delivery in existing):
        return []
    return [_showing(handoff, Kind.CARD, channel, new) for channel in channels]


def on_new_turn(
    handoff: Handoff, to: Identity | None, told: Event, existing: Iterable[Delivery], new: NewId
) -> list[Delivery]:
    """The same, and a briefing for whoever has it now."""
    briefing = [_showing(handoff, Kind.BRIEFING, _to(to), new, told)] if to else []
    return [*briefing, *on_news(handoff, told, existing, new)]


def on_attempt(handoff: Handoff, told: Event, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    """A line under every card."""
    return _under_cards(handoff, told, existing, new)


def on_park(handoff: Handoff, escalator: Identity | None, new: NewId) -> list[Delivery]:
    """The receipt, and nothing else."""
    return [_showing(handoff, Kind.RECEIPT, _to(escalator), new)] if escalator else []


def on_change(
    handoff: Handoff, told: Event, existing: Iterable[Delivery], new: NewId, *, for_another: bool
) -> list[Delivery]:
    """A line under every card, and a card for the person it is for now."""
    reached_now = reached(handoff.directed, handoff.door) if handoff.directed and for_another else None
    dms = [_showing(handoff, Kind.DM_CARD, _to(reached_now), new)] if reached_now else []
    return [*dms, *_under_cards(handoff, told, existing, new)]


def reached(party: Party, door: Door) -> Identity | None:
    """The one chat in which somebody is written to: the one of this door, if they are there."""
    same = [i for i in party.identities if Door.of(i.workspace.platform) is door]
    return next(iter(same or party.identities), None)


def on_trouble(handoff: Handoff, stopped: Delivery, told: Event, admins: Sequence[Identity]) -> list[Delivery]:
    """A new message to the admins, in each of their chats: one of them may be the one that is in trouble."""
    places = [_to(admin) for admin in admins[:_ADMINS_TOLD]]
    ids = (uuid5(told.id, f"{place.workspace.platform} {place.user}") for place in places)
    return [_once(handoff, Kind.NEWS, place, ids.__next__, told) for place in places if place != stopped.place]


def _reached(handoff: Handoff) -> Sequence[Identity]:
    """The one chat in which the person it is for is written to: the escalator's, if they are there too."""
    found = reached(handoff.directed, handoff.door) if handoff.directed else None
    return [found] if found else []


def _to_both(handoff: Handoff, told: Event, existing: Iterable[Delivery], new: NewId) -> list[Delivery]:
    deliveries = sorted(existing, key=lambda d: d.id)
    receipts = [] if _is_by(told, handoff.escalator) else [d for d in deliveries if d.kind is Kind.RECEIPT]
    had_it = handoff.turns[-1].by if told.what in _ENDS_A_TURN else handoff.claim and handoff.claim.by
    briefings = [d for d in deliveries if d.kind is Kind.BRIEFING]  # the last is that of the newest turn
    to_holder = briefings[-1:] if had_it and not _is_by(told, had_it) else []
    return [_once(handoff, Kind.NEWS, d.place, new, told) for d in (*receipts, *to_holder)]


_ENDS_A_TURN = frozenset({Happening.HANDED_BACK, Happening.HANDED_OVER, Happening.REOPENED})


def _is_by(told: Event, party: Party) -> bool:
    return told.by is not None and told.by.member == party.member


def _told_back(handoff: Handoff, cards: Sequence[Delivery], escalator: Identity | None, new: NewId) -> list[Delivery]:
    """One message in the source thread, where Baton may write there: for the first handoff of a case."""
    source = handoff.snapshot.source
    if source is None or not source.conversation or escalator is None or handoff.ordinal > 1:
        return []
    here = escalator.workspace
    card = next((card.id for card in cards if card.place and card.place.workspace == here), None)
    told = _showing(handoff, Kind.BACK_LINK, Place(here, channel=source.conversation), new)
    return [replace(told, under=card)]


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
