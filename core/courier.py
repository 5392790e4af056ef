"""The loop that carries deliveries out: lease, carry, record. Safe to run in many processes at once.

What a delivery says is read when it is sent, so a late courier sends the newest state; what a send led to is
recorded under its lease, so a courier that lost its lease changes nothing.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from core import trail
from core.carrier import Carried, Carrier, Outcome
from core.delivery import APART, FIRST_PAUSE, LATE, LEASE, Delivery, Kind
from core.errors import GiveUp, Gone, TryAgain, Unavailable
from core.lane import Lane, roads_of
from core.meter import NO_METER, Meter
from core.pacing import Pacing, Turn
from core.people import Platform
from core.ports import Clock, Ids
from core.repository import Bell, Storage, Transaction
from core.settling import Settling, late_after, result_of

POLL = timedelta(seconds=5)
"""How often the outbox is looked at when nobody rings."""

DRAIN = timedelta(seconds=8)
"""How long a stopping courier waits for what it is carrying."""

_BREATH = timedelta(milliseconds=20)
"""Before the outbox is read again though nobody rang: what opens in that time is begun together."""

_log = logging.getLogger(__name__)


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
    slots: int = 32
    lease: timedelta = LEASE
    limit: timedelta = LEASE * 0.8
    chance: random.Random = field(default_factory=random.SystemRandom)
    first_pause: timedelta = FIRST_PAUSE
    platform: Platform | None = None
    token: Callable[[], UUID] | None = None
    pacing: Pacing = field(default_factory=Pacing)
    apart: timedelta = APART
    late: timedelta = LATE
    meter: Meter = NO_METER

    async def run(self, stop: asyncio.Event) -> None:
        """Carry until told to stop; then wait for what is under way, and leave the rest to others."""
        bell = self.storage.bell()
        stopping = asyncio.create_task(stop.wait())
        carrying: set[asyncio.Task[None]] = set()
        try:
            while not stop.is_set():
                carrying = {task for task in carrying if not task.done()}
                pause = await self._begin(carrying)
                await self._wait(bell, pause, {stopping, *carrying})
        finally:
            stopping.cancel()
            await _drained(carrying)

    async def _begin(self, carrying: set[asyncio.Task[None]]) -> timedelta:
        """Start what may be sent now; returns how long there is nothing more to start, unless somebody rings or
        something under way is done: a line may have waited for that."""
        try:
            while len(carrying) < self.slots:
                now = self.clock.now()
                waiting = await self.storage.read(lambda tx: tx.deliveries.waiting(self._roads))
                turns = self.pacing.chosen(waiting, now, self.slots - len(carrying))
                leased = await self._leased(turns, now) if turns else []
                carrying |= {asyncio.create_task(self._carry(delivery, turn)) for delivery, turn in leased}
                if not leased:
                    return self._until(self.pacing.opens(waiting, now))
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

    async def _leased(self, turns: Sequence[Turn], now: datetime) -> list[tuple[Delivery, Turn]]:
        """What there is in these turns. Turns in which there is nothing are given back."""
        until, late, token = now + self.lease, now + self.late, (self.token or self.ids.new)()

        def work(tx: Transaction) -> list[tuple[Delivery, Turn]]:
            leased = tx.deliveries.lease
            return [(found, turn) for turn in turns for found in leased(turn, now, until, token, late_until=late)]

        leased: list[tuple[Delivery, Turn]] = []
        try:
            leased = await self.storage.transact(work)
        finally:
            used = {turn for _, turn in leased}
            for turn in turns:
                if turn not in used:
                    self.pacing.unused(turn.lane)
        return leased

    def _until(self, opens: datetime | None) -> timedelta:
        return POLL if opens is None else min(POLL, max(opens - self.clock.now(), _BREATH))

    async def _carry(self, delivery: Delivery, turn: Turn) -> None:
        trail.begin(account=delivery.account, handoff=delivery.handoff, delivery=delivery.id)
        outcome: Outcome | None = None
        began = self.clock.now()
        try:
            outcome = await self._outcome(delivery)
            self._count(delivery, outcome)
            await self._record(delivery, outcome, turn, began)
        except asyncio.CancelledError:
            await self._given_back(delivery)
            raise
        except Unavailable as error:
            _log.warning("delivery %s stays leased, the database is away: %s", delivery.id, error)
        except Exception:  # noqa: BLE001 - a background loop outlives whatever happens to one delivery
            _log.exception("delivery %s stays leased until its lease ends", delivery.id)
        finally:
            self._learn(turn.lane, outcome)

    def _learn(self, lane: Lane, outcome: Outcome | None) -> None:
        """What the outcome says of the lane."""
        match outcome:
            case TryAgain(busy=True, after=after):
                self.pacing.told_to_wait(lane, self.clock.now() + (after or self.first_pause))
            case TryAgain(uncertain=True) | None:
                self.pacing.silent(lane)
            case _:
                self.pacing.served(lane)

    async def _given_back(self, delivery: Delivery) -> None:
        """We stop before it is done: another courier takes it now, and looks whether it arrived."""
        now = self.clock.now()
        late = late_after(delivery, now + self.late)

        def work(tx: Transaction) -> bool:
            told = "the courier stopped"
            return tx.deliveries.again(delivery, now, told, uncertain=True, counted=False, late_until=late)

        try:
            await self.storage.transact(work)
        except Unavailable as error:
            _log.warning("delivery %s stays leased, the database is away: %s", delivery.id, error)

    def _count(self, delivery: Delivery, outcome: Outcome) -> None:
        took = self.clock.now() - delivery.since if delivery.since else None
        code = "" if isinstance(outcome, Carried) else outcome.code
        self.meter.carried(delivery, result_of(delivery, outcome), took, code)

    async def _outcome(self, delivery: Delivery) -> Outcome:
        try:
            async with asyncio.timeout(self.limit.total_seconds()):
                return await self.carrier.carry(delivery)
        except (GiveUp, Gone, TryAgain) as failure:
            return failure
        except TimeoutError:
            return TryAgain("no answer in time", uncertain=True)
        except Unavailable as error:  # what is sent is read first: nothing went out
            return TryAgain(f"the database was away: {error}")
        except Exception as error:  # noqa: BLE001 - as above: it is tried again, and the log has the trace
            _log.exception("delivery %s (%s) failed in a way nobody foresaw", delivery.id, delivery.kind)
            return TryAgain(f"internal error: {type(error).__name__}", uncertain=True)

    async def _record(self, delivery: Delivery, outcome: Outcome, turn: Turn, began: datetime) -> None:
        settling = Settling(self.ids, self.chance, self.first_pause, self.apart, self.late)
        if not await self.storage.transact(settling.recording(delivery, outcome, turn, began, self.clock.now())):
            _log.warning("the lease of delivery %s was lost while it was sent", delivery.id)

    @property
    def _roads(self) -> frozenset[str]:
        return roads_of(self.kinds, self.platform)


async def _drained(carrying: set[asyncio.Task[None]]) -> None:
    if not carrying:
        return
    _, left = await asyncio.wait(carrying, timeout=DRAIN.total_seconds())
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
