"""A handoff's whole life at the desk, on each database: every verb, who may, what is kept, and who is told."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from core.act import Origin
from core.assessment import Assessment, AssessmentId, Findings, Status
from core.attempt import Outcome
from core.attempting import Verdict
from core.changing import Change
from core.delivery import Kind
from core.desk import Desk
from core.escalation import Entry
from core.event import Event, Happening
from core.handoff import Door, Handoff, HandoffId, Passing, Priority, State
from core.outcome import CannotBeFor, Escalated, Inside, NotHere, NotYours, ViewersMayNot, Won
from core.passing_on import Further
from core.people import Identity, Member
from core.progress import Done, NeedsOutcome, NeedsWhy, NotNow, Parked, PassedOn
from core.repository import Transaction
from core.resolving import End
from core.state import Refusal
from storage.uuid7 import uuid7
from tests.contracts.office import CHANNEL, NOON, SLACK, Office
from tests.people import FINDINGS

JANES = Entry("Outlook stops syncing", ticket="4711", open_step="Comparing the records")
LONG_AFTER = timedelta(minutes=12)


@dataclass
class Hands:
    """A clock that is turned by hand."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> None:
        self.at += by


class Ids:
    def new(self) -> UUID:
        return uuid7()


@dataclass
class Floor:
    """The desk with everybody in front of it."""

    office: Office
    clock: Hands = field(default_factory=Hands)

    @property
    def desk(self) -> Desk:
        return Desk(self.office.storage, self.clock, Ids())

    async def escalated(self, by: Member | None = None) -> HandoffId:
        outcome = await self.desk.escalate(JANES, *self.from_(by))
        assert isinstance(outcome, Escalated)
        return outcome.handoff.id

    async def picked_up(self) -> HandoffId:
        """Jane's, and Sam has had it for a while."""
        handoff = await self.escalated()
        assert isinstance(await self.desk.claim(handoff, *self.from_(self.office.sam)), Won)
        self.clock.turn(LONG_AFTER)
        return handoff

    async def assessed(self, handoff: HandoffId, findings: Findings = FINDINGS, name: UUID | None = None) -> HandoffId:
        """The same with an assessment that is there, under the handoff's id or another one."""
        ready = Assessment(Status.READY, findings, model="claude-test", id=AssessmentId(name or handoff))

        def work(tx: Transaction) -> None:
            tx.assessments.add(self.office.account, handoff, replace(ready, status=Status.WRITING, findings=None))
            tx.assessments.finish(self.office.account, AssessmentId(name or handoff), ready, self.clock.now())

        await self.office.storage.transact(work)
        return handoff

    async def history(self, handoff: HandoffId, what: Happening) -> list[Event]:
        """What of that kind happened to it."""
        found = await self.office.storage.read(lambda tx: tx.events.of(self.office.account, handoff))
        return [event for event in found if event.what is what]

    def from_(self, by: Member | None) -> tuple[Member, Origin]:
        member = by or self.office.jane
        return member, Origin(Door.SLACK, identity(member))

    async def stands(self, handoff: HandoffId) -> Handoff:
        found = await self.office.storage.read(lambda tx: tx.handoffs.get(self.office.account, handoff))
        assert found
        return found

    async def told(self, handoff: HandoffId, kind: Kind) -> list[str]:
        """Whom the deliveries of a kind go to: a person's id, or a channel's."""
        found = await self.office.storage.read(lambda tx: tx.deliveries.of(self.office.account, handoff))
        return [d.place.user or d.place.channel for d in found if d.kind is kind and d.place]


def identity(member: Member) -> Identity:
    return Identity(SLACK, member.name.lower())


@pytest.fixture
async def floor(office: Office) -> Floor:
    await office.storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, CHANNEL.channel))
    return Floor(office)


