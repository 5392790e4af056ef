"""Text as Slack escapes it, as people wrote it: entities undone, mentions of people taken out as tokens.

With ``should_escape`` in the manifest, a command's text arrives with ``<@U…|sam>``, ``<#C…|general>``,
``<https://…|label>`` and with & < > as entities (docs.slack.dev, "Escaping text").
"""

import html
import re
from dataclasses import dataclass, replace
from functools import cache

from core.text import clean

_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|([^<>]{0,80}))?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]{2,20}(?:\|([^<>]{0,80}))?>")
_GROUP = re.compile(r"<!subteam\^[A-Z0-9]{2,20}(?:\|([^<>]{0,80}))?>")
_EVERYBODY = re.compile(r"<!(channel|here|everyone)(?:\|[^<>]{0,80})?>")
_PREFIX = re.compile(r"\s*/?escalate(?=$|[\s:,])[:,]?", re.IGNORECASE)
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")


@dataclass(frozen=True, slots=True)
class Words:
    """Text with a token for each mention (``core.command.MENTION``), and the user ids they stand for.

    ``labels`` are the mentioned as Slack calls them in the text itself, for when nobody can be looked up.
    """

    text: str
    mentioned: tuple[str, ...]
    labels: tuple[str, ...]


def words_of(escaped: str) -> Words:
    """What was written. The ids are in the order of their tokens."""
    mentioned: list[str] = []
    labels: list[str] = []
    parts: list[str] = []
    end = 0
    for found in _MENTION.finditer(escaped):
        parts += [_plain(escaped[end : found.start()]), f"\ue000{len(mentioned)}\ue001"]
        mentioned.append(found[1])
        labels.append(_plain(found[2] or "").strip() or "somebody")
        end = found.end()
    return Words("".join([*parts, _plain(escaped[end:])]).strip(), tuple(mentioned), tuple(labels))


def to_baton(escaped: str, bot: str) -> Words:
    """What was said to Baton: without its own name wherever that stands, and ``escalate``, which may be left out."""
    words = words_of(_ourselves(bot).sub(" ", escaped) if bot else escaped)
    return replace(words, text=_PREFIX.sub("", words.text, count=1).strip())


@cache
def _ourselves(bot: str) -> re.Pattern[str]:
    return re.compile(rf"<@{re.escape(bot)}(?:\|[^<>]{{0,80}})?>[:,]?")


def _plain(escaped: str) -> str:
    """Cleaned between two full stops, which keep the white space at its ends: a mention may follow."""
    text = _CHANNEL.sub(lambda found: f"#{found[1] or 'channel'}", escaped)
    text = _EVERYBODY.sub(lambda found: f"@{found[1]}", text)
    text = _GROUP.sub(lambda found: found[1] or "@group", text)
    text = html.unescape(_LINK.sub(_link, text))
    return clean(f".{text}.")[1:-1]


def _link(found: re.Match[str]) -> str:
    address, label = found[1], found[2]
    if not label or label in address:
        return address.removeprefix("mailto:")
    return f"{label} ({address})"
