"""A conversation: public or private channel, or a direct message."""

from dataclasses import dataclass, field
from typing import Any, Literal

from playground.slack.message import Message

Kind = Literal["public", "private", "im"]

CHANNEL_TYPES: dict[Kind, str] = {"public": "channel", "private": "group", "im": "im"}
"""What an event calls each kind in `channel_type`."""

LIST_TYPES: dict[Kind, str] = {"public": "public_channel", "private": "private_channel", "im": "im"}
"""What conversations.list calls each kind in `types`."""


@dataclass(slots=True, eq=False)
class Channel:
    """One conversation with all that was ever said in it, in order of `ts`."""

    id: str
    name: str
    kind: Kind = "public"
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_shared: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)

    def present(self) -> list[Message]:
        """The messages that were not deleted, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def replies(self, thread_ts: str) -> list[Message]:
        """The answers in one thread, oldest first, without the message that began it."""
        return [m for m in self.present() if m.thread_ts == thread_ts and m.ts != thread_ts]

    def as_json(self, reader: str) -> dict[str, Any]:
        """The `channel` object of conversations.info, for the account that asks."""
        base = {"id": self.id, "is_archived": self.is_archived, "created": 1, "is_org_shared": False}
        if self.kind == "im":
            other = next(iter(m for m in self.members if m != reader), reader)
            return base | {"is_im": True, "user": other, "is_user_deleted": False}
        kinds = {"is_channel": self.kind == "public", "is_group": self.kind == "private"}
        kinds |= {"is_im": False, "is_mpim": False, "is_private": self.kind == "private"}
        kinds |= {"is_ext_shared": self.is_shared, "is_shared": self.is_shared}
        naming = {"name": self.name, "name_normalized": self.name, "is_general": self.name == "general"}
        return base | kinds | naming | {"is_member": reader in self.members}
