"""App Home: one page a person, published whole by ``views.publish``.

It is published when its owner opens it, and after what they do in it; not for everybody at every change: that would be
a call a person and change out of about a hundred a minute for a whole workspace (tier 4), to pages that nobody looks
at. Where Slack asks to wait, the page waits, and shows what is so by then.

Slack gives every published page a hash. The one that the person had before them goes along, so that of two replicas
the one that read first does not write last: whoever finds another page there reads once more, and then publishes.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.background import Background
from bot.slack.blocks import Block, blocks
from bot.slack.failure import translated
from bot.slack.press import HOME
from core.desk import Desk
from core.directory import Directory
from core.errors import BatonError, DeliveryFailed, GiveUp, TryAgain
from core.home import NOT_KNOWN, STRANGERS, Page, Section, home_for, with_notice
from core.message import Message
from core.people import Identity, Member, NotKnownYet, Platform, Stranger, Workspace
from core.text import cut

MOST_BLOCKS = 100
TRIES = 5
"""How often a page is tried to be published."""

LONGEST_PAUSE = timedelta(minutes=1)
"""Whoever is to wait longer opens it again."""

_PAUSE = timedelta(seconds=1)
_HEADING = 150
_CONFLICT = "Slack: hash_conflict"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be published: ``known`` is the hash of the one that its reader had before them, ``read`` the page where
    it was read already."""

    known: str = ""
    notice: Message | None = None
    read: Page | None = None


@dataclass(slots=True)
class Homes:
    """Publishes people's Homes, one page at a time for each of them: what is wanted meanwhile is one page more."""

    client: AsyncWebClient
    desk: Desk
    directory: Directory
    background: Background
    _wanted: dict[Identity, Wanted] = field(default_factory=dict)
    _busy: set[Identity] = field(default_factory=set)

    async def opened(self, body: Mapping[str, Any]) -> None:
        """Somebody opened Baton's Home. Raises BatonError."""
        opening = opened_by(body)
        if opening is not None:
            person, known = opening
            page = await self._page(person)
            before = self._wanted.get(person)  # what it was to show is newer than what was read here
            self._want(person, Wanted(known, before.notice, None) if before else Wanted(known, read=page))

    def refresh(self, person: Identity, known: str = "", notice: Message | None = None) -> None:
        """Show them how things stand now, beside what is being done; with words at the top where there are any."""
        before = self._wanted.get(person)
        self._want(person, Wanted(known, notice or (before.notice if before else None)))

    def _want(self, person: Identity, wanted: Wanted) -> None:
        self._wanted[person] = wanted
        if person not in self._busy:
            self._busy.add(person)
            self.background.begin(self._shown(person))

    async def _shown(self, person: Identity) -> None:
        try:
            while (wanted := self._wanted.pop(person, None)) is not None:
                await self._published(person, wanted)
        except BatonError as error:
            _log.warning("a Home could not be read: %s", error)
        finally:
            self._busy.discard(person)

    async def _published(self, person: Identity, wanted: Wanted) -> None:
        page, known, why = wanted.read, wanted.known, ""
        for _ in range(TRIES):
            page = page or await self._page(person)
            try:
                return await self._publish(person, with_notice(page, wanted.notice) if wanted.notice else page, known)
            except DeliveryFailed as error:
                why = error.words if isinstance(error, GiveUp) else str(error)
                if not isinstance(error, TryAgain) or (error.after or _PAUSE) > LONGEST_PAUSE:
                    break
                if str(error) != _CONFLICT:
                    await asyncio.sleep((error.after or _PAUSE).total_seconds())
            page, known = None, ""
        _log.warning("a Home could not be published: %s", why)
        return None

    async def _publish(self, person: Identity, page: Page, known: str) -> None:
        try:
            await self.client.views_publish(user_id=person.user, view=home_view(page, person), hash=known or None)
        except Exception as error:
            raise translated(error) from error

    async def _page(self, person: Identity) -> Page:
        """What this person is shown now. Raises Unavailable."""
        match await self.directory.member(person):
            case Stranger():
                return STRANGERS
            case NotKnownYet():
                return NOT_KNOWN
            case Member() as by:
                return home_for(await self.desk.home(by))


def opened_by(body: Mapping[str, Any]) -> tuple[Identity, str] | None:
    """Who opened the Home tab, and the hash of what they had before them; None for Baton's other tabs."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("tab") != HOME:
        return None
    user, team, view = event.get("user"), body.get("team_id"), event.get("view")
    if not isinstance(user, str) or not isinstance(team, str):
        return None
    known = view.get("hash") if isinstance(view, Mapping) else None
    return Identity(Workspace(Platform.SLACK, team), user), known if isinstance(known, str) else ""


def home_view(page: Page, person: Identity) -> Block:
    """The page as Slack's view. Limits: docs.slack.dev, "views.publish": 100 blocks."""
    made = [block for section in page.sections for block in _section(section, person.workspace)]
    return {"type": HOME, "blocks": made[:MOST_BLOCKS]}


def _section(section: Section, workspace: Workspace) -> list[Block]:
    words = {"type": "plain_text", "text": cut(section.heading, _HEADING), "emoji": False}
    heading = [{"type": "header", "text": words}] if section.heading else []
    return [*heading, *blocks(Message(section.heading, section.parts), workspace)]
