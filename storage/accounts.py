"""Accounts, their workspaces and their channels."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.delivery import Place
from core.errors import NotFound
from core.people import AccountId, Platform, Workspace
from storage.tables import accounts, workspaces
from storage.uuid7 import uuid7

_JOINING = 0x42_61_74_6F_6E_01
"""The PostgreSQL advisory lock under which workspaces join: an empty table has no row to lock."""

_HERE = sa.and_(workspaces.c.platform == bound("chat"), workspaces.c.workspace == bound("home"))

_OF = sa.select(workspaces.c.account_id).where(_HERE)
_LOCK = sa.select(sa.func.pg_advisory_xact_lock(_JOINING))
_ANY_OF_PLATFORM = sa.select(workspaces.c.account_id).where(workspaces.c.platform == bound("chat")).limit(1)
_THE_ONE = sa.select(accounts.c.id).order_by(accounts.c.id).limit(1)
_ADD = sa.insert(accounts)
_ADD_WORKSPACE = sa.insert(workspaces)
_LOCK_ACCOUNT = sa.select(accounts.c.id).where(accounts.c.id == bound("account")).with_for_update(key_share=True)
_CHANNELS = (
    sa.select(workspaces.c.platform, workspaces.c.workspace, workspaces.c.channel)
    .where(workspaces.c.account_id == bound("account"), workspaces.c.channel != "")
    .order_by(workspaces.c.platform, workspaces.c.workspace)
)
_WORKSPACES = (
    sa.select(workspaces.c.platform, workspaces.c.workspace)
    .where(workspaces.c.account_id == bound("account"))
    .order_by(workspaces.c.platform, workspaces.c.workspace)
)
_CHANNEL = sa.select(workspaces.c.channel).where(_HERE).with_for_update(key_share=True)
_CHOOSE = sa.update(workspaces).where(_HERE).values(channel=bound("chosen"))
_NUMBER = (
    sa.update(accounts)
    .where(accounts.c.id == bound("account"))
    .values(last_number=accounts.c.last_number + 1)
    .returning(accounts.c.last_number)
)


class Accounts:
    """``core.repository.Accounts`` on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, workspace: Workspace) -> AccountId | None:
        """The account a workspace belongs to."""
        account = self._connection.execute(_OF, _keys(workspace)).scalar()
        return AccountId(account) if account else None

    def join(self, workspace: Workspace, name: str) -> AccountId | None:
        """The account of a workspace, which joins the one account when it is the first of its platform."""
        known = self.of(workspace)
        if known:
            return known
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_LOCK)  # SQLite has one writer at a time anyway
            known = self.of(workspace)
        return known or self._joined(workspace, name)

    def channels(self, account: AccountId) -> Sequence[Place]:
        """The escalation channel of each workspace that has one."""
        rows = self._connection.execute(_CHANNELS, {"account": account})
        return [Place(Workspace(Platform(row.platform), row.workspace), channel=row.channel) for row in rows]

    def workspaces(self, account: AccountId) -> Sequence[Workspace]:
        """The workspaces that have joined."""
        rows = self._connection.execute(_WORKSPACES, {"account": account})
        return [Workspace(Platform(row.platform), row.workspace) for row in rows]

    def lock(self, account: AccountId) -> None:
        """Nobody else locks this account before this transaction ends. SQLite has one writer at a time anyway."""
        self._connection.execute(_LOCK_ACCOUNT, {"account": account})

    def choose_channel(self, workspace: Workspace, channel: str) -> str:
        """Send cards there from now on; the channel before. Raises NotFound for a workspace of no account."""
        before: str | None = self._connection.execute(_CHANNEL, _keys(workspace)).scalar()
        if before is None:
            raise NotFound("a workspace that has not joined")
        self._connection.execute(_CHOOSE, {**_keys(workspace), "chosen": channel})
        return before

    def next_number(self, account: AccountId) -> int:
        """The next handoff's number. Concurrent callers wait for each other. Raises NotFound."""
        number: int | None = self._connection.execute(_NUMBER, {"account": account}).scalar()
        if number is None:
            raise NotFound("no such account")
        return number

    def _joined(self, workspace: Workspace, name: str) -> AccountId | None:
        if self._connection.execute(_ANY_OF_PLATFORM, {"chat": workspace.platform}).first():
            return None
        account = self._connection.execute(_THE_ONE).scalar() or self._opened(name)
        row = {"platform": workspace.platform, "workspace": workspace.id, "account_id": account}
        self._connection.execute(_ADD_WORKSPACE, {**row, "name": name, "channel": ""})
        return AccountId(account)

    def _opened(self, name: str) -> AccountId:
        account = AccountId(uuid7())
        self._connection.execute(_ADD, {"id": account, "name": name, "last_number": 0})
        return account


def _keys(workspace: Workspace) -> dict[str, object]:
    return {"chat": workspace.platform, "home": workspace.id}
