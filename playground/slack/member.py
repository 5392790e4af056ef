"""A person's or an app's account in the workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.cast import Actor

STRANGERS_TEAM = "T0FABRIKAM"


@dataclass(frozen=True, slots=True)
class Member:
    """One account. `team_id` is the account's own workspace: not ours for a Slack Connect stranger."""

    id: str
    team_id: str
    handle: str
    name: str
    email: str
    timezone: str = "Europe/Berlin"
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False

    @property
    def is_guest(self) -> bool:
        """Whether Slack shows this person only the channels they were put into."""
        return self.is_restricted or self.is_ultra_restricted or self.is_stranger

    def as_json(self, *, with_email: bool = True) -> dict[str, Any]:
        """The `user` object of users.info; strangers and those asked without scope come without e-mail."""
        profile: dict[str, Any] = {"real_name": self.name, "display_name": self.handle, "team": self.team_id}
        profile |= {"first_name": self.name.split()[0], "last_name": self.name.split()[-1]}
        if with_email and not self.is_stranger and not self.is_bot:
            profile["email"] = self.email
        user: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.handle,
            "real_name": self.name,
        }
        user |= {"deleted": self.deleted, "profile": profile, "is_bot": self.is_bot, "updated": 1}
        user |= {"is_app_user": False, "is_email_confirmed": True}
        return user if self.deleted else user | self._standing()

    def _standing(self) -> dict[str, Any]:
        standing: dict[str, Any] = {"tz": self.timezone, "tz_label": self.timezone}
        standing["tz_offset"] = _offset(self.timezone)
        standing |= {"is_admin": self.is_admin, "is_owner": False, "is_primary_owner": False}
        standing |= {"is_restricted": self.is_restricted}
        standing |= {"is_ultra_restricted": self.is_ultra_restricted}
        return standing | ({"is_stranger": True} if self.is_stranger else {})


def member_from(actor: Actor, team_id: str) -> Member:
    """The Slack account of one of the cast; the id follows from the handle."""
    stranger = actor.part == "stranger"
    return Member(
        id="U0" + "".join(c for c in actor.handle.upper() if c.isalnum()),
        team_id=STRANGERS_TEAM if stranger else team_id,
        handle=actor.handle,
        name=actor.name,
        email=actor.email,
        timezone=actor.timezone,
        is_ultra_restricted=actor.part == "guest",
        is_stranger=stranger,
    )


def _offset(timezone: str) -> int:
    moment = datetime.now(ZoneInfo(timezone)).utcoffset()
    return int(moment.total_seconds()) if moment else 0
