"""What every request goes through: it begins a trail, and its answer is timed."""

import secrets
import time
from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.metrics import Metrics
from core import trail


def watching(chats: Mapping[str, str], metrics: Metrics | None) -> Middleware:
    """Gives each request its id, and counts those of the chats, which are known by their paths.

    A door notes in the trail what kind of request it was; whatever told a person of an error, that it failed.
    """

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        chat = chats.get(request.path, "")
        noted = trail.begin(request=secrets.token_hex(4), **({"door": chat} if chat else {}))
        if not chat or metrics is None:
            return await handler(request)
        started, status = time.perf_counter(), 500
        try:
            response = await handler(request)
            status = response.status
            return response
        finally:
            result = "failed" if "error" in noted or status >= 500 else "refused" if status >= 400 else "ok"
            metrics.answered(chat, noted.get("kind", "unread"), result, time.perf_counter() - started)

    return watch
