"""Next steps, what was left open and the first action of a claim, at the desk and on each database."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
import sqlalchemy as sa

from core.act import Origin
from core.assessment import AssessmentId, Findings, Step
from core.attempt import Outcome
from core.attempting import Verdict
from core.box import ways_in
from core.delivery import Kind, MessageRef
from core.details import look_answer
from core.escalation import Entry
from core.event import Happening
from core.handoff import IN_THE_MIDDLE, Door, HandoffId
from core.message import Action, Buttons, Message, words_of
from core.outcome import Relayed, Won
from core.people import Member, Role
from core.progress import Done, NothingThere, Parked
from core.reception import Reception
from core.remark import Remark, Thread
from core.repository import Transaction
from core.resolving import End
from core.saying import IN_SLACK
from core.step import StepName
from core.waking import Waking
from storage.tables import handoffs
from storage.uuid7 import uuid7
from tests.contracts.office import SLACK, connection_of
from tests.contracts.test_desk_life import LONG_AFTER, Floor, Ids, floor, identity

__all__ = ["floor"]

RECORDS = "Look up the autodiscover records"
OPEN = "Comparing the records"


async def sams(floor: Floor) -> HandoffId:
    """Jane's, assessed; Sam has had it for a while."""
    return await floor.assessed(await floor.picked_up())


def first(handoff: HandoffId, place: int = 0) -> StepName:
    return StepName(AssessmentId(handoff), place)


async def test_a_ticked_step_is_kept_with_who_did_it_and_told_under_the_card(floor: Floor) -> None:
    handoff, sam = await sams(floor), floor.office.sam
    before = len(await floor.told(handoff, Kind.NOTE))
    assert isinstance(await floor.desk.tick(handoff, first(handoff), *floor.from_(sam)), Done)
    [step] = (await floor.stands(handoff)).steps
    assert (step.assessment, step.place, step.what, step.by.name) == (AssessmentId(handoff), 0, RECORDS, sam.name)
    [event] = await floor.history(handoff, Happening.STEP_DONE)
    assert event.text == RECORDS
    assert len(await floor.told(handoff, Kind.NOTE)) == before + 1


async def test_a_step_is_ticked_once(floor: Floor) -> None:
    handoff = await sams(floor)
    await floor.desk.tick(handoff, first(handoff), *floor.from_(floor.office.sam))
    before = await floor.stands(handoff)
    again = await floor.desk.tick(handoff, first(handoff), *floor.from_(floor.office.sam))
    assert isinstance(again, Done)
    assert again.again
    assert await floor.stands(handoff) == before


async def test_a_step_that_is_not_there_is_not_ticked(floor: Floor) -> None:
    handoff, sam = await sams(floor), floor.from_(floor.office.sam)
    for name in (None, first(handoff, 2), StepName(AssessmentId(uuid7()), 0)):
        assert isinstance(await floor.desk.tick(handoff, name, *sam), NothingThere)
    assert (await floor.stands(handoff)).steps == ()


async def test_after_a_renewal_the_old_steps_are_ticked_no_more_and_what_was_done_stays(floor: Floor) -> None:
    handoff, sam = await sams(floor), floor.from_(floor.office.sam)
    await floor.desk.tick(handoff, first(handoff), *sam)
    await floor.desk.put_away(handoff, *sam)
    renewed = uuid7()
    await floor.assessed(handoff, Findings("Anew.", steps=(Step("Ask the vendor", ""),)), renewed)
    assert isinstance(await floor.desk.tick(handoff, first(handoff, 1), *sam), NothingThere)
    assert isinstance(await floor.desk.tick(handoff, StepName(AssessmentId(renewed), 0), *sam), Done)
    assert [step.what for step in (await floor.stands(handoff)).steps] == [RECORDS, "Ask the vendor"]


async def test_whoever_has_it_next_sees_what_was_done_and_begins_with_all_boxes(floor: Floor) -> None:
    office, handoff = floor.office, await sams(floor)
    await floor.desk.tick(handoff, first(handoff), *floor.from_(office.sam))
    await floor.desk.put_away(handoff, *floor.from_(office.sam))
    await floor.desk.own_way(handoff, *floor.from_(office.sam))
    claim = (await floor.stands(handoff)).claim
    assert claim
    assert (claim.put_away, claim.own_way, claim.acted_at) == (AssessmentId(handoff), True, floor.clock.now())
    await floor.desk.hand_back(handoff, "no rights", *floor.from_(office.sam))
    assert isinstance(await floor.desk.claim(handoff, *floor.from_(office.alex)), Won)
    stands = await floor.stands(handoff)
    assert stands.claim
    assert (stands.claim.put_away, stands.claim.own_way, stands.claim.acted_at) == (None, False, None)
    assert [step.by.name for step in stands.steps] == [office.sam.name]


