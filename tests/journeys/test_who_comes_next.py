"""What whoever comes next reads: an assessment that knows what was learnt; and what the one who ends it need not type.
In each chat and on each database."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

import pytest

from core.event import Happening
from playground.model import ModelStandIn
from tests.both import Opened
from tests.hands import Hands, SlackHands, TeamsHands
from tests.journeys.verbs import Case, Floor
from tests.town import Found
from tests.waiting import eventually

RENEWED = "AI assessment: being renewed… This is the one before:"
ASSESSED = "AI assessment: Stand-in answer"
RECORDS = "Moved the records"


@pytest.fixture(params=["slack", "teams"])
async def hands(request: pytest.FixtureRequest, founded: Found, opened: Opened) -> AsyncIterator[Hands]:
    """People of one chat, with a model behind Baton."""
    if request.param == "slack":
        yield SlackHands(await founded())
        return
    async with ModelStandIn() as model:
        named = model.settings()
        both = await opened(
            ANTHROPIC_API_KEY=named["ANTHROPIC_API_KEY"], ANTHROPIC_BASE_URL=named["ANTHROPIC_BASE_URL"]
        )
        await both.alex.install()
        yield TeamsHands(both, model)


async def assessed(hands: Hands, case: Case, times: int = 1) -> None:
    """So many assessments of the case ended, and the card shows the newest."""

    async def so_many() -> bool:
        return len(await hands.events(case.number, Happening.ASSESSED)) >= times

    await eventually(so_many)
    await hands.shows(await case.card(), ASSESSED)


async def draft(hands: Hands, case: Case) -> str:
    """What stands in Sam's form to resolve it; he closes it again."""
    await hands.presses("Sam", await case.briefing(), "resolve")
    if isinstance(hands, SlackHands):
        view = hands.town.sam.open_view
        assert view
        value = view.state()["values"]["note"]["note"]["value"]
        await hands.town.sam.close_view(everything=True)
    else:
        assert isinstance(hands, TeamsHands)
        dialog = hands.both.sam.dialog
        assert dialog
        [value] = [asked.preset for asked in dialog.inputs if asked.id == "note"]
        hands.both.sam.close_dialog()
    return str(value or "")


async def test_after_a_hand_back_it_is_assessed_with_what_was_learnt(hands: Hands) -> None:
    case = await Floor(hands, count(1)).tried()
    await assessed(hands, case)
    hands.model.held = asyncio.Event()
    back = {"why": "Needs rights", "outcome_": "failed", "left_": "the same"}
    await hands.presses("Sam", await case.briefing(), "hand_back", **back)
    await hands.hears("Sam", "E-1 is with the team again.")
    card = await case.card()
    await hands.shows(card, RENEWED)
    await hands.shows(card, "Stand-in answer")
    await hands.presses("Alex", card, "pick_up")
    briefing = await hands.sent("Alex", "You picked up E-1 from Jane Ruiz")
    assert RENEWED in briefing.text()
    hands.model.held.set()
    await assessed(hands, case, 2)
    await hands.shows(briefing, ASSESSED)
    asked = hands.model.requests[-1].text
    assert "(tried since): Restarted it (Sam Okafor): did not work: the same\n" in asked
    assert "handed back: Needs rights" in asked
    assert len(hands.model.requests) == 2


async def test_after_a_hand_over_with_a_word_it_is_assessed_with_that(hands: Hands) -> None:
    case = await Floor(hands, count(1)).claimed()
    await assessed(hands, case)
    await hands.presses("Sam", await case.briefing(), "hand_over", to="Alex", why="The cable is new")
    await assessed(hands, case, 2)
    briefing = await hands.sent("Alex", "Sam Okafor handed you E-1")
    await hands.shows(briefing, ASSESSED)
    assert "handed over: The cable is new" in hands.model.requests[-1].text
    assert len(hands.model.requests) == 2


async def test_a_mis_click_and_a_hand_over_that_taught_nothing_cost_nothing(hands: Hands) -> None:
    case = await Floor(hands, count(1)).claimed()
    await assessed(hands, case)
    await hands.presses("Sam", await case.briefing(), "hand_back")
    await hands.hears("Sam", "E-1 is with the team again.")
    await hands.shows(await case.card(), "Handed back by")
    await hands.presses("Sam", await case.card(), "pick_up")
    await hands.shows(await case.briefing(), "Stand-in answer")
    await hands.presses("Sam", await case.briefing(), "hand_over", to="Alex", why="")
    briefing = await hands.sent("Alex", "Sam Okafor handed you E-1")
    await hands.shows(briefing, ASSESSED)
    handoff = await hands.handoff(1)
    assert handoff
    assert handoff.assessment.earlier is None
    assert len(hands.model.requests) == 1


async def test_the_note_of_a_resolution_comes_with_what_happened_and_says_in_the_end_what_is_so(hands: Hands) -> None:
    case = await Floor(hands, count(1)).claimed()
    assert await draft(hands, case) == ""
    await hands.presses("Sam", await case.briefing(), "attempt", what="New cable", outcome="worked")
    await hands.shows(await case.card(), "New cable")
    waits = {"what": RECORDS, "outcome": "waiting", "note": "password: hunter2!X until tonight", "until": "4h"}
    await hands.presses("Sam", await case.briefing(), "attempt", **waits)
    await hands.shows(await case.card(), "Waiting to verify:")
    first, second = (await draft(hands, case)).splitlines()
    assert first == "New cable (Sam Okafor): worked"
    assert second.startswith(f"Provisional: {RECORDS} (Sam Okafor): waiting to verify: ")
    assert "look again 20" in second
    assert "hunter2" not in second
    await hands.presses("Sam", await case.briefing(), "resolve", waited="yes")
    await hands.hears("Sam", "E-1 is resolved.")
    handoff = await hands.handoff(1)
    assert handoff
    assert handoff.ending
    kept = handoff.ending.note.splitlines()
    assert len(kept) == 2
    assert kept[0] == first
    assert kept[1].startswith(f"{RECORDS} (Sam Okafor): worked: ")


async def test_a_draft_that_somebody_made_theirs_is_kept_as_they_wrote_it(hands: Hands) -> None:
    case = await Floor(hands, count(1)).claimed()
    await hands.presses("Sam", await case.briefing(), "attempt", what="New cable", outcome="worked")
    await hands.shows(await case.card(), "New cable")
    await hands.presses("Sam", await case.briefing(), "resolve", note="It was the cable")
    await hands.sent("Jane", "Sam Okafor resolved E-1: It was the cable")
