"""Ids that grow with time: UUIDv7 (RFC 9562, section 5.7)."""

import os
import time
from threading import Lock
from uuid import UUID

_lock = Lock()
_last = 0


def uuid7() -> UUID:
    """A new id, greater than every earlier one of this process.

    48 bits of milliseconds, 12 bits of their fraction, 62 random bits. The fraction keeps the order within a
    millisecond (section 6.2, method 3); the clock standing still or going back cannot break it.
    """
    global _last
    with _lock:
        _last = max(_last + 1, time.time_ns() * 4_096 // 1_000_000)
        ticks = _last
    random = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=ticks >> 12 << 80 | 7 << 76 | (ticks & 0xFFF) << 64 | 2 << 62 | random)
