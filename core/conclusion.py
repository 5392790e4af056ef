"""How assessments end: written once, whoever began them, and told to everything that shows the handoff."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.assessment import Assessment, AssessmentId, Status, Tokens
from core.delivery import Rank
from core.event import Event, EventId, Happening
from core.handoff import HandoffId
from core.meter import NO_METER, Meter
from core.people import AccountId
from core.ports import Clock, Ids
from core.repository import Storage, Transaction
from core.sweeping import alone

TIMED_OUT = "timed out"
SWITCHED_OFF = "the AI was switched off"

_SWEPT_AT_ONCE, _WRITTEN_AT_ONCE = 100, 8
_GRACE = timedelta(seconds=0.5)
"""So long whoever asks the model may take to say themselves how it ended."""


@dataclass(frozen=True, slots=True)
class Conclusions:
    """Writes final statuses. Needs no model, so that an assessment also ends after the AI was switched off."""

    storage: Storage
    clock: Clock
    ids: Ids
    meter: Meter = NO_METER

    async def sweep(self) -> int:
        """End every assessment whose time is over. Returns how many there were. Raises Unavailable."""
        now = self.clock.now() - _GRACE
        overdue = await self.storage.read(lambda tx: list(tx.assessments.overdue(now, _SWEPT_AT_ONCE)))
        for some in range(0, len(overdue), _WRITTEN_AT_ONCE):
            late = overdue[some : some + _WRITTEN_AT_ONCE]
            await asyncio.gather(
                *(alone(self.write(*one, unavailable(TIMED_OUT)), f"assessment {one[-1]}") for one in late)
            )
        return len(overdue)

    async def write(self, account: AccountId, handoff: HandoffId, assessment: AssessmentId, ended: Assessment) -> None:
        """Write how it ended, unless it had ended already."""
        now = self.clock.now()
        took = await self.storage.transact(lambda tx: self._write(tx, account, handoff, assessment, ended, now))
        if took is not None:
            self.meter.assessed(ended, took)

    def _write(
        self,
        tx: Transaction,
        account: AccountId,
        handoff: HandoffId,
        assessment: AssessmentId,
        ended: Assessment,
        now: datetime,
    ) -> timedelta | None:
        """How long after it was asked for; None when it had ended already."""
        tx.handoffs.lock(account, handoff)
        if not tx.assessments.finish(account, assessment, ended, now):
            return None
        facts = {"status": ended.status.value, "why": ended.why}
        tx.events.add(Event(EventId(self.ids.new()), account, handoff, Happening.ASSESSED, now, facts=facts))
        tx.deliveries.announce(account, handoff, tx.handoffs.touch(account, handoff), rank=Rank.LATER)
        asked = tx.events.get(account, EventId(assessment))
        return now - asked.at if asked else None


def unavailable(why: str, model: str = "", tokens: Tokens | None = None) -> Assessment:
    """An assessment that did not come, with the reason in a few words, and what it cost all the same."""
    return Assessment(Status.UNAVAILABLE, why=why, model=model, tokens=tokens)
