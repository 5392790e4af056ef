"""``/healthz``: the process runs. ``/readyz``: it can do its work; if not, why, in words."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

Check = Callable[[], Awaitable[str]]
"""What is wrong, in words; an empty text when nothing is."""


@dataclass(frozen=True, slots=True)
class Health:
    """Answers probes. Every check is asked, so that all troubles are told at once."""

    checks: Mapping[str, Check]

    async def alive(self, _: web.Request) -> web.Response:
        """200 as long as the process answers."""
        return web.json_response({"status": "ok"})

    async def ready(self, _: web.Request) -> web.Response:
        """200 when every check is clear, else 503."""
        found = await asyncio.gather(*(check() for check in self.checks.values()))
        troubles = dict(zip(self.checks, found, strict=True))
        ready = not any(troubles.values())
        told = {name: trouble or "ok" for name, trouble in troubles.items()}
        return web.json_response({"status": "ok" if ready else "not ready", **told}, status=200 if ready else 503)
