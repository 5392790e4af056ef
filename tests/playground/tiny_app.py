"""A tiny app for the stand-in to talk to: it checks each signature and records what it is told."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from playground.site import Site

Said = dict[str, Any]


class TinyApp:
    """Answers every request with what `reply` says: None for an empty 200, a str, a dict or an int."""

    def __init__(self, secret: str) -> None:
        self.heard: list[Said] = []
        self.headers: list[dict[str, str]] = []
        self.reply: Callable[[Said], Any] = lambda said: None
        self._verifier = SignatureVerifier(secret)
        app = web.Application()
        app.router.add_post("/slack/events", self._handle)
        self.site = Site(app)

    async def _handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        assert self._verifier.is_valid_request(body, dict(request.headers))
        said = _read(body.decode(), request.content_type)
        self.heard.append(said)
        self.headers.append(dict(request.headers))
        answer = self.reply(said)
        if hasattr(answer, "__await__"):
            answer = await answer
        match answer:
            case int():
                return web.Response(status=answer)
            case dict():
                return web.json_response(answer)
            case _:
                return web.Response(text=answer or "")


def _read(body: str, content_type: str) -> Said:
    if content_type == "application/json":
        return dict(json.loads(body))
    fields: Said = dict(parse_qsl(body, keep_blank_values=True))
    return dict(json.loads(fields["payload"])) if "payload" in fields else fields
