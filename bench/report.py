"""The tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.busy import Busy
from bench.database import Measured
from bench.figure import Pair, Round, at, every, spread, typical
from bench.hanging import Hanging, middles, ratios
from bench.idle import Idle
from bench.pickup import PickedUp
from bench.race import Races
from bench.size import Size
from bench.table import ms, per_second, ratio, reached, table, within

_WINNER, _SLOWEST, _ANSWERED, _EDITED = 0.05, 1.0, 0.25, 0.3  # seconds
_NO_LONGER = 1.15
_MEMORY, _CORE = 120.0, 0.01


@dataclass(frozen=True, slots=True)
class Results:
    """What came out on one database."""

    measured: Measured
    idle: Idle | None
    picked_up: list[PickedUp]
    races: list[Races]
    escalated: Round
    busy: Busy
    hanging: Hanging | None = None


def report(results: Sequence[Results], size: Size) -> Iterator[str]:
    """All tables, as text."""
    yield ""
    yield _pick_up(results, size)
    yield ""
    yield _beside(results)
    yield ""
    yield _races(results, size)
    yield ""
    yield _edited(results)
    yield ""
    yield _escalate(results)
    yield ""
    yield _hanging(results, size)
    yield ""
    yield _idle(results)


def _pick_up(results: Sequence[Results], size: Size) -> str:
    sizes = " and ".join(f"{one.request:,} bytes from {one.chat}" for one in results[0].picked_up)
    title = (
        f"Pick Up: a signed press in ({sizes}), the answer out after the commit; a fresh handoff each.\n"
        f"Medians of {size.pairs} interleaved pairs of rounds. Floor = an empty listener (of Bolt; a turn handler on "
        "our own edge) and the bare driver\nmaking the same writes, one after the other. Ratios: median (p10–p90) "
        "over the pairs."
    )
    head = ["", "Baton", "empty listener", "bare driver", "floor", "Baton / floor", "to reach"]
    rows = [row for one in results for chat in one.picked_up for row in _beside_floor(one.measured, chat, size)]
    return table(title, head, rows)


def _beside_floor(measured: Measured, chat: PickedUp, size: Size) -> list[list[str]]:
    return [_throughput(measured, chat, size), _latency(measured, chat)]


def _throughput(measured: Measured, chat: PickedUp, size: Size) -> list[str]:
    pairs, ratios = chat.crowd, spread([pair.rate_ratio for pair in chat.crowd])
    return [
        f"{measured.label}, {chat.chat}, {size.at_once} at once",
        per_second(typical(pairs, lambda pair: pair.baton.rate)),
        per_second(typical(pairs, lambda pair: pair.empty.rate)),
        per_second(typical(pairs, lambda pair: pair.raw.rate)),
        per_second(typical(pairs, lambda pair: pair.floor_rate)),
        ratio(ratios),
        reached(ratios.middle, measured.enough),
    ]


def _latency(measured: Measured, chat: PickedUp) -> list[str]:
    pairs, ratios = chat.alone, spread([pair.middle_ratio for pair in chat.alone])
    return [
        f"{measured.label}, {chat.chat}, one by one, p50",
        ms(typical(pairs, lambda pair: pair.baton.middle)),
        ms(typical(pairs, lambda pair: pair.empty.middle)),
        ms(typical(pairs, lambda pair: pair.raw.middle)),
        ms(typical(pairs, lambda pair: pair.floor_middle)),
        ratio(ratios),
        reached(ratios.middle, measured.enough),
    ]


def _beside(results: Sequence[Results]) -> str:
    title = (
        "The same, in more detail. Processor time of the answering process for a press, at once: least disturbed by\n"
        "what else runs here. Couriers on: card, briefing and notes are delivered meanwhile, by the same process."
    )
    head = ["", "p99 one by one", "p99 at once", "CPU a press", "of the floor", "couriers on: p50", "at once"]
    rows = [
        [
            f"{one.measured.label}, {chat.chat}",
            ms(at(0.99, _baton(chat.alone))),
            ms(at(0.99, _baton(chat.crowd))),
            ms(typical(chat.crowd, lambda pair: pair.baton.cpu_each)),
            ms(typical(chat.crowd, lambda pair: pair.floor_cpu)),
            ms(one.busy.alone[chat.chat].middle),
            per_second(one.busy.crowd[chat.chat].rate),
        ]
        for one in results
        for chat in one.picked_up
    ]
    return table(title, head, rows)


def _baton(pairs: Sequence[Pair]) -> tuple[float, ...]:
    return every(pair.baton for pair in pairs)


def _races(results: Sequence[Results], size: Size) -> str:
    title = f"{size.people} people on one handoff, {size.races} times: one winner each time. From press to answer."
    head = ["", "winner p50", "winner p99", "to reach", "slowest p50", "slowest", "to reach"]
    return table(title, head, [_race(one.measured, races) for one in results for races in one.races])


def _race(measured: Measured, races: Races) -> list[str]:
    winners, slowest = [race.winner for race in races.each], [race.slowest for race in races.each]
    last, late = at(0.99, winners), max(slowest)
    return [
        f"{measured.label}, {races.crowd}",
        ms(at(0.5, winners)),
        ms(last),
        within(last, _WINNER, "50 ms"),
        ms(at(0.5, slowest)),
        ms(late),
        within(late, _SLOWEST, "1 s"),
    ]


def _edited(results: Sequence[Results]) -> str:
    title = "From a click to the edit of every copy of the card, one in each chat; both answer at once."
    rows = []
    for one in results:
        late = at(0.95, one.busy.edited.each)
        rows.append([one.measured.label, ms(one.busy.edited.middle), ms(late), within(late, _EDITED, "300 ms")])
    return table(title, ["", "p50", "p95", "to reach"], rows)


def _escalate(results: Sequence[Results]) -> str:
    title = "/escalate in one line, one by one: until its author is told that it is with the team."
    rows = []
    for one in results:
        late = at(0.99, one.escalated.each)
        rows.append(
            [one.measured.label, ms(one.escalated.middle), ms(late), within(late, _ANSWERED, "250 ms")],
        )
    return table(title, ["", "p50", "p99", "to reach"], rows)


def _hanging(results: Sequence[Results], size: Size) -> str:
    title = (
        "While the model hangs, beside a service whose AI is off: p50 of requests one by one, everything delivered.\n"
        f"{size.pairs} interleaved pairs of rounds. Ratios: median (p10–p90) over the pairs."
    )
    rows = []
    for one in results:
        hung = one.hanging
        for what, pairs in (("/escalate", hung.escalated), ("Pick Up", hung.claimed)) if hung else ():
            off, on = middles(pairs)
            told = ratios(pairs)
            enough = within(told.middle, _NO_LONGER, "1.15")
            rows.append([f"{one.measured.label}, {what}", ms(off), ms(on), ratio(told), enough])
    return table(title, ["", "AI off", "model hangs", "hangs / off", "to reach"], rows)


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
