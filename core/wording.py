"""Times, titles and names in words: said the same way on every card, in every answer and in both chats."""

from datetime import UTC, datetime, timedelta

from core.attempt import Outcome
from core.handoff import Handoff, Priority
from core.text import cut, one_line

TITLE_PROBLEM = 70
LIST_PROBLEM = 60

_UNITS = ((86_400, "day", "d"), (3_600, "hour", "h"), (60, "minute", "min"), (1, "second", "s"))

MARKS = {Priority.URGENT: "🔴", Priority.HIGH: "🟠", Priority.NORMAL: "🔵", Priority.LOW: "⚪"}
"""A coloured mark for each priority; the word always stands beside it."""

OUTCOMES = {
    Outcome.UNDECIDED: "being tried",
    Outcome.WORKED: "worked",
    Outcome.PARTLY: "worked partly",
    Outcome.FAILED: "did not work",
    Outcome.WAITING: "waiting to verify",
    Outcome.DISMISSED: "dismissed",
}
"""What came of an attempt, in words."""


def ago(age: timedelta) -> str:
    """How long ago: "a moment ago", "3 seconds ago", "1 minute ago". A negative age is now: clocks differ a little."""
    seconds = int(age.total_seconds())
    if seconds < 1:
        return "a moment ago"
    size, unit, _ = next(row for row in _UNITS if seconds >= row[0])
    return f"{counted(seconds // size, unit)} ago"


def took(duration: timedelta) -> str:
    """A duration, short: "40 s", "12 min", "3 h 5 min", "2 d 4 h"."""
    seconds = max(0, int(duration.total_seconds()))
    if seconds < 3_600:
        return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min"
    if seconds < 86_400:
        return _pair(seconds // 3_600, "h", seconds % 3_600 // 60, "min")
    return _pair(seconds // 86_400, "d", seconds % 86_400 // 3_600, "h")


def dated(moment: datetime) -> str:
    """A moment where nobody's own time zone is known: "2026-11-21 17:00 UTC"."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 item", "3 items"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def title_of(handoff: Handoff) -> str:
    """The title of cards, mails and lists: ``Escalation from Jane · #4711: <problem>``."""
    ticket = f" · {handoff.ticket}" if handoff.ticket else ""
    problem = cut(one_line(handoff.snapshot.problem), TITLE_PROBLEM)
    return f"Escalation from {handoff.escalator.first_name}{ticket}: {problem}"


def short_problem(handoff: Handoff) -> str:
    """The problem as one line of a list shows it."""
    return cut(one_line(handoff.snapshot.problem), LIST_PROBLEM)


def _pair(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"
