"""The tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.database import Measured
from bench.figure import Pair, Round, at, every, spread, typical
from bench.idle import Idle
from bench.pickup import PickedUp
from bench.race import Race
from bench.size import Size
from bench.table import ms, per_second, ratio, reached, table, within

_WINNER, _SLOWEST, _ANSWERED = 0.05, 1.0, 0.25  # seconds
_MEMORY, _CORE = 120.0, 0.01


@dataclass(frozen=True, slots=True)
class Results:
    """What came out on one database."""

    measured: Measured
    idle: Idle | None
    picked_up: PickedUp
    races: list[Race]
    escalated: Round


def report(results: Sequence[Results], size: Size) -> Iterator[str]:
    """All tables, as text."""
    yield ""
    yield _pick_up(results, size)
    yield ""
    yield _beside(results)
    yield ""
    yield _races(results, size)
    yield ""
    yield _escalate(results)
    yield ""
    yield _idle(results)


def _pick_up(results: Sequence[Results], size: Size) -> str:
    title = (
        f"Pick Up: a signed press in ({results[0].picked_up.payload:,} bytes of JSON), the answer out after the "
        "commit; a fresh handoff each.\n"
        f"Medians of {size.pairs} interleaved pairs of rounds. Floor = an empty Bolt listener and the bare driver "
        "making the same writes,\none after the other. Ratios: median (p10–p90) over the pairs."
    )
    head = ["", "Baton", "empty Bolt", "bare driver", "floor", "Baton / floor", "to reach"]
    rows = [row for one in results for row in (_throughput(one, size), _latency(one))]
    return table(title, head, rows)


def _throughput(one: Results, size: Size) -> list[str]:
    pairs, ratios = one.picked_up.crowd, spread([pair.rate_ratio for pair in one.picked_up.crowd])
    return [
        f"{one.measured.label}, {size.at_once} at once",
        per_second(typical(pairs, lambda pair: pair.baton.rate)),
        per_second(typical(pairs, lambda pair: pair.bolt.rate)),
        per_second(typical(pairs, lambda pair: pair.raw.rate)),
        per_second(typical(pairs, lambda pair: pair.floor_rate)),
        ratio(ratios),
        reached(ratios.middle, one.measured.enough),
    ]


def _latency(one: Results) -> list[str]:
    pairs, ratios = one.picked_up.alone, spread([pair.middle_ratio for pair in one.picked_up.alone])
    return [
        f"{one.measured.label}, one by one, p50",
        ms(typical(pairs, lambda pair: pair.baton.middle)),
        ms(typical(pairs, lambda pair: pair.bolt.middle)),
        ms(typical(pairs, lambda pair: pair.raw.middle)),
        ms(typical(pairs, lambda pair: pair.floor_middle)),
        ratio(ratios),
        reached(ratios.middle, one.measured.enough),
    ]


def _beside(results: Sequence[Results]) -> str:
    title = (
        "The same, in more detail. Processor time of the answering process for a press, at once: least disturbed by\n"
        "what else runs here. Couriers on: card, briefing and notes are delivered meanwhile, by the same process."
    )
    head = ["", "p99 one by one", "p99 at once", "CPU a press", "of the floor", "couriers on: p50", "at once"]
    rows = [
        [
            one.measured.label,
            ms(at(0.99, _baton(one.picked_up.alone))),
            ms(at(0.99, _baton(one.picked_up.crowd))),
            ms(typical(one.picked_up.crowd, lambda pair: pair.baton.cpu_each)),
            ms(typical(one.picked_up.crowd, lambda pair: pair.floor_cpu)),
            ms(one.picked_up.carrying_alone.middle),
            per_second(one.picked_up.carrying_crowd.rate),
        ]
        for one in results
    ]
    return table(title, head, rows)


def _baton(pairs: Sequence[Pair]) -> tuple[float, ...]:
    return every(pair.baton for pair in pairs)


def _races(results: Sequence[Results], size: Size) -> str:
    title = f"{size.people} people on one handoff, {size.races} times: one winner each time. From press to answer."
    head = ["", "winner p50", "winner p99", "to reach", "slowest p50", "slowest", "to reach"]
    rows = []
    for one in results:
        winners, slowest = [race.winner for race in one.races], [race.slowest for race in one.races]
        last, late = at(0.99, winners), max(slowest)
        rows.append(
            [
                one.measured.label,
                ms(at(0.5, winners)),
                ms(last),
                within(last, _WINNER, "50 ms"),
                ms(at(0.5, slowest)),
                ms(late),
                within(late, _SLOWEST, "1 s"),
            ]
        )
    return table(title, head, rows)


def _escalate(results: Sequence[Results]) -> str:
    title = "/escalate in one line, one by one: until its author is told that it is with the team."
    rows = []
    for one in results:
        late = at(0.99, one.escalated.each)
        rows.append(
            [one.measured.label, ms(one.escalated.middle), ms(late), within(late, _ANSWERED, "250 ms")],
        )
    return table(title, ["", "p50", "p99", "to reach"], rows)


def _idle(results: Sequence[Results]) -> str:
    title = "baton serve with the AI off, asked nothing."
    head = ["", "memory", "to reach", "of a core", "to reach"]
    rows = [
        [
            one.measured.label,
            f"{one.idle.megabytes:.0f} MB",
            within(one.idle.megabytes, _MEMORY, f"{_MEMORY:.0f} MB"),
            f"{one.idle.core:.1%}",
            within(one.idle.core, _CORE, f"{_CORE:.0%}"),
        ]
        if one.idle
        else [one.measured.label, "not measured: no /proc", "", "", ""]
        for one in results
    ]
    return table(title, head, rows)
