"""The nouns of the model, and the two tables of DESIGN §3, written down a second time."""

from dataclasses import dataclass, field
from typing import NamedTuple

from core.people import Platform

MIS_CLICK, SAME, LEASE = 60, 60, 4 * 3600
"""Seconds: a hand-back that needs no reason, the same words sent twice, how long its escalator waits."""

CLAIMABLE = ("open", "parked")
NOTED = ("partly", "failed", "waiting")

VISIBLE = ("attempted", "decided", "resolved", "passed_on")
"""What moves a case: the first of these that an assignee does since they have it is kept as a fact of its own."""

# DESIGN §3, "Who may". A viewer escalates, and may see to what they escalated; they take nothing.
MAY: dict[str, str] = {
    "hand_back": "assignee admin late-escalator",
    "hand_over": "assignee admin late-escalator",
    "attempt": "assignee admin",
    "decide": "assignee admin",
    "resolve": "assignee admin",
    "pass_on": "assignee admin",
    "set_aside": "assignee",
    "resume": "escalator assignee admin",
    "escalate_parked": "escalator admin",
    "change": "escalator assignee admin",
    "withdraw": "escalator admin",
    "reopen": "escalator assignee admin",
}

# DESIGN §3, the states in which a verb is carried out.
WHEN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("hand_back", "hand_over", "attempt", "decide", "resolve", "pass_on", "set_aside"), ("claimed",)),
    "resume": ("claimed", "parked"),
    "escalate_parked": ("parked",),
    "change": ("open", "parked", "claimed"),
    "reopen": ("resolved",),
}


@dataclass
class Person:
    """Somebody, as they stand now."""

    account: str
    role: str
    chats: tuple[Platform, ...]
    active: bool = True

    @property
    def engineer(self) -> bool:
        return self.active and self.role != "viewer"

    @property
    def admin(self) -> bool:
        return self.active and self.role in ("admin", "owner")


class Tried(NamedTuple):
    """An attempt. ``look`` is when to look again, and ``asked`` whether its assignee was told so then."""

    what: str
    outcome: str
    note: str
    look: int = 0
    asked: bool = False

    def judged(self, outcome: str, note: str, look: int) -> "Tried":
        """With what came of it; another time to look again is told anew."""
        look = look if outcome == "waiting" else 0
        return Tried(self.what, outcome, note, look, self.asked and look == self.look)


@dataclass
class Case:
    """A handoff."""

    escalator: str
    problem: str
    named_ticket: str
    asked_at: int
    state: str = "open"
    version: int = 1
    ordinal: int = 1
    assignee: str = ""
    since: int = 0
    priority: str = "normal"
    ticket: str = ""
    directed: str = ""
    wake: int = 0
    attempts: list[Tried] = field(default_factory=list)
    turns: list[tuple[str, str, str]] = field(default_factory=list)  # who, how it ended, by whom
    ended_by: str = ""
    settled: bool = True
    next: int = 0
    events: list[tuple[str, str]] = field(default_factory=list)  # what, by whom
    presses: set[str] = field(default_factory=set)
    withdrawal_asked: bool = False
    acted: bool = False
    cards: bool = False
    briefings: int = 0

    def happened(self, what: str, by: str) -> None:
        self.version += 1
        self.events.append((what, by))
        if what in VISIBLE and by == self.assignee and not self.acted:
            self.acted = True
            self.events.append(("first_action", by))

    def end_turn(self, how: str, ended_by: str) -> None:
        self.turns.append((self.assignee, how, ended_by))

    def begin_turn(self, who: str, now: int) -> None:
        self.assignee, self.since, self.withdrawal_asked, self.acted = who, now, False, False
        self.wake, self.briefings = 0, self.briefings + 1
