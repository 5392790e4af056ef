"""What takes long begins first, in every process, so that none of it is still going on when all else is done."""

import os
from collections.abc import Sequence
from typing import Protocol, TypeVar

FIRST = frozenset(
    {
        "test_assessment_ends.py",
        "test_assessment_order.py",
        "test_kill.py",
        "test_machine.py",
        "test_matrix.py",
        "test_order.py",
        "test_parity.py",
        "test_replay.py",
        "test_replicas.py",
        "test_rolling_restart.py",
        "test_story.py",
        "test_teams_story.py",
    }
)
"""Files whose tests take several seconds each."""


class Named(Protocol):
    """A test of pytest's."""

    @property
    def nodeid(self) -> str: ...


T = TypeVar("T", bound=Named)


def ordered(items: Sequence[T]) -> list[T]:
    """For ``--dist worksteal``, which gives each process one piece of the list."""
    pieces = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT") or 1)
    long = [item for item in items if item.nodeid.partition("::")[0].rpartition("/")[2] in FIRST]
    rest = [item for item in items if item.nodeid.partition("::")[0].rpartition("/")[2] not in FIRST]
    made: list[T] = []
    for piece in range(pieces):
        first = long[piece::pieces]
        until = len(items) * (piece + 1) // pieces
        many = max(0, until - len(made) - len(first))
        made += [*first, *rest[:many]]
        rest = rest[many:]
    return [*made, *rest]
