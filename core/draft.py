"""The draft of a resolution note: what the history says worked. Nothing is made up: where nothing did, it is empty."""

from collections.abc import Iterator
from datetime import datetime

from core.attempt import Outcome
from core.handoff import Handoff, Passing, Tried
from core.reason import REASON_LENGTH
from core.work import attempt_said, step_said, tried_said

SAID = 200
"""How much of what was tried, and of what came of it, in code points."""

_HELPED = (Outcome.WORKED, Outcome.PARTLY)


def resolution_draft(handoff: Handoff) -> str:
    """A line for each thing that worked or did in part, that waits to be verified (which is provisional), and for each
    ticked step: with who did it, where that is known. As many of them as a note takes.

    What was done before the handoff was last reopened did not hold, and is left out.
    """
    return "\n".join(_fitting(list(dict.fromkeys(_lines(handoff)))))


def _lines(handoff: Handoff) -> Iterator[str]:
    since, tried = _last_reopened(handoff), handoff.snapshot.tried
    held = [attempt for attempt in handoff.attempts if since is None or attempt.at > since]
    for outcome in _HELPED:
        yield from (_before(each) for each in tried if each.outcome is outcome and since is None)
        yield from (attempt_said(attempt, SAID) for attempt in held if attempt.outcome is outcome)
    yield from (f"Provisional: {_before(each)}" for each in tried if each.outcome is Outcome.WAITING)
    yield from (f"Provisional: {attempt_said(attempt, SAID)}" for attempt in handoff.waiting)
    yield from (f"Done: {step_said(step, SAID)}" for step in handoff.steps if since is None or step.at > since)


def _before(tried: Tried) -> str:
    return tried_said(tried, SAID)


def _last_reopened(handoff: Handoff) -> datetime | None:
    return max((turn.until for turn in handoff.turns if turn.how is Passing.RESOLVED), default=None)


def _fitting(lines: list[str]) -> list[str]:
    for kept in range(len(lines), 0, -1):
        told = lines[:kept] if kept == len(lines) else [*lines[:kept], f"and {len(lines) - kept} more"]
        if _length("\n".join(told)) <= REASON_LENGTH:
            return told
    return []


def _length(text: str) -> int:
    """As forms count, which is as JavaScript does: what is beyond the first plane counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
