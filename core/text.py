"""Text from people: made clean, kept as data, cut to length. Nothing here knows how a chat writes bold."""

import re
import unicodedata

ELLIPSIS = "…"

_JOINERS = frozenset({"\u200c", "\u200d"})  # scripts and emoji need them
# Letters and marks that show nothing: fillers, the grapheme joiner, the blank Braille cell.
_BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# A joiner that joins nothing, a variation selector that varies nothing.
_DANGLING = re.compile("(?<![^\\s\u200c\u200d])[\u200c\u200d\ufe00-\ufe0f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"(?<![ \t])[ \t]+(?=\n)")  # each run is looked at once, however long it is


def clean(text: str) -> str:
    """Text without control, direction-override and invisible characters; line breaks are ``\\n``.

    Right-to-left text stays as it is: scripts carry their own direction, and only the invisible characters
    that override it (and can make a name or a link read as another) are taken out.
    """
    lines = _LINE_BREAK.sub("\n", text)
    kept = _DANGLING.sub("", "".join(c for c in lines if c in "\n\t" or c in _JOINERS or _visible(c)))
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
    if character in _BLANKS or "\U000e0100" <= character <= "\U000e01ef":  # the rest of the variation selectors
        return False
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
