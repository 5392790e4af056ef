"""One case through the pipeline: masked, asked, judged, checked, shown."""

import time
from dataclasses import dataclass
from datetime import timedelta

from core.assessment import Assessment, Confidence, Status, Tokens
from core.card import assessment_parts
from core.case import case_text
from core.errors import AssessmentFailed, TryAgain
from core.escalation import snapshot_of
from core.grounding import grounded
from core.message import Message, words_of
from core.ports import Model
from eval.cases import Case
from eval.judge import Judgement, judged
from eval.shown import handoff_of


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one case. ``why`` when the model gave nothing; ``shown`` is what the card says of the assessment."""

    case: Case
    seconds: float
    masked: int
    judgement: Judgement | None = None
    confidence: Confidence | None = None
    tokens: Tokens | None = None
    why: str = ""
    shown: str = ""


async def ran(case: Case, model: Model, within: timedelta) -> Ran:
    """The case as Baton would assess it; a failure is a result, too."""
    snapshot = snapshot_of(case.entry)
    asked = case_text(snapshot)
    started = time.perf_counter()
    try:
        answer = await model.assess(asked, within)
    except (AssessmentFailed, TryAgain) as failure:
        tokens = failure.tokens if isinstance(failure, AssessmentFailed) else None
        return Ran(case, time.perf_counter() - started, snapshot.masked, tokens=tokens, why=failure.words)
    seconds = time.perf_counter() - started
    findings = grounded(answer.findings, asked)
    assessment = Assessment(Status.READY, findings, model=model.name)
    parts = tuple(assessment_parts(handoff_of(snapshot, assessment)))
    return Ran(
        case,
        seconds,
        snapshot.masked,
        judged(answer.findings, asked),
        findings.confidence,
        answer.tokens,
        shown=words_of(Message(case.name, parts)),
    )
