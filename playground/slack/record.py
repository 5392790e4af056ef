"""What the stand-in writes down: every call, and everything Slack would have refused."""

from dataclasses import dataclass, field
from typing import Any

from playground.bell import Bell
from playground.fault import Fault

EXPECTED = frozenset({"users_not_found", "hash_conflict", "ratelimited"})
"""Refusals a correct app meets in its ordinary life."""


@dataclass(slots=True, eq=False)
class Call:
    """One call the app made: `at` is epoch seconds, `answer` the JSON it was given."""

    method: str
    arguments: dict[str, Any]
    at: float
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    fault: Fault | None = None

    @property
    def ok(self) -> bool:
        """Whether it was carried out."""
        return bool(self.answer.get("ok"))

    def __str__(self) -> str:
        words = self.arguments.get("text") or self.arguments.get("user") or ""
        result = "ok" if self.ok else self.answer.get("error", self.fault or self.status)
        return f"{self.method} {self.arguments.get('channel', '')} {str(words)[:60]!r} -> {result}"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something Slack would have refused."""

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
