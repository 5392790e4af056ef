"""An attempt: a fix that was tried, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from core.people import Party

AttemptId = NewType("AttemptId", UUID)


class Outcome(StrEnum):
    """What came of an attempt."""

    UNDECIDED = "undecided"  # begun, and nobody has said yet
    WORKED = "worked"
    PARTLY = "partly"  # better, with what is left in the note
    FAILED = "failed"  # did not work, with why in the note
    WAITING = "waiting"  # done, and to be verified: on what is in the note
    DISMISSED = "dismissed"  # not worth trying after all


UNSETTLED = frozenset({Outcome.UNDECIDED, Outcome.WAITING})
"""Outcomes that are none yet."""

NOTED = frozenset({Outcome.PARTLY, Outcome.FAILED, Outcome.WAITING})
"""Outcomes that need a word on what, or why."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A fix that was tried while somebody had the handoff. ``note`` is what is left, why it did not work, or what
    is waited for; ``look_at`` when to look again, for one that waits, and ``asked`` whether its assignee was told so
    then. Text from people, masked."""

    id: AttemptId
    what: str
    by: Party
    at: datetime
    outcome: Outcome = Outcome.UNDECIDED
    note: str = ""
    look_at: datetime | None = None
    asked: bool = False

    @property
    def due_at(self) -> datetime | None:
        """When its assignee is to be told to look again; None once they were."""
        return None if self.asked or self.outcome is not Outcome.WAITING else self.look_at
