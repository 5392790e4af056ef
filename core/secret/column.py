"""Passwords in tables: what stands under "password" in lines of cells."""

import re
from collections.abc import Iterator

from core.secret.look import is_ordinary
from core.secret.name import PASSWORD
from core.secret.span import Span
from core.secret.value import Stretch, word_at

_HEAD = re.compile(
    rf"(?im)^(?P<before>(?:[^\n]{{0,200}}?[,;|\t])?)\s{{0,3}}[\"'*]{{0,3}}"
    rf"(?:\w{{1,20}}[ _-]){{0,2}}{PASSWORD}(?:[ _-]\w{{1,20}})?"
    r"[\"'*]{0,3}\s{0,3}(?P<after>[,;|\t][^\n]{0,200})?$"
)
"""A cell of its own, of few words."""

_SEPARATORS = "|\t;,"
_ROWS, _WIDEST = 20, 1_000


def columns(text: str) -> Iterator[Span]:
    """The cells under a head that names a password, down to the first line that is no row of the table."""
    for head in _HEAD.finditer(text):
        separator = next((mark for mark in _SEPARATORS if mark in head["before"] + (head["after"] or "")), "")
        width, column = head[0].count(separator), head["before"].count(separator)
        if separator and (column or width > 1):
            yield from _cells(text, head.end() + 1, separator, width, column)


def _cells(text: str, at: int, separator: str, width: int, column: int) -> Iterator[Span]:
    for _ in range(_ROWS):
        line = text.find("\n", at, at + _WIDEST)
        end = line if line >= 0 else min(len(text), at + _WIDEST)
        cells = text[at:end].split(separator)
        if len(cells) != width + 1:
            return
        start = at + sum(len(cell) + 1 for cell in cells[:column])
        if found := _cell(text, start, start + len(cells[column])):
            yield Span(*found, "password")
        at = end + 1


def _cell(text: str, start: int, end: int) -> Stretch | None:
    """What is a secret between these."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    found = word_at(text, start) if end - start > 2 else None
    stop = min(found[1], end) if found else start
    return (found[0], stop) if found and found[0] < stop and not is_ordinary(text[found[0] : stop]) else None
