"""As much of Microsoft as the wire tests need: keys, tokens and a connector on one loopback port, recording."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

APP = "00000000-0000-0000-0000-00000000ba70"
TENANT = "contoso-tenant"
ISSUER = "https://api.botframework.com"
TEAMS = ("msteams",)


@cache
def private_key(number: int) -> RSAPrivateKey:
    """One of a few keys, made once for the whole run."""
    return generate_private_key(65_537, 2_048)


THREE = 3


def key_of(key_id: str) -> RSAPrivateKey:
    """The key behind an id: ids share three keys, which is enough to tell them apart."""
    return [private_key(number) for number in range(THREE)][sum(key_id.encode()) % THREE]


def published(key_id: str, channels: tuple[str, ...] = TEAMS) -> dict[str, Any]:
    """A key as the key set shows it."""
    told = json.loads(RSAAlgorithm.to_jwk(key_of(key_id).public_key()))
    return {**told, "kid": key_id, "use": "sig", "endorsements": list(channels)}


@dataclass
class Answer:
    """What the connector says next, instead of what it would."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0


@dataclass
class Microsoft:
    """Everything that was asked, and how it is answered."""

    url: str = ""
    keys: list[dict[str, Any]] = field(default_factory=lambda: [published("first")])
    slow: float = 0
    down: bool = False
    asked_for_keys: int = 0
    tokens: int = 0
    token_seconds: Any = 3_600
    refuses: list[Answer] = field(default_factory=list)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)

    @property
    def service(self) -> str:
        """The service URL of activities."""
        return f"{self.url}/emea/"

    @property
    def metadata_url(self) -> str:
        return f"{self.url}/v1/.well-known/openidconfiguration"

    @property
    def token_url(self) -> str:
        return f"{self.url}/{{tenant}}/oauth2/v2.0/token"

    def claims(self, **other: Any) -> dict[str, Any]:
        """A valid token's claims, or others; None leaves one out."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP, "nbf": now - 60, "exp": now + 3_600, "serviceurl": self.service, **other}
        return {name: value for name, value in claims.items() if value is not None}

    def signed(self, key_id: str = "first", **other: Any) -> str:
        """A header that this key signed."""
        token = jwt.encode(self.claims(**other), key_of(key_id), algorithm="RS256", headers={"kid": key_id})
        return f"Bearer {token}"

    def activity(self, **other: Any) -> dict[str, Any]:
        """A message in the escalation channel, or something else; None leaves a part out."""
        said = {
            "type": "message",
            "id": "1700000000001",
            "timestamp": "2026-11-21T12:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": {"id": "29:jane", "name": "Jane Ruiz", "aadObjectId": "jane"},
            "recipient": {"id": f"28:{APP}", "name": "Baton"},
            "conversation": {
                "id": "19:channel@thread.tacv2;messageid=1",
                "conversationType": "channel",
                "isGroup": True,
                "tenantId": TENANT,
            },
            "channelData": {
                "tenant": {"id": TENANT},
                "channel": {"id": "19:channel@thread.tacv2"},
                "team": {"id": "19:team@thread.tacv2", "name": "Service desk"},
            },
            "text": "<at>Baton</at> queue",
            "entities": [
                {"type": "mention", "text": "<at>Baton</at>", "mentioned": {"id": f"28:{APP}", "name": "Baton"}}
            ],
            **other,
        }
        return {name: value for name, value in said.items() if value is not None}

    async def metadata(self, request: web.Request) -> web.Response:
        self.asked_for_keys += 1
        await asyncio.sleep(self.slow)
        if self.down:
            return web.Response(status=503, text="down")
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/v1/.well-known/keys"})

    async def key_set(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def token(self, request: web.Request) -> web.Response:
        self.tokens += 1
        self.forms.append({name: str(value) for name, value in (await request.post()).items()})
        await asyncio.sleep(self.slow)
        if self.refuses:
            refusal = self.refuses.pop(0)
            return web.json_response(refusal.body or {}, status=refusal.status, headers=refusal.headers)
        return web.json_response({"access_token": f"token-{self.tokens}", "expires_in": self.token_seconds})

    async def api(self, request: web.Request) -> web.StreamResponse:
        """The connector: records the call, and does what it was told to."""
        self.connections.add(request.transport)
        body = await request.json() if request.can_read_body else None
        path = request.raw_path.removeprefix("/emea/v3/")
        self.calls.append((request.method, path, body))
        self.authorizations.append(request.headers.get("Authorization", ""))
        if self.answers:
            answer = self.answers.pop(0)
            await asyncio.sleep(answer.after)
            if answer.status == 0 and request.transport:
                request.transport.abort()
            return web.Response(
                status=answer.status or 500,
                body=answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body or {}).encode(),
                headers={"Content-Type": "application/json", **answer.headers},
            )
        return self._usual(request, body)

    def _usual(self, request: web.Request, body: Any) -> web.Response:
        number = 1_700_000_000_000 + len(self.calls)
        named = request.match_info.get("rest", "").split("/")
        if request.path.endswith("/conversations"):
            if body["isGroup"]:
                channel = body["channelData"]["channel"]["id"]
                return web.json_response({"id": f"{channel};messageid={number}", "activityId": str(number)}, status=201)
            return web.json_response({"id": f"a:{body['members'][0]['id']}"}, status=201)
        if len(named) > 1 and named[1] == "members":
            person = next((p for p in self.people.values() if named[2] in (p["id"], p.get("aadObjectId"))), None)
            missing = {"error": {"code": "MemberNotFoundInConversation", "message": "no"}}
            return web.json_response(person or missing, status=200 if person else 404)
        if len(named) > 1 and named[1] == "pagedmembers":
            return self._page(request)
        return web.json_response({"id": str(number)}, status=201)

    def _page(self, request: web.Request) -> web.Response:
        people, start = list(self.people.values()), int(request.query.get("continuationToken", "0"))
        more = {"continuationToken": str(start + 2)} if start + 2 < len(people) else {}
        return web.json_response({"members": people[start : start + 2], **more})


@asynccontextmanager
async def microsoft() -> AsyncIterator[Microsoft]:
    """All of it, on a port of its own."""
    told = Microsoft()
    app = web.Application()
    app.router.add_get("/v1/.well-known/openidconfiguration", told.metadata)
    app.router.add_get("/v1/.well-known/keys", told.key_set)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", told.token)
    app.router.add_route("*", "/emea/v3/conversations", told.api)
    app.router.add_route("*", "/emea/v3/conversations/{rest:.*}", told.api)
    async with served(app) as told.url:
        yield told


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """The application on a free port of loopback."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=2_048).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def tampered(header: str) -> str:
    """The same token with another signature."""
    head, claims, signature = header.split(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))
    raw[0] ^= 1
    return f"{head}.{claims}.{base64.urlsafe_b64encode(bytes(raw)).decode().rstrip('=')}"
