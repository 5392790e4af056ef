"""Who did something in Teams, and where: an answer to them finds its way with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.teams.edge import Arrival
from bot.teams.reference import base_of, shape_of, thread_of
from core.act import Origin
from core.conversation import Shape
from core.delivery import MessageRef
from core.handoff import Door
from core.inbound import name_of
from core.people import Identity

_MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Sender:
    """A person, by the directory's id, and by Teams's own in ``user``; and the conversation with its thread.

    ``targeted`` when nobody else in that conversation sees what they sent; ``on`` the message whose button it was.
    ``team`` is Teams's id of the team whose channel it is, ``group`` the directory's, where Teams tells it.
    """

    identity: Identity
    user: str
    name: str
    address: str
    conversation: str
    shape: Shape
    targeted: bool
    activity: str
    on: str = ""
    team: str = ""
    group: str = ""

    @property
    def shared(self) -> str:
        """The conversation without its thread; empty for a personal one."""
        return "" if self.shape is Shape.PERSONAL else base_of(self.conversation)

    def origin(self, request: str = "", *, private: bool = False) -> Origin:
        """Where a verb comes from. ``request`` tells what may be sent again from anything else they send.

        ``private`` for typed words, and for buttons that nobody else was shown.
        """
        named = name_of(self.identity.workspace.id, self.identity.user, request) if request else ""
        message = None if private else self._card
        return Origin(Door.TEAMS, self.identity, "" if private else self.shared, named, message)

    @property
    def _card(self) -> MessageRef | None:
        """The message whose button it was, as the gateway would have recorded it."""
        if not self.on:
            return None
        in_channel = self.shape is Shape.CHANNEL
        return MessageRef(thread_of(self.conversation, self.on) if in_channel else self.conversation, self.on)


def sender_of(arrival: Arrival) -> Sender:
    """Who sent it. Somebody without an id in the directory has an empty one: a stranger to everybody."""
    raw = arrival.raw
    person, where = _part(raw, "from"), _part(raw, "conversation")
    team = _part(_part(raw, "channelData"), "team")
    return Sender(
        identity=Identity(arrival.workspace, _text(person, "aadObjectId")),
        user=_text(person, "id"),
        name=_text(person, "name"),
        address=_text(raw, "serviceUrl"),
        conversation=_text(where, "id"),
        shape=shape_of(where),
        targeted=_part(raw, "recipient").get("isTargeted") is True,
        activity=_text(raw, "id"),
        on=_text(raw, "replyToId"),
        team=_text(team, "id"),
        group=_text(team, "aadGroupId"),
    )


def is_for_us(raw: Mapping[str, Any], sender: Sender) -> bool:
    """Whether a message is said to Baton: where it hears every message, most are not."""
    if sender.shape is Shape.PERSONAL or sender.targeted:
        return True
    bot = _text(_part(raw, "recipient"), "id")
    entities = raw.get("entities")
    named = [entity for entity in entities if isinstance(entity, dict)] if isinstance(entities, list) else []
    return any(e.get("type") == _MENTION and _text(_part(e, "mentioned"), "id") == bot for e in named)


def _part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = told.get(name)
    return part if isinstance(part, dict) else {}


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
