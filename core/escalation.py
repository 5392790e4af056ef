"""What somebody asks for when they escalate, checked and made clean: the entry that becomes a snapshot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.errors import InvalidRequest
from core.handoff import Attempt, Priority, Snapshot
from core.people import Identity
from core.redaction import masked
from core.text import clean, cut, one_line

PROBLEM_LENGTH = 20_000
REASON_LENGTH = 3_000
TRIED_LENGTH = 6_000
TRIED_STEPS = 40
TICKET_LENGTH = 40
CUSTOMER_LENGTH = 80

_BULLET = re.compile(r"[-*•–]+(?:\s+|$)|•")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed, in a form or in one line, as it was typed. Lengths are in code points."""

    problem: str
    reason: str = ""
    tried: str = ""
    ticket: str = ""
    customer: str = ""
    priority: Priority = Priority.NORMAL
    directed: Identity | None = field(default=None)


def snapshot_of(entry: Entry) -> Snapshot:
    """The entry clean, masked and cut to what is kept.

    Raises InvalidRequest when no problem is left.
    """
    problem = masked(clean(entry.problem))
    reason = masked(clean(entry.reason))
    tried = masked(clean(entry.tried))
    ticket = masked(one_line(clean(entry.ticket)))
    customer = masked(one_line(clean(entry.customer)))
    if not problem.text:
        raise InvalidRequest("no problem", words="Please say what the problem is.")
    return Snapshot(
        problem=cut(problem.text, PROBLEM_LENGTH),
        reason=cut(reason.text, REASON_LENGTH),
        tried=_attempts(cut(tried.text, TRIED_LENGTH)),
        ticket=_ticket(ticket.text),
        customer=cut(customer.text, CUSTOMER_LENGTH),
        priority=entry.priority,
        masked=sum(part.count for part in (problem, reason, tried, ticket, customer)),
    )


def _attempts(tried: str) -> tuple[Attempt, ...]:
    """One attempt a line; a leading bullet belongs to the writing, ``--force`` to the attempt."""
    lines = [line.strip() for line in tried.splitlines()]
    told = [said for line in lines if (said := line[_bullet(line) :])]
    return tuple(Attempt(line) for line in _within(told))


def _bullet(line: str) -> int:
    found = _BULLET.match(line)
    return found.end() if found else 0


def _within(lines: Sequence[str]) -> list[str]:
    if len(lines) <= TRIED_STEPS:
        return list(lines)
    return [*lines[: TRIED_STEPS - 1], "\n".join(lines[TRIED_STEPS - 1 :])]


def _ticket(ticket: str) -> str:
    """A bare number gets its ``#``; anything else stays as it was written."""
    named = cut(ticket, TICKET_LENGTH)
    return f"#{named}" if named.isdigit() else named
