"""Pacing: which lane may be used now, and which must wait.

In memory, for each replica on its own: what it has sent, and what it was told. Where replicas share a limit,
the 429s of the vendor teach each of them; a 429 closes its lane for as long as the vendor asks, so that nothing
else runs into it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.delivery import Rank
from core.gauge import Gauge, MakeGauge
from core.lane import Lane

AT_ONCE = 3
"""How many are sent in one lane at a time: what hangs there holds no more of a courier's hands than that."""

_AGREE = 3
"""So many lanes that are told to wait, one after the other and none served in between, mean all of their kind."""

_OLDEST_FIRST = 5
"""One turn of so many goes to what has waited longest, whatever its rank: nothing waits for ever."""

_REMEMBERED = 5_000

SPARED = 0.1
"""How much of a shared limit is kept for what is most urgent."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that holds in a lane; where it is ``shared``, by the same name in others too."""

    name: str
    gauge: MakeGauge
    shared: bool = False


Rules = Callable[[Lane], Iterable[Limit]]
"""The limits that hold in a lane."""


def unlimited(_: Lane) -> Iterable[Limit]:
    """No limits."""
    return ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What waits in a lane with this rank, and when the first of it is due."""

    lane: Lane
    rank: Rank
    due: datetime


@dataclass(slots=True)
class Pacing:
    """Of one courier. Not shared between tasks that choose: whoever takes a turn asks and takes in one go."""

    rules: Rules = unlimited
    at_once: int = AT_ONCE
    _gauges: dict[str, Gauge] = field(default_factory=dict)
    _closed: dict[str, datetime] = field(default_factory=dict)
    _told: dict[str, dict[Lane, datetime]] = field(default_factory=dict)
    _under_way: Counter[Lane] = field(default_factory=Counter)
    _ailing: set[Lane] = field(default_factory=set)
    _served: dict[Lane, int] = field(default_factory=dict)
    _turns: int = 0

    def chosen(self, waiting: Iterable[Turn], now: datetime, most: int) -> list[Turn]:
        """Whose turn it is now, at most so many, one for each lane and rank. They are counted as sent: what is not
        is ``unused``."""
        self._forget(now)
        able = sorted((turn for turn in waiting if self._is_open(turn, now)), key=self._urgency)
        taken: list[Turn] = []
        while able and len(taken) < most:
            oldest = self._turns % _OLDEST_FIRST == _OLDEST_FIRST - 1
            turn = min(able, key=self._age) if oldest else able[0]
            able.remove(turn)
            if self._is_open(turn, now):  # another turn may have taken what they share
                self._take(turn.lane, now)
                taken.append(turn)
        return taken

    def opens(self, waiting: Sequence[Turn], now: datetime) -> datetime | None:
        """From when on there is a turn, as far as time alone decides; None when there is none."""
        free = (turn for turn in waiting if self._under_way[turn.lane] < self._hands(turn.lane))
        return min((max(turn.due, self._open_from(turn, now)) for turn in free), default=None)

    def unused(self, lane: Lane) -> None:
        """There was nothing to send in that turn."""
        self._done(lane)
        for limit in self.rules(lane):
            self._gauge(limit).give_back()

    def served(self, lane: Lane) -> None:
        """The vendor answered, and did not ask to wait."""
        self._done(lane)
        self._ailing.discard(lane)
        self._told.pop(_alike(lane), None)

    def silent(self, lane: Lane) -> None:
        """No answer came: until one does, one at a time is enough to find out."""
        self._done(lane)
        self._ailing.add(lane)

    def told_to_wait(self, lane: Lane, until: datetime) -> None:
        """The vendor asks for time: nothing goes out in this lane before; nor in any that is alike, when several of
        them are told so in a row."""
        self._done(lane)
        self._closed[str(lane)] = until
        told = self._told.setdefault(_alike(lane), {})
        told[lane] = until
        everywhere = len(told) >= _AGREE
        if everywhere:
            self._closed[_alike(lane)] = max(told.values())
        for limit in self.rules(lane):
            if everywhere or not limit.shared:
                self._gauge(limit).exhaust(until)

    def _is_open(self, turn: Turn, now: datetime) -> bool:
        if turn.due > now or self._under_way[turn.lane] >= self._hands(turn.lane):
            return False
        return self._open_from(turn, now) <= now

    def _open_from(self, turn: Turn, now: datetime) -> datetime:
        spare = 0.0 if turn.rank is Rank.FIRST else SPARED
        closed = [self._closed.get(name, now) for name in (str(turn.lane), _alike(turn.lane))]
        gauges = [self._gauge(limit) for limit in self.rules(turn.lane)]
        return max([now, *closed, *(gauge.opens(now, spare) for gauge in gauges)])

    def _hands(self, lane: Lane) -> int:
        return 1 if lane in self._ailing else self.at_once

    def _take(self, lane: Lane, now: datetime) -> None:
        self._turns += 1
        self._served[lane] = self._turns
        self._under_way[lane] += 1
        for limit in self.rules(lane):
            self._gauge(limit).take(now)

    def _done(self, lane: Lane) -> None:
        self._under_way[lane] -= 1
        if self._under_way[lane] <= 0:
            del self._under_way[lane]

    def _gauge(self, limit: Limit) -> Gauge:
        if limit.name not in self._gauges:
            self._gauges[limit.name] = limit.gauge()
        return self._gauges[limit.name]

    def _urgency(self, turn: Turn) -> tuple[Rank, datetime, int]:
        return turn.rank, turn.due, self._served.get(turn.lane, 0)

    def _age(self, turn: Turn) -> tuple[datetime, int, int]:
        return turn.due, -turn.rank, self._served.get(turn.lane, 0)

    def _forget(self, now: datetime) -> None:
        """What no longer matters, so that a year's conversations are not all remembered."""
        self._closed = {name: until for name, until in self._closed.items() if until > now}
        if len(self._gauges) > _REMEMBERED:
            self._gauges = {name: gauge for name, gauge in self._gauges.items() if not gauge.idle(now)}
        if len(self._served) > _REMEMBERED:
            self._served.clear()


def _alike(lane: Lane) -> str:
    """All lanes of a workspace that send in the same way."""
    return f"{lane.road}/{lane.workspace}/*/{lane.way}"
