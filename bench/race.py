"""Many people press Pick Up on one handoff at once: one wins, and everybody is told."""

import itertools
import time
from dataclasses import dataclass

from bench.child import Child
from bench.database import Measured
from bench.figure import Wrong
from bench.load import Line, all_of, lines
from bench.press import pick_up
from bench.sink import TOLD, Sink
from bench.size import Size
from bench.town import Waiting, colleague, settled, waiting
from storage.database import opened

_presses = itertools.count(1_000_000)


@dataclass(frozen=True, slots=True)
class Race:
    """Seconds from the press to the winner's answer, and to the slowest answer."""

    winner: float
    slowest: float


async def raced(measured: Measured, sink: Sink, size: Size, service: Child) -> list[Race]:
    """So many races, each for another handoff. Raises Wrong unless each has one winner."""
    async with opened(measured.url) as storage:
        await settled(storage, size.people)
        handoffs = await waiting(storage, size.races + 1)
    async with lines(service.greeting["url"], size.people) as crowd:
        races = [await _race(one, crowd, sink) for one in handoffs]
    return races[1:]  # in the first one everybody is met for the first time


async def _race(waits: Waiting, crowd: list[Line], sink: Sink) -> Race:
    first = next(_presses)
    numbers = [first, *(next(_presses) for _ in crowd[1:])]
    requests = [pick_up(waits, colleague(n), sink.response_url(number)) for n, number in enumerate(numbers)]
    sink.forget()
    seconds = await all_of(_pressed(line, one) for line, one in zip(crowd, requests, strict=True))
    await sink.heard(len(crowd))
    if len(sink.won) != 1:
        raise Wrong(f"{len(sink.won)} people won one handoff")
    return Race(seconds[int(sink.won[0].removeprefix(TOLD)) - first], max(seconds))


async def _pressed(line: Line, request: bytes) -> float:
    sent = time.perf_counter()
    await line.ask(request)
    return time.perf_counter() - sent
