"""Setting aside, by its escalator before anybody is asked, or by the assignee, who keeps it; and going on with it."""

from dataclasses import replace
from datetime import datetime, timedelta

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.assessing import begin
from core.escalating import begun, keep_new, made_before, takers
from core.event import Happening
from core.handoff import Ending, Handoff, HandoffId, Snapshot, State
from core.outcome import CannotBeFor, Escalated, NoChannel, NotHere, NotYours, ViewersMayNot
from core.people import Identity, Party
from core.permission import Verb
from core.progress import Done, EscalateParkedOutcome, NotNow, Parked, ParkNewOutcome, ParkOutcome, ResumeOutcome
from core.state import Refusal
from core.target import target


def park(act: Act, snapshot: Snapshot, directed: Identity | None) -> ParkNewOutcome:
    """Keep it for later: nobody is told, and whoever finds it in the queue may pick it up.

    Raises SentTwice when somebody else is carrying out the same request.
    """
    by = act.actor()
    if by is None:
        return NotHere()
    if not by.engineer:
        return ViewersMayNot()
    made = made_before(act)
    if made:
        return Parked(made, again=True)
    party = target(act, directed, besides=Party(by.id, by.name)) if directed else None
    if isinstance(party, CannotBeFor):
        return party
    handoff = replace(begun(act, snapshot, party), state=State.PARKED)
    keep_new(act, handoff)
    act.record(handoff, Happening.PARKED)
    act.tx.deliveries.add(*routing.on_park(handoff, act.origin.identity, act.ids.new))
    return Parked(handoff)


def escalate_parked(act: Act, wanted: HandoffId, assess_within: timedelta | None) -> EscalateParkedOutcome:
    """Ask the team for what was kept for later."""
    at_work = admitted(act, wanted, Verb.ESCALATE)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    channels = act.tx.accounts.channels(was.account)
    if not channels:
        return NoChannel()
    asked = replace(was, state=State.OPEN, escalated_at=act.now)
    now, told = act.change(was, asked, Happening.ESCALATED)
    act.tx.deliveries.add(*routing.on_escalation(now, channels, None, act.ids.new))
    return Escalated(begin(act, now, told, assess_within), takers(act))


def set_aside(act: Act, wanted: HandoffId, until: datetime) -> ParkOutcome:
    """Set aside what one has, until then. For everybody else it is as it was."""
    at_work = admitted(act, wanted, Verb.PARK)
    if not isinstance(at_work, Admitted):
        return at_work
    aside = replace(at_work.handoff, wake_at=until)
    now, _ = act.change(at_work.handoff, aside, Happening.SET_ASIDE, facts={"until": until.isoformat()})
    return Done(now, Verb.PARK)


def resume(act: Act, wanted: HandoffId) -> ResumeOutcome:
    """Go on with it: the assignee with what they set aside, its escalator with what nobody was asked about."""
    at_work = admitted(act, wanted, Verb.RESUME)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    if was.state is State.CLAIMED and not was.assigned_to(at_work.by.id):
        return NotYours(was, Verb.RESUME)  # whether they set it aside is nobody else's business
    if was.state is State.CLAIMED and was.wake_at is None:
        return NotNow(was, Refusal.NOT_SET_ASIDE)
    now, _ = act.change(was, _gone_on_with(act, was), Happening.RESUMED)
    return Done(now, Verb.RESUME)


def _gone_on_with(act: Act, handoff: Handoff) -> Handoff:
    if handoff.state is State.CLAIMED:
        return replace(handoff, wake_at=None)
    return replace(handoff, state=State.RESUMED, ending=Ending(Party(act.by.id, act.by.name), act.now))
