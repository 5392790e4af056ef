"""Asking the team for help: a new case, its first handoff, and everything that must be told of it."""

from datetime import timedelta

from core import routing
from core.act import Act
from core.assessing import begin
from core.assessment import OFF
from core.event import Happening
from core.handoff import CaseId, Handoff, HandoffId, Snapshot, State
from core.inbound import SentTwice
from core.outcome import AlreadyThere, CannotBeFor, Escalated, EscalateOutcome, NoChannel, NotHere
from core.people import Identity, Party

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
    found = _done_before(act) or _already_there(act, snapshot)
    if found:
        return found
    channels = act.tx.accounts.channels(act.by.account)
    if not channels:
        return NoChannel()
    party = _directed(act, directed)
    if isinstance(party, CannotBeFor):
        return party
    handoff = _begun(act, snapshot, party)
    act.tx.handoffs.add(handoff)
    _keep_request(act, handoff)
    told = act.record(handoff, Happening.ESCALATED)
    act.tx.deliveries.add(*routing.on_escalation(handoff, channels, act.origin.identity, act.ids.new))
    handoff = begin(act, handoff, told, assess_within)
    return Escalated(handoff, act.tx.people.takers(act.by.account, act.by.id))


def _done_before(act: Act) -> Escalated | None:
    """What the same request made before, if it was sent again."""
    made = act.tx.inbound.of(act.by.account, act.origin.request) if act.origin.request else None
    handoff = act.tx.handoffs.get(act.by.account, made) if made else None
    return Escalated(handoff, act.tx.people.takers(act.by.account, act.by.id), again=True) if handoff else None


def _already_there(act: Act, snapshot: Snapshot) -> AlreadyThere | None:
    """The same problem, with the same ticket, that this person escalated just now and nobody has yet."""
    for fresh in act.tx.handoffs.fresh(act.by.account, act.by.id, act.now - SAME):
        if (fresh.snapshot.problem, fresh.snapshot.ticket) == (snapshot.problem, snapshot.ticket):
            return AlreadyThere(fresh, act.now - fresh.escalated_at)
    return None


def _keep_request(act: Act, handoff: Handoff) -> None:
    """Raises SentTwice when the same request is being carried out at the same time."""
    request = act.origin.request
    if request and not act.tx.inbound.keep(handoff.account, request, handoff.id, act.now):
        raise SentTwice


def _directed(act: Act, identity: Identity | None) -> Party | CannotBeFor | None:
    if identity is None:
        return None
    member = act.tx.people.known(identity)
    if member is None or member.account != act.by.account or not member.active:
        return CannotBeFor("The person it is for is not a member here.")
    if member.id == act.by.id:
        return CannotBeFor("You cannot escalate to yourself.")
    if not member.engineer:
        return CannotBeFor(f"{member.name} may look, but not pick things up.")
    return Party(member.id, member.name, tuple(act.tx.people.identities(member.account, member.id)))


def _begun(act: Act, snapshot: Snapshot, directed: Party | None) -> Handoff:
    return Handoff(
        id=HandoffId(act.ids.new()),
        account=act.by.account,
        number=act.tx.accounts.next_number(act.by.account),
        case=CaseId(act.ids.new()),
        ordinal=1,
        state=State.OPEN,
        version=1,
        snapshot=snapshot,
        escalator=Party(act.by.id, act.by.name),
        escalated_at=act.now,
        door=act.origin.door,
        assessment=OFF,
        directed=directed,
    )
