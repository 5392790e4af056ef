"""Pick Up through the whole service, beside its floor: an empty listener and the bare driver."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from bench.chat import Chat
from bench.child import Child, started
from bench.database import Measured, tidied
from bench.figure import Pair, Round, Wrong
from bench.presser import COLLEAGUES, Presser, pressing
from bench.size import Size
from bench.town import settled
from bench.waiting import Waiting, claimed, waiting
from storage.database import Database, opened


@dataclass(frozen=True, slots=True)
class PickedUp:
    """What came out in one chat; ``request`` is how many bytes a press was."""

    chat: str
    alone: tuple[Pair, ...]
    crowd: tuple[Pair, ...]
    request: int


@dataclass(frozen=True, slots=True)
class _Three:
    baton: Presser
    empty: Presser
    raw: Child
    stock: "_Stock"

    async def pair(self, presses: int, at_once: int, *, turned: bool) -> Pair:
        """One round each, in one order or the other."""
        if turned:
            raw, empty = await self._raw(presses, at_once), await self._empty(presses, at_once)
            return Pair(await self._baton(presses, at_once), empty, raw)
        baton = await self._baton(presses, at_once)
        empty, raw = await self._empty(presses, at_once), await self._raw(presses, at_once)
        return Pair(baton, empty, raw)

    async def _baton(self, presses: int, at_once: int) -> Round:
        return await self.baton.baton(self.stock.take(presses), at_once)

    async def _empty(self, presses: int, at_once: int) -> Round:
        return await self.empty.empty(self.stock.some(presses), at_once)

    async def _raw(self, presses: int, at_once: int) -> Round:
        named = [(str(waits.handoff.id), str(waits.cards[0].id)) for waits in self.stock.take(presses)]
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


async def picked_up(measured: Measured, chat: Chat, size: Size, service: Child) -> PickedUp:
    """The measurement in one chat. Raises Wrong."""
    async with opened(measured.url) as storage, AsyncExitStack() as stack:
        await settled(storage, [chat.town], COLLEAGUES)
        stock = await _stocked(storage, chat, size)
        await tidied(measured)
        empty = await stack.enter_async_context(started(chat.empty, chat.environment))
        three = _Three(
            baton=await stack.enter_async_context(pressing(service, chat, size.at_once)),
            empty=await stack.enter_async_context(pressing(empty, chat, size.at_once)),
            raw=await stack.enter_async_context(
                started("raw", {"database": measured.url, "chat": chat.town.workspace.platform})
            ),
            stock=stock,
        )
        await three.pair(size.crowd, size.at_once, turned=False)  # to warm up
        alone, crowd = [], []
        for number in range(size.pairs):
            alone.append(await three.pair(size.alone, 1, turned=number % 2 == 1))
            crowd.append(await three.pair(size.crowd, size.at_once, turned=number % 2 == 1))
        if await claimed(storage, stock.taken) != len(stock.taken):
            raise Wrong("a handoff that was picked up is not claimed")
    sent = len(chat.pick_up(stock.taken[0], chat.town.colleague(0), 0))
    return PickedUp(chat.town.name, tuple(alone), tuple(crowd), sent)


async def _stocked(storage: Database, chat: Chat, size: Size) -> _Stock:
    rounds = 2 * (size.pairs + 1)
    return _Stock(await waiting(storage, [chat.town], rounds * (size.alone + size.crowd)))
