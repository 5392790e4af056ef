"""``/metrics``: what is counted, on a port of its own or behind a token."""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web
from prometheus_client.exposition import choose_encoder

from bot.http.server import serving
from bot.metrics import Metrics
from bot.settings import MetricsSettings
from core.errors import Unavailable
from core.overview import Tally
from core.ports import Clock
from core.repository import Connections, Storage

PATH = "/metrics"

PATIENCE = timedelta(seconds=1)
"""How long a scrape waits for the database; Prometheus itself waits ten seconds."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exposition:
    """Answers scrapes. With a token, only whoever names it is answered."""

    metrics: Metrics
    storage: Storage
    connections: Connections
    clock: Clock
    token: str

    async def handle(self, request: web.Request) -> web.Response:
        """200 also while the database is away, with what there is; 401 without the token."""
        if not self._may(request.headers.get("Authorization", "")):
            return web.Response(status=401, text="METRICS_TOKEN is asked for", headers={"WWW-Authenticate": "Bearer"})
        self.metrics.counted(await self._tallies(), self.clock.now())
        for pool, (used, size) in self.connections.connections().items():
            self.metrics.connected(pool, used, size)
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(self.metrics.registry), headers={"Content-Type": content_type})

    def _may(self, authorization: str) -> bool:
        named = f"Bearer {self.token}".encode()
        return not self.token or hmac.compare_digest(authorization.encode("utf-8", "replace"), named)

    async def _tallies(self) -> list[Tally] | None:
        now = self.clock.now()
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await self.storage.read(lambda tx: list(tx.overview.tallies(now)))
        except Unavailable as error:
            _log.warning("the outbox cannot be counted: %s", error)
        except TimeoutError:
            _log.warning("the outbox cannot be counted: no answer within %s", PATIENCE)
        return None


@asynccontextmanager
async def exposed(settings: MetricsSettings, exposition: Exposition) -> AsyncIterator[str]:
    """Look at the event loop, and serve on the port of its own, where there is one; yields its URL or nothing."""
    looking = asyncio.create_task(exposition.metrics.look_at_the_loop())
    try:
        if settings.port is None:
            yield ""
            return
        routes = [web.get(PATH, exposition.handle)]
        async with serving(settings.host, settings.port, routes, asyncio.Event()) as server:
            yield server.url + PATH
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
