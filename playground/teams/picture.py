"""One person's Teams as JSON for the page. Nothing in it is markup to the page's script but what cards are."""

from collections.abc import Mapping
from typing import Any

from playground.teams.account import Account
from playground.teams.conversation import Conversation
from playground.teams.dialog import Dialog
from playground.teams.message import Message
from playground.teams.person import Person
from playground.teams.tenant import Tenant

Json = dict[str, Any]
SHOWN = 300
"""So many of a conversation's newest messages are shown."""


def account(shown: Account) -> Json:
    """A person, as lists and mentions show them."""
    part = "external" if shown.is_stranger else "" if shown.role == "user" else shown.role
    return {
        "id": shown.id,
        "name": shown.name,
        "handle": shown.handle,
        "tz": shown.timezone,
        "part": part,
        "directory": "" if shown.is_stranger else shown.aad or "",
    }


def accounts(tenant: Tenant) -> Json:
    """Everybody by id, the app among them."""
    app = {
        "id": tenant.app.bot_id,
        "name": tenant.app.name,
        "handle": "baton",
        "tz": "UTC",
        "part": "app",
        "directory": "",
    }
    return {one.id: account(one) for one in tenant.accounts.values()} | {tenant.app.bot_id: app}


def chats(person: Person, read: Mapping[tuple[str, str], int]) -> list[Json]:
    """The list at the left: the team's channels, group chats, the chat with the app."""
    order = {"channel": 0, "groupChat": 1, "oneOnOne": 2, "personal": 3}
    mine = sorted(person.chats(), key=lambda c: (order[c.kind], c.name != "Escalations", c.name))
    return [_chat(person, chat, read.get((person.id, chat.id), 0)) for chat in mine]


def messages(person: Person, where: Conversation) -> list[Json]:
    """Everything in this conversation for this person, threads included, oldest first."""
    return [_message(person, message) for message in where.shown_to(person.id)[-SHOWN:]]


def dialog(shown: Dialog | None) -> Json | None:
    """The open dialog with what was typed."""
    if shown is None:
        return None
    filled = {"typed": dict(shown.typed), "errors": dict(shown.errors), "trouble": shown.trouble}
    return {"number": shown.number, "title": shown.title, "card": shown.card, "message": shown.message, **filled}


def _chat(person: Person, chat: Conversation, read: int) -> Json:
    new = [m for m in chat.present() if int(m.id) > read and m.author != person.id]
    shown: Json = {"id": chat.id, "kind": chat.kind, "members": len(chat.members), "installed": chat.has_app}
    shown |= {"name": _named(person, chat)}
    shown |= {"team": chat.team.name if chat.team else "", "archived": chat.blocked == "MessageWritesBlocked"}
    return shown | {"unread": len(new), "badge": sum(person.id in m.notified for m in new)}


def _named(person: Person, chat: Conversation) -> str:
    """A chat of two has the other one's name."""
    others = [person.tenant.name_of(one) for one in chat.members if one != person.id]
    return person.tenant.app.name if chat.kind == "personal" else others[0] if chat.kind == "oneOnOne" else chat.name


def _message(person: Person, message: Message) -> Json:
    version = message.versions[-1]
    card = message.card_for(person.id)
    cards = [card, *version.cards[1:]] if card else list(version.cards)
    shown: Json = {"id": message.id, "chat": message.conversation_id, "author": message.author, "cards": cards}
    shown |= {"text": version.text, "format": version.text_format, "root": message.root or ""}
    shown |= {"whisper": message.only_for is not None, "notice": message.is_notice, "error": message.is_error}
    shown |= {"version": len(message.versions), "edited": len(message.versions) > 1 and not cards}
    return shown | {"mine": person.id in message.pings, "personal": person.id in message.views}
