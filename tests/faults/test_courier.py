"""The courier against a chat that loses answers, refuses, hangs, and against a storage that raises what it likes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from bot.service import SystemClock, Uuids
from core.assessment import Assessment, Status
from core.card import card_for
from core.conclusion import Conclusions, unavailable
from core.courier import Courier
from core.delivery import Condition, Delivery, DeliveryId, Kind, MessageRef, Place, Rank
from core.errors import GiveUp, Gone, TryAgain
from core.handoff import Door as Way
from core.handoff import Handoff
from core.message import Message
from core.messenger import Messenger
from core.people import Platform
from core.repository import Bell, Storage, Transaction
from storage.database import Database
from tests.contracts.office import CHANNEL, SLACK, Office, after, assessment_id, event_of, next_due
from tests.contracts.office import office as furnished
from tests.faults.board import Board, Door

T = TypeVar("T")

ALL = frozenset(Kind)
TO_JANE = Place(SLACK, user="jane")
QUICK = timedelta(milliseconds=2)
BRIEF = timedelta(seconds=0.2)
LOST = TryAgain("the answer was lost", uncertain=True)
BUSY = TryAgain("429")
REFUSED = GiveUp("invalid_blocks", words="Slack does not accept the message's form")


@dataclass(slots=True)
class Moody:
    """A storage that raises something nobody foresaw the next time it is asked in that way."""

    real: Storage
    way: str = ""

    def bell(self) -> Bell:
        """The real one's."""
        return self.real.bell()

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        """As promised by Storage, but for its moods."""
        self._raise("transact")
        return await self.real.transact(work)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """As promised by Storage, but for its moods."""
        self._raise("read")
        return await self.real.read(work)

    def _raise(self, way: str) -> None:
        if self.way == way:
            self.way = ""
            raise RuntimeError("a mood")


@pytest.fixture
async def office(storage: Database) -> Office:
    """The people."""
    return await furnished(storage)


async def test_a_card_that_was_found_again_is_the_only_one_though_its_edit_must_wait(office: Office) -> None:
    handoff = await office.escalated()
    card = await office.delivery(handoff)
    board = Board()
    async with carrying(office, Door(board, {"post": [LOST], "edit": [BUSY, BUSY]})):
        await settled(office)
    assert board.calls == ["post", "find", "edit", "edit", "edit"]
    assert list(board.shown.values()) == [card_for(handoff)]
    assert (await office.stored(card)).message == MessageRef("C1", "0")


async def test_a_card_that_could_not_be_found_at_first_is_looked_for_again_before_it_is_posted(office: Office) -> None:
    handoff = await office.escalated()
    await office.delivery(handoff)
    board = Board()
    async with carrying(office, Door(board, {"post": [LOST, BUSY]}, hidden=True)):
        await settled(office)
    assert board.calls == ["post", "find", "post", "find", "edit"]
    assert list(board.shown.values()) == [card_for(handoff)]


async def test_a_definite_refusal_of_the_first_post_leaves_nothing_to_look_for(office: Office) -> None:
    await office.delivery(await office.escalated())
    board = Board()
    async with carrying(office, Door(board, {"post": [BUSY, BUSY]})):
        await settled(office)
    assert board.calls == ["post"] * 3


@pytest.mark.parametrize("way", ["read", "transact"])
async def test_a_courier_outlives_whatever_the_storage_raises(office: Office, way: str) -> None:
    board, moody = Board(), Moody(office.storage)
    async with carrying(office, Door(board), storage=moody) as running:
        first = await office.delivery(await office.escalated())
        await settled(office)
        moody.way = way
        second = await office.delivery(await office.escalated("Printer prints only blanks"))
        await settled(office)
        assert not moody.way
        assert not running.done()
    assert [(await office.stored(card)).shown for card in (first, second)] == [1, 1]
    assert len(board.shown) == 2


