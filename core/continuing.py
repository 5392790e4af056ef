"""Where somebody left off: going on there, or one's own way."""

from dataclasses import replace

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.attempt import Attempt, AttemptId
from core.attempting import MOST_ATTEMPTS
from core.event import Happening
from core.handoff import IN_THE_MIDDLE, Handoff, HandoffId, OpenStep
from core.people import MemberId, Party
from core.permission import Verb
from core.progress import ContinueOutcome, Done, NothingThere, OwnWayOutcome, TooMany


def go_on(act: Act, wanted: HandoffId, about: str = "") -> ContinueOutcome:
    """Take up what somebody else had begun: it is the assignee's attempt now, and the card's threads are told.

    ``about`` names it (``OpenStep.name``), so that a press takes what was offered and nothing else; where a button of
    before names nothing, what would be offered now.
    """
    at_work = admitted(act, wanted, Verb.CONTINUE)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    left = next((each for each in was.left_open if about in ("", each.name)), None)
    if left is None:
        theirs = _taken_before(was, about, at_work.by.id)
        return Done(was, Verb.CONTINUE, again=True) if theirs else NothingThere(was, Verb.CONTINUE)
    if left.attempt is None and len(was.attempts) >= MOST_ATTEMPTS:
        return TooMany(was, MOST_ATTEMPTS)
    taken = _taken_up(act, was, left, Party(at_work.by.id, at_work.by.name))
    now, told = act.change(was, taken, Happening.CONTINUED, left.what, {"of": str(left.by.member)})
    act.tx.deliveries.add(*routing.on_attempt(now, told, at_work.deliveries, act.ids.new))
    return Done(now, Verb.CONTINUE, what=left.what)


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


def _taken_before(was: Handoff, about: str, by: MemberId) -> bool:
    """Whether it is theirs already."""
    mine = [each for each in was.attempts if each.by.member == by]
    if about == IN_THE_MIDDLE:
        return any(each.what == was.snapshot.open_step for each in mine)
    return any(about == str(each.id) for each in mine)


def _taken_up(act: Act, was: Handoff, left: OpenStep, by: Party) -> Handoff:
    if left.attempt is None:
        return replace(was, attempts=(*was.attempts, Attempt(AttemptId(act.ids.new()), left.what, by, act.now)))
    mine = replace(left.attempt, by=by)
    return replace(was, attempts=tuple(mine if each.id == mine.id else each for each in was.attempts))
