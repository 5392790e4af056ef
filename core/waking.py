"""Waking: what its assignee set aside until now, and what they wanted to look at again now, is told them once.

Every replica asks the database again and again what is due. What is told is written in the transaction that takes the
time away, so that it does not matter who asks, how many do, and when one of them is killed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from core import routing
from core.event import ATTEMPT, Event, EventId, Happening
from core.handoff import Handoff, HandoffId
from core.leaving import is_here
from core.people import AccountId, Party
from core.ports import Clock, Ids
from core.repository import Storage, Transaction
from core.sweeping import alone

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Waking:
    """Tells assignees that the time they named has come."""

    storage: Storage
    clock: Clock
    ids: Ids

    async def sweep(self) -> int:
        """Returns how many handoffs there were. Raises Unavailable."""
        now = self.clock.now()
        due = await self.storage.read(lambda tx: list(tx.handoffs.due(now, _AT_ONCE)))
        for account, handoff in due:
            work = partial(self._wake, account=account, wanted=handoff, now=now)
            await alone(self.storage.transact(work), f"handoff {handoff}")
        return len(due)

    def _wake(self, tx: Transaction, account: AccountId, wanted: HandoffId, now: datetime) -> None:
        """Tell what is due, unless somebody else has, or nobody has it any longer."""
        was = tx.handoffs.lock(account, wanted)
        if was is None or was.claim is None or not is_here(tx, account, was.claim.by.member):
            return
        told = list(self._due(was, now))
        stands = _after(was, now) if told else was
        tx.handoffs.put(stands, was)  # also where nothing is told: else what is not due would be found for ever
        if told:
            self._tell(tx, stands, was.claim.by, told)

    def _due(self, was: Handoff, now: datetime) -> Iterator[Event]:
        if not _is_due(was.due_at, now):  # told by another, or put off by a Baton that knew of no such time
            return
        if was.wake_at is not None and was.wake_at <= now:
            yield self._event(was, Happening.WOKEN, now, {"until": was.wake_at.isoformat()})
        for attempt in was.attempts:
            if _is_due(attempt.due_at, now):
                yield self._event(was, Happening.LOOK_DUE, now, {ATTEMPT: str(attempt.id)}, attempt.what)

    def _event(self, was: Handoff, what: Happening, now: datetime, facts: dict[str, str], text: str = "") -> Event:
        at = max(now, was.claim.at) if was.claim else now  # clocks differ, and it is told after they took it
        return Event(EventId(self.ids.new()), was.account, was.id, what, at, facts=facts, text=text)

    def _tell(self, tx: Transaction, stands: Handoff, to: Party, told: list[Event]) -> None:
        assignee = replace(to, identities=tuple(tx.people.identities(stands.account, to.member)))
        existing = tx.deliveries.of(stands.account, stands.id)
        for event in told:
            tx.events.add(event)
            tx.deliveries.add(*routing.on_due(stands, event, assignee, existing, self.ids.new))
        tx.deliveries.announce(stands.account, stands.id, stands.version)


def _after(was: Handoff, now: datetime) -> Handoff:
    """As it stands once its assignee is told. Only what was set aside is shown differently then."""
    attempts = tuple(replace(a, asked=True) if _is_due(a.due_at, now) else a for a in was.attempts)
    if _is_due(was.wake_at, now):
        return replace(was, attempts=attempts, wake_at=None, version=was.version + 1)
    return replace(was, attempts=attempts)


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
