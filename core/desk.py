"""What a person can do. One verb, one method, one transaction: what it asks for goes out after the commit."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from core import trail
from core.act import Act, Origin
from core.adopting import adopt, is_unrecorded
from core.assessing import assess
from core.claiming import claim
from core.delivery import Place
from core.errors import InvalidRequest, Unavailable
from core.escalating import escalate
from core.escalation import Entry, snapshot_of
from core.handoff import HandoffId
from core.inbound import Once, SentTwice
from core.looking import LIST_LENGTH, look, queue
from core.meter import NO_METER, Meter
from core.outcome import (
    AdminsOnly,
    AssessOutcome,
    ChannelChosen,
    ClaimOutcome,
    Empty,
    EscalateOutcome,
    HereOutcome,
    Inside,
    LookOutcome,
    Mine,
    QueueOutcome,
    RelayOutcome,
    WithdrawOutcome,
)
from core.people import Member, Role, Workspace
from core.permission import Verb
from core.ports import Clock, Ids
from core.relaying import handoff_under, relay
from core.remark import Remark, Thread
from core.repository import Storage, Transaction
from core.withdrawing import withdraw

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """The verbs.

    ``assess_within`` is the time an assessment may take; None when the AI is off. ``owner_named`` says that the
    settings name the owner, so that nobody becomes it by being first.
    """

    storage: Storage
    clock: Clock
    ids: Ids
    assess_within: timedelta | None = None
    owner_named: bool = False
    meter: Meter = NO_METER

    async def escalate(self, entry: Entry, by: Member, origin: Origin) -> EscalateOutcome:
        """Ask the team for help. Kept, with its deliveries, before this returns Escalated."""
        try:
            snapshot = snapshot_of(entry)
        except InvalidRequest:
            return Empty()
        work = partial(escalate, snapshot=snapshot, directed=entry.directed, assess_within=self.assess_within)
        try:
            return await self._act(by, origin, work)
        except SentTwice:  # the other one has committed: this time it is found
            return await self._act(by, origin, work)

    async def claim(self, handoff: HandoffId, by: Member, origin: Origin) -> ClaimOutcome:
        """Become the assignee, if nobody is. Raises NotFound for a button of another conversation."""
        trail.note(handoff=handoff)
        outcome = await self._act(by, origin, lambda act: claim(act, handoff))
        self.meter.claimed(origin.door, outcome)
        return outcome

    async def withdraw(self, handoff: HandoffId, by: Member, origin: Origin) -> WithdrawOutcome:
        """No longer needed. When somebody has it, they are asked instead."""
        trail.note(handoff=handoff)
        return await self._act(by, origin, lambda act: withdraw(act, handoff))

    async def assess(self, handoff: HandoffId, by: Member, origin: Origin) -> AssessOutcome:
        """A new assessment after one that did not come, so often in a case."""
        return await self._act(by, origin, lambda act: assess(act, handoff, Verb.ASSESS, self.assess_within))

    async def dig_deeper(self, handoff: HandoffId, by: Member, origin: Origin) -> AssessOutcome:
        """A new assessment with what was said since, so often in a case; the one before is read meanwhile."""
        return await self._act(by, origin, lambda act: assess(act, handoff, Verb.DIG_DEEPER, self.assess_within))

    async def handoff_under(self, thread: Thread) -> HandoffId | None:
        """The handoff whose card a thread stands under. Cheap: every message of an escalation channel is asked for."""
        return await self.storage.read(lambda tx: handoff_under(tx, thread))

    async def relay(self, remark: Remark, by: Member, origin: Origin) -> RelayOutcome:
        """What somebody wrote under a card: kept as a step of the case, and on its way under its other cards."""
        return await self._act(by, origin, lambda act: relay(act, remark))

    async def look(self, handoff: HandoffId, by: Member, origin: Origin) -> LookOutcome:
        """A handoff with its history and its deliveries, for those who may see inside. A message that nobody recorded
        is edited from now on."""
        trail.note(handoff=handoff)
        at = self.clock.now()

        def work(tx: Transaction, now: Member) -> tuple[LookOutcome, bool]:
            outcome = look(tx, handoff, now, origin, at)
            return outcome, isinstance(outcome, Inside) and is_unrecorded(tx, origin, outcome.handoff)

        outcome, found = await self._read(by, work)
        if isinstance(outcome, Inside) and found:
            with suppress(Unavailable):  # then the next press finds it
                await self._act(by, origin, partial(adopt, handoff=outcome.handoff, known=()))
        return outcome

    async def numbered(self, number: int, by: Member) -> HandoffId | None:
        """The id of ``E-<number>`` in this member's account."""
        found = await self.storage.read(lambda tx: tx.handoffs.numbered(by.account, number))
        return found.id if found else None

    async def queue(self, by: Member) -> QueueOutcome:
        """What waits for somebody; never the member's own."""
        at = self.clock.now()
        return await self._read(by, lambda tx, now: queue(tx, now, at))

    async def mine(self, by: Member) -> Mine:
        """What this member escalated or has, and is not over."""
        found = await self.storage.read(lambda tx: tuple(tx.handoffs.mine(by.account, by.id, LIST_LENGTH)))
        return Mine(found, by.id, self.clock.now())

    async def may_choose_channel(self, by: Member) -> bool:
        """Whether this member may say where cards go: an admin, or the first engineer while nobody owns it."""
        return await self._read(by, lambda tx, now: _may_choose(tx, now, owner_named=self.owner_named))

    async def choose_channel(self, workspace: Workspace, channel: str, by: Member, request: str = "") -> HereOutcome:
        """Send cards here from now on. Until somebody owns the account, whoever says so first becomes owner.

        A repeat of the same request is answered as the first, and moves nothing back.
        """
        now, named = self.clock.now(), self.owner_named

        def work(tx: Transaction) -> HereOutcome:
            return _choose_channel(tx, workspace, channel, by, Once(request, now), owner_named=named)

        return await self.storage.transact(work)

    async def _act(self, by: Member, origin: Origin, verb: Callable[[Act], T]) -> T:
        now = self.clock.now()
        return await self.storage.transact(lambda tx: verb(Act(tx, self.ids, by, origin, now)))

    async def _read(self, by: Member, question: Callable[[Transaction, Member], T]) -> T:
        """Ask as the member stands now, which may be less than what the caller knew."""
        return await self.storage.read(lambda tx: question(tx, tx.people.member(by.account, by.id) or by))


def _may_choose(tx: Transaction, by: Member, *, owner_named: bool) -> bool:
    return by.admin or (by.engineer and not owner_named and not tx.people.has_owner(by.account))


def _choose_channel(
    tx: Transaction, workspace: Workspace, channel: str, by: Member, once: Once, *, owner_named: bool
) -> HereOutcome:
    tx.accounts.lock(by.account)
    now = tx.people.member(by.account, by.id)
    if now is None or not _may_choose(tx, now, owner_named=owner_named):
        return AdminsOnly()
    if not once.keep(tx, by.account):
        return ChannelChosen(by, owner=False, moved=True, again=True)
    if not now.admin:
        tx.people.set_role(by.account, by.id, Role.OWNER)
    before = tx.accounts.choose_channel(workspace, channel)
    tx.deliveries.revive(by.account, Place(workspace, channel=channel))
    return ChannelChosen(by, owner=not now.admin, moved=before not in ("", channel))
