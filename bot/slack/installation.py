"""The workspace we are installed in: found at the start, its people learned ahead and kept up to date."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.channel import joined
from bot.slack.failure import translated
from bot.slack.roster import SlackRoster, profile_of
from core.directory import Directory
from core.errors import BatonError, DeliveryFailed, GiveUp, TryAgain, Unavailable
from core.inbound import name_of
from core.people import Platform, Workspace
from core.repository import Storage, Transaction

_PAUSE = timedelta(seconds=5)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Installation:
    """One Slack workspace. ``url`` is its own address. ``problem`` says in words why it is not ready yet; ``learned``
    is set when everybody in it is known."""

    client: AsyncWebClient
    storage: Storage
    directory: Directory
    channel: str = ""
    owner: str = ""
    workspace: Workspace | None = None
    bot: str = ""
    url: str = ""
    problem: str = "Slack was not asked yet"
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    learned: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self) -> None:
        """Find out where we are, then learn who is there; again and again until Slack answers."""
        await self._until_done(self._find_out)
        self.problem = ""
        self.ready.set()
        _log.info("Slack is ready: workspace %s", self.workspace.id if self.workspace else "")
        await self._until_done(self._learn)
        self.learned.set()

    async def _until_done(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await step()
            except (DeliveryFailed, Unavailable) as error:
                self.problem = "" if self.ready.is_set() else _words(error)
                _log.warning("Slack is not ready: %s", error)
            except Exception:  # noqa: BLE001 - a background loop outlives whatever happens to one round
                self.problem = "" if self.ready.is_set() else "an internal error; the log has it"
                _log.exception("Slack is not ready")
            await asyncio.sleep(_PAUSE.total_seconds())

    async def _find_out(self) -> None:
        await self._introduce()
        await self._choose_first_channel()
        await self._join()

    async def _introduce(self) -> None:
        answer = await self._asked(self.client.auth_test())
        self.workspace = Workspace(Platform.SLACK, str(answer.get("team_id", "")))
        self.bot = str(answer.get("user_id", ""))
        self.url = str(answer.get("url", ""))
        here, name = self.workspace, str(answer.get("team", ""))
        if await self.storage.transact(lambda tx: tx.accounts.join(here, name)) is None:
            raise DeliveryFailed("another workspace is the account's; this one stays silent until it is linked")

    async def _learn(self) -> None:
        if self.workspace is None:
            return
        async for profiles in SlackRoster(self.client).everybody():
            await self.directory.learn(self.workspace, *profiles)
            await self.directory.make_owner(self.owner, *profiles)

    async def _choose_first_channel(self) -> None:
        if not self.channel or self.workspace is None:
            return
        here, channel = self.workspace, await self._channel_id(self.channel)
        await self.storage.transact(lambda tx: _first_channel(tx, here, channel))

    async def _join(self) -> None:
        """Be in the escalation channel: only there does Slack tell of what is written under cards.

        Into a private one Baton must be invited; cards need no more than that either.
        """
        if self.workspace is None:
            return
        here = self.workspace
        channel = await self.storage.read(lambda tx: _chosen(tx, here))
        try:
            if channel:
                await joined(self.client, channel)
        except DeliveryFailed as error:
            _log.warning("Baton is not in its channel, and hears nothing of what is written there: %s", error)

    async def _channel_id(self, named: str) -> str:
        """A channel's id; a name is looked for in the list of channels, once."""
        if named[:1] in "CG" and named[1:].isalnum() and named.isupper():
            return named
        cursor = ""
        while True:
            page = await self._asked(
                self.client.conversations_list(
                    types="public_channel,private_channel", exclude_archived=True, limit=200, cursor=cursor or None
                )
            )
            for channel in page.get("channels", []):
                if channel.get("name") == named:
                    return str(channel["id"])
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                raise DeliveryFailed(f"there is no channel #{named} that Baton can see: see SLACK_CHANNEL")

    async def _asked(self, call: Any) -> Mapping[str, Any]:
        try:
            answer = (await call).data
        except Exception as error:
            raise translated(error) from error
        if not isinstance(answer, dict):
            raise TryAgain("Slack's answer cannot be read")
        return answer

    async def user_changed(self, event: Mapping[str, Any], event_id: str = "") -> None:
        """A person joined, left, or changed their name. Slack may send the event again, after a newer one."""
        user = event.get("user")
        if self.workspace is not None and isinstance(user, dict):
            profile = profile_of(user)
            request = name_of(self.workspace.id, "event", event_id) if event_id else ""
            await self.directory.learn(self.workspace, profile, request=request)
            await self.directory.make_owner(self.owner, profile)


def _words(error: BatonError) -> str:
    """What a human can do where there is something to do, else what happened."""
    return error.words if isinstance(error, GiveUp | Unavailable) else str(error)


def _first_channel(tx: Transaction, workspace: Workspace, channel: str) -> None:
    """The configured channel counts only until somebody chose one in the chat."""
    if not _chosen(tx, workspace):
        tx.accounts.choose_channel(workspace, channel)


def _chosen(tx: Transaction, workspace: Workspace) -> str:
    """The channel that cards go to; empty for none."""
    account = tx.accounts.of(workspace)
    channels = tx.accounts.channels(account) if account else ()
    return next((place.channel for place in channels if place.workspace == workspace), "")
