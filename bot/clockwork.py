"""The sweeps: idempotent, on every replica, over due times that stand in the database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.errors import Unavailable

Sweep = Callable[[], Awaitable[object]]

_log = logging.getLogger(__name__)


@asynccontextmanager
async def sweeping(sweeps: Sequence[tuple[Sweep, timedelta]]) -> AsyncIterator[None]:
    """Run each sweep at once and then at its interval. A sweep that takes longer than that is not begun twice; one that
    fails comes again, the first time as well: what is overdue keeps no service from starting.

    At the end the one under way is waited for: the scheduler itself would cut it off in the middle of a query.
    """
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
    under_way: set[asyncio.Task[object] | None] = set()
    for sweep, every in sweeps:
        await _swept(sweep, under_way)
        scheduler.add_job(_swept, "interval", [sweep, under_way], seconds=every.total_seconds(), misfire_grace_time=30)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        await asyncio.gather(*(task for task in under_way if task), return_exceptions=True)
        scheduler.shutdown(wait=False)


async def _swept(sweep: Sweep, under_way: set[asyncio.Task[object] | None]) -> None:
    this = asyncio.current_task()
    under_way.add(this)
    try:
        await sweep()
    except Unavailable as error:
        _log.warning("a sweep comes later, the database is away: %s", error)
    except Exception:  # noqa: BLE001 - a background loop outlives whatever happens to one round
        _log.exception("a sweep failed")
    finally:
        under_way.discard(this)
