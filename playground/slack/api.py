"""The Web API over HTTP: who may call what, faults, limits, records; then the method itself."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from playground.fault import Faults, carry_out
from playground.slack import chat, conversation, directory, modal
from playground.slack.argument import METHODS, Arguments, read, sent
from playground.slack.limit import Limits
from playground.slack.record import Call, Complaints
from playground.slack.refusal import SlackError
from playground.slack.workspace import Workspace

Action = Callable[[Workspace, Arguments], dict[str, Any]]

ACTIONS: Mapping[str, Action] = {
    "auth.test": directory.auth_test,
    "users.info": directory.info,
    "users.list": directory.list_,
    "users.lookupByEmail": directory.lookup_by_email,
    "conversations.info": conversation.info,
    "conversations.list": conversation.list_,
    "conversations.open": conversation.open_,
    "conversations.join": conversation.join,
    "conversations.members": conversation.members,
    "conversations.replies": conversation.replies,
    "conversations.history": conversation.history,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.getPermalink": chat.get_permalink,
    "views.open": modal.open_,
    "views.push": modal.push,
    "views.update": modal.update,
    "views.publish": modal.publish,
}

_BY_CHANNEL = frozenset({"conversations.info", "conversations.members", "conversations.replies"})
_OWN_SCOPE = _BY_CHANNEL | {"conversations.history", "conversations.list"}
"""Methods whose scope depends on the kind of conversation; they check it themselves."""

_LOOKS = ("username", "icon_emoji", "icon_url")


@dataclass(slots=True)
class WebApi:
    """Answers `/api/<method>` as Slack would, and writes down every call."""

    workspace: Workspace
    faults: Faults
    limits: Limits
    complaints: Complaints
    calls: list[Call] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        method = request.match_info["method"]
        call = Call(method, {}, self.workspace.clock())
        self.calls.append(call)
        started = time.perf_counter()
        try:
            return await self._answered(request, call)
        finally:
            call.seconds = time.perf_counter() - started
            self.workspace.bell.ring()

    async def _answered(self, request: web.Request, call: Call) -> web.StreamResponse:
        try:
            call.arguments = await sent(request)
        except SlackError as error:
            return self._response(call, self._refused(call, error))
        await self.faults.wait(call.method)
        fault = self.faults.next(call.method, self._places(call.arguments))
        if fault is None:
            return await self._act(request, call)
        call.fault = fault

        async def act() -> web.Response:
            return await self._act(request, call)

        def shape(status: int, error: str | None) -> web.Response:
            code = error or ("ratelimited" if status == 429 else "internal_error")
            return self._response(call, {"ok": False, "error": code}, status)

        return await carry_out(fault, request, act, shape)

    async def _act(self, request: web.Request, call: Call) -> web.Response:
        if wait := self._over_limit(call):
            answer = self._response(call, {"ok": False, "error": "ratelimited"}, 429)
            answer.headers["Retry-After"] = str(wait)
            return answer
        try:
            body = {"ok": True} | self._done(request, call)
        except SlackError as error:
            body = self._refused(call, error)
        return self._response(call, body)

    def _over_limit(self, call: Call) -> int:
        if call.method not in METHODS:
            return 0
        return self.limits.wait_for(call.method, str(call.arguments.get("channel", "")))

    def _done(self, request: web.Request, call: Call) -> dict[str, Any]:
        self._authorise(request, call.arguments)
        if call.method not in ACTIONS:
            raise SlackError("unknown_method", req_method=call.method)
        call.arguments = read(call.method, call.arguments)
        self._permit(call)
        return ACTIONS[call.method](self.workspace, call.arguments)

    def _authorise(self, request: web.Request, arguments: Arguments) -> None:
        header = request.headers.get("Authorization", "")
        token = str(arguments.pop("token", "")) or header.removeprefix("Bearer ").strip()
        if not token:
            raise SlackError("not_authed")
        if token != self.workspace.app.token:
            raise SlackError("invalid_auth")
        if not self.workspace.installed:
            raise SlackError("account_inactive")

    def _permit(self, call: Call) -> None:
        app = self.workspace.app
        needed = "" if call.method in _OWN_SCOPE else METHODS[call.method].scope
        if any(call.arguments.get(look) for look in _LOOKS):
            needed = "chat:write.customize"
        if needed and needed not in app.scopes:
            raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(app.scopes)))

    def _refused(self, call: Call, error: SlackError) -> dict[str, Any]:
        self.complaints.add(call.method, error.code, error.detail)
        return error.as_json()

    def _response(self, call: Call, body: dict[str, Any], status: int = 200) -> web.Response:
        call.status, call.answer = status, body
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.workspace.app.scopes))}
        return web.Response(
            status=status, body=json.dumps(body).encode(), content_type="application/json", headers=headers
        )

    def _places(self, arguments: Arguments) -> frozenset[str]:
        named = {str(arguments[key]) for key in ("channel", "user", "user_id") if key in arguments}
        channels = [self.workspace.channels[name] for name in named if name in self.workspace.channels]
        people = {member for channel in channels if channel.kind == "im" for member in channel.members}
        return frozenset(named | people)
