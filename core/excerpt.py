"""Which messages of a thread go into a case: the first, in which the problem was told, and the newest."""

from collections.abc import Sequence
from dataclasses import replace

from core.handoff import Quote

QUOTES = 50
QUOTE_READ = 12_000
"""How much of one message is looked at: more than is kept of it, so that a secret is masked before it is cut."""

READ_IN_ALL = 60_000
"""How much of all of them, in code points. The first message counts first, then the newest before those in between."""


def excerpt(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """At most ``QUOTES`` of them, in their order, and no more words than ``READ_IN_ALL``."""
    looked_at = [replace(quote, text=quote.text[:QUOTE_READ]) for quote in (*quotes[:1], *quotes[1:][1 - QUOTES :])]
    left = READ_IN_ALL - sum(len(quote.text) for quote in looked_at[:1])
    newest: list[Quote] = []
    for quote in reversed(looked_at[1:]):
        left -= len(quote.text)
        if left < 0:
            break
        newest.append(quote)
    return (*looked_at[:1], *reversed(newest))
