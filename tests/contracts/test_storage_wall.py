"""The storage contract: accounts are walls. Naming another account finds nothing, changes nothing, joins nothing."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.assessment import Assessment, Status
from core.delivery import Delivery, Kind, MessageRef, Place
from core.errors import NotFound
from core.event import Event, Happening
from core.handoff import Door, Handoff
from core.people import AccountId, Member, Platform, Role, Workspace
from core.repository import Transaction
from storage.tables import metadata, steps
from tests.contracts.office import (
    CHANNEL,
    NOON,
    Office,
    after,
    assessment_id,
    connection_of,
    delivery_of,
    event_of,
    new_handoff,
    party,
)

CLAIMED = Happening.CLAIMED
WRITING = Assessment(Status.WRITING, assess_by=after(45))


class Ours:
    """Everything of an account that another one may ask for."""

    def __init__(self, handoff: Handoff, delivery: Delivery, event: Event, sam: Member) -> None:
        self.handoff = handoff
        self.event = event
        self.delivery = delivery
        self.assessment = handoff.assessment
        self.sam = sam


@pytest.fixture
async def ours(office: Office) -> Ours:
    handoff = await office.escalated(assessment=replace(WRITING, id=assessment_id()))
    event = await office.event(handoff)
    await office.delivery(handoff)
    delivery = (await office.leased())[0]
    return Ours(handoff, delivery, event, office.sam)


Look = Callable[[Transaction, Ours, AccountId], object]

POSTED = MessageRef("C1", "1.2")

READS: dict[str, Look] = {
    "handoff": lambda tx, o, account: tx.handoffs.get(account, o.handoff.id),
    "number": lambda tx, o, account: tx.handoffs.numbered(account, o.handoff.number),
    "queue": lambda tx, o, account: tx.handoffs.queue(account, o.sam.id, 9),
    "waiting": lambda tx, o, account: tx.handoffs.waiting(account, o.sam.id, 9),
    "asked_already": lambda tx, o, account: tx.handoffs.asked_already(
        account, o.handoff.escalator.member, NOON, o.handoff.snapshot.problem, o.handoff.snapshot.ticket
    ),
    "mine": lambda tx, o, account: tx.handoffs.mine(account, o.handoff.escalator.member, 9),
    "events": lambda tx, o, account: tx.events.of(account, o.handoff.id),
    "what somebody did": lambda tx, o, account: tx.events.doings(account, o.sam.id, NOON),
    "what somebody opened": lambda tx, o, account: tx.seen.among(account, o.sam.id, [o.handoff.id]),
    "workspaces": lambda tx, o, account: tx.accounts.workspaces(account),
    "deliveries": lambda tx, o, account: tx.deliveries.of(account, o.handoff.id),
    "delivery": lambda tx, o, account: tx.deliveries.get(account, o.delivery.id),
    "cards": lambda tx, o, account: tx.deliveries.cards(account, o.handoff.id),
    "card by its message": lambda tx, o, account: tx.deliveries.card_at(account, CHANNEL.workspace, POSTED),
    "event": lambda tx, o, account: tx.events.get(account, o.event.id),
    "events counted": lambda tx, o, account: tx.events.counted(account, o.handoff.case, o.event.what),
    "assessment": lambda tx, o, account: tx.assessments.get(account, o.assessment.id or assessment_id()),
    "member": lambda tx, o, account: tx.people.member(account, o.sam.id),
    "identities": lambda tx, o, account: tx.people.identities(account, o.sam.id),
    "takers": lambda tx, o, account: tx.people.takers(account, o.sam.id) > 1,
    "channels": lambda tx, o, account: tx.accounts.channels(account),
    "owner": lambda tx, o, account: tx.people.has_owner(account),
}

WRITES: dict[str, Look] = {
    "claim": lambda tx, o, account: tx.handoffs.claim(account, o.handoff.id, o.sam.id, NOON, Door.API),
    "first action": lambda tx, o, account: tx.handoffs.act(account, o.handoff.id, o.sam.id, NOON),
    "withdraw": lambda tx, o, account: tx.handoffs.withdraw(account, o.handoff.id, o.sam.id, NOON),
    "touch": lambda tx, o, account: tx.handoffs.touch(account, o.handoff.id),
    "role": lambda tx, o, account: tx.people.set_role(account, o.sam.id, Role.VIEWER),
    "announce": lambda tx, o, account: tx.deliveries.announce(account, o.handoff.id, 9),
    "finish": lambda tx, o, account: tx.assessments.finish(
        account,
        o.assessment.id or assessment_id(),
        replace(o.assessment, status=Status.READY),
        NOON,
    ),
    "renew": lambda tx, o, account: tx.deliveries.renew(replace(o.delivery, account=account), after(90)),
    "shown": lambda tx, o, account: tx.deliveries.shown(replace(o.delivery, account=account), 1, POSTED, "", NOON),
    "again": lambda tx, o, account: tx.deliveries.again(
        replace(o.delivery, account=account), after(1), "", uncertain=False, counted=True
    ),
    "repost": lambda tx, o, account: tx.deliveries.repost(replace(o.delivery, account=account), NOON, ""),
    "stop": lambda tx, o, account: tx.deliveries.stop(replace(o.delivery, account=account), "", dead=True),
}


@pytest.mark.parametrize("read", READS)
async def test_another_account_finds_nothing(office: Office, ours: Ours, read: str) -> None:
    await office.storage.transact(lambda tx: tx.accounts.choose_channel(CHANNEL.workspace, "C1"))
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.alex.id, Role.OWNER))
    await office.storage.transact(lambda tx: tx.deliveries.shown(ours.delivery, 1, POSTED, "", NOON))
    await office.storage.transact(lambda tx: tx.seen.keep(office.account, office.sam.id, ours.handoff.id, NOON))
    await office.storage.transact(
        lambda tx: tx.events.add(replace(event_of(ours.handoff, by=office.sam), what=CLAIMED))
    )
    assert await office.storage.read(lambda tx: READS[read](tx, ours, office.account))
    assert not await office.storage.read(lambda tx: READS[read](tx, ours, office.elsewhere))


@pytest.mark.parametrize("write", WRITES)
async def test_another_account_changes_nothing(office: Office, ours: Ours, write: str) -> None:
    if write == "first action":
        await office.storage.transact(
            lambda tx: tx.handoffs.claim(office.account, ours.handoff.id, office.sam.id, NOON, Door.API)
        )
    before = await office.storage.read(everything)
    with suppress(NotFound):
        assert not await office.storage.transact(lambda tx: WRITES[write](tx, ours, office.elsewhere))
    assert await office.storage.read(everything) == before
    await office.storage.transact(lambda tx: WRITES[write](tx, ours, office.account))
    assert await office.storage.read(everything) != before


def everything(tx: Transaction) -> dict[str, list[str]]:
    """Every row of every table."""
    connection = connection_of(tx)
    return {name: sorted(map(repr, connection.execute(sa.select(table)))) for name, table in metadata.tables.items()}


def foreign_rows(office: Office, ours: Ours) -> dict[str, Callable[[Transaction], None]]:
    """Rows of the other account that point into ours."""
    theirs = new_handoff(office.eve, 1, ours.handoff.snapshot, NOON)
    here = replace(ours.handoff, account=office.elsewhere)
    place = Place(Workspace(Platform.SLACK, "T2"), channel="C2")
    note = delivery_of(theirs, Kind.NOTE, place)
    told = event_of(ours.handoff)
    return {
        "a handoff of our escalator": lambda tx: tx.handoffs.add(replace(theirs, escalator=party(office.jane))),
        "a handoff for our member": lambda tx: tx.handoffs.add(replace(theirs, directed=party(office.sam))),
        "a handoff of our case": lambda tx: tx.handoffs.add(replace(theirs, case=ours.handoff.case, ordinal=2)),
        "an event of our handoff": lambda tx: tx.events.add(event_of(here)),
        "an event by our member": lambda tx: (tx.handoffs.add(theirs), tx.events.add(event_of(theirs, by=office.sam)))[
            1
        ],
        "a delivery of our handoff": lambda tx: tx.deliveries.add(delivery_of(here, Kind.CARD, place)),
        "a delivery under our card": lambda tx: (
            tx.handoffs.add(theirs),
            tx.deliveries.add(replace(note, under=ours.delivery.id)),
        )[1],
        "a delivery that tells our event": lambda tx: (
            tx.events.add(told),
            tx.handoffs.add(theirs),
            tx.deliveries.add(replace(note, event=told.id)),
        )[2],
        "an assessment of our handoff": lambda tx: tx.assessments.add(
            here.account, here.id, replace(WRITING, id=assessment_id())
        ),
        "a step of our handoff": lambda tx: (
            tx.handoffs.add(theirs),
            connection_of(tx).execute(sa.insert(steps), step_row(office, ours, office.eve)).rowcount,
        )[0],
        "a step by our member": lambda tx: (
            tx.handoffs.add(theirs),
            connection_of(tx)
            .execute(sa.insert(steps), {**step_row(office, ours, office.sam), "handoff_id": theirs.id})
            .rowcount,
        )[0],
        "our handoff as seen": lambda tx: tx.seen.keep(office.elsewhere, office.eve.id, ours.handoff.id, NOON),
        "a handoff seen by our member": lambda tx: (
            tx.handoffs.add(theirs),
            tx.seen.keep(office.elsewhere, office.sam.id, theirs.id, NOON),
        )[1],
        "a request that made our handoff": lambda tx: _kept(tx.inbound.keep(here.account, "request", here.id, NOON)),
    }


def step_row(office: Office, ours: Ours, by: Member) -> dict[str, object]:
    """A ticked step of the other account."""
    made = {"account_id": office.elsewhere, "handoff_id": ours.handoff.id, "assessment_id": assessment_id()}
    return {**made, "place": 0, "what": "x", "by_id": by.id, "at": NOON}


def _kept(kept: bool) -> None:
    assert kept


KINDS = (
    "a handoff of our escalator",
    "a handoff for our member",
    "a handoff of our case",
    "an event of our handoff",
    "an event by our member",
    "a delivery of our handoff",
    "a delivery under our card",
    "a delivery that tells our event",
    "an assessment of our handoff",
    "a step of our handoff",
    "a step by our member",
    "our handoff as seen",
    "a handoff seen by our member",
    "a request that made our handoff",
)


@pytest.mark.parametrize("row", KINDS)
async def test_no_row_points_into_another_account(office: Office, ours: Ours, row: str) -> None:
    rows = foreign_rows(office, ours)
    assert set(rows) == set(KINDS)
    with pytest.raises(sa.exc.IntegrityError, match=r"(?i)foreign key"):
        await office.storage.transact(rows[row])


async def test_whom_a_handoff_is_for_is_named_from_its_own_account(office: Office) -> None:
    """The wall holds where a handoff is read, too: the same id elsewhere would be another person."""
    twin = replace(office.sam, account=office.elsewhere, name="Somebody else")
    row = "INSERT INTO members (account_id, id, name, role, active) VALUES (:account, :id, :name, 'engineer', true)"
    typed = (sa.bindparam("account", twin.account, sa.Uuid()), sa.bindparam("id", twin.id, sa.Uuid()))
    statement = sa.text(row).bindparams(*typed, name=twin.name)
    await office.storage.transact(lambda tx: connection_of(tx).execute(statement).rowcount)
    handoff = await office.now(await office.escalated(directed=office.sam))
    assert handoff.directed
    assert handoff.directed.name == "Sam Okafor"


def test_every_statement_names_the_account() -> None:
    """Except those that find it, and the sweeps over everybody's work."""
    assert unnamed() == {
        "accounts._OF",
        "accounts._LOCK",
        "accounts._ANY_OF_PLATFORM",
        "accounts._THE_ONE",
        "accounts._CHANNEL",
        "accounts._CHOOSE",
        "people._KNOWN",
        "assessments._OVERDUE",
        "handoffs._DUE",
        "handoffs._LEFT_BEHIND",
        "inbound._FORGET",
        "outbox.LEASE",
        "outbox.WALK",
    }


def unnamed() -> set[str]:
    from storage import (
        accounts,
        assessments,
        conversations,
        course,
        events,
        handoffs,
        inbound,
        outbox,
        people,
        reading,
        seen,
    )

    modules = (accounts, assessments, conversations, course, events, handoffs, inbound, outbox, people, reading, seen)
    found = set()
    for module in modules:
        for name, value in vars(module).items():
            statement = isinstance(value, (sa.Select, sa.Update, sa.Delete))
            if statement and value is not reading.HANDOFFS and ":account" not in str(value.compile()):
                found.add(f"{module.__name__.removeprefix('storage.')}.{name}")
    return found
