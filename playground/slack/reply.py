"""What the app says back about something a person did: in its answer, or through a response_url."""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from playground.fault import Faults, carry_out
from playground.slack.argument import Arguments
from playground.slack.chat import POST_LIMIT, draft_of
from playground.slack.message import Message
from playground.slack.posting import Draft, edit, post, remove, whisper
from playground.slack.record import Call, Complaints
from playground.slack.refusal import SlackError, invalid_arguments
from playground.slack.workspace import Workspace

USES = 5
SECONDS = 30 * 60

_KNOWN = frozenset(
    [
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "mrkdwn",
        "unfurl_links",
        "unfurl_media",
        "link_names",
        "parse",
        "metadata",
    ]
)


@dataclass(slots=True)
class Origin:
    """Where a person acted, and on which message (None: a slash command)."""

    user: str
    channel_id: str
    source: Message | None = None
    born: float = 0.0
    uses: int = 0


def give(workspace: Workspace, origin: Origin, body: Arguments) -> None:
    """Show what the app said. Raises SlackError when Slack would not take it."""
    if unknown := sorted(body.keys() - _KNOWN):
        raise invalid_arguments(*(f"no such field: {key}" for key in unknown))
    if body.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
        raise invalid_arguments("response_type must be ephemeral or in_channel")
    if body.get("delete_original"):
        _delete(workspace, origin)
        return
    draft = draft_of(body, POST_LIMIT)
    if body.get("replace_original"):
        _replace(workspace, origin, draft)
        return
    channel = workspace.channels[origin.channel_id]
    if body.get("response_type") == "in_channel":
        post(workspace, channel, workspace.app.bot_user, draft)
    else:
        whisper(workspace, channel, origin.user, workspace.app.bot_user, draft)


def _replace(workspace: Workspace, origin: Origin, draft: Draft) -> None:
    if origin.source is None or origin.source.deleted:
        raise SlackError("message_not_found")
    edit(workspace, origin.source, draft)


def _delete(workspace: Workspace, origin: Origin) -> None:
    if origin.source is None or origin.source.deleted:
        raise SlackError("message_not_found")
    remove(workspace, origin.source)


@dataclass(slots=True)
class ResponseUrls:
    """The one-person doors Slack opens for 30 minutes and five uses after each act."""

    workspace: Workspace
    faults: Faults
    complaints: Complaints
    calls: list[Call]
    base: str = ""
    origins: dict[str, Origin] = field(default_factory=dict)

    def open(self, kind: str, origin: Origin) -> str:
        """A new response_url for this act."""
        origin.born = self.workspace.clock()
        key = f"{self.workspace.number()}/{secrets.token_hex(6)}"
        self.origins[key] = origin
        return f"{self.base}/{kind}/{self.workspace.team_id}/{key}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One POST by the app."""
        call = Call("response_url", {}, self.workspace.clock())
        self.calls.append(call)
        started = time.perf_counter()
        try:
            return await self._answered(request, call)
        finally:
            call.seconds = time.perf_counter() - started
            self.workspace.bell.ring()

    async def _answered(self, request: web.Request, call: Call) -> web.StreamResponse:
        origin = self.origins.get(request.match_info["key"])
        await self.faults.wait(call.method)
        places = {origin.channel_id, origin.user} if origin else set()
        fault = self.faults.next(call.method, frozenset(places))
        raw = await request.read()

        async def act() -> web.Response:
            return self._take(origin, raw, call)

        if fault is None:
            return await act()
        call.fault = fault
        return await carry_out(fault, request, act, lambda status, error: _no(call, status, error or "error"))

    def _take(self, origin: Origin | None, raw: bytes, call: Call) -> web.Response:
        try:
            call.arguments = _object(raw)
            if origin is None or self.workspace.clock() - origin.born > SECONDS:
                raise SlackError("expired_url")
            if origin.uses >= USES:
                raise SlackError("used_url")
            give(self.workspace, origin, call.arguments)
        except SlackError as error:
            self.complaints.add("response_url", error.code, error.detail)
            return _no(call, 404 if error.code.endswith("_url") else 400, error.code)
        origin.uses += 1
        call.status, call.answer = 200, {"ok": True}
        return web.Response(text="ok")


def _no(call: Call, status: int, code: str) -> web.Response:
    call.status, call.answer = status, {"ok": False, "error": code}
    return web.Response(status=status, body=json.dumps(call.answer).encode(), content_type="application/json")


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(found, Mapping):
        raise SlackError("invalid_payload")
    return {key: value for key, value in found.items() if value is not None}
