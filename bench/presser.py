"""Whoever presses Pick Up, each time on another handoff."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bench.chat import Chat
from bench.child import Child
from bench.figure import Round, Wrong
from bench.load import Line, lines, round_of
from bench.waiting import Waiting

COLLEAGUES = 32
presses = itertools.count()


@dataclass(frozen=True, slots=True)
class Presser:
    """In one chat, at a service or at an empty listener."""

    child: Child
    lines: Sequence[Line]
    chat: Chat

    async def baton(self, handoffs: Sequence[Waiting], at_once: int) -> Round:
        """A round through the service; whoever presses alone waits to be told. Raises Wrong unless every press won."""
        before = await self.child.ask("spent")
        made = await self._alone(handoffs) if at_once == 1 else await self._won(handoffs, at_once)
        return replace(made, cpu=await self.child.ask("spent") - before)

    async def empty(self, handoffs: Sequence[Waiting], at_once: int) -> Round:
        """A round that nobody looks into."""
        before = await self.child.ask("spent")
        made, _ = await round_of(self.lines[:at_once], self._requests(handoffs))
        return replace(made, cpu=await self.child.ask("spent") - before)

    async def _alone(self, handoffs: Sequence[Waiting]) -> Round:
        each: list[float] = []
        for waits in handoffs:
            each += (await self._won([waits], 1)).each
        return Round(sum(each), tuple(each))

    async def _won(self, handoffs: Sequence[Waiting], at_once: int) -> Round:
        made, answers = await round_of(self.lines[:at_once], self._requests(handoffs))
        won = await self.chat.winners(answers)
        if len(won) != len(handoffs):
            raise Wrong(f"{len(won)} of {len(handoffs)} presses won, answered {next(iter(answers.values()))[:200]!r}")
        return made

    def _requests(self, handoffs: Sequence[Waiting]) -> dict[int, bytes]:
        pressing = [(next(presses), waits) for waits in handoffs]
        return {n: self.chat.pick_up(waits, self.chat.town.colleague(n % COLLEAGUES), n) for n, waits in pressing}


@asynccontextmanager
async def pressing(child: Child, chat: Chat, at_once: int) -> AsyncIterator[Presser]:
    """With so many lines."""
    async with lines(child.greeting["url"], at_once) as opened:
        yield Presser(child, opened, chat)
