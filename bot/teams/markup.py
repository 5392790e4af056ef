"""A message's HTML as words: what a person would read out.

Not by ``html.parser``: some of what anybody may write takes it ten seconds for 30,000 characters (measured, Python
3.11.7). Here every tag is looked at once. What Teams puts into messages: Microsoft Graph, "chatMessage resource type".
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from core.text import clean

LONGEST = 30_000
"""Characters of markup that are read."""

Attached = Callable[[str], str]
"""An attachment of the message, by its id, in words; empty for one that it does not have."""

_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)([^<>]*+)>|<[!?][^<>]*+>|([^<]++|<)")
_ATTRIBUTE = re.compile(r"""(?<![\w-])([A-Za-z][\w-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r" *+\n[ \n]*+")
_GAPS = re.compile(r"  +")
_BLOCKS = frozenset(
    "blockquote br codeblock div h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody thead tr ul".split()  # noqa: SIM905
)
_UNREAD = frozenset({"script", "style"})
_REPLY, _EMOJI = "schema.skype.com/Reply", "schema.skype.com/Emoji"
_ATTRIBUTES = 20


def words_in(content: str, attached: Attached) -> str:
    """The words of a message's HTML, clean: mentions are names, links keep where they lead, and what is no words
    (a quoted reply, a picture, a file, a card) is named."""
    reading = _Reading(attached)
    for token in _TOKEN.finditer(content[:LONGEST]):
        closing, name, attributes, text = token.groups()
        if name:
            reading.tag(name.lower(), attributes, closes=bool(closing))
        elif text:
            reading.text(text)
    said = _BREAKS.sub("\n", _GAPS.sub(" ", "".join(reading.said)))
    return clean(said.replace("\xa0", " "))


@dataclass(slots=True)
class _Reading:
    """A message being read. ``link`` is where the link that is open leads, and where its words begin."""

    attached: Attached
    said: list[str] = field(default_factory=list)
    link: tuple[str, int] | None = None
    in_reply: bool = False
    unread: str = ""

    def text(self, text: str) -> None:
        """Words between tags."""
        if not self.unread:
            self.said.append(html.unescape(_SPACE.sub(" ", text)))

    def tag(self, name: str, attributes: str, *, closes: bool) -> None:
        """A tag. One that Teams does not know says nothing."""
        if self.unread or name in _UNREAD:
            self._unread(name, closes)
        elif name == "blockquote" and (self.in_reply or _REPLY in attributes):
            self._reply(closes)
        elif name in _BLOCKS:
            self.said.append(" " if self.in_reply else "\n- " if name == "li" and not closes else "\n")
        elif name == "a":
            self._link(_told(attributes).get("href", ""), closes)
        elif closes:
            self._closed(name)
        else:
            self._shown(name, attributes)

    def _closed(self, name: str) -> None:
        if name in ("td", "th"):
            self.said.append(" | ")
        elif name == "strong" and self.in_reply:
            self.said.append(":")

    def _shown(self, name: str, attributes: str) -> None:
        match name:
            case "at":
                self.said.append("@")
            case "emoji" | "img":
                self.said.append(_picture(name, _told(attributes)))
            case "attachment":
                self.said.append(self.attached(_told(attributes).get("id", "")))

    def _unread(self, name: str, closes: bool) -> None:
        if closes:
            self.unread = "" if name == self.unread else self.unread
        else:
            self.unread = self.unread or name

    def _reply(self, closes: bool) -> None:
        self.in_reply = not closes
        while closes and self.said and self.said[-1].isspace():
            self.said.pop()
        self.said.append("]\n" if closes else "\n[in reply to ")

    def _link(self, leads_to: str, closes: bool) -> None:
        if not closes:
            self.link = (leads_to, len(self.said))
            return
        if self.link is None:
            return
        (leads_to, start), self.link = self.link, None
        label = "".join(self.said[start:]).strip()
        if leads_to and leads_to not in label:
            self.said.append(f" ({leads_to})" if label else leads_to)


def _picture(name: str, told: dict[str, str]) -> str:
    shows = told.get("alt", "").strip()
    if name == "emoji" or _EMOJI in told.get("itemtype", ""):
        return shows
    return f"[picture: {shows}]" if shows not in ("", "image") else "[picture]"


def _told(attributes: str) -> dict[str, str]:
    found = islice(_ATTRIBUTE.finditer(attributes), _ATTRIBUTES)
    return {hit[1].lower(): html.unescape(hit[2] if hit[2] is not None else hit[3]) for hit in found}