async def test_who_hands_back_says_why_and_the_race_opens_again_with_memory(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff = await floor.picked_up()
    assert isinstance(await desk.hand_back(handoff, " ", *floor.from_(office.sam)), NeedsWhy)
    outcome = await desk.hand_back(handoff, "Needs firewall rights, password: hunter2!X", *floor.from_(office.sam))
    assert isinstance(outcome, Done)
    stands = await floor.stands(handoff)
    assert (stands.state, stands.claim) == (State.OPEN, None)
    [turn] = stands.turns
    assert (turn.by.member, turn.until - turn.since, turn.how) == (office.sam.id, LONG_AFTER, Passing.HANDED_BACK)
    assert turn.why.startswith("Needs firewall rights")
    assert "hunter2" not in turn.why
    assert "jane ruiz" in await floor.told(handoff, Kind.NEWS)
    assert isinstance(await desk.claim(handoff, *floor.from_(office.sam)), Won)


async def test_a_mis_click_is_undone_without_a_reason(floor: Floor) -> None:
    handoff = await floor.escalated()
    await floor.desk.claim(handoff, *floor.from_(floor.office.sam))
    floor.clock.turn(timedelta(seconds=59))
    assert isinstance(await floor.desk.hand_back(handoff, "", *floor.from_(floor.office.sam)), Done)


async def test_handing_back_twice_changes_nothing_more(floor: Floor) -> None:
    handoff = await floor.picked_up()
    await floor.desk.hand_back(handoff, "no rights", *floor.from_(floor.office.sam))
    version = (await floor.stands(handoff)).version
    assert isinstance(await floor.desk.hand_back(handoff, "no rights", *floor.from_(floor.office.sam)), NotYours)
    assert (await floor.stands(handoff)).version == version


async def test_a_handoff_is_handed_over_to_somebody_eligible_who_gets_a_briefing(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff = await floor.picked_up()
    for nobody in (office.vic, office.jane, office.olga, office.eve, office.sam):
        outcome = await desk.hand_over(handoff, identity(nobody), "", *floor.from_(office.sam))
        assert isinstance(outcome, CannotBeFor), nobody.name
    assert isinstance(
        await desk.hand_over(handoff, identity(office.alex), "you know it", *floor.from_(office.sam)), Done
    )
    stands = await floor.stands(handoff)
    assert stands.assigned_to(office.alex.id)
    assert stands.state is State.CLAIMED
    assert await floor.told(handoff, Kind.BRIEFING) == ["sam okafor", "alex"]


async def test_only_the_assignee_or_an_admin_lets_go_of_it(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff = await floor.picked_up()
    for other in (office.jane, office.alex, office.vic):
        assert isinstance(await desk.hand_back(handoff, "why", *floor.from_(other)), NotYours)
        assert isinstance(await desk.resolve(handoff, End("it works"), *floor.from_(other)), NotYours)
    assert isinstance(await desk.hand_back(handoff, "why", *floor.from_(office.eve)), NotHere)
    assert (await floor.stands(handoff)).assigned_to(office.sam.id)


async def test_attempts_are_kept_and_an_undecided_one_is_asked_about_first(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff, sam = await floor.picked_up(), floor.from_(floor.office.sam)
    assert isinstance(await desk.attempt(handoff, "New profile", Verdict(Outcome.UNDECIDED), *sam), Done)
    outcome = await desk.hand_back(handoff, "no rights", *sam)
    assert isinstance(outcome, NeedsOutcome)
    assert isinstance(await desk.resolve(handoff, End("it works"), *sam), NeedsOutcome)
    assert isinstance(await desk.decide(handoff, outcome.attempt.id, Verdict(Outcome.FAILED), *sam), NeedsWhy)
    assert isinstance(await desk.decide(handoff, outcome.attempt.id, Verdict(Outcome.FAILED, "same error"), *sam), Done)
    [attempt] = (await floor.stands(handoff)).attempts
    assert (attempt.what, attempt.outcome, attempt.note) == ("New profile", Outcome.FAILED, "same error")
    assert isinstance(await desk.hand_back(handoff, "no rights", *sam), Done)
    assert office.sam.name == attempt.by.name


async def test_resolving_settles_what_waits_when_it_is_said_to_work(floor: Floor) -> None:
    desk, sam = floor.desk, floor.from_(floor.office.sam)
    handoff = await floor.picked_up()
    await desk.attempt(handoff, "Moved the records", Verdict(Outcome.WAITING, "DNS, until tonight"), *sam)
    assert len((await floor.stands(handoff)).waiting) == 1
    assert isinstance(await desk.resolve(handoff, End("Records moved"), *sam), NeedsOutcome)
    assert isinstance(await desk.resolve(handoff, End("", waiting_worked=True), *sam), NeedsWhy)
    assert isinstance(await desk.resolve(handoff, End("Records moved", waiting_worked=True), *sam), Done)
    stands = await floor.stands(handoff)
    assert stands.state is State.RESOLVED
    assert stands.ending
    assert stands.ending.note == "Records moved"
    assert [attempt.outcome for attempt in stands.attempts] == [Outcome.WORKED]


async def test_what_was_resolved_is_reopened_by_whoever_says_so_and_is_theirs(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff = await floor.picked_up()
    await desk.resolve(handoff, End("New profile"), *floor.from_(office.sam))
    assert isinstance(await desk.reopen(handoff, "", *floor.from_(office.alex)), NotYours)
    assert isinstance(await desk.reopen(handoff, "again since noon", *floor.from_(office.jane)), Done)
    stands = await floor.stands(handoff)
    assert stands.state is State.CLAIMED
    assert stands.assigned_to(office.jane.id)
    assert stands.ending is None
    assert stands.turns[-1].how is Passing.RESOLVED


async def test_escalating_further_takes_everything_along_into_a_new_handoff_of_the_case(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff, sam = await floor.picked_up(), floor.from_(floor.office.sam)
    await desk.attempt(handoff, "New profile", Verdict(Outcome.FAILED, "same error"), *sam)
    outcome = await desk.pass_on(handoff, Further("Needs the vendor", identity(office.alex)), *sam)
    assert isinstance(outcome, PassedOn)
    old, new = await floor.stands(handoff), await floor.stands(outcome.new.id)
    assert old.state is State.PASSED_ON
    assert old.ending
    assert old.ending.next == new.number
    assert (new.case, new.ordinal, new.escalator.member, new.state) == (old.case, 2, office.sam.id, State.OPEN)
    assert new.snapshot.problem == old.snapshot.problem
    assert new.snapshot.reason == "Needs the vendor"
    assert [(tried.what, tried.outcome) for tried in new.snapshot.tried] == [
        ("Comparing the records", None),
        ("New profile (same error)", Outcome.FAILED),
    ]
    assert new.snapshot.open_step == ""
    assert new.snapshot.earlier == ("E-1: Jane Ruiz → Sam Okafor, 12 min: Needs the vendor",)
    assert await floor.told(new.id, Kind.CARD) == [CHANNEL.channel]
    assert isinstance(await desk.claim(new.id, *floor.from_(office.alex)), Won)


async def test_what_is_parked_is_told_to_nobody_and_may_be_picked_up_escalated_or_resumed(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    parked = [await desk.park(Entry("Printer queue"), *floor.from_(office.jane)) for _ in range(3)]
    ids = [outcome.handoff.id for outcome in parked if isinstance(outcome, Parked)]
    assert [await floor.told(handoff, Kind.CARD) for handoff in ids] == [[], [], []]
    found = await desk.queue(office.sam)
    assert not isinstance(found, ViewersMayNot)
    assert [h.id for h in found.parked] == ids
    assert not found.handoffs
    assert isinstance(await desk.claim(ids[0], *floor.from_(office.sam)), Won)
    assert isinstance(await desk.escalate_parked(ids[1], *floor.from_(office.jane)), Escalated)
    assert await floor.told(ids[1], Kind.CARD) == [CHANNEL.channel]
    assert isinstance(await desk.resume(ids[2], *floor.from_(office.jane)), Done)
    assert [(await floor.stands(h)).state for h in ids] == [State.CLAIMED, State.OPEN, State.RESUMED]
    assert isinstance(await desk.park(Entry("Mine"), *floor.from_(office.vic)), ViewersMayNot)


async def test_the_assignee_sets_it_aside_and_it_is_still_theirs(floor: Floor) -> None:
    office, desk, sam = floor.office, floor.desk, floor.from_(floor.office.sam)
    handoff = await floor.picked_up()
    until = floor.clock.now() + timedelta(hours=4)
    assert isinstance(await desk.set_aside(handoff, until, *floor.from_(office.alex)), NotYours)
    assert isinstance(await desk.set_aside(handoff, until, *sam), Done)
    stands = await floor.stands(handoff)
    assert (stands.state, stands.wake_at) == (State.CLAIMED, until)
    assert isinstance(await desk.resume(handoff, *sam), Done)
    assert (await floor.stands(handoff)).wake_at is None
    outcome = await desk.resume(handoff, *sam)
    assert isinstance(outcome, NotNow)
    assert outcome.refusal is Refusal.NOT_SET_ASIDE


async def test_what_is_asked_for_may_be_changed_and_the_snapshot_stays(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    handoff, to = await floor.escalated(), Change(Priority.URGENT, "4712", identity(floor.office.sam))
    assert isinstance(await desk.change(handoff, to, *floor.from_(office.alex)), NotYours)
    assert isinstance(await desk.change(handoff, to, *floor.from_(office.jane)), Done)
    stands = await floor.stands(handoff)
    assert (stands.priority, stands.ticket) == (Priority.URGENT, "#4712")
    assert stands.directed
    assert stands.directed.member == office.sam.id
    assert (stands.snapshot.priority, stands.snapshot.ticket) == (Priority.NORMAL, "#4711")
    assert await floor.told(handoff, Kind.DM_CARD) == ["sam okafor"]
    again = await desk.change(handoff, to, *floor.from_(office.jane))
    assert isinstance(again, Done)
    assert again.again
    assert (await floor.stands(handoff)).version == stands.version
    wrong = replace(to, directed=identity(office.vic))
    assert isinstance(await desk.change(handoff, wrong, *floor.from_(office.jane)), CannotBeFor)


async def test_every_step_is_an_event_with_who_and_when(floor: Floor) -> None:
    office, desk, sam = floor.office, floor.desk, floor.from_(floor.office.sam)
    handoff = await floor.picked_up()
    await desk.attempt(handoff, "New profile", Verdict(Outcome.FAILED, "same error"), *sam)
    await desk.hand_over(handoff, identity(office.alex), "you know it", *sam)
    await desk.hand_back(handoff, "ill", *floor.from_(office.alex))
    inside = await desk.look(handoff, *floor.from_(office.jane))
    assert isinstance(inside, Inside)
    assert [(event.what, event.by.member if event.by else None, event.text) for event in inside.events] == [
        (Happening.ESCALATED, office.jane.id, ""),
        (Happening.CLAIMED, office.sam.id, ""),
        (Happening.ATTEMPTED, office.sam.id, "New profile"),
        (Happening.FIRST_ACTION, office.sam.id, ""),
        (Happening.HANDED_OVER, office.sam.id, "you know it"),
        (Happening.HANDED_BACK, office.alex.id, "ill"),
    ]


async def test_what_the_team_was_never_asked_for_gets_its_card_when_it_is_handed_back(floor: Floor) -> None:
    office, desk = floor.office, floor.desk
    parked = await desk.park(Entry("Printer queue"), *floor.from_(office.jane))
    assert isinstance(parked, Parked)
    await desk.claim(parked.handoff.id, *floor.from_(office.sam))
    assert await floor.told(parked.handoff.id, Kind.CARD) == []
    await desk.hand_back(parked.handoff.id, "", *floor.from_(office.sam))
    assert await floor.told(parked.handoff.id, Kind.CARD) == [CHANNEL.channel]
