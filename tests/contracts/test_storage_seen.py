"""The storage contract: what somebody has opened, what they did, and the first action of a claim."""

from dataclasses import replace
from datetime import timedelta

from core.event import COUNTED, WAITED, Happening
from core.handoff import Door
from tests.contracts.office import NOON, Office, after, event_of


async def test_what_was_opened_is_kept_for_each_person_alone(office: Office) -> None:
    first, second = await office.escalated(), await office.escalated()
    for _ in range(2):
        await office.storage.transact(lambda tx: tx.seen.keep(office.account, office.sam.id, first.id, NOON))
    both = [first.id, second.id]
    assert await office.storage.read(lambda tx: tx.seen.among(office.account, office.sam.id, both)) == {first.id}
    assert await office.storage.read(lambda tx: tx.seen.among(office.account, office.alex.id, both)) == set()
    assert await office.storage.read(lambda tx: tx.seen.among(office.account, office.sam.id, [second.id])) == set()


async def test_what_somebody_did_is_counted_from_a_time_on_oldest_first(office: Office) -> None:
    handoff = await office.escalated()
    for number, what in enumerate(Happening):
        facts = {WAITED: "7"} if what is Happening.CLAIMED else {}
        made = replace(event_of(handoff, after(number), office.sam), what=what, facts=facts)
        await office.storage.transact(lambda tx, event=made: tx.events.add(event))  # type: ignore[misc]
    other = replace(event_of(handoff, after(5), office.alex), what=Happening.CLAIMED)
    await office.storage.transact(lambda tx: tx.events.add(other))
    done = await office.storage.read(lambda tx: tx.events.doings(office.account, office.sam.id, NOON))
    assert [doing.what for doing in done] == [what for what in Happening if what in COUNTED]
    assert [doing.facts for doing in done if doing.what is Happening.CLAIMED] == [{WAITED: "7"}]
    late = NOON + timedelta(seconds=len(Happening))
    assert not await office.storage.read(lambda tx: tx.events.doings(office.account, office.sam.id, late))


async def test_a_first_action_is_its_assignees_and_the_first_of_their_claim(office: Office) -> None:
    handoff, account = await office.escalated(), office.account

    async def acts(by: object, seconds: float) -> bool:
        return await office.storage.transact(lambda tx: tx.handoffs.act(account, handoff.id, by, after(seconds)))  # type: ignore[arg-type]

    assert not await acts(office.sam.id, 1)  # nobody has it
    claimed = await office.storage.transact(
        lambda tx: tx.handoffs.claim(account, handoff.id, office.sam.id, after(2), Door.SLACK)
    )
    assert claimed
    assert not await acts(office.alex.id, 3)
    assert await acts(office.sam.id, 4)
    assert not await acts(office.sam.id, 5)
    stands = await office.now(handoff)
    assert stands.claim
    assert stands.claim.acted_at == after(4)


async def test_a_new_claim_begins_without_what_the_one_before_left(office: Office) -> None:
    handoff, account = await office.escalated(), office.account
    claimed = await office.storage.transact(
        lambda tx: tx.handoffs.claim(account, handoff.id, office.sam.id, after(2), Door.SLACK)
    )
    assert claimed
    assert claimed.claim
    spent = replace(claimed.claim, acted_at=after(3), put_away=None, own_way=True)
    acted = replace(claimed, claim=spent, version=claimed.version + 1)
    await office.storage.transact(lambda tx: tx.handoffs.put(acted, claimed))
    assert (await office.now(handoff)).claim == spent
    back = replace(acted, state=handoff.state, claim=None, version=acted.version + 1)
    await office.storage.transact(lambda tx: tx.handoffs.put(back, acted))
    again = await office.storage.transact(
        lambda tx: tx.handoffs.claim(account, handoff.id, office.alex.id, after(9), Door.SLACK)
    )
    assert again
    assert again.claim
    assert (again.claim.acted_at, again.claim.put_away, again.claim.own_way) == (None, None, False)
