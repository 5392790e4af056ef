"""Slack's text markup: what it mentions, and what a reader sees.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"<([^<>\n]+)>")
_MENTION = re.compile(r"<(?:@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+)|!(channel|here|everyone))(?:\|[^<>]*)?>")
_LINKED_NAME = re.compile(r"(?<![\w@])@(channel|here|everyone)\b")
_SCHEME = re.compile(r"^(https?://|mailto:|tel:|slack://)")
_STYLES = tuple(
    re.compile(rf"(?<![\w{mark}]){mark}(?=\S)([^{mark}\n]+?)(?<=\S){mark}(?![\w{mark}])")
    for mark in (r"\*", "_", "~", "`")
)
_DATE = re.compile(r"\{(\w+)\}")

NameOf = Callable[[str], str]
"""The display name of a user, channel or group id."""


def mentions(text: str, *, linked_names: bool = False) -> tuple[str, ...]:
    """What this markup addresses, in order: user and group ids, or "channel", "here", "everyone"."""
    found = [next(part for part in hit.groups() if part) for hit in _MENTION.finditer(text)]
    found += [hit.group(1) for hit in _LINKED_NAME.finditer(text)] if linked_names else []
    return tuple(dict.fromkeys(found))


def rendered(text: str, name_of: NameOf, timezone: str) -> str:
    """The text as a person reads it: mentions by name, dates in `timezone`, no markup."""
    pieces = _TOKEN.split(_unquoted(text))
    return "".join(
        _token(piece, name_of, timezone) if place % 2 else _plain(piece) for place, piece in enumerate(pieces)
    )


def escaped(text: str) -> str:
    """Typed text as Slack transmits it: &, < and > as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The three entities Slack knows, read back; no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unquoted(text: str) -> str:
    without_fences = text.replace("```", "")
    return re.sub(r"(?m)^&gt; ?", "", without_fences)


def _plain(piece: str) -> str:
    for style in _STYLES:
        piece = style.sub(r"\1", piece)
    return unescaped(piece)


def _token(inside: str, name_of: NameOf, timezone: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("!date^"):
        return _date(target, unescaped(label), timezone)
    if target.startswith("!subteam^"):
        return "@" + (label or name_of(target.removeprefix("!subteam^"))).removeprefix("@")
    if target.startswith("!"):
        return "@" + target[1:]
    if target.startswith("@"):
        return "@" + name_of(target[1:])
    if target.startswith("#"):
        return "#" + name_of(target[1:])
    return unescaped(label or target) if _SCHEME.match(target) else unescaped(f"<{inside}>")


def _date(target: str, fallback: str, timezone: str) -> str:
    parts = target.split("^")
    if len(parts) < 3 or not parts[1].isdigit():
        return fallback
    moment = datetime.fromtimestamp(int(parts[1]), ZoneInfo(timezone))
    return _DATE.sub(lambda hit: _date_part(hit.group(1), moment), parts[2])


def _date_part(word: str, moment: datetime) -> str:
    day = moment.day
    clock = f"{moment:%I:%M}".lstrip("0") + f" {moment:%p}"
    if word.endswith("_pretty") and (near := _near(moment)):
        return near
    match word.removesuffix("_pretty"):
        case "date_num":
            return f"{moment:%Y-%m-%d}"
        case "date_slash":
            return f"{moment:%m/%d/%Y}"
        case "date":
            return f"{moment:%B} {day}, {moment.year}"
        case "date_short":
            return f"{moment:%b} {day}, {moment.year}"
        case "date_long":
            return f"{moment:%A, %B} {day}, {moment.year}"
        case "time":
            return clock
        case "time_secs":
            return f"{moment:%I:%M:%S %p}".lstrip("0")
        case _:
            return "{" + word + "}"


def _near(moment: datetime) -> str:
    today = datetime.now(moment.tzinfo).date()
    days = {today: "today", today - timedelta(days=1): "yesterday", today + timedelta(days=1): "tomorrow"}
    return days.get(moment.date(), "")
