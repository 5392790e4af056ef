"""What was done with a handoff since help was asked for, in words: said the same way to a model, in the draft of a
resolution note and in the case document. Words only: times are in UTC, and people have their names."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.attempt import Attempt, Outcome
from core.handoff import Handoff, Passing, Tried, Turn
from core.step import DoneStep
from core.text import cut, one_line
from core.wording import OUTCOMES, dated, took


@dataclass(frozen=True, slots=True)
class Work:
    """Attempts, ticked steps, and the turns that are over."""

    attempts: tuple[Attempt, ...] = ()
    steps: tuple[DoneStep, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def tried(self) -> tuple[Tried, ...]:
        """All of it that somebody tried, as an earlier handoff's attempts stand in a snapshot."""
        attempts = (Tried(attempt.what, attempt.outcome) for attempt in self.attempts)
        return (*attempts, *(Tried(step.what) for step in self.steps))


NO_WORK = Work()


def work_of(handoff: Handoff) -> Work:
    """What was done with it so far."""
    return Work(handoff.attempts, handoff.steps, handoff.turns)


def attempt_said(attempt: Attempt, longest: int) -> str:
    """``Moved the DNS records (Sam Okafor): waiting to verify: they spread until tonight; look again …``"""
    return f"{cut(one_line(attempt.what), longest)} ({attempt.by.name}): {came_of(attempt, longest)}"


def came_of(attempt: Attempt, longest: int) -> str:
    """What came of it, with what was said of that: ``did not work: same error``."""
    note = f": {cut(one_line(attempt.note), longest)}" if attempt.note else ""
    return f"{OUTCOMES[attempt.outcome]}{note}{_again(attempt)}"


def tried_said(tried: Tried, longest: int) -> str:
    """What was tried before help was asked for, or in an earlier handoff of the case."""
    came = f": {OUTCOMES[tried.outcome]}" if tried.outcome else ""
    return f"{cut(one_line(tried.what), longest)}{came}"


def step_said(step: DoneStep, longest: int) -> str:
    """``Look up the autodiscover records (Sam Okafor)``"""
    return f"{cut(one_line(step.what), longest)} ({step.by.name})"


def turn_said(turn: Turn, longest: int) -> str:
    """``Sam Okafor, 12 min, handed back: needs firewall rights``"""
    why = f": {cut(one_line(turn.why), longest)}" if turn.why else ""
    return f"{turn.by.name}, {took(turn.until - turn.since)}, {' '.join(_passed(turn))}{why}"


def _passed(turn: Turn) -> Iterator[str]:
    yield {
        Passing.HANDED_BACK: "handed back",
        Passing.HANDED_OVER: "handed over",
        Passing.RESOLVED: "resolved, and reopened later",
    }[turn.how]
    if turn.ended_by is None or turn.ended_by.member != turn.by.member:
        yield f"by {turn.ended_by.name if turn.ended_by else 'Baton'}"


def _again(attempt: Attempt) -> str:
    if attempt.look_at is None or attempt.outcome is not Outcome.WAITING:
        return ""
    return f"; look again {dated(attempt.look_at)}"
