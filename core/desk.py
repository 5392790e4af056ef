"""What a person can do. One verb, one method, one transaction: what it asks for goes out after the commit."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from core import trail
from core.act import Act, Origin
from core.adopting import adopt, is_unrecorded
from core.assessing import assess
from core.at_home import at_home
from core.attempt import AttemptId
from core.attempting import NO_VERDICTS, Verdict, Verdicts, attempt, decide
from core.changing import Change, change
from core.choosing import choose_channel, may_choose
from core.claiming import came_too_late, claim
from core.continuing import go_on, own_way
from core.errors import InvalidRequest, Unavailable
from core.escalating import escalate
from core.escalation import Entry, snapshot_of
from core.handing_back import hand_back
from core.handing_over import hand_over
from core.handoff import Handoff, HandoffId
from core.home import Home
from core.inbound import Once, SentTwice
from core.looking import LIST_LENGTH, found, look, opened, queue
from core.meter import NO_METER, Meter
from core.outcome import (
    AssessOutcome,
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
from core.parking import escalate_parked, park, resume, set_aside
from core.passing_on import Further, pass_on
from core.people import Identity, Member, Workspace
from core.permission import Verb
from core.ports import Clock, Ids
from core.progress import (
    AttemptOutcome,
    ChangeOutcome,
    ContinueOutcome,
    EscalateParkedOutcome,
    HandBackOutcome,
    HandOverOutcome,
    OwnWayOutcome,
    ParkNewOutcome,
    ParkOutcome,
    PassOnOutcome,
    ReopenOutcome,
    ResolveOutcome,
    ResumeOutcome,
    StepOutcome,
)
from core.relaying import handoff_under, relay
from core.remark import Remark, Thread
from core.repository import Storage, Transaction
from core.resolving import End, reopen, resolve
from core.step import StepName
from core.stepping import put_away, tick
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
        return await self._once_more(by, origin, work)

    async def claim(self, handoff: HandoffId, by: Member, origin: Origin) -> ClaimOutcome:
        """Become the assignee, if nobody is. Raises NotFound for a button of another conversation."""
        trail.note(handoff=handoff)
        try:
            outcome = await self._act(by, origin, lambda act: claim(act, handoff))
        except SentTwice:  # rolled back
            outcome = await self._act(by, origin, lambda act: came_too_late(act, handoff))
        self.meter.claimed(origin.door, outcome)
        return outcome

    async def withdraw(self, handoff: HandoffId, by: Member, origin: Origin) -> WithdrawOutcome:
        """No longer needed. When somebody has it, they are asked instead."""
        return await self._at(handoff, by, origin, lambda act: withdraw(act, handoff))

    async def park(self, entry: Entry, by: Member, origin: Origin) -> ParkNewOutcome:
        """Keep a problem for later, and tell nobody."""
        try:
            snapshot = snapshot_of(entry)
        except InvalidRequest:
            return Empty()
        return await self._once_more(by, origin, lambda act: park(act, snapshot, entry.directed))

    async def escalate_parked(self, handoff: HandoffId, by: Member, origin: Origin) -> EscalateParkedOutcome:
        """Ask the team for what was parked."""
        return await self._at(handoff, by, origin, lambda act: escalate_parked(act, handoff, self.assess_within))

    async def hand_back(
        self, handoff: HandoffId, why: str, by: Member, origin: Origin, verdicts: Verdicts = NO_VERDICTS
    ) -> HandBackOutcome:
        """Return it to the queue: the race opens again. ``verdicts`` are on attempts that were undecided."""
        return await self._at(
            handoff, by, origin, lambda act: hand_back(act, handoff, why, verdicts, self.assess_within)
        )

    async def hand_over(
        self, handoff: HandoffId, to: Identity, why: str, by: Member, origin: Origin
    ) -> HandOverOutcome:
        """Give it to a named person."""
        return await self._at(handoff, by, origin, lambda act: hand_over(act, handoff, to, why, self.assess_within))

    async def attempt(
        self, handoff: HandoffId, what: str, verdict: Verdict, by: Member, origin: Origin
    ) -> AttemptOutcome:
        """Record a fix that is tried."""
        return await self._at(handoff, by, origin, lambda act: attempt(act, handoff, what, verdict))

    async def decide(
        self, handoff: HandoffId, about: AttemptId, verdict: Verdict, by: Member, origin: Origin
    ) -> AttemptOutcome:
        """Say what came of an attempt."""
        return await self._at(handoff, by, origin, lambda act: decide(act, handoff, about, verdict))

    async def resolve(
        self, handoff: HandoffId, end: End, by: Member, origin: Origin, verdicts: Verdicts = NO_VERDICTS
    ) -> ResolveOutcome:
        """Finish it, with what worked or what is left over."""
        return await self._at(handoff, by, origin, lambda act: resolve(act, handoff, end, verdicts))

    async def reopen(self, handoff: HandoffId, why: str, by: Member, origin: Origin) -> ReopenOutcome:
        """Take up again what was resolved."""
        return await self._at(handoff, by, origin, lambda act: reopen(act, handoff, why))

    async def pass_on(
        self, handoff: HandoffId, further: Further, by: Member, origin: Origin, verdicts: Verdicts = NO_VERDICTS
    ) -> PassOnOutcome:
        """Escalate further: the case goes on in a new handoff."""
        within = self.assess_within
        return await self._at(handoff, by, origin, lambda act: pass_on(act, handoff, further, verdicts, within))

    async def tick(self, handoff: HandoffId, step: StepName | None, by: Member, origin: Origin) -> StepOutcome:
        """Record that a proposed step is done."""
        return await self._at(handoff, by, origin, lambda act: tick(act, handoff, step))

    async def put_away(self, handoff: HandoffId, by: Member, origin: Origin) -> StepOutcome:
        """Take the proposed steps out of the briefing."""
        return await self._at(handoff, by, origin, lambda act: put_away(act, handoff))

    async def go_on(self, handoff: HandoffId, by: Member, origin: Origin, about: str = "") -> ContinueOutcome:
        """Take up what somebody else had begun: what a button named, or what is left open now."""
        return await self._at(handoff, by, origin, lambda act: go_on(act, handoff, about))

    async def own_way(self, handoff: HandoffId, by: Member, origin: Origin) -> OwnWayOutcome:
        """Follow neither the proposed steps nor what somebody else had begun."""
        return await self._at(handoff, by, origin, lambda act: own_way(act, handoff))

    async def set_aside(self, handoff: HandoffId, until: datetime, by: Member, origin: Origin) -> ParkOutcome:
        """Set aside what one has, until then."""
        return await self._at(handoff, by, origin, lambda act: set_aside(act, handoff, until))

    async def resume(self, handoff: HandoffId, by: Member, origin: Origin) -> ResumeOutcome:
        """Go on with what was set aside or parked."""
        return await self._at(handoff, by, origin, lambda act: resume(act, handoff))

    async def change(self, handoff: HandoffId, to: Change, by: Member, origin: Origin) -> ChangeOutcome:
        """Ask for something else: priority, ticket, whom it is for."""
        return await self._at(handoff, by, origin, lambda act: change(act, handoff, to))

    async def assess(self, handoff: HandoffId, by: Member, origin: Origin) -> AssessOutcome:
        """A new assessment after one that did not come, so often in a case."""
        return await self._at(handoff, by, origin, lambda act: assess(act, handoff, Verb.ASSESS, self.assess_within))

    async def dig_deeper(self, handoff: HandoffId, by: Member, origin: Origin) -> AssessOutcome:
        """A new assessment with what was said since, so often in a case; the one before is read meanwhile."""
        return await self._at(
            handoff, by, origin, lambda act: assess(act, handoff, Verb.DIG_DEEPER, self.assess_within)
        )

    async def handoff_under(self, thread: Thread) -> HandoffId | None:
        """The handoff whose card a thread stands under. Cheap: every message of an escalation channel is asked for."""
        return await self.storage.read(lambda tx: handoff_under(tx, thread))

    async def relay(self, remark: Remark, by: Member, origin: Origin) -> RelayOutcome:
        """What somebody wrote under a card: kept as a step of the case, and on its way under its other cards."""
        return await self._act(by, origin, lambda act: relay(act, remark))

    async def look(self, handoff: HandoffId, by: Member, origin: Origin) -> LookOutcome:
        """A handoff with its history and its deliveries, for those who may see inside. A message that nobody recorded
        is edited from now on. Whoever shows it says ``opened`` afterwards."""
        trail.note(handoff=handoff)
        at = self.clock.now()

        def work(tx: Transaction, now: Member) -> tuple[LookOutcome, bool]:
            outcome = look(tx, handoff, now, origin, at)
            return outcome, isinstance(outcome, Inside) and is_unrecorded(tx, origin, outcome.handoff)

        outcome, found = await self._read(by, work)
        if found and isinstance(outcome, Inside):
            with suppress(Unavailable):  # the next press finds it
                await self._act(by, origin, partial(adopt, handoff=outcome.handoff, known=()))
        return outcome

    async def opened(self, found: LookOutcome, by: Member) -> None:
        """It was shown to them, and is new to them no more: to be said once they see it, for nobody waits for a dot."""
        if isinstance(found, Inside) and found.new:
            at, handoff = self.clock.now(), found.handoff.id
            with suppress(Unavailable):
                await self.storage.transact(lambda tx: opened(tx, by, handoff, at))

    async def found(self, handoff: HandoffId, by: Member, origin: Origin) -> Handoff | None:
        """A handoff of this member's account, for somebody who acts on it. Raises NotFound as ``claim`` does."""
        return await self._read(by, lambda tx, now: found(tx, handoff, now, origin))

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

    async def home(self, by: Member) -> Home:
        """Everything that concerns this member: what they have and escalated, what waits, their numbers, set-up."""
        at, ai, named = self.clock.now(), self.assess_within is not None, self.owner_named
        return await self._read(by, lambda tx, now: at_home(tx, now, at, ai=ai, owner_named=named))

    async def may_choose_channel(self, by: Member) -> bool:
        """Whether this member may say where cards go: an admin, or the first engineer while nobody owns it."""
        return await self._read(by, lambda tx, now: may_choose(tx, now, owner_named=self.owner_named))

    async def choose_channel(self, workspace: Workspace, channel: str, by: Member, request: str = "") -> HereOutcome:
        """Send cards here from now on. Until somebody owns the account, whoever says so first becomes owner.

        A repeat of the same request is answered as the first, and moves nothing back.
        """
        now, named = self.clock.now(), self.owner_named

        def work(tx: Transaction) -> HereOutcome:
            return choose_channel(tx, workspace, channel, by, Once(request, now), owner_named=named)

        return await self.storage.transact(work)

    async def _once_more(self, by: Member, origin: Origin, verb: Callable[[Act], T]) -> T:
        try:
            return await self._act(by, origin, verb)
        except SentTwice:  # the other one has committed: this time it is found
            return await self._act(by, origin, verb)

    async def _at(self, handoff: HandoffId, by: Member, origin: Origin, verb: Callable[[Act], T]) -> T:
        trail.note(handoff=handoff)
        return await self._act(by, origin, verb)

    async def _act(self, by: Member, origin: Origin, verb: Callable[[Act], T]) -> T:
        now = self.clock.now()
        return await self.storage.transact(lambda tx: verb(Act(tx, self.ids, by, origin, now)))

    async def _read(self, by: Member, question: Callable[[Transaction, Member], T]) -> T:
        """Ask as the member stands now, which may be less than what the caller knew."""
        return await self.storage.read(lambda tx: question(tx, tx.people.member(by.account, by.id) or by))
