"""Picking up: the race is one conditional write; everything else here explains it or follows from it."""

from collections.abc import Sequence

from core import routing
from core.act import Act
from core.adopting import adopt
from core.delivery import Delivery, Kind, Rank
from core.event import REQUEST, WAITED, Happening
from core.handoff import Claim, Handoff, HandoffId
from core.inbound import Once, SentTwice
from core.outcome import (
    AlreadyYours,
    BackAgain,
    ClaimOutcome,
    Finished,
    Lost,
    NotHere,
    ViewersMayNot,
    Won,
    YourOwn,
)
from core.permission import Verb
from core.state import refusal

WAITING_COUNTED = 99
"""How far the handoffs that wait are counted."""


def claim(act: Act, wanted: HandoffId) -> ClaimOutcome:
    """Become the assignee, if nobody is.

    Raises SentTwice for a press from before a hand-back that comes once more: it was meant for an opening that is over.
    """
    handoff = act.tx.handoffs.claim(act.by.account, wanted, act.by.id, act.now, act.origin.door)
    if handoff is None:
        return _why_not(act, act.tx.handoffs.get(act.by.account, wanted))
    if handoff.turns and _came_before(act, handoff):
        raise SentTwice
    showing = act.tx.deliveries.announce(handoff.account, handoff.id, handoff.version, rank=Rank.FIRST)
    act.must_come_from(showing)
    adopt(act, handoff, showing)
    told = act.record(handoff, Happening.CLAIMED, {**_named(act), **_waited(handoff, showing)})
    act.tx.deliveries.add(*routing.on_claim(handoff, act.origin.identity, told, showing, act.ids.new))
    return Won(handoff)


def _waited(handoff: Handoff, showing: Sequence[Delivery]) -> dict[str, str]:
    """How long the team had been asked for; nothing for what was parked, which asks nobody."""
    if handoff.claim is None or not any(delivery.kind is Kind.CARD for delivery in showing):
        return {}
    since = handoff.turns[-1].until if handoff.turns else handoff.escalated_at
    return {WAITED: str(max(0, round((handoff.claim.at - since).total_seconds() * 1000)))}


def came_too_late(act: Act, wanted: HandoffId) -> ClaimOutcome:
    """What a press is told that was meant for an earlier opening."""
    return _why_not(act, act.tx.handoffs.get(act.by.account, wanted))


def _came_before(act: Act, handoff: Handoff) -> bool:
    """Whether this very press was answered before somebody handed the handoff back. Asked for nothing but these."""
    request = act.origin.request
    if not request:
        return False
    history = act.tx.events.of(handoff.account, handoff.id)
    return act.tx.inbound.kept(handoff.account, request) or any(e.facts.get(REQUEST) == request for e in history)


def _named(act: Act) -> dict[str, str]:
    """The press by its name, in the event that is written anyhow: a row of its own would cost every press in a race
    a write."""
    return {REQUEST: act.origin.request} if act.origin.request else {}


def _why_not(act: Act, handoff: Handoff | None) -> ClaimOutcome:
    """Why the conditional write changed nothing; the row as it stands now tells."""
    by = act.actor()
    if handoff is None or by is None:
        return NotHere()
    existing = act.tx.deliveries.of(handoff.account, handoff.id)
    act.must_come_from(existing)
    adopt(act, handoff, existing)
    if not by.engineer:
        return ViewersMayNot()
    why = refusal(Verb.CLAIM, handoff.state)
    if why is None:
        return YourOwn(handoff) if handoff.escalator.member == by.id else BackAgain(handoff)
    if handoff.claim is None or handoff.ending is not None:
        return Finished(handoff, why)
    if handoff.assigned_to(by.id):
        Once(act.origin.request, act.now).keep(act.tx, handoff.account)
        return AlreadyYours(handoff)
    return _lost(act, handoff, handoff.claim)


def _lost(act: Act, handoff: Handoff, winning: Claim) -> Lost:
    behind = act.now - winning.at
    facts = {"behind_ms": str(round(behind.total_seconds() * 1000)), **_named(act)}
    act.record(handoff, Happening.PRESS_LOST, facts)
    waiting = act.tx.handoffs.waiting(act.by.account, act.by.id, WAITING_COUNTED)
    return Lost(handoff, winning.by, behind, winning.door, waiting)
