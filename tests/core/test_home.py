"""What a Home says, letter by letter; how the numbers are counted, and what there is to set up."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.event import WAITED, Doing, Happening
from core.home import Page, home_for
from core.message import Action, Buttons, Message, words_of
from core.numbers import Numbers, numbers_line, numbers_of
from core.people import Platform
from core.set_up import SetUp, tasks_of
from tests import golden
from tests.homes import FRESH, READY, fullest, homes, typical
from tests.people import VIC, open_handoff

GOLDEN = Path(__file__).parent / "golden"


def said(page: Page) -> str:
    return "\n\n".join(
        f"── {section.heading}\n{words_of(Message('', section.parts))}".removeprefix("── \n")
        for section in page.sections
    )


@pytest.mark.parametrize("name", homes())
def test_this_is_what_a_home_says(name: str) -> None:
    golden.same_as(GOLDEN / f"{name}.txt", f"{said(homes()[name])}\n")


def actions(page: Page) -> set[Action]:
    rows = [part for section in page.sections for part in section.parts if isinstance(part, Buttons)]
    return {button.action for row in rows for button in row.buttons}


def test_a_viewer_is_offered_nothing_to_pick_up() -> None:
    assert Action.PICK_UP in actions(home_for(typical()))
    assert actions(home_for(replace(typical(), reader=VIC, queue=None, has=(), aside=()))).isdisjoint(
        {Action.PICK_UP, Action.RESOLVE, Action.PARK}
    )


def test_what_is_left_to_set_up_comes_first_and_what_is_done_last() -> None:
    headings = [section.heading for section in home_for(fullest(open_handoff())).sections]
    assert headings[1] == "Set-up: 0 of 3 done"
    assert [s.heading for s in home_for(replace(typical(), set_up=READY)).sections][-1] == "Set-up"


@pytest.mark.parametrize(
    ("set_up", "left"),
    [
        (FRESH, 3),
        (replace(FRESH, channels=frozenset({Platform.SLACK})), 2),
        (replace(FRESH, owned=True), 2),
        (replace(FRESH, others=1), 2),
        (replace(READY, channels=frozenset({Platform.TEAMS})), 0),  # one chat is enough to begin
        (replace(READY, ai=False), 0),
        (READY, 0),
    ],
)
def test_what_is_needed_is_told_from_what_there_could_be_besides(set_up: SetUp, left: int) -> None:
    assert len([task for task in tasks_of(set_up) if task.needed and not task.done]) == left


def test_a_chat_that_is_there_without_a_channel_is_told_how_to_get_one_in_its_own_words() -> None:
    words = [task.words for task in tasks_of(replace(FRESH, joined=frozenset(Platform))) if not task.done]
    assert any("in Slack" in said and "/escalate here" in said for said in words)
    assert any("in Teams" in said and "@Baton here" in said for said in words)


def doing(what: Happening, waited: int | None = None) -> Doing:
    return Doing(what, {} if waited is None else {WAITED: str(waited)})


def test_the_numbers_are_those_of_the_events() -> None:
    claims = [doing(Happening.CLAIMED, waited) for waited in (1_000, 90_000, 4_000)]
    others = [doing(Happening.CLAIMED), doing(Happening.RESOLVED), doing(Happening.HANDED_BACK)]
    numbers = numbers_of([*claims, *others, doing(Happening.ESCALATED), doing(Happening.ESCALATED)])
    assert numbers == Numbers(2, 4, 1, 1, timedelta(seconds=4))


def test_who_did_nothing_has_no_median() -> None:
    assert numbers_of([]) == Numbers()
    assert numbers_line(Numbers()) == ""
    assert "median" not in numbers_line(numbers_of([doing(Happening.CLAIMED)]))
