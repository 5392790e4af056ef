"""Escalating and picking up while the model hangs, beside a service whose AI is off.

Advice never blocks: as many assessments as are asked at once hang all the while, the others wait behind them.
"""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median

from bench.child import started
from bench.database import database
from bench.figure import Round, Spread, Wrong, spread
from bench.load import Line, lines
from bench.presser import COLLEAGUES, presses
from bench.service import environment
from bench.sink import listening
from bench.size import Size
from bench.slack.chat import Slack
from bench.slack.press import one_line
from bench.town import settled
from bench.waiting import Waiting, waiting
from bot.carrying import ASSESSMENTS_AT_ONCE
from playground.model import ModelStandIn
from storage.database import Database, opened

_ACCEPTED = b"Escalated as E-"
_FOR_EVER = 3_600.0


@dataclass(frozen=True, slots=True)
class Beside:
    """Two rounds that were run one right after the other."""

    off: Round
    hanging: Round

    @property
    def ratio(self) -> float:
        """How much longer it takes while the model hangs; 1 is no longer."""
        return self.hanging.middle / self.off.middle


@dataclass(frozen=True, slots=True)
class Hanging:
    """The pairs; ``asked`` is how many assessments hung at the end."""

    escalated: tuple[Beside, ...]
    claimed: tuple[Beside, ...]
    asked: int


@dataclass(frozen=True, slots=True)
class _Service:
    line: Line
    storage: Database
    chat: Slack

    async def rounds(self, many: int) -> tuple[Round, Round]:
        """So many escalations, one by one, and as many presses on what waits. Raises Wrong unless each was won."""
        escalated = [await self._escalated() for _ in range(many)]
        claimed = [await self._claimed(one) for one in await waiting(self.storage, [self.chat.town], many)]
        return Round(sum(escalated), tuple(escalated)), Round(sum(claimed), tuple(claimed))

    async def _escalated(self) -> float:
        number = next(presses)
        request = one_line(f"Outlook stops syncing ({number})", self.chat.town.jane, self.chat.response_url(number))
        sent = time.perf_counter()
        answered = await self.line.ask(request)
        if _ACCEPTED not in answered:
            raise Wrong(f"an escalation was answered {answered[:200]!r}")
        return time.perf_counter() - sent

    async def _claimed(self, waits: Waiting) -> float:
        number = next(presses)
        request = self.chat.pick_up(waits, self.chat.town.colleague(number % COLLEAGUES), number)
        sent = time.perf_counter()
        answered = await self.line.ask(request)
        seconds = time.perf_counter() - sent
        if await self.chat.winners({number: answered}) != [number]:
            raise Wrong("a press did not win while the model hung or was off")
        return seconds


async def hanging(name: str, size: Size) -> Hanging:
    """The measurement, on databases of its own: two services would do each other's work on one. Raises Wrong."""
    async with AsyncExitStack() as stack:
        sink, model = await stack.enter_async_context(listening()), await stack.enter_async_context(ModelStandIn())
        chat = Slack(sink.url)
        sink.chats.append(chat.answer)
        model.fail(times=None, hang=_FOR_EVER)
        asks = {**model.settings(), "BATON_ASSESSMENT_SECONDS": "600"}
        off = await stack.enter_async_context(_served(name, chat, {}))
        on = await stack.enter_async_context(_served(name, chat, asks))
        many = max(5, size.alone // 2)
        for service in (off, on):
            await service.rounds(many)  # to warm up
        pairs = [await _pair(off, on, many, turned=number % 2 == 1) for number in range(size.pairs)]
        if len(model.requests) != ASSESSMENTS_AT_ONCE:
            raise Wrong(f"{len(model.requests)} assessments hung")
        return Hanging(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs), len(model.requests))


async def _pair(off: _Service, on: _Service, many: int, *, turned: bool) -> tuple[Beside, Beside]:
    """One round each, in one order or the other."""
    second = await on.rounds(many) if turned else None
    first = await off.rounds(many)
    second = second or await on.rounds(many)
    return Beside(first[0], second[0]), Beside(first[1], second[1])


@asynccontextmanager
async def _served(name: str, chat: Slack, asks: dict[str, str]) -> AsyncIterator[_Service]:
    """A service in a process of its own, which delivers, too."""
    async with database(name) as measured, opened(measured.url) as storage:
        await settled(storage, [chat.town], COLLEAGUES)
        named = {**environment([chat], measured.url), **asks}
        async with (
            started("baton", {"environment": named, "carrying": True}) as child,
            lines(child.greeting["url"], 1) as (line,),
        ):
            yield _Service(line, storage, chat)


def ratios(pairs: Sequence[Beside]) -> Spread:
    """How much longer it takes while the model hangs."""
    return spread([pair.ratio for pair in pairs])


def middles(pairs: Sequence[Beside]) -> tuple[float, float]:
    """The medians, in seconds: AI off, model hanging."""
    return median(pair.off.middle for pair in pairs), median(pair.hanging.middle for pair in pairs)
