"""A new assessment for whoever comes next: after which hand-backs and hand-overs one begins, on each database."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from core.assessing import MOST_RENEWED, RENEWING
from core.assessment import Assessment, Status
from core.attempt import Outcome
from core.attempting import Verdict
from core.conclusion import Conclusions, unavailable
from core.delivery import Delivery, Kind
from core.desk import Desk
from core.escalation import Entry
from core.event import Happening
from core.handing_back import MIS_CLICK
from core.handoff import Door, HandoffId, State, Tried
from core.leaving import Leaving
from core.meter import Result
from core.outcome import ClaimOutcome, Escalated, Won
from core.passing_on import Further
from core.people import Member
from core.progress import Done, Parked, PassedOn
from core.resolving import End
from core.step import StepName
from tests.contracts.test_desk_leaving import gone
from tests.contracts.test_desk_life import JANES, LONG_AFTER, Floor, Ids, floor, identity
from tests.people import READY

__all__ = ["floor"]

WITHIN = timedelta(seconds=45)
A_WHILE = timedelta(minutes=1, seconds=1)


@dataclass
class Watch:
    """Keeps how long assessments took."""

    took: list[timedelta] = field(default_factory=list)

    def claimed(self, door: Door, outcome: ClaimOutcome) -> None:
        """As promised by Meter."""

    def carried(self, delivery: Delivery, result: Result, took: timedelta | None, code: str) -> None:
        """As promised by Meter."""

    def assessed(self, ended: Assessment, took: timedelta) -> None:
        """As promised by Meter."""
        self.took.append(took)


def desk(floor: Floor) -> Desk:
    """The desk with the AI on."""
    return Desk(floor.office.storage, floor.clock, Ids(), WITHIN)


async def assessed(floor: Floor, handoff: HandoffId) -> None:
    """The newest assessment is there."""
    newest = (await floor.stands(handoff)).assessment
    assert newest.id
    await Conclusions(floor.office.storage, floor.clock, Ids()).write(floor.office.account, handoff, newest.id, READY)


async def picked_up(floor: Floor, by: Member | None = None) -> HandoffId:
    """Jane's: it is assessed, and Sam has had it for a while."""
    asked = await desk(floor).escalate(JANES, *floor.from_(None))
    assert isinstance(asked, Escalated)
    await assessed(floor, asked.handoff.id)
    await picked_up_again(floor, asked.handoff.id, by or floor.office.sam)
    return asked.handoff.id


async def picked_up_again(floor: Floor, handoff: HandoffId, by: Member) -> None:
    floor.clock.turn(timedelta(seconds=1))
    assert isinstance(await desk(floor).claim(handoff, *floor.from_(by)), Won)
    floor.clock.turn(LONG_AFTER)


async def handed_over(floor: Floor, handoff: HandoffId, why: str = "") -> None:
    """By Sam to Alex."""
    office = floor.office
    assert isinstance(await desk(floor).hand_over(handoff, identity(office.alex), why, *floor.from_(office.sam)), Done)


async def begun(floor: Floor, handoff: HandoffId) -> int:
    """How many assessments of it there are on their way or ended: one delivery for each."""
    found = await floor.office.storage.read(lambda tx: tx.deliveries.of(floor.office.account, handoff))
    return sum(delivery.kind is Kind.ASSESSMENT for delivery in found)


async def test_a_hand_back_with_a_reason_begins_one_and_the_old_one_stays_readable(floor: Floor) -> None:
    handoff = await picked_up(floor)
    done = await desk(floor).hand_back(handoff, "Needs firewall rights", *floor.from_(floor.office.sam))
    assert isinstance(done, Done)
    stands = await floor.stands(handoff)
    assert done.handoff.assessment.id == stands.assessment.id
    assert stands.assessment.status is Status.WRITING
    assert stands.assessment.readable == READY.findings
    assert await begun(floor, handoff) == 2
    [event] = await floor.history(handoff, Happening.HANDED_BACK)
    assert stands.assessment.id == event.id
    assert stands.assessment.assess_by == floor.clock.now() + WITHIN


