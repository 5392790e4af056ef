"""Sweeping: what is due is done one by one, and one that cannot be done keeps nothing else from it."""

import logging
from collections.abc import Awaitable

from core.errors import Unavailable

_log = logging.getLogger(__name__)


async def alone(doing: Awaitable[object], what: str) -> None:
    """Do one of several; where that fails, the log says so, and the next sweep finds it again. Raises Unavailable: then
    the others cannot be done either."""
    try:
        await doing
    except Unavailable:
        raise
    except Exception:  # noqa: BLE001 - a background loop outlives whatever happens to one row
        _log.exception("one of what was due could not be done: %s", what)
