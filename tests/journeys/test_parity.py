"""Parity: every verb, in each chat, on each database, over the real wire. ``docs/parity.md`` is what came of it.

One town a chat and database, so that two dozen verbs cost two towns' time and not a hundred's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from core.permission import Verb
from playground.model import ModelStandIn
from tests import golden
from tests.both import Opened
from tests.hands import Hands, SlackHands, TeamsHands
from tests.journeys.verbs import ROWS, Floor
from tests.summary import database_of, measured
from tests.town import Found

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "parity.md"
HEAD = ("verb", "in Slack", "SQLite", "PostgreSQL", "in Teams", "SQLite", "PostgreSQL")
COLUMN = {("slack", "sqlite"): 2, ("slack", "postgres"): 3, ("teams", "sqlite"): 5, ("teams", "postgres"): 6}
BEGIN, END = "<!-- table -->\n", "\n<!-- /table -->"
KEPT = "yes"

Table = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What came of one verb in one chat on one database."""

    way: str
    stands: str


async def test_every_verb_works_in_slack(
    founded: Found, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    found = await played(SlackHands(await founded()))
    compared("slack", database_of(request.node.nodeid), found, record_property)


async def test_every_verb_works_in_teams(
    opened: Opened, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    async with ModelStandIn() as model:
        named = model.settings()
        both = await opened(
            ANTHROPIC_API_KEY=named["ANTHROPIC_API_KEY"], ANTHROPIC_BASE_URL=named["ANTHROPIC_BASE_URL"]
        )
        await both.alex.install()
        found = await played(TeamsHands(both, model))
    compared("teams", database_of(request.node.nodeid), found, record_property)


def test_no_verb_is_missing() -> None:
    assert {verb for verb, _ in ROWS.values() if verb} == set(Verb)
    assert list(written()) == list(ROWS)


def test_what_a_platform_cannot_is_shown_by_a_test_that_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))
    missing = [(file, test) for file, test in named if f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")]
    assert named
    assert missing == []


async def played(hands: Hands) -> dict[str, Cell]:
    """Every row. One that fails is told of at the end, and the next ones are tried all the same."""
    floor, cells = Floor(hands, count(1)), {}
    for name, (_, play) in ROWS.items():
        hands.ways.done.clear()
        hands.ways.found.clear()
        try:
            await play(floor)
            cells[name] = Cell(hands.ways.told(), KEPT)
        except Exception as error:  # noqa: BLE001 - a cell that says so
            cells[name] = Cell(hands.ways.told(), f"{type(error).__name__}: {error}")
            await floor.tidied()
    return cells


def compared(
    chat: str, database: str | None, cells: dict[str, Cell], record_property: Callable[[str, object], None]
) -> None:
    """Fails where the page says something else; writes it when asked to."""
    assert database
    column, table = COLUMN[chat, database], written()
    kept = [name for name, cell in cells.items() if cell.stands == KEPT]
    measured(record_property, f"parity, {chat} on {database}: {len(kept)} of {len(cells)} verbs")
    assert {name: cell.stands for name, cell in cells.items() if cell.stands != KEPT} == {}
    for name, cell in cells.items():
        row = table.setdefault(name, [name, *[""] * 6])
        row[column], row[1 if chat == "slack" else 4] = cell.stands, cell.way
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEAD, ["---"] * 7, *(table[name] for name in ROWS))]
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    golden.same_as(PAGE, "".join((before, begin, "\n".join(lines), end, after)))


def written() -> Table:
    """The table as it stands on the page."""
    page = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines()[2:]]
    return {row[0]: row for row in rows}
