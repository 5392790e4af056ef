"""The storage contract: the claim. One winner, decided by one conditional write."""

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.assessment import Assessment, Status
from core.handoff import CLAIMABLE, Door, Handoff, State
from core.people import Member, Party, Role
from core.permission import Verb, may
from core.repository import Transaction
from core.state import refusal
from tests.contracts.office import NOBODY, Office, after, assessment_id, connection_of, profile

PRESSES = 200


async def colleagues(office: Office, count: int) -> list[Member]:
    names = [f"Engineer {number}" for number in range(count)]
    return await office.storage.transact(lambda tx: [tx.people.learn(office.account, profile(name)) for name in names])


async def test_whoever_picks_it_up_has_it(office: Office) -> None:
    handoff = await office.escalated()
    assert await office.claimed(handoff, office.sam) == 2
    claimed = await office.now(handoff)
    assert claimed.state is State.CLAIMED
    assert claimed.version == 2
    assert claimed.claim
    assert claimed.claim.by.name == "Sam Okafor"
    assert claimed.claim.at == after(9)
    assert claimed.claim.door is Door.TEAMS


async def test_the_claim_tells_how_the_handoff_stands_now(office: Office) -> None:
    written = Assessment(Status.WRITING, assess_by=after(45), id=assessment_id())
    handoff = await office.escalated(directed=office.alex, assessment=written)
    told = await office.storage.transact(
        lambda tx: tx.handoffs.claim(office.account, handoff.id, office.sam.id, after(9), Door.SLACK)
    )
    assert told
    assert told == await office.now(handoff)
    assert told.directed == Party(office.alex.id, "Alex", (profile("Alex").identity,))
    assert told.assessment == written


async def test_of_two_hundred_who_press_at_once_one_wins(office: Office) -> None:
    handoff = await office.escalated()
    crowd = await colleagues(office, PRESSES)
    versions = await asyncio.gather(*(office.claimed(handoff, member) for member in crowd))
    winners = [member for member, version in zip(crowd, versions, strict=True) if version]
    assert len(winners) == 1
    claimed = await office.now(handoff)
    assert claimed.assigned_to(winners[0].id)
    assert claimed.version == 2


async def test_reading_before_writing_would_let_several_win(office: Office) -> None:
    """The negative control: this race does catch a claim that is not one conditional write."""
    handoff = await office.escalated()
    crowd = await colleagues(office, PRESSES)

    together = asyncio.Barrier(PRESSES)

    async def read_think_write(member: Member) -> bool:
        found = await office.storage.read(lambda tx: tx.handoffs.get(office.account, handoff.id))
        await together.wait()
        if not found or not found.claimable:
            return False
        await office.storage.transact(lambda tx: overwritten(tx, handoff, member))
        return True

    won = await asyncio.gather(*(read_think_write(member) for member in crowd))
    assert sum(won) > 1


def overwritten(tx: Transaction, handoff: Handoff, member: Member) -> None:
    connection_of(tx).execute(
        sa.text(
            "UPDATE handoffs SET state = 'claimed', assignee_id = :by, claimed_at = escalated_at, claim_door = 'api'"
            " WHERE id = :id"
        ).bindparams(
            sa.bindparam("by", member.id, sa.Uuid()),
            sa.bindparam("id", handoff.id, sa.Uuid()),
        )
    )


async def test_pressing_again_changes_nothing(office: Office) -> None:
    handoff = await office.escalated()
    await office.claimed(handoff, office.sam)
    before = await office.now(handoff)
    assert await office.claimed(handoff, office.sam) is None
    assert await office.claimed(handoff, office.alex) is None
    assert await office.now(handoff) == before


async def test_nobody_takes_their_own(office: Office) -> None:
    handoff = await office.escalated(by=office.jane)
    assert await office.claimed(handoff, office.jane) is None


async def test_a_viewer_takes_nothing(office: Office) -> None:
    assert await office.claimed(await office.escalated(), office.vic) is None


async def test_somebody_deactivated_takes_nothing(office: Office) -> None:
    assert not office.olga.active
    assert await office.claimed(await office.escalated(), office.olga) is None


async def test_somebody_unknown_takes_nothing(office: Office) -> None:
    stranger = replace(office.sam, id=NOBODY)
    assert await office.claimed(await office.escalated(), stranger) is None


async def test_nobody_takes_from_another_account(office: Office) -> None:
    handoff = await office.escalated()
    assert await office.claimed(handoff, office.eve) is None
    assert await office.claimed(handoff, office.eve, account=office.account) is None
    assert await office.claimed(handoff, office.sam, account=office.elsewhere) is None
    assert (await office.now(handoff)).claimable


@pytest.mark.parametrize("role", Role)
async def test_the_database_and_the_table_of_permissions_agree(office: Office, role: Role) -> None:
    handoff = await office.escalated()
    sam = replace(office.sam, role=role)
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, sam.id, role))
    assert bool(await office.claimed(handoff, sam)) is may(sam, Verb.CLAIM, handoff)


@pytest.mark.parametrize("state", sorted(State))
async def test_the_database_and_the_table_of_states_agree(office: Office, state: State) -> None:
    handoff = await in_state(office, state)
    assert bool(await office.claimed(handoff, office.alex)) is (refusal(Verb.CLAIM, state) is None)
    assert handoff.claimable is (state in CLAIMABLE)


async def test_a_claim_touches_no_other_handoff(office: Office) -> None:
    handoff, other = await office.escalated(), await office.escalated()
    await office.claimed(handoff, office.sam)
    assert await office.now(other) == other


async def test_what_a_rolled_back_claim_did_is_gone(office: Office) -> None:
    handoff = await office.escalated()

    def claim_and_fall(tx: Transaction) -> None:
        assert tx.handoffs.claim(office.account, handoff.id, office.sam.id, after(1), Door.API)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await office.storage.transact(claim_and_fall)
    assert await office.now(handoff) == handoff


async def in_state(office: Office, state: State) -> Handoff:
    if state is not State.CLAIMED:
        return await office.escalated(state=state)
    handoff = await office.escalated()
    await office.claimed(handoff, office.sam)
    return await office.now(handoff)
