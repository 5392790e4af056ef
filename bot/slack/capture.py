"""Capture: the messages of a thread, as many as there is time for, and why there are no more.

Slack reads a thread from its beginning, in pages, and only where Baton is a member. Whatever goes wrong, the escalation
goes on with what is there.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.about import About
from bot.slack.failure import translated
from bot.slack.installation import Installation
from bot.slack.quote import Names, Unnamed, called, text_in, unnamed
from bot.slack.words import Words
from core.directory import Directory
from core.errors import DeliveryFailed
from core.excerpt import excerpt
from core.handoff import Quote, Source
from core.people import Identity, Platform, Workspace

AT_ONCE = timedelta(seconds=0.9)
"""How long it may take where somebody waits for an answer, which is due within three seconds."""

UNHURRIED = timedelta(seconds=8)
PAGE = 1_000
"""The most that Slack gives an app that a customer made for themselves; others get 15, and so a part of the thread."""

MOST_PAGES = 5
_NAMES_ASKED = 200

_MISSED = {
    "not_in_channel": "Baton is not in that conversation",
    "channel_not_found": "Baton is not in that conversation",
    "missing_scope": "Baton lacks the permission to read there",
    "thread_not_found": "the thread is no longer there",
    "message_not_found": "the thread is no longer there",
    "ratelimited": "Slack asked to wait",
    "timeout": "Slack did not answer in time",
}
_OTHERWISE = "Slack did not let it be read"
_TOO_MANY = "there are more than could be read"


@dataclass(frozen=True, slots=True)
class Thread:
    """The message that a thread stands under. ``since`` is the first of the newest, where that is known; ``but`` one
    message that is not to be captured."""

    channel: str
    root: str
    since: str = ""
    but: str = ""


@dataclass(slots=True)
class _Read:
    """What was read so far. ``of`` is how many there are."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    of: int = 0
    missed: str = ""

    @property
    def any(self) -> bool:
        return bool(self.messages)


@dataclass(frozen=True, slots=True)
class Captured:
    """The source, and the id of the first of its newest messages, from which it can be read again."""

    source: Source
    since: str


@dataclass(frozen=True, slots=True)
class Capture:
    """Reads threads."""

    client: AsyncWebClient
    directory: Directory
    installation: Installation

    @property
    def here(self) -> Workspace:
        """The workspace that Baton is installed in."""
        return self.installation.workspace or Workspace(Platform.SLACK, "")

    async def of_form(self, about: About, within: timedelta) -> Captured:
        """What a form is about; the message that it carries, where nothing can be read."""
        captured = await self.thread(Thread(about.channel, about.root, about.since), within)
        source = replace(captured.source, link=self.link(about.channel, about.ts, about.root))
        if source.quotes or not about.quote.text:
            return replace(captured, source=_counted(source, about))
        return replace(captured, source=replace(source, quotes=(about.quote,)))

    async def thread(self, thread: Thread, within: timedelta) -> Captured:
        """What could be read in time. Raises Unavailable when nobody's name can be found."""
        read = await self._read(thread, within)
        spoken = [unnamed(message, self.here) for message in read.messages]
        names = await self.names(*(person for one in spoken for person in one.people(self.here)))
        quotes = [(one.ts, one.quote(self.here, names)) for one in spoken if one.ts != thread.but]
        worded = [(ts, quote) for ts, quote in quotes if quote.text]
        kept = excerpt([quote for _, quote in worded])
        there = (thread.channel, thread.root) if read.any else ("", "")
        of = read.of - bool(thread.but)
        source = Source(kept, "", of if of > 1 else 0, read.missed, *there)
        return Captured(source, _since(worded, kept) if not read.missed else "")

    async def names(self, *people: Identity) -> Names:
        """Those who are known here, and Baton."""
        ours = {Identity(self.here, self.installation.bot): "Baton"}
        asked = list(dict.fromkeys(people))[:_NAMES_ASKED]
        return {**await self.directory.names(*asked), **ours}

    async def called(self, words: Words) -> tuple[str, ...]:
        """The names of those who are mentioned: in a message Slack tells their ids alone."""
        return called(words, self.here, await self.names(*(Identity(self.here, user) for user in words.mentioned)))

    async def quoted(self, message: object) -> Quote:
        """One message."""
        spoken: Unnamed = unnamed(message, self.here)
        return spoken.quote(self.here, await self.names(*spoken.people(self.here)))

    def link(self, channel: str, ts: str, root: str = "") -> str:
        """Where a message stands, as Slack writes it; empty before Slack told its own address."""
        if not self.installation.url or not channel or not ts:
            return ""
        address = f"{self.installation.url}archives/{channel}/p{ts.replace('.', '')}"
        return f"{address}?thread_ts={root}&cid={channel}" if root and root != ts else address

    async def _read(self, thread: Thread, within: timedelta) -> _Read:
        read = _Read()
        try:
            async with asyncio.timeout(within.total_seconds()):
                await self._pages(thread, read)
        except Exception as error:  # noqa: BLE001 - translated; what is not a delivery failure is raised again
            read.missed = _why(translated(error))
        return read

    async def _pages(self, thread: Thread, read: _Read) -> None:
        cursor = ""
        for _ in range(MOST_PAGES):
            page = await self._page(thread, cursor)
            read.messages += _messages(page)
            read.of = max(read.of, _replies(read.messages) + 1, len(read.messages))
            cursor = text_in(page.get("response_metadata") or {}, "next_cursor")
            if not cursor:
                return
        read.missed = _TOO_MANY

    async def _page(self, thread: Thread, cursor: str) -> Mapping[str, Any]:
        answer = await self.client.conversations_replies(
            channel=thread.channel,
            ts=thread.root,
            limit=PAGE,
            cursor=cursor or None,
            oldest=thread.since or None,
            inclusive=True if thread.since else None,
        )
        return answer.data if isinstance(answer.data, dict) else {}


def _counted(source: Source, about: About) -> Source:
    """Read from where it was read before: those in between are as many as they were."""
    return replace(source, of=max(source.of, about.of)) if source.quotes and about.of else source


def _since(worded: Sequence[tuple[str, Quote]], kept: Sequence[Quote]) -> str:
    """From where to read again, once there are more messages than go into a case."""
    return worded[1 - len(kept)][0] if 1 < len(kept) < len(worded) else ""


def _messages(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = page.get("messages")
    return [message for message in listed if isinstance(message, dict)] if isinstance(listed, list) else []


def _replies(messages: Sequence[Mapping[str, Any]]) -> int:
    """How many answers the first message is said to have."""
    count = messages[0].get("reply_count") if messages else 0
    return count if isinstance(count, int) and 0 <= count < 1_000_000 else 0


def _why(failure: DeliveryFailed) -> str:
    return _MISSED.get(failure.code, _OTHERWISE)
