"""Picking up: the race is one conditional write; everything else here explains it or follows from it."""

from core import routing
from core.act import Act
from core.adopting import adopt
from core.delivery import Rank
from core.event import Happening
from core.handoff import Claim, Handoff, HandoffId
from core.outcome import (
    AlreadyYours,
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
    """Become the assignee, if nobody is."""
    handoff = act.tx.handoffs.claim(act.by.account, wanted, act.by.id, act.now, act.origin.door)
    if handoff is None:
        return _why_not(act, act.tx.handoffs.get(act.by.account, wanted))
    showing = act.tx.deliveries.announce(handoff.account, handoff.id, handoff.version, rank=Rank.FIRST)
    act.must_come_from(showing)
    adopt(act, handoff, showing)
    told = act.record(handoff, Happening.CLAIMED)
    act.tx.deliveries.add(*routing.on_claim(handoff, act.origin.identity, told, showing, act.ids.new))
    return Won(handoff)


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
    if handoff.claim is None or handoff.ending is not None:
        return YourOwn(handoff) if why is None else Finished(handoff, why)
    if handoff.assigned_to(by.id):
        return AlreadyYours(handoff)
    return _lost(act, handoff, handoff.claim)


def _lost(act: Act, handoff: Handoff, winning: Claim) -> Lost:
    behind = act.now - winning.at
    act.record(handoff, Happening.PRESS_LOST, {"behind_ms": str(round(behind.total_seconds() * 1000))})
    waiting = act.tx.handoffs.waiting(act.by.account, act.by.id, WAITING_COUNTED)
    return Lost(handoff, winning.by, behind, winning.door, waiting)
