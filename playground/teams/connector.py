"""The Bot Connector over HTTP: who may call what, faults, limits, records; then the operation itself."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from playground.fault import Faults, carry_out
from playground.teams import method, roster
from playground.teams.conversation import MESSAGE_PART
from playground.teams.credential import Credentials
from playground.teams.limit import Limits
from playground.teams.method import Ask, Operation, Outcome
from playground.teams.record import Call, Complaints
from playground.teams.refusal import STATUS, ConnectorError, code_for, error_json
from playground.teams.tenant import Tenant

_CONVERSATION = "v3/conversations/{conversation}"

ROUTES: Mapping[tuple[str, str], tuple[str, Operation]] = {
    ("POST", "v3/conversations"): ("create_conversation", method.create_conversation),
    ("GET", _CONVERSATION): ("get_conversation", method.get_conversation),
    ("POST", f"{_CONVERSATION}/activities"): ("send_activity", method.send_activity),
    ("POST", f"{_CONVERSATION}/activities/{{activity}}"): ("reply_to_activity", method.reply_to_activity),
    ("PUT", f"{_CONVERSATION}/activities/{{activity}}"): ("update_activity", method.update_activity),
    ("DELETE", f"{_CONVERSATION}/activities/{{activity}}"): ("delete_activity", method.delete_activity),
    ("GET", f"{_CONVERSATION}/members/{{activity}}"): ("get_member", roster.get_member),
    ("GET", f"{_CONVERSATION}/pagedmembers"): ("get_paged_members", roster.get_paged_members),
    ("GET", "v3/teams/{conversation}"): ("get_team", roster.get_team),
    ("GET", "v3/teams/{conversation}/conversations"): ("get_channels", roster.get_channels),
}
_QUERY: Mapping[str, frozenset[str]] = {"get_paged_members": frozenset({"pageSize", "continuationToken"})}
_TARGETED = frozenset({"send_activity", "update_activity", "delete_activity"})
_NO_BODY = frozenset({"GET", "DELETE"})


@dataclass(slots=True)
class Connector:
    """Answers as the Bot Connector would, and writes down every call and every connection."""

    tenant: Tenant
    credentials: Credentials
    faults: Faults
    limits: Limits
    complaints: Complaints
    calls: list[Call] = field(default_factory=list)
    peers: set[tuple[str, int]] = field(default_factory=set)

    def add_to(self, app: web.Application, base: str) -> None:
        """Serve all operations under this path; whatever else is asked for there is a complaint."""
        for (verb, path), (name, operation) in ROUTES.items():
            app.router.add_route(verb, f"{base}/{path}", self._handler(name, operation))
        app.router.add_route("*", f"{base}/{{rest:.*}}", self._handler("unknown", _unknown))

    def _handler(self, name: str, operation: Operation) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = self._begun(name, request)
            started = time.perf_counter()
            try:
                return await self._answered(request, call, operation)
            finally:
                call.seconds = time.perf_counter() - started
                self.tenant.bell.ring()

        return handle

    def _begun(self, name: str, request: web.Request) -> Call:
        peer = request.transport.get_extra_info("peername") if request.transport else None
        if peer:
            self.peers.add(tuple(peer[:2]))
        told = request.match_info
        place, activity = told.get("conversation", ""), told.get("activity", "")
        call = Call(name, {}, place.partition(MESSAGE_PART)[0], activity, self.tenant.clock())
        self.calls.append(call)
        return call

    async def _answered(self, request: web.Request, call: Call, operation: Operation) -> web.StreamResponse:
        raw = await request.read()
        call.arguments = _object(raw)
        call.conversation = call.conversation or _channel_of(call.arguments)
        await self.faults.wait(call.method)
        fault = self.faults.next(call.method, self._places(call))
        if fault is None:
            return await self._act(request, call, operation, raw)
        call.fault = fault

        async def act() -> web.Response:
            return await self._act(request, call, operation, raw)

        def shape(status: int, error: str | None) -> web.Response:
            status = STATUS.get(error or "", 500) if status == 200 else status
            return _response(call, status, error_json(error or code_for(status)))

        return await carry_out(fault, request, act, shape)

    async def _act(self, request: web.Request, call: Call, operation: Operation, raw: bytes) -> web.Response:
        if wait := self.limits.wait_for(call.method, call.conversation):
            answer = _response(call, 429, error_json("Throttled", "Too many requests."))
            if self.limits.tells_when:
                answer.headers["Retry-After"] = str(wait)
            return answer
        try:
            status, body = self._done(request, call, operation, raw)
        except ConnectorError as error:
            self.complaints.add(call.method, error.code, error.words)
            status, body = error.status, error_json(error.code, error.words)
        return _response(call, status, body)

    def _done(self, request: web.Request, call: Call, operation: Operation, raw: bytes) -> Outcome:
        if why := self.credentials.why_not(request.headers.get("Authorization", "")):
            raise ConnectorError("Unauthorized", f"Authorization has been denied for this request: {why}")
        _check_body(request, raw)
        targeted = _targeted(call.method, request.query)
        address = request.match_info.get("conversation", "")
        ask = Ask(self.tenant, self.complaints, address, call.activity_id, targeted, request.query, call.arguments)
        return operation(ask)

    def _places(self, call: Call) -> frozenset[str]:
        """What a fault may be narrowed to: the conversation, and the people it is with."""
        where = self.tenant.conversations.get(call.conversation)
        people = set(where.members) if where and where.kind == "personal" else set()
        named = {str(one.get("id")) for one in call.arguments.get("members") or () if isinstance(one, Mapping)}
        recipient = call.arguments.get("recipient")
        if isinstance(recipient, Mapping):
            named.add(str(recipient.get("id")))
        return frozenset({call.conversation, call.activity_id} | people | named)


def _unknown(_: Ask) -> Outcome:
    raise ConnectorError("NotFound", "no such operation in the Bot Connector")


def _targeted(name: str, query: Mapping[str, str]) -> bool:
    known = _QUERY.get(name, frozenset()) | (frozenset({"isTargetedActivity"}) if name in _TARGETED else frozenset())
    if strange := sorted(query.keys() - known):
        raise ConnectorError("BadArgument", f"unknown query parameters: {', '.join(strange)}")
    return query.get("isTargetedActivity", "").lower() == "true"


def _check_body(request: web.Request, raw: bytes) -> None:
    if request.method in _NO_BODY:
        return
    if request.content_type != "application/json":
        raise ConnectorError("UnsupportedMediaType", f"Content-Type is {request.content_type}")
    try:
        found = json.loads(raw)
    except ValueError:
        raise ConnectorError("BadSyntax", "the body is not JSON") from None
    if not isinstance(found, dict):
        raise ConnectorError("BadSyntax", "the body is not an object")


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _channel_of(body: Mapping[str, Any]) -> str:
    """The channel that a new thread is for."""
    data = body.get("channelData")
    channel = data.get("channel") if isinstance(data, Mapping) else None
    return str(channel.get("id", "")) if isinstance(channel, Mapping) else ""


def _response(call: Call, status: int, body: dict[str, Any] | None) -> web.Response:
    call.status, call.answer = status, body or {}
    raw = b"" if body is None else json.dumps(body).encode()
    return web.Response(status=status, body=raw, content_type="application/json")
