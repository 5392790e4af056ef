"""The way from Slack to the app: signed HTTP requests.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp

from playground.bell import Bell
from playground.slack.answer import LOST, Answer
from playground.slack.workspace import Clock

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
EVENTS_PATH = "/slack/events"


def signed(secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The two headers that prove a request came from Slack."""
    digest = hmac.new(secret.encode(), b"v0:%d:" % timestamp + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


class Wire:
    """Sends to `app_url`; gives up after `patience` seconds, as Slack does after three."""

    def __init__(self, secret: str, patience: float, bell: Bell, clock: Clock = time.time) -> None:
        self.app_url = ""
        self.secret = secret
        self.patience = patience
        self._bell = bell
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def form(self, fields: Mapping[str, Any]) -> Answer:
        """A slash command."""
        return await self.post(urlencode(fields).encode(), FORM)

    async def payload(self, payload: Mapping[str, Any]) -> Answer:
        """An interaction: a form with one field, `payload`."""
        return await self.form({"payload": json.dumps(payload)})

    async def json(self, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        """An event."""
        return await self.post(json.dumps(body).encode(), JSON, headers)

    async def post(self, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Send these bytes, signed. Never raises: an answer that does not come is LOST."""
        answer = await self._answered(body, content_type, headers or {})
        self._bell.ring()
        return answer

    async def _answered(self, body: bytes, content_type: str, headers: Mapping[str, str]) -> Answer:
        all_headers = signed(self.secret, body, int(self._clock()))
        all_headers |= {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        started = time.perf_counter()
        try:
            status, text = await self._send(body, all_headers | dict(headers))
        except TimeoutError:
            return Answer(LOST, seconds=time.perf_counter() - started, trouble="operation_timeout")
        except aiohttp.ClientError:
            return Answer(LOST, seconds=time.perf_counter() - started, trouble="dispatch_failed")
        trouble = "" if 200 <= status < 300 else "dispatch_failed"
        return Answer(status, text, time.perf_counter() - started, trouble)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)

    async def _send(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        if not self.app_url:
            raise aiohttp.ClientConnectionError("app_url is not set")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=self.patience),
            )
        url = self.app_url.rstrip("/") + EVENTS_PATH
        async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.text()
