"""A loopback Microsoft, and our own edge before a turn that keeps what it is given."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession, web

from bot.teams.connector import new_session
from bot.teams.edge import Arrival, Edge, Reply
from bot.teams.keys import KeySource, SigningKeys
from bot.teams.token import TokenCheck
from core.people import Workspace
from tests.bot.teams.microsoft import APP, ISSUER, TENANT, Microsoft, microsoft, served


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    """The session that the service would have."""
    async with new_session() as session:
        yield session


@pytest.fixture(name="microsoft")
async def _microsoft() -> AsyncIterator[Microsoft]:
    async with microsoft() as told:
        yield told


@dataclass
class Front:
    """Our edge, as whoever calls it sees it."""

    url: str
    client: ClientSession
    keys: SigningKeys
    arrived: list[Arrival] = field(default_factory=list)
    reply: Reply | None = None
    raises: Exception | None = None
    admitted: Exception | None = None

    async def turn(self, arrival: Arrival) -> Reply | None:
        self.arrived.append(arrival)
        if self.raises:
            raise self.raises
        return self.reply

    async def admits(self, workspace: Workspace) -> bool:
        if self.admitted:
            raise self.admitted
        return workspace.id == TENANT

    async def send(
        self, body: Any = None, authorization: str | None = None, *, data: Any = None, **headers: str
    ) -> tuple[int, str]:
        """The status and the words that a request gets."""
        sent = {"Content-Type": "application/json", **{name.replace("_", "-"): v for name, v in headers.items()}}
        if authorization is not None:
            sent["Authorization"] = authorization
        payload: dict[str, Any] = {"json": body} if data is None else {"data": data}
        async with self.client.post(f"{self.url}/api/messages", headers=sent, **payload) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def front(microsoft: Microsoft, http: ClientSession) -> AsyncIterator[Front]:
    """The edge with the whole check before it."""
    keys = SigningKeys(KeySource(http, microsoft.metadata_url))
    async with aiohttp.ClientSession() as client:
        front = Front("", client, keys)
        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_post("/api/messages", Edge(front.turn, front.admits, TokenCheck(keys, APP, ISSUER)).handle)
        async with served(app) as front.url, keys.kept():
            yield front
