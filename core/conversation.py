"""A conversation of a chat as it was last heard of: where something can be said, and how it is reached."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.people import AccountId, Workspace


class Shape(StrEnum):
    """Who sees what is said there."""

    CHANNEL = "channel"  # a channel's people; it has threads
    GROUP = "group"  # those in a chat of several; it has none
    PERSONAL = "personal"  # one person


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation that a chat's own API must be told about with every message, so that we keep it.

    ``address`` is where the chat's API for it is, ``bot`` our own id in it. ``team`` and ``group`` are the chat's
    and the directory's id of the team that a channel belongs to. ``person`` is the user of a personal one.
    ``closed`` says in words why nothing can be said there until somebody there does something; empty while open.
    """

    account: AccountId
    workspace: Workspace
    id: str
    shape: Shape
    address: str
    bot: str
    heard_at: datetime
    name: str = ""
    team: str = ""
    group: str = ""
    person: str = ""
    closed: str = ""
