"""The loop that carries deliveries out: lease, carry, record. Safe to run in many processes at once.

What a delivery says is read when it is sent, so a late courier sends the newest state; what a send led to is
recorded under its lease, so a courier that lost its lease changes nothing.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from core import routing
from core.delivery import FIRST_PAUSE, LEASE, MAX_ATTEMPTS, SHOWING, Delivery, Kind, MessageRef, pause_before
from core.errors import GiveUp, Gone, TryAgain, Unavailable
from core.event import Event, EventId, Happening
from core.people import Platform
from core.ports import Clock, Ids
from core.repository import Bell, Storage, Transaction

POLL = timedelta(seconds=5)
"""How often the outbox is looked at when nobody rings."""

DRAIN = timedelta(seconds=8)
"""How long a stopping courier waits for what it is carrying."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a send led to: the version that is shown now, and where."""

    version: int
    message: MessageRef | None = None
    digest: str = ""


class Carrier(Protocol):
    """Carries one delivery out. Raises DeliveryFailed or Unavailable."""

    async def carry(self, delivery: Delivery) -> Carried:
        """Make the destination show or hear of the handoff as it stands now."""


@dataclass(frozen=True, slots=True)
class Courier:
    """Carries the deliveries of some kinds, at most ``slots`` at a time, of one chat alone where it is named.

    ``token`` makes the token of a lease, where the storage has one of its own.
    """

    storage: Storage
    clock: Clock
    ids: Ids
    carrier: Carrier
    kinds: frozenset[Kind]
    slots: int = 16
    lease: timedelta = LEASE
    limit: timedelta = LEASE * 0.8
    chance: random.Random = field(default_factory=random.SystemRandom)
    first_pause: timedelta = FIRST_PAUSE
    platform: Platform | None = None
    token: Callable[[], UUID] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Carry until told to stop; then wait for what is under way, and leave the rest to others."""
        bell = self.storage.bell()
        stopping = asyncio.create_task(stop.wait())
        carrying: set[asyncio.Task[None]] = set()
        try:
            while not stop.is_set():
                pause = await self._begin(carrying)
                await self._wait(bell, pause, {stopping, *carrying})
                carrying = {task for task in carrying if not task.done()}
        finally:
            stopping.cancel()
            await _drained(carrying)

    async def _begin(self, carrying: set[asyncio.Task[None]]) -> timedelta:
        """Start what is due; returns how long there is nothing more to start."""
        try:
            while len(carrying) < self.slots:
                leased = await self._lease(self.slots - len(carrying))
                carrying |= {asyncio.create_task(self._carry(delivery)) for delivery in leased}
                if not leased:
                    return await self._until_next()
        except Unavailable as error:
            _log.warning("the outbox cannot be read: %s", error)
            return timedelta(seconds=1)
        except Exception:  # noqa: BLE001 - a courier that stops takes every card with it
            _log.exception("the outbox cannot be read")
            return timedelta(seconds=1)
        return POLL

    async def _wait(self, bell: Bell, pause: timedelta, tasks: set[asyncio.Task[None] | asyncio.Task[bool]]) -> None:
        heard = asyncio.create_task(bell.heard(pause))
        try:
            await asyncio.wait({heard, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            heard.cancel()

    async def _lease(self, most: int) -> list[Delivery]:
        now, token = self.clock.now(), (self.token or self.ids.new)()
        if not await self.storage.read(lambda tx: _is_due(tx.deliveries.next_due(self.kinds, self.platform), now)):
            return []
        return await self.storage.transact(
            lambda tx: list(tx.deliveries.lease(self.kinds, now, now + self.lease, token, most, self.platform))
        )

    async def _until_next(self) -> timedelta:
        due = await self.storage.read(lambda tx: tx.deliveries.next_due(self.kinds, self.platform))
        if due is None:
            return POLL
        return min(POLL, max(due - self.clock.now(), timedelta(milliseconds=5)))

    async def _carry(self, delivery: Delivery) -> None:
        try:
            await self._record(delivery, await self._outcome(delivery))
        except asyncio.CancelledError:
            await self._given_back(delivery)
            raise
        except Unavailable as error:
            _log.warning("delivery %s stays leased, the database is away: %s", delivery.id, error)
        except Exception:  # noqa: BLE001 - a background loop outlives whatever happens to one delivery
            _log.exception("delivery %s stays leased until its lease ends", delivery.id)

    async def _given_back(self, delivery: Delivery) -> None:
        """We stop before it is done: another courier takes it now, and looks whether it arrived."""
        now = self.clock.now()

        def work(tx: Transaction) -> bool:
            return tx.deliveries.again(delivery, now, "the courier stopped", uncertain=True, counted=False)

        try:
            await self.storage.transact(work)
        except Unavailable as error:
            _log.warning("delivery %s stays leased, the database is away: %s", delivery.id, error)

    async def _outcome(self, delivery: Delivery) -> "Carried | GiveUp | Gone | TryAgain":
        try:
            async with asyncio.timeout(self.limit.total_seconds()):
                return await self.carrier.carry(delivery)
        except (GiveUp, Gone, TryAgain) as failure:
            return failure
        except TimeoutError:
            return TryAgain("no answer in time", uncertain=True)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - as above: it is tried again, and the log has the trace
            _log.exception("delivery %s (%s) failed in a way nobody foresaw", delivery.id, delivery.kind)
            return TryAgain(f"internal error: {type(error).__name__}", uncertain=True)

    async def _record(self, delivery: Delivery, outcome: "Carried | GiveUp | Gone | TryAgain") -> None:
        now = self.clock.now()
        recording = self._recording(delivery, outcome, now)

        def record(tx: Transaction) -> bool:
            kept = recording(tx)
            if not kept and delivery.kind in SHOWING:
                tx.deliveries.distrust(delivery, now)
            return kept

        if not await self.storage.transact(record):
            _log.warning("the lease of delivery %s was lost while it was sent", delivery.id)

    def _recording(
        self, delivery: Delivery, outcome: "Carried | GiveUp | Gone | TryAgain", now: datetime
    ) -> Callable[[Transaction], bool]:
        match outcome:
            case Carried(version, message, digest):
                return lambda tx: tx.deliveries.shown(delivery, version, message, digest, now)
            case Gone():
                return lambda tx: tx.deliveries.repost(delivery, now, str(outcome))
            case GiveUp():
                return lambda tx: stopped(tx, delivery, outcome.words, now, self.ids.new(), dead=False)
            case TryAgain():
                return self._later(delivery, outcome, now)

    def _later(self, delivery: Delivery, failure: TryAgain, now: datetime) -> Callable[[Transaction], bool]:
        counted = failure.after is None
        attempts = delivery.attempts + counted
        error = str(failure)
        if attempts >= MAX_ATTEMPTS:
            return lambda tx: stopped(tx, delivery, error, now, self.ids.new(), dead=True)
        due = now + pause_before(max(attempts, 1), failure.after, self.chance, self.first_pause)
        _log.info("delivery %s (%s) again at %s: %s", delivery.id, delivery.kind, due.isoformat(), error)
        return lambda tx: tx.deliveries.again(delivery, due, error, uncertain=failure.uncertain, counted=counted)


def stopped(tx: Transaction, delivery: Delivery, error: str, now: datetime, event: UUID, *, dead: bool) -> bool:
    """Stop a delivery, and let the escalator's receipt tell so, or the card when a person cannot be written to;
    False when the lease was lost."""
    _log.error("delivery %s (%s) stopped: %s", delivery.id, delivery.kind, error)
    handoff = tx.handoffs.lock(delivery.account, delivery.handoff)
    if not tx.deliveries.stop(delivery, error, dead=dead):
        return False
    facts = {"kind": delivery.kind.value, "why": error}
    told = Event(EventId(event), delivery.account, delivery.handoff, Happening.DELIVERY_STOPPED, now, facts=facts)
    tx.events.add(told)
    version = tx.handoffs.touch(delivery.account, delivery.handoff)
    if delivery.kind is not Kind.RECEIPT:
        tx.deliveries.announce(delivery.account, delivery.handoff, version, frozenset({Kind.RECEIPT}))
    if handoff is not None:
        existing = tx.deliveries.of(delivery.account, delivery.handoff)
        tx.deliveries.add(*routing.on_out_of_reach(handoff, delivery, told, existing))
    return True


def _is_due(due: datetime | None, now: datetime) -> bool:
    return due is not None and due <= now


async def _drained(carrying: set[asyncio.Task[None]]) -> None:
    if not carrying:
        return
    _, left = await asyncio.wait(carrying, timeout=DRAIN.total_seconds())
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
