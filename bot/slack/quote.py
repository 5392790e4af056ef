"""A message of Slack's as a quote: who wrote it, when, and its words as people read them, files and cards of other apps
included. What Slack tells is read as it is documented (docs.slack.dev, "message"), and believed no further."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.slack.words import Words, words_of
from core.command import with_names
from core.handoff import Quote
from core.people import Identity, Platform, Workspace
from core.text import clean, cut, one_line

SOMEBODY = "Somebody"

_READ = 40_000  # the longest message that Slack takes
_DELETED = "tombstone"
_MOST_ATTACHED = 20
_NAME = 120
_PLAIN_BLOCKS = frozenset({"header", "section"})

Json = Mapping[str, Any]
Names = Mapping[Identity, str]


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A message before the people in it have their names. ``own_name`` is what it says of its author itself."""

    ts: str
    by: Identity | None
    own_name: str
    words: Words
    attached: str

    def people(self, here: Workspace) -> Iterator[Identity]:
        """Everybody whose name is needed."""
        if self.by:
            yield self.by
        yield from (Identity(here, user) for user in self.words.mentioned)

    def quote(self, here: Workspace, names: Names) -> Quote:
        """With names; the text is empty where there is nothing to read."""
        author = (names.get(self.by) if self.by else None) or self.own_name or SOMEBODY
        said = with_names(self.words.text, called(self.words, here, names))
        text = "\n".join(part for part in (said, self.attached) if part)
        return Quote(author, text, moment_of(self.ts))


def unnamed(message: object, here: Workspace) -> Unnamed:
    """Whatever of it can be read."""
    told = message if isinstance(message, dict) else {}
    user = text_in(told, "user")
    team = text_in(told, "user_team") or text_in(told, "team") or here.id
    by = Identity(Workspace(Platform.SLACK, team), user) if user else None
    words = words_of("" if text_in(told, "subtype") == _DELETED else text_in(told, "text")[:_READ])
    attached = [*(() if words.text else _cards(told)), *_files(told)]
    return Unnamed(text_in(told, "ts"), by, _own_name(told), words, "\n".join(attached))


def called(words: Words, here: Workspace, names: Names) -> tuple[str, ...]:
    """A name for everybody who is mentioned."""
    mentioned = zip(words.mentioned, words.labels, strict=True)
    return tuple(names.get(Identity(here, user), label) for user, label in mentioned)


def moment_of(ts: str) -> datetime | None:
    """A message's id is its time."""
    try:
        return datetime.fromtimestamp(float(ts), UTC) if len(ts) < 30 else None
    except (ValueError, OverflowError, OSError):
        return None


def text_in(told: Json, name: str) -> str:
    """A text where there is one."""
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _own_name(told: Json) -> str:
    """The name that comes with a message: an app's, or that of another organisation's person."""
    bot, profile = _part(told, "bot_profile"), _part(told, "user_profile")
    names = (told.get("username"), bot.get("name"), profile.get("real_name"), profile.get("display_name"))
    found = next((name for name in names if isinstance(name, str) and name.strip()), "")
    return cut(one_line(clean(found)), _NAME)


def _cards(told: Json) -> Iterator[str]:
    """What apps say without a text of their own: blocks and attachments, as far as they are plain words."""
    for block in _list(told, "blocks"):
        if block.get("type") in _PLAIN_BLOCKS:
            yield words_of(text_in(_part(block, "text"), "text")).text
    for one in _list(told, "attachments"):
        said = [text_in(one, name) for name in ("pretext", "title", "text")]
        yield words_of("\n".join(filter(None, said)) or text_in(one, "fallback")).text


def _files(told: Json) -> Iterator[str]:
    """Files as words: deleted ones are tombstones."""
    for file in _list(told, "files"):
        if file.get("mode") != "tombstone":
            name = cut(one_line(clean(text_in(file, "name") or text_in(file, "title"))), _NAME)
            yield f"[file: {name}]" if name else "[file]"


def _part(told: Json, name: str) -> Json:
    value = told.get(name)
    return value if isinstance(value, dict) else {}


def _list(told: Json, name: str) -> list[dict[str, Any]]:
    value = told.get(name)
    listed: Iterable[object] = value if isinstance(value, list) else ()
    return [one for one in listed if isinstance(one, dict)][:_MOST_ATTACHED]
