"""How anyone waits for the playground to change: a bell, never a sleep."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class NeverHappened(AssertionError):
    """What was waited for did not come true in time; the message shows what was there instead."""


class Bell:
    """Rings after every change; `revision` counts the rings."""

    def __init__(self) -> None:
        self.revision = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Tell everyone who waits that something changed."""
        self.revision += 1
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def next_ring(self) -> None:
        """Return at the next change."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)

    async def until(self, predicate: Callable[[], Found], within: float, dump: Callable[[], str]) -> Found:
        """The predicate's first truthy value, asked again after each change.

        A LookupError in it (`dms()[0]` while there is none) means: not yet.
        Raises NeverHappened with `dump()` when `within` seconds pass first.
        """
        deadline = asyncio.get_running_loop().time() + within
        while not (found := _asked(predicate)):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise NeverHappened(f"did not happen within {within} s. There was:\n{dump()}")
            await self._ring_or(left)
        return found

    async def _ring_or(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.next_ring(), seconds)
        except TimeoutError:
            return


def _asked(predicate: Callable[[], Found]) -> Found | None:
    try:
        return predicate()
    except LookupError:
        return None
