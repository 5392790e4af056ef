"""The source: the messages that an escalation is about, as Details and the briefing show them."""

from collections.abc import Iterator

from core.handoff import Handoff, Quote
from core.message import Line, Moment, Part, Plain, Small, Strong, Text, line
from core.text import cut

QUOTES_SHOWN = 10


def source_parts(handoff: Handoff, longest: int) -> Iterator[Part]:
    """Each message with who wrote it and when, at most ``longest`` code points of it, and where they stand.

    The link is words, as everything that came in from a chat: it opens nothing by itself.
    """
    source = handoff.snapshot.source
    if source is None:
        return
    for quote in source.quotes[:QUOTES_SHOWN]:
        yield Text(_said(quote, longest), label="Source:")
    if len(source.quotes) > QUOTES_SHOWN:
        yield Small(line(f"and {len(source.quotes) - QUOTES_SHOWN} more messages"))
    if source.link:
        yield Small(line(f"It stands here: {source.link}"))


def _said(quote: Quote, longest: int) -> Line:
    when = (Plain(" · "), Moment(quote.at)) if quote.at else ()
    return (Strong(quote.author), *when, Plain(f": {cut(quote.text, longest)}"))
