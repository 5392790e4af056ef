"""The HTTP handler of ``POST /api/messages``: nothing is believed before its token is checked."""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from botbuilder.schema import Activity

from bot.teams.cloud import CHANNEL
from bot.teams.keys import KeysUnavailable
from bot.teams.refusal import Refused
from bot.teams.token import TokenCheck, Voucher
from bot.turns import Turns
from core import trail
from core.errors import Unavailable
from core.people import Platform, Workspace

LONGEST_BODY = 1024 * 1024
_JSON = "application/json"
_INVOKE = "invoke"
_UNSOUND = re.compile("[\x00\ud800-\udfff]")
_INVOKES = {"adaptiveCard/action": "press", "task/fetch": "dialog", "task/submit": "form"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an invoke is answered: an HTTP status, and an object for the client."""

    status: int = 200
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An activity that came in. ``raw`` holds what the Bot Framework's own model of it leaves out."""

    raw: Mapping[str, Any]
    activity: Activity
    workspace: Workspace


Turn = Callable[[Arrival], Awaitable[Reply | None]]
"""Acts on an activity. Only invokes are answered."""

Admission = Callable[[Workspace], Awaitable[bool]]
"""Whether anybody of this tenant may be heard."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Checks a request, and hands its activity to the turn. Without a check (loopback only) everybody is believed."""

    turn: Turn
    admits: Admission
    check: TokenCheck | None
    turns: Turns = field(default_factory=Turns)

    async def handle(self, request: web.Request) -> web.Response:
        """400, 401, 403, 413, 415 or 503 in words for what is not taken; the body is never logged."""
        try:
            arrival = await self._arrived(request)
            trail.note(kind=_kind(arrival.raw))
            return await self._answered(arrival)
        except Refused as refusal:
            _log.warning("refused a request to %s: %s", request.path, refusal)
            return _told(refusal)

    async def _arrived(self, request: web.Request) -> Arrival:
        await self.turns.mine()
        voucher = await self._vouched(request)
        raw = _read(await _body(request))
        if voucher is not None:
            voucher.covers(raw["serviceUrl"], raw["channelId"])
        arrival = Arrival(raw, _activity(raw), Workspace(Platform.TEAMS, raw["channelData"]["tenant"]["id"]))
        if not await self._admitted(arrival.workspace):
            raise Refused(403, "Baton does not serve this tenant")
        return arrival

    async def _vouched(self, request: web.Request) -> Voucher | None:
        if self.check is None:
            return None
        try:
            return await self.check.checked(request.headers.get("Authorization", ""))
        except KeysUnavailable as error:
            raise Refused(503, "the Bot Framework's keys cannot be had just now", str(error)) from error

    async def _admitted(self, workspace: Workspace) -> bool:
        try:
            return await self.admits(workspace)
        except Unavailable as error:
            raise Refused(503, error.words, str(error)) from error

    async def _answered(self, arrival: Arrival) -> web.Response:
        try:
            reply = await self.turn(arrival)
        except Exception as error:  # whatever the turn did not foresee: told in words, and its trace logged
            error_id = trail.failed()
            _log.exception("an activity could not be handled, error %s", error_id)
            raise Refused(503, f"that could not be handled, error {error_id}") from error
        if reply is None:
            return web.json_response({}) if arrival.raw["type"] == _INVOKE else web.Response()
        return web.json_response(reply.body if reply.body is not None else {}, status=reply.status)


async def _body(request: web.Request) -> bytes:
    if request.content_type != _JSON:
        raise Refused(415, "send application/json")
    if (request.content_length or 0) > LONGEST_BODY:
        raise Refused(413, "at most 1 MiB")
    body = bytearray()
    try:
        async for piece in request.content.iter_any():
            body += piece
            if len(body) > LONGEST_BODY:
                raise Refused(413, "at most 1 MiB")
    except (web.RequestPayloadError, ConnectionError) as error:
        raise Refused(400, "the body could not be read") from error
    return bytes(body)


def _read(body: bytes) -> dict[str, Any]:
    """An activity of Teams, in which everything that is read here has the type that is documented."""
    try:
        text = body.decode("utf-8")
        raw = _storable(json.loads(text)) if "\\u" in text else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "the body is no JSON") from error
    if not isinstance(raw, dict):
        raise Refused(400, "the body is no JSON object")
    for name in ("type", "serviceUrl", "channelId"):
        if not isinstance(raw.get(name), str) or not raw[name]:
            raise Refused(400, f"the activity has no {name}")
    if raw["channelId"] != CHANNEL:
        raise Refused(400, "the activity is not of Microsoft Teams")
    for name in ("from", "recipient", "conversation"):
        if raw.get(name) is not None and not _has_id(raw[name]):
            raise Refused(400, f"the activity's {name} cannot be read")
    channel_data = raw.get("channelData")
    if not isinstance(channel_data, dict) or not _has_id(channel_data.get("tenant")):
        raise Refused(400, "the activity names no tenant")
    return raw


def _storable(part: Any) -> Any:
    """The same without half characters and NUL, which JSON can say by an escape, and no database keeps."""
    if isinstance(part, str):
        return _UNSOUND.sub("\ufffd", part)
    if isinstance(part, dict):
        return {_storable(name): _storable(value) for name, value in part.items()}
    return [_storable(value) for value in part] if isinstance(part, list) else part


def _kind(raw: Mapping[str, Any]) -> str:
    """What kind of activity it is, one of few."""
    if raw["type"] == _INVOKE:
        return _INVOKES.get(str(raw.get("name")), "other")
    if raw["type"] == "message":
        return "command" if raw.get("value") is None else "press"
    return "event"


def _has_id(part: Any) -> bool:
    return isinstance(part, dict) and isinstance(part.get("id"), str) and bool(part["id"])


def _activity(raw: Mapping[str, Any]) -> Activity:
    try:
        return Activity().deserialize(raw)
    except Exception as error:  # msrest raises whatever its conversions do
        raise Refused(400, "the activity cannot be read", f"cannot be read: {type(error).__name__}") from error


def _told(refusal: Refused) -> web.Response:
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    return web.Response(status=refusal.status, text=refusal.words, headers=headers)
