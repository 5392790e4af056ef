"""An account with its people, and shorthands to fill it: what the storage contract starts from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from core.assessment import OFF, Assessment, AssessmentId
from core.delivery import Delivery, DeliveryId, Kind, Place
from core.event import Event, EventId, Happening
from core.handoff import CaseId, Door, Handoff, HandoffId, Priority, Snapshot, State
from core.lane import roads_of
from core.people import AccountId, Identity, Member, MemberId, Party, Platform, Profile, Role, Workspace
from core.repository import Transaction
from storage.database import Database
from storage.uuid7 import uuid7
from tests.people import NOON as NOON
from tests.people import after as after

SLACK = Workspace(Platform.SLACK, "T1")
TEAMS = Workspace(Platform.TEAMS, "contoso")
CHANNEL = Place(SLACK, channel="C1")
NOBODY = MemberId(UUID(int=1))


def profile(name: str, workspace: Workspace = SLACK, *, email: str | None = None, deleted: bool = False) -> Profile:
    """What a platform says of somebody."""
    return Profile(Identity(workspace, name.lower()), name, email, deleted=deleted)


@dataclass(frozen=True, slots=True)
class Office:
    """Jane escalates, Sam and Alex pick up, Vic may only look, Olga was here once; Eve is in another account."""

    storage: Database
    account: AccountId
    jane: Member
    sam: Member
    alex: Member
    vic: Member
    olga: Member
    elsewhere: AccountId
    eve: Member

    async def escalated(
        self,
        problem: str = "Outlook stops syncing",
        *,
        at: datetime = NOON,
        priority: Priority = Priority.NORMAL,
        state: State = State.OPEN,
        by: Member | None = None,
        directed: Member | None = None,
        assessment: Assessment = OFF,
    ) -> Handoff:
        """A handoff of this account, by Jane unless said otherwise."""

        def work(tx: Transaction) -> Handoff:
            escalator = by or self.jane
            number = tx.accounts.next_number(escalator.account)
            snapshot = Snapshot(problem, priority=priority)
            handoff = replace(new_handoff(escalator, number, snapshot, at), state=state, assessment=assessment)
            handoff = replace(handoff, directed=party(directed) if directed else None)
            tx.handoffs.add(handoff)
            tx.assessments.add(handoff.account, handoff.id, assessment)
            return handoff

        return await self.storage.transact(work)

    async def claimed(self, handoff: Handoff, by: Member, account: AccountId | None = None) -> int | None:
        """Somebody presses Pick Up; the new version."""
        named = account or by.account
        claimed = await self.storage.transact(
            lambda tx: tx.handoffs.claim(named, handoff.id, by.id, after(9), Door.TEAMS)
        )
        return claimed.version if claimed else None

    async def now(self, handoff: Handoff) -> Handoff:
        """The handoff as it stands."""
        found = await self.storage.read(lambda tx: tx.handoffs.get(handoff.account, handoff.id))
        assert found
        return found

    async def delivery(
        self, handoff: Handoff, kind: Kind = Kind.CARD, place: Place | None = CHANNEL, event: EventId | None = None
    ) -> Delivery:
        """A new delivery of the handoff."""
        new = delivery_of(handoff, kind, place, event)
        await self.storage.transact(lambda tx: tx.deliveries.add(new))
        return new

    async def leased(
        self, seconds: float = 0, *, until: float = 30, most: int = 10, late_until: float | None = None
    ) -> list[Delivery]:
        """What a courier gets at that time."""
        late = after(late_until) if late_until else None
        return await self.storage.transact(
            lambda tx: leased_by(tx, frozenset(Kind), after(seconds), after(until), uuid7(), most, late_until=late)
        )

    async def stored(self, delivery: Delivery) -> Delivery:
        """The delivery as it stands."""
        found = await self.storage.read(lambda tx: tx.deliveries.get(delivery.account, delivery.id))
        assert found
        return found

    async def event(self, handoff: Handoff, at: datetime = NOON, by: Member | None = None) -> Event:
        """Something happened."""
        event = event_of(handoff, at, by)
        await self.storage.transact(lambda tx: tx.events.add(event))
        return event


async def office(storage: Database) -> Office:
    """The two accounts, with everybody in them."""

    def work(tx: Transaction) -> Office:
        account, elsewhere = joined(tx), other_account(tx)
        jane, sam, alex, vic, olga = (
            tx.people.learn(account, profile(name, deleted=name == "Olga"))
            for name in ("Jane Ruiz", "Sam Okafor", "Alex", "Vic", "Olga")
        )
        tx.people.set_role(account, vic.id, Role.VIEWER)
        eve = tx.people.learn(elsewhere, profile("Eve", Workspace(Platform.SLACK, "T2")))
        return Office(storage, account, jane, sam, alex, replace(vic, role=Role.VIEWER), olga, elsewhere, eve)

    return await storage.transact(work)


def leased_by(
    tx: Transaction,
    kinds: Iterable[Kind],
    now: datetime,
    until: datetime,
    token: UUID,
    most: int,
    platform: Platform | None = None,
    late_until: datetime | None = None,
) -> list[Delivery]:
    """What a courier that knows of no limits gets: the most urgent first, then the longest due."""
    turns = [turn for turn in tx.deliveries.waiting(roads_of(kinds, platform)) if turn.due <= now]
    leased: list[Delivery] = []
    for turn in sorted(turns, key=lambda turn: (turn.rank, turn.due)):
        if len(leased) < most:
            leased += tx.deliveries.lease(turn, now, until, token, most - len(leased), late_until)
    return sorted(leased, key=lambda delivery: delivery.id)


def next_due(tx: Transaction, kinds: Iterable[Kind], platform: Platform | None = None) -> datetime | None:
    """When the next delivery is due; None when nothing waits."""
    return min((turn.due for turn in tx.deliveries.waiting(roads_of(kinds, platform))), default=None)


def joined(tx: Transaction) -> AccountId:
    """The one account, which the first workspace opens."""
    account = tx.accounts.join(SLACK, "Contoso IT")
    assert account
    return account


def other_account(tx: Transaction) -> AccountId:
    """A second account, as only the hosted edition opens one."""
    account = AccountId(uuid7())
    connection_of(tx).exec_driver_sql(
        f"INSERT INTO accounts (id, name, last_number) VALUES ('{account.hex}', 'Elsewhere', 0)"
    )
    return account


def connection_of(tx: Transaction) -> sa.Connection:
    """The way around the port, for what a test must see or break."""
    connection: sa.Connection = tx.accounts._connection  # type: ignore[attr-defined]
    return connection


def party(member: Member) -> Party:
    """The member as named on a handoff."""
    return Party(member.id, member.name)


def new_handoff(escalator: Member, number: int, snapshot: Snapshot, at: datetime) -> Handoff:
    """The first handoff of a case."""
    return Handoff(
        id=HandoffId(uuid7()),
        account=escalator.account,
        number=number,
        case=CaseId(uuid7()),
        ordinal=1,
        state=State.OPEN,
        version=1,
        snapshot=snapshot,
        priority=snapshot.priority,
        ticket=snapshot.ticket,
        escalator=party(escalator),
        escalated_at=at,
        door=Door.SLACK,
        assessment=OFF,
    )


def delivery_of(handoff: Handoff, kind: Kind, place: Place | None, event: EventId | None = None) -> Delivery:
    """A delivery that wants the handoff as it was read."""
    return Delivery(DeliveryId(uuid7()), handoff.account, handoff.id, kind, place, handoff.version, event=event)


def event_of(handoff: Handoff, at: datetime = NOON, by: Member | None = None) -> Event:
    """Somebody lost a race, say."""
    told = {"winner": "sam"}
    who = party(by) if by else None
    return Event(EventId(uuid7()), handoff.account, handoff.id, Happening.PRESS_LOST, at, who, Door.SLACK, told)


def assessment_id() -> AssessmentId:
    """An assessment's id."""
    return AssessmentId(uuid7())
