"""Escalating further: the case goes on in a new handoff, whose snapshot holds everything up to now. What waits to be
verified goes along as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.attempt import Attempt, AttemptId, Outcome
from core.attempting import Verdicts, decided, tell_decisions
from core.escalating import begun, told_to_the_team
from core.event import Happening
from core.handoff import Ending, Handoff, HandoffId, Snapshot, State, Tried
from core.outcome import CannotBeFor, NoChannel
from core.people import Identity, Party
from core.permission import Verb
from core.progress import NeedsWhy, PassedOn, PassOnOutcome
from core.reason import reason
from core.target import target
from core.wording import took


@dataclass(frozen=True, slots=True)
class Further:
    """Why it has to go further, and for whom, as it was entered; None for anybody."""

    why: str
    directed: Identity | None = None


def pass_on(
    act: Act, wanted: HandoffId, further: Further, verdicts: Verdicts, assess_within: timedelta | None
) -> PassOnOutcome:
    """Ask the team again, for the same case. Whoever had it is the escalator of the new handoff."""
    at_work = admitted(act, wanted, Verb.PASS_ON)
    if not isinstance(at_work, Admitted):
        return at_work
    was, why = at_work.handoff, reason(further.why)
    if not why:
        return NeedsWhy(was, Verb.PASS_ON)
    settled = decided(was, verdicts)
    if not isinstance(settled, Handoff):
        return settled
    by = Party(at_work.by.id, at_work.by.name)
    party = target(act, further.directed, besides=by) if further.directed else None
    if isinstance(party, CannotBeFor):
        return party
    channels = act.tx.accounts.channels(was.account)
    if not channels:
        return NoChannel()
    asked = begun(act, _carried_on(settled, act, why), party)
    new = replace(asked, case=was.case, ordinal=was.ordinal + 1, attempts=tuple(_still_waiting(settled, act)))
    act.tx.handoffs.add(new)
    ending = Ending(by, act.now, why, settled=False, next=new.number)
    tell_decisions(act, was, settled)
    over = replace(settled, state=State.PASSED_ON, ending=ending, wake_at=None)
    now, told = act.change(was, over, Happening.PASSED_ON, why, {"next": str(new.number)})
    act.tx.deliveries.add(*routing.on_news(now, told, at_work.deliveries, act.ids.new))
    return PassedOn(now, told_to_the_team(act, new, channels, assess_within))


def _carried_on(was: Handoff, act: Act, why: str) -> Snapshot:
    left = [Tried(each.what) for each in was.left_open]
    done = dict.fromkeys(Tried(step.what) for step in was.steps)  # the same words may stand in two assessments
    over = (_tried(attempt) for attempt in was.attempts if attempt.outcome is not Outcome.WAITING)
    tried = (*was.snapshot.tried, *left, *over, *done)
    earlier = (*was.snapshot.earlier, _trail(was, act, why))
    return replace(
        was.snapshot,
        reason=why,
        tried=tried,
        earlier=earlier,
        ticket=was.ticket,
        priority=was.priority,
        open_step="",
    )


def _still_waiting(was: Handoff, act: Act) -> Iterator[Attempt]:
    """What waits to be verified belongs to the case: whoever has it next is told when to look again, and settles it."""
    yield from (replace(attempt, id=AttemptId(act.ids.new())) for attempt in was.waiting)


def _tried(attempt: Attempt) -> Tried:
    return Tried(f"{attempt.what} ({attempt.note})" if attempt.note else attempt.what, attempt.outcome)


def _trail(was: Handoff, act: Act, why: str) -> str:
    had = was.claim.by.name if was.claim else "nobody"
    held = took(act.now - was.claim.at) if was.claim else ""
    return f"{was.label}: {was.escalator.name} → {had}, {held}: {why}"
