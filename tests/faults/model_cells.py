"""One handoff after the other beside a model that fails: whether the assessment comes, or it is said why not."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playground.model import ModelStandIn
from tests.faults.matrix import Arm, Seen
from tests.town import Town
from tests.waiting import settled

WITHIN = timedelta(seconds=3)
"""How long an assessment may take here."""

READY, UNAVAILABLE = "AI assessment: Stand-in answer", "AI assessment: unavailable: "


@dataclass(frozen=True, slots=True)
class ModelInTrouble:
    """The model as a chat of the matrix: it has one method, and what hangs does so until after the time is over."""

    model: ModelStandIn

    def fail(self, _: str, *, times: int | None, hang: float | None = None, **how: Any) -> None:
        """Fail from now on. What was done and what was not are the same to whoever waits for the words."""
        how.pop("accepted", None)
        self.model.fail(times=times, hang=hang and 1.5 * WITHIN.total_seconds(), **how)

    def heal(self) -> None:
        """Answer properly again."""
        self.model.heal()


@dataclass(slots=True)
class ModelCells:
    """A town whose handoffs are numbered from one."""

    town: Town
    number: int = 0

    def calls(self) -> list[str]:
        """Every call so far."""
        return ["messages" for _ in self.town.model.requests]

    async def advised(self, _: str, arm: Arm) -> Seen:
        """Somebody escalates, somebody picks up, and the assessment ends."""
        self.number += 1
        arm()
        card = await self.town.escalated(f"Case {self.number}, it is")
        await self.town.sam.click(card, "pick_up")
        await settled(self.town.deliveries, self.number)
        ready = READY in card.text()
        name = "assessment (the card says why)" if UNAVAILABLE in card.text() else "assessment"
        return Seen({name: int(ready)}, newest="✅ Picked up" in card.text())
