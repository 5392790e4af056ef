"""What ``/readyz`` asks: whether this process stays, its database answers and fits, and its chats can be used."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.http.health import Check
from core.errors import Unavailable


class Pinged(Protocol):
    """A database that can be asked how it is."""

    async def ping(self) -> None:
        """Raises Unavailable when it cannot be reached."""

    async def step(self) -> str:
        """The migration that it is at. Raises Unavailable."""


class Installed(Protocol):
    """A chat in which Baton is installed."""

    @property
    def problem(self) -> str:
        """Why it cannot be used, in words; empty when it can."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """``head`` is the migration that this Baton needs; ``leaving`` is set once it stops."""

    database: Pinged
    head: str
    leaving: asyncio.Event
    chats: Mapping[str, Installed]

    def checks(self) -> dict[str, Check]:
        """What is asked, by name."""
        chats = {name: _usable(chat) for name, chat in self.chats.items()}
        return {"server": self._server, "database": self._answers, "migrations": self._fits, **chats}

    async def _server(self) -> str:
        return "stopping" if self.leaving.is_set() else ""

    async def _answers(self) -> str:
        try:
            await self.database.ping()
        except Unavailable as error:
            return error.words
        return ""

    async def _fits(self) -> str:
        try:
            found = await self.database.step()
        except Unavailable:
            return "not known while the database does not answer"
        if found == self.head:
            return ""
        return f"the database is at step {found}, and this Baton at {self.head}: update the older"


def _usable(chat: Installed) -> Check:
    async def usable() -> str:
        return chat.problem

    return usable
