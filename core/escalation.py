"""What somebody asks for when they escalate, checked and made clean: the entry that becomes a snapshot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.errors import InvalidRequest
from core.excerpt import excerpt
from core.handoff import Priority, Quote, Snapshot, Source, Tried
from core.people import Identity
from core.redaction import Masked, masked
from core.text import clean, cut, one_line

PROBLEM_LENGTH = 20_000
REASON_LENGTH = 3_000
TRIED_LENGTH = 6_000
TRIED_STEPS = 40
STEP_LENGTH = 300
TICKET_LENGTH = 40
CUSTOMER_LENGTH = 80
QUOTE_LENGTH = 6_000
AUTHOR_LENGTH = 80
LINK_LENGTH = 2_000

_BULLET = re.compile(r"[-*•–]+(?:\s+|$)|•")
_LINK = re.compile(r"https://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed, in a form or in one line, as it was typed, and the messages it is about.

    Lengths are in code points.
    """

    problem: str
    reason: str = ""
    tried: str = ""
    ticket: str = ""
    customer: str = ""
    priority: Priority = Priority.NORMAL
    directed: Identity | None = field(default=None)
    source: Source | None = None
    open_step: str = ""


def snapshot_of(entry: Entry) -> Snapshot:
    """The entry clean, masked and cut to what is kept.

    Raises InvalidRequest when no problem is left.
    """
    problem = masked(clean(entry.problem))
    reason = masked(clean(entry.reason))
    tried = masked(clean(entry.tried))
    doing = masked(one_line(clean(entry.open_step)))
    ticket = masked(one_line(clean(entry.ticket)))
    customer = masked(one_line(clean(entry.customer)))
    if not problem.text:
        raise InvalidRequest("no problem", words="Please say what the problem is.")
    source, hidden = _source(entry.source, besides=problem.text)
    return Snapshot(
        problem=cut(problem.text, PROBLEM_LENGTH),
        reason=cut(reason.text, REASON_LENGTH),
        tried=_attempts(cut(tried.text, TRIED_LENGTH)),
        ticket=_ticket(ticket.text),
        customer=cut(customer.text, CUSTOMER_LENGTH),
        priority=entry.priority,
        masked=sum(part.count for part in (problem, reason, tried, doing, ticket, customer)) + hidden,
        source=source,
        open_step=cut(doing.text, STEP_LENGTH),
    )


def _source(source: Source | None, besides: str) -> tuple[Source | None, int]:
    """The messages clean and masked, and how many items were; those of a message that is the problem, word for word,
    have been counted."""
    if source is None:
        return None, 0
    told = [(quote, masked(clean(quote.text))) for quote in excerpt(source.quotes)]
    quotes = tuple(_quote(quote, text) for quote, text in told if text.text)
    kept = replace(source, quotes=quotes, link=_link(source.link))
    hidden = sum(text.count for _, text in told if text.text != besides)
    return (kept, hidden) if quotes or kept.link or kept.conversation or kept.missed else (None, 0)


def _quote(quote: Quote, text: Masked) -> Quote:
    author = masked(one_line(clean(quote.author))).text
    return replace(quote, author=cut(author, AUTHOR_LENGTH) or "Somebody", text=cut(text.text, QUOTE_LENGTH))


def _link(link: str) -> str:
    """A link is whole or not there: half of one leads nowhere."""
    whole = _LINK.fullmatch(clean(link))
    return whole[0] if whole and len(link) <= LINK_LENGTH and not masked(link).count else ""


def _attempts(tried: str) -> tuple[Tried, ...]:
    """One attempt a line; a leading bullet belongs to the writing, ``--force`` to the attempt."""
    lines = [line.strip() for line in tried.splitlines()]
    told = [said for line in lines if (said := line[_bullet(line) :])]
    return tuple(Tried(line) for line in _within(told))


def _bullet(line: str) -> int:
    found = _BULLET.match(line)
    return found.end() if found else 0


def _within(lines: Sequence[str]) -> list[str]:
    if len(lines) <= TRIED_STEPS:
        return list(lines)
    return [*lines[: TRIED_STEPS - 1], "\n".join(lines[TRIED_STEPS - 1 :])]


def named_ticket(ticket: str) -> str:
    """The ticket as it is kept: clean, masked and cut, and with its ``#`` where it is a bare number."""
    return _ticket(masked(one_line(clean(ticket))).text)


def _ticket(ticket: str) -> str:
    """A bare number gets its ``#``; anything else stays as it was written."""
    named = cut(ticket, TICKET_LENGTH)
    return f"#{named}" if named.isdigit() else named
