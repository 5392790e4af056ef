"""The assessment as a delivery that always ends: ready, or unavailable with the reason in a few words."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.assessment import Assessment, AssessmentId, Status
from core.carrier import Carried
from core.case import CaseText, case_text
from core.conclusion import SWITCHED_OFF, TIMED_OUT, Conclusions, unavailable
from core.delivery import Delivery
from core.errors import AssessmentFailed, TryAgain, Unavailable
from core.grounding import grounded
from core.ports import Answer, Clock, Model
from core.repository import Storage, Transaction
from core.work import work_of

LEASE = timedelta(seconds=12)
"""Short, and renewed while the model is asked: if this process dies, another asks while there is time."""

_A_MOMENT = timedelta(seconds=2)
"""After so long a model is asked again that did not say when."""

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
        task = await self.storage.read(lambda tx: _task(tx, delivery))
        if task is not None:
            ended = await self._ended(delivery, task)
            await self.conclusions.write(delivery.account, delivery.handoff, task.id, ended)
        return Carried(delivery.wanted)

    async def _ended(self, delivery: Delivery, task: "Task") -> Assessment:
        left = task.assess_by - self.clock.now()
        if left <= timedelta(0):
            return unavailable(TIMED_OUT, self.model.name)
        try:
            answer = await self._asked(delivery, task.case, left)
        except AssessmentFailed as failure:
            _log.warning("assessment of %s: %s", delivery.handoff, failure)
            return unavailable(failure.words, self.model.name, failure.tokens)
        except TimeoutError:
            return unavailable(TIMED_OUT, self.model.name)
        except TryAgain as busy:
            return self._again_if_there_is_time(task, busy)
        findings = grounded(answer.findings, task.case)
        if not findings.summary:
            return unavailable("unreadable answer", self.model.name, answer.tokens)
        return Assessment(Status.READY, findings, model=self.model.name, tokens=answer.tokens)

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

    def _again_if_there_is_time(self, task: "Task", busy: TryAgain) -> Assessment:
        after = busy.after or _A_MOMENT
        if self.clock.now() + after < task.assess_by:
            raise TryAgain(str(busy), after=after) from busy
        return unavailable(busy.words, self.model.name)


@dataclass(frozen=True, slots=True)
class NoModel:
    """Ends what was begun while a model was configured, and is due after it was switched off."""

    storage: Storage
    conclusions: Conclusions

    async def carry(self, delivery: Delivery) -> Carried:
        """Say that there is no assessment, and why."""
        task = await self.storage.read(lambda tx: _task(tx, delivery))
        if task is not None:
            await self.conclusions.write(delivery.account, delivery.handoff, task.id, unavailable(SWITCHED_OFF))
        return Carried(delivery.wanted)


@dataclass(frozen=True, slots=True)
class Task:
    """An assessment that is to be written: which, of what, and until when."""

    id: AssessmentId
    case: CaseText
    assess_by: datetime


def _task(tx: Transaction, delivery: Delivery) -> Task | None:
    """What the delivery asks for, while it is being written: the one that its event asked for, whatever came after."""
    if delivery.event is None:
        return None
    asked = AssessmentId(delivery.event)
    assessment = tx.assessments.get(delivery.account, asked)
    handoff = tx.handoffs.get(delivery.account, delivery.handoff)
    if assessment is None or assessment.status is not Status.WRITING or assessment.assess_by is None or handoff is None:
        return None
    history = tx.events.of(delivery.account, delivery.handoff)
    case = case_text(handoff.snapshot, history, work_of(handoff))
    return Task(asked, case, assessment.assess_by)
