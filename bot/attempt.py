"""The translator of both doors: whatever goes wrong becomes words, and an id that finds it in the log."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from core import trail
from core.errors import BatonError, InvalidRequest, NotAllowed, NotFound

T = TypeVar("T")

_TOO_LATE = "That took too long, so it is not certain whether it was done. Please look before you try again."
_EXPECTED = (NotFound, NotAllowed, InvalidRequest)

_log = logging.getLogger(__name__)


async def attempted(work: Awaitable[T], limit: timedelta) -> tuple[T | None, BatonError | None, str]:
    """What came of it, or what went wrong, with its id where the log has more of it. Never raises."""
    try:
        async with asyncio.timeout(limit.total_seconds()):
            return await work, None, ""
    except _EXPECTED as error:
        return None, error, ""
    except TimeoutError:
        error_id = trail.failed()
        _log.error("error %s: no answer within %s", error_id, limit)
        return None, BatonError("no answer in time", words=_TOO_LATE), error_id
    except BatonError as error:
        error_id = trail.failed()
        _log.error("error %s: %s", error_id, error)
        return None, error, error_id
    except Exception:  # noqa: BLE001 - the translator: nothing passes it
        error_id = trail.failed()
        _log.exception("error %s", error_id)
        return None, BatonError("unforeseen"), error_id
