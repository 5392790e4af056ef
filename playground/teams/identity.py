"""The token endpoint and the OpenID documents over HTTP, each with its faults and its records."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from playground.fault import Faults, carry_out
from playground.teams.credential import Credentials, TokenRefused
from playground.teams.issuer import Issuer
from playground.teams.record import Call, Complaints
from playground.teams.refusal import code_for, error_json
from playground.teams.tenant import Tenant

FORM = "application/x-www-form-urlencoded"

Told = tuple[int, Mapping[str, Any]]
Act = Callable[[web.Request, Call], Awaitable[Told]]


@dataclass(slots=True)
class Identity:
    """What surrounds the Connector: who signs its requests, and who issues the app's tokens."""

    tenant: Tenant
    issuer: Issuer
    credentials: Credentials
    faults: Faults
    complaints: Complaints
    base: str = ""
    calls: list[Call] = field(default_factory=list)

    def add_to(self, app: web.Application) -> None:
        """Serve the three endpoints."""
        app.router.add_get("/v1/.well-known/openidconfiguration", self._handler("metadata", self._metadata))
        app.router.add_get("/v1/.well-known/keys", self._handler("keys", self._keys))
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._handler("token", self._token))

    def _handler(self, name: str, act: Act) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = Call(name, at=self.tenant.clock())
            self.calls.append(call)
            started = time.perf_counter()
            try:
                return await self._answered(request, call, act)
            finally:
                call.seconds = time.perf_counter() - started
                self.tenant.bell.ring()

        return handle

    async def _answered(self, request: web.Request, call: Call, act: Act) -> web.StreamResponse:
        await self.faults.wait(call.method)
        fault = self.faults.next(call.method)

        async def done() -> web.Response:
            return _response(call, *await act(request, call))

        if fault is None:
            return await done()
        call.fault = fault

        def shape(status: int, error: str | None) -> web.Response:
            status = 500 if status == 200 else status
            return _response(call, status, error_json(error or code_for(status)))

        return await carry_out(fault, request, done, shape)

    async def _metadata(self, _request: web.Request, _call: Call) -> Told:
        return 200, self.issuer.metadata(self.base)

    async def _keys(self, _request: web.Request, _call: Call) -> Told:
        return 200, self.issuer.listed()

    async def _token(self, request: web.Request, call: Call) -> Told:
        try:
            if request.content_type != FORM:
                raise TokenRefused("invalid_request", 900144, f"The body must be {FORM}.")
            form = {name: str(value) for name, value in (await request.post()).items()}
            call.arguments = {name: value for name, value in form.items() if name != "client_secret"}
            return 200, self.credentials.issue(request.match_info["tenant"], form)
        except TokenRefused as error:
            self.complaints.add("token", error.error, str(error))
            return error.status, error.as_json()


def _response(call: Call, status: int, body: Mapping[str, Any]) -> web.Response:
    call.status, call.answer = status, dict(body)
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")
