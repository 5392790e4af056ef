"""The same moment, on many connections: locks are taken in one order, and what happens once is told once."""

import asyncio
import time
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.service import SystemClock, Uuids
from core.act import Origin
from core.assessment import Assessment, Status
from core.conclusion import Conclusions, unavailable
from core.delivery import Delivery, Kind, Place
from core.desk import Desk
from core.directory import Directory
from core.escalation import Entry
from core.event import Event, Happening
from core.handoff import Door, Handoff
from core.outcome import AdminsOnly, AssigneeAsked, ChannelChosen, Escalated, Won, YouHaveIt
from core.people import Identity, Member, MemberId, Role, Workspace
from core.repository import Transaction
from core.settling import stopped
from storage.database import Database
from storage.uuid7 import uuid7
from tests.contracts.office import CHANNEL, SLACK, TEAMS, Office, after, assessment_id, leased_by, profile
from tests.contracts.office import office as furnished

ROUNDS = 25
PLACES = (CHANNEL, Place(TEAMS, channel="19:x"))
SOON = 0.9
"""Seconds: PostgreSQL looks for a deadlock after one."""


@pytest.fixture
async def office(storage: Database) -> Office:
    """The people, and a channel for their cards."""
    made = await furnished(storage)
    await storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    return made


@pytest.fixture
def desk(storage: Database) -> Desk:
    """The verbs."""
    return Desk(storage, SystemClock(), Uuids())


@pytest.fixture(autouse=True)
def no_deadlock_is_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The storage does the work of a deadlock's victim once more, and nobody would notice here."""
    monkeypatch.setattr("storage.runner.passing", lambda error: False)


async def test_deliveries_that_stop_and_a_claim_of_the_same_handoff_never_wait_in_a_circle(
    office: Office, desk: Desk
) -> None:
    for _ in range(ROUNDS):
        handoff, cards = await carried(office)
        stops = [office.storage.transact(lambda tx, c=card: stop(tx, c)) for card in cards]  # type: ignore[misc]
        claim = desk.claim(handoff.id, office.sam, by_hand(office.sam))
        assert await soon(claim, *stops) == [True, True, True]
        assert len(await told(office, handoff, Happening.DELIVERY_STOPPED)) == len(cards)


async def test_everything_that_changes_a_handoff_takes_its_locks_in_one_order(office: Office, desk: Desk) -> None:
    conclusions = Conclusions(office.storage, SystemClock(), Uuids())
    for _ in range(ROUNDS):
        handoff, cards = await carried(office)
        assert handoff.assessment.id
        await soon(
            desk.withdraw(handoff.id, office.jane, by_hand(office.jane)),
            desk.claim(handoff.id, office.sam, by_hand(office.sam)),
            conclusions.write(office.account, handoff.id, handoff.assessment.id, unavailable("timed out")),
            office.storage.transact(lambda tx, h=handoff: touched(tx, h)),  # type: ignore[misc]
            office.storage.transact(lambda tx, c=cards[0]: stop(tx, c)),  # type: ignore[misc]
            office.storage.transact(lambda tx, c=cards[1]: tx.deliveries.shown(c, 1, None, "", after(1))),  # type: ignore[misc]
        )
        now = await office.now(handoff)
        wanted = {d.wanted for d in await deliveries(office, handoff) if d.kind is Kind.CARD}
        assert max(wanted) <= now.version
        assert len(await told(office, handoff, Happening.ASSESSED)) == 1


async def test_who_withdraws_five_times_at_once_lets_the_assignee_be_told_once(office: Office, desk: Desk) -> None:
    jane = by_hand(office.jane)
    for _ in range(8):
        handoff, _ = await carried(office)
        await desk.claim(handoff.id, office.sam, by_hand(office.sam))
        outcomes = await asyncio.gather(*(desk.withdraw(handoff.id, office.jane, jane) for _ in range(5)))
        assert sorted(o.again for o in outcomes if isinstance(o, AssigneeAsked)) == [False, True, True, True, True]
        asked = [event.id for event in await told(office, handoff, Happening.WITHDRAWAL_ASKED)]
        assert len(asked) == 1
        news = [d for d in await deliveries(office, handoff) if d.kind is Kind.NEWS and d.event in asked]
        assert [delivery.place for delivery in news] == [Place(SLACK, user="sam")]


async def test_a_clock_that_is_behind_lets_nobody_be_told_twice(office: Office, desk: Desk) -> None:
    handoff, _ = await carried(office)
    await desk.claim(handoff.id, office.sam, by_hand(office.sam))
    behind = replace(desk, clock=Behind())
    for again in (False, True, True):
        outcome = await behind.withdraw(handoff.id, office.jane, by_hand(office.jane))
        assert isinstance(outcome, AssigneeAsked)
        assert outcome.again is again
    assert len(await told(office, handoff, Happening.WITHDRAWAL_ASKED)) == 1


