"""Members and their identities."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.errors import NotFound
from core.people import ADMINS, ENGINEERS, AccountId, Identity, Member, MemberId, Platform, Profile, Role, Workspace
from storage.column import word, words
from storage.prepared import Prepared
from storage.tables import accounts, identities, members
from storage.uuid7 import uuid7

_BEHIND = sa.and_(
    identities.c.platform == bound("chat"),
    identities.c.workspace == bound("home"),
    identities.c.person == bound("user"),
)
_MINE = sa.and_(members.c.account_id == bound("account"), members.c.id == bound("member"))
_OWN = sa.and_(identities.c.account_id == bound("account"), identities.c.member_id == bound("member"))

_KNOWN = (
    sa.select(members)
    .join(
        identities,
        sa.and_(identities.c.account_id == members.c.account_id, identities.c.member_id == members.c.id),
    )
    .where(_BEHIND)
)
_MEMBER = sa.select(members).where(_MINE)
_READ = Prepared(_MEMBER)
_IDENTITIES = sa.select(identities).where(_OWN).order_by(identities.c.platform, identities.c.workspace)
_TAKERS = sa.select(sa.func.count()).where(
    members.c.account_id == bound("account"),
    members.c.id != bound("member"),
    members.c.active,
    members.c.role.in_(words(ENGINEERS)),
)
_OWNER = sa.select(members.c.id).where(members.c.account_id == bound("account"), members.c.role == word(Role.OWNER))
_ADMINS = (
    sa.select(identities)
    .join(members, sa.and_(identities.c.account_id == members.c.account_id, identities.c.member_id == members.c.id))
    .where(
        members.c.account_id == bound("account"),
        members.c.active,
        members.c.role.in_(words(ADMINS)),
        ~identities.c.deleted,
    )
    .order_by(members.c.role != word(Role.OWNER), members.c.id, identities.c.platform, identities.c.workspace)
)
_HAS_OWNER = _OWNER.limit(1)
_SET_ROLE = sa.update(members).where(_MINE).values(role=bound("given"))

_LEARNING = sa.select(accounts.c.id).where(accounts.c.id == bound("account")).with_for_update(key_share=True)
"""Whoever learns a new person in an account waits here for the others."""

_HAS_ONE_THERE = sa.exists().where(
    identities.c.account_id == members.c.account_id,
    identities.c.member_id == members.c.id,
    identities.c.platform == bound("chat"),
)
_BY_EMAIL = (
    sa.select(members.c.id)
    .where(members.c.account_id == bound("account"), members.c.email == bound("email"), ~_HAS_ONE_THERE)
    .order_by(members.c.id)
    .limit(1)
)
_ADD = sa.insert(members)
_ADD_IDENTITY = sa.insert(identities)
_DELETED = (
    sa.update(identities)
    .where(_BEHIND, identities.c.account_id == bound("account"), identities.c.deleted != bound("gone"))
    .values(deleted=bound("gone"))
)
_ONE_IS_DELETED = sa.exists().where(
    identities.c.account_id == members.c.account_id,
    identities.c.member_id == members.c.id,
    identities.c.deleted,
)
_SAID = {
    members.c.name: bound("called", type_=sa.Text()),
    members.c.email: sa.func.coalesce(bound("vouched", type_=sa.Text()), members.c.email),
    members.c.active: ~_ONE_IS_DELETED,
}
_CHANGE = (
    sa.update(members)
    .where(_MINE, sa.or_(*(column.is_distinct_from(said) for column, said in _SAID.items())))
    .values(_SAID)
    .returning(*members.c)
)
"""Writes nothing when nothing is new: whole member lists are learned at every start."""


class People:
    """``core.repository.People`` on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def known(self, identity: Identity) -> Member | None:
        """The member behind an identity."""
        row = self._connection.execute(_KNOWN, _keys(identity)).first()
        return _member_of(row) if row else None

    def learn(self, account: AccountId, profile: Profile) -> Member:
        """Keep what a platform says of a person.

        A member is active while none of their identities is deleted, whichever platform speaks last.
        """
        known = self.known(profile.identity) or self._learned(account, profile)
        if known is None or known.account != account:
            raise NotFound("a person of another account")
        return self._updated(known, profile)

    def member(self, account: AccountId, member: MemberId) -> Member | None:
        """A member of this account."""
        rows = _READ.rows(self._connection, {"account": account, "member": member})
        return _member_of(rows[0]) if rows else None

    def identities(self, account: AccountId, member: MemberId) -> Sequence[Identity]:
        """The chats a member is known in."""
        rows = self._connection.execute(_IDENTITIES, {"account": account, "member": member})
        return [identity_of(row) for row in rows]

    def takers(self, account: AccountId, besides: MemberId) -> int:
        """How many active engineers there are besides this one."""
        return self._connection.execute(_TAKERS, {"account": account, "member": besides}).scalar_one()

    def admins(self, account: AccountId) -> Sequence[Identity]:
        """Where the account's active owner and admins can be written to: the owner first, in each of their chats."""
        return [identity_of(row) for row in self._connection.execute(_ADMINS, {"account": account})]

    def has_owner(self, account: AccountId) -> bool:
        """Whether anybody owns the account, active or not: nobody inherits it by chance."""
        return self._connection.execute(_HAS_OWNER, {"account": account}).first() is not None

    def set_role(self, account: AccountId, member: MemberId, role: Role) -> None:
        """Give a member a role. Raises NotFound."""
        changed = self._connection.execute(_SET_ROLE, {"account": account, "member": member, "given": role})
        if not changed.rowcount:
            raise NotFound("no such member")

    def _learned(self, account: AccountId, profile: Profile) -> Member | None:
        """The member behind a new identity: known by the e-mail, or new."""
        self._connection.execute(_LEARNING, {"account": account})
        meanwhile = self.known(profile.identity)
        if meanwhile:
            return meanwhile
        member = self._by_email(account, profile) or self._added(account, profile)
        self._connection.execute(_ADD_IDENTITY, _identity_row(account, member, profile))
        return self.known(profile.identity)

    def _by_email(self, account: AccountId, profile: Profile) -> MemberId | None:
        if not profile.email or profile.deleted:
            return None  # an account that is gone says nothing about a person who is here
        asked = {
            "account": account,
            "email": profile.email.lower(),
            "chat": profile.identity.workspace.platform,
        }
        found = self._connection.execute(_BY_EMAIL, asked).scalar()
        return MemberId(found) if found else None

    def _added(self, account: AccountId, profile: Profile) -> MemberId:
        member = MemberId(uuid7())
        row = {
            "account_id": account,
            "id": member,
            "name": profile.shown_name,
            "role": profile.role,
            "active": True,
        }
        self._connection.execute(_ADD, {**row, "email": None})
        return member

    def _updated(self, member: Member, profile: Profile) -> Member:
        gone = {**_keys(profile.identity), "account": member.account, "gone": profile.deleted}
        self._connection.execute(_DELETED, gone)
        said = {
            "account": member.account,
            "member": member.id,
            "called": profile.shown_name,
            "vouched": profile.email.lower() if profile.email else None,
        }
        changed = self._connection.execute(_CHANGE, said).first()
        return _member_of(changed) if changed else member


def identity_of(row: sa.Row[Any]) -> Identity:
    """The identity in a row of that table."""
    return Identity(Workspace(Platform(row.platform), row.workspace), row.person)


def _member_of(row: sa.Row[Any]) -> Member:
    return Member(row.id, row.account_id, row.name, Role(row.role), row.active)


def _identity_row(account: AccountId, member: MemberId, profile: Profile) -> dict[str, object]:
    return {
        "platform": profile.identity.workspace.platform,
        "workspace": profile.identity.workspace.id,
        "person": profile.identity.user,
        "account_id": account,
        "member_id": member,
        "deleted": profile.deleted,
    }


def _keys(identity: Identity) -> dict[str, object]:
    workspace = identity.workspace
    return {"chat": workspace.platform, "home": workspace.id, "user": identity.user}
