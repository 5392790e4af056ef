"""Somebody is deactivated: what they have is taken back once, and what is for them is not stuck, on each database."""

import asyncio

import sqlalchemy as sa

from core.attempt import Outcome
from core.attempting import Verdict
from core.changing import Change
from core.delivery import Kind
from core.event import Happening
from core.handoff import Passing, Priority, State
from core.leaving import Leaving
from core.outcome import NotHere, Won
from core.people import Member, Role
from core.progress import Done, NeedsOutcome
from core.resolving import End
from storage.tables import handoffs
from tests.contracts.office import connection_of, profile
from tests.contracts.test_desk_life import Floor, Ids, floor, identity

__all__ = ["floor"]


async def gone(floor: Floor, member: Member, *, deleted: bool = True) -> None:
    """Their chat tells that they left, or are back."""
    told = profile(member.name, deleted=deleted)
    await floor.office.storage.transact(lambda tx: tx.people.learn(member.account, told))


async def test_what_a_deactivated_assignee_has_is_handed_back_by_baton_once(floor: Floor) -> None:
    office, sam = floor.office, floor.from_(floor.office.sam)
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.alex.id, Role.ADMIN))
    leaving, handoff = Leaving(office.storage, floor.clock, Ids()), await floor.picked_up()
    await floor.desk.attempt(handoff, "New profile", Verdict(Outcome.UNDECIDED), *sam)
    before = await floor.stands(handoff)
    assert await leaving.sweep() == 0
    await gone(floor, office.sam)
    assert max(await asyncio.gather(leaving.sweep(), leaving.sweep())) == 1
    assert await leaving.sweep() == 0
    stands = await floor.stands(handoff)
    [turn] = stands.turns
    assert (stands.state, stands.claim, stands.version) == (State.OPEN, None, before.version + 1)
    assert (turn.by.member, turn.how, turn.ended_by) == (office.sam.id, Passing.HANDED_BACK, None)
    history = await office.storage.read(lambda tx: tx.events.of(office.account, handoff))
    assert [event.by for event in history if event.what is Happening.HANDED_BACK] == [None]
    assert {"jane ruiz", "alex"} <= set(await floor.told(handoff, Kind.NEWS))
    assert isinstance(await floor.desk.claim(handoff, *sam), NotHere)
    assert isinstance(await floor.desk.claim(handoff, *floor.from_(office.alex)), Won)
    assert isinstance(await floor.desk.resolve(handoff, End("it works"), *floor.from_(office.alex)), NeedsOutcome)


async def test_one_that_cannot_be_read_keeps_nothing_else_from_going_back(floor: Floor) -> None:
    office, unreadable = floor.office, [await floor.picked_up() for _ in range(2)]
    handoff = await floor.picked_up()
    rows = sa.update(handoffs).where(handoffs.c.id.in_(unreadable)).values(snapshot={})
    await office.storage.transact(lambda tx: connection_of(tx).execute(rows))
    await gone(floor, office.sam)
    assert await Leaving(office.storage, floor.clock, Ids()).sweep() == 3
    assert (await floor.stands(handoff)).state is State.OPEN


async def test_who_is_back_before_anybody_looked_keeps_what_they_have(floor: Floor) -> None:
    office, handoff = floor.office, await floor.picked_up()
    await gone(floor, office.sam)
    await gone(floor, office.sam, deleted=False)
    assert await Leaving(office.storage, floor.clock, Ids()).sweep() == 0
    assert (await floor.stands(handoff)).assigned_to(office.sam.id)


async def test_what_is_over_stays_with_whoever_left(floor: Floor) -> None:
    office, handoff = floor.office, await floor.picked_up()
    await floor.desk.resolve(handoff, End("New profile"), *floor.from_(office.sam))
    await gone(floor, office.sam)
    assert await Leaving(office.storage, floor.clock, Ids()).sweep() == 0
    assert (await floor.stands(handoff)).state is State.RESOLVED


async def test_what_is_for_somebody_who_left_can_be_changed_and_picked_up(floor: Floor) -> None:
    office, desk, jane = floor.office, floor.desk, floor.from_(floor.office.jane)
    handoff = await floor.escalated()
    await desk.change(handoff, Change(Priority.NORMAL, "4711", identity(office.sam)), *jane)
    await gone(floor, office.sam)
    assert isinstance(await desk.change(handoff, Change(Priority.URGENT, "4711", identity(office.sam)), *jane), Done)
    stands = await floor.stands(handoff)
    assert stands.directed
    assert (stands.priority, stands.directed.member) == (Priority.URGENT, office.sam.id)
    assert isinstance(await desk.claim(handoff, *floor.from_(office.alex)), Won)
