"""A request that comes again, at once or after a while: every verb has its effect once, on each database."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.escalation import Entry
from core.event import Happening
from core.handoff import HandoffId, State
from core.outcome import AlreadyYours, AssigneeAsked, BackAgain, Escalated, Lost, Won
from core.permission import Verb
from core.progress import Done, Parked, PassedOn
from tests.contracts.test_desk_life import Floor, floor
from tests.contracts.test_desk_permission import DOING, MAY, in_state, person

__all__ = ["floor"]

HAPPENS: dict[Verb, Happening] = {
    Verb.HAND_BACK: Happening.HANDED_BACK,
    Verb.HAND_OVER: Happening.HANDED_OVER,
    Verb.ATTEMPT: Happening.ATTEMPTED,
    Verb.RESOLVE: Happening.RESOLVED,
    Verb.PASS_ON: Happening.PASSED_ON,
    Verb.STEP: Happening.STEP_DONE,
    Verb.HIDE_STEPS: Happening.STEPS_PUT_AWAY,
    Verb.CONTINUE: Happening.CONTINUED,
    Verb.OWN_WAY: Happening.OWN_WAY,
    Verb.PARK: Happening.SET_ASIDE,
    Verb.REOPEN: Happening.REOPENED,
    Verb.RESUME: Happening.RESUMED,
    Verb.ESCALATE: Happening.ESCALATED,
    Verb.CHANGE: Happening.CHANGED,
}


async def happened(floor: Floor, handoff: HandoffId, what: Happening) -> int:
    """How often."""
    found = await floor.office.storage.read(lambda tx: tx.events.of(floor.office.account, handoff))
    return sum(event.what is what for event in found)


@pytest.mark.parametrize("verb", DOING)
async def test_three_at_once_have_one_effect_and_are_answered_alike(floor: Floor, verb: Verb) -> None:
    await person(floor, "ada")
    handoff = await in_state(floor, MAY[verb][0])
    member, origin = await person(floor, "jane" if verb in (Verb.RESUME, Verb.ESCALATE) else "sam")
    origin = replace(origin, request="the same one")
    outcomes = await asyncio.gather(*[DOING[verb](floor, handoff, member, origin) for _ in range(3)])
    assert all(isinstance(outcome, Done | PassedOn | Escalated) for outcome in outcomes)
    assert await happened(floor, handoff, HAPPENS[verb]) == 1
    told = await floor.office.storage.read(lambda tx: tx.deliveries.of(floor.office.account, handoff))
    assert len({(d.kind, d.place, d.event) for d in told}) == len(told)
    second = await floor.office.storage.read(lambda tx: tx.handoffs.numbered(floor.office.account, 3))
    assert second is None


async def test_what_is_parked_three_times_at_once_is_parked_once(floor: Floor) -> None:
    member, origin = floor.from_(floor.office.jane)
    origin = replace(origin, request="the same one")
    outcomes = await asyncio.gather(*[floor.desk.park(Entry("Printer queue"), member, origin) for _ in range(3)])
    numbers = {outcome.handoff.number for outcome in outcomes if isinstance(outcome, Parked)}
    assert numbers == {1}


async def test_a_press_from_before_a_hand_back_takes_nothing_whatever_it_was_answered(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff = await floor.escalated()
    sam, alex = floor.from_(office.sam), floor.from_(office.alex)
    won = replace(sam[1], request="won")
    mine = replace(sam[1], request="already mine")
    lost = replace(alex[1], request="lost")
    assert isinstance(await desk.claim(handoff, office.sam, won), Won)
    assert isinstance(await desk.claim(handoff, office.sam, mine), AlreadyYours)
    assert isinstance(await desk.claim(handoff, office.alex, lost), Lost)
    await desk.hand_back(handoff, "", *sam)
    for member, origin in ((office.sam, won), (office.sam, mine), (office.alex, lost)):
        before = await floor.stands(handoff)
        assert isinstance(await desk.claim(handoff, member, origin), BackAgain), origin.request
        assert await floor.stands(handoff) == before
    assert isinstance(await desk.claim(handoff, office.alex, replace(lost, request="a new one")), Won)
    assert await happened(floor, handoff, Happening.CLAIMED) == 2


async def test_a_withdrawal_that_only_asked_does_not_withdraw_after_a_hand_back(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff = await floor.picked_up()
    member, origin = floor.from_(office.jane)
    asking = replace(origin, request="asking")
    assert isinstance(await desk.withdraw(handoff, member, asking), AssigneeAsked)
    await desk.hand_back(handoff, "no longer needed?", *floor.from_(office.sam))
    assert isinstance(await desk.withdraw(handoff, member, asking), BackAgain)
    assert (await floor.stands(handoff)).state is State.OPEN


async def test_a_request_that_was_refused_counts_once_it_is_corrected(floor: Floor) -> None:
    handoff = await floor.picked_up()
    member, origin = floor.from_(floor.office.sam)
    form = replace(origin, request="a form that stayed open")
    await floor.desk.hand_back(handoff, "", member, form)
    assert (await floor.stands(handoff)).state is State.CLAIMED
    floor.clock.turn(timedelta(minutes=1))
    assert isinstance(await floor.desk.hand_back(handoff, "no rights", member, form), Done)
    assert (await floor.stands(handoff)).state is State.OPEN
