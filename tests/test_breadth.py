"""What is left out of an ordinary run is told elsewhere in it, or is marked as long."""

from dataclasses import dataclass
from pathlib import Path

from tests.breadth import TOLD_ONCE, spared

JOURNEYS, CONTRACTS = min(TOLD_ONCE), Path(__file__).parent / "contracts"
TWINS = [f"{test}[{words}]" for test in "abcdefgh" for words in ("sqlite-x", "postgres-x")]
ALONE = ["a", "b", "c", "d", "e", "f[x]", "g[y]", "h[sqlite]", "i[postgres]"]


@dataclass(frozen=True)
class Item:
    """A test."""

    nodeid: str
    path: Path = JOURNEYS / "test_it.py"
    marks: frozenset[str] = frozenset()

    def get_closest_marker(self, name: str) -> object:
        return name if name in self.marks else None


def left_out(names: list[str], *marks: str, folder: Path = JOURNEYS, everything: bool = False) -> list[str]:
    items = [Item(name, folder / "test_it.py", frozenset(marks)) for name in names]
    return [item.nodeid for item in spared(items, everything)]


def test_of_two_databases_one_is_told() -> None:
    left = left_out(TWINS)
    assert sorted(name[0] for name in left) == list("abcdefgh")
    assert {name.partition("[")[2] for name in left} == {"sqlite-x]", "postgres-x]"}
    assert left == left_out(TWINS)


def test_what_is_told_once_anyway_is_told() -> None:
    assert left_out(ALONE) == []


def test_what_must_be_told_on_both_is() -> None:
    assert left_out(TWINS, "on_both") == []
    assert left_out(TWINS, folder=CONTRACTS) == []


def test_what_takes_long_is_told_when_everything_is() -> None:
    assert left_out([*ALONE, *TWINS], "long") == [*ALONE, *TWINS]
    assert left_out([*ALONE, *TWINS], "long", everything=True) == []
