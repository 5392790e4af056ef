"""Who is who in the workspace: one person when they press for the first time, everybody at the start."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failure import translated
from core.errors import DeliveryFailed, TryAgain
from core.people import Identity, NotKnownYet, Platform, Profile, Stranger, Workspace

_PAGE = 500
_PAUSE = timedelta(seconds=5)
_NO_SUCH_PERSON = frozenset({"Slack: user_not_found", "Slack: user_not_visible", "Slack: users_not_found"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SlackRoster:
    """Slack's own knowledge of its people."""

    client: AsyncWebClient

    async def look_up(self, identity: Identity) -> Profile | Stranger | NotKnownYet:
        """One users.info. The caller sets the time limit."""
        try:
            answer = (await self.client.users_info(user=identity.user)).data
        except Exception as error:  # noqa: BLE001 - translated; what is not a delivery failure is raised again
            return _not_found(translated(error))
        user = answer.get("user") if isinstance(answer, dict) else None
        if not isinstance(user, dict):
            return NotKnownYet()
        profile = profile_of(user)
        return profile if profile.identity == identity else Stranger()

    async def everybody(self) -> AsyncIterator[list[Profile]]:
        """All people of the workspace, page by page; waits as long as Slack asks. Raises GiveUp."""
        cursor = ""
        while True:
            try:
                page = await self._page(cursor)
            except TryAgain as busy:
                _log.info("the member list again: %s", busy)
                await asyncio.sleep((busy.after or _PAUSE).total_seconds())
                continue
            yield [profile_of(user) for user in page.get("members", []) if isinstance(user, dict)]
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return

    async def _page(self, cursor: str) -> Mapping[str, Any]:
        try:
            answer = (await self.client.users_list(limit=_PAGE, cursor=cursor or None)).data
        except Exception as error:
            raise translated(error) from error
        if not isinstance(answer, dict):
            raise TryAgain("users.list cannot be read")
        return answer


def _not_found(failure: DeliveryFailed) -> Stranger | NotKnownYet:
    """Only Slack's definite word makes somebody a stranger: not a lost permission, nor a revoked token."""
    if str(failure) in _NO_SUCH_PERSON:
        return Stranger()
    _log.warning("a person could not be looked up: %s", failure)
    return NotKnownYet()


def profile_of(user: Mapping[str, Any]) -> Profile:
    """A profile out of Slack's user object. E-mails are vouched for once the workspace confirmed them."""
    told = user.get("profile") or {}
    name = told.get("real_name") or user.get("real_name") or told.get("display_name") or user.get("name") or "Somebody"
    email = told.get("email") if user.get("is_email_confirmed", True) else None
    return Profile(
        identity=Identity(Workspace(Platform.SLACK, str(user.get("team_id", ""))), str(user.get("id", ""))),
        name=str(name),
        email=str(email).lower() if email else None,
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        deleted=bool(user.get("deleted")),
    )
