"""Every outward call fails in every way: the handoff ends as `docs/faults.md` says, and few calls are made more.

``BATON_GOLDEN=write`` writes that page anew.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import golden
from tests.both import Opened
from tests.breadth import LONG, ON_POSTGRES, ON_SQLITE
from tests.faults.calls import DOORS, MODEL, SLACK, TEAMS, THREADS
from tests.faults.door_cells import DoorCells
from tests.faults.matrix import BRIEF, FAULTS, LASTING, Call, failures
from tests.faults.model_cells import WITHIN, ModelCells, ModelInTrouble
from tests.faults.page import page
from tests.faults.slack_cells import SlackCells
from tests.faults.teams_cells import TeamsCells
from tests.faults.thread_cells import ThreadCells
from tests.tempo import HASTY
from tests.town import AI_OFF, Found

Cells = SlackCells | DoorCells | TeamsCells | ThreadCells | ModelCells
PAGE = Path(__file__).parents[2] / "docs" / "faults.md"

A_MOMENT = timedelta(seconds=0.1)
"""What is asked for beside everything else is asked for again after so long."""

MORE = 3
"""How many calls more, of whatever kind, a failure that passes costs: a look, an edit, the call again."""

EVERY_DAY = {
    *("a card", "a briefing", "an edit", "looking for a card", "the form", "an answer", "an answer in a modal"),
    *("a token", "the answers in a thread", "an assessment"),
}
"""The calls that are tried in ``make test``; in ``make chaos`` all are."""

MORE_IN_ALL = 15
"""How many calls more, of whatever kind, one that lasts costs; of its own kind, too."""


def _each(calls: Sequence[Call]) -> pytest.MarkDecorator:
    every = [pytest.param(call, marks=[] if call.name in EVERY_DAY else LONG, id=call.name) for call in calls]
    return pytest.mark.parametrize("call", every)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service waits briefly for answers."""
    monkeypatch.setattr("bot.slack.client.LIMIT_SECONDS", BRIEF.total_seconds())
    monkeypatch.setattr("bot.teams.connector.LIMIT", BRIEF)
    monkeypatch.setattr("bot.teams.credentials.LIMIT", BRIEF)
    for asks_again in ("bot.slack.installation", "bot.slack.roster", "bot.teams.installation"):
        monkeypatch.setattr(f"{asks_again}._PAUSE", A_MOMENT)
    monkeypatch.setattr("core.assessor._A_MOMENT", A_MOMENT)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The one that is asked for."""
    if request.param == "postgres":
        yield request.getfixturevalue("shared_database")
        return
    file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "baton.db")
    yield f"sqlite+aiosqlite:///{file}"


@ON_SQLITE
@_each(SLACK)
async def test_a_call_to_slack_that_fails_ends_as_the_table_says(founded: Found, call: Call) -> None:
    await _through_slack(founded, call)


@ON_SQLITE
@_each(DOORS)
async def test_what_baton_asks_slack_beside_handoffs_ends_as_the_table_says(founded: Found, call: Call) -> None:
    town = await founded(named={**AI_OFF, "BATON_OWNER": "alex@contoso.example"}, tempo=HASTY)
    await _walked(DoorCells(town), call, town.slack)


@ON_SQLITE
@_each(TEAMS)
async def test_a_call_to_teams_that_fails_ends_as_the_table_says(opened: Opened, call: Call) -> None:
    await _through_teams(opened, call)


@ON_SQLITE
@_each(THREADS)
async def test_a_call_to_graph_that_fails_ends_as_the_table_says(opened: Opened, call: Call) -> None:
    both = await opened(tempo=HASTY, TEAMS_READ_THREADS="on")
    both.teams.consent()
    await _walked(ThreadCells(both), call, both.teams)


@ON_SQLITE
@_each(MODEL)
async def test_a_call_to_the_model_that_fails_ends_as_the_table_says(founded: Found, call: Call) -> None:
    limit = {"BATON_ASSESSMENT_SECONDS": f"{WITHIN.total_seconds():.0f}"}
    town = await founded(named=limit, tempo=HASTY)
    await _walked(ModelCells(town), call, ModelInTrouble(town.model))


@LONG
@ON_POSTGRES
async def test_a_card_in_slack_ends_so_on_postgresql_too(founded: Found) -> None:
    await _through_slack(founded, SLACK[0])


@ON_POSTGRES
async def test_a_card_in_teams_ends_so_on_postgresql_too(opened: Opened) -> None:
    await _through_teams(opened, TEAMS[0])


def test_the_page_shows_the_table() -> None:
    golden.same_as(PAGE, page({"Slack": (*SLACK, *DOORS), "Teams": (*TEAMS, *THREADS), "The model": MODEL}))


async def _through_slack(founded: Found, call: Call) -> None:
    town = await founded(named={**AI_OFF, "BATON_OWNER": "alex@contoso.example"}, tempo=HASTY)
    town.expect_errors("stopped")
    await _walked(SlackCells(town), call, town.slack)


async def _through_teams(opened: Opened, call: Call) -> None:
    targeted = "on" if call.story == "queue" else "off"
    both = await opened(tempo=HASTY, TEAMS_TARGETED_MESSAGES=targeted)
    both.expected.append("stopped")
    await _walked(TeamsCells(both), call, both.teams)


async def _walked(cells: Cells, call: Call, chat: Any) -> None:
    """One handoff after the other in one town: two that meet nothing, then one for each fault."""
    story = getattr(cells, call.story)
    await story("", lambda: None)
    usual, undisturbed = await _counted(cells, call, chat, "")
    assert undisturbed == "right"
    ended, cost = {}, {}
    for fault in FAULTS:
        made, ended[fault] = await _counted(cells, call, chat, fault)
        cost[fault] = made[call.method] - usual[call.method], made.total() - usual.total()
    assert {fault: end for fault, end in ended.items() if not call.may_end(fault, end)} == {}
    dear = {fault: more for fault, more in cost.items() if more[0] > _most(fault)[0] or more[1] > _most(fault)[1]}
    assert dear == {}


async def _counted(cells: Cells, call: Call, chat: Any, fault: str) -> tuple[Counter[str], str]:
    """The calls of one handoff, and its end."""
    before = Counter(cells.calls())
    arm = partial(call.fail, chat.fail, fault) if fault else lambda: None
    seen = await getattr(cells, call.story)(fault, arm)
    chat.heal()
    return Counter(cells.calls()) - before, seen.in_words()


def _most(fault: str) -> tuple[int, int]:
    """How many calls more, at most: of the one that fails (an edit that nobody answered is made once more again, to be
    sure), and of all together."""
    if fault in LASTING:
        return MORE_IN_ALL, MORE_IN_ALL
    return failures(fault) + 1, MORE * failures(fault)
