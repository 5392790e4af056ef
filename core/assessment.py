"""What the model made of a case, as it is kept and shown. ``core.case`` says what the model is asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

AssessmentId = NewType("AssessmentId", UUID)


class Status(StrEnum):
    """How an assessment stands. The last three are final."""

    WRITING = "writing"
    READY = "ready"
    UNAVAILABLE = "unavailable"
    OFF = "off"


class Confidence(StrEnum):
    """How sure the model says it is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the case says, with the label of the line that says it."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next. ``already_tried`` when the escalator did it before."""

    text: str
    why: str
    already_tried: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """The usable part of the model's answer: plain text without links or mentions."""

    summary: str
    facts: tuple[Fact, ...] = ()
    likely_cause: str = ""
    steps: tuple[Step, ...] = ()
    questions: tuple[str, ...] = ()
    confidence: Confidence = Confidence.LOW


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment as it stands: being written, ready, unavailable (``why``) or off."""

    status: Status
    findings: Findings | None = None
    why: str = ""
    model: str = ""
    assess_by: datetime | None = None
    id: AssessmentId | None = None


OFF = Assessment(Status.OFF)
