"""How figures are printed."""

from collections.abc import Sequence

from bench.figure import Spread


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be; figures stand on the right, names on the left."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    return "\n".join([title, *(_line(row, widths) for row in (head, ["─" * width for width in widths], *rows))])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))]
    return "  " + "  ".join(cells).rstrip()


def ms(seconds: float) -> str:
    """``1.23 ms``."""
    return f"{seconds * 1000:.2f} ms"


def per_second(rate: float) -> str:
    """``1,234/s``."""
    return f"{rate:,.0f}/s"


def ratio(spread: Spread) -> str:
    """``0.71 (0.66–0.75)``."""
    return f"{spread.middle:.2f} ({spread.low:.2f}–{spread.high:.2f})"


def reached(figure: float, least: float) -> str:
    """``≥ 0.70 reached``."""
    return f"≥ {least:.2f} {'reached' if figure >= least else 'missed'}"


def within(figure: float, most: float, shown: str) -> str:
    """``< 50 ms reached``."""
    return f"< {shown} {'reached' if figure < most else 'missed'}"
