"""What the model made of cases."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.assessment import Assessment, AssessmentId, Status
from core.handoff import Handoff, HandoffId
from core.people import AccountId
from storage.column import word
from storage.document import findings_document
from storage.tables import assessments

_BEING_WRITTEN = assessments.c.status == word(Status.WRITING)

_ADD = sa.insert(assessments)
_FINISH = (
    sa.update(assessments)
    .where(assessments.c.account_id == bound("account"), assessments.c.id == bound("assessment"), _BEING_WRITTEN)
    .values(
        status=bound("ended"),
        findings=bound("found"),
        why=bound("reason"),
        model=bound("named"),
        finished_at=bound("now"),
    )
)
_OVERDUE = (
    sa.select(assessments.c.account_id, assessments.c.handoff_id, assessments.c.id)
    .where(_BEING_WRITTEN, assessments.c.assess_by <= bound("now"))
    .order_by(assessments.c.assess_by)
    .limit(bound("most", type_=sa.Integer()))
)


class Assessments:
    """``core.repository.Assessments`` on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, handoff: Handoff) -> None:
        """Keep the handoff's assessment, as it begins. One without an id is off, and leaves no row."""
        assessment = handoff.assessment
        if assessment.id is None:
            return
        row = {"account_id": handoff.account, "id": assessment.id, "handoff_id": handoff.id}
        begun = {"assess_by": assessment.assess_by, "finished_at": None, **_said(assessment)}
        self._connection.execute(_ADD, {**row, **begun})

    def finish(self, account: AccountId, assessment: AssessmentId, ended: Assessment, at: datetime) -> bool:
        """Write a final status; False when it had one already, which then stays."""
        said = _said(ended)
        written = {
            "account": account,
            "assessment": assessment,
            "ended": said["status"],
            "found": said["findings"],
            "reason": said["why"],
            "named": said["model"],
            "now": at,
        }
        return self._connection.execute(_FINISH, written).rowcount == 1

    def overdue(self, now: datetime, most: int) -> Sequence[tuple[AccountId, HandoffId, AssessmentId]]:
        """Assessments that are still being written though their time is over; the longest first."""
        rows = self._connection.execute(_OVERDUE, {"now": now, "most": most})
        return [(row.account_id, row.handoff_id, row.id) for row in rows]


def _said(assessment: Assessment) -> dict[str, object]:
    return {
        "status": assessment.status,
        "findings": findings_document(assessment.findings) if assessment.findings else None,
        "why": assessment.why,
        "model": assessment.model,
    }
