"""Writing messages into the tenant: what every way of posting has in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.teams.conversation import Conversation
from playground.teams.mention import entities_of, mentions_of
from playground.teams.message import Card, Message, Version
from playground.teams.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be posted."""

    text: str = ""
    cards: Sequence[Card] = ()
    summary: str = ""
    text_format: str = "markdown"
    entities: Sequence[Mapping[str, Any]] = ()


def post(
    tenant: Tenant, where: Conversation, author: str, draft: Draft, root: str | None = None, message_id: str = ""
) -> Message:
    """Post for all to see."""
    message = Message(where.id, message_id or tenant.next_id(), author, [_version(tenant, draft)], root)
    message.notified = _notified(where, message)
    where.messages[message.id] = message
    tenant.bell.ring()
    return message


def whisper(
    tenant: Tenant, where: Conversation, reader: str, author: str, draft: Draft, root: str | None = None
) -> Message:
    """Show one person a message that nobody else sees."""
    message = Message(where.id, tenant.next_id(), author, [_version(tenant, draft)], root, only_for=reader)
    where.messages[message.id] = message
    tenant.bell.ring()
    return message


def edit(tenant: Tenant, message: Message, draft: Draft) -> None:
    """Give a message a further version; what single people saw instead of it is gone. Edits notify nobody."""
    message.versions.append(_version(tenant, draft))
    message.views.clear()
    tenant.bell.ring()


def remove(tenant: Tenant, message: Message) -> None:
    """Delete a message."""
    message.deleted = True
    tenant.bell.ring()


def _version(tenant: Tenant, draft: Draft) -> Version:
    mentions = [
        *mentions_of(list(draft.entities)),
        *(m for card in draft.cards for m in mentions_of(entities_of(card))),
    ]
    reached = tuple(dict.fromkeys(map(tenant.mentioned, mentions)))
    return Version(draft.text, draft.cards, draft.summary, tenant.clock(), reached, draft.text_format, draft.entities)


def _notified(where: Conversation, message: Message) -> frozenset[str]:
    """Who gets a notification: everybody in a chat; in a channel the mentioned and the thread's authors."""
    people = set(where.members)
    mentions = set(message.versions[0].mentions)
    if where.kind == "channel" and not any(m.startswith(("channel:", "team:")) for m in mentions):
        thread = [m for m in where.present() if message.root and message.root in (m.id, m.root)]
        people &= mentions | {m.author for m in thread}
    return frozenset(people - {message.author})