async def test_without_an_assessment_there_is_nothing_to_put_away(floor: Floor) -> None:
    handoff = await floor.picked_up()
    assert isinstance(await floor.desk.put_away(handoff, *floor.from_(floor.office.sam)), NothingThere)


async def test_who_continues_where_the_escalator_left_off_takes_it_up_as_an_attempt(floor: Floor) -> None:
    handoff, sam = await floor.picked_up(), floor.office.sam
    assert isinstance(await floor.desk.go_on(handoff, *floor.from_(sam)), Done)
    stands = await floor.stands(handoff)
    [attempt] = stands.attempts
    assert (attempt.what, attempt.by.name, attempt.outcome) == (OPEN, sam.name, Outcome.UNDECIDED)
    assert stands.left_open == ()
    assert isinstance(await floor.desk.go_on(handoff, *floor.from_(sam)), NothingThere)


async def test_after_a_hand_over_it_is_continued_where_the_one_before_left_off(floor: Floor) -> None:
    office, handoff = floor.office, await floor.picked_up()
    await floor.desk.attempt(handoff, "New profile", Verdict(Outcome.UNDECIDED), *floor.from_(office.sam))
    assert (await floor.stands(handoff)).left_open  # Jane's
    await floor.desk.hand_over(handoff, identity(office.alex), "", *floor.from_(office.sam))
    left, janes = (await floor.stands(handoff)).left_open
    assert (left.what, left.by.name) == ("New profile", office.sam.name)
    assert (janes.what, janes.by.name) == (OPEN, office.jane.name)
    assert isinstance(await floor.desk.go_on(handoff, *floor.from_(office.alex)), Done)
    [attempt] = (await floor.stands(handoff)).attempts
    assert (attempt.what, attempt.by.name) == ("New profile", office.alex.name)


async def alexs(floor: Floor) -> tuple[HandoffId, str]:
    """Alex's, after Sam began something in it; and what a button names that."""
    office, handoff = floor.office, await floor.picked_up()
    await floor.desk.attempt(handoff, "New profile", Verdict(Outcome.UNDECIDED), *floor.from_(office.sam))
    await floor.desk.hand_over(handoff, identity(office.alex), "", *floor.from_(office.sam))
    return handoff, (await floor.stands(handoff)).left_open[0].name


async def test_pressing_continue_again_takes_nothing_else(floor: Floor) -> None:
    (handoff, sams), alex = await alexs(floor), floor.from_(floor.office.alex)
    done = await floor.desk.go_on(handoff, *alex, sams)
    assert isinstance(done, Done)
    assert (done.what, done.again) == ("New profile", False)
    before = await floor.stands(handoff)
    again = await floor.desk.go_on(handoff, *alex, sams)
    assert isinstance(again, Done)
    assert again.again
    assert await floor.stands(handoff) == before
    assert [each.what for each in before.left_open] == [OPEN]


async def test_what_a_button_offered_is_what_is_continued_though_something_newer_was_left(floor: Floor) -> None:
    (handoff, _), alex = await alexs(floor), floor.from_(floor.office.alex)
    done = await floor.desk.go_on(handoff, *alex, IN_THE_MIDDLE)
    assert isinstance(done, Done)
    assert done.what == OPEN
    again = await floor.desk.go_on(handoff, *alex, IN_THE_MIDDLE)
    assert isinstance(again, Done)
    assert again.again
    assert [each.what for each in (await floor.stands(handoff)).left_open] == ["New profile"]


async def test_what_is_there_no_longer_is_not_continued_and_nothing_else_is(floor: Floor) -> None:
    (handoff, sams), office = await alexs(floor), floor.office
    [attempt] = (await floor.stands(handoff)).attempts
    await floor.desk.decide(handoff, attempt.id, Verdict(Outcome.WORKED), *floor.from_(office.alex))
    before = await floor.stands(handoff)
    for gone in (sams, str(uuid7()), "continue", IN_THE_MIDDLE[:2]):
        assert isinstance(await floor.desk.go_on(handoff, *floor.from_(office.alex), gone), NothingThere)
    assert await floor.stands(handoff) == before


async def test_a_button_of_before_names_nothing_and_continues_what_is_left_open_now(floor: Floor) -> None:
    handoff, _ = await alexs(floor)
    done = await floor.desk.go_on(handoff, *floor.from_(floor.office.alex))
    assert isinstance(done, Done)
    assert done.what == "New profile"


