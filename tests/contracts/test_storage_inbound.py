"""One effect for one request, however often it is sent, and however many of it are carried out at once."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.service import SystemClock, Uuids
from core.act import Origin
from core.desk import Desk
from core.directory import Directory
from core.escalation import Entry
from core.handoff import Door
from core.inbound import Requests, name_of
from core.outcome import AlreadyThere, ChannelChosen, Escalated, EscalateOutcome, Won
from core.people import Member
from storage.uuid7 import uuid7
from tests.contracts.office import NOON, SLACK, Office, profile

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
    other = await _escalated(office, office.jane, name_of("tenant", "jane", "another"), "Printer on fire")
    assert (other.handoff.number, other.again) == (2, False)


async def test_what_has_no_name_is_never_a_repeat(office: Office) -> None:
    await office.storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    assert [(await _escalated(office, office.jane, "", words)).handoff.number for words in ("One", "Two")] == [1, 2]


async def test_the_same_words_sent_ten_times_at_once_are_one_handoff(office: Office) -> None:
    await office.storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    requests = [name_of("tenant", "jane", str(number)) for number in range(10)]
    outcomes = await asyncio.gather(*(_asked(office, office.jane, request) for request in requests))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyThere"] * 9 + ["Escalated"]
    assert {o.handoff.number for o in outcomes if isinstance(o, AlreadyThere | Escalated)} == {1}


async def test_the_same_words_are_another_handoff_for_another_ticket_person_or_minute(office: Office) -> None:
    await office.storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    first = await _escalated(office, office.jane, "")
    same = await _asked(office, office.jane, "")
    assert isinstance(same, AlreadyThere)
    assert same.handoff.id == first.handoff.id
    assert isinstance(await _asked(office, office.jane, "", ticket="#4711"), Escalated)
    assert isinstance(await _asked(office, office.sam, ""), Escalated)
    assert isinstance(await _asked(office, office.jane, "", late=timedelta(seconds=61)), Escalated)


async def test_the_same_words_are_another_handoff_once_the_first_is_picked_up(office: Office) -> None:
    await office.storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    first = await _escalated(office, office.jane, "")
    desk = Desk(office.storage, SystemClock(), Uuids())
    assert isinstance(await desk.claim(first.handoff.id, office.sam, Origin(Door.TEAMS)), Won)
    assert (await _escalated(office, office.jane, "")).handoff.number == 2


async def test_a_channel_that_was_chosen_before_does_not_come_back_with_a_repeat(office: Office) -> None:
    desk = Desk(office.storage, SystemClock(), Uuids())
    answers = [
        await desk.choose_channel(SLACK, channel, office.sam, request)
        for channel, request in (("C1", "first"), ("C2", "second"), ("C1", "first"))
    ]
    assert all(isinstance(answer, ChannelChosen) for answer in answers)
    channels = await office.storage.read(lambda tx: tx.accounts.channels(office.account))
    assert [place.channel for place in channels] == ["C2"]


async def test_what_a_chat_told_of_somebody_does_not_come_back_with_a_repeat(office: Office) -> None:
    directory = Directory(office.storage, SystemClock(), {})
    for name, request in (("Noor", "first"), ("Noor", "second"), ("Noor", "first")):
        told = replace(profile(name), deleted=request == "second")
        await directory.learn(SLACK, told, request=request)
    noor = await office.storage.read(lambda tx: tx.people.known(profile("Noor").identity))
    assert noor is not None
    assert not noor.active, "the older news brought her back"


async def test_requests_are_forgotten_after_a_day_and_not_before(office: Office) -> None:
    requests = Requests(office.storage, SystemClock())
    now = SystemClock().now()
    for hours in (*(25 for _ in range(3)), 23, 0):
        name = name_of(str(hours), str(uuid7()))
        await office.storage.transact(
            lambda tx, n=name, h=hours: tx.inbound.keep(office.account, n, None, now - timedelta(hours=h))  # type: ignore[misc]
        )
    assert [await requests.sweep() for _ in range(2)] == [3, 0]
    later = now + timedelta(hours=1)
    assert await office.storage.transact(lambda tx: tx.inbound.forget(later, 1)) == 1


@dataclass(frozen=True)
class Late:
    """A clock that is ahead."""

    by: timedelta

    def now(self) -> datetime:
        """Not now."""
        return SystemClock().now() + self.by


async def _escalated(office: Office, by: Member, request: str, words: str = "Printer offline") -> Escalated:
    outcome = await _asked(office, by, request, words)
    assert isinstance(outcome, Escalated)
    return outcome


async def _asked(
    office: Office,
    by: Member,
    request: str,
    words: str = "Printer offline",
    ticket: str = "",
    late: timedelta = timedelta(0),
) -> EscalateOutcome:
    desk = Desk(office.storage, Late(late), Uuids())
    return await desk.escalate(Entry(words, ticket=ticket), by, Origin(Door.TEAMS, request=request))
