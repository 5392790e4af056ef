"""The storage contract: keeping, finding and changing handoffs."""

import asyncio
import itertools
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from core.assessment import OFF, Assessment, Confidence, Fact, Findings, Status, Step, Tokens
from core.errors import NotFound
from core.event import Happening
from core.handoff import Door, Ending, Handoff, HandoffId, Priority, Quote, Snapshot, Source, State, Tried
from core.people import Role
from core.repository import Transaction
from storage.uuid7 import uuid7
from tests.contracts.office import (
    NOON,
    TEAMS,
    Office,
    after,
    assessment_id,
    new_handoff,
    party,
    profile,
)

FULL = Snapshot(
    problem="Outlook 🔥 stops\nsyncing",
    reason="The VIP is waiting",
    tried=(Tried("restarted"), Tried("a new profile")),
    ticket="#4711",
    customer="Contoso",
    priority=Priority.URGENT,
    masked=2,
    source=Source((Quote("Vic Lang", "It 🔥 stopped", NOON), Quote("Alex Kim", "Here, too")), "https://chat.example/1"),
)
FINDINGS = Findings(
    summary="The mailbox moved.",
    facts=(Fact("It stopped after the move", "f1"),),
    likely_cause="Autodiscover",
    steps=(Step("Rebuild the profile", "it is stale", already_tried=True), Step("Clear the cache", "as well")),
    questions=("Which build?",),
    confidence=Confidence.HIGH,
)


async def test_a_handoff_is_read_as_it_was_kept(office: Office) -> None:
    handoff = new_handoff(office.jane, 7, FULL, NOON)
    await office.storage.transact(lambda tx: tx.handoffs.add(handoff))
    assert await office.now(handoff) == handoff


async def test_a_handoff_is_found_by_its_number(office: Office) -> None:
    handoff = await office.escalated()
    find = office.storage.read
    assert await find(lambda tx: tx.handoffs.numbered(office.account, handoff.number)) == handoff
    assert await find(lambda tx: tx.handoffs.numbered(office.account, 999)) is None


async def test_whom_it_is_for_comes_with_every_chat_they_are_in(office: Office) -> None:
    def with_two_chats(tx: Transaction) -> None:
        tx.people.learn(office.account, profile("Sam Okafor", email="sam@contoso.example"))
        tx.people.learn(office.account, profile("Sam Okafor", TEAMS, email="sam@contoso.example"))

    await office.storage.transact(with_two_chats)
    handoff = await office.now(await office.escalated(directed=office.sam))
    assert handoff.directed
    assert handoff.directed.name == "Sam Okafor"
    assert [identity.workspace.platform for identity in handoff.directed.identities] == ["slack", "teams"]
    assert handoff.escalator.identities == ()


async def test_numbers_grow_by_one_however_many_escalate_at_once(office: Office) -> None:
    handoffs = await asyncio.gather(*(office.escalated() for _ in range(50)))
    assert sorted(handoff.number for handoff in handoffs) == list(range(1, 51))


async def test_accounts_count_by_themselves(office: Office) -> None:
    await office.escalated()
    assert (await office.escalated(by=office.eve)).number == 1


async def test_a_number_is_given_back_when_the_escalation_fails(office: Office) -> None:
    def fall(tx: Transaction) -> None:
        tx.accounts.next_number(office.account)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await office.storage.transact(fall)
    assert (await office.escalated()).number == 1


async def test_withdrawing_ends_what_nobody_has(office: Office) -> None:
    handoff = await office.escalated()
    ended = await withdrawn(office, handoff)
    assert ended == await office.now(handoff)
    assert ended.version == 2
    assert ended.state is State.WITHDRAWN
    assert ended.ending == Ending(party(office.jane), after(60))
    assert await withdrawn(office, handoff) is None


async def test_withdrawing_leaves_alone_what_somebody_has(office: Office) -> None:
    handoff = await office.escalated()
    await office.claimed(handoff, office.sam)
    before = await office.now(handoff)
    assert await withdrawn(office, handoff) is None
    assert await office.now(handoff) == before


async def withdrawn(office: Office, handoff: Handoff) -> Handoff | None:
    return await office.storage.transact(
        lambda tx: tx.handoffs.withdraw(office.account, handoff.id, office.jane.id, after(60))
    )


async def test_touching_raises_the_version_and_nothing_else(office: Office) -> None:
    handoff = await office.escalated()
    assert await office.storage.transact(lambda tx: tx.handoffs.touch(office.account, handoff.id)) == 2
    assert await office.now(handoff) == replace(handoff, version=2)


async def test_touching_what_is_not_there_fails(office: Office) -> None:
    with pytest.raises(NotFound):
        await office.storage.transact(lambda tx: tx.handoffs.touch(office.account, HandoffId(uuid7())))


