"""Who is that, pressing a button in a chat?"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from core import trail
from core.inbound import Once
from core.people import AccountId, Identity, Member, NotKnownYet, Platform, Profile, Role, Stranger, Workspace
from core.ports import Clock, Roster
from core.repository import Storage, Transaction

REMEMBERED = timedelta(seconds=30)
"""How long a found member is not looked for again. What they may do is asked anew in each verb."""

LEARNED_AT_ONCE = 20
"""How many people are learned in one transaction: escalations wait for it."""

LOOK_UP_LIMIT = timedelta(seconds=1)

_MOST_REMEMBERED = 20_000


class Directory:
    """Members by their identity; people never seen before are looked up in their chat, once."""

    def __init__(self, storage: Storage, clock: Clock, rosters: Mapping[Platform, Roster]) -> None:
        self._storage = storage
        self._clock = clock
        self._rosters = rosters
        self._found: dict[Identity, tuple[Member, datetime]] = {}

    async def member(self, identity: Identity) -> Member | Stranger | NotKnownYet:
        """The member behind an identity.

        Somebody of a workspace that belongs to no account is a stranger: so are another organisation's people
        in a shared channel, bots, and everybody who was deactivated. Raises Unavailable.
        """
        remembered = self._found.get(identity)
        if remembered and remembered[1] > self._clock.now():
            trail.note(account=remembered[0].account)
            return remembered[0]
        account, member = await self._storage.read(lambda tx: _known(tx, identity))
        if account is None:
            return Stranger()
        trail.note(account=account)
        if member is None:
            return await self._looked_up(account, identity)
        return self._remember(identity, member)

    async def names(self, *identities: Identity) -> Mapping[Identity, str]:
        """The names of those among them who are members here already; their chat is not asked. Raises Unavailable."""
        return await self._storage.read(lambda tx: _names(tx, identities)) if identities else {}

    async def learn(self, workspace: Workspace, *profiles: Profile, request: str = "") -> None:
        """Keep what a chat says of its people, ahead of their first press. A few people may come with the name of
        the request that told of them: its repeat, which may be older than what is known now, changes nothing."""
        once = Once(request, self._clock.now())
        for start in range(0, len(profiles), LEARNED_AT_ONCE):
            some = profiles[start : start + LEARNED_AT_ONCE]
            await self._storage.transact(partial(_learn, workspace, some, once))
        for profile in profiles:
            self._found.pop(profile.identity, None)

    async def left(self, identity: Identity) -> None:
        """Somebody is nowhere to be found in this chat any more: they are deactivated, until it tells of them again.

        Who is known in another chat too stays: leaving a team is not leaving. Raises Unavailable.
        """
        await self._storage.transact(partial(_left, identity))
        self._found.pop(identity, None)

    async def make_owner(self, email: str, *profiles: Profile) -> None:
        """Make the one with this address the owner, if a chat vouches for it among these people it told of."""
        named = [p for p in profiles if email and p.email == email.lower() and not p.deleted]
        for profile in named:
            await self._storage.transact(partial(_own, profile))

    async def _looked_up(self, account: AccountId, identity: Identity) -> Member | Stranger | NotKnownYet:
        profile = await self._asked(identity)
        if not isinstance(profile, Profile):
            return profile
        if profile.bot or profile.deleted:
            return Stranger()
        member = await self._storage.transact(lambda tx: tx.people.learn(account, profile))
        return self._remember(identity, member)

    async def _asked(self, identity: Identity) -> Profile | Stranger | NotKnownYet:
        roster = self._rosters.get(identity.workspace.platform)
        if roster is None:
            return NotKnownYet()
        try:
            async with asyncio.timeout(LOOK_UP_LIMIT.total_seconds()):
                return await roster.look_up(identity)
        except TimeoutError:
            return NotKnownYet()

    def _remember(self, identity: Identity, member: Member) -> Member | Stranger:
        if not member.active:
            return Stranger()
        if len(self._found) >= _MOST_REMEMBERED:
            self._found.clear()
        self._found[identity] = (member, self._clock.now() + REMEMBERED)
        return member


def _known(tx: Transaction, identity: Identity) -> tuple[AccountId | None, Member | None]:
    account = tx.accounts.of(identity.workspace)
    member = tx.people.known(identity) if account else None
    return account, member if member and member.account == account else None


def _names(tx: Transaction, identities: tuple[Identity, ...]) -> dict[Identity, str]:
    known = ((identity, _known(tx, identity)[1]) for identity in identities)
    return {identity: member.name for identity, member in known if member}


def _left(identity: Identity, tx: Transaction) -> None:
    account, member = _known(tx, identity)
    if account is None or member is None or len(tx.people.identities(account, member.id)) > 1:
        return
    tx.people.learn(account, Profile(identity, member.name, deleted=True))


def _own(profile: Profile, tx: Transaction) -> None:
    member = tx.people.known(profile.identity)
    if member is not None and member.role is not Role.OWNER:
        tx.people.set_role(member.account, member.id, Role.OWNER)


def _learn(workspace: Workspace, profiles: tuple[Profile, ...], once: Once, tx: Transaction) -> None:
    account = tx.accounts.of(workspace)
    if account is None or not once.keep(tx, account):
        return
    for profile in profiles:
        if not profile.bot and profile.identity.workspace == workspace:
            tx.people.learn(account, profile)
