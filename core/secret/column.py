"""Passwords in tables: what stands under "password" in lines of cells."""

import re
from collections.abc import Iterator

from core.secret.look import is_ordinary
from core.secret.name import PASSWORD
from core.secret.span import Span
from core.secret.value import word_at

_HEAD = re.compile(
    rf"(?im)^(?P<before>[^\n]{{0,200}}?)(?P<name>(?:\w{{0,20}}[ _-])?{PASSWORD}(?:[ _-]\w{{0,20}})?)[\"'* ]{{0,3}}"
    r"(?P<after>[,;|\t][^\n]{0,200})?$"
)
_SEPARATORS = "|\t;,"
_ROWS = 20


def columns(text: str) -> Iterator[Span]:
    """The cells under a head that names a password, down to the first line that is no row of the table."""
    for head in _HEAD.finditer(text):
        separator = next((mark for mark in _SEPARATORS if mark in head["before"] + (head["after"] or "")), "")
        width, column = head[0].count(separator), head["before"].count(separator)
        if separator and (column or width > 1):
            yield from _cells(text, head.end() + 1, separator, width, column)


def _cells(text: str, at: int, separator: str, width: int, column: int) -> Iterator[Span]:
    for _ in range(_ROWS):
        end = text.find("\n", at, at + 1_000)
        end = min(len(text), at + 1_000) if end < 0 else end
        cells = text[at:end].split(separator)
        if len(cells) != width + 1:
            return
        start = at + sum(len(cell) + 1 for cell in cells[:column])
        start += len(cells[column]) - len(cells[column].lstrip())
        cell = word_at(text, start)
        stop = at + sum(len(cell) + 1 for cell in cells[: column + 1]) - 1
        if cell and len(cells[column].strip()) > 2 and not is_ordinary(text[cell[0] : min(cell[1], stop)]):
            yield Span(cell[0], min(cell[1], stop), "password")
        at = end + 1
        if at > len(text):
            return
