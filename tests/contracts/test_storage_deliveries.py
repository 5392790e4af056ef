"""The storage contract: the outbox. Leases, settlements, and what rings the bell."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.delivery import APART, SHOWING, Condition, Delivery, DeliveryId, Kind, MessageRef, Place
from core.people import Platform, Workspace
from core.repository import Bell
from storage.uuid7 import uuid7
from tests.contracts.office import CHANNEL, NOON, Office, after, delivery_of, leased_by
from tests.contracts.office import next_due as next_due_in

POSTED = MessageRef("C1", "1700000000.000100")
OTHER = Place(Workspace(Platform.TEAMS, "contoso"), channel="19:x")


async def test_a_new_delivery_is_due_at_once_and_read_as_it_was_kept(office: Office) -> None:
    delivery = await office.delivery(await office.escalated())
    assert await office.stored(delivery) == delivery
    leased = await office.leased()
    assert leased == [replace(delivery, unconfirmed=1, lease=leased[0].lease)]
    assert leased[0].lease


async def test_a_delivery_added_twice_is_kept_once(office: Office) -> None:
    handoff = await office.escalated()
    first = await office.delivery(handoff)
    await office.delivery(handoff)
    assert await deliveries(office, first) == [first]


async def test_what_differs_by_kind_place_or_event_is_another_delivery(office: Office) -> None:
    handoff = await office.escalated()
    event, later = await office.event(handoff), await office.event(handoff)
    kept = [
        await office.delivery(handoff),
        await office.delivery(handoff, place=OTHER),
        await office.delivery(handoff, Kind.DM_CARD),
        await office.delivery(handoff, Kind.NOTE, event=event.id),
        await office.delivery(handoff, Kind.NOTE, event=later.id),
        await office.delivery(handoff, Kind.ASSESSMENT, place=None),
    ]
    await office.delivery(handoff, Kind.ASSESSMENT, place=None)
    assert await deliveries(office, kept[0]) == kept


async def test_several_may_be_added_together(office: Office) -> None:
    handoff = await office.escalated()
    card = Delivery(delivery_id(), office.account, handoff.id, Kind.CARD, CHANNEL, 1)
    note = Delivery(delivery_id(), office.account, handoff.id, Kind.NOTE, CHANNEL, 1, under=card.id)
    await office.storage.transact(lambda tx: tx.deliveries.add(card, note))
    await office.storage.transact(lambda tx: tx.deliveries.add())
    assert await deliveries(office, card) == [card, note]


async def test_what_is_leased_nobody_else_gets(office: Office) -> None:
    await office.delivery(await office.escalated())
    assert len(await office.leased()) == 1
    assert await office.leased(29) == []


async def test_a_lease_that_ran_out_is_due_again_and_was_perhaps_sent(office: Office) -> None:
    await office.delivery(await office.escalated())
    await office.leased(0, until=30)
    assert [delivery.unconfirmed for delivery in await office.leased(30, until=60)] == [2]


async def test_couriers_who_lease_at_once_share_the_work(office: Office) -> None:
    handoff = await office.escalated()
    for number in range(40):
        await office.delivery(handoff, place=Place(CHANNEL.workspace, channel=f"C{number}"))
    shares = await asyncio.gather(*(office.leased(most=5) for _ in range(8)))
    taken = [delivery.id for share in shares for delivery in share]
    assert len(taken) == len(set(taken)) == 40
    assert all(len(share) <= 5 for share in shares)


async def test_of_many_couriers_one_gets_the_only_delivery(office: Office) -> None:
    await office.delivery(await office.escalated())
    shares = await asyncio.gather(*(office.leased() for _ in range(20)))
    assert sum(len(share) for share in shares) == 1


async def test_the_longest_due_go_first(office: Office) -> None:
    handoff = await office.escalated()
    put_off = await office.delivery(handoff)
    await again(office, (await office.leased())[0], after(40))
    new = await office.delivery(handoff, Kind.DM_CARD)
    assert [delivery.id for delivery in await office.leased(50, until=80, most=1)] == [new.id]
    assert [delivery.id for delivery in await office.leased(50, until=80, most=1)] == [put_off.id]


async def test_a_courier_gets_only_its_kinds(office: Office) -> None:
    handoff = await office.escalated()
    await office.delivery(handoff)
    work = await office.delivery(handoff, Kind.ASSESSMENT, None)
    kinds = frozenset({Kind.ASSESSMENT})
    lease = lambda tx: leased_by(tx, kinds, NOON, after(30), uuid7(), 9)  # noqa: E731
    assert [delivery.id for delivery in await office.storage.transact(lease)] == [work.id]
    assert await next_due(office, kinds) == after(30)


async def test_a_courier_of_one_chat_gets_only_what_goes_there(office: Office) -> None:
    handoff = await office.escalated()
    await office.delivery(handoff)
    in_teams = await office.delivery(handoff, Kind.CARD, OTHER)
    kinds, teams = frozenset(Kind), Platform.TEAMS
    lease = lambda tx: leased_by(tx, kinds, NOON, after(30), uuid7(), 9, teams)  # noqa: E731
    assert [delivery.id for delivery in await office.storage.transact(lease)] == [in_teams.id]
    assert await office.storage.read(lambda tx: next_due_in(tx, kinds, teams)) == after(30)
    assert await office.storage.transact(lease) == []
    slack = await office.storage.read(lambda tx: next_due_in(tx, kinds, Platform.SLACK))
    assert slack is not None
    assert slack < NOON


async def test_what_was_shown_is_not_due_until_more_is_wanted(office: Office) -> None:
    handoff = await office.escalated()
    await office.delivery(handoff)
    delivery = (await office.leased())[0]
    assert await shown(office, delivery, 1)
    assert await office.leased(100) == []
    assert await next_due(office) is None
    settled = await office.stored(delivery)
    assert (settled.shown, settled.message, settled.digest, settled.lease) == (1, POSTED, "d1", None)
    await announce(office, delivery, 2)
    assert [due.wanted for due in await office.leased(100)] == [2]


async def test_a_success_forgets_the_failures_before_it(office: Office) -> None:
    await office.delivery(await office.escalated())
    await again(office, (await office.leased())[0], after(1), uncertain=True)
    await shown(office, (await office.leased(1))[0], 1)
    settled = (await deliveries_of(office))[0]
    assert (settled.attempts, settled.unconfirmed, settled.error) == (0, 0, "")


async def test_a_change_during_a_send_is_due_at_once(office: Office) -> None:
    await office.delivery(await office.escalated())
    delivery = (await office.leased(0, until=30))[0]
    await announce(office, delivery, 5)
    assert await shown(office, delivery, 1, at=2)
    assert [(due.shown, due.wanted) for due in await office.leased(2)] == [(1, 5)]


async def test_what_was_shown_never_gets_older(office: Office) -> None:
    await office.delivery(await office.escalated())
    await announce(office, (await deliveries_of(office))[0], 5)
    await shown(office, (await office.leased())[0], 4)
    await shown(office, (await office.leased(9))[0], 3)
    assert (await deliveries_of(office))[0].shown == 4


async def test_a_send_without_a_message_keeps_the_one_there_was(office: Office) -> None:
    await office.delivery(await office.escalated())
    await shown(office, (await office.leased())[0], 1)
    await announce(office, (await deliveries_of(office))[0], 2)
    delivery = (await office.leased(9))[0]
    assert await office.storage.transact(lambda tx: tx.deliveries.shown(delivery, 2, None, "d2", after(9)))
    assert (await office.stored(delivery)).message == POSTED


async def test_announcing_reaches_what_shows_the_handoff_and_nothing_else(office: Office) -> None:
    handoff = await office.escalated()
    for kind in Kind:
        await office.delivery(handoff, kind)
    other = await office.delivery(await office.escalated())
    await announce(office, replace(other, handoff=handoff.id), 7)
    wanted = {
        delivery.kind: delivery.wanted for delivery in await deliveries(office, replace(other, handoff=handoff.id))
    }
    assert wanted == {kind: 7 if kind in SHOWING else 1 for kind in Kind}
    assert await office.stored(other) == other


async def test_announcing_never_lowers_what_is_wanted(office: Office) -> None:
    delivery = await office.delivery(await office.escalated())
    await announce(office, delivery, 5)
    await announce(office, delivery, 3)
    assert (await office.stored(delivery)).wanted == 5


@pytest.mark.parametrize("dead", [False, True])
async def test_what_was_stopped_is_not_due(office: Office, dead: bool) -> None:
    await office.delivery(await office.escalated())
    delivery = await stopped(office, dead=dead)
    assert await office.leased(100) == []
    assert await next_due(office) is None
    assert delivery.condition is (Condition.DEAD if dead else Condition.STOPPED)
    assert (delivery.error, delivery.lease, delivery.shown) == ("archived", None, 0)


@pytest.mark.parametrize("dead", [False, True])
async def test_what_was_stopped_lives_again_when_there_is_something_new_to_show(office: Office, dead: bool) -> None:
    await office.delivery(await office.escalated())
    await again(office, (await office.leased())[0], after(1))
    delivery = await stopped(office, dead=dead, at=1)
    await announce(office, delivery, delivery.wanted)
    assert await office.leased(100) == []
    await announce(office, delivery, 5)
    assert [(due.id, due.wanted, due.attempts) for due in await office.leased(1)] == [(delivery.id, 5, 0)]


async def test_announcing_to_some_kinds_leaves_the_others_alone(office: Office) -> None:
    handoff = await office.escalated()
    card, receipt = await office.delivery(handoff), await office.delivery(handoff, Kind.RECEIPT)
    some = frozenset({Kind.RECEIPT})
    changed = await office.storage.transact(lambda tx: tx.deliveries.announce(card.account, card.handoff, 4, some))
    assert [delivery.id for delivery in changed] == [receipt.id]
    assert await office.stored(card) == card


async def test_what_may_show_an_old_state_is_due_again_and_counts_on_nothing_sent_before(office: Office) -> None:
    await office.delivery(await office.escalated())
    delivery = (await office.leased())[0]
    await shown(office, delivery, 1)
    await office.storage.transact(lambda tx: tx.deliveries.distrust(delivery, after(5)))
    doubted = (await office.leased(5))[0]
    assert (doubted.shown, doubted.message, doubted.unconfirmed) == (0, POSTED, 2)


async def test_whoever_holds_what_is_doubted_keeps_it_and_settles_nothing(office: Office) -> None:
    await office.delivery(await office.escalated())
    held = (await office.leased(0, until=30))[0]
    await office.storage.transact(lambda tx: tx.deliveries.distrust(held, after(5)))
    assert await office.leased(29) == []
    assert await shown(office, held, 1, at=6)
    assert [(due.shown, due.unconfirmed) for due in await office.leased(6)] == [(0, 2)]


async def test_what_is_sent_before_an_earlier_edit_can_no_longer_come_settles_nothing(office: Office) -> None:
    delivery = await posted_card(office)
    await announce(office, delivery, 2)
    await again(office, (await office.leased(1))[0], after(2), uncertain=True, late_until=after(12))
    held = (await office.leased(2))[0]
    assert held.late_until == after(12)
    assert await shown(office, held, 2, at=3, late_until=after(12))
    assert await office.leased(11) == []
    to_be_sure = (await office.leased(12))[0]
    assert (to_be_sure.shown, to_be_sure.wanted, to_be_sure.late_until) == (1, 2, after(12))
    assert await shown(office, to_be_sure, 2, at=13)
    settled = await office.stored(delivery)
    assert (settled.shown, settled.late_until) == (2, None)
    assert await office.leased(100) == []


async def test_a_change_does_not_wait_until_an_earlier_edit_can_no_longer_come(office: Office) -> None:
    delivery = await posted_card(office)
    await announce(office, delivery, 2)
    later = datetime.now(UTC) + timedelta(hours=1)
    await shown(office, (await office.leased(1))[0], 2, at=1, late_until=later)
    assert await next_due(office) == later
    await announce(office, delivery, 3)
    due = await next_due(office)
    assert due
    assert due - datetime.now(UTC) <= APART


async def test_an_edit_that_somebody_was_about_to_send_when_their_lease_ended_may_come_late(office: Office) -> None:
    delivery = await posted_card(office)
    await announce(office, delivery, 2)
    assert (await office.leased(1, until=30, late_until=11))[0].late_until is None
    assert (await office.leased(30, until=60, late_until=40))[0].late_until == after(40)


async def test_a_post_that_somebody_was_about_to_send_puts_no_old_state_over_a_new_one(office: Office) -> None:
    await office.delivery(await office.escalated())
    for at in (0, 30, 60):
        assert (await office.leased(at, until=at + 30, late_until=at + 10))[0].late_until is None


async def test_what_is_posted_anew_has_no_edits_to_wait_for(office: Office) -> None:
    delivery = await posted_card(office)
    await announce(office, delivery, 2)
    await again(office, (await office.leased(1))[0], after(2), uncertain=True, late_until=after(12))
    held = (await office.leased(2))[0]
    await office.storage.transact(lambda tx: tx.deliveries.repost(held, after(3), "gone"))
    assert (await office.stored(delivery)).late_until is None


async def posted_card(office: Office) -> Delivery:
    """A card, as it stands in its channel."""
    card = await office.delivery(await office.escalated())
    await shown(office, (await office.leased())[0], 1)
    return await office.stored(card)


@pytest.mark.parametrize("posted", [True, False])
async def test_a_line_waits_until_its_card_is_posted_or_given_up(office: Office, posted: bool) -> None:
    handoff = await office.escalated()
    event = await office.event(handoff)
    card = await office.delivery(handoff)
    note = replace(delivery_of(handoff, Kind.NOTE, CHANNEL, event.id), under=card.id)
    await office.storage.transact(lambda tx: tx.deliveries.add(note))
    held = await office.leased(0, until=30)
    assert [delivery.id for delivery in held] == [card.id]
    assert await next_due(office) == after(30)
    if posted:
        await shown(office, held[0], 1)
    else:
        await office.storage.transact(lambda tx: tx.deliveries.stop(held[0], "archived", dead=False))
    assert [delivery.id for delivery in await office.leased(1)] == [note.id]


async def stopped(office: Office, *, dead: bool, at: float = 0) -> Delivery:
    delivery = (await office.leased(at))[0]
    assert await office.storage.transact(lambda tx: tx.deliveries.stop(delivery, "archived", dead=dead))
    return await office.stored(delivery)


async def test_a_failed_send_is_due_when_it_was_put_off_to(office: Office) -> None:
    await office.delivery(await office.escalated())
    delivery = (await office.leased())[0]
    assert await again(office, delivery, after(10), counted=True)
    settled = await office.stored(delivery)
    assert (settled.attempts, settled.error, settled.lease) == (1, "busy", None)
    assert await next_due(office) == after(10)
    assert await office.leased(9) == []
    assert len(await office.leased(10)) == 1


async def test_waiting_as_the_vendor_asked_is_no_failed_attempt(office: Office) -> None:
    await office.delivery(await office.escalated())
    delivery = (await office.leased())[0]
    await again(office, delivery, after(10), counted=False)
    assert (await office.stored(delivery)).attempts == 0


@pytest.mark.parametrize(("uncertain", "unconfirmed"), [(True, 1), (False, 0)])
async def test_a_definite_answer_settles_what_was_uncertain(office: Office, uncertain: bool, unconfirmed: int) -> None:
    await office.delivery(await office.escalated())
    delivery = (await office.leased())[0]
    await again(office, delivery, after(1), uncertain=uncertain)
    assert (await office.stored(delivery)).unconfirmed == unconfirmed


async def test_what_is_gone_is_posted_anew(office: Office) -> None:
    await office.delivery(await office.escalated())
    await shown(office, (await office.leased())[0], 1)
    await announce(office, (await deliveries_of(office))[0], 2)
    delivery = (await office.leased(9))[0]
    assert await office.storage.transact(lambda tx: tx.deliveries.repost(delivery, after(9), "gone"))
    forgotten = (await office.leased(9))[0]
    assert (forgotten.message, forgotten.digest, forgotten.shown, forgotten.wanted) == (None, "", 0, 2)
    assert (forgotten.error, forgotten.unconfirmed) == ("gone", 1)


async def test_whoever_lost_the_lease_settles_nothing(office: Office) -> None:
    await office.delivery(await office.escalated())
    lost = (await office.leased(0, until=30))[0]
    holder = (await office.leased(31, until=60))[0]
    before = await office.stored(lost)
    tx = office.storage.transact
    assert not await shown(office, lost, 1)
    assert not await again(office, lost, after(1))
    assert not await tx(lambda tx: tx.deliveries.renew(lost, after(99)))
    assert not await tx(lambda tx: tx.deliveries.repost(lost, after(1), "gone"))
    assert not await tx(lambda tx: tx.deliveries.stop(lost, "no", dead=True))
    assert await office.stored(lost) == before
    assert await shown(office, holder, 1)


async def test_a_delivery_that_nobody_leased_cannot_be_settled(office: Office) -> None:
    delivery = await office.delivery(await office.escalated())
    assert not await shown(office, delivery, 1)


async def test_a_settled_delivery_cannot_be_settled_again(office: Office) -> None:
    await office.delivery(await office.escalated())
    delivery = (await office.leased())[0]
    assert await shown(office, delivery, 1)
    assert not await shown(office, delivery, 1)


async def test_a_lease_can_be_held_longer(office: Office) -> None:
    await office.delivery(await office.escalated())
    delivery = (await office.leased(0, until=30))[0]
    assert await office.storage.transact(lambda tx: tx.deliveries.renew(delivery, after(90)))
    assert await office.leased(60) == []
    assert len(await office.leased(90)) == 1


async def test_a_new_delivery_is_next(office: Office) -> None:
    assert await next_due(office) is None
    await office.delivery(await office.escalated())
    due = await next_due(office)
    assert due
    assert due < NOON


async def test_announcing_tells_which_destinations_did_not_want_it_yet(office: Office) -> None:
    handoff = await office.escalated()
    card, receipt = await office.delivery(handoff), await office.delivery(handoff, Kind.RECEIPT)
    await office.delivery(handoff, Kind.NEWS)
    wanting = [replace(delivery, wanted=2) for delivery in (card, receipt)]
    assert list(await announce(office, card, 2)) == wanting
    assert not await announce(office, card, 2)


async def test_the_bell_rings_for_new_and_announced_deliveries(office: Office) -> None:
    bell, second = office.storage.bell(), office.storage.bell()
    handoff = await office.escalated()
    assert not await rang(bell)
    delivery = await office.delivery(handoff)
    assert await rang(bell)
    assert await rang(second)
    await announce(office, delivery, 2)
    assert await rang(bell)


async def test_the_bell_rings_for_what_is_still_due_and_not_for_what_is_done(office: Office) -> None:
    await office.delivery(await office.escalated())
    bell = office.storage.bell()
    delivery = (await office.leased())[0]
    await again(office, delivery, after(1))
    assert await rang(bell)
    delivery = (await office.leased(1))[0]
    await announce(office, delivery, 2)
    await rang(bell)
    await shown(office, delivery, 1)
    assert await rang(bell)
    await shown(office, (await office.leased(9))[0], 2)
    assert not await rang(bell)


async def test_the_bell_rings_for_what_must_be_posted_anew(office: Office) -> None:
    await office.delivery(await office.escalated())
    bell = office.storage.bell()
    delivery = (await office.leased())[0]
    assert not await rang(bell)
    await office.storage.transact(lambda tx: tx.deliveries.repost(delivery, NOON, "gone"))
    assert await rang(bell)


async def test_the_bell_does_not_ring_for_what_was_rolled_back(office: Office) -> None:
    handoff = await office.escalated()
    bell = office.storage.bell()
    twice = Delivery(delivery_id(), office.elsewhere, handoff.id, Kind.CARD, CHANNEL, 1)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await office.storage.transact(lambda tx: tx.deliveries.add(twice))
    assert not await rang(bell)


async def test_the_bell_wakes_whoever_listens(office: Office) -> None:
    handoff = await office.escalated()
    listening = asyncio.create_task(office.storage.bell().heard(timedelta(seconds=30)))
    await asyncio.sleep(0)
    await office.delivery(handoff)
    await asyncio.wait_for(listening, 5)


async def rang(bell: Bell) -> bool:
    """Whether it rang since the last time: it is heard at once then."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    await bell.heard(timedelta(seconds=0.1))
    return loop.time() - began < 0.09


