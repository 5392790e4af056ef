"""What Microsoft Graph lets Baton read where a team gave consent: one thread of one channel, as the app itself.

learn.microsoft.com, "Get chatMessage in a channel", "List replies": ``ChannelMessage.Read.Group`` is enough for both,
the team is named by its id in the directory, a page has at most 50 messages, and ``$top`` is the one parameter.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import ClientSession
from yarl import URL

from bot.teams.connector import LIMIT
from bot.teams.credentials import Credentials, Grant
from bot.teams.failure import answered, translated
from core.errors import GiveUp

PAGE = 50
_NEXT = "@odata.nextLink"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """A message that a channel's thread stands under: the tenant, the team's group, and the ids of channel and root."""

    tenant: str
    group: str
    channel: str
    root: str

    @property
    def path(self) -> str:
        """Where Graph has it."""
        group, channel, root = (quote(name, safe="") for name in (self.group, self.channel, self.root))
        return f"v1.0/teams/{group}/channels/{channel}/messages/{root}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages, and where more of them are."""

    messages: Sequence[Json]
    more: URL | None


@dataclass(frozen=True, slots=True)
class Graph:
    """Reads. ``scope`` is what its tokens are for. Raises DeliveryFailed and nothing else."""

    http: ClientSession
    credentials: Credentials | None
    address: str
    scope: str

    def prepare(self, tenant: str) -> None:
        """Something may be read there soon: the token is asked for beside what is going on."""
        if self.credentials:
            self.credentials.prepare(Grant(tenant, self.scope))

    async def message(self, post: Post) -> Json:
        """The message itself."""
        return await self._read(post.tenant, self._url(post.path))

    async def replies(self, post: Post, after: URL | None = None) -> Page:
        """What was answered to it: the newest, or the page after one that was read."""
        url = after or self._url(f"{post.path}/replies").update_query({"$top": str(PAGE)})
        told = await self._read(post.tenant, url)
        listed = told.get("value")
        messages = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
        return Page(messages, self._next(told[_NEXT]) if told.get(_NEXT) else None)

    def _next(self, told: object) -> URL:
        """The next page: nowhere else than where Graph is, for the token goes along."""
        try:
            url = URL(told, encoded=True) if isinstance(told, str) else URL()
            if url.origin() == URL(self.address).origin():
                return url
        except ValueError:
            pass
        raise GiveUp("Graph: the next page is somewhere else")

    def _url(self, path: str) -> URL:
        return URL(f"{self.address.rstrip('/')}/{path}", encoded=True)

    async def _read(self, tenant: str, url: URL) -> Json:
        grant = Grant(tenant, self.scope)
        token = await self.credentials.token(grant) if self.credentials else ""
        try:
            return await self._answer(grant, token, url)
        except Exception as error:
            raise translated(error) from error

    async def _answer(self, grant: Grant, token: str, url: URL) -> Json:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            asyncio.timeout(LIMIT.total_seconds()),
            self.http.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            said = await answer.read()
            if answer.status == 401 and self.credentials:
                self.credentials.forget(grant, token)
            if answer.status != 200:
                raise answered(answer.status, answer.headers, said)
            told = json.loads(said)
            if not isinstance(told, dict):
                raise ValueError("an answer that is no object")
            return told
