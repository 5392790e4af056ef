"""Whether somebody else works on the same SQLite file: who comes when nobody does gives the leases of the dead back.

A process holds a lock of the operating system on a file beside the database for as long as it works on it; however it
dies, the lock is free then. (Never on the database itself: closing that would drop SQLite's own locks.) Where the
system or the file's place knows no such locks, leases end by their time.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from storage.column import UTCDateTime
from storage.outbox import is_leased
from storage.tables import deliveries

_ENDING = "-held"

LEFT_BEHIND = (
    sa.update(deliveries)
    .where(is_leased, deliveries.c.due_at > sa.bindparam("now", type_=UTCDateTime()))
    .values(due_at=sa.bindparam("now", type_=UTCDateTime()))
)
"""All leases, when nobody lives who could hold one: what they were for is due at once, and may have been sent."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def present(database: Path, alone: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Be there for others to see; ``alone`` is awaited first when nobody else is."""
    with database.with_name(database.name + _ENDING).open("ab") as held:
        if _locked(held, exclusively=True):
            await alone()
        await asyncio.to_thread(_locked, held, exclusively=False)
        yield


def _locked(held: BinaryIO, *, exclusively: bool) -> bool:
    """Take the lock, at once if exclusively; False when that is not to be had."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB if exclusively else fcntl.LOCK_SH)
    except BlockingIOError:
        return False
    except OSError as error:
        _log.info("%s cannot be locked: %s", held.name, error)
        return False
    return True
