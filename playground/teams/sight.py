"""Which conversations and messages one person can see."""

from playground.teams.conversation import Conversation
from playground.teams.message import Message
from playground.teams.seen import Seen
from playground.teams.target import ButtonGone, NotVisible, message_of
from playground.teams.tenant import Tenant

Place = str | Conversation


def place_of(tenant: Tenant, channel: Place) -> Conversation:
    """The conversation itself. Raises KeyError."""
    return channel if isinstance(channel, Conversation) else tenant.conversation(channel)


def readable(tenant: Tenant, reader: str, channel: Place) -> Conversation:
    """The same, if this person is in it. Raises NotVisible."""
    where = place_of(tenant, channel)
    if reader not in where.members:
        raise NotVisible(f"{tenant.name_of(reader)} cannot see {where.name}")
    return where


def visible(tenant: Tenant, reader: str, target: Seen | Message) -> Message:
    """The message itself, if this person sees it. Raises ButtonGone, NotVisible."""
    message = message_of(target)
    readable(tenant, reader, message.conversation_id)
    if message.deleted or message.only_for not in (None, reader):
        raise ButtonGone(f"{tenant.name_of(reader)} does not see that message")
    return message


def own(tenant: Tenant, author: str, target: Seen | Message) -> tuple[Message, Conversation]:
    """A message that this person wrote, and where. Raises NotVisible."""
    message = visible(tenant, author, target)
    if message.author != author:
        raise NotVisible("that message is somebody else's")
    return message, tenant.conversations[message.conversation_id]


def stands_in(where: Conversation, message: Message, root: str | None) -> bool:
    """Whether a message is shown in this thread, or (None) in the conversation itself.

    What answers a whisper stands beside it, in the conversation.
    """
    if root is not None and where.kind == "channel":
        return root in (message.id, message.root)
    above = where.messages.get(message.root or "")
    return above is None or above.only_for is not None
