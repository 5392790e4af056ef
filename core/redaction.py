"""Secrets in text from people, masked before the text is stored, shown, mailed, logged or sent to a model.

What is masked keeps the name of its kind, so that a reader knows what stood there: ``[password masked]``. What a
secret looks like is in ``core.secret``; docs/privacy.md says what is masked and what is not, and tests/corpus holds
the lines by which that is measured.
"""

import re
from dataclasses import dataclass

from core.secret.address import addresses
from core.secret.assignment import assignments
from core.secret.card import cards
from core.secret.code import codes
from core.secret.column import columns
from core.secret.command import commands
from core.secret.mix import mixes
from core.secret.odd import odd_words
from core.secret.pair import pairs
from core.secret.phrase import phrases
from core.secret.pin import pins
from core.secret.shape import shapes
from core.secret.span import Finder, Span, merged

_FINDERS: tuple[Finder, ...] = (
    *(shapes, cards, addresses, commands, columns, phrases),
    *(assignments, pins, codes, pairs, mixes, odd_words),
)
"""Where two find the same, the first one names it."""

_MARK = re.compile(r"\[[A-Za-z ]{3,20} masked\]")


@dataclass(frozen=True, slots=True)
class Masked:
    """Text without its secrets, and how many were taken out."""

    text: str
    count: int = 0


def masked(text: str) -> Masked:
    """The text with every secret we recognise replaced by the name of its kind."""
    found = secrets_in(text)
    return Masked(_replaced(text, found), len(found))


def secrets_in(text: str) -> list[Span]:
    """The secrets we recognise, in the order of the text, none overlapping another."""
    marks = [mark.span() for mark in _MARK.finditer(text)]
    found = merged(span for finder in _FINDERS for span in finder(text))
    return [span for span in found if not any(start < span.end and span.start < end for start, end in marks)]


def without_tokens(text: str) -> str:
    """The text without what is a secret by its shape alone, whatever stands around it: for lines of the log."""
    return _replaced(text, merged(span for finder in (shapes, addresses) for span in finder(text)))


def _replaced(text: str, found: list[Span]) -> str:
    parts, end = [], 0
    for span in found:
        parts += [text[end : span.start], f"[{span.kind} masked]"]
        end = span.end
    return "".join([*parts, text[end:]])
