"""Resolving and reopening: finished, with what worked or what is left over; and not finished after all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.attempt import Outcome
from core.attempting import Verdicts, decided, tell_decisions
from core.draft import resolution_draft
from core.event import Happening
from core.handoff import Claim, Ending, Handoff, HandoffId, Passing, State, Turn
from core.people import Party
from core.permission import Verb
from core.progress import Done, NeedsOutcome, NeedsWhy, ReopenOutcome, ResolveOutcome
from core.reason import reason


@dataclass(frozen=True, slots=True)
class End:
    """How it ends, as it was typed: ``note`` says what worked, or what is left over where it is not ``settled``.
    ``waiting_worked`` settles the attempts that wait; else they are asked about, as undecided ones are."""

    note: str
    settled: bool = True
    waiting_worked: bool = False


def resolve(act: Act, wanted: HandoffId, end: End, verdicts: Verdicts) -> ResolveOutcome:
    """Finish it."""
    at_work = admitted(act, wanted, Verb.RESOLVE)
    if not isinstance(at_work, Admitted):
        return at_work
    was, note = at_work.handoff, reason(end.note)
    known = decided(was, verdicts)
    if not isinstance(known, Handoff):
        return known
    settled = _settled(known) if end.waiting_worked else known
    if settled.waiting:
        return NeedsOutcome(was, settled.waiting[0])
    drafted = note in (reason(resolution_draft(each)) for each in (was, settled))
    if not note or (drafted and not end.settled):  # a draft says what helped, and nothing of what is left over
        return NeedsWhy(was, Verb.RESOLVE, left_over=not end.settled)
    if drafted:
        note = reason(resolution_draft(settled)) or note  # what it called provisional was settled with it
    tell_decisions(act, was, settled)
    ending = Ending(Party(at_work.by.id, at_work.by.name), act.now, note, end.settled)
    over = replace(settled, state=State.RESOLVED, ending=ending, wake_at=None)
    facts = {"settled": "yes" if end.settled else "no"}
    now, told = act.change(was, over, Happening.RESOLVED, note, facts)
    act.tx.deliveries.add(*routing.on_news(now, told, at_work.deliveries, act.ids.new))
    return Done(now, Verb.RESOLVE)


def reopen(act: Act, wanted: HandoffId, why: str) -> ReopenOutcome:
    """Take it up again: it is the reopener's now."""
    at_work = admitted(act, wanted, Verb.REOPEN)
    if not isinstance(at_work, Admitted):
        return at_work
    was, by = at_work.handoff, at_work.by
    claim = Claim(Party(by.id, by.name), act.now, act.origin.door)
    again = replace(was, state=State.CLAIMED, ending=None, claim=claim, turns=(*was.turns, *_last_turn(was)))
    now, told = act.change(was, again, Happening.REOPENED, reason(why))
    act.tx.deliveries.add(*routing.on_new_turn(now, act.origin.identity, told, at_work.deliveries, act.ids.new))
    return Done(now, Verb.REOPEN)


def _last_turn(was: Handoff) -> Iterator[Turn]:
    if was.claim and was.ending:
        yield Turn(was.claim.by, was.claim.at, was.ending.at, Passing.RESOLVED, was.ending.by, was.ending.note)


def _settled(handoff: Handoff) -> Handoff:
    worked = tuple(
        replace(attempt, outcome=Outcome.WORKED) if attempt.outcome is Outcome.WAITING else attempt
        for attempt in handoff.attempts
    )
    return replace(handoff, attempts=worked)
