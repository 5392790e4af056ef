"""Teams' rate limits: off until asked for.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

import math
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from playground.teams.tenant import Clock

Window = tuple[int, float]
"""(operations, in so many seconds)"""

WRITES = frozenset(["create_conversation", "send_activity", "reply_to_activity", "update_activity", "delete_activity"])


@dataclass(slots=True)
class Limits:
    """Sliding windows per conversation, for whatever writes, and per tenant, for everything."""

    clock: Clock
    on: bool = False
    tells_when: bool = True
    """Whether a 429 carries Retry-After; Teams' do not always."""
    conversation: Sequence[Window] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
    tenant: Sequence[Window] = ((50, 1.0),)
    _taken: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait_for(self, method: str, conversation: str) -> int:
        """Seconds for Retry-After, or 0 when the call is within the limits (it is then counted)."""
        if not self.on:
            return 0
        windows = {"": self.tenant}
        if method in WRITES and conversation:
            windows[conversation] = self.conversation
        now = self.clock()
        waits = [self._wait(self._taken[key], window, now) for key, several in windows.items() for window in several]
        if any(waits):
            return max(1, math.ceil(max(waits)))
        for key, several in windows.items():
            self._count(self._taken[key], several, now)
        return 0

    def _wait(self, taken: Sequence[float], window: Window, now: float) -> float:
        most, seconds = window
        if len(taken) < most or taken[-most] <= now - seconds:
            return 0.0
        return taken[-most] + seconds - now

    def _count(self, taken: deque[float], windows: Sequence[Window], now: float) -> None:
        longest = max(seconds for _, seconds in windows)
        while taken and taken[0] <= now - longest:
            taken.popleft()
        taken.append(now)
