"""Handing back: the race opens again, with memory of who had it, for how long, and why not any longer."""

from dataclasses import replace
from datetime import timedelta

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.assessing import renew
from core.attempting import Verdicts, decided, tell_decisions
from core.event import Happening
from core.handoff import Claim, Handoff, HandoffId, Passing, State, Turn
from core.outcome import NotHere
from core.people import Member, Party
from core.permission import Verb
from core.progress import Done, HandBackOutcome, NeedsWhy
from core.reason import reason

MIS_CLICK = timedelta(seconds=60)
"""So soon after the claim, handing back needs no reason."""


def hand_back(
    act: Act, wanted: HandoffId, why: str, verdicts: Verdicts, assess_within: timedelta | None
) -> HandBackOutcome:
    """Return it to the queue. An attempt of which nobody has said what came of it is asked about first.

    Whoever comes next reads a new assessment; but a mis-click begins none, unless the team is asked only now, because
    it was parked when somebody picked it up.
    """
    at_work = admitted(act, wanted, Verb.HAND_BACK)
    if not isinstance(at_work, Admitted):
        return at_work
    was, why = at_work.handoff, reason(why)
    if was.claim is None:
        return NotHere()
    if not why and act.now - was.claim.at > MIS_CLICK:
        return NeedsWhy(was, Verb.HAND_BACK)
    settled = decided(was, verdicts)
    if not isinstance(settled, Handoff):
        return settled
    act = replace(act, now=max(act.now, was.claim.at))  # clocks differ, and a turn ends after it began
    turn = turn_of(was.claim, act, at_work.by, Passing.HANDED_BACK, why)
    tell_decisions(act, was, settled)
    now, told = act.change(was, opened_again(settled, turn), Happening.HANDED_BACK, why)
    act.tx.deliveries.add(*routing.on_news(now, told, at_work.deliveries, act.ids.new))
    channels = act.tx.accounts.channels(now.account)
    cards = routing.missing_cards(now, at_work.deliveries, channels, act.ids.new)
    act.tx.deliveries.add(*cards)
    return Done(renew(act, now, told, assess_within) if why or cards else now, Verb.HAND_BACK)


def opened_again(handoff: Handoff, turn: Turn) -> Handoff:
    """With the team again, after this turn."""
    return replace(handoff, state=State.OPEN, claim=None, wake_at=None, turns=(*handoff.turns, turn))


def turn_of(claim: Claim, act: Act, by: Member, how: Passing, why: str) -> Turn:
    """The turn that ends now."""
    return Turn(claim.by, claim.at, act.now, how, Party(by.id, by.name), why)