async def test_who_continues_is_told_with_what_and_not_with_their_last_attempt(floor: Floor) -> None:
    (handoff, sams), alex = await alexs(floor), floor.from_(floor.office.alex)
    await floor.desk.attempt(handoff, "Alex's own", Verdict(Outcome.UNDECIDED), *alex)
    told = await Reception(floor.desk, IN_SLACK).pressed(Action.CONTINUE, handoff, *alex, sams)
    assert isinstance(told, Message)
    assert told.title == "You continue: New profile. The thread under the card says so."


async def test_the_button_of_a_briefing_names_what_it_offers(floor: Floor) -> None:
    handoff, sams = await alexs(floor)
    stands = await floor.stands(handoff)
    [offered] = [part for part in ways_in(stands) if isinstance(part, Buttons)]
    assert [(button.label, button.about) for button in offered.buttons] == [
        ("Continue where Sam left off", sams),
        ("My own way", ""),
    ]


# ------------------------------------------------------------------------------------- what nobody else sees


async def details(floor: Floor, handoff: HandoffId, by: Member) -> str:
    return words_of(look_answer(await floor.desk.look(handoff, *floor.from_(by)), by.id))


OWN = ("set it aside", "went on with it", "Set aside no longer", "put the next steps away", "goes their own way")


async def test_what_somebody_did_for_themselves_is_in_nobody_elses_history(floor: Floor) -> None:
    office, desk, handoff = floor.office, floor.desk, await sams(floor)
    sam = floor.from_(office.sam)
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.alex.id, Role.ADMIN))
    before = {each.id: await details(floor, handoff, each) for each in (office.jane, office.alex)}
    until = floor.clock.now() + timedelta(hours=1)
    for verb in (desk.put_away, desk.own_way):
        await verb(handoff, *sam)
    await desk.set_aside(handoff, until, *sam)
    await desk.resume(handoff, *sam)
    await desk.set_aside(handoff, until, *sam)
    floor.clock.turn(timedelta(hours=1))
    assert await Waking(office.storage, floor.clock, Ids()).sweep() == 1
    assert [own for own in OWN if own not in await details(floor, handoff, office.sam)] == []
    for each in (office.jane, office.alex):
        assert await details(floor, handoff, each) == before[each.id]


async def test_who_goes_on_with_what_nobody_had_ends_it_for_all_to_see(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    made = await desk.park(Entry("Printer queue"), *floor.from_(office.jane))
    assert isinstance(made, Parked)
    await desk.resume(made.handoff.id, *floor.from_(office.jane))
    assert "Jane Ruiz went on with it" in await details(floor, made.handoff.id, office.sam)


# ------------------------------------------------------------------------------------------------ first action


async def acted(floor: Floor, handoff: HandoffId) -> list[tuple[str, str]]:
    """The first actions: by whom, and what it was."""
    return [
        (event.by.name if event.by else "", event.facts["how"])
        for event in await floor.history(handoff, Happening.FIRST_ACTION)
    ]


async def test_the_first_action_of_each_claim_is_a_fact_of_its_own(floor: Floor) -> None:
    office, desk, handoff = floor.office, floor.desk, await sams(floor)
    assert await acted(floor, handoff) == []
    await desk.tick(handoff, first(handoff), *floor.from_(office.sam))
    floor.clock.turn(timedelta(minutes=1))
    await desk.attempt(handoff, "New profile", Verdict(Outcome.WORKED), *floor.from_(office.sam))
    [event] = await floor.history(handoff, Happening.FIRST_ACTION)
    assert event.facts == {"how": "step_done", "after_ms": str(LONG_AFTER.seconds * 1_000)}
    await desk.hand_back(handoff, "no rights", *floor.from_(office.sam))
    await desk.claim(handoff, *floor.from_(office.alex))
    await desk.resolve(handoff, End("New profile"), *floor.from_(office.alex))
    assert await acted(floor, handoff) == [(office.sam.name, "step_done"), (office.alex.name, "resolved")]


async def test_what_nobody_sees_and_what_gives_it_away_is_no_first_action(floor: Floor) -> None:
    desk, handoff, sam = floor.desk, await sams(floor), floor.from_(floor.office.sam)
    await desk.put_away(handoff, *sam)
    await desk.own_way(handoff, *sam)
    await desk.set_aside(handoff, floor.clock.now() + timedelta(hours=4), *sam)
    await desk.resume(handoff, *sam)
    await desk.hand_back(handoff, "no rights", *sam)
    assert await acted(floor, handoff) == []


async def said(floor: Floor, card: MessageRef, by: Member, request: str) -> Relayed:
    origin = Origin(Door.SLACK, identity(by), request=request)
    outcome = await floor.desk.relay(Remark(Thread(SLACK, card), "Looking at it"), by, origin)
    assert isinstance(outcome, Relayed)
    return outcome


async def posted(floor: Floor, handoff: HandoffId) -> MessageRef:
    """The card of the escalation channel, as Slack has it."""
    at = MessageRef("C1", "1.2")

    leased = await floor.office.leased(2_000, until=3_000)
    card = next(delivery for delivery in leased if (delivery.kind, delivery.handoff) == (Kind.CARD, handoff))
    await floor.office.storage.transact(lambda tx: tx.deliveries.shown(card, 1, at, "", floor.clock.now()))
    return at


async def test_a_remark_of_the_assignee_under_the_card_is_a_first_action_and_one_of_others_is_not(floor: Floor) -> None:
    office, handoff = floor.office, await floor.picked_up()
    card = await posted(floor, handoff)
    before = await floor.stands(handoff)
    await said(floor, card, office.jane, "first")
    assert await acted(floor, handoff) == []
    await said(floor, card, office.sam, "second")
    await said(floor, card, office.sam, "second")
    await said(floor, card, office.sam, "third")
    assert await acted(floor, handoff) == [(office.sam.name, "said")]
    assert before.claim
    stands = replace(before, claim=replace(before.claim, acted_at=floor.clock.now()))
    assert await floor.stands(handoff) == stands  # nothing that a card shows has changed


async def test_a_remark_after_it_is_over_is_no_first_action(floor: Floor) -> None:
    office, handoff = floor.office, await floor.picked_up()
    card = await posted(floor, handoff)
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.alex.id, Role.ADMIN))
    assert isinstance(await floor.desk.resolve(handoff, End("It works"), *floor.from_(office.alex)), Done)
    await said(floor, card, office.sam, "thanks")
    assert await acted(floor, handoff) == []
    claim = (await floor.stands(handoff)).claim
    assert claim
    assert claim.acted_at is None


