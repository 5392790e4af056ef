"""Sent text -> read text: Teams' Markdown and HTML subset, mentions, dates in the reader's zone.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

import html
import re
from datetime import datetime
from zoneinfo import ZoneInfo

_AT = re.compile(r"<at(?: [^>]*)?>(.*?)</at>", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MACRO = re.compile(r"\{\{(DATE|TIME)\(([0-9T:+Z-]{20,25})(?:, ?(COMPACT|SHORT|LONG))?\)\}\}")
_LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])+)\]\(((?:\\.|[^()\s\\])+)\)")
_BOLD = re.compile(r"(?<![\\*])\*\*(?=\S)(.+?)(?<=[^\s\\])\*\*")
_ITALIC = re.compile(r"(?<![\\\w])([_*])(?=[^\s_*])(.+?)(?<=[^\s\\])\1(?!\w)")
_BULLET = re.compile(r"^[ \t]*[-*+] (?=\S)", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

_DATES = {"COMPACT": "{d.month}/{d.day}/{d.year}", "SHORT": "{d:%a}, {d:%b} {d.day}, {d.year}"}
_LONG = "{d:%A}, {d:%B} {d.day}, {d.year}"


def card_text(words: str, timezone: str) -> str:
    """The text of a TextBlock or fact as a reader in `timezone` sees it."""
    dated = _MACRO.sub(lambda hit: _moment(hit, timezone), words)
    return _markdown(_AT.sub(lambda hit: hit[1], dated))


def message_text(words: str, text_format: str) -> str:
    """The text of a message as it is read; mentions are shown as names."""
    if text_format == "plain":
        return words
    shown = _TAG.sub("", _BREAK.sub("\n", _AT.sub(lambda hit: hit[1], words)))
    return html.unescape(_markdown(shown) if text_format == "markdown" else shown).strip()


def _markdown(words: str) -> str:
    words = _LINK.sub(lambda hit: hit[1], words)
    words = _ITALIC.sub(lambda hit: hit[2], _BOLD.sub(lambda hit: hit[1], words))
    return _ESCAPED.sub(lambda hit: hit[1], _BULLET.sub("• ", words))


def _moment(hit: re.Match[str], timezone: str) -> str:
    try:
        moment = datetime.fromisoformat(hit[2]).astimezone(ZoneInfo(timezone))
    except ValueError:
        return hit[0]
    if hit[1] == "TIME":
        return f"{moment.hour % 12 or 12}:{moment:%M} {moment:%p}"
    return _DATES.get(hit[3] or "COMPACT", _LONG).format(d=moment)
