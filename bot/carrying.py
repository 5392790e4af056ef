"""Carrying: one courier for each chat and one for the model, so that none of them holds up another's."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bot.clockwork import Sweep, sweeping
from core.assessor import LEASE, Assessor, NoModel
from core.conclusion import Conclusions
from core.courier import Courier
from core.delivery import APART, FIRST_PAUSE, LATE, Kind
from core.inbound import Requests
from core.leaving import Leaving
from core.messenger import Messenger
from core.meter import Meter
from core.pacing import Pacing, Rules, unlimited
from core.people import Platform
from core.ports import Clock, Gateway, Ids, Model
from core.repository import Storage
from core.waking import Waking

TALKED = frozenset(Kind) - {Kind.ASSESSMENT}
ASSESSED = frozenset({Kind.ASSESSMENT})
ASSESSMENTS_AT_ONCE = 8
TO_WRITE_DOWN = timedelta(seconds=5)
SWEEP_EVERY = timedelta(seconds=1)
FORGET_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast things are carried; as they stand a service's, and tests hurry.

    ``first_pause`` is how long a delivery waits after its first failure, ``apart`` how long a message rests after an
    edit. With ``paced`` off, chats are believed to take whatever is sent as fast as it is. An edit that nobody answered
    is believed to be carried out up to ``late`` later. ``swept`` is how often the database is asked what is due.
    """

    first_pause: timedelta = FIRST_PAUSE
    apart: timedelta = APART
    paced: bool = True
    late: timedelta = LATE
    swept: timedelta = SWEEP_EVERY


TEMPO = Tempo()


@dataclass(frozen=True, slots=True)
class Carrying:
    """What couriers need. ``token`` names their leases; ``within`` is how long the model may take."""

    storage: Storage
    clock: Clock
    ids: Ids
    token: Callable[[], UUID]
    meter: Meter
    tempo: Tempo
    gateways: Mapping[Platform, Gateway]
    limits: Mapping[Platform, Rules]
    model: Model | None
    within: timedelta | None

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Deliveries are carried meanwhile. At the end what is under way is waited for."""
        conclusions, stop = Conclusions(self.storage, self.clock, self.ids, self.meter), asyncio.Event()
        couriers = [*(self._messages(chat) for chat in Platform), self._assessments(conclusions)]
        sweeps: list[tuple[Sweep, timedelta]] = [
            (conclusions.sweep, self.tempo.swept),
            (Leaving(self.storage, self.clock, self.ids, self.within).sweep, self.tempo.swept),
            (Waking(self.storage, self.clock, self.ids).sweep, self.tempo.swept),
            (Requests(self.storage, self.clock).sweep, FORGET_EVERY),
        ]
        async with sweeping(sweeps):
            running = [asyncio.create_task(courier.run(stop)) for courier in couriers]
            try:
                yield
            finally:
                stop.set()
                await asyncio.gather(*running, return_exceptions=True)

    def _messages(self, chat: Platform) -> Courier:
        return Courier(
            self.storage,
            self.clock,
            self.ids,
            Messenger(self.storage, self.gateways),
            TALKED,
            first_pause=self.tempo.first_pause,
            platform=chat,
            token=self.token,
            pacing=Pacing(self.limits[chat] if self.tempo.paced else unlimited),
            apart=self.tempo.apart,
            late=self.tempo.late,
            meter=self.meter,
        )

    def _assessments(self, conclusions: Conclusions) -> Courier:
        assessor = Assessor(self.storage, self.clock, conclusions, self.model) if self.model else None
        return Courier(
            self.storage,
            self.clock,
            self.ids,
            assessor or NoModel(self.storage, conclusions),
            ASSESSED,
            ASSESSMENTS_AT_ONCE,
            lease=LEASE,
            limit=self.within + TO_WRITE_DOWN if self.within else LEASE,
            token=self.token,
            pacing=Pacing(at_once=ASSESSMENTS_AT_ONCE),
            meter=self.meter,
        )
