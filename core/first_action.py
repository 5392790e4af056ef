"""The first action: an assignee's first visible step after their claim. A fact of its own, once for each claim.

Visible is what others can read and what moves the case: a remark under a card, an attempt and what came of it, a ticked
step, going on where somebody left off, resolving, escalating further. Not so what gives it away (handing back and
over), what nobody else sees (setting it aside, putting next steps away), and what only asks (*Dig deeper*).
"""

from core.event import Happening
from core.handoff import Handoff
from core.people import MemberId

VISIBLE = frozenset(
    {
        Happening.SAID,
        Happening.ATTEMPTED,
        Happening.DECIDED,
        Happening.STEP_DONE,
        Happening.CONTINUED,
        Happening.RESOLVED,
        Happening.PASSED_ON,
    }
)


def is_first_action(handoff: Handoff, by: MemberId, what: Happening) -> bool:
    """Whether this would be one. What is said once it is over moves nothing; what ends it does."""
    over = what is Happening.SAID and handoff.ending is not None
    first = handoff.assigned_to(by) and handoff.claim is not None and handoff.claim.acted_at is None
    return first and what in VISIBLE and not over
