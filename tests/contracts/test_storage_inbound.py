"""One effect for one request, however often it is sent, and however many of it are carried out at once."""

import asyncio

from bot.service import SystemClock, Uuids
from core.act import Origin
from core.desk import Desk
from core.escalation import Entry
from core.handoff import Door
from core.inbound import name_of
from core.outcome import Escalated
from core.people import Member
from tests.contracts.office import NOON, SLACK, Office

REQUEST = name_of("tenant", "jane", "nonce")


async def test_a_request_is_kept_once(office: Office) -> None:
    first, second = await office.escalated(), await office.escalated()
    assert await office.storage.transact(lambda tx: tx.inbound.keep(office.account, REQUEST, first.id, NOON))
    assert not await office.storage.transact(lambda tx: tx.inbound.keep(office.account, REQUEST, second.id, NOON))
    assert await office.storage.read(lambda tx: tx.inbound.of(office.account, REQUEST)) == first.id


async def test_a_request_of_another_account_is_another_one(office: Office) -> None:
    handoff = await office.escalated()
    await office.storage.transact(lambda tx: tx.inbound.keep(office.account, REQUEST, handoff.id, NOON))
    assert await office.storage.read(lambda tx: tx.inbound.of(office.elsewhere, REQUEST)) is None


async def test_the_same_request_sent_ten_times_at_once_escalates_once(office: Office) -> None:
    await office.storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    outcomes = await asyncio.gather(*(_escalated(office, office.jane, REQUEST) for _ in range(10)))
    assert {outcome.handoff.number for outcome in outcomes} == {1}
    assert sorted(outcome.again for outcome in outcomes) == [False] + [True] * 9
    other = await _escalated(office, office.jane, name_of("tenant", "jane", "another"))
    assert (other.handoff.number, other.again) == (2, False)


async def test_what_has_no_name_is_never_a_repeat(office: Office) -> None:
    await office.storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    assert [(await _escalated(office, office.jane, "")).handoff.number for _ in range(2)] == [1, 2]


async def _escalated(office: Office, by: Member, request: str) -> Escalated:
    desk = Desk(office.storage, SystemClock(), Uuids())
    outcome = await desk.escalate(Entry("Printer offline"), by, Origin(Door.TEAMS, request=request))
    assert isinstance(outcome, Escalated)
    return outcome
