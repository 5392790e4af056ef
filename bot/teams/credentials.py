"""Our own tokens: one for each tenant and scope, asked for once, held ready, renewed before it ends."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import ClientSession

from bot.background import Background
from bot.teams.failure import Answered, answered, no_token
from core.errors import DeliveryFailed

LIMIT = timedelta(seconds=5)
_AHEAD = timedelta(minutes=5)
"""A token is renewed beside what is going on when so much of its time is left, or a fifth of it."""

_PAUSE = timedelta(seconds=30)
"""How long a renewal ahead of time that failed is not tried again."""

_USUAL = 3_600
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token is for: the tenant that gives it, and the API that takes it."""

    tenant: str
    scope: str


@dataclass(frozen=True, slots=True)
class _Token:
    """A token; both times are of the running loop's clock."""

    value: str
    renewed_from: float
    ends: float


class Credentials:
    """Tokens of one app. ``token_url`` may hold ``{tenant}``."""

    def __init__(self, http: ClientSession, token_url: str, app_id: str, password: str) -> None:
        self._http = http
        self._token_url = token_url
        self._app_id = app_id
        self._password = password
        self._held: dict[Grant, _Token] = {}
        self._asking: dict[Grant, asyncio.Task[_Token]] = {}
        self._paused: dict[Grant, float] = {}
        self._background = Background()

    async def token(self, grant: Grant) -> str:
        """A token that is good for a while. Raises DeliveryFailed, of which nothing is uncertain."""
        held = self._held.get(grant)
        if held is None or held.ends <= _now():
            return (await self._asked(grant)).value
        if held.renewed_from <= _now() and self._paused.get(grant, 0) <= _now() and grant not in self._asking:
            self._background.begin(self._renewed(grant))
        return held.value

    def prepare(self, grant: Grant) -> None:
        """Have a token at hand soon. Nobody waits for it: whoever needs it is told why there is none."""
        held = self._held.get(grant)
        if held is None or held.renewed_from <= _now():
            self._background.begin(self._prepared(grant))

    def forget(self, grant: Grant, value: str) -> None:
        """The token was refused: the next one is new. One that was renewed meanwhile stays."""
        held = self._held.get(grant)
        if held is not None and held.value == value:
            del self._held[grant]

    async def close(self) -> None:
        """Wait for what is being asked."""
        for task in self._asking.values():
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)
        await self._background.close()

    async def _asked(self, grant: Grant) -> _Token:
        """One question for all who wait; whoever stops waiting does not stop it."""
        try:
            return await asyncio.shield(self._question(grant))
        except (Answered, aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            raise no_token(error) from error

    def _question(self, grant: Grant) -> asyncio.Task[_Token]:
        """The one that is being asked, or a new one."""
        if grant not in self._asking:
            task = self._asking[grant] = asyncio.create_task(self._ask(grant))
            task.add_done_callback(lambda done: self._answered(grant, done))
        return self._asking[grant]

    def _answered(self, grant: Grant, task: asyncio.Task[_Token]) -> None:
        """What went wrong is looked at here, too: perhaps nobody waits any more."""
        del self._asking[grant]
        if not task.cancelled():
            task.exception()

    async def _prepared(self, grant: Grant) -> None:
        with suppress(DeliveryFailed):
            await self._asked(grant)

    async def _renewed(self, grant: Grant) -> None:
        self._paused[grant] = _now() + _PAUSE.total_seconds()
        await self._asked(grant)

    async def _ask(self, grant: Grant) -> _Token:
        url = self._token_url.replace("{tenant}", quote(grant.tenant, safe=""))
        form = {
            "grant_type": "client_credentials",
            "client_id": self._app_id,
            "client_secret": self._password,
            "scope": grant.scope,
        }
        began = _now()
        async with (
            asyncio.timeout(LIMIT.total_seconds()),
            self._http.post(url, data=form, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise answered(answer.status, answer.headers, await answer.read())
            token = _token(await answer.json(content_type=None), began)
        self._held[grant] = token
        return token


def _token(told: Any, began: float) -> _Token:
    value = told.get("access_token") if isinstance(told, dict) else None
    if not isinstance(value, str) or not value:
        raise ValueError("an answer without a token")
    lasts = min(_seconds(told.get("expires_in")), _DAY)
    ahead = min(_AHEAD.total_seconds(), lasts / 5)
    return _Token(value, renewed_from=began + lasts - ahead, ends=began + lasts - ahead / 5)


def _seconds(told: Any) -> float:
    """How long it is good for: a number, which some endpoints send as text."""
    text = str(told)
    return float(text) if text.isascii() and text.isdecimal() else _USUAL


def _now() -> float:
    return asyncio.get_running_loop().time()
