"""Changing what is asked for: priority, ticket, whom it is for. The snapshot stays as it was."""

from dataclasses import dataclass, replace

from core import routing
from core.act import Act
from core.admission import Admitted, admitted
from core.escalation import named_ticket
from core.event import Happening
from core.handoff import Handoff, HandoffId, Priority
from core.outcome import CannotBeFor
from core.people import Identity, Party
from core.permission import Verb
from core.progress import ChangeOutcome, Done
from core.target import target


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked for from now on, as it was typed. ``directed`` is None for anybody, or for
    whoever it is for already where that person cannot be chosen: they are in the other chat."""

    priority: Priority
    ticket: str = ""
    directed: Identity | None = None


def change(act: Act, wanted: HandoffId, to: Change) -> ChangeOutcome:
    """Ask for something else. Whom it is for matters only while nobody has it."""
    at_work = admitted(act, wanted, Verb.CHANGE)
    if not isinstance(at_work, Admitted):
        return at_work
    was = at_work.handoff
    directed = _directed(act, was, to.directed)
    if isinstance(directed, CannotBeFor):
        return directed
    changed = replace(was, priority=to.priority, ticket=named_ticket(to.ticket), directed=directed)
    facts = _differences(was, changed)
    if not facts:
        return Done(was, Verb.CHANGE, again=True)
    now, told = act.change(was, changed, Happening.CHANGED, facts=facts)
    act.tx.deliveries.add(*routing.on_change(now, told, at_work.deliveries, act.ids.new, for_another="for" in facts))
    return Done(now, Verb.CHANGE)


def _directed(act: Act, handoff: Handoff, to: Identity | None) -> Party | CannotBeFor | None:
    if not handoff.claimable:
        return handoff.directed
    if to is None:
        return None if _was_shown(act, handoff) else handoff.directed
    if handoff.directed is not None and to in handoff.directed.identities:
        return handoff.directed  # whoever it is for already stays, deactivated meanwhile or not
    return target(act, to, besides=handoff.escalator)


def _was_shown(act: Act, handoff: Handoff) -> bool:
    """Whether the form could name the person it is for: somebody of the other chat cannot be chosen here."""
    here = act.origin.identity and act.origin.identity.workspace
    return handoff.directed is None or any(identity.workspace == here for identity in handoff.directed.identities)


def _differences(was: Handoff, now: Handoff) -> dict[str, str]:
    facts = {}
    if now.priority is not was.priority:
        facts["priority"] = now.priority.value
    if now.ticket != was.ticket:
        facts["ticket"] = "changed"
    if _whom(now) != _whom(was):
        facts["for"] = _whom(now) or "anybody"
    return facts


def _whom(handoff: Handoff) -> str:
    return str(handoff.directed.member) if handoff.directed else ""
