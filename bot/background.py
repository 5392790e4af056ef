"""Tasks that run beside a request, each with an owner that awaits it and cancels it on shutdown."""

import asyncio
import logging
from collections.abc import Coroutine
from datetime import timedelta

PATIENCE = timedelta(seconds=5)
"""How long closing waits for what is under way."""

_log = logging.getLogger(__name__)


class Background:
    """Owns tasks: an error in one is logged with its trace, and none outlives ``close``."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[object, object, None]) -> None:
        """Do this beside what is going on."""
        task = asyncio.create_task(_guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait a little for what is under way, then cancel it."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=PATIENCE.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _guarded(work: Coroutine[object, object, None]) -> None:
    try:
        await work
    except Exception:  # noqa: BLE001 - nobody awaits its result; the log has the trace
        _log.exception("work beside a request failed")
