"""How much of everything is told: on which database a test runs, and what runs in ``make chaos`` alone.

A test runs on both databases in turn unless it says otherwise. A journey, or a story of faults, is told on one of
them, which its name decides: contracts, kills and whatever else says ON_BOTH find what is not the same on both.
``BATON_TELL=all`` leaves nothing out; ``make chaos`` says so.
"""

import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

NAMES = ("sqlite", "postgres")
TOLD_ONCE = {Path(__file__).parent / "journeys", Path(__file__).parent / "faults"}

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is the same on both, and takes long."""

ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
"""For text that nobody expects: it is the stricter one."""

ON_BOTH = pytest.mark.on_both

LONG = pytest.mark.long
"""More of what a shorter test shows already, or about the tests' own tools, and takes seconds."""

ALL = os.environ.get("BATON_TELL") == "all"


class Told(Protocol):
    """A test of pytest's."""

    @property
    def nodeid(self) -> str: ...

    @property
    def path(self) -> Path: ...

    def get_closest_marker(self, name: str) -> object: ...


T = TypeVar("T", bound=Told)


def spared(items: Sequence[T], everything: bool = ALL) -> Iterator[T]:
    """What need not run: the same is told on the other database, or takes too long for every day."""
    if everything:
        return
    told = {item.nodeid for item in items}
    for item in items:
        if item.get_closest_marker("long"):
            yield item
        elif item.path.parent in TOLD_ONCE and not item.get_closest_marker("on_both"):
            twin = _twin(item.nodeid)
            if twin != item.nodeid and twin in told and _is_the_other(item.nodeid, twin):
                yield item


def _is_the_other(name: str, twin: str) -> bool:
    """Of the two, the one that is not told: two of three are told on SQLite, which takes less, and always the same."""
    on_postgres = min(name, twin)
    return name == (max(name, twin) if zlib.crc32(on_postgres.encode()) % 3 == 0 else on_postgres)


def _twin(name: str) -> str:
    """The same test on the other database; itself where it names none."""
    test, bracket, parameters = name.partition("[")
    one, other = NAMES
    words = [{one: other, other: one}.get(word, word) for word in parameters.rstrip("]").split("-")]
    return f"{test}[{'-'.join(words)}]" if bracket else name