async def test_an_admin_who_has_it_themselves_is_not_asked_by_themselves(office: Office, desk: Desk) -> None:
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.sam.id, Role.ADMIN))
    handoff, _ = await carried(office)
    await desk.claim(handoff.id, office.sam, by_hand(office.sam))
    assert isinstance(await desk.withdraw(handoff.id, office.sam, by_hand(office.sam)), YouHaveIt)
    assert await told(office, handoff, Happening.WITHDRAWAL_ASKED) == []


async def test_of_four_who_say_here_first_at_once_one_becomes_owner(office: Office, desk: Desk) -> None:
    joined = await office.storage.transact(lambda tx: tx.people.learn(office.account, profile("Noor")))
    four = [office.jane, office.sam, office.alex, joined]
    for _ in range(8):
        outcomes = await asyncio.gather(*(desk.choose_channel(SLACK, f"C{n}", by) for n, by in enumerate(four)))
        chosen = [outcome for outcome in outcomes if isinstance(outcome, ChannelChosen)]
        assert [outcome.owner for outcome in chosen] == [True]
        assert sum(isinstance(outcome, AdminsOnly) for outcome in outcomes) == 3
        owner = chosen[0].member
        roles = await office.storage.transact(lambda tx: deposed(tx, four))
        assert [member for member, role in roles.items() if role is Role.OWNER] == [owner.id]


async def test_learning_five_hundred_people_holds_no_escalation_up(office: Office, desk: Desk) -> None:
    directory = Directory(office.storage, SystemClock(), {})
    people = [profile(f"Engineer {number}") for number in range(500)]
    learning = asyncio.create_task(directory.learn(SLACK, *people))
    waits = []
    while not learning.done():
        began = time.monotonic()
        outcome = await desk.escalate(Entry(f"Outlook stops syncing, {began}"), office.jane, by_hand(office.jane))
        waits.append(time.monotonic() - began)
        assert isinstance(outcome, Escalated)
    assert len(waits) > 5, "they waited until everybody was learned"
    assert max(waits) < SOON
    assert await office.storage.read(lambda tx: tx.people.takers(office.account, office.jane.id)) == 502


# ------------------------------------------------------------------------------------------------------ what it needs


class Behind:
    """A machine whose clock is a minute late."""

    def now(self) -> datetime:
        """Not now."""
        return SystemClock().now() - timedelta(minutes=1)


def by_hand(member: Member, workspace: Workspace = SLACK) -> Origin:
    """Typed words of a member."""
    return Origin(Door.SLACK, Identity(workspace, member.name.split()[0].lower()))


async def carried(office: Office) -> tuple[Handoff, list[Delivery]]:
    """A new handoff with its deliveries, of which the two cards are being sent."""
    writing = Assessment(Status.WRITING, assess_by=after(3_600), id=assessment_id())
    handoff = await office.escalated(assessment=writing)
    for place in PLACES:
        await office.delivery(handoff, place=place)
    await office.delivery(handoff, Kind.RECEIPT, Place(SLACK, user="jane"))
    cards = frozenset({Kind.CARD})
    leased = await office.storage.transact(lambda tx: leased_by(tx, cards, after(0), after(30), uuid7(), 100))
    return handoff, [one for one in leased if one.handoff == handoff.id and one.kind is Kind.CARD]


def stop(tx: Transaction, card: Delivery) -> bool:
    """The vendor refused it for ever."""
    return stopped(tx, card, "archived", SystemClock().now(), uuid7(), dead=False)


def touched(tx: Transaction, handoff: Handoff) -> None:
    """Something that is shown has changed."""
    tx.handoffs.lock(handoff.account, handoff.id)
    tx.deliveries.announce(handoff.account, handoff.id, tx.handoffs.touch(handoff.account, handoff.id))


def deposed(tx: Transaction, members: Sequence[Member]) -> dict[MemberId, Role]:
    """The roles there were; from now on nobody owns the account."""
    found = [tx.people.member(member.account, member.id) for member in members]
    for member in members:
        tx.people.set_role(member.account, member.id, Role.ENGINEER)
    return {member.id: member.role for member in found if member}


async def soon(*works: Awaitable[object]) -> list[bool]:
    """All at once; whether each did what it came for. None of them may wait for long."""

    async def timed(work: Awaitable[object]) -> tuple[object, float]:
        began = time.monotonic()
        return await work, time.monotonic() - began

    done = await asyncio.gather(*(timed(work) for work in works))
    assert max(seconds for _, seconds in done) < SOON
    return [found is True or isinstance(found, Won) for found, _ in done]


async def deliveries(office: Office, handoff: Handoff) -> Sequence[Delivery]:
    return await office.storage.read(lambda tx: tx.deliveries.of(handoff.account, handoff.id))


async def told(office: Office, handoff: Handoff, what: Happening) -> list[Event]:
    events = await office.storage.read(lambda tx: tx.events.of(handoff.account, handoff.id))
    return [event for event in events if event.what is what]
