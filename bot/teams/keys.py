"""The keys that sign the Bot Framework's tokens, held ready: asked for ahead of time, never in a valid request's way.

A key that is not known may be newer than what we hold: it is looked for at once, by one question for all who wait.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from aiohttp import ClientSession
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

LIMIT = timedelta(seconds=5)
"""How long one question may take."""

LIFETIME = timedelta(hours=24)
"""How long keys count as new; they are asked for again when three quarters of it are over."""

STALE = timedelta(days=7)
"""How long they are used when nobody answers."""

INTERVAL = timedelta(seconds=5)
"""The least time between two questions, whatever keys strangers name."""

_PATIENCE = timedelta(seconds=8)
_MOST_WAITING = 2_000
_SHORTEST_KEY = 2_048
_NEVER = -math.inf

_log = logging.getLogger(__name__)


class KeysUnavailable(Exception):
    """The keys could not be had."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the channels for which its tokens may speak."""

    public: RSAPublicKey
    endorsements: frozenset[str]


Keys = Mapping[str, Key]


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the keys are published: OpenID metadata that names a JSON Web Key Set."""

    http: ClientSession
    metadata_url: str

    async def __call__(self) -> Keys:
        """Every key by its id; at least one. Raises KeysUnavailable."""
        try:
            async with asyncio.timeout(LIMIT.total_seconds()):
                metadata = await self._read(self.metadata_url)
                keys = _keys(await self._read(str(metadata["jwks_uri"])))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise KeysUnavailable(type(error).__name__) from error
        if not keys:
            raise KeysUnavailable("none is published")
        return keys

    async def _read(self, url: str) -> Any:
        async with self.http.get(url, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)


class SigningKeys:
    """The keys as they were last published."""

    def __init__(
        self,
        source: Callable[[], Awaitable[Keys]],
        *,
        lifetime: timedelta = LIFETIME,
        interval: timedelta = INTERVAL,
    ) -> None:
        self._source = source
        self._lifetime = lifetime.total_seconds()
        self._interval = interval.total_seconds()
        self._keys: Keys = {}
        self._fetched = _NEVER
        self._asked = _NEVER
        self._asking: asyncio.Task[None] | None = None
        self._waiting = 0

    async def find(self, key_id: str) -> Key | None:
        """The key of that id; one that is not known is looked for. Raises KeysUnavailable when there are none."""
        if key_id not in self._held() and self._waiting < _MOST_WAITING:
            self._waiting += 1
            try:
                await self._looked_for(key_id)
            finally:
                self._waiting -= 1
        held = self._held()
        if not held:
            raise KeysUnavailable("they could not be had yet")
        return held.get(key_id)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Asked for at once, and again ahead of time, for as long as this lasts."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            tasks = [task for task in (keeping, self._asking) if task is not None]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _held(self) -> Keys:
        return self._keys if _now() - self._fetched < STALE.total_seconds() else {}

    async def _looked_for(self, key_id: str) -> None:
        """Wait for an answer that was asked for after now: an earlier one may not tell of a key this new."""
        since = _now()
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()):
                while key_id not in self._held() and self._asked < since:
                    await asyncio.shield(self._question())
        except TimeoutError:
            _log.warning("the Bot Framework's keys did not come in time")

    async def _keep(self) -> None:
        while True:
            await asyncio.shield(self._question())
            answered = self._fetched == self._asked
            await asyncio.sleep(self._lifetime * 0.75 if answered else min(60, self._lifetime / 10))

    def _question(self) -> asyncio.Task[None]:
        """The question that is under way, or a new one."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return self._asking

    async def _ask(self) -> None:
        await asyncio.sleep(max(0.0, self._asked + self._interval - _now()))
        self._asked = _now()
        try:
            self._keys = await self._source()
            self._fetched = self._asked
        except KeysUnavailable as error:
            _log.warning("the Bot Framework's keys cannot be had (%s); %s are held", error, len(self._held()) or "none")


def _keys(published: Any) -> dict[str, Key]:
    found = {}
    for told in published["keys"]:
        public = _public(told)
        if public is not None:
            endorsements = told.get("endorsements") or ()
            found[str(told["kid"])] = Key(public, frozenset(str(channel) for channel in endorsements))
    return found


def _public(told: Any) -> RSAPublicKey | None:
    """The key, if it is one that may sign: RSA, and long enough."""
    if not isinstance(told, dict) or told.get("kty") != "RSA" or not isinstance(told.get("kid"), str):
        return None
    try:
        key = RSAAlgorithm.from_jwk(told)
    except (PyJWTError, ValueError, TypeError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= _SHORTEST_KEY else None


def _now() -> float:
    return asyncio.get_running_loop().time()
