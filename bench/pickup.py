"""Pick Up through the whole service, beside its floor: an empty Bolt listener and the bare driver."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from bench.child import Child, started
from bench.database import Measured, tidied
from bench.figure import Pair, Round, Wrong
from bench.load import Line, lines, round_of
from bench.press import BOT_TOKEN, SECRET, payload, pick_up
from bench.sink import Sink
from bench.size import Size
from bench.town import Waiting, claimed, colleague, settled, waiting
from storage.database import Database, opened

_COLLEAGUES = 32
_presses = itertools.count()


@dataclass(frozen=True, slots=True)
class PickedUp:
    """What came out. ``carrying`` is the same with everything delivered meanwhile by the same process; ``payload``
    is how many bytes of JSON a press was."""

    alone: tuple[Pair, ...]
    crowd: tuple[Pair, ...]
    carrying_alone: Round
    carrying_crowd: Round
    payload: int


@dataclass(frozen=True, slots=True)
class Presser:
    """Presses Pick Up, each time on another handoff."""

    child: Child
    lines: Sequence[Line]
    sink: Sink

    async def baton(self, handoffs: Sequence[Waiting], at_once: int) -> Round:
        """A round through the service; whoever presses alone waits to be told. Raises Wrong unless every press won."""
        self.sink.forget()
        before = await self.child.ask("spent")
        made = await self._alone(handoffs) if at_once == 1 else await self._round(handoffs, at_once)
        await self.sink.heard(len(handoffs))
        if len(self.sink.won) != len(handoffs):
            raise Wrong(f"{len(self.sink.won)} of {len(handoffs)} presses won")
        return replace(made, cpu=await self.child.ask("spent") - before)

    async def empty(self, handoffs: Sequence[Waiting], at_once: int) -> Round:
        """A round that nobody looks into."""
        before = await self.child.ask("spent")
        made = await self._round(handoffs, at_once)
        return replace(made, cpu=await self.child.ask("spent") - before)

    async def _alone(self, handoffs: Sequence[Waiting]) -> Round:
        each: list[float] = []
        for waits in handoffs:
            each += (await self._round([waits], 1)).each
            await self.sink.heard(len(each))
        return Round(sum(each), tuple(each))

    async def _round(self, handoffs: Sequence[Waiting], at_once: int) -> Round:
        pressing = [(waits, next(_presses)) for waits in handoffs]
        requests = [
            pick_up(waits, colleague(number % _COLLEAGUES), self.sink.response_url(number))
            for waits, number in pressing
        ]
        return await round_of(self.lines[:at_once], requests)


@dataclass(frozen=True, slots=True)
class _Three:
    baton: Presser
    bolt: Presser
    raw: Child
    stock: "_Stock"

    async def pair(self, presses: int, at_once: int, *, turned: bool) -> Pair:
        """One round each, in one order or the other."""
        if turned:
            raw, bolt = await self._raw(presses, at_once), await self._bolt(presses, at_once)
            return Pair(await self._baton(presses, at_once), bolt, raw)
        baton = await self._baton(presses, at_once)
        bolt, raw = await self._bolt(presses, at_once), await self._raw(presses, at_once)
        return Pair(baton, bolt, raw)

    async def _baton(self, presses: int, at_once: int) -> Round:
        return await self.baton.baton(self.stock.take(presses), at_once)

    async def _bolt(self, presses: int, at_once: int) -> Round:
        return await self.bolt.empty(self.stock.some(presses), at_once)

    async def _raw(self, presses: int, at_once: int) -> Round:
        named = [(str(waits.handoff.id), str(waits.card.id)) for waits in self.stock.take(presses)]
        made = await self.raw.ask({"handoffs": named, "at_once": at_once})
        return Round(made["seconds"], tuple(made["each"]), made["cpu"])


class _Stock:
    """Handoffs that wait; each is taken once."""

    def __init__(self, handoffs: list[Waiting]) -> None:
        self._handoffs = handoffs
        self.taken: list[Waiting] = []

    def take(self, many: int) -> list[Waiting]:
        taken, self._handoffs = self._handoffs[:many], self._handoffs[many:]
        assert len(taken) == many
        self.taken += taken
        return taken

    def some(self, many: int) -> list[Waiting]:
        """For those who do not change anything."""
        return self.taken[-many:]


async def picked_up(measured: Measured, sink: Sink, size: Size, service: Child) -> PickedUp:
    """The measurement. Raises Wrong."""
    async with opened(measured.url) as storage, AsyncExitStack() as stack:
        await settled(storage, _COLLEAGUES)
        stock = await _stocked(storage, size)
        await tidied(measured)
        three = _Three(
            baton=await stack.enter_async_context(_pressing(service, sink, size)),
            bolt=await stack.enter_async_context(
                _pressing(await stack.enter_async_context(started("bolt", {})), sink, size)
            ),
            raw=await stack.enter_async_context(started("raw", {"database": measured.url})),
            stock=stock,
        )
        await three.pair(size.crowd, size.at_once, turned=False)  # to warm up
        alone, crowd = [], []
        for number in range(size.pairs):
            alone.append(await three.pair(size.alone, 1, turned=number % 2 == 1))
            crowd.append(await three.pair(size.crowd, size.at_once, turned=number % 2 == 1))
        async with served(sink, measured.url, carrying=True) as busy, _pressing(busy, sink, size) as presser:
            carrying_alone = await presser.baton(stock.take(size.alone), 1)
            carrying_crowd = await presser.baton(stock.take(size.crowd), size.at_once)
        if await claimed(storage, stock.taken) != len(stock.taken):
            raise Wrong("a handoff that was picked up is not claimed")
    said = len(payload(stock.taken[0], colleague(0), sink.response_url(0)))
    return PickedUp(tuple(alone), tuple(crowd), carrying_alone, carrying_crowd, said)


async def _stocked(storage: Database, size: Size) -> _Stock:
    rounds = 2 * (size.pairs + 1) + 1
    return _Stock(await waiting(storage, rounds * (size.alone + size.crowd)))


@asynccontextmanager
async def _pressing(child: Child, sink: Sink, size: Size) -> AsyncIterator[Presser]:
    """Lines to a service, Baton or an empty listener."""
    async with lines(child.greeting["url"], size.at_once) as opened_lines:
        yield Presser(child, opened_lines, sink)


def served(sink: Sink, database: str, *, carrying: bool = False) -> AbstractAsyncContextManager[Child]:
    """The service, in a process of its own."""
    return started("baton", {"environment": environment(sink, database), "carrying": carrying})


def environment(sink: Sink, database: str) -> dict[str, str]:
    """What the service is configured with: the AI is off, and Slack is the sink."""
    return {
        "DATABASE_URL": database,
        "PORT": "0",
        "LOG_LEVEL": "WARNING",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{sink.url}/api/",
    }
