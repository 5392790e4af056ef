"""What every verb but the race asks first: is it there, is it new, may they, is it the time for it?"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.act import Act
from core.adopting import adopt
from core.delivery import Delivery
from core.handoff import Handoff, HandoffId
from core.outcome import NotHere, NotYours
from core.people import Member
from core.permission import Verb, may
from core.progress import Done, NotNow
from core.state import refusal


@dataclass(frozen=True, slots=True)
class Admitted:
    """A member who may, and the handoff, which nobody else changes before the transaction ends."""

    by: Member
    handoff: Handoff
    deliveries: Sequence[Delivery]


def admitted(act: Act, wanted: HandoffId, verb: Verb) -> Admitted | Done | NotYours | NotNow | NotHere:
    """The handoff, locked, or why not; Done for a request that had its effect before, which now has none.

    Raises NotFound for a button of another conversation.
    """
    by = act.actor()
    handoff = act.tx.handoffs.lock(act.by.account, wanted)
    if handoff is None or by is None:
        return NotHere()
    deliveries = act.tx.deliveries.of(handoff.account, handoff.id)
    act.must_come_from(deliveries)
    adopt(act, handoff, deliveries)
    if act.origin.request and act.tx.inbound.kept(by.account, act.origin.request):
        return Done(handoff, verb)
    if not may(by, verb, handoff, act.now):
        return NotYours(handoff, verb)
    why = refusal(verb, handoff.state)
    return NotNow(handoff, why) if why else Admitted(by, handoff, deliveries)