async def test_the_queue_is_what_is_open_most_pressing_first_then_oldest(office: Office) -> None:
    late = await office.escalated(at=after(2))
    early = await office.escalated(at=after(1))
    urgent = await office.escalated(at=after(3), priority=Priority.URGENT)
    low = await office.escalated(at=after(0), priority=Priority.LOW)
    await office.escalated(state=State.PARKED)
    await office.escalated(by=office.sam)
    await office.claimed(await office.escalated(), office.alex)
    assert await queue(office) == [urgent, early, late, low]
    assert await queue(office, limit=2) == [urgent, early]
    assert await office.storage.read(lambda tx: tx.handoffs.waiting(office.account, office.sam.id, 9)) == 4
    assert await office.storage.read(lambda tx: tx.handoffs.waiting(office.account, office.sam.id, 3)) == 3


async def queue(office: Office, limit: int = 10) -> list[Handoff]:
    return list(await office.storage.read(lambda tx: tx.handoffs.queue(office.account, office.sam.id, limit)))


async def test_mine_is_what_i_escalated_or_have_and_is_not_over_newest_first(office: Office) -> None:
    mine = await office.escalated(by=office.sam, at=after(1))
    parked = await office.escalated(by=office.sam, at=after(3), state=State.PARKED)
    taken = await office.escalated(at=after(2))
    await office.claimed(taken, office.sam)
    await office.escalated(at=after(4))
    for over in (State.WITHDRAWN, State.RESOLVED, State.PASSED_ON, State.RESUMED):
        await office.escalated(by=office.sam, state=over)
    assert [handoff.id for handoff in await my(office)] == [parked.id, taken.id, mine.id]
    assert [handoff.id for handoff in await my(office, limit=2)] == [parked.id, taken.id]


async def my(office: Office, limit: int = 10) -> list[Handoff]:
    return list(await office.storage.read(lambda tx: tx.handoffs.mine(office.account, office.sam.id, limit)))


async def test_a_handoff_comes_with_its_assessment_as_it_stands(office: Office) -> None:
    begun = Assessment(Status.WRITING, assess_by=after(45), model="m", id=assessment_id())
    handoff = await office.escalated(assessment=begun)
    assert (await office.now(handoff)).assessment == begun
    assert await finished(office, handoff, replace(begun, status=Status.READY, findings=FINDINGS))
    assert (await office.now(handoff)).assessment == replace(begun, status=Status.READY, findings=FINDINGS)


async def test_an_assessment_ends_once(office: Office) -> None:
    begun = Assessment(Status.WRITING, assess_by=after(45), id=assessment_id())
    handoff = await office.escalated(assessment=begun)
    late = replace(begun, status=Status.UNAVAILABLE, why="timed out")
    assert await finished(office, handoff, late)
    assert not await finished(office, handoff, replace(begun, status=Status.READY, findings=FINDINGS))
    assert (await office.now(handoff)).assessment == late


async def finished(office: Office, handoff: Handoff, ended: Assessment) -> bool:
    assert handoff.assessment.id
    key = handoff.assessment.id
    return await office.storage.transact(lambda tx: tx.assessments.finish(office.account, key, ended, after(50)))


async def test_the_newest_assessment_is_the_one_that_counts(office: Office) -> None:
    handoff = await office.escalated(assessment=Assessment(Status.READY, id=assessment_id()))
    again = replace(handoff, assessment=Assessment(Status.WRITING, id=assessment_id()))
    await office.storage.transact(lambda tx: tx.assessments.add(again.account, again.id, again.assessment))
    assert (await office.now(handoff)).assessment == again.assessment


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_in_whichever_order_assessments_end_the_newest_counts_and_the_newest_ready_one_is_read(
    office: Office, order: tuple[int, ...]
) -> None:
    handoff = await office.escalated()
    begun = [Assessment(Status.WRITING, assess_by=after(45), id=assessment_id()) for _ in order]
    for one in reversed(begun):  # the ids of another machine's clock say nothing
        await office.storage.transact(partial(_begun, handoff, one))
    first, second, newest = begun[::-1]
    ends = {
        first.id: Assessment(Status.READY, FINDINGS, model="first"),
        second.id: Assessment(Status.READY, replace(FINDINGS, summary="The second."), model="second"),
        newest.id: Assessment(Status.UNAVAILABLE, why="timed out", model="third"),
    }
    ended: list[Assessment] = []
    for number in order:
        ended.append((first, second, newest)[number])
        await office.storage.transact(partial(_ended, handoff, ended[-1], ends[ended[-1].id]))
        now = (await office.now(handoff)).assessment
        assert now.id == newest.id
        assert now.status is (Status.UNAVAILABLE if newest in ended else Status.WRITING)
        ready = [one for one in (second, first) if one in ended]
        assert (now.earlier.id if now.earlier else None) == (ready[0].id if ready else None)
    now = (await office.now(handoff)).assessment
    assert now.earlier == replace(ends[second.id], id=second.id)
    assert now.readable == ends[second.id].findings