async def test_a_mis_click_begins_none_whatever_was_said_before(floor: Floor) -> None:
    handoff = await picked_up(floor)
    await desk(floor).hand_back(handoff, "Needs firewall rights", *floor.from_(floor.office.sam))
    assert isinstance(await desk(floor).claim(handoff, *floor.from_(floor.office.alex)), Won)
    await assessed(floor, handoff)
    floor.clock.turn(MIS_CLICK)
    assert isinstance(await desk(floor).hand_back(handoff, "", *floor.from_(floor.office.alex)), Done)
    assert (await floor.stands(handoff)).assessment.status is Status.READY
    assert await begun(floor, handoff) == 2


@pytest.mark.parametrize("word", ["", "Ask Ada for the rights"])
async def test_a_hand_over_begins_one_where_its_author_says_a_word(floor: Floor, word: str) -> None:
    handoff = await picked_up(floor)
    await handed_over(floor, handoff, word)
    assert await begun(floor, handoff) == (2 if word else 1)


@pytest.mark.parametrize("learnt", ["attempt", "outcome", "step", "taken up"])
async def test_a_hand_over_without_a_word_begins_one_where_something_was_learnt_since(
    floor: Floor, learnt: str
) -> None:
    handoff, sam = await picked_up(floor), floor.from_(floor.office.sam)
    if learnt in ("attempt", "outcome"):
        await desk(floor).attempt(handoff, "New profile", Verdict(Outcome.UNDECIDED), *sam)
    if learnt == "outcome":
        await desk(floor).dig_deeper(handoff, *sam)
        await assessed(floor, handoff)
        floor.clock.turn(A_WHILE)
        [attempt] = (await floor.stands(handoff)).attempts
        await desk(floor).decide(handoff, attempt.id, Verdict(Outcome.WORKED), *sam)
    if learnt == "step":
        newest = (await floor.stands(handoff)).assessment.id
        assert newest
        assert isinstance(await desk(floor).tick(handoff, StepName(newest, 0), *sam), Done)
    if learnt == "taken up":
        await desk(floor).go_on(handoff, *sam)
    before = await begun(floor, handoff)
    await handed_over(floor, handoff)
    assert await begun(floor, handoff) == before + 1


async def test_what_a_newer_one_was_told_is_no_news_any_more(floor: Floor) -> None:
    handoff, sam = await picked_up(floor), floor.from_(floor.office.sam)
    await desk(floor).attempt(handoff, "New profile", Verdict(Outcome.WORKED), *sam)
    floor.clock.turn(A_WHILE)
    await desk(floor).dig_deeper(handoff, *sam)
    floor.clock.turn(A_WHILE)
    await handed_over(floor, handoff)
    assert await begun(floor, handoff) == 2


async def test_what_it_was_begun_by_is_no_news_to_it(floor: Floor) -> None:
    handoff, office = await picked_up(floor), floor.office
    await desk(floor).hand_back(handoff, "Needs firewall rights", *floor.from_(office.sam))
    await assessed(floor, handoff)
    await picked_up_again(floor, handoff, office.sam)
    await handed_over(floor, handoff)
    assert await begun(floor, handoff) == 2


async def test_one_that_did_not_come_knows_nothing(floor: Floor) -> None:
    handoff, sam = await picked_up(floor), floor.from_(floor.office.sam)
    await desk(floor).attempt(handoff, "New profile", Verdict(Outcome.WORKED), *sam)
    floor.clock.turn(A_WHILE)
    await desk(floor).dig_deeper(handoff, *sam)
    newest = (await floor.stands(handoff)).assessment.id
    assert newest
    ends = Conclusions(floor.office.storage, floor.clock, Ids())
    await ends.write(floor.office.account, handoff, newest, unavailable("timed out"))
    await handed_over(floor, handoff)
    assert await begun(floor, handoff) == 3


async def test_it_ends_after_so_many_times_for_a_case_in_whichever_of_its_handoffs(floor: Floor) -> None:
    office, handoff = floor.office, await picked_up(floor)
    for number in range(MOST_RENEWED + 1):
        if number == 2:
            passed = await desk(floor).pass_on(handoff, Further("no rights"), *floor.from_(office.sam))
            assert isinstance(passed, PassedOn)
            handoff = passed.new.id
            assert passed.new.assessment.status is Status.WRITING
            await picked_up_again(floor, handoff, office.alex)
        holder = office.sam if number < 2 else office.alex
        await assessed(floor, handoff)
        await desk(floor).hand_back(handoff, f"Not with {number}", *floor.from_(holder))
        stands = await floor.stands(handoff)
        assert stands.assessment.status is (Status.WRITING if number < MOST_RENEWED else Status.READY), number
        await picked_up_again(floor, handoff, holder)
    case = (await floor.stands(handoff)).case
    counted = await office.storage.read(lambda tx: tx.assessments.counted(office.account, case, RENEWING))
    elsewhere = await office.storage.read(lambda tx: tx.assessments.counted(office.elsewhere, case, RENEWING))
    assert (counted, elsewhere) == (MOST_RENEWED, 0)


