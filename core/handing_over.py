"""Handing over: it is somebody else's now, by name, with a briefing of their own."""

from dataclasses import replace
from datetime import timedelta

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.assessing import renew
from core.event import Happening
from core.handing_back import turn_of
from core.handoff import Claim, Handoff, HandoffId, Passing
from core.outcome import CannotBeFor, NotHere
from core.people import Identity, Party
from core.permission import Verb
from core.progress import Done, HandOverOutcome
from core.reason import reason
from core.target import target


def hand_over(act: Act, wanted: HandoffId, to: Identity, why: str, assess_within: timedelta | None) -> HandOverOutcome:
    """Give it to a named person, who may be anybody eligible but its escalator; they read a new assessment where
    there is something new to read."""
    at_work = admitted(act, wanted, Verb.HAND_OVER)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    party = _receiver(act, was, to)
    if isinstance(party, CannotBeFor):
        return party
    if was.claim is None:
        return NotHere()
    act = replace(act, now=max(act.now, was.claim.at))  # clocks differ, and a turn ends after it began
    turn = turn_of(was.claim, act, at_work.by, Passing.HANDED_OVER, reason(why))
    claim = Claim(Party(party.member, party.name), turn.until, act.origin.door)
    passed = replace(was, claim=claim, wake_at=None, turns=(*was.turns, turn))
    now, told = act.change(was, passed, Happening.HANDED_OVER, turn.why, {"to": str(party.member)})
    reached = routing.reached(party, act.origin.door)
    act.tx.deliveries.add(*routing.on_new_turn(now, reached, told, at_work.deliveries, act.ids.new))
    return Done(renew(act, now, told, assess_within), Verb.HAND_OVER)


def _receiver(act: Act, handoff: Handoff, to: Identity) -> Party | CannotBeFor:
    party = target(act, to, besides=handoff.escalator)
    if isinstance(party, Party) and handoff.assigned_to(party.member):
        return CannotBeFor(f"{party.name} has it already.")
    return party
