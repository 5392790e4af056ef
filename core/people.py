"""Accounts, members and identities: who somebody is, whichever chat they speak from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from core.text import clean, cut, one_line

AccountId = NewType("AccountId", UUID)
MemberId = NewType("MemberId", UUID)

NAME_LENGTH = 80


class Platform(StrEnum):
    """A chat that people escalate from and pick up in."""

    SLACK = "slack"
    TEAMS = "teams"

    @property
    def label(self) -> str:
        """The name people call it by."""
        return {Platform.SLACK: "Slack", Platform.TEAMS: "Teams"}[self]


class Role(StrEnum):
    """What a member may do in their account; see ``permission``."""

    OWNER = "owner"
    ADMIN = "admin"
    ENGINEER = "engineer"
    VIEWER = "viewer"  # may escalate and look at cards; takes nothing


ENGINEERS = frozenset({Role.OWNER, Role.ADMIN, Role.ENGINEER})
ADMINS = frozenset({Role.OWNER, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Workspace:
    """A Slack workspace or a Teams tenant, by the id its platform gives it."""

    platform: Platform
    id: str


@dataclass(frozen=True, slots=True)
class Identity:
    """One person in one chat: ``workspace`` is the person's own, not the one a request came from."""

    workspace: Workspace
    user: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform says about one of its people. ``email`` only where the platform vouches for it."""

    identity: Identity
    name: str
    email: str | None = None
    guest: bool = False
    bot: bool = False
    deleted: bool = False

    @property
    def shown_name(self) -> str:
        """The name as it may be shown: on one line, without characters that make it read as another."""
        return cut(one_line(clean(self.name)), NAME_LENGTH) or "Somebody"

    @property
    def role(self) -> Role:
        """The role a person starts with: platform guests may only look."""
        return Role.VIEWER if self.guest else Role.ENGINEER


@dataclass(frozen=True, slots=True)
class Member:
    """A person of one account."""

    id: MemberId
    account: AccountId
    name: str
    role: Role
    active: bool = True

    @property
    def engineer(self) -> bool:
        """Whether this member may pick things up."""
        return self.active and self.role in ENGINEERS

    @property
    def admin(self) -> bool:
        """Whether this member may change settings."""
        return self.active and self.role in ADMINS


@dataclass(frozen=True, slots=True)
class Party:
    """A member as named on a handoff. ``identities`` only where the member is to be mentioned."""

    member: MemberId
    name: str
    identities: tuple[Identity, ...] = ()

    @property
    def first_name(self) -> str:
        """The name used in titles and lists."""
        return self.name.split()[0] if self.name.split() else self.name


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who is no member here and is told nothing: another organisation's, a bot, someone deactivated."""


@dataclass(frozen=True, slots=True)
class NotKnownYet:
    """Somebody we could not look up within the time a press may wait; they are asked to press again."""
