"""The Bot Connector's API over one session: learn.microsoft.com, "Bot Connector API reference".

The stock client makes a connection and two tokens for every turn, and tries again by itself. This one does neither:
the courier decides about trying again.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from bot.teams.credentials import Credentials, Grant
from bot.teams.failure import answered, translated
from core.errors import TryAgain

LIMIT = timedelta(seconds=10)
_CONNECT_SECONDS = 3
_CONNECTIONS = 100
_KEPT_SECONDS = 30
_PAGE = 500
_TARGETED = {"isTargetedActivity": "true"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Created:
    """A conversation that was made, and what was said first in it, if anything."""

    conversation: str
    message: str


def new_session() -> ClientSession:
    """One session for the process."""
    return ClientSession(
        connector=TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_KEPT_SECONDS),
        timeout=ClientTimeout(total=LIMIT.total_seconds(), sock_connect=_CONNECT_SECONDS),
    )


@dataclass(frozen=True, slots=True)
class Connector:
    """Calls the API at the address that a conversation's activities name. Raises DeliveryFailed and nothing else.

    Gone, whenever what is named in the call is not there. Without credentials nothing is signed.
    """

    http: ClientSession
    credentials: Credentials | None
    grant: Grant

    async def create(self, address: str, conversation: Json) -> Created:
        """A personal conversation, or a new thread in a channel with the activity that opens it."""
        answer = await self._call("POST", address, "v3/conversations", body=conversation)
        named, first = _text(answer, "id"), _text(answer, "activityId")
        if not named:
            raise TryAgain("Teams's answer names no conversation", uncertain=True)
        return Created(named, first or named.partition(";messageid=")[2])

    async def post(self, address: str, conversation: str, activity: Json) -> str:
        """Say something; an id that carries ``;messageid=`` is a thread. Returns the message's id."""
        return _message(await self._call("POST", address, _activities(conversation), body=activity))

    async def whisper(self, address: str, conversation: str, user: str, activity: Json) -> str:
        """Say something that only one member of the conversation sees, for a day."""
        body = {**activity, "recipient": {"id": user}}
        return _message(await self._call("POST", address, _activities(conversation), body=body, query=_TARGETED))

    async def put(self, address: str, conversation: str, message: str, activity: Json) -> None:
        """Replace a message for everybody."""
        await self._call("PUT", address, _activities(conversation, message), body=activity)

    async def delete(self, address: str, conversation: str, message: str) -> None:
        """Take a message away."""
        await self._call("DELETE", address, _activities(conversation, message))

    async def member(self, address: str, conversation: str, user: str) -> Json:
        """One member of a conversation, by their id in Teams or in the directory."""
        return await self._call("GET", address, f"v3/conversations/{_quoted(conversation)}/members/{_quoted(user)}")

    async def group(self, address: str, team: str) -> str:
        """The directory's id of a team; empty where Teams tells none."""
        return _text(await self._call("GET", address, f"v3/teams/{_quoted(team)}"), "aadGroupId")

    async def members(self, address: str, conversation: str) -> AsyncIterator[list[Json]]:
        """All members of a conversation, page by page."""
        path = f"v3/conversations/{_quoted(conversation)}/pagedmembers"
        query = {"pageSize": str(_PAGE)}
        while True:
            page = await self._call("GET", address, path, query=query)
            listed = page.get("members")
            yield [member for member in listed if isinstance(member, dict)] if isinstance(listed, list) else []
            token = _text(page, "continuationToken")
            if not token:
                return
            query = {"pageSize": str(_PAGE), "continuationToken": token}

    async def _call(
        self, method: str, address: str, path: str, *, body: Json | None = None, query: Mapping[str, str] | None = None
    ) -> Json:
        token = await self.credentials.token(self.grant) if self.credentials else ""
        try:
            return await self._answer(method, _url(address, path, query or {}), token, body)
        except Exception as error:
            raise translated(error) from error

    async def _answer(self, method: str, url: URL, token: str, body: Json | None) -> Json:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            asyncio.timeout(LIMIT.total_seconds()),
            self.http.request(method, url, json=body, headers=headers, allow_redirects=False) as answer,
        ):
            said = await answer.read()
            if answer.status == 401 and self.credentials:
                self.credentials.forget(self.grant, token)
            if not 200 <= answer.status < 300:
                raise answered(answer.status, answer.headers, said)
            return _object(said)


def _url(address: str, path: str, query: Mapping[str, str]) -> URL:
    return URL(f"{address.rstrip('/')}/{path}", encoded=True).update_query(query)


def _activities(conversation: str, message: str = "") -> str:
    path = f"v3/conversations/{_quoted(conversation)}/activities"
    return f"{path}/{_quoted(message)}" if message else path


def _quoted(name: str) -> str:
    return quote(name, safe="")


def _object(said: bytes) -> Json:
    """What a successful answer says; some say nothing."""
    try:
        told = json.loads(said) if said else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _message(answer: Json) -> str:
    message = _text(answer, "id")
    if not message:
        raise TryAgain("Teams's answer names no message", uncertain=True)
    return message


def _text(answer: Json, name: str) -> str:
    value = answer.get(name)
    return value if isinstance(value, str) else ""
