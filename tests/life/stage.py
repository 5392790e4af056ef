"""Two accounts in a real database, the desk in front of them, and what is kept of what people did there."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.act import Origin
from core.attempt import AttemptId, Outcome
from core.attempting import Verdict
from core.changing import Change
from core.desk import Desk
from core.errors import NotFound
from core.escalation import Entry
from core.handoff import Door, HandoffId, Priority
from core.leaving import Leaving
from core.outcome import Inside
from core.passing_on import Further
from core.people import AccountId, Identity, Member, Platform, Profile, Role, Workspace
from core.repository import Transaction
from core.resolving import End
from core.waking import Waking
from storage import tables
from storage.database import Database
from storage.uuid7 import uuid7
from tests.contracts.office import connection_of
from tests.life.action import SLACK, TEAMS, Action, Named
from tests.life.table import Person
from tests.people import NOON

HERE, THERE = "here", "there"

CAST: Mapping[str, Person] = {
    "jane": Person(HERE, "engineer", (SLACK, TEAMS)),
    "sam": Person(HERE, "engineer", (SLACK, TEAMS)),
    "alex": Person(HERE, "engineer", (TEAMS,)),
    "kim": Person(HERE, "engineer", (SLACK,)),
    "ada": Person(HERE, "admin", (SLACK, TEAMS)),
    "vic": Person(HERE, "viewer", (SLACK, TEAMS)),
    "eve": Person(THERE, "engineer", (SLACK,)),
    "ben": Person(THERE, "admin", (TEAMS, SLACK)),
}
"""Everybody, and the chats they are in: one person in both is joined by the e-mail that both vouch for."""

Row = Mapping[str, Any]
Rows = dict[Named, list[Row]]
"""What is kept of each handoff, by column; ``in`` names the table."""

MOST_NUMBERED = 40
"""More than a life can come to."""


@dataclass(frozen=True)
class Kept:
    """What is kept: the handoffs, and the names of the requests that had an effect."""

    rows: Rows = field(default_factory=dict)
    requests: set[str] = field(default_factory=set)

    def attempts(self, on: Named) -> list[AttemptId]:
        """The attempts of a handoff, oldest first."""
        return [row["id"] for row in self.rows[on] if row["in"] == "attempts"]


@dataclass
class Clock:
    """Stands still until it is moved."""

    seconds: int = 0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)


class Ids:
    def new(self) -> UUID:
        return uuid7()


@dataclass
class Stage:
    """One example's accounts. The members are as they were in the beginning: what they may is the desk's to know."""

    storage: Database
    accounts: dict[str, AccountId]
    members: dict[str, Member]
    clock: Clock = field(default_factory=Clock)
    ids: dict[Named, HandoffId] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return Desk(self.storage, self.clock, Ids())

    # what people do

    async def perform(self, action: Action, before: Kept) -> str:
        """What the desk answers, by its name; ``before`` is what the person has in front of them."""
        try:
            outcome = await self._doing(action, before)
        except NotFound:
            return "NotFound"
        name = type(outcome).__name__
        if isinstance(outcome, Inside):
            return name if outcome.events else f"{name}, card only"
        return f"{name} again" if getattr(outcome, "again", False) is True else name

    def _doing(self, a: Action, before: Kept) -> Awaitable[object]:
        desk, by, origin = self.desk, self.members[a.by], self._origin(a)
        to = self.identity(a.to, a.to_chat) if a.to else None
        entry = Entry(a.words, ticket=a.ticket, priority=Priority(a.priority), directed=to)
        if a.on is None:
            return {"escalate": desk.escalate, "park": desk.park}[a.verb](entry, by, origin)
        h, verdict = self.ids[a.on], self._verdict(a)
        tried = before.attempts(a.on)
        verdicts = dict.fromkeys(tried, verdict) if a.verdict else {}
        about = tried[a.about] if a.about < len(tried) else AttemptId(uuid7())
        until = self.clock.now() + timedelta(hours=a.hours)
        change = Change(Priority(a.priority), a.ticket, to)
        doing: dict[str, Callable[[], Awaitable[object]]] = {
            "claim": lambda: desk.claim(h, by, origin),
            "hand_back": lambda: desk.hand_back(h, a.words, by, origin, verdicts),
            "hand_over": lambda: desk.hand_over(h, to or self.identity("eve", SLACK), a.words, by, origin),
            "attempt": lambda: desk.attempt(h, a.words, verdict, by, origin),
            "decide": lambda: desk.decide(h, about, verdict, by, origin),
            "resolve": lambda: desk.resolve(h, End(a.words, True, a.waiting_worked), by, origin, verdicts),
            "reopen": lambda: desk.reopen(h, a.words, by, origin),
            "pass_on": lambda: desk.pass_on(h, Further(a.words, to), by, origin, verdicts),
            "set_aside": lambda: desk.set_aside(h, until, by, origin),
            "resume": lambda: desk.resume(h, by, origin),
            "escalate_parked": lambda: desk.escalate_parked(h, by, origin),
            "change": lambda: desk.change(h, change, by, origin),
            "withdraw": lambda: desk.withdraw(h, by, origin),
            "look": lambda: desk.look(h, by, origin),
        }
        return doing[a.verb]()

    def _verdict(self, a: Action) -> Verdict:
        look_at = self.clock.now() + timedelta(hours=a.look) if a.look else None
        return Verdict(Outcome(a.verdict or "undecided"), a.note, look_at)

    def _origin(self, a: Action) -> Origin:
        account = CAST[a.by].account
        there = {"": "", "card": self.channel(account, a.chat), "elsewhere": "C-elsewhere"}[a.pressed_in]
        return Origin(Door.of(a.chat), self.identity(a.by, a.chat), there, a.request)

    async def tell(self, name: str, *, deleted: bool) -> None:
        """One of their chats says that somebody left, or is back; then what they had is taken back."""
        profile = self._profile(name, CAST[name].chats[0], deleted=deleted)
        await self.storage.transact(lambda tx: tx.people.learn(self.accounts[CAST[name].account], profile))
        await Leaving(self.storage, self.clock, Ids()).sweep()

    async def wake(self) -> None:
        """Two replicas look what is due, those of the lives before, too, until there is no more."""
        waking = Waking(self.storage, self.clock, Ids())
        while any(await asyncio.gather(waking.sweep(), waking.sweep())):
            pass

    async def role(self, name: str, role: str) -> None:
        """An admin gives somebody a role."""
        member = self.members[name]
        await self.storage.transact(lambda tx: tx.people.set_role(member.account, member.id, Role(role)))

    # what is kept

    async def kept(self) -> Kept:
        """Everything that is kept of both accounts."""
        return await self.storage.read(self._read)

    def _read(self, tx: Transaction) -> Kept:
        connection, accounts = connection_of(tx), {account: name for name, account in self.accounts.items()}
        handoffs = connection.execute(_HANDOFFS, {"accounts": [*accounts]}).mappings().all()
        named: dict[object, Named] = {row["id"]: (accounts[row["account_id"]], row["number"]) for row in handoffs}
        rows: Rows = {named[row["id"]]: [{"in": "handoffs", **row}] for row in handoffs}
        for table, statement in _OF_THESE.items():
            for row in connection.execute(statement, {"accounts": [*accounts], "these": [*named]}).mappings():
                rows[named[row["handoff_id"]]].append({"in": table, **row})
        self.ids = {on: HandoffId(id_) for id_, on in named.items()}  # type: ignore[arg-type]
        return Kept(rows, set(connection.execute(_REQUESTS, {"accounts": [*accounts]}).scalars()))

    def name_of(self, member: object) -> str:
        """Who that is."""
        return next((name for name, each in self.members.items() if each.id == member), "")

    # who is there

    def workspace(self, account: str, chat: Platform) -> Workspace:
        return Workspace(chat, f"{account}-{self.accounts[account].hex}")

    def channel(self, account: str, chat: Platform) -> str:
        return f"C-{chat}-{self.accounts[account].hex}"

    def identity(self, name: str, chat: Platform) -> Identity:
        """In that chat, or in the one they are in."""
        chats = CAST[name].chats
        return Identity(self.workspace(CAST[name].account, chat if chat in chats else chats[0]), name)

    def _profile(self, name: str, chat: Platform, *, deleted: bool = False) -> Profile:
        return Profile(self.identity(name, chat), name, f"{name}@contoso.example", deleted=deleted)

    async def set_up(self) -> None:
        """The accounts with both chats, their channels, and everybody, each known in every chat they are in."""

        def work(tx: Transaction) -> None:
            for name, account in self.accounts.items():
                self._open(tx, name, account)
            for name, person in CAST.items():
                account = self.accounts[person.account]
                known = {tx.people.learn(account, self._profile(name, chat)).id for chat in person.chats}
                [member] = known  # joined by the e-mail
                tx.people.set_role(account, member, Role(person.role))
                found = tx.people.member(account, member)
                assert found
                self.members[name] = found

        await self.storage.transact(work)

    def _open(self, tx: Transaction, name: str, account: AccountId) -> None:
        connection = connection_of(tx)
        connection.execute(sa.insert(tables.accounts), {"id": account, "name": name, "last_number": 0})
        for chat in Platform:
            row = {"platform": chat.value, "workspace": self.workspace(name, chat).id, "account_id": account}
            connection.execute(sa.insert(tables.workspaces), {**row, "name": name, "channel": self.channel(name, chat)})


async def staged(storage: Database) -> Stage:
    """New accounts in a database that holds those of the examples before."""
    stage = Stage(storage, {name: AccountId(uuid7()) for name in (HERE, THERE)}, {})
    await stage.set_up()
    return stage


_IN_BOTH: sa.BindParameter[Any] = sa.bindparam("accounts", expanding=True)
_HANDOFFS = sa.select(tables.handoffs).where(
    tables.handoffs.c.number.in_(range(1, MOST_NUMBERED)), tables.handoffs.c.account_id.in_(_IN_BOTH)
)
_REQUESTS = sa.select(tables.inbound.c.request).where(tables.inbound.c.account_id.in_(_IN_BOTH))


def _these(table: sa.Table, *order: str) -> sa.Select[Any]:
    these = table.c.handoff_id.in_(sa.bindparam("these", expanding=True))
    return sa.select(table).where(these, table.c.account_id.in_(_IN_BOTH)).order_by(*(table.c[name] for name in order))


_OF_THESE = {
    "turns": _these(tables.turns, "ordinal"),
    "attempts": _these(tables.attempts, "id"),
    "events": _these(tables.events, "at", "id"),
    "deliveries": _these(tables.deliveries, "id"),
}
