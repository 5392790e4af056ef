"""What people wrote in Teams, without the markup that Teams puts around it.

A message's text is a little HTML: people are named as ``<at>Name</at>`` or ``<at id="0">Name</at>``, & < > and hard
spaces stand as entities (learn.microsoft.com, "Channel and group chat conversations with a bot"). Who is meant is
read from the activity's entities, never from the text: anybody may write anything between angle brackets. The stock
stripper takes our name out wherever it stands, and misses the numbered form.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from core.text import clean

_AT = re.compile(r"<at\b([^<>]{0,200})>(.{0,400}?)</at>", re.IGNORECASE | re.DOTALL)
_INDEX = re.compile(r"""\bid\s*=\s*["']?(\d{1,4})["']?""", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr|/h[1-6]|/blockquote|/pre)\s*>", re.IGNORECASE)
_LINK = re.compile(
    r"""<a\b[^<>]{0,500}?\bhref\s{0,9}=\s{0,9}["']([^"'<>]{1,2000})["'][^<>]{0,500}>(.{0,2000}?)</a>""",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:a|attachment|b|blockquote|br|code|codeblock|div|em|emoji|font|h[1-6]|hr|i|img|li|ol|p|pre|s|span|strike|"
    r"strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_PEOPLE = ("29:", "8:")
"""How the ids of people begin; tags, channels and teams have others."""

_LONGEST = 30_000
_MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Words:
    """Text with a token for each mention of a person (``core.command.MENTION``), and the ids they stand for.

    The ids are Teams's own, which the roster can look up. ``labels`` are the mentioned as the text calls them.
    """

    text: str
    mentioned: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention entity: the markup that stands for it, and who is meant."""

    markup: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class _Span:
    """A piece of the text that stands for somebody."""

    start: int
    end: int
    label: str
    id: str


def words_of(activity: Mapping[str, Any]) -> Words:
    """What was written, as a command is read: the bot's first mention taken out, people as tokens, in order."""
    text = activity.get("text")
    text = text[:_LONGEST] if isinstance(text, str) else ""
    bot = _id(activity.get("recipient"))
    spoken_to = False
    parts: list[str] = []
    people: list[_Span] = []
    end = 0
    for span in _spans(text, list(_named(activity.get("entities")))):
        parts.append(_plain(text[end : span.start]))
        if span.id == bot and bot and not spoken_to:
            spoken_to = True
        elif span.id.startswith(_PEOPLE):
            parts.append(f"\ue000{len(people)}\ue001")
            people.append(span)
        else:
            parts.append(span.label)
        end = span.end
    parts.append(_plain(text[end:]))
    said = "".join(parts).strip()
    return Words(said, tuple(span.id for span in people), tuple(span.label or "somebody" for span in people))


def _named(entities: Any) -> Iterator[_Named]:
    """The mentions among the entities; what is not as it is documented is left out."""
    for entity in entities[:_MOST_NAMED] if isinstance(entities, list) else ():
        if not isinstance(entity, dict) or entity.get("type") != "mention":
            continue
        mentioned, markup = entity.get("mentioned"), entity.get("text")
        if isinstance(mentioned, dict) and isinstance(markup, str) and markup.strip():
            yield _Named(markup, _id(mentioned), str(mentioned.get("name") or ""))


def _spans(text: str, named: list[_Named]) -> Iterator[_Span]:
    """Where the text names somebody: every ``<at>``, and the bare words of entities that have no markup."""
    left = list(named)
    found = [_of_tag(tag, named, left) for tag in islice(_AT.finditer(text), _MOST_NAMED)]
    for entity in [entity for entity in left if not _AT.search(entity.markup)]:
        start = text.find(entity.markup)
        while start >= 0 and any(s.start < start + len(entity.markup) and start < s.end for s in found):
            start = text.find(entity.markup, start + 1)
        if start >= 0:
            label = _plain(entity.name or entity.markup)
            found.append(_Span(start, start + len(entity.markup), label, entity.id))
    return iter(sorted(found, key=lambda span: span.start))


def _of_tag(tag: re.Match[str], named: list[_Named], left: list[_Named]) -> _Span:
    """The tag and its entity: that of the same markup, else of the same number, else of the same name."""
    label = _plain(tag[2]).strip()
    index = _INDEX.search(tag[1])
    entity = (
        next((e for e in left if e.markup == tag[0]), None)
        or next((e for e in named if e.markup == tag[0]), None)
        or (named[int(index[1])] if index and int(index[1]) < len(named) else None)
        or next((e for e in left if label and label in (_label(e.markup), e.name)), None)
    )
    if entity in left:
        left.remove(entity)
    return _Span(tag.start(), tag.end(), label, entity.id if entity else "")


def _label(markup: str) -> str:
    tag = _AT.search(markup)
    return _plain(tag[2]).strip() if tag else ""


def _id(account: Any) -> str:
    told = account.get("id") if isinstance(account, dict) else None
    return told if isinstance(told, str) else ""


def _plain(marked_up: str) -> str:
    """Words without markup, cleaned between two full stops: they keep the white space at their ends."""
    text = _LINK.sub(_link, _BREAK.sub("\n", marked_up))
    text = html.unescape(_TAG.sub("", text)).replace("\xa0", " ")
    return clean(f".{text}.")[1:-1]


def _link(found: re.Match[str]) -> str:
    address, label = found[1], _TAG.sub("", found[2])
    return address if not label.strip() or label in address else f"{label} ({address})"
