"""The ways an outward call fails, each carried out over the wire, and how an end state is told in a few words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from playground.fault import Fault

BRIEF = timedelta(seconds=0.6)
"""How long the service waits for an answer here."""

RIGHT = "right"
UNLESS = ", unless "
GONE, REFUSED = "gone", "no permission"
LASTING = frozenset({GONE, REFUSED})
"""Until the end of a cell."""

_TWICE = frozenset({"429", "412"})
_SILENT = BRIEF.total_seconds() * 1.5

FAULTS: Mapping[str, Mapping[str, Any]] = {
    "429 after 1 s": {"retry_after": 1},
    "429": {"status": 429},
    "500": {"status": 500},
    "502 HTML": {"html": True},
    "412": {"status": 412},
    "time-out": {"hang": _SILENT},
    "time-out, done": {"hang": _SILENT, "accepted": True},
    "reset": {"drop": "before"},
    "reset, done": {"drop": "after"},
    GONE: {},
    REFUSED: {},
}
"""Done: it was carried out, and nobody said so."""

Fail = Callable[..., None]
Arm = Callable[[], None]


def is_silence(fault: Fault | None) -> bool:
    """Whether nobody says anything."""
    return fault is not None and (fault.hang is not None or fault.drop is not None)


def failures(fault: str) -> int:
    """How often a fault that passes is met."""
    return 2 if fault in _TWICE else 1


@dataclass(frozen=True, slots=True)
class Call:
    """One outward call: its name, its name in the stand-in, to whom it is narrowed, how it fails for good, which
    story leads to it, and what ends in another way than right."""

    name: str
    method: str
    story: str
    gone: Mapping[str, Any]
    refused: Mapping[str, Any]
    to: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, str] = field(default_factory=dict)

    def fail(self, fail: Fail, fault: str) -> None:
        """Fail from now on."""
        how = {GONE: self.gone, REFUSED: self.refused}.get(fault) or FAULTS[fault]
        fail(self.method, times=None if fault in LASTING else failures(fault), **self.to, **how)

    def end(self, fault: str) -> str:
        """How a handoff ends that meets this fault."""
        return self.ends.get(fault, RIGHT)

    def may_end(self, fault: str, end: str) -> bool:
        """Whether it may end so; where chance decides, right is one of the ends."""
        usual, _, chance = self.end(fault).partition(UNLESS)
        return end == usual or (bool(chance) and end == RIGHT)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is there of one handoff in the end: how many copies, and whether every card and receipt shows the newest."""

    copies: Mapping[str, int]
    newest: bool = True
    receipt_newest: bool = True
    lines: int = 0
    receipt: bool = False
    admin: bool = False

    def in_words(self) -> str:
        """Right: each once, at the newest. Else what differs, and who was told."""
        said = [f"{count} × {name}" if count else f"no {name}" for name, count in self.copies.items() if count != 1]
        said += [] if self.newest else ["a card at an older state"]
        said += [] if self.receipt_newest else ["a receipt at an older state"]
        said += ["a line says why" if self.lines == 1 else f"{self.lines} lines say why"] if self.lines else []
        said += ["the receipt says why"] if self.receipt else []
        said += ["an admin is told"] if self.admin else []
        return ", ".join(said) or RIGHT