async def test_what_is_refused_for_ever_is_not_sent_for_ever(office: Office) -> None:
    handoff = await office.escalated()
    for kind, place in ((Kind.CARD, CHANNEL), (Kind.BRIEFING, TO_JANE), (Kind.RECEIPT, TO_JANE)):
        await office.delivery(handoff, kind, place)
    board = Board()
    async with carrying(office, Door(board, {"post": [REFUSED] * 99})):
        await settled(office)
    assert 3 <= len(board.calls) <= 8, "each once, and the receipt again for each of the others"
    stands = await deliveries(office, handoff)
    assert {delivery.condition for delivery in stands} == {Condition.STOPPED}


async def test_a_card_whose_edit_was_refused_shows_the_next_change_at_once(office: Office) -> None:
    handoff = await escalated(office)
    await office.delivery(handoff)
    board = Board()
    async with carrying(office, Door(board, {"edit": [REFUSED]})):
        await settled(office)
        await assessed(office, handoff)
        await settled(office)
        assert (await deliveries(office, handoff))[0].condition is Condition.STOPPED
        await picked_up(office, handoff)
        await settled(office, within=2)
    assert list(board.shown.values()) == [card_for(await office.now(handoff))]


async def test_an_edit_that_is_worth_a_few_tries_is_tried_so_often_and_lives_again_at_the_next_change(
    office: Office,
) -> None:
    handoff = await escalated(office)
    await office.delivery(handoff)
    board = Board()
    internal = TryAgain("an internal error", most=3)
    async with carrying(office, Door(board, {"edit": [internal] * 3})):
        await settled(office)
        await assessed(office, handoff)
        await settled(office)
        assert board.calls == ["post", "edit", "edit", "edit"]
        assert (await deliveries(office, handoff))[0].condition is Condition.DEAD
        await picked_up(office, handoff)
        await settled(office)
    assert list(board.shown.values()) == [card_for(await office.now(handoff))]


@pytest.mark.parametrize("moment", ["before", "after"], ids=["sent after the newer", "sent while the newer is sent"])
async def test_an_old_state_that_was_sent_late_does_not_stay(office: Office, moment: str) -> None:
    handoff = await escalated(office)
    await office.delivery(handoff)
    board = Board()
    slow, fast = Door(board), Door(board)
    async with carrying(office, slow):
        await settled(office)
    slow.frozen = "before"
    async with carrying(office, slow, lease=BRIEF):
        await assessed(office, handoff)
        old = card_for(await office.now(handoff))
        await reached(slow)
        await picked_up(office, handoff)
        fast.frozen = "after" if moment == "after" else ""
        async with carrying(office, fast):
            await (reached(fast) if fast.frozen else settled(office))
            slow.thawed.set()
            await written(board, old)
            fast.thawed.set()
            await written(board, card_for(await office.now(handoff)))
            await settled(office)
    assert list(board.shown.values()) == [card_for(await office.now(handoff))]


async def test_a_line_goes_out_as_soon_as_its_card_is_posted_and_is_not_asked_for_before(office: Office) -> None:
    handoff = await office.escalated()
    card = await office.delivery(handoff)
    note = await note_under(office, card, handoff)
    board = Board()
    waits = TryAgain("429", after=timedelta(seconds=0.4))
    async with carrying(office, Door(board, {"post": [waits]})):
        due = await until_due(office, lambda due: due > SystemClock().now())
        assert due - SystemClock().now() > timedelta(seconds=0.1), "only the card is waited for"
        await settled(office)
        assert (await office.stored(note)).shown == 1
    assert board.calls == ["post", "post", "post"]
    assert board.times[2] - board.times[1] < 0.4
    assert len(board.shown) == 2


async def test_a_line_whose_card_is_given_up_is_dropped(office: Office) -> None:
    handoff = await office.escalated()
    note = await note_under(office, await office.delivery(handoff), handoff)
    board = Board()
    async with carrying(office, Door(board, {"post": [REFUSED]})):
        await settled(office)
    assert board.calls == ["post"]
    assert (await office.stored(note)).shown == 1


