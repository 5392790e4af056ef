"""The assessment as a delivery that always ends: ready, or unavailable with the reason in a few words."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.assessment import Assessment, Status
from core.carrier import Carried
from core.case import CaseText, case_text, grounded
from core.conclusion import OVERLOADED, SWITCHED_OFF, TIMED_OUT, Conclusions, unavailable
from core.delivery import Delivery
from core.errors import AssessmentFailed, TryAgain, Unavailable
from core.event import Event
from core.handoff import Handoff
from core.ports import Answer, Clock, Model
from core.repository import Storage, Transaction

LEASE = timedelta(seconds=12)
"""Short, and renewed while the model is asked: if this process dies, another asks while there is time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Assessor:
    """Asks the model, checks what it says against the case, and writes how it ended."""

    storage: Storage
    clock: Clock
    conclusions: Conclusions
    model: Model

    async def carry(self, delivery: Delivery) -> Carried:
        """One assessment to its end. Raises TryAgain only while there is time left to try again."""
        handoff, history = await self.storage.read(lambda tx: _case(tx, delivery))
        if handoff is not None and handoff.assessment.id and handoff.assessment.status is Status.WRITING:
            ended = await self._ended(delivery, handoff, case_text(handoff.snapshot, history))
            await self.conclusions.write(handoff.account, handoff.id, handoff.assessment.id, ended)
        return Carried(delivery.wanted)

    async def _ended(self, delivery: Delivery, handoff: Handoff, case: CaseText) -> Assessment:
        left = (handoff.assessment.assess_by or self.clock.now()) - self.clock.now()
        if left <= timedelta(0):
            return unavailable(TIMED_OUT, self.model.name)
        try:
            answer = await self._asked(delivery, case, left)
        except AssessmentFailed as failure:
            _log.warning("assessment of %s: %s", handoff.id, failure)
            return unavailable(failure.words, self.model.name)
        except TimeoutError:
            return unavailable(TIMED_OUT, self.model.name)
        except TryAgain as busy:
            return self._again_if_there_is_time(handoff, busy)
        findings = grounded(answer.findings, case)
        if not findings.summary:
            return unavailable("unreadable answer", self.model.name)
        return Assessment(Status.READY, findings, model=self.model.name)

    async def _asked(self, delivery: Delivery, case: CaseText, left: timedelta) -> Answer:
        holding = asyncio.create_task(self._hold(delivery))
        try:
            async with asyncio.timeout(left.total_seconds()):
                return await self.model.assess(case, left)
        finally:
            holding.cancel()

    async def _hold(self, delivery: Delivery) -> None:
        """Renew the lease until cancelled; a renewal that failed is made good by the next one, or by the sweep."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                await self._renew(delivery)
            except Unavailable as error:
                _log.warning("the lease of delivery %s was not renewed: %s", delivery.id, error)

    async def _renew(self, delivery: Delivery) -> None:
        until = self.clock.now() + LEASE
        await self.storage.transact(lambda tx: tx.deliveries.renew(delivery, until))

    def _again_if_there_is_time(self, handoff: Handoff, busy: TryAgain) -> Assessment:
        again = self.clock.now() + (busy.after or timedelta(seconds=2))
        if handoff.assessment.assess_by is not None and again < handoff.assessment.assess_by:
            raise TryAgain(str(busy), after=busy.after or timedelta(seconds=2)) from busy
        return unavailable(OVERLOADED, self.model.name)


@dataclass(frozen=True, slots=True)
class NoModel:
    """Ends what was begun while a model was configured, and is due after it was switched off."""

    storage: Storage
    conclusions: Conclusions

    async def carry(self, delivery: Delivery) -> Carried:
        """Say that there is no assessment, and why."""
        handoff = await self.storage.read(lambda tx: tx.handoffs.get(delivery.account, delivery.handoff))
        if handoff is not None and handoff.assessment.id and handoff.assessment.status is Status.WRITING:
            await self.conclusions.write(handoff.account, handoff.id, handoff.assessment.id, unavailable(SWITCHED_OFF))
        return Carried(delivery.wanted)


def _case(tx: Transaction, delivery: Delivery) -> tuple[Handoff | None, Sequence[Event]]:
    """The handoff, and what was said of it since."""
    return tx.handoffs.get(delivery.account, delivery.handoff), tx.events.of(delivery.account, delivery.handoff)
