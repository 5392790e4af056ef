"""Rounds, percentiles, ratios and their spread."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median


class Wrong(Exception):
    """What was measured did not do its work: an answer that was no 200, a claim that was not won."""


@dataclass(frozen=True, slots=True)
class Round:
    """So many requests in so many seconds; ``each`` is how long every one of them took.

    ``cpu`` is the processor time, in seconds, of the process that answered them.
    """

    seconds: float
    each: tuple[float, ...]
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.each) / self.seconds

    @property
    def middle(self) -> float:
        """The median, in seconds."""
        return median(self.each)

    @property
    def cpu_each(self) -> float:
        """Processor time for one request, in seconds."""
        return self.cpu / len(self.each)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a ratio came out: the median of all pairs, and the range in which eight of ten lie."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Rounds that were run one right after the other. The floor is what ``empty`` and ``raw`` cost together."""

    baton: Round
    empty: Round
    raw: Round

    @property
    def floor_rate(self) -> float:
        """Requests a second of whoever did both halves one after the other."""
        return 1 / (1 / self.empty.rate + 1 / self.raw.rate)

    @property
    def floor_middle(self) -> float:
        """Seconds."""
        return self.empty.middle + self.raw.middle

    @property
    def floor_cpu(self) -> float:
        """Seconds of processor time for one press."""
        return self.empty.cpu_each + self.raw.cpu_each

    @property
    def rate_ratio(self) -> float:
        """1 is as fast as the floor."""
        return self.baton.rate / self.floor_rate

    @property
    def middle_ratio(self) -> float:
        """1 is as fast as the floor."""
        return self.floor_middle / self.baton.middle


def at(share: float, values: Iterable[float]) -> float:
    """The smallest of the values that ``share`` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(values: Sequence[float]) -> Spread:
    """The median with p10 and p90."""
    return Spread(median(values), at(0.1, values), at(0.9, values))


def every(rounds: Iterable[Round]) -> tuple[float, ...]:
    """How long each request of all rounds took."""
    return tuple(seconds for one in rounds for seconds in one.each)


def typical(pairs: Sequence[Pair], figure: Callable[[Pair], float]) -> float:
    """A figure's median over the pairs."""
    return median(figure(pair) for pair in pairs)
