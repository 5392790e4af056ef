"""What is said to Baton in a message: by its name in a channel, or in its own conversation with somebody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.quote import text_in
from bot.slack.words import Words, to_baton
from core.delivery import MessageRef
from core.inbound import name_of
from core.people import Identity, Platform, Workspace
from core.remark import Thread

DIRECT = "im"
"""What Slack calls the conversation of two."""

_BY_PEOPLE = frozenset({"", "thread_broadcast", "file_share"})
_ESCALATING = re.compile(r"^\s*(?:<@[^<>]{1,100}>)?[\s:,]*/?escalate(?=[\s:,])", re.IGNORECASE)
_DIRECT_ID = re.compile(r"D[A-Z0-9]{2,30}")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message to Baton. ``root`` is the message that its thread stands under, empty outside of threads; ``told`` is
    all that Slack says of the message."""

    by: Identity
    here: Workspace
    channel: str
    ts: str
    root: str
    words: Words
    told: Mapping[str, Any]

    @property
    def direct(self) -> bool:
        """Whether it was said in Baton's own conversation with somebody."""
        return _DIRECT_ID.fullmatch(self.channel) is not None

    @property
    def named(self) -> str:
        """The request is the message, however often Slack tells of it and by however many events."""
        return name_of("to baton", self.here.id, self.channel, self.ts)

    @property
    def escalating(self) -> bool:
        """Whether it says so itself."""
        return _ESCALATING.search(text_in(self.told, "text")) is not None

    @property
    def thread(self) -> Thread:
        """The thread that it stands in, or begins."""
        return Thread(self.here, MessageRef(self.channel, self.root or self.ts))

    @property
    def files(self) -> bool:
        """Whether something came with it."""
        return bool(self.told.get("files"))


def spoken_in(body: Mapping[str, Any], here: Workspace, bot: str) -> Spoken | None:
    """What a person said to Baton; None for what bots say, for edits, and for what cannot be read."""
    told = body.get("event")
    if not isinstance(told, dict) or told.get("bot_id") or text_in(told, "subtype") not in _BY_PEOPLE:
        return None
    user, channel, ts = (text_in(told, name) for name in ("user", "channel", "ts"))
    if not (user and channel and ts) or user == bot:
        return None
    theirs = text_in(told, "user_team") or text_in(told, "team") or here.id
    root = text_in(told, "thread_ts")
    return Spoken(
        by=Identity(Workspace(Platform.SLACK, theirs), user),
        here=here,
        channel=channel,
        ts=ts,
        root="" if root == ts else root,
        words=to_baton(text_in(told, "text"), bot),
        told=told,
    )


def is_direct(body: Mapping[str, Any]) -> bool:
    """Whether a message event is of Baton's own conversation with somebody."""
    told = body.get("event")
    return isinstance(told, dict) and told.get("channel_type") == DIRECT
