"""Microsoft Graph, as far as an app with resource-specific consent reads a channel's messages in it.

https://learn.microsoft.com/graph/api/chatmessage-get
https://learn.microsoft.com/graph/api/chatmessage-list-replies
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from playground.fault import Faults, carry_out
from playground.teams import inbound
from playground.teams.conversation import Conversation
from playground.teams.credential import GRAPH, Credentials
from playground.teams.message import Message
from playground.teams.record import Call, Complaints
from playground.teams.tenant import Tenant

LARGEST = 50
USUAL = 20
_MESSAGE = "/v1.0/teams/{group}/channels/{channel}/messages/{message}"
_CODES = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "Forbidden",
    404: "NotFound",
    429: "TooManyRequests",
}

Json = dict[str, Any]
Read = Callable[[Conversation, Message, web.Request], Json]


class GraphError(Exception):
    """An answer that is not 200."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass(slots=True)
class Graph:
    """Answers as Microsoft Graph would, and writes down every call."""

    tenant: Tenant
    credentials: Credentials
    faults: Faults
    complaints: Complaints
    base: str = ""
    calls: list[Call] = field(default_factory=list)

    def add_to(self, app: web.Application) -> None:
        """Serve the two endpoints."""
        app.router.add_get(_MESSAGE, self._handler("message", self._message))
        app.router.add_get(f"{_MESSAGE}/replies", self._handler("replies", self._replies))

    def _handler(self, name: str, read: Read) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            told = request.match_info
            call = Call(name, dict(request.query), told["channel"], told["message"], self.tenant.clock())
            self.calls.append(call)
            try:
                return await self._answered(request, call, read)
            finally:
                self.tenant.bell.ring()

        return handle

    async def _answered(self, request: web.Request, call: Call, read: Read) -> web.StreamResponse:
        await self.faults.wait(call.method)
        fault = self.faults.next(call.method, frozenset({call.conversation, call.activity_id}))

        async def act() -> web.Response:
            return self._act(request, call, read)

        def shape(status: int, error: str | None) -> web.Response:
            status = 500 if status == 200 else status
            return _response(call, status, _error(status, error or "", "as planned"))

        if fault is None:
            return await act()
        call.fault = fault
        return await carry_out(fault, request, act, shape)

    def _act(self, request: web.Request, call: Call, read: Read) -> web.Response:
        try:
            where = self._allowed(request)
            message = where.messages.get(request.match_info["message"])
            if message is None or message.only_for is not None or message.root is not None:
                raise GraphError(404, "no such message begins a thread there")
            return _response(call, 200, read(where, message, request))
        except GraphError as error:
            body = _error(error.status, "", str(error))
            self.complaints.add(f"graph {call.method}", body["error"]["code"], str(error))
            return _response(call, error.status, body)

    def _allowed(self, request: web.Request) -> Conversation:
        """The channel, where the app may read it."""
        if why := self.credentials.why_not(request.headers.get("Authorization", ""), GRAPH):
            raise GraphError(401, why)
        told = request.match_info
        where = self.tenant.conversations.get(told["channel"])
        if where is None or where.team is None or where.team.aad_group_id != told["group"]:
            raise GraphError(404, "no such channel in that team")
        if not (self.tenant.consented and where.team.installed):
            raise GraphError(403, "Missing role permissions on the request: ChannelMessage.Read.Group")
        return where

    def _message(self, where: Conversation, message: Message, request: web.Request) -> Json:
        if request.query:
            raise GraphError(400, "no query parameter is supported here")
        return self._told(where, message)

    def _replies(self, where: Conversation, message: Message, request: web.Request) -> Json:
        """A page: the newest come first, and deleted ones are there without their words."""
        if strange := sorted(request.query.keys() - {"$top", "$skiptoken"}):
            raise GraphError(400, f"query parameters that are not supported: {', '.join(strange)}")
        top, start = _number(request, "$top", USUAL), _number(request, "$skiptoken", 0)
        if not 1 <= top <= LARGEST:
            raise GraphError(400, f"$top must be between 1 and {LARGEST}")
        there = [one for one in where.messages.values() if one.root == message.id and one.only_for is None]
        newest = list(reversed(there))
        page = [self._told(where, one) for one in newest[start : start + top]]
        told: Json = {"@odata.count": len(page), "value": page}
        if start + top < len(newest):
            told["@odata.nextLink"] = f"{self.base}{request.path}?$top={top}&$skiptoken={start + top}"
        return told

    def _told(self, where: Conversation, message: Message) -> Json:
        told = inbound.payload_of(self.tenant, where, message)
        told["webUrl"] = told.pop("linkToMessage")
        del told["deleted"]
        told |= {"messageType": "message", "deletedDateTime": None, "chatId": None, "eventDetail": None}
        if message.deleted:
            told |= {"deletedDateTime": told["createdDateTime"], "from": None, "attachments": [], "mentions": []}
            told["body"] = {"contentType": "html", "content": ""}
        return told


def _number(request: web.Request, name: str, usual: int) -> int:
    told = request.query.get(name, str(usual))
    if not told.isdecimal():
        raise GraphError(400, f"{name} is no number")
    return int(told)


def _error(status: int, code: str, words: str) -> Json:
    return {"error": {"code": code or _CODES.get(status, "InternalServerError"), "message": words}}


def _response(call: Call, status: int, body: Mapping[str, Any]) -> web.Response:
    call.status, call.answer = status, dict(body)
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")