async def test_ticked_steps_go_along_when_a_case_is_escalated_further(floor: Floor) -> None:
    handoff, sam = await picked_up(floor), floor.from_(floor.office.sam)
    newest = (await floor.stands(handoff)).assessment.id
    assert newest
    await desk(floor).tick(handoff, StepName(newest, 0), *sam)
    passed = await desk(floor).pass_on(handoff, Further("no rights"), *sam)
    assert isinstance(passed, PassedOn)
    assert Tried("Look up the autodiscover records") in passed.new.snapshot.tried


async def test_how_long_one_took_counts_from_when_it_was_asked_for(floor: Floor) -> None:
    handoff, watch = await picked_up(floor), Watch()
    await desk(floor).hand_back(handoff, "Needs firewall rights", *floor.from_(floor.office.sam))
    newest = (await floor.stands(handoff)).assessment.id
    assert newest
    floor.clock.turn(timedelta(seconds=7))
    ends = Conclusions(floor.office.storage, floor.clock, Ids(), watch)
    await ends.write(floor.office.account, handoff, newest, READY)
    assert watch.took == [timedelta(seconds=7)]


async def test_where_the_ai_is_off_none_begins(floor: Floor) -> None:
    handoff = await floor.picked_up()
    await floor.desk.hand_back(handoff, "Needs firewall rights", *floor.from_(floor.office.sam))
    assert (await floor.stands(handoff)).assessment.status is Status.OFF
    assert await begun(floor, handoff) == 0


@pytest.mark.parametrize("why", ["", "Needs firewall rights"])
async def test_what_was_parked_gets_its_first_when_the_team_is_asked(floor: Floor, why: str) -> None:
    parked = await desk(floor).park(Entry("It stopped"), *floor.from_(None))
    assert isinstance(parked, Parked)
    handoff = parked.handoff.id
    assert isinstance(await desk(floor).claim(handoff, *floor.from_(floor.office.sam)), Won)
    assert await begun(floor, handoff) == 0
    await desk(floor).hand_back(handoff, why, *floor.from_(floor.office.sam))
    assert await begun(floor, handoff) == 1


@pytest.mark.parametrize("end", [State.WITHDRAWN, State.RESOLVED])
async def test_what_is_over_begins_none(floor: Floor, end: State) -> None:
    handoff, sam = await picked_up(floor), floor.from_(floor.office.sam)
    if end is State.RESOLVED:
        await desk(floor).resolve(handoff, End("New profile"), *sam)
    else:
        await desk(floor).hand_back(handoff, "Needs firewall rights", *sam)
        await desk(floor).withdraw(handoff, *floor.from_(None))
    before = await begun(floor, handoff)
    await desk(floor).hand_back(handoff, "Needs firewall rights", *sam)
    await desk(floor).hand_over(handoff, identity(floor.office.alex), "she knows", *sam)
    assert (await floor.stands(handoff)).state is end
    assert await begun(floor, handoff) == before


@pytest.mark.parametrize("learnt", [True, False])
async def test_what_somebody_had_who_left_is_assessed_anew_where_they_left_something(
    floor: Floor, learnt: bool
) -> None:
    handoff, office = await picked_up(floor), floor.office
    if learnt:
        await desk(floor).attempt(handoff, "New profile", Verdict(Outcome.UNDECIDED), *floor.from_(office.sam))
    await gone(floor, office.sam)
    assert await Leaving(office.storage, floor.clock, Ids(), WITHIN).sweep() == 1
    stands = await floor.stands(handoff)
    assert stands.state is State.OPEN
    assert stands.assessment.readable == READY.findings
    assert await begun(floor, handoff) == (2 if learnt else 1)
