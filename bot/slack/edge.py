"""The HTTP handler of ``POST /slack/events``: nothing is parsed before its signature is checked."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from yarl import query_to_pairs

from bot.slack.press import is_event, is_interaction
from bot.slack.signature import is_signed
from bot.turns import Turns
from core import trail
from core.ports import Clock

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MOST_FIELDS = 100

_PARSED = "socket_mode"
"""Bolt's word for a request that was parsed before: it need not be decoded a second time."""

_KINDS = {
    "block_actions": "press",
    "view_submission": "form",
    "view_closed": "form",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "event_callback": "event",
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Edge:
    """Checks a request and hands it to Bolt. The answer is what the listener said, after its commit."""

    app: AsyncApp
    secrets: Sequence[str]
    clock: Clock
    turns: Turns = field(default_factory=Turns)

    async def handle(self, request: web.Request) -> web.Response:
        """401 for what Slack did not sign, 400 for what cannot be read; the body is never logged."""
        body = await request.read()
        await self.turns.mine()
        if not is_signed(request.headers, body, self.secrets, self.clock.now()):
            _log.warning("refused a request to %s that Slack did not sign", request.path)
            return web.Response(status=401, text="not signed by Slack")
        said = _said(request.content_type, body)
        if said is None:
            _log.warning("refused a signed request that cannot be read")
            return web.Response(status=400, text="cannot be read")
        trail.note(kind=_kind(said))
        return await to_aiohttp_response(await self.app.async_dispatch(AsyncBoltRequest(body=said, mode=_PARSED)))


def _kind(said: dict[str, Any]) -> str:
    """What kind of request it is, one of few."""
    return "command" if "command" in said else _KINDS.get(str(said.get("type")), "other")


def _said(content_type: str, body: bytes) -> dict[str, Any] | None:
    """What a request says: a JSON object, a form's interaction, or a command's fields. None for all else."""
    try:
        said = _read(content_type, body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _read(content_type: str, text: str) -> Any:
    if content_type == _JSON:
        told = json.loads(text)
        return told if is_event(told) else None
    if content_type != _FORM:
        return None
    fields = dict(query_to_pairs(text, max_fields=_MOST_FIELDS))
    if "payload" in fields:
        payload = json.loads(fields["payload"])
        return payload if is_interaction(payload) else None
    return fields if "command" in fields else None
