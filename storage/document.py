"""Snapshots and findings as JSON documents."""

from datetime import datetime
from typing import Any

from core.assessment import Confidence, Fact, Findings, Reading, Step
from core.attempt import Outcome
from core.handoff import Priority, Quote, Snapshot, Source, Tried

Document = dict[str, Any]


def snapshot_document(snapshot: Snapshot) -> Document:
    """A snapshot as it is kept."""
    return {
        "problem": snapshot.problem,
        "reason": snapshot.reason,
        "tried": [_tried_document(tried) for tried in snapshot.tried],
        "ticket": snapshot.ticket,
        "customer": snapshot.customer,
        "priority": snapshot.priority.value,
        "masked": snapshot.masked,
        "source": _source_document(snapshot.source) if snapshot.source else None,
        **({"earlier": list(snapshot.earlier)} if snapshot.earlier else {}),
        **({"open_step": snapshot.open_step} if snapshot.open_step else {}),
    }


def snapshot_of(kept: Document) -> Snapshot:
    """The snapshot that was kept. Those from before there were sources have none."""
    source = kept.get("source")
    return Snapshot(
        problem=kept["problem"],
        reason=kept["reason"],
        tried=tuple(_tried_of(tried) for tried in kept["tried"]),
        ticket=kept["ticket"],
        customer=kept["customer"],
        priority=Priority(kept["priority"]),
        masked=kept["masked"],
        source=_source_of(source) if source else None,
        earlier=tuple(kept.get("earlier", ())),
        open_step=kept.get("open_step", ""),
    )


def _tried_document(tried: Tried) -> str | Document:
    """A word of its own where there is no outcome, as in the first version."""
    return tried.what if tried.outcome is None else {"what": tried.what, "outcome": tried.outcome.value}


def _tried_of(kept: str | Document) -> Tried:
    return Tried(kept) if isinstance(kept, str) else Tried(kept["what"], Outcome(kept["outcome"]))


def _source_document(source: Source) -> Document:
    quotes = [{"author": q.author, "text": q.text, "at": q.at.isoformat() if q.at else None} for q in source.quotes]
    thread = {"of": source.of, "missed": source.missed, "conversation": source.conversation, "root": source.root}
    return {"link": source.link, "quotes": quotes, **thread}


def _source_of(kept: Document) -> Source:
    quotes = tuple(
        Quote(quote["author"], quote["text"], datetime.fromisoformat(quote["at"]) if quote["at"] else None)
        for quote in kept["quotes"]
    )
    thread = {name: kept[name] for name in ("of", "missed", "conversation", "root") if name in kept}
    return Source(quotes, kept["link"], **thread)


def findings_document(findings: Findings) -> Document:
    """Findings as they are kept."""
    return {
        "summary": findings.summary,
        "facts": [{"text": f.text, "source": f.source, "named": f.named} for f in findings.facts],
        "likely_cause": findings.likely_cause,
        "steps": [{"text": s.text, "why": s.why, "already_tried": s.already_tried} for s in findings.steps],
        "questions": list(findings.questions),
        "confidence": findings.confidence.value,
        "messages": [findings.messages.read, findings.messages.of],
    }


def findings_of(kept: Document) -> Findings:
    """The findings that were kept. Those from before facts kept the names of their sources have none."""
    return Findings(
        summary=kept["summary"],
        facts=tuple(Fact(fact["text"], fact["source"], fact.get("named", "")) for fact in kept["facts"]),
        likely_cause=kept["likely_cause"],
        steps=tuple(Step(step["text"], step["why"], step["already_tried"]) for step in kept["steps"]),
        questions=tuple(kept["questions"]),
        confidence=Confidence(kept["confidence"]),
        messages=Reading(*kept.get("messages", ())),
    )
