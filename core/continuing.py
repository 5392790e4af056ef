"""Where somebody left off: going on there, or one's own way."""

from dataclasses import replace

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.attempt import Attempt, AttemptId
from core.attempting import MOST_ATTEMPTS
from core.event import Happening
from core.handoff import Handoff, HandoffId, OpenStep
from core.people import Party
from core.permission import Verb
from core.progress import ContinueOutcome, Done, NothingThere, OwnWayOutcome, TooMany


def go_on(act: Act, wanted: HandoffId) -> ContinueOutcome:
    """Take up what somebody else had begun: it is the assignee's attempt now, and the card's threads are told."""
    at_work = admitted(act, wanted, Verb.CONTINUE)
    if not isinstance(at_work, Admitted):
        return at_work
    was, left = at_work.handoff, at_work.handoff.left_open
    if left is None:
        return NothingThere(was, Verb.CONTINUE)
    if left.attempt is None and len(was.attempts) >= MOST_ATTEMPTS:
        return TooMany(was, MOST_ATTEMPTS)
    taken = _taken_up(act, was, left, Party(at_work.by.id, at_work.by.name))
    now, told = act.change(was, taken, Happening.CONTINUED, left.what, {"of": str(left.by.member)})
    act.tx.deliveries.add(*routing.on_attempt(now, told, at_work.deliveries, act.ids.new))
    return Done(now, Verb.CONTINUE)


def own_way(act: Act, wanted: HandoffId) -> OwnWayOutcome:
    """Follow neither the proposed steps nor what somebody else had begun: the briefing offers them no more."""
    at_work = admitted(act, wanted, Verb.OWN_WAY)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    if was.claim is None or was.claim.own_way:
        return Done(was, Verb.OWN_WAY, again=True)
    now, _ = act.change(was, replace(was, claim=replace(was.claim, own_way=True)), Happening.OWN_WAY)
    return Done(now, Verb.OWN_WAY)


def _taken_up(act: Act, was: Handoff, left: OpenStep, by: Party) -> Handoff:
    if left.attempt is None:
        return replace(was, attempts=(*was.attempts, Attempt(AttemptId(act.ids.new()), left.what, by, act.now)))
    mine = replace(left.attempt, by=by)
    return replace(was, attempts=tuple(mine if each.id == mine.id else each for each in was.attempts))
