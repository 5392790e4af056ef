"""Leaving: what somebody has who was deactivated goes back to the team, however that became known.

The database is asked for it again and again: a claim may commit just after their chat said that they are gone, and
two replicas may ask at once.

Whoever comes next can ask them nothing any more: where they left something that the newest assessment does not know, a
new one begins, as after any hand-back. That they are gone is nothing it would have to know.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from core import routing
from core.assessing import renew
from core.event import Event, EventId, Happening
from core.handing_back import opened_again
from core.handoff import Handoff, HandoffId, Passing, Turn
from core.people import AccountId, MemberId
from core.ports import Clock, Ids
from core.repository import Storage, Transaction
from core.sweeping import alone

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Leaving:
    """Takes back what deactivated people have. ``assess_within`` as the desk's."""

    storage: Storage
    clock: Clock
    ids: Ids
    assess_within: timedelta | None = None

    async def sweep(self) -> int:
        """Returns how many handoffs there were. Raises Unavailable."""
        left = await self.storage.read(lambda tx: list(tx.handoffs.left_behind(_AT_ONCE)))
        for account, handoff in left:
            work = partial(self._take_back, account=account, wanted=handoff)
            await alone(self.storage.transact(work), f"handoff {handoff}")
        return len(left)

    def _take_back(self, tx: Transaction, account: AccountId, wanted: HandoffId) -> None:
        """Hand it back with memory, unless it is somebody else's by now, or they are back."""
        was = tx.handoffs.lock(account, wanted)
        if was is None or was.claim is None or was.ending is not None or is_here(tx, account, was.claim.by.member):
            return
        now = max(self.clock.now(), was.claim.at)
        why = f"{was.claim.by.name} is no longer active here"
        turn = Turn(was.claim.by, was.claim.at, now, Passing.HANDED_BACK, None, why)
        back = replace(opened_again(was, turn), version=was.version + 1)
        tx.handoffs.put(back, was)
        renew(_Alone(tx, self.ids, now), back, self._tell(tx, back, why, now), self.assess_within)

    def _tell(self, tx: Transaction, back: Handoff, why: str, now: datetime) -> Event:
        told = Event(EventId(self.ids.new()), back.account, back.id, Happening.HANDED_BACK, now, text=why)
        tx.events.add(told)
        tx.deliveries.announce(back.account, back.id, back.version)
        existing, admins = tx.deliveries.of(back.account, back.id), tx.people.admins(back.account)
        tx.deliveries.add(*routing.on_leaving(back, told, existing, admins, self.ids.new))
        tx.deliveries.add(*routing.missing_cards(back, existing, tx.accounts.channels(back.account), self.ids.new))
        return told


@dataclass(frozen=True, slots=True)
class _Alone:
    """An act of Baton's own."""

    tx: Transaction
    ids: Ids
    now: datetime


def is_here(tx: Transaction, account: AccountId, member: MemberId) -> bool:
    """Whether a member is active."""
    found = tx.people.member(account, member)
    return found is not None and found.active
