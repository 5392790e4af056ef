"""Capture: the messages of a channel's thread, as many as there is time for, and why there are no more.

Only where it was asked for, and only what a team agreed to: Graph reads it with resource-specific consent. Whatever
goes wrong, the escalation goes on with what Teams told of itself.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.teams.graph import Graph, Post
from bot.teams.payload import link_to, quote_of
from bot.teams.reference import base_of, root_of
from bot.teams.sender import Sender
from bot.teams.team import Groups
from core.conversation import Shape
from core.errors import DeliveryFailed
from core.excerpt import excerpt
from core.handoff import Quote, Source

AT_ONCE = timedelta(seconds=0.9)
"""How long it may take: somebody waits for the dialog to close, and the case for its card."""

MOST_PAGES = 5

_NOT_THERE = "Baton is not in that team"
_MISSED = {
    "BotNotInConversationRoster": _NOT_THERE,
    "http_403": "that team did not agree that Baton reads there",
    "http_404": "the thread is no longer there",
    "http_429": "Microsoft asked to wait",
    "timeout": "Microsoft did not answer in time",
    "token_timeout": "Microsoft did not answer in time",
}
_OTHERWISE = "Microsoft did not let it be read"
_TOO_MANY = "there are more than could be read"

_log = logging.getLogger(__name__)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that Teams itself told of: its id, and its words where there are any."""

    id: str
    quote: Quote | None = None


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    root: Json | None = None
    replies: list[Json] = field(default_factory=list)
    missed: str = ""

    def messages(self) -> list[Json]:
        """What people and apps wrote, in its order; nothing where what it answers to is not known."""
        if self.root is None:
            return []
        found = {_id(one): one for one in (self.root, *self.replies) if _is_written(one)}
        return [found[named] for named in sorted(found, key=_age)]


@dataclass(frozen=True, slots=True)
class Capture:
    """Reads the threads of channels."""

    graph: Graph
    groups: Groups

    def root(self, sender: Sender, told: str) -> str:
        """The message that a thread stands under which can be read; empty where there is none, as in chats. Where
        somebody is says the activity; what a client tells of a message is asked second."""
        root = root_of(sender.conversation) or told
        return root if _is_in_channel(sender, root) else ""

    def prepare(self, sender: Sender) -> None:
        """A form was opened: what takes time before anything can be read is begun."""
        self.graph.prepare(sender.identity.workspace.id)

    async def of_message(self, sender: Sender, source: Source, chosen: str, root: str) -> Source:
        """The thread of a message that was chosen, which stands in the source as Teams told of it."""
        told = Seen(chosen, source.quotes[0] if source.quotes else None)
        read = await self._read(sender, root)
        thread = _source(read, told)
        return replace(thread, link=source.link or thread.link)

    async def around(self, sender: Sender) -> Source | None:
        """What was written in the thread in which Baton is spoken to, that message aside; None where none is."""
        root = root_of(sender.conversation)
        if not _is_in_channel(sender, root) or sender.targeted or sender.activity in ("", root):
            return None
        read = await self._read(sender, root)
        return _source(replace(read, replies=[one for one in read.replies if _id(one) != sender.activity]), None)

    async def _read(self, sender: Sender, root: str) -> _Read:
        read = _Read()
        try:
            async with asyncio.timeout(AT_ONCE.total_seconds()):
                await self._thread(sender, root, read)
        except TimeoutError:
            read.missed = _MISSED["timeout"]
        except DeliveryFailed as error:
            _log.info("a thread was not read: %s", error)
            read.missed = _MISSED.get(error.code, _OTHERWISE)
        return read

    async def _thread(self, sender: Sender, root: str, read: _Read) -> None:
        group = await self.groups.of(sender)
        if not group:
            read.missed = _NOT_THERE
            return
        post = Post(sender.identity.workspace.id, group, base_of(sender.conversation), root)
        both = (self._root(post, read), self._replies(post, read))
        for came in await asyncio.gather(*both, return_exceptions=True):
            if isinstance(came, BaseException):
                raise came

    async def _root(self, post: Post, read: _Read) -> None:
        read.root = await self.graph.message(post)

    async def _replies(self, post: Post, read: _Read) -> None:
        more = None
        for _ in range(MOST_PAGES):
            page = await self.graph.replies(post, more)
            read.replies += page.messages
            more = page.more
            if more is None:
                return
        read.missed = _TOO_MANY


def _source(read: _Read, told: Seen | None) -> Source:
    """The first and the newest; what Teams told of is among them, unless it is old."""
    quotes = [(_id(one), quote_of(one)) for one in read.messages()]
    if told and told.quote and told.id not in {named for named, _ in quotes}:
        quotes = sorted([*quotes, (told.id, told.quote)], key=lambda one: _age(one[0]))
    kept = excerpt([quote for _, quote in quotes if quote.text])
    known = len(quotes) > 1 and not read.missed
    return Source(kept, link_to(read.root) if read.root else "", len(quotes) if known else 0, read.missed)


def _is_in_channel(sender: Sender, root: str) -> bool:
    """A thread is named by a message's id, which is a number; chats have none."""
    return sender.shape is Shape.CHANNEL and root.isascii() and root.isdecimal()


def _is_written(message: Json) -> bool:
    """Neither deleted nor Teams's own: somebody was added, the channel has a new name."""
    return bool(_id(message)) and not message.get("deletedDateTime") and message.get("messageType") == "message"


def _id(message: Json) -> str:
    value = message.get("id")
    return value if isinstance(value, str) else ""


def _age(named: str) -> tuple[int, str]:
    """A message's id is its time in milliseconds."""
    return (len(named), named)
