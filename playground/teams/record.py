"""What the stand-in writes down: every call, and everything Teams would have refused."""

from dataclasses import dataclass, field
from typing import Any

from playground.bell import Bell
from playground.fault import Fault

EXPECTED = frozenset({"Throttled"})
"""Refusals a correct app meets in its ordinary life."""


@dataclass(slots=True, eq=False)
class Call:
    """One request of the app's: `at` is epoch seconds, `answer` the JSON it was given."""

    method: str
    arguments: dict[str, Any] = field(default_factory=dict)
    conversation: str = ""
    activity_id: str = ""
    at: float = 0.0
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    fault: Fault | None = None

    @property
    def ok(self) -> bool:
        """Whether it was carried out."""
        return 200 <= self.status < 300

    def __str__(self) -> str:
        return f"{self.method} {self.conversation} {self.activity_id} -> {self.status} {self.fault or ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something Teams would have refused, or would not have shown as its author meant."""

    where: str
    error: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.error} {self.detail}".rstrip()


@dataclass(slots=True)
class Complaints:
    """All complaints so far, save those a test said it expects."""

    bell: Bell
    found: list[Complaint] = field(default_factory=list)
    expected: set[str] = field(default_factory=lambda: set(EXPECTED))

    def add(self, where: str, error: str, detail: str = "") -> None:
        """Write one down, unless it is expected."""
        if error not in self.expected:
            self.found.append(Complaint(where, error, detail))
            self.bell.ring()
