"""What the model made of cases."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.assessment import Assessment, AssessmentId, Status, Tokens
from core.event import Happening
from core.handoff import CaseId, HandoffId
from core.people import AccountId
from storage.column import JSON, word
from storage.document import findings_document, findings_of
from storage.tables import assessments, events, handoffs

_BEING_WRITTEN = assessments.c.status == word(Status.WRITING)

_ORDINAL = (
    sa.select(sa.func.coalesce(sa.func.max(assessments.c.ordinal), sa.literal_column("0")) + sa.literal_column("1"))
    .where(assessments.c.account_id == bound("account"), assessments.c.handoff_id == bound("handoff"))
    .scalar_subquery()
)
_ADD = sa.insert(assessments).values(
    account_id=bound("account"),
    id=bound("assessment"),
    handoff_id=bound("handoff"),
    ordinal=_ORDINAL,
    status=bound("begun"),
    findings=bound("found", type_=JSON),
    why=bound("reason"),
    model=bound("named"),
    assess_by=bound("until"),
    finished_at=sa.null(),
)
_GET = sa.select(assessments).where(
    assessments.c.account_id == bound("account"), assessments.c.id == bound("assessment")
)
_FINISH = (
    sa.update(assessments)
    .where(assessments.c.account_id == bound("account"), assessments.c.id == bound("assessment"), _BEING_WRITTEN)
    .values(
        status=bound("ended"),
        findings=bound("found"),
        why=bound("reason"),
        model=bound("named"),
        finished_at=bound("now"),
        tokens_in=bound("into"),
        tokens_out=bound("out"),
        tokens_cached=bound("cached"),
    )
)
_COUNTED = (
    sa.select(sa.func.count())
    .select_from(handoffs)
    .join(
        assessments,
        sa.and_(assessments.c.account_id == handoffs.c.account_id, assessments.c.handoff_id == handoffs.c.id),
    )
    .join(events, sa.and_(events.c.account_id == assessments.c.account_id, events.c.id == assessments.c.id))
    .where(
        handoffs.c.account_id == bound("account"),
        handoffs.c.case_id == bound("case"),
        events.c.what.in_(bound("begun_by", expanding=True)),
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

    def add(self, account: AccountId, handoff: HandoffId, begun: Assessment) -> None:
        """Keep an assessment as it begins: the newest of its handoff. One without an id is off, and leaves no row."""
        if begun.id is None:
            return
        row = {"account": account, "assessment": begun.id, "handoff": handoff, "until": begun.assess_by}
        self._connection.execute(_ADD, {**row, "begun": begun.status, **_said(begun)})

    def get(self, account: AccountId, assessment: AssessmentId) -> Assessment | None:
        """An assessment by its id, as it stands; without what there was before it."""
        row = self._connection.execute(_GET, {"account": account, "assessment": assessment}).first()
        return _assessment_of(row) if row else None

    def finish(self, account: AccountId, assessment: AssessmentId, ended: Assessment, at: datetime) -> bool:
        """Write a final status; False when it had one already, which then stays."""
        spent = ended.tokens
        written = {
            "account": account,
            "assessment": assessment,
            "ended": ended.status,
            "now": at,
            "into": spent.into if spent else None,
            "out": spent.out if spent else None,
            "cached": spent.cached if spent else None,
            **_said(ended),
        }
        return self._connection.execute(_FINISH, written).rowcount == 1

    def counted(self, account: AccountId, case: CaseId, begun_by: Collection[Happening]) -> int:
        """How many were begun by such events in a case: an assessment has the id of the event that asked for it."""
        asked = {"account": account, "case": case, "begun_by": sorted(begun_by)}
        return self._connection.execute(_COUNTED, asked).scalar_one()

    def overdue(self, now: datetime, most: int) -> Sequence[tuple[AccountId, HandoffId, AssessmentId]]:
        """Assessments that are still being written though their time is over; the longest first."""
        rows = self._connection.execute(_OVERDUE, {"now": now, "most": most})
        return [(row.account_id, row.handoff_id, row.id) for row in rows]


def _said(assessment: Assessment) -> dict[str, object]:
    return {
        "found": findings_document(assessment.findings) if assessment.findings else None,
        "reason": assessment.why,
        "named": assessment.model,
    }


def _assessment_of(row: sa.Row[Any]) -> Assessment:
    return Assessment(
        status=Status(row.status),
        findings=findings_of(row.findings) if row.findings else None,
        why=row.why,
        model=row.model,
        assess_by=row.assess_by,
        id=row.id,
        tokens=None if row.tokens_in is None else Tokens(row.tokens_in, row.tokens_out or 0, row.tokens_cached or 0),
    )
