"""A stretch of text that must not be kept, and what it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is a secret; ``kind`` is its name for a reader, as in ``[password masked]``."""

    start: int
    end: int
    kind: str


Finder = Callable[[str], Iterable[Span]]
"""Finds one sort of secret, in time that grows with the text and no faster, whatever was typed."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """In the order of the text, none overlapping another; of two that do, the one given first names the kind."""
    ranked = sorted(enumerate(spans), key=lambda at: (at[1].start, at[0]))
    found: list[tuple[int, Span]] = []
    for rank, span in ranked:
        if found and span.start < found[-1][1].end:
            found[-1] = _joined(found[-1], (rank, span))
        else:
            found.append((rank, span))
    return [span for _, span in found]


def _joined(one: tuple[int, Span], other: tuple[int, Span]) -> tuple[int, Span]:
    rank, first = min(one, other, key=lambda at: at[0])
    return rank, replace(first, start=one[1].start, end=max(one[1].end, other[1].end))