async def test_claims_of_before_this_was_kept_know_when_their_assignee_acted(floor: Floor) -> None:
    """What the migration writes into old rows is what is kept of new ones."""
    office, sam = floor.office, floor.from_(floor.office.sam)
    tried, again, over, idle, late = [await floor.picked_up() for _ in range(5)]
    card = await posted(floor, late)
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.alex.id, Role.ADMIN))
    for handoff in (tried, again):
        floor.clock.turn(timedelta(minutes=1))
        await floor.desk.attempt(handoff, "New profile", Verdict(Outcome.WORKED), *sam)
        await floor.desk.attempt(handoff, "Another one", Verdict(Outcome.WORKED), *floor.from_(office.alex))
    floor.clock.turn(timedelta(minutes=1))
    await floor.desk.hand_over(again, identity(office.alex), "", *sam)
    await floor.desk.set_aside(idle, floor.clock.now(), *sam)
    await floor.desk.resolve(over, End("It works"), *sam)
    await floor.desk.resolve(late, End("It works"), *floor.from_(office.alex))
    floor.clock.turn(timedelta(minutes=1))
    await said(floor, card, office.sam, "thanks")
    asked = (tried, again, over, idle, late)
    before = {handoff: (await floor.stands(handoff)).claim for handoff in asked}
    filling = import_module("storage.migrations.versions.0013_when_they_acted").FILLING

    def migrated(tx: Transaction) -> None:
        connection_of(tx).execute(sa.update(handoffs).values(acted_at=None))
        connection_of(tx).execute(sa.text(filling))

    await office.storage.transact(migrated)
    assert {handoff: (await floor.stands(handoff)).claim for handoff in asked} == before
    acted_at = [claim.acted_at for claim in before.values() if claim]
    assert [at is not None for at in acted_at] == [True, False, True, False, False]


@pytest.mark.parametrize("parked", [False, True])
async def test_a_claim_knows_how_long_the_team_had_been_asked_for(floor: Floor, *, parked: bool) -> None:
    office, desk = floor.office, floor.desk
    if parked:
        made = await desk.park(Entry("Printer queue"), *floor.from_(office.jane))
        assert isinstance(made, Parked)
        handoff = made.handoff.id
    else:
        handoff = await floor.escalated()
    floor.clock.turn(timedelta(seconds=40))
    await desk.claim(handoff, *floor.from_(office.sam))
    floor.clock.turn(timedelta(seconds=30))
    await desk.hand_back(handoff, "", *floor.from_(office.sam))
    floor.clock.turn(timedelta(seconds=5))
    await desk.claim(handoff, *floor.from_(office.alex))
    waited = [event.facts.get("waited_ms") for event in await floor.history(handoff, Happening.CLAIMED)]
    assert waited == [None if parked else "40000", "5000"]  # handed back, it has a card: the team is asked
