"""The HTTP server."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web

LONGEST_BODY = 1024 * 1024
BACKLOG = 2_048
"""aiohttp's own 128 costs a second (a SYN sent again) when two hundred people press at once."""

DRAIN = timedelta(seconds=5)
"""How long a stopping server waits for requests it has begun to answer."""


@asynccontextmanager
async def serving(host: str, port: int, routes: Iterable[web.RouteDef]) -> AsyncIterator[str]:
    """Serve the routes; yields the server's URL. At the end, requests under way are answered first."""
    app = web.Application(client_max_size=LONGEST_BODY)
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN.total_seconds(), handler_cancellation=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=BACKLOG).start()
        bound = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        await runner.cleanup()
