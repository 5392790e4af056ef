"""The HTTP server, and how it stops without dropping a request."""

import asyncio
import select
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from aiohttp import web
from aiohttp.typedefs import Middleware

LONGEST_BODY = 1024 * 1024
BACKLOG = 2_048
"""aiohttp's own 128 costs a second (a SYN sent again) when two hundred people press at once."""

DRAIN = timedelta(seconds=5)
"""How long a stopping server waits for requests it has begun to answer."""

LINGER = timedelta(seconds=1)
"""How long a connection that was accepted may still bring its request after the port is closed."""

_QUIET = 3
"""Turns of the event loop without anybody new: whoever was accepted in one is attached to a handler by then."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. ``leaving`` is set once it is about to stop: probes then turn people away."""

    url: str
    runner: web.AppRunner
    port: asyncio.Server
    leaving: asyncio.Event

    async def leave(self, grace: timedelta) -> None:
        """Stop so that nobody who was let in goes unanswered; returns when the last has gone, or is late.

        For ``grace`` everything goes on, but the probe says that nobody new should come. Then the port is closed:
        whoever comes now is refused at once. Whoever is connected may still say what they came for, is answered,
        and the connection ends with the answer.
        """
        self.leaving.set()
        await asyncio.sleep(grace.total_seconds())
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER.total_seconds()):
                await self._everybody_is_in()
        self.port.close()
        with suppress(TimeoutError):  # idle ones, or slow answers, which the cleanup waits for
            async with asyncio.timeout(LINGER.total_seconds()):
                while self.runner.server and self.runner.server.connections:  # noqa: ASYNC110 - aiohttp tells nobody
                    await asyncio.sleep(0.01)

    async def _everybody_is_in(self) -> None:
        """The kernel has let people in of whom nobody here knows yet, and asyncio drops those whom it has taken but
        not attached to their handlers: closing the port would cut off both."""
        knocking = select.poll()
        for listening in self.port.sockets:
            knocking.register(listening.fileno(), select.POLLIN)
        quiet = 0
        while quiet < _QUIET:
            await asyncio.sleep(0)
            quiet = 0 if knocking.poll(0) else quiet + 1


@asynccontextmanager
async def serving(
    host: str,
    port: int,
    routes: Iterable[web.RouteDef],
    leaving: asyncio.Event,
    through: Sequence[Middleware] = (),
) -> AsyncIterator[Server]:
    """Serve the routes. At the end, requests under way are answered first."""
    app = web.Application(client_max_size=LONGEST_BODY, middlewares=through)
    app.add_routes(routes)
    app.on_response_prepare.append(partial(_last_answer, leaving))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN.total_seconds(), handler_cancellation=False)
    await runner.setup()
    try:
        made = await asyncio.get_running_loop().create_server(_handlers(runner), host, port, backlog=BACKLOG)
        try:
            bound = made.sockets[0].getsockname()[1]
            yield Server(f"http://{f'[{host}]' if ':' in host else host}:{bound}", runner, made, leaving)
        finally:
            made.close()
    finally:
        await runner.cleanup()


def _handlers(runner: web.AppRunner) -> web.Server:
    if runner.server is None:
        raise RuntimeError("the runner is not set up")
    return runner.server


async def _last_answer(leaving: asyncio.Event, _: web.Request, response: web.StreamResponse) -> None:
    """A client that keeps its connection for more is told to bring that elsewhere."""
    if leaving.is_set():
        response.headers["Connection"] = "close"
        response.force_close()
