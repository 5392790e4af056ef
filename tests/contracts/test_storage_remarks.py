"""The storage contract: what is written under a card is found by the card, kept with its words, and told in order."""

import asyncio

import pytest

from bot.service import SystemClock, Uuids
from core.act import Origin
from core.delivery import Delivery, DeliveryId, Kind, MessageRef, Place, Rank
from core.desk import Desk
from core.event import Event, EventId, Happening
from core.handoff import Door, Handoff
from core.outcome import NotHere, Relayed, RelayOutcome
from core.people import Member, Workspace
from core.remark import Remark, Thread
from core.repository import Transaction
from storage.uuid7 import uuid7
from tests.contracts.office import CHANNEL, NOON, SLACK, TEAMS, Office, after, event_of, leased_by

POSTED = MessageRef("C1", "1.2")
IN_TEAMS = Place(TEAMS, channel="19:a")
UNDER_THE_CARD = Thread(SLACK, POSTED)


@pytest.fixture
async def card(office: Office) -> Delivery:
    """The card in Slack of a handoff that has one in Teams, too; the one in Teams is not posted yet."""
    handoff = await office.escalated()
    card = await office.delivery(handoff)
    await office.storage.transact(lambda tx: _posted(tx, POSTED))
    await office.delivery(handoff, place=IN_TEAMS)
    return await office.stored(card)


async def test_a_card_is_found_by_its_message_alone(office: Office, card: Delivery) -> None:
    async def found(workspace: Workspace, conversation: str, message: str) -> Delivery | None:
        posted = MessageRef(conversation, message)
        return await office.storage.read(lambda tx: tx.deliveries.card_at(office.account, workspace, posted))

    assert await found(SLACK, "C1", "1.2") == card
    assert await found(SLACK, "C2", "1.2") is None
    assert await found(SLACK, "C1", "1.3") is None
    assert await found(TEAMS, "C1", "1.2") is None


async def test_a_briefing_or_a_line_is_no_card(office: Office, card: Delivery) -> None:
    handoff = await _handoff(office, card)
    await office.delivery(handoff, Kind.BRIEFING, Place(SLACK, user="U1"))
    await office.storage.transact(lambda tx: _posted(tx, MessageRef("D1", "5.6")))
    look = MessageRef("D1", "5.6")
    assert await office.storage.read(lambda tx: tx.deliveries.card_at(office.account, SLACK, look)) is None


async def test_words_are_kept_apart_from_facts(office: Office, card: Delivery) -> None:
    await _says(office, office.sam, "Restarted it, password: Sommer2026!")
    [event] = await _said(office, card)
    assert (event.text, dict(event.facts)) == ("Restarted it, password: [password masked]", {})
    assert await office.storage.read(lambda tx: tx.events.get(office.account, event.id)) == event
    assert await office.storage.read(lambda tx: tx.events.get(office.account, EventId(uuid7()))) is None


async def test_a_remark_is_told_under_every_other_card_and_not_under_its_own(office: Office, card: Delivery) -> None:
    await _says(office, office.sam, "Restarted it.")
    [note] = [d for d in await _deliveries(office, card) if d.kind is Kind.NOTE]
    other = next(d for d in await _deliveries(office, card) if d.place == IN_TEAMS and d.kind is Kind.CARD)
    assert (note.place, note.under, note.wanted) == (IN_TEAMS, other.id, 1)


async def test_the_same_remark_ten_times_at_once_is_one(office: Office, card: Delivery) -> None:
    outcomes = await asyncio.gather(*(_says(office, office.sam, "Restarted it.", "one name") for _ in range(10)))
    assert sorted(isinstance(o, Relayed) and o.again for o in outcomes) == [False] + [True] * 9
    assert len(await _said(office, card)) == 1


async def test_nobody_of_another_account_and_nobody_deactivated_writes_under_a_card(
    office: Office, card: Delivery
) -> None:
    assert await _says(office, office.eve, "Hello?") == NotHere()
    assert await _says(office, office.olga, "Hello?") == NotHere()
    assert await _says(office, office.sam, " \u200b ") == NotHere()
    assert await _said(office, card) == []


