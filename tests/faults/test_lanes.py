"""Lanes: what is closed delays nothing else, bursts cost a few edits, the urgent goes first, and twice is enough."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bot.service import SystemClock, Uuids
from core.card import card_for
from core.courier import Courier
from core.delivery import APART, Condition, Kind, Place, Rank
from core.errors import GiveUp, TryAgain
from core.handoff import Handoff, Snapshot
from core.messenger import Messenger
from core.people import Platform, Role
from core.repository import Transaction
from storage.database import Database
from storage.deliveries import _row
from storage.tables import deliveries
from tests.contracts.office import SLACK, Office, connection_of, delivery_of, leased_by, new_handoff, next_due
from tests.contracts.office import office as furnished
from tests.faults.board import Board, Door
from tests.people import NOON

ALL = frozenset(Kind)
TO_JANE = Place(SLACK, user="jane")
LOST = TryAgain("the answer was lost", uncertain=True)
ARCHIVED = GiveUp("is_archived", words="the channel is archived")
A_MINUTE = TryAgain("429", after=timedelta(minutes=1), busy=True)


@dataclass(slots=True)
class StoppedClock:
    """Goes on only when told to."""

    at: datetime = NOON

    def now(self) -> datetime:
        """The same as before."""
        return self.at


@pytest.fixture
async def office(storage: Database) -> Office:
    """The people."""
    return await furnished(storage)


@asynccontextmanager
async def carrying(
    office: Office, door: Door, clock: StoppedClock | None = None, slots: int = 4
) -> AsyncIterator[None]:
    """A courier at work."""
    stop = asyncio.Event()
    courier = Courier(
        office.storage,
        clock or SystemClock(),
        Uuids(),
        Messenger(office.storage, {Platform.SLACK: door}),
        ALL,
        slots=slots,
        first_pause=timedelta(milliseconds=2),
        late=timedelta(milliseconds=2),
    )
    running = asyncio.create_task(courier.run(stop))
    try:
        yield
    finally:
        stop.set()
        await running


async def until(office: Office, board: Board, calls: int) -> None:
    """So many calls were made and answered."""
    async with asyncio.timeout(20):
        bell = office.storage.bell()
        while len(board.calls) < calls:
            await bell.heard(timedelta(milliseconds=20))


async def settled(office: Office) -> None:
    """Nothing waits any more."""
    async with asyncio.timeout(20):
        bell = office.storage.bell()
        while await office.storage.read(lambda tx: next_due(tx, ALL)) is not None:
            await bell.heard(timedelta(milliseconds=20))


async def changed(office: Office, handoff: Handoff, rank: Rank = Rank.SOON) -> None:
    """Something that the card shows is another now."""

    def work(tx: Transaction) -> None:
        tx.deliveries.announce(handoff.account, handoff.id, renamed(tx, handoff), rank=rank)

    await office.storage.transact(work)


async def same_again(office: Office, handoff: Handoff, name: str = "") -> None:
    """A new version that shows what the first one did."""

    def work(tx: Transaction) -> None:
        tx.deliveries.announce(handoff.account, handoff.id, renamed(tx, handoff, name or "Jane Ruiz"))

    await office.storage.transact(work)


def renamed(tx: Transaction, handoff: Handoff, name: str = "") -> int:
    """A new version, with another name of the escalator."""
    version = tx.handoffs.touch(handoff.account, handoff.id)
    connection_of(tx).execute(
        sa.text("UPDATE members SET name = :name WHERE id = :id").bindparams(
            sa.bindparam("name", name or f"Jane {version}"), sa.bindparam("id", handoff.escalator.member, sa.Uuid())
        )
    )
    return version


async def cards(office: Office, channel: str, many: int) -> None:
    """Escalations whose cards wait for one channel."""

    def work(tx: Transaction) -> None:
        rows = []
        for _ in range(many):
            number = tx.accounts.next_number(office.account)
            handoff = new_handoff(office.jane, number, Snapshot(f"Problem {number}"), NOON)
            tx.handoffs.add(handoff)
            rows.append(_row(delivery_of(handoff, Kind.CARD, Place(SLACK, channel=channel))))
        connection_of(tx).execute(sa.insert(deliveries), rows)
        tx.deliveries.due = True  # type: ignore[attr-defined]

    await office.storage.transact(work)


async def test_a_channel_that_asks_for_a_minute_is_asked_once_and_delays_no_other(office: Office) -> None:
    await cards(office, "C-shut", 50)
    for number in range(5):
        await cards(office, f"C{number}", 4)
    board = Board()
    async with carrying(office, Door(board, shut={"C-shut": A_MINUTE}), slots=1):
        await until(office, board, 21)
        await asyncio.sleep(0.1)
    assert board.places.count("C-shut") == 1
    assert len(board.shown) == 20


async def test_a_thousand_changes_at_once_cost_two_edits_and_the_last_is_shown(office: Office) -> None:
    handoff = await office.escalated()
    await office.delivery(handoff)
    board, clock = Board(), StoppedClock()
    async with carrying(office, Door(board), clock):
        await settled(office)
        await changed(office, handoff)
        await settled(office)
        assert board.calls == ["post", "edit"], "after quiet, a change is shown at once"
        for _ in range(20):
            await asyncio.gather(*(changed(office, handoff) for _ in range(50)))
        assert board.calls == ["post", "edit"]
        clock.at += APART
        await changed(office, handoff)
        await settled(office)
    assert board.calls == ["post", "edit", "edit"]
    assert list(board.shown.values()) == [card_for(await office.now(handoff))]


async def test_the_winner_is_shown_at_once_though_the_card_was_edited_just_now(office: Office) -> None:
    handoff = await office.escalated()
    await office.delivery(handoff)
    board = Board()
    async with carrying(office, Door(board), StoppedClock()):
        await settled(office)
        await changed(office, handoff)
        await settled(office)
        await changed(office, handoff, Rank.FIRST)
        await settled(office)
    assert board.calls == ["post", "edit", "edit"]


async def test_the_winner_is_shown_at_once_though_it_came_while_the_card_was_edited(office: Office) -> None:
    handoff = await office.escalated()
    await office.delivery(handoff)
    board = Board()
    door = Door(board)
    async with carrying(office, door, StoppedClock()):
        await settled(office)
        door.frozen = "after"
        await changed(office, handoff)
        async with asyncio.timeout(5):
            await door.reached.wait()
        await changed(office, handoff, Rank.FIRST)
        await changed(office, handoff, Rank.LATER)
        door.thawed.set()
        await settled(office)
    assert board.calls == ["post", "edit", "edit"]
    assert list(board.shown.values()) == [card_for(await office.now(handoff))]


async def test_cards_and_briefings_go_before_receipts_and_lines(office: Office) -> None:
    handoff = await office.escalated()
    for kind, place in (
        (Kind.RECEIPT, TO_JANE),
        (Kind.CARD, Place(SLACK, channel="C1")),
        (Kind.BRIEFING, Place(SLACK, user="sam")),
        (Kind.DM_CARD, Place(SLACK, user="alex")),
    ):
        await office.delivery(handoff, kind, place)
    board = Board()
    async with carrying(office, Door(board), slots=1):
        await settled(office)
    assert board.places[-1] == "jane"


async def test_an_edit_that_was_lost_is_made_good_though_the_card_is_again_as_it_was(office: Office) -> None:
    handoff = await office.escalated()
    card = await office.delivery(handoff)
    board = Board()
    door = Door(board, {"edit": [LOST]})
    async with carrying(office, door):
        await settled(office)
        before = card_for(await office.now(handoff))
        await same_again(office, handoff)
        await settled(office)
        assert board.calls == ["post"], "an edit that would change nothing is not sent"
        door.frozen = "after"
        await changed(office, handoff)
        async with asyncio.timeout(5):
            await door.reached.wait()
        assert list(board.shown.values()) != [before]
        await same_again(office, handoff, "Jane Ruiz")
        door.thawed.set()
        await settled(office)
    assert board.calls == ["post", "edit", "edit"]
    assert list(board.shown.values()) == [before]
    assert (await office.stored(card)).unconfirmed == 0


async def test_what_nobody_can_look_for_is_sent_once_more_and_never_a_third_time(office: Office) -> None:
    handoff = await office.escalated()
    card = await office.delivery(handoff)
    board = Board()
    async with carrying(office, Door(board, {"post": [LOST, LOST, LOST]}, blind=True)):
        await settled(office)
        assert (await office.stored(card)).condition is Condition.STOPPED
        await changed(office, handoff)
        await settled(office)
    stands = await office.stored(card)
    assert board.calls == ["post", "post"]
    assert (stands.condition, stands.error.partition(",")[0]) == (Condition.STOPPED, "it may have arrived")


async def test_what_killed_processes_had_only_leased_is_sent_where_nobody_can_look(office: Office) -> None:
    card = await office.delivery(await office.escalated())
    for _ in range(4):  # each dies before it sends anything, and its lease is over at once
        leased = await office.storage.transact(lambda tx: leased_by(tx, ALL, NOON, NOON, uuid4(), 1))
        assert [delivery.id for delivery in leased] == [card.id]
    board = Board()
    async with carrying(office, Door(board, blind=True)):
        await settled(office)
    assert board.calls == ["post"]
    assert (await office.stored(card)).condition is Condition.LIVE


async def test_what_was_refused_for_certain_is_sent_as_often_as_it_takes(office: Office) -> None:
    card = await office.delivery(await office.escalated())
    board = Board()
    busy = TryAgain("429")
    async with carrying(office, Door(board, {"post": [busy, busy, busy, LOST, busy]}, blind=True)):
        await settled(office)
    assert board.calls == ["post"] * 6
    assert (await office.stored(card)).condition is Condition.LIVE


async def test_admins_are_told_once_of_a_channel_that_takes_nothing_until_it_does_again(office: Office) -> None:
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.sam.id, Role.OWNER))
    board = Board()
    door = Door(board, shut={"C1": ARCHIVED})
    async with carrying(office, door):
        await cards(office, "C1", 3)
        await settled(office)
        assert board.places.count("sam okafor") == 1
        door.shut.clear()
        await cards(office, "C1", 1)
        await settled(office)
        door.shut["C1"] = ARCHIVED
        await cards(office, "C1", 2)
        await settled(office)
    assert board.places.count("sam okafor") == 2


async def test_what_was_stopped_in_a_channel_lives_again_when_it_is_chosen_anew(office: Office) -> None:
    board = Board()
    door = Door(board, shut={"C1": ARCHIVED})
    async with carrying(office, door):
        await cards(office, "C1", 2)
        await settled(office)
        door.shut.clear()
        revived = lambda tx: tx.deliveries.revive(office.account, Place(SLACK, channel="C1"))  # noqa: E731
        assert await office.storage.transact(revived) == 2
        await settled(office)
    assert len(board.shown) == 2
