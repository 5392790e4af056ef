"""Where people talk: the channels of a team, group chats, personal chats with the app."""

from dataclasses import dataclass, field
from typing import Any, Literal

from playground.teams.message import Message

Kind = Literal["channel", "groupChat", "personal", "oneOnOne"]
"""`personal` is a chat with the app, `oneOnOne` one of two people, which no app can be in."""

MESSAGE_PART = ";messageid="


@dataclass(slots=True, eq=False)
class Team:
    """A team. Its id is that of its General channel; `installed` says whether the app is in it."""

    id: str
    name: str
    aad_group_id: str
    members: list[str] = field(default_factory=list)
    installed: bool = True

    def as_json(self) -> dict[str, Any]:
        """`channelData.team` of the events about teams, and what v3/teams/{id} answers."""
        return {"id": self.id, "name": self.name, "aadGroupId": self.aad_group_id}


@dataclass(slots=True, eq=False)
class Conversation:
    """One conversation with all that was ever said in it, in order of the messages' ids.

    `blocked` is the error code that Teams answers to everything the app wants to write here.
    """

    id: str
    kind: Kind
    name: str
    members: list[str] = field(default_factory=list)
    team: Team | None = None
    installed: bool = True
    blocked: str = ""
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def has_app(self) -> bool:
        """Whether the app is in the roster."""
        return self.team.installed if self.team else self.installed

    @property
    def type(self) -> str:
        """`conversationType`, as Teams tells the app: it calls the chat of two people personal, too."""
        return "personal" if self.kind == "oneOnOne" else self.kind

    @property
    def is_general(self) -> bool:
        """Whether this is the channel that has its team's id."""
        return self.team is not None and self.team.id == self.id

    def present(self) -> list[Message]:
        """What everybody here can see, oldest first."""
        return [m for m in self.messages.values() if not m.deleted and m.only_for is None]

    def shown_to(self, reader: str) -> list[Message]:
        """What this person can see, whispers included, oldest first."""
        return [m for m in self.messages.values() if not m.deleted and m.only_for in (None, reader)]

    def address(self, root: str | None) -> str:
        """The conversation id that reaches this thread."""
        return f"{self.id}{MESSAGE_PART}{root}" if root and self.kind == "channel" else self.id
