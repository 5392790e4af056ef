"""A Home as Slack's view: within its limits whatever there is, and nobody is mentioned."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bot.slack.home import MOST_BLOCKS, home_view, opened_by
from core.handoff import Handoff
from core.home import home_for, with_notice
from core.message import says
from core.people import Identity
from playground.slack.lint import view_problems
from playground.slack.reading import mentions_in
from tests import golden
from tests.homes import fullest, homes
from tests.people import SAM, SLACK, identity, open_handoff
from tests.strategy import handoffs

FOLDER = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", homes())
def test_this_is_the_view_that_slack_is_sent(name: str) -> None:
    view = home_view(homes()[name], identity(SAM))
    golden.same_as(FOLDER / f"{name}.json", json.dumps(view, ensure_ascii=False, indent=1) + "\n")
    assert view_problems(view, "home") == []


def test_the_fullest_home_is_shown_whole_with_a_notice() -> None:
    page = with_notice(home_for(fullest(open_handoff())), says("Something to say."))
    made = home_view(page, identity(SAM))["blocks"]
    assert len(made) < MOST_BLOCKS  # nothing was cut off
    assert json.dumps(made).count('"and ') == 5  # of everything there is more than is shown


@settings(max_examples=25)
@given(handoffs())
def test_slack_takes_a_home_whatever_people_wrote_and_nobody_is_mentioned(handoff: Handoff) -> None:
    parted = replace(handoff, claim=None, ending=None)
    view = home_view(home_for(fullest(parted)), identity(SAM))
    assert view_problems(view, "home") == []
    assert not mentions_in("", view["blocks"], linked_names=True)


def opening(**event: Any) -> dict[str, Any]:
    return {"team_id": SLACK.id, "event": {"type": "app_home_opened", "user": "U0SAM", "tab": "home", **event}}


def test_who_opens_their_home_and_what_they_had_before_them() -> None:
    sam = Identity(SLACK, "U0SAM")
    assert opened_by(opening()) == (sam, "")
    assert opened_by(opening(view={"hash": "1.2"})) == (sam, "1.2")


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"event": None},
        {"event": []},
        opening(tab="messages"),
        opening(tab=None),
        opening(user=7),
        {**opening(), "team_id": None},
    ],
)
def test_anything_else_opens_no_home(odd: dict[str, Any]) -> None:
    assert opened_by(odd) is None
    assert opened_by(opening(view=[1])) == (Identity(SLACK, "U0SAM"), "")
