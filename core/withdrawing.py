"""No longer needed: ends what nobody has; whoever has it is asked instead."""

from collections.abc import Sequence
from dataclasses import replace

from core import routing
from core.act import Act
from core.adopting import adopt
from core.delivery import Delivery
from core.event import Happening
from core.handoff import Claim, Handoff, HandoffId, State
from core.inbound import Once
from core.outcome import AssigneeAsked, BackAgain, Finished, NotHere, NotYours, Withdrawn, WithdrawOutcome, YouHaveIt
from core.permission import Verb, may
from core.state import refusal


def withdraw(act: Act, wanted: HandoffId) -> WithdrawOutcome:
    """End the handoff, or ask its assignee."""
    by = act.actor()
    handoff = act.tx.handoffs.lock(act.by.account, wanted)
    if handoff is None or by is None:
        return NotHere()
    existing = act.tx.deliveries.of(handoff.account, handoff.id)
    act.must_come_from(existing)
    adopt(act, handoff, existing)
    if act.origin.request and act.tx.inbound.kept(by.account, act.origin.request) and handoff.claimable:
        return BackAgain(handoff)
    if not may(by, Verb.WITHDRAW, handoff):
        return NotYours(handoff)
    ended = act.tx.handoffs.withdraw(by.account, handoff.id, by.id, act.now)
    if ended is None:
        return _why_not(act, handoff, existing)
    told = act.record(ended, Happening.WITHDRAWN)
    act.tx.deliveries.announce(by.account, ended.id, ended.version)
    act.tx.deliveries.add(*routing.on_withdrawal(ended, told, existing, act.ids.new))
    return Withdrawn(ended)


def _why_not(act: Act, handoff: Handoff, existing: Sequence[Delivery]) -> WithdrawOutcome:
    if handoff.state is State.WITHDRAWN:
        return Withdrawn(handoff, again=True)
    if handoff.claim is not None and handoff.ending is None:
        return _asked(act, handoff, handoff.claim, existing)
    why = refusal(Verb.WITHDRAW, handoff.state)
    return Finished(handoff, why) if why else NotHere()


def _asked(act: Act, handoff: Handoff, claim: Claim, existing: Sequence[Delivery]) -> WithdrawOutcome:
    Once(act.origin.request, act.now).keep(act.tx, handoff.account)
    if handoff.assigned_to(act.by.id):
        return YouHaveIt(handoff)
    history = act.tx.events.of(handoff.account, handoff.id)
    if any(event.what is Happening.WITHDRAWAL_ASKED and event.at >= claim.at for event in history):
        return AssigneeAsked(handoff, claim.by, again=True)
    act = replace(act, now=max(act.now, claim.at))  # clocks differ, and it is asked after the claim
    told = act.record(handoff, Happening.WITHDRAWAL_ASKED)
    act.tx.deliveries.add(*routing.on_withdrawal_asked(handoff, told, existing, act.ids.new))
    return AssigneeAsked(handoff, claim.by)
