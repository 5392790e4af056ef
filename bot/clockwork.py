"""The sweeps: idempotent, on every replica, over due times that stand in the database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Sweep = Callable[[], Awaitable[object]]


@asynccontextmanager
async def sweeping(sweeps: list[tuple[Sweep, timedelta]]) -> AsyncIterator[None]:
    """Run each sweep at once and then at its interval. A sweep that takes longer than that is not begun twice."""
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
    for sweep, every in sweeps:
        await sweep()
        scheduler.add_job(sweep, "interval", seconds=every.total_seconds(), misfire_grace_time=30)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
