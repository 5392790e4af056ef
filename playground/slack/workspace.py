"""One Slack workspace: its people, conversations, views and our app in it.

All state lives here; everything that changes it rings the bell.
"""

import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.bell import Bell
from playground.slack.channel import Channel, Kind
from playground.slack.member import Member
from playground.slack.message import Message
from playground.slack.view import View

Clock = Callable[[], float]
"""Epoch seconds."""

OnMessage = Callable[[str, Channel, Message], None]
"""(posted | changed | deleted, where, what): told after the fact; ephemerals are not told."""

SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class App:
    """Our app as the workspace installed it."""

    id: str
    name: str
    bot_user: str
    token: str
    signing_secret: str
    scopes: frozenset[str]
    events: frozenset[str]
    home_tab: bool = True

    @property
    def bot_id(self) -> str:
        """The id under which Slack lists the app's messages."""
        return f"B{self.id[1:]}"


@dataclass(slots=True)
class Trigger:
    """Permission to open one view, for a few seconds after a person acted."""

    user: str
    born: float
    used: bool = False


@dataclass(slots=True, eq=False)
class Workspace:
    """The state of one workspace. Ids are deterministic: the n-th thing made has the n-th id."""

    team_id: str
    domain: str
    app: App
    clock: Clock = time.time
    bell: Bell = field(default_factory=Bell)
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    modals: dict[str, list[View]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, View] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    on_message: list[OnMessage] = field(default_factory=list)
    installed: bool = True
    _serial: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _dms: dict[frozenset[str], Channel] = field(default_factory=dict)
    _second: int = 0

    def number(self) -> int:
        """The next number, never the same twice."""
        return next(self._serial)

    def next_ts(self) -> str:
        """A message id: the time, and later than any before it."""
        self._second = max(self._second, int(self.clock()))
        return f"{self._second}.{self.number():06d}"

    def add_channel(self, name: str, kind: Kind = "public", members: Iterable[str] = ()) -> Channel:
        """A new conversation with these members."""
        letter = "D" if kind == "im" else "C"
        channel = Channel(f"{letter}0{len(self.channels) + 1:08d}", name, kind, list(members))
        self.channels[channel.id] = channel
        self.bell.ring()
        return channel

    def dm(self, user: str, other: str | None = None) -> Channel:
        """The direct conversation of a person with our bot (or somebody else), opened if need be."""
        pair = frozenset({user, other or self.app.bot_user})
        if pair not in self._dms:
            self._dms[pair] = self.add_channel("", "im", sorted(pair))
        return self._dms[pair]

    def name_of(self, some_id: str) -> str:
        """The display name of a person, conversation or group; the id itself when unknown."""
        if member := self.members.get(some_id):
            return member.name
        if channel := self.channels.get(some_id):
            return channel.name
        return self.groups.get(some_id, some_id)

    def can_read(self, user: str, channel: Channel) -> bool:
        """Whether Slack would show this conversation to this person."""
        if user in channel.members:
            return True
        return channel.kind == "public" and not self.members[user].is_guest

    def new_trigger(self, user: str) -> str:
        """A trigger id for something this person just did."""
        trigger_id = f"{self.number()}.{self.number()}.trigger"
        self.triggers[trigger_id] = Trigger(user, self.clock())
        return trigger_id

    def view(self, view_id: str) -> View | None:
        """An open modal or an App Home by its id or external id."""
        stacks = itertools.chain(self.homes.values(), *self.modals.values())
        return next((v for v in stacks if view_id in (v.id, v.definition.get("external_id") or v.id)), None)

    def team_json(self) -> dict[str, Any]:
        """The `team` object of payloads."""
        return {"id": self.team_id, "domain": self.domain}

    def permalink(self, channel: str, ts: str, thread_ts: str | None = None) -> str:
        """The address of a message."""
        link = f"https://{self.domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={thread_ts}&cid={channel}" if thread_ts and thread_ts != ts else link

    def member(self, name: str) -> Member:
        """Somebody by first name, full name, handle or id. Raises KeyError."""
        wanted = name.removeprefix("@").lower()
        for member in self.members.values():
            full = member.name.lower()
            if wanted in (member.id.lower(), member.handle, full, full.split()[0]):
                return member
        raise KeyError(f"nobody is called {name!r}")

    def channel(self, name: str) -> Channel:
        """A conversation by #name or id. Raises KeyError."""
        if found := self.channels.get(name):
            return found
        for channel in self.channels.values():
            if channel.kind != "im" and channel.name == name.removeprefix("#"):
                return channel
        raise KeyError(f"no channel {name!r}")
