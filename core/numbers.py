"""A member's numbers: what they did lately, out of the events."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from core.event import WAITED, Doing, Happening
from core.wording import took

OVER = timedelta(days=30)
"""How far back they go."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How often they escalated, picked up, resolved and handed back; ``waited`` is the median of how long the team had
    been asked when they picked up, None where they picked up nothing that it had been asked for."""

    escalated: int = 0
    picked_up: int = 0
    resolved: int = 0
    handed_back: int = 0
    waited: timedelta | None = None


def numbers_of(doings: Iterable[Doing]) -> Numbers:
    """The numbers of what somebody did."""
    done = list(doings)
    often = Counter(doing.what for doing in done)
    waits = [int(doing.facts[WAITED]) for doing in done if doing.what is Happening.CLAIMED and WAITED in doing.facts]
    return Numbers(
        escalated=often[Happening.ESCALATED],
        picked_up=often[Happening.CLAIMED],
        resolved=often[Happening.RESOLVED],
        handed_back=often[Happening.HANDED_BACK],
        waited=timedelta(milliseconds=median(waits)) if waits else None,
    )


def numbers_line(numbers: Numbers) -> str:
    """``picked up 12 · resolved 9 · …``; empty where there is nothing to count."""
    told = [
        f"picked up {numbers.picked_up}" if numbers.picked_up else "",
        f"resolved {numbers.resolved}" if numbers.resolved else "",
        f"handed back {numbers.handed_back}" if numbers.handed_back else "",
        f"escalated {numbers.escalated}" if numbers.escalated else "",
        f"in the median {took(numbers.waited)} after it was asked for" if numbers.waited is not None else "",
    ]
    return " · ".join(part for part in told if part)