async def deliveries(office: Office, one: Delivery) -> list[Delivery]:
    return list(await office.storage.read(lambda tx: tx.deliveries.of(one.account, one.handoff)))


async def deliveries_of(office: Office) -> list[Delivery]:
    """Those of the first handoff."""
    handoff = await office.storage.read(lambda tx: tx.handoffs.numbered(office.account, 1))
    assert handoff
    return list(await office.storage.read(lambda tx: tx.deliveries.of(office.account, handoff.id)))


async def shown(
    office: Office, delivery: Delivery, version: int, at: float = 0, late_until: datetime | None = None
) -> bool:
    return await office.storage.transact(
        lambda tx: tx.deliveries.shown(delivery, version, POSTED, f"d{version}", after(at), late_until=late_until)
    )


async def again(
    office: Office,
    delivery: Delivery,
    due: datetime,
    *,
    uncertain: bool = False,
    counted: bool = True,
    late_until: datetime | None = None,
) -> bool:
    settled = {"uncertain": uncertain, "counted": counted}
    return await office.storage.transact(
        lambda tx: tx.deliveries.again(delivery, due, "busy", **settled, late_until=late_until)
    )


async def announce(office: Office, delivery: Delivery, version: int) -> Sequence[Delivery]:
    return await office.storage.transact(lambda tx: tx.deliveries.announce(delivery.account, delivery.handoff, version))


async def next_due(office: Office, kinds: frozenset[Kind] = frozenset(Kind)) -> datetime | None:
    return await office.storage.read(lambda tx: next_due_in(tx, kinds))


def delivery_id() -> DeliveryId:
    return DeliveryId(uuid7())