async def test_only_what_is_definitely_gone_is_posted_anew(office: Office) -> None:
    handoff = await escalated(office)
    await office.delivery(handoff)
    board = Board()
    async with carrying(office, Door(board, {"edit": [Gone("message_not_found")]})):
        await settled(office)
        await assessed(office, handoff)
        await settled(office)
    assert board.calls == ["post", "edit", "post"]


# ------------------------------------------------------------------------------------------------------ what it needs


@asynccontextmanager
async def carrying(
    office: Office, door: Door, *, storage: Storage | None = None, lease: timedelta | None = None
) -> AsyncIterator[asyncio.Task[None]]:
    """A courier at work with this way to the board, one call at a time: its lease may end, its calls do not."""
    own = storage or office.storage
    stop = asyncio.Event()
    messenger = Messenger(own, {Platform.SLACK: door})
    held = lease or timedelta(seconds=30 if storage is None else 0.5)
    courier = Courier(
        own,
        SystemClock(),
        Uuids(),
        messenger,
        ALL,
        slots=1,
        lease=held,
        limit=timedelta(seconds=20),
        first_pause=QUICK,
        late=QUICK,
    )
    running = asyncio.create_task(courier.run(stop))
    try:
        yield running
    finally:
        stop.set()
        await running


async def settled(office: Office, within: float = 8) -> None:
    """Nothing waits any more."""
    async with asyncio.timeout(within):
        bell = office.storage.bell()
        while await office.storage.read(lambda tx: next_due(tx, ALL)) is not None:
            await bell.heard(timedelta(milliseconds=20))


async def until_due(office: Office, fits: Callable[[datetime], bool]) -> datetime:
    """When the next delivery is due, once that is such a time."""
    async with asyncio.timeout(5):
        bell = office.storage.bell()
        while True:
            due = await office.storage.read(lambda tx: next_due(tx, ALL))
            if due is not None and fits(due) and due - SystemClock().now() < timedelta(seconds=5):
                return due
            await bell.heard(timedelta(milliseconds=10))


async def reached(door: Door) -> None:
    """It stands at its frozen call."""
    async with asyncio.timeout(5):
        await door.reached.wait()


async def written(board: Board, message: Message) -> None:
    """The board shows this."""
    async with asyncio.timeout(5):
        while message not in board.shown.values():
            await board.changed.wait()
            board.changed.clear()


async def assessed(office: Office, handoff: Handoff) -> None:
    """The assessment ends, which the card shows."""
    assert handoff.assessment.id
    conclusions = Conclusions(office.storage, SystemClock(), Uuids())
    await conclusions.write(handoff.account, handoff.id, handoff.assessment.id, unavailable("timed out"))


async def picked_up(office: Office, handoff: Handoff) -> None:
    """Sam has it, which the card shows."""

    def work(tx: Transaction) -> None:
        claimed = tx.handoffs.claim(handoff.account, handoff.id, office.sam.id, SystemClock().now(), Way.SLACK)
        assert claimed
        tx.deliveries.announce(claimed.account, claimed.id, claimed.version, rank=Rank.FIRST)

    await office.storage.transact(work)


async def escalated(office: Office) -> Handoff:
    """A handoff whose assessment is being written."""
    return await office.escalated(assessment=Assessment(Status.WRITING, assess_by=after(3_600), id=assessment_id()))


async def note_under(office: Office, card: Delivery, handoff: Handoff) -> Delivery:
    """A line that tells an event."""
    event = event_of(handoff)
    note = Delivery(
        DeliveryId(Uuids().new()), card.account, handoff.id, Kind.NOTE, card.place, 1, under=card.id, event=event.id
    )

    def work(tx: Transaction) -> None:
        tx.events.add(event)
        tx.deliveries.add(note)

    await office.storage.transact(work)
    return note


async def deliveries(office: Office, handoff: Handoff) -> list[Delivery]:
    return list(await office.storage.read(lambda tx: tx.deliveries.of(handoff.account, handoff.id)))