def _begun(handoff: Handoff, begun: Assessment, tx: Transaction) -> None:
    tx.assessments.add(handoff.account, handoff.id, begun)


def _ended(handoff: Handoff, begun: Assessment, ended: Assessment, tx: Transaction) -> None:
    assert begun.id
    assert tx.assessments.finish(handoff.account, begun.id, ended, after(50))


async def test_what_an_assessment_cost_is_kept_with_it(office: Office) -> None:
    begun = Assessment(Status.WRITING, assess_by=after(45), id=assessment_id())
    handoff = await office.escalated(assessment=begun)
    key = begun.id
    assert key
    assert await office.storage.read(lambda tx: tx.assessments.get(office.account, key)) == begun
    ended = Assessment(Status.UNAVAILABLE, why="refused", model="m", tokens=Tokens(1_200, 300, 800))
    await finished(office, handoff, ended)
    kept = await office.storage.read(lambda tx: tx.assessments.get(office.account, key))
    assert kept == replace(ended, assess_by=after(45), id=key)


async def test_what_happened_in_a_case_is_counted_over_all_of_its_handoffs(office: Office) -> None:
    first = await office.escalated()
    second = replace(new_handoff(office.jane, 99, FULL, NOON), case=first.case, ordinal=2)
    await office.storage.transact(lambda tx: tx.handoffs.add(second))
    other = await office.escalated()
    for handoff in (first, first, second, other):
        await office.event(handoff)
    count = office.storage.read
    assert await count(lambda tx: tx.events.counted(office.account, first.case, Happening.PRESS_LOST)) == 3
    assert await count(lambda tx: tx.events.counted(office.account, first.case, Happening.CLAIMED)) == 0


async def test_without_a_model_the_assessment_is_off(office: Office) -> None:
    assert (await office.now(await office.escalated(assessment=OFF))).assessment == OFF


async def test_assessments_whose_time_is_over_are_found_the_longest_first(office: Office) -> None:
    async def begun(seconds: float) -> Handoff:
        status = Assessment(Status.WRITING, assess_by=after(seconds), id=assessment_id())
        return await office.escalated(assessment=status)

    late, later, _not_yet, done = [await begun(seconds) for seconds in (45, 30, 90, 10)]
    await finished(office, done, replace(done.assessment, status=Status.READY))
    found = await office.storage.read(lambda tx: tx.assessments.overdue(after(45), 9))
    assert [handoff for _, handoff, _ in found] == [later.id, late.id]
    assert list(found[1]) == [office.account, late.id, late.assessment.id]
    assert len(await office.storage.read(lambda tx: tx.assessments.overdue(after(45), 1))) == 1


async def test_the_history_is_told_oldest_first(office: Office) -> None:
    handoff = await office.escalated()
    second = await office.event(handoff, after(2), office.sam)
    first = await office.event(handoff, after(1))
    await office.event(await office.escalated())
    assert await office.storage.read(lambda tx: tx.events.of(office.account, handoff.id)) == [first, second]


async def test_people_are_named_as_they_are_called_now(office: Office) -> None:
    handoff = await office.escalated()
    event = await office.event(handoff, by=office.jane)
    renamed = replace(profile("Jane Ruiz"), name="Jane Ruiz-Lee")
    await office.storage.transact(lambda tx: tx.people.learn(office.account, renamed))
    assert (await office.now(handoff)).escalator.name == "Jane Ruiz-Lee"
    history = await office.storage.read(lambda tx: tx.events.of(office.account, handoff.id))
    assert [told.by.name for told in history if told.by and told.id == event.id] == ["Jane Ruiz-Lee"]


async def test_a_naive_datetime_is_refused(office: Office) -> None:
    handoff = await office.escalated()
    naive = datetime(2026, 11, 21, 12, 0)  # noqa: DTZ001
    with pytest.raises(Exception, match="without a time zone"):
        await office.storage.transact(
            lambda tx: tx.handoffs.claim(office.account, handoff.id, office.sam.id, naive, Door.API)
        )


async def test_takers_are_the_active_engineers_besides_me(office: Office) -> None:
    count = lambda tx: tx.people.takers(office.account, office.jane.id)  # noqa: E731
    assert await office.storage.read(count) == 2
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.sam.id, Role.VIEWER))
    assert await office.storage.read(count) == 1
