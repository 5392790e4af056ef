"""Settling: what came of a send is recorded under its lease, and told to those whom it concerns."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core import routing
from core.carrier import Carried, Outcome
from core.delivery import MAX_ATTEMPTS, SHOWING, Delivery, Kind, pause_before
from core.errors import GiveUp, Gone, PerhapsSent, TryAgain
from core.event import Event, EventId, Happening
from core.ledger import delivered_to
from core.meter import Result
from core.pacing import Turn
from core.ports import Ids
from core.repository import Transaction

_log = logging.getLogger(__name__)

Recording = Callable[[Transaction], bool]
"""Writes it down; False when the lease was lost."""


@dataclass(frozen=True, slots=True)
class Settling:
    """Records outcomes. A message rests for ``apart`` after an edit; a failed send waits for at least ``first``; an
    edit that nobody answered may be carried out up to ``late`` later."""

    ids: Ids
    chance: random.Random
    first: timedelta
    apart: timedelta
    late: timedelta

    def recording(self, delivery: Delivery, outcome: Outcome, turn: Turn, began: datetime, now: datetime) -> Recording:
        """What is to be written down, in one transaction, of a send that began then."""
        settled = self._settled(delivery, outcome, turn, began, now)

        def record(tx: Transaction) -> bool:
            kept = settled(tx)
            if not kept and delivery.kind in SHOWING:
                tx.deliveries.distrust(delivery, now)
            return kept

        return record

    def _settled(self, delivery: Delivery, outcome: Outcome, turn: Turn, began: datetime, now: datetime) -> Recording:
        match outcome:
            case Carried():
                return lambda tx: self._shown(tx, delivery, outcome, began, now)
            case Gone():
                return lambda tx: tx.deliveries.repost(delivery, now, str(outcome))
            case GiveUp():
                event, private = self.ids.new(), isinstance(outcome, PerhapsSent)
                return lambda tx: stopped(tx, delivery, outcome.words, now, event, dead=False, private=private)
            case TryAgain(busy=True):
                # The lane is closed for as long as the vendor asked (core.pacing); then it is the first again.
                return lambda tx: tx.deliveries.again(
                    delivery, turn.due, str(outcome), uncertain=outcome.uncertain, counted=outcome.after is None
                )
            case TryAgain():
                return self._later(delivery, outcome, now)

    def _shown(self, tx: Transaction, delivery: Delivery, carried: Carried, began: datetime, now: datetime) -> bool:
        if delivery.place is not None:
            tx.deliveries.healed(delivery.account, delivery.place)
        rested = now + self.apart if carried.edited else now
        late = max(delivery.late_until, rested) if delivery.late_until and began < delivery.late_until else None
        return tx.deliveries.shown(delivery, carried.version, carried.message, carried.digest, now, rested, late)

    def _later(self, delivery: Delivery, failure: TryAgain, now: datetime) -> Recording:
        counted = failure.after is None
        attempts = delivery.attempts + counted
        error = str(failure)
        if _is_last(delivery, failure):
            event = self.ids.new()
            return lambda tx: stopped(tx, delivery, error, now, event, dead=True)
        due = now + pause_before(max(attempts, 1), failure.after, self.chance, self.first)
        late = late_after(delivery, now + self.late) if failure.uncertain else None
        _log.info("delivery %s (%s) again at %s: %s", delivery.id, delivery.kind, due.isoformat(), error)
        return lambda tx: tx.deliveries.again(
            delivery, due, error, uncertain=failure.uncertain, counted=counted, late_until=late
        )


def late_after(delivery: Delivery, until: datetime) -> datetime | None:
    """Until when a send of it that nobody answered may still put an old state over a newer one: only an edit may."""
    return until if delivery.message is not None and delivery.kind in SHOWING else None


def result_of(delivery: Delivery, outcome: Outcome) -> Result:
    """How the attempt ended, in one word."""
    match outcome:
        case Carried():
            return Result.SENT
        case Gone():
            return Result.GONE
        case GiveUp():
            return Result.STOPPED
        case TryAgain():
            return Result.DEAD if _is_last(delivery, outcome) else Result.AGAIN


def _is_last(delivery: Delivery, failure: TryAgain) -> bool:
    """A vendor that asks to wait is waited for, however often."""
    most = min(failure.most or MAX_ATTEMPTS, MAX_ATTEMPTS)
    return not failure.busy and delivery.attempts + (failure.after is None) >= most


def stopped(
    tx: Transaction,
    delivery: Delivery,
    error: str,
    now: datetime,
    event: UUID,
    *,
    dead: bool,
    private: bool = False,
) -> bool:
    """Stop a delivery, and let the escalator's receipt tell so, or the card when a person cannot be written to, and
    the admins once for each place and reason, unless it is ``private``; False when the lease was lost."""
    _log.error("delivery %s (%s) stopped: %s", delivery.id, delivery.kind, error)
    handoff = tx.handoffs.lock(delivery.account, delivery.handoff)
    if not tx.deliveries.stop(delivery, error, dead=dead, uncertain=dead or private):
        return False
    facts = {"kind": delivery.kind.value, "why": error, "what": delivered_to(delivery), "delivery": str(delivery.id)}
    known = any(facts == event.facts for event in tx.events.of(delivery.account, delivery.handoff))
    told = Event(EventId(event), delivery.account, delivery.handoff, Happening.DELIVERY_STOPPED, now, facts=facts)
    tx.events.add(told)
    version = tx.handoffs.touch(delivery.account, delivery.handoff)
    if delivery.kind is not Kind.RECEIPT:
        tx.deliveries.announce(delivery.account, delivery.handoff, version, frozenset({Kind.RECEIPT}))
    if handoff is not None:
        existing = tx.deliveries.of(delivery.account, delivery.handoff)
        if not known:  # it is asked again at each change, and answers the same
            tx.deliveries.add(*routing.on_out_of_reach(handoff, delivery, told, existing))
        if not private and _is_news_to_admins(tx, delivery, error, now):
            admins = tx.people.admins(delivery.account)
            tx.deliveries.add(*routing.on_trouble(handoff, delivery, told, admins))
    return True


def _is_news_to_admins(tx: Transaction, delivery: Delivery, error: str, now: datetime) -> bool:
    """Whether they have not been told that yet. News that cannot be told, their own among it, is no further news; nor
    is a thread that Baton was put out of: who escalated reads that in their receipt."""
    if delivery.place is None or delivery.kind in (Kind.NEWS, Kind.BACK_LINK):
        return False
    return tx.deliveries.troubled(delivery.account, delivery.place, error, now)
