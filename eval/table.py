"""The table that is printed."""

from collections.abc import Iterator, Sequence
from statistics import median

from eval.judge import Judgement
from eval.run import Ran

HEAD = ("case", "area", "grounded", "invented", "steps", "tried before", "not said so", "confidence", "time", "tokens")
_NONE = Judgement(0, (), 0, 0, 0)


def table(ran: Sequence[Ran]) -> Iterator[str]:
    """A line a case, and one for all of them."""
    rows = [HEAD, *(_row(one) for one in ran), _all(ran)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for number, row in enumerate(rows):
        cells = [cell.ljust(w) if n < 2 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))]
        yield "  ".join(cells).rstrip()
        if number in (0, len(rows) - 2):
            yield "  ".join("─" * width for width in widths)


def inventions(ran: Sequence[Ran]) -> Iterator[str]:
    """What was invented, and what failed, in words."""
    for one in ran:
        if one.why:
            yield f"{one.case.name}: no assessment: {one.why}"
        for fact in one.judgement.invented if one.judgement else ():
            yield f"{one.case.name}: not in the line it names: {fact}"


def _row(one: Ran) -> tuple[str, ...]:
    told = one.judgement
    if told is None:
        return (one.case.name, one.case.area, *("–",) * 6, f"{one.seconds:.2f} s", _tokens([one]))
    return (
        one.case.name,
        one.case.area,
        str(told.grounded),
        str(len(told.invented)),
        str(told.steps),
        str(told.tried),
        str(told.repeated),
        one.confidence.value if one.confidence else "–",
        f"{one.seconds:.2f} s",
        _tokens([one]),
    )


def _all(ran: Sequence[Ran]) -> tuple[str, ...]:
    told = [one.judgement or _NONE for one in ran]
    return (
        f"{len(ran)} cases",
        f"{sum(bool(one.why) for one in ran)} without an assessment",
        str(sum(one.grounded for one in told)),
        str(sum(len(one.invented) for one in told)),
        str(sum(one.steps for one in told)),
        str(sum(one.tried for one in told)),
        str(sum(one.repeated for one in told)),
        "",
        f"median {median(one.seconds for one in ran):.2f} s",
        _tokens(ran),
    )


def _tokens(ran: Sequence[Ran]) -> str:
    spent = [one.tokens for one in ran if one.tokens]
    if not spent:
        return "–"
    cached = sum(tokens.cached for tokens in spent)
    into, out = sum(tokens.into for tokens in spent), sum(tokens.out for tokens in spent)
    return f"{into:,} in ({cached:,} cached), {out:,} out" if cached else f"{into:,} in, {out:,} out"
