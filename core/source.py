"""The source: the messages that an escalation is about, as Details and the briefing show them."""

from collections.abc import Iterator

from core.handoff import Handoff, Quote, Source
from core.message import Line, Moment, Part, Plain, Small, Strong, Text, line
from core.text import cut
from core.wording import counted

QUOTES_SHOWN = 10


def source_parts(handoff: Handoff, longest: int) -> Iterator[Part]:
    """Each message with who wrote it and when, at most ``longest`` code points of it, and where they stand. Of many
    the first is shown and the newest.

    The link is words, as everything that came in from a chat: it opens nothing by itself.
    """
    source = handoff.snapshot.source
    if source is None:
        return
    left_out = len(source.quotes) - QUOTES_SHOWN
    for number, quote in enumerate(source.quotes):
        if number == 1 and left_out > 0:
            yield Small(line(f"… {counted(left_out, 'more message')} …"))
        if number == 0 or number > left_out:
            yield Text(_said(quote, longest), label="Source:")
    if read_of(source):
        yield Small(line(read_of(source)))
    if source.link:
        yield Small(line(f"It stands here: {source.link}"))


def read_of(source: Source) -> str:
    """How much of its thread is in a case; empty for messages that were no thread's."""
    if not source.of and not source.missed:
        return ""
    there = len(source.quotes)
    if not source.of and there > 1:
        return f"{there:,} messages of the thread are in the case, perhaps not all: {source.missed}."
    if not source.of:
        return f"Only that message is in the case, not what was answered to it: {source.missed}."
    why = f": {source.missed}" if source.missed else ", the first and the newest" if there < source.of else ""
    return f"{there:,} of {source.of:,} messages of the thread {'is' if there == 1 else 'are'} in the case{why}."


def told_of(source: Source) -> str:
    """The same to who escalated, and that nothing is said in the thread where Baton cannot."""
    silent = " Nothing is said in that thread." if source.missed and not source.conversation else ""
    return f"{read_of(source)}{silent}"


def _said(quote: Quote, longest: int) -> Line:
    when = (Plain(" · "), Moment(quote.at)) if quote.at else ()
    return (Strong(quote.author), *when, Plain(f": {cut(quote.text, longest)}"))
