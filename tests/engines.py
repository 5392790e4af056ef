"""On which database a test runs: on both in turn unless it says otherwise.

A journey, or a story of faults, is told on one of them, which its name decides: contracts, parity, races and whatever
else says ON_BOTH find what is not the same on both. ``BATON_DATABASES=both`` tells all of them twice (``make chaos``).
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

NAMES = ("sqlite", "postgres")
TOLD_ONCE = {Path(__file__).parent / "journeys", Path(__file__).parent / "faults"}

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is the same on both, and takes long."""

ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
"""For text that nobody expects: it is the stricter one."""

ON_BOTH = pytest.mark.on_both


def spared(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """What need not run, since the same is told on the other database."""
    if os.environ.get("BATON_DATABASES") == "both":
        return
    told = {item.nodeid for item in items}
    for item in items:
        if item.path.parent in TOLD_ONCE and not item.get_closest_marker("on_both"):
            twin = _twin(item.nodeid)
            if twin in told and zlib.crc32(min(item.nodeid, twin).encode()) % 2 == (item.nodeid < twin):
                yield item


def _twin(name: str) -> str:
    """The same test on the other database; itself where it names none."""
    test, bracket, parameters = name.partition("[")
    one, other = NAMES
    words = [{one: other, other: one}.get(word, word) for word in parameters.rstrip("]").split("-")]
    return f"{test}[{'-'.join(words)}]" if bracket else name
