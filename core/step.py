"""Next steps that the assessment proposed: how a box names one, and who did it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from core.assessment import AssessmentId
from core.people import Party


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A proposed step that somebody ticked: the assessment it stands in, its place there, its words."""

    assessment: AssessmentId
    place: int
    what: str
    by: Party
    at: datetime


@dataclass(frozen=True, slots=True)
class StepName:
    """A proposed step by its assessment and its place there, from 0: the box that is ticked carries it."""

    assessment: AssessmentId
    place: int

    def __str__(self) -> str:
        return f"{self.assessment}:{self.place}"

    def names(self, step: DoneStep) -> bool:
        """Whether it is this one."""
        return (step.assessment, step.place) == (self.assessment, self.place)

    @classmethod
    def read(cls, written: str) -> Self | None:
        """The name that was written so; None for what is none: anybody may send anything."""
        assessment, _, place = written.partition(":")
        if not (place.isascii() and place.isdigit() and len(place) <= 3):
            return None
        try:
            return cls(AssessmentId(UUID(assessment)), int(place))
        except ValueError:
            return None
