"""Gauges: how much of a limit is used up, and from when on there is room again."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol


class Gauge(Protocol):
    """The use of one limit."""

    def opens(self, now: datetime, spare: float) -> datetime:
        """From when on one more fits while ``spare`` of the limit, between 0 and 1, is left; now, or later."""

    def take(self, now: datetime) -> None:
        """One more is sent."""

    def give_back(self) -> None:
        """The last one was not sent after all."""

    def exhaust(self, until: datetime) -> None:
        """Whoever holds the limit says that there is no room before, whatever was counted here; then it is like new
        but for what may be sent at once."""

    def idle(self, now: datetime) -> bool:
        """Whether forgetting it would change nothing."""


MakeGauge = Callable[[], Gauge]


@dataclass(slots=True)
class Bucket:
    """So many at once, and one more each ``every``: for limits that ask for an even pace and allow bursts."""

    most: int
    every: timedelta
    _used: float = 0.0
    _at: datetime | None = None

    def opens(self, now: datetime, spare: float) -> datetime:
        """As promised by Gauge."""
        lacking = self._level(now) + 1 - max(1, self.most * (1 - spare))
        return now + self.every * lacking if lacking > 0 else now

    def take(self, now: datetime) -> None:
        """As promised by Gauge."""
        self._used, self._at = self._level(now) + 1, now

    def give_back(self) -> None:
        """As promised by Gauge."""
        self._used = max(0.0, self._used - 1)

    def exhaust(self, until: datetime) -> None:
        """As promised by Gauge."""
        self._used, self._at = float(self.most), until

    def idle(self, now: datetime) -> bool:
        """As promised by Gauge."""
        return self._level(now) <= 0

    def _level(self, now: datetime) -> float:
        if self._at is None:
            return 0.0
        return max(0.0, self._used - max(timedelta(0), now - self._at) / self.every)


@dataclass(slots=True)
class Windows:
    """At most so many in any stretch of so long: for limits that are told that way, several at a time."""

    limits: Sequence[tuple[int, timedelta]]
    _sent: deque[datetime] = field(init=False)

    def __post_init__(self) -> None:
        self._sent = deque(maxlen=max(most for most, _ in self.limits))

    def opens(self, now: datetime, spare: float) -> datetime:  # noqa: ARG002
        """As promised by Gauge, but that nothing is spared: what is kept back in a window is lost with it."""
        return max([now, *(self._sent[-most] + within for most, within in self.limits if len(self._sent) >= most)])

    def take(self, now: datetime) -> None:
        """As promised by Gauge."""
        self._sent.append(now)

    def give_back(self) -> None:
        """As promised by Gauge."""
        if self._sent:
            self._sent.pop()

    def exhaust(self, until: datetime) -> None:
        """As promised by Gauge: for the shortest window. The vendor's own time says the rest."""
        most, _ = min(self.limits, key=lambda limit: limit[1])
        self._sent.extend([until] * most)

    def idle(self, now: datetime) -> bool:
        """As promised by Gauge."""
        longest = max(within for _, within in self.limits)
        return not self._sent or self._sent[-1] + longest <= now
