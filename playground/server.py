"""The page and its JSON API, for this machine only.

GET  /              the page                GET /play/events   "something changed", as server-sent events
GET  /play/state    what one person sees    POST /play/do      one act
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from playground.pane import CannotDo
from playground.site import Site
from playground.stage import Stage

PAGE = Path(__file__).parent / "page"
HEARTBEAT = 15.0
SETTLE = 0.04
"""Seconds in which changes are told as one."""

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_OURS = frozenset({"127.0.0.1", "localhost"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PlayServer:
    """`async with PlayServer(stage) as page:` — open `page.url`."""

    def __init__(self, stage: Stage, port: int = 0) -> None:
        self._stage = stage
        app = web.Application(middlewares=[only_from_here])
        app.router.add_get("/", self._index)
        app.router.add_get("/play/state", self._state)
        app.router.add_get("/play/events", self._events)
        app.router.add_post("/play/do", self._do)
        app.router.add_static("/page/", PAGE)
        self._site = Site(app, port)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self._site.url}/"

    async def __aenter__(self) -> "PlayServer":
        await self._site.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._site.stop()

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _state(self, request: web.Request) -> web.Response:
        places = dict(request.query)
        return web.json_response(self._stage.state(places.pop("as", ""), places))

    async def _do(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            body = await request.json()
            return web.json_response({"ok": True} | await self._stage.do(body))
        except CannotDo as error:
            return web.json_response({"ok": False, "error": str(error)}, status=409)
        except (ValueError, KeyError, AttributeError) as error:
            return web.json_response({"ok": False, "error": f"cannot read that: {error!r}"}, status=400)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await answer.prepare(request)
        while True:
            await answer.write(f"data: {json.dumps(self._stage.revision)}\n\n".encode())
            try:
                await asyncio.wait_for(self._stage.changed(), HEARTBEAT)
            except TimeoutError:
                continue
            await asyncio.sleep(SETTLE)


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse whoever reaches us by another name or from another site's page (DNS rebinding, CSRF)."""
    host = urlsplit(f"//{request.host}")
    origin = request.headers.get("Origin")
    if host.hostname not in _OURS or (origin is not None and origin != f"http://{request.host}"):
        raise web.HTTPForbidden(text="This page is for this machine only.")
    answer = await handler(request)
    if not answer.prepared:
        answer.headers.update(HEADERS)
    return answer
