"""The way from Teams to the app: activities in JWT-signed HTTP requests."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from playground.teams.answer import LOST, Answer
from playground.teams.issuer import Issuer
from playground.teams.tenant import Tenant

PATH = "/api/messages"
JSON = "application/json; charset=utf-8"
FORMS = ("task/", "composeExtension/")
SORRY = "Something went wrong. Please try again."
UNREACHABLE = "Unable to reach app. Please try again."


@dataclass(frozen=True, slots=True)
class Forgery:
    """What is wrong about a request on purpose. `token` replaces the true one ("" sends none)."""

    token: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def of(self, activity: Mapping[str, Any]) -> dict[str, Any]:
        """The activity with the forgery in it."""
        return {name: value for name, value in {**activity, **self.fields}.items() if name not in self.missing}


HONEST = Forgery()


@dataclass(slots=True)
class Wire:
    """Sends to `app_url`. Teams waits `patience` seconds for an answer, `form_patience` for a form's, and sends
    what a form's request got no answer to `retries` times more.
    """

    tenant: Tenant
    issuer: Issuer
    patience: float
    form_patience: float
    retries: int
    app_url: str = ""
    _session: aiohttp.ClientSession | None = None

    async def send(self, activity: Mapping[str, Any], forgery: Forgery = HONEST) -> Answer:
        """Send an activity in somebody's name. Never raises: an answer that does not come is LOST."""
        sent = forgery.of(activity)
        author = sent.get("from")
        if isinstance(author, Mapping):
            self.tenant.sent[str(author.get("id"))] = sent
        is_form = str(sent.get("name", "")).startswith(FORMS)
        answer = await self.once(sent, forgery.token)
        for _ in range(self.retries if is_form else 0):
            if answer.status != LOST or answer.trouble != SORRY:
                break
            answer = await self.once(sent, forgery.token)
        self.tenant.bell.ring()
        return answer

    async def once(self, activity: Mapping[str, Any], token: str | None = None) -> Answer:
        """Send it one time."""
        if token is None:
            token = self.issuer.ordinary(self.tenant.service_url)
        is_form = str(activity.get("name", "")).startswith(FORMS)
        body = json.dumps(activity).encode()
        return await self.post(body, token, JSON, self.form_patience if is_form else self.patience)

    async def post(self, body: bytes, token: str, content_type: str = JSON, patience: float = 15.0) -> Answer:
        """Send these bytes."""
        headers = {"Content-Type": content_type, "User-Agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        started = time.perf_counter()
        try:
            status, text = await self._post(body, headers, patience)
        except TimeoutError:
            return Answer(LOST, "", time.perf_counter() - started, SORRY)
        except aiohttp.ClientError:
            return Answer(LOST, "", time.perf_counter() - started, UNREACHABLE)
        return Answer(status, text, time.perf_counter() - started, "" if 200 <= status < 300 else UNREACHABLE)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)

    async def _post(self, body: bytes, headers: Mapping[str, str], patience: float) -> tuple[int, str]:
        if not self.app_url:
            raise aiohttp.ClientConnectionError("app_url is not set")
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        url = self.app_url.rstrip("/") + PATH
        limit = aiohttp.ClientTimeout(total=patience)
        async with self._session.post(url, data=body, headers=headers, allow_redirects=False, timeout=limit) as answer:
            return answer.status, await answer.text()
