"""No longer needed: ends what nobody has; whoever has it is asked instead."""

from core import routing
from core.act import Act
from core.event import Happening
from core.handoff import Claim, Handoff, HandoffId, State
from core.outcome import AssigneeAsked, Finished, NotHere, NotYours, Withdrawn, WithdrawOutcome
from core.permission import Verb, may
from core.state import refusal


def withdraw(act: Act, wanted: HandoffId) -> WithdrawOutcome:
    """End the handoff, or ask its assignee."""
    by = act.actor()
    handoff = act.tx.handoffs.get(act.by.account, wanted)
    if handoff is None or by is None:
        return NotHere()
    if not may(by, Verb.WITHDRAW, handoff):
        return NotYours(handoff)
    version = act.tx.handoffs.withdraw(by.account, handoff.id, by.id, act.now)
    now = act.tx.handoffs.get(by.account, wanted) or handoff
    if version is None:
        return _why_not(act, now)
    act.record(now, Happening.WITHDRAWN)
    act.tx.deliveries.announce(by.account, now.id, version)
    return Withdrawn(now)


def _why_not(act: Act, handoff: Handoff) -> WithdrawOutcome:
    if handoff.state is State.WITHDRAWN:
        return Withdrawn(handoff, again=True)
    if handoff.claim is not None and handoff.ending is None:
        return _asked(act, handoff, handoff.claim)
    why = refusal(Verb.WITHDRAW, handoff.state)
    return Finished(handoff, why) if why else NotHere()


def _asked(act: Act, handoff: Handoff, claim: Claim) -> AssigneeAsked:
    history = act.tx.events.of(handoff.account, handoff.id)
    if any(event.what is Happening.WITHDRAWAL_ASKED and event.at >= claim.at for event in history):
        return AssigneeAsked(handoff, claim.by, again=True)
    told = act.record(handoff, Happening.WITHDRAWAL_ASKED)
    existing = act.tx.deliveries.of(handoff.account, handoff.id)
    act.tx.deliveries.add(*routing.on_withdrawal_asked(handoff, told, existing, act.ids.new))
    return AssigneeAsked(handoff, claim.by)
