"""A time that an assignee named comes: they are told once, and nobody else is, on each database."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module

import pytest
import sqlalchemy as sa

from core.act import Origin
from core.attempt import Attempt, AttemptId, Outcome
from core.attempting import Verdict
from core.delivery import Kind
from core.event import Happening
from core.handoff import Door, HandoffId, State
from core.outcome import Won
from core.passing_on import Further
from core.people import Identity, Role, Workspace
from core.progress import Done, PassedOn
from core.repository import Transaction
from core.resolving import End
from core.waking import Waking
from storage.tables import deliveries, handoffs
from tests.contracts.office import NOON, SLACK, TEAMS, connection_of, profile
from tests.contracts.test_desk_life import LONG_AFTER, Floor, Ids, floor, identity

__all__ = ["floor"]

HOUR = timedelta(hours=1)
RECORDS, SPREAD = "Moved the DNS records", "they spread until tonight"


def waking(floor: Floor) -> Waking:
    return Waking(floor.office.storage, floor.clock, Ids())


async def set_aside(floor: Floor, until: timedelta = HOUR) -> HandoffId:
    """Sam has it, and not now."""
    handoff = await floor.picked_up()
    await floor.desk.set_aside(handoff, floor.clock.now() + until, *floor.from_(floor.office.sam))
    return handoff


async def waits(floor: Floor, look_at: datetime | None = None) -> HandoffId:
    """Sam has it, and wants to look again in an hour."""
    handoff = await floor.picked_up()
    verdict = Verdict(Outcome.WAITING, SPREAD, look_at or floor.clock.now() + HOUR)
    await floor.desk.attempt(handoff, RECORDS, verdict, *floor.from_(floor.office.sam))
    return handoff


async def only_attempt(floor: Floor, handoff: HandoffId) -> AttemptId:
    [attempt] = (await floor.stands(handoff)).attempts
    return attempt.id


async def only_waiting(floor: Floor, handoff: HandoffId) -> Attempt:
    [attempt] = (await floor.stands(handoff)).waiting
    return attempt


async def news(floor: Floor, handoff: HandoffId, what: Happening) -> list[str]:
    """Whom that was told."""
    about = {event.id for event in await floor.history(handoff, what)}
    found = await floor.office.storage.read(lambda tx: tx.deliveries.of(floor.office.account, handoff))
    assert all(d.kind is Kind.NEWS for d in found if d.event in about)
    return [d.place.user for d in found if d.event in about and d.place]


async def test_what_was_set_aside_is_told_its_assignee_once_by_several_at_once(floor: Floor) -> None:
    handoff = await set_aside(floor)
    before = await floor.stands(handoff)
    assert await waking(floor).sweep() == 0
    floor.clock.turn(HOUR)
    assert max(await asyncio.gather(*(waking(floor).sweep() for _ in range(4)))) == 1
    assert await waking(floor).sweep() == 0
    stands = await floor.stands(handoff)
    assert (stands.wake_at, stands.state, stands.version) == (None, State.CLAIMED, before.version + 1)
    [woken] = await floor.history(handoff, Happening.WOKEN)
    assert (woken.by, woken.at, woken.facts) == (None, NOON + LONG_AFTER + HOUR, {"until": woken.at.isoformat()})
    assert await news(floor, handoff, Happening.WOKEN) == ["sam okafor"]


async def test_it_is_set_aside_again_and_told_again(floor: Floor) -> None:
    handoff = await set_aside(floor)
    for times in (1, 2):
        floor.clock.turn(HOUR)
        await waking(floor).sweep()
        assert len(await floor.history(handoff, Happening.WOKEN)) == times
        await floor.desk.set_aside(handoff, floor.clock.now() + HOUR, *floor.from_(floor.office.sam))


async def test_the_time_to_look_again_is_told_once_and_nothing_else_is_shown_differently(floor: Floor) -> None:
    handoff = await waits(floor)
    before, lines = await floor.stands(handoff), await floor.told(handoff, Kind.NOTE)
    floor.clock.turn(HOUR)
    assert max(await asyncio.gather(*(waking(floor).sweep() for _ in range(4)))) == 1
    assert await waking(floor).sweep() == 0
    [due] = await floor.history(handoff, Happening.LOOK_DUE)
    assert (due.by, due.text, due.facts) == (None, RECORDS, {"attempt": str(await only_attempt(floor, handoff))})
    assert await news(floor, handoff, Happening.LOOK_DUE) == ["sam okafor"]
    stands = await floor.stands(handoff)
    assert (stands.version, stands.attempts[0].look_at) == (before.version, before.attempts[0].look_at)
    assert await floor.told(handoff, Kind.NOTE) == lines


async def test_another_time_to_look_again_is_asked_about_anew_and_the_same_one_is_not(floor: Floor) -> None:
    handoff, sam = await waits(floor), floor.from_(floor.office.sam)
    attempt = await only_attempt(floor, handoff)
    due = floor.clock.now() + HOUR
    floor.clock.turn(HOUR)
    await waking(floor).sweep()
    await floor.desk.decide(handoff, attempt, Verdict(Outcome.WAITING, "until tomorrow", due), *sam)
    assert await waking(floor).sweep() == 0
    await floor.desk.decide(handoff, attempt, Verdict(Outcome.WAITING, "until tomorrow", due + HOUR), *sam)
    assert await waking(floor).sweep() == 0
    floor.clock.turn(HOUR)
    assert await waking(floor).sweep() == 1
    assert len(await floor.history(handoff, Happening.LOOK_DUE)) == 2


async def test_several_times_that_came_together_are_told_each(floor: Floor) -> None:
    handoff, sam = await waits(floor), floor.from_(floor.office.sam)
    soon = floor.clock.now() + HOUR / 2
    await floor.desk.attempt(handoff, "New profile", Verdict(Outcome.WAITING, "the sync", soon), *sam)
    await floor.desk.attempt(handoff, "Later", Verdict(Outcome.WAITING, "the vendor", soon + 3 * HOUR), *sam)
    await floor.desk.set_aside(handoff, soon, *sam)
    floor.clock.turn(HOUR)
    assert await waking(floor).sweep() == 1
    assert {event.text for event in await floor.history(handoff, Happening.LOOK_DUE)} == {RECORDS, "New profile"}
    assert len(await floor.history(handoff, Happening.WOKEN)) == 1
    assert await waking(floor).sweep() == 0


Ends = Callable[[Floor, HandoffId], Awaitable[object]]

ENDS: dict[str, Ends] = {
    "resolved": lambda f, h: f.desk.resolve(h, End("It works", True, True), *f.from_(f.office.sam)),
    "passed on": lambda f, h: f.desk.pass_on(h, Further("no rights"), *f.from_(f.office.sam)),
    "handed back": lambda f, h: f.desk.hand_back(h, "no rights", *f.from_(f.office.sam)),
    "worked": lambda f, h: _worked(f, h),
}


async def _worked(floor: Floor, handoff: HandoffId) -> None:
    sam = floor.from_(floor.office.sam)
    await floor.desk.resume(handoff, *sam)
    await floor.desk.decide(handoff, await only_attempt(floor, handoff), Verdict(Outcome.WORKED), *sam)


@pytest.mark.parametrize("end", ENDS)
async def test_nobody_is_told_of_what_they_no_longer_wait_for(floor: Floor, end: str) -> None:
    handoff = await waits(floor)
    await floor.desk.set_aside(handoff, floor.clock.now() + HOUR, *floor.from_(floor.office.sam))
    await ENDS[end](floor, handoff)
    floor.clock.turn(2 * HOUR)
    assert await waking(floor).sweep() == 0
    for what in (Happening.WOKEN, Happening.LOOK_DUE):
        assert await floor.history(handoff, what) == []
    stands = await floor.stands(handoff)
    assert (stands.due_at is None) == (end != "handed back"), "what is over is due never again"


@pytest.mark.parametrize(("picked_up", "stopped", "told"), [(SLACK, 0, SLACK), (TEAMS, 0, TEAMS), (TEAMS, 1, SLACK)])
async def test_they_are_told_where_their_briefing_is(
    floor: Floor, picked_up: Workspace, stopped: int, told: Workspace
) -> None:
    office, handoff = floor.office, await floor.escalated()
    in_slack, in_teams = (profile("Kim Lee", chat, email="kim@contoso.example") for chat in (SLACK, TEAMS))
    await office.storage.transact(lambda tx: tx.people.learn(office.account, in_slack))
    kim = await office.storage.transact(lambda tx: tx.people.learn(office.account, in_teams))
    origin = Origin(Door.of(picked_up.platform), Identity(picked_up, "kim lee"))
    await floor.desk.claim(handoff, kim, origin)
    await floor.desk.set_aside(handoff, floor.clock.now() + HOUR, kim, origin)
    if stopped:
        await office.storage.transact(_stopped)
    floor.clock.turn(HOUR)
    await waking(floor).sweep()
    found = await office.storage.read(lambda tx: tx.deliveries.of(office.account, handoff))
    [woken] = await floor.history(handoff, Happening.WOKEN)
    assert [d.place and d.place.workspace for d in found if d.event == woken.id] == [told]


def _stopped(tx: Transaction) -> None:
    """No briefing could be delivered."""
    connection_of(tx).execute(sa.update(deliveries).where(deliveries.c.kind == "briefing").values(condition="stopped"))


async def test_what_ended_while_it_was_being_found_is_told_nobody(floor: Floor) -> None:
    office, handoff = floor.office, await waits(floor)
    floor.clock.turn(HOUR)
    account, now = office.account, floor.clock.now()
    assert list(await office.storage.read(lambda tx: list(tx.handoffs.due(now, 9)))) == [(account, handoff)]
    await floor.desk.hand_back(handoff, "no rights", *floor.from_(office.sam))
    await office.storage.transact(lambda tx: waking(floor)._wake(tx, account=account, wanted=handoff, now=now))
    assert await floor.history(handoff, Happening.LOOK_DUE) == []


async def test_whoever_has_it_then_is_told_to_look_again(floor: Floor) -> None:
    """What waits belongs to the case, whoever has it; what somebody set aside, to their turn."""
    office, handoff = floor.office, await waits(floor)
    await floor.desk.set_aside(handoff, floor.clock.now() + HOUR, *floor.from_(office.sam))
    await floor.desk.hand_over(handoff, identity(office.alex), "", *floor.from_(office.sam))
    floor.clock.turn(HOUR)
    assert await waking(floor).sweep() == 1
    assert await floor.history(handoff, Happening.WOKEN) == []
    assert await news(floor, handoff, Happening.LOOK_DUE) == ["alex"]


async def test_what_came_due_while_nobody_had_it_is_told_whoever_picks_it_up(floor: Floor) -> None:
    office, handoff = floor.office, await waits(floor)
    await floor.desk.hand_back(handoff, "no rights", *floor.from_(office.sam))
    floor.clock.turn(2 * HOUR)
    assert await waking(floor).sweep() == 0
    assert isinstance(await floor.desk.claim(handoff, *floor.from_(office.alex)), Won)
    assert await waking(floor).sweep() == 1
    assert await news(floor, handoff, Happening.LOOK_DUE) == ["alex"]


async def test_what_waits_goes_along_when_it_is_escalated_further_and_is_told_and_settled_there(floor: Floor) -> None:
    office, desk, sam = floor.office, floor.desk, floor.from_(floor.office.sam)
    handoff = await waits(floor)
    await desk.attempt(handoff, "New profile", Verdict(Outcome.FAILED, "same error"), *sam)
    before = await only_waiting(floor, handoff)
    passed = await desk.pass_on(handoff, Further("no rights"), *sam)
    assert isinstance(passed, PassedOn)
    new = passed.new.id
    assert await floor.stands(new) == passed.new
    along = await only_waiting(floor, new)
    assert along == replace(before, id=along.id)
    assert along.id != before.id
    assert RECORDS not in str(passed.new.snapshot), "it is shown once"
    await desk.claim(new, *floor.from_(office.alex))
    floor.clock.turn(HOUR)
    assert await waking(floor).sweep() == 1
    assert await news(floor, new, Happening.LOOK_DUE) == ["alex"]
    assert await floor.history(handoff, Happening.LOOK_DUE) == []
    done = await desk.decide(new, along.id, Verdict(Outcome.WORKED), *floor.from_(office.alex))
    assert isinstance(done, Done)
    assert await only_waiting(floor, handoff) == before, "what was, stays as it was"


async def test_who_left_is_told_nothing(floor: Floor) -> None:
    office, handoff = floor.office, await set_aside(floor)
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.alex.id, Role.ADMIN))
    await office.storage.transact(lambda tx: tx.people.learn(office.account, profile(office.sam.name, deleted=True)))
    floor.clock.turn(HOUR)
    await waking(floor).sweep()
    assert await floor.history(handoff, Happening.WOKEN) == []


async def kept_as(floor: Floor, handoff: HandoffId, **columns: object) -> None:
    """The row as some other Baton left it."""
    row = sa.update(handoffs).where(handoffs.c.id == handoff).values(columns)
    await floor.office.storage.transact(lambda tx: connection_of(tx).execute(row))


@pytest.mark.parametrize("put_off", [True, False])
async def test_what_is_due_only_by_its_column_is_found_once_and_told_nobody(floor: Floor, *, put_off: bool) -> None:
    """As a Baton of before leaves it that takes the time away, or names another, while it is being replaced."""
    handoff = await set_aside(floor)
    floor.clock.turn(HOUR)
    later = floor.clock.now() + HOUR if put_off else None
    await kept_as(floor, handoff, wake_at=later)
    before = await floor.stands(handoff)
    assert await waking(floor).sweep() == 1
    assert await waking(floor).sweep() == 0
    assert await floor.stands(handoff) == before
    assert await floor.history(handoff, Happening.WOKEN) == []
    floor.clock.turn(HOUR)
    assert await waking(floor).sweep() == (1 if put_off else 0)
    assert len(await floor.history(handoff, Happening.WOKEN)) == (1 if put_off else 0)


async def test_one_that_cannot_be_read_keeps_no_other_from_being_told(floor: Floor) -> None:
    unreadable, handoff = await set_aside(floor, HOUR / 2), await set_aside(floor)
    await kept_as(floor, unreadable, snapshot={})
    floor.clock.turn(HOUR)
    assert await waking(floor).sweep() == 2
    assert len(await floor.history(handoff, Happening.WOKEN)) == 1


async def test_the_longest_due_come_first_and_no_more_than_asked_for(floor: Floor) -> None:
    later, sooner = await set_aside(floor, 3 * HOUR), await set_aside(floor)
    floor.clock.turn(3 * HOUR)
    find = floor.office.storage.read
    assert [h for _, h in await find(lambda tx: list(tx.handoffs.due(floor.clock.now(), 9)))] == [sooner, later]
    assert len(await find(lambda tx: list(tx.handoffs.due(floor.clock.now(), 1)))) == 1


async def test_times_that_were_named_before_there_was_this_are_told_too(floor: Floor) -> None:
    """What the migration writes into old rows is what is kept of new ones."""
    sam, waiting, aside = floor.from_(floor.office.sam), await waits(floor), await set_aside(floor)
    both, over = await waits(floor), await waits(floor)
    await floor.desk.set_aside(both, floor.clock.now() + 3 * HOUR, *sam)
    passed = await floor.desk.pass_on(over, Further("no rights"), *sam)
    assert isinstance(passed, PassedOn)
    filling = import_module("storage.migrations.versions.0012_what_its_assignee_is_told_when").FILLING

    def migrated(tx: Transaction) -> None:
        connection_of(tx).execute(sa.update(handoffs).values(due_at=None))
        for statement in filling:
            connection_of(tx).execute(sa.text(statement))

    await floor.office.storage.transact(migrated)
    found = await floor.office.storage.read(lambda tx: connection_of(tx).execute(sa.select(handoffs)).all())
    kept = {row.id: row.due_at for row in found if row.due_at}
    assert kept == {handoff: (await floor.stands(handoff)).due_at for handoff in (waiting, aside, both, passed.new.id)}
