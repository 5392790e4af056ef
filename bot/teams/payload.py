"""``messagePayload``: the message that somebody chose a message action on.

It is the one way to read a person's message that needs no permission, also where Baton is not installed
(learn.microsoft.com, "Create and send the dialog", "Initial invoke request from a message"). What the client sends is
believed no more than what people type.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bot.teams.markup import LONGEST, words_in
from core.handoff import Quote, Source
from core.text import clean, cut, one_line

HOSTS = frozenset(
    {
        "teams.microsoft.com",
        "teams.cloud.microsoft",
        "teams.live.com",
        "gov.teams.microsoft.us",
        "dod.teams.microsoft.us",
        "teams.microsoftonline.cn",
    }
)
"""Where links to messages lead."""

_MOST_ATTACHED = 20
_NAME, _PREVIEW = 120, 500
_SINCE, _UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_QUOTED = {"messageReference": "in reply to", "forwardedMessageReference": "forwarded from"}

Json = Mapping[str, Any]


def source_of(payload: object) -> Source:
    """The message with who wrote it, when, and a link to it; whatever is missing or made up is left out."""
    if not isinstance(payload, Mapping):
        return Source()
    quote = quote_of(payload)
    return Source((quote,) if quote.text else (), _link(_text(payload, "linkToMessage")))


def quote_of(message: Json) -> Quote:
    """Who wrote it, when, and its words; the text is empty where there is nothing to read. Microsoft Graph tells of
    messages in the same form ("chatMessage resource type")."""
    return Quote(_author(_part(message, "from")), _words(message), _moment(_text(message, "createdDateTime")))


def link_to(message: Json) -> str:
    """Where a message stands that Graph told of."""
    return _link(_text(message, "webUrl"))


def named_in(payload: object) -> tuple[str, str]:
    """The id of the message, and of the one that its thread stands under."""
    told = payload if isinstance(payload, Mapping) else {}
    named = _text(told, "id")
    return named, _text(told, "replyToId") or named


def _words(payload: Json) -> str:
    """Subject and body, and what is attached without standing in the body."""
    body, attached = _part(payload, "body"), _attached(payload)
    content = _text(body, "content")[:LONGEST]
    named: set[str] = set()

    def in_words(wanted: str) -> str:
        named.add(wanted)
        return attached.get(wanted, "")

    text = content if _text(body, "contentType") == "text" else words_in(content, in_words)
    left = (words for key, words in attached.items() if key not in named)
    return clean("\n".join(filter(None, (_text(payload, "subject"), text, *left))))


def _attached(payload: Json) -> dict[str, str]:
    """Each attachment in words. Teams tells little more of them than that they are there."""
    listed = payload.get("attachments")
    found = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return {_text(one, "id") or f"#{n}": _named(one) for n, one in enumerate(found[:_MOST_ATTACHED])}


def _named(attachment: Json) -> str:
    kind, name = _text(attachment, "contentType"), cut(one_line(clean(_text(attachment, "name"))), _NAME)
    if kind in _QUOTED:
        return _quoted(_QUOTED[kind], _text(attachment, "content"))
    if ".card." in kind:
        return f"[card: {name}]" if name else "[card]"
    what = "file" if kind == "reference" else "picture" if kind.startswith("image/") else "attachment"
    return f"[{what}: {name}]" if name else f"[{what}]"


def _quoted(how: str, content: str) -> str:
    try:
        told = json.loads(content[:LONGEST])
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return "[another message]"
    said = one_line(clean(_text(told, "messagePreview")))
    return f"[{how} {_author(_part(told, 'messageSender'))}: {cut(said, _PREVIEW)}]"


def _author(sender: Json) -> str:
    """A person's name, else that of the app or device that wrote it."""
    for kind in ("user", "application", "device", "conversation"):
        name = one_line(clean(_text(_part(sender, kind), "displayName")))
        if name:
            return cut(name, _NAME)
    return "Somebody"


def _moment(told: str) -> datetime | None:
    """Teams says times in UTC. One that no message can have been written at is none."""
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo is not None and _SINCE < at < _UNTIL else None


def _link(told: str) -> str:
    """A link into Teams. What its iOS client leaves out of those to chats is put in (msteams-docs issue 7012)."""
    try:
        parts = urlsplit(told)
        known = parts.scheme == "https" and parts.netloc.lower() in HOSTS
    except ValueError:
        return ""
    path = f"/l{parts.path}" if parts.path.startswith("/message/") else parts.path
    return urlunsplit(parts._replace(path=path)) if known and path.startswith("/l/") else ""


def _part(told: Json, name: str) -> Json:
    part = told.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(told: Json, name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
