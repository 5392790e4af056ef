"""Slack's rate limits: off until asked for.

https://docs.slack.dev/apis/web-api/rate-limits
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.slack.argument import METHODS
from playground.slack.workspace import Clock


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


@dataclass(slots=True)
class Limits:
    """Token buckets per method, and per channel for posts. `tiers` are calls a minute.

    How many posts a workspace takes in all, Slack does not say: `posts_a_minute` is for whoever wants to know what
    happens then.
    """

    clock: Clock
    on: bool = False
    posts_per_second: float = 1.0
    post_burst: int = 4
    posts_a_minute: int | None = None
    tiers: Mapping[int, int] = field(default_factory=lambda: {1: 1, 2: 20, 3: 50, 4: 100})
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)

    def wait_for(self, method: str, channel: str) -> int:
        """Seconds for Retry-After, or 0 when the call is within the limits (it is then counted)."""
        if not self.on:
            return 0
        if method == "chat.postMessage":
            wait = self._take((method, channel), self.post_burst, self.posts_per_second)
            return wait or self._in_all(method)
        if not (a_minute := self.tiers.get(METHODS[method].tier)):
            return 0
        return self._take((method, ""), a_minute, a_minute / 60)

    def _in_all(self, method: str) -> int:
        if self.posts_a_minute is None:
            return 0
        return self._take((method, ""), self.posts_a_minute, self.posts_a_minute / 60)

    def _take(self, key: tuple[str, str], most: float, per_second: float) -> int:
        now = self.clock()
        bucket = self._buckets.setdefault(key, _Bucket(most, now))
        bucket.level = min(most, bucket.level + (now - bucket.at) * per_second)
        bucket.at = now
        if bucket.level < 1:
            return max(1, math.ceil((1 - bucket.level) / per_second))
        bucket.level -= 1
        return 0
