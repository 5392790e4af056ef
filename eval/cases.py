"""The written cases. Nobody in them exists."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.escalation import Entry
from core.handoff import Priority, Quote, Source

FOLDER = Path(__file__).parent / "case"


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it would be escalated. ``said`` is the thread it was discussed in: who, and what."""

    name: str
    area: str
    problem: str
    reason: str
    tried: tuple[str, ...]
    ticket: str
    customer: str
    priority: Priority
    said: tuple[tuple[str, str], ...]

    @property
    def entry(self) -> Entry:
        """What Jane would put into the form."""
        quotes = tuple(Quote(author, text) for author, text in self.said)
        return Entry(
            self.problem,
            self.reason,
            "\n".join(f"- {what}" for what in self.tried),
            self.ticket,
            self.customer,
            self.priority,
            source=Source(quotes) if quotes else None,
        )


def cases(folder: Path = FOLDER) -> list[Case]:
    """Every case, by the name of its file."""
    return [_case(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))) for file in sorted(folder.glob("*.toml"))]


def _case(name: str, told: Mapping[str, Any]) -> Case:
    return Case(
        name=name,
        area=told["area"],
        problem=told["problem"].strip(),
        reason=told.get("reason", "").strip(),
        tried=tuple(told.get("tried", ())),
        ticket=told.get("ticket", ""),
        customer=told.get("customer", ""),
        priority=Priority(told.get("priority", "normal")),
        said=tuple((line["who"], line["text"]) for line in told.get("said", ())),
    )