async def test_lines_under_one_card_are_leased_one_after_the_other(office: Office, card: Delivery) -> None:
    other = await _another(office)
    first, second, third = [await _note(office, card) for _ in range(3)]
    elsewhere = await _note(office, other)
    leased = await _notes_leased(office)
    assert [d.id for d in leased] == [first.id, elsewhere.id]
    assert await _notes_leased(office) == [], "the second waits while the first is being sent"
    await office.storage.transact(
        lambda tx: tx.deliveries.again(leased[0], after(60), "429", uncertain=False, counted=True)
    )
    assert await _notes_leased(office, 5) == [], "and while the first waits for its next try"
    [again] = await _notes_leased(office, 61)
    assert again.id == first.id
    await office.storage.transact(lambda tx: tx.deliveries.stop(again, "never", dead=False))
    [next_] = await _notes_leased(office, 62)
    assert next_.id == second.id
    await office.storage.transact(lambda tx: tx.deliveries.shown(next_, 1, MessageRef("C1", "7.8"), "", after(63)))
    assert [d.id for d in await _notes_leased(office, 64)] == [third.id]


async def test_a_line_that_waits_for_another_wakes_nobody(office: Office, card: Delivery) -> None:
    await _note(office, card)
    await _note(office, card)
    [first] = await _notes_leased(office)
    await office.storage.transact(
        lambda tx: tx.deliveries.again(first, after(600), "429", uncertain=False, counted=True)
    )
    waiting = await office.storage.read(lambda tx: tx.deliveries.waiting(["slack"]))
    assert [turn.due for turn in waiting if turn.rank is Rank.SOON] == [after(600)]


async def _says(office: Office, by: Member, text: str, request: str = "") -> RelayOutcome:
    desk = Desk(office.storage, SystemClock(), Uuids())
    return await desk.relay(Remark(UNDER_THE_CARD, text), by, Origin(Door.SLACK, request=request))


async def _said(office: Office, card: Delivery) -> list[Event]:
    events = await office.storage.read(lambda tx: tx.events.of(card.account, card.handoff))
    return [event for event in events if event.what is Happening.SAID]


async def _deliveries(office: Office, card: Delivery) -> list[Delivery]:
    return list(await office.storage.read(lambda tx: tx.deliveries.of(card.account, card.handoff)))


async def _handoff(office: Office, card: Delivery) -> Handoff:
    found = await office.storage.read(lambda tx: tx.handoffs.get(card.account, card.handoff))
    assert found
    return found


async def _another(office: Office) -> Delivery:
    """Another handoff's card, posted."""
    handoff = await office.escalated()
    card = await office.delivery(handoff, place=CHANNEL)
    await office.storage.transact(lambda tx: _posted(tx, MessageRef("C1", "3.4"), card.id))
    return card


async def _note(office: Office, card: Delivery) -> Delivery:
    event = event_of(await _handoff(office, card))
    note = Delivery(
        DeliveryId(uuid7()), card.account, card.handoff, Kind.NOTE, card.place, 1, under=card.id, event=event.id
    )

    def add(tx: Transaction) -> None:
        tx.events.add(event)
        tx.deliveries.add(note)

    await office.storage.transact(add)
    return note


async def _notes_leased(office: Office, seconds: float = 0) -> list[Delivery]:
    kinds = frozenset({Kind.NOTE})
    leased = await office.storage.transact(
        lambda tx: leased_by(tx, kinds, after(seconds), after(seconds + 600), uuid7(), 10)
    )
    return [line for line in leased if line.kind is Kind.NOTE]


def _posted(tx: Transaction, message: MessageRef, only: DeliveryId | None = None) -> None:
    """Whatever is due, or this alone, is posted as this message."""
    for leased in leased_by(tx, frozenset(Kind), NOON, after(30), uuid7(), 10):
        if only in (None, leased.id):
            tx.deliveries.shown(leased, leased.wanted, message, "", NOON)
