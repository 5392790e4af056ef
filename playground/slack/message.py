"""A message with every version it ever had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said from `at` (epoch seconds) on. `mentions` is what its markup addresses."""

    text: str
    blocks: Sequence[Block]
    metadata: Mapping[str, Any]
    at: float
    mentions: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Message:
    """One message; the newest version is what people see. `only_for` makes it ephemeral; `by_app` names another app
    that posted it."""

    channel_id: str
    ts: str
    author: str
    versions: list[Version]
    thread_ts: str | None = None
    only_for: str | None = None
    app_id: str | None = None
    team_id: str = ""
    broadcast: bool = False
    files: int = 0
    by_app: str = ""
    deleted: bool = False
    edited_by_text: bool = False
    notified: frozenset[str] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        """The newest version's text, as stored (escaped)."""
        return self.versions[-1].text

    @property
    def blocks(self) -> Sequence[Block]:
        """The newest version's blocks."""
        return self.versions[-1].blocks

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The newest version's metadata; empty when there is none."""
        return self.versions[-1].metadata

    @property
    def pings(self) -> tuple[str, ...]:
        """Everything any version's markup mentioned: user and group ids, "channel", "here", "everyone"."""
        found = [mention for version in self.versions for mention in version.mentions]
        return tuple(dict.fromkeys(found))

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def as_json(self, *, with_metadata: bool = False) -> dict[str, Any]:
        """The message object that the Web API and payloads carry."""
        shape: dict[str, Any] = {"type": "message", "user": self.author, "ts": self.ts, "text": self.text}
        shape["team"] = self.team_id
        if self.by_app:
            shape |= {"subtype": "bot_message", "bot_id": f"B0{self.by_app.upper()}", "username": self.by_app}
            del shape["user"]
        if self.broadcast and self.is_reply:
            shape["subtype"] = "thread_broadcast"
        if self.files:
            files = [{"id": f"F{self.ts.replace('.', '')}{n}", "mode": "hosted"} for n in range(self.files)]
            shape |= {"subtype": "file_share", "files": files, "upload": False}
        if self.app_id:
            shape |= {"bot_id": f"B{self.app_id[1:]}", "app_id": self.app_id}
        if self.blocks:
            shape["blocks"] = list(self.blocks)
        if self.thread_ts:
            shape["thread_ts"] = self.thread_ts
        if self.edited_by_text:
            shape["edited"] = {"user": self.author, "ts": f"{self.versions[-1].at:.0f}.000000"}
        if with_metadata and self.metadata:
            shape["metadata"] = dict(self.metadata)
        return shape
