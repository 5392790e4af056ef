"""The HTTP handler of ``POST /slack/events``: nothing is parsed before its signature is checked."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.slack.signature import is_signed
from core.ports import Clock

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Edge:
    """Checks a request and hands it to Bolt. The answer is what the listener said, after its commit."""

    app: AsyncApp
    secrets: Sequence[str]
    clock: Clock

    async def handle(self, request: web.Request) -> web.Response:
        """401 for what Slack did not sign, 400 for what cannot be read; the body is never logged."""
        body = await request.read()
        if not is_signed(request.headers, body, self.secrets, self.clock.now()):
            _log.warning("refused a request to %s that Slack did not sign", request.path)
            return web.Response(status=401, text="not signed by Slack")
        if not _is_readable(request.content_type, body):
            _log.warning("refused a signed request that cannot be read")
            return web.Response(status=400, text="cannot be read")
        answer = await self.app.async_dispatch(
            AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
        )
        return await to_aiohttp_response(answer)


def _is_readable(content_type: str, body: bytes) -> bool:
    """Whether Bolt can parse it: a JSON object, or a form whose payload, if any, is one."""
    try:
        text = body.decode("utf-8")
        if content_type == _JSON:
            return isinstance(json.loads(text), dict)
        if content_type != _FORM:
            return False
        fields = parse_qs(text, max_num_fields=100)
        return isinstance(json.loads(fields["payload"][0]), dict) if "payload" in fields else "command" in fields
    except (ValueError, RecursionError):
        return False
