"""Asking the team for help: a new case, its first handoff, and everything that must be told of it."""

from collections.abc import Sequence
from datetime import timedelta

from core import routing
from core.act import Act
from core.assessing import begin
from core.assessment import OFF
from core.delivery import Place
from core.event import Happening
from core.handoff import CaseId, Handoff, HandoffId, Snapshot, State
from core.inbound import SentTwice
from core.outcome import AlreadyThere, CannotBeFor, Escalated, EscalateOutcome, NoChannel, NotHere
from core.people import Identity, Party
from core.target import target

SAME = timedelta(minutes=1)
"""Within this time the same words of the same person are taken for the same problem, sent once more."""


def escalate(
    act: Act, snapshot: Snapshot, directed: Identity | None, assess_within: timedelta | None
) -> EscalateOutcome:
    """Keep the handoff and its deliveries; a card for every escalation channel is on its way after the commit.

    Raises SentTwice when somebody else is carrying out the same request.
    """
    if act.actor() is None:
        return NotHere()
    # From here on the account's escalations wait for each other, on however many replicas: what is not found now
    # is in no other's transaction either. The number's write takes the same lock, only later.
    act.tx.accounts.lock(act.by.account)
    found = _escalated_before(act) or _already_there(act, snapshot)
    if found:
        return found
    channels = act.tx.accounts.channels(act.by.account)
    if not channels:
        return NoChannel()
    party = target(act, directed, besides=Party(act.by.id, act.by.name)) if directed else None
    if isinstance(party, CannotBeFor):
        return party
    handoff = begun(act, snapshot, party)
    keep_new(act, handoff)
    return Escalated(told_to_the_team(act, handoff, channels, assess_within), takers(act))


def begun(act: Act, snapshot: Snapshot, directed: Party | None) -> Handoff:
    """A new handoff of a new case, open, not yet kept and not yet assessed."""
    return Handoff(
        id=HandoffId(act.ids.new()),
        account=act.by.account,
        number=act.tx.accounts.next_number(act.by.account),
        case=CaseId(act.ids.new()),
        ordinal=1,
        state=State.OPEN,
        version=1,
        snapshot=snapshot,
        priority=snapshot.priority,
        ticket=snapshot.ticket,
        escalator=Party(act.by.id, act.by.name),
        escalated_at=act.now,
        door=act.origin.door,
        assessment=OFF,
        directed=directed,
    )


def keep_new(act: Act, handoff: Handoff) -> None:
    """Keep a handoff under the name of the request that makes it. Raises SentTwice when the same request is being
    carried out at the same time."""
    act.tx.handoffs.add(handoff)
    request = act.origin.request
    if request and not act.tx.inbound.keep(handoff.account, request, handoff.id, act.now):
        raise SentTwice


def told_to_the_team(act: Act, handoff: Handoff, channels: Sequence[Place], assess_within: timedelta | None) -> Handoff:
    """Everything that tells of a new handoff, and its assessment: the handoff with it."""
    told = act.record(handoff, Happening.ESCALATED)
    act.tx.deliveries.add(*routing.on_escalation(handoff, channels, act.origin.identity, act.ids.new))
    return begin(act, handoff, told, assess_within)


def made_before(act: Act) -> Handoff | None:
    """The handoff that the same request made before, if it was sent again."""
    made = act.tx.inbound.of(act.by.account, act.origin.request) if act.origin.request else None
    return act.tx.handoffs.get(act.by.account, made) if made else None


def takers(act: Act) -> int:
    """How many others could pick it up."""
    return act.tx.people.takers(act.by.account, act.by.id)


def _escalated_before(act: Act) -> Escalated | None:
    made = made_before(act)
    return Escalated(made, takers(act), again=True) if made else None


def _already_there(act: Act, snapshot: Snapshot) -> AlreadyThere | None:
    """The same problem, with the same ticket, that this person escalated just now and nobody has yet."""
    of, since = act.by, act.now - SAME
    fresh = act.tx.handoffs.asked_already(of.account, of.id, since, snapshot.problem, snapshot.ticket)
    return AlreadyThere(fresh, act.now - fresh.escalated_at) if fresh else None
