"""A handoff around a case, so that the card's own function can say what people would read."""

from datetime import UTC, datetime
from uuid import UUID

from core.assessment import Assessment
from core.handoff import CaseId, Door, Handoff, HandoffId, Snapshot, State
from core.people import AccountId, MemberId, Party

_NOBODY = UUID(int=0)


def handoff_of(snapshot: Snapshot, assessment: Assessment) -> Handoff:
    """The case as somebody would have escalated it just now."""
    return Handoff(
        id=HandoffId(_NOBODY),
        account=AccountId(_NOBODY),
        number=1,
        case=CaseId(_NOBODY),
        ordinal=1,
        state=State.OPEN,
        version=1,
        snapshot=snapshot,
        escalator=Party(MemberId(_NOBODY), "Jane Ruiz"),
        escalated_at=datetime.now(UTC),
        door=Door.SLACK,
        assessment=assessment,
        priority=snapshot.priority,
        ticket=snapshot.ticket,
    )
