"""Many people press Pick Up on one handoff at once, in one chat or in both: one wins, and everybody is told."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.chat import Chat
from bench.child import Child
from bench.database import Measured
from bench.figure import Wrong
from bench.load import Line, all_of, lines
from bench.presser import presses
from bench.size import Size
from bench.town import settled
from bench.waiting import Waiting, waiting
from storage.database import opened


@dataclass(frozen=True, slots=True)
class Race:
    """Seconds from the press to the winner's answer, and to the slowest answer."""

    winner: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Races:
    """Those of one crowd."""

    crowd: str
    each: tuple[Race, ...]


async def raced(measured: Measured, chats: Sequence[Chat], size: Size, service: Child) -> Races:
    """So many races, each for another handoff, the crowd split evenly over the chats. Raises Wrong unless each has
    one winner."""
    towns = [chat.town for chat in chats]
    async with opened(measured.url) as storage:
        await settled(storage, towns, size.people)
        handoffs = await waiting(storage, towns, size.races + 1)
    async with lines(service.greeting["url"], size.people) as crowd:
        races = [await _race(one, crowd, chats) for one in handoffs]
    split = " + ".join(f"{size.people // len(chats)} in {town.name}" for town in towns)
    return Races(split, tuple(races[1:]))  # in the first one everybody is met for the first time


async def _race(waits: Waiting, crowd: list[Line], chats: Sequence[Chat]) -> Race:
    sides = {next(presses): chats[n % len(chats)] for n in range(len(crowd))}
    requests = [chat.pick_up(waits, chat.town.colleague(n), press) for n, (press, chat) in enumerate(sides.items())]
    answers = await all_of(_pressed(line, one) for line, one in zip(crowd, requests, strict=True))
    told = dict(zip(sides, answers, strict=True))
    won = [press for chat in chats for press in await _winners(chat, sides, told)]
    if len(won) != 1:
        raise Wrong(f"{len(won)} people won one handoff")
    return Race(told[won[0]][0], max(seconds for seconds, _ in answers))


async def _winners(chat: Chat, sides: Mapping[int, Chat], told: Mapping[int, tuple[float, bytes]]) -> list[int]:
    return await chat.winners({press: told[press][1] for press, side in sides.items() if side is chat})


async def _pressed(line: Line, request: bytes) -> tuple[float, bytes]:
    sent = time.perf_counter()
    body = await line.ask(request)
    return time.perf_counter() - sent, body
