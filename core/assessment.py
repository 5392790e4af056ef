"""What the model made of a case, as it is kept and shown. ``core.case`` says what the model is asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

AssessmentId = NewType("AssessmentId", UUID)
"""The id of the event that asked for it: a delivery that tells the event knows which assessment it is about."""


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
    """Something the case says, with the label of the line that says it and what that line is: "problem".

    The name stays with the fact: a later reading of the case may label its lines otherwise.
    """

    text: str
    source: str
    named: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next. ``already_tried`` when somebody did it before."""

    text: str
    why: str
    already_tried: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How many of the case's messages the model was shown, and how many there were."""

    read: int = 0
    of: int = 0

    @property
    def whole(self) -> bool:
        """Whether it was shown all of them."""
        return self.read >= self.of


NO_MESSAGES = Reading()


@dataclass(frozen=True, slots=True)
class Findings:
    """The usable part of the model's answer: plain text without links or mentions."""

    summary: str
    facts: tuple[Fact, ...] = ()
    likely_cause: str = ""
    steps: tuple[Step, ...] = ()
    questions: tuple[str, ...] = ()
    confidence: Confidence = Confidence.LOW
    messages: Reading = NO_MESSAGES


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answer cost. ``cached`` of those that went in were read from the vendor's cache, at a lower price."""

    into: int
    out: int
    cached: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment as it stands: being written, ready, unavailable (``why``) or off.

    ``earlier`` is the newest that is ready, while a newer one is being written or did not come: people go on
    reading it. It is None when this one is ready itself. ``tokens`` is known where it ends, and only kept.
    """

    status: Status
    findings: Findings | None = None
    why: str = ""
    model: str = ""
    assess_by: datetime | None = None
    id: AssessmentId | None = None
    earlier: "Assessment | None" = None
    tokens: Tokens | None = None

    @property
    def readable(self) -> Findings | None:
        """The newest findings there are: its own, or the earlier ones."""
        return self.findings or (self.earlier.findings if self.earlier else None)

    @property
    def read(self) -> AssessmentId | None:
        """Which assessment these are of."""
        return self.id if self.findings else self.earlier.id if self.earlier else None


OFF = Assessment(Status.OFF)
