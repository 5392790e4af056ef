"""Tells couriers that there is work."""

import asyncio
from datetime import timedelta


class Bell:
    """Rung from any thread, heard in one event loop."""

    def __init__(self) -> None:
        self._rung = False
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def ring(self) -> None:
        """There is work now."""
        # `heard` names its loop before it looks at `_rung`, so that one of the two sees the other.
        self._rung = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def heard(self, within: timedelta) -> None:
        """Returns when it rang since the last time, or when the time is over."""
        self._loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(within.total_seconds()):
                while not self._rung:  # what was heard already may wake once more: it is no news
                    self._wake.clear()
                    await self._wake.wait()
        except TimeoutError:
            return
        self._rung = False
