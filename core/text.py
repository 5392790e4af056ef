"""Text from people: made clean, kept as data, cut to length. Nothing here knows how a chat writes bold."""

import re
import unicodedata

ELLIPSIS = "…"

_KEPT_FORMAT = frozenset({"\u200c", "\u200d"})  # joiners that scripts and emoji need
_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+(?=\n)")


def clean(text: str) -> str:
    """Text without control, direction-override and invisible characters; line breaks are ``\\n``.

    Right-to-left text stays as it is: scripts carry their own direction, and only the invisible characters
    that override it (and can make a name or a link read as another) are taken out.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or c in _KEPT_FORMAT or _visible(c))
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", kept)).strip()


def cut(text: str, length: int) -> str:
    """At most ``length`` code points, the last an ellipsis where something was left out."""
    if len(text) <= length:
        return text
    return text[: length - 1].rstrip() + ELLIPSIS


def one_line(text: str) -> str:
    """The same words on one line."""
    return " ".join(text.split())


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
