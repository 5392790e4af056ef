"""Where a secret begins and ends, once it is known that one stands here."""

import re

from core.secret.look import is_ordinary, is_talk
from core.secret.placeholder import placeholder_at

LONGEST = 2_000
"""How much of one word is read as a secret, in code points."""

Stretch = tuple[int, int]

_QUOTES = {
    '"': '"',
    "'": "'",
    "`": "`",
    "“": "”",
    "”": "”",
    "„": "“”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "´": "´",
    "{": "}",  # as ODBC quotes
}
_BRACED = re.compile(r"(?<==)\{[^\s{}\"]{3,100}\}")
_QUOTED = 200
_AHEAD = 32
_WORD = re.compile(rf"\S{{1,{LONGEST}}}")
_LEADING = re.compile(r"[\[({*_]+(?=[^\s\])}*])")
_NEXT = re.compile(
    r"[;,&](?=\s?[A-Za-z_][\w .-]{0,30}=)|;(?=\s|\Z)|</|\\n|\",|',|@(?=(?:tcp|unix)\(|//"
    r"|[\w-]{1,60}(?:\.[\w-]{1,60}){0,6}[:/]\w)"
)
"""Where the next of several settings begins: ``Password=abc;Server=db1``."""

_CELLS = re.compile(r"[\w.+-]{1,60}@[\w.-]{1,60}(?=[,;|])|[^\s;|]{1,60}(?=;[^\s;]{1,60};|\|[^\s|]{1,60}\|)")
"""The first of several in a row of a table."""

_TAIL = re.compile(r"[.,;:)\]}>\"'`’”“*]+\Z")
_PHRASE = re.compile(r"[^\W\d_]{2,15}(?:[ -](?:[^\W\d_]{2,15}|\d{1,4})){1,23}(?=[.,;\n\"')]|\s{0,9}\Z)")
_MASKED = re.compile(r"[\"'`]?\[?[A-Za-z ]{3,20} masked\]?")


def word_at(text: str, at: int) -> Stretch | None:
    """What stands here: quoted, or a word without the punctuation of the sentence around it.

    None where nothing stands, or only the place of a secret, or one that is masked already.
    """
    if _MASKED.match(text, at) or placeholder_at(text, at):
        return None
    if quoted := quoted_at(text, at):
        return None if _MASKED.match(text, quoted[0]) or placeholder_at(text, quoted[0]) else quoted
    found = _WORD.match(text, at)
    if not found:
        return None
    next_one = _NEXT.search(text, at, min(found.end() + _AHEAD, len(text)))
    end = min(next_one.start(), found.end()) if next_one else found.end()
    if cells := _CELLS.match(text, at, end):
        end = cells.end()
    return _trimmed(text, at, end) if end > at else None


def quoted_at(text: str, at: int) -> Stretch | None:
    """What stands in quotes here, without them."""
    closing = _QUOTES.get(text[at : at + 1])
    if text[at : at + 1] == "{" and not _BRACED.match(text, at):
        return None
    if not closing:
        return None
    line = text.find("\n", at, at + _QUOTED)
    ends = [text.find(mark, at + 1, line if line > 0 else at + _QUOTED) for mark in closing]
    ends = [end for end in ends if end > at + 1]
    end = min(ends, default=0)
    end -= text[end - 1 : end] == "\\"
    return (at + 1, end) if end > at + 1 else None


def phrase_at(text: str, at: int) -> Stretch | None:
    """Several plain words to the end of the sentence: how a passphrase looks."""
    found = _PHRASE.match(text, at)
    words = re.split("[ -]", found[0]) if found else []
    talk = any(map(is_ordinary, words)) if len(words) == 2 else is_talk(words)
    return found.span() if found and not talk else None


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    if leading := _LEADING.match(text, start, end):
        start = leading.end()
    if text[start] in _QUOTES and text[start] != "{":
        start += 1
    tail = _TAIL.search(text[max(start, end - 40) : end])
    end -= len(tail[0]) if tail else 0
    return (start, end) if end > start else None
