"""A service that delivers: Pick Up meanwhile, and how soon a click has changed every copy of the card."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.chat import Chat
from bench.child import Child
from bench.database import Measured
from bench.figure import Round
from bench.load import LIMIT_SECONDS
from bench.presser import COLLEAGUES, Presser, presses, pressing
from bench.service import served
from bench.size import Size
from bench.town import settled
from bench.waiting import Waiting, waiting
from storage.database import Database, opened

_PAUSE = 1.3
"""Seconds between clicks: Slack takes fifty edits a minute, and the limit is not what is measured here."""

_WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Busy:
    """``edited`` is from a click to the last copy's edit; ``alone`` and ``crowd`` are Pick Up in each chat."""

    edited: Round
    alone: dict[str, Round]
    crowd: dict[str, Round]


async def delivering(measured: Measured, chats: Sequence[Chat], size: Size) -> Busy:
    """On a database in which nothing waits to be delivered. Raises Wrong."""
    async with opened(measured.url) as storage:
        await settled(storage, [chat.town for chat in chats], COLLEAGUES)
        async with served(chats, measured.url, carrying=True) as service:
            edited = await _edited(storage, chats, size, service)
            alone, crowd = {}, {}
            for chat in chats:
                stock = await waiting(storage, [chat.town], size.alone + size.crowd)
                async with pressing(service, chat, size.at_once) as presser:
                    alone[chat.town.name] = await presser.baton(stock[: size.alone], 1)
                    crowd[chat.town.name] = await presser.baton(stock[size.alone :], size.at_once)
    return Busy(edited, alone, crowd)


async def _edited(storage: Database, chats: Sequence[Chat], size: Size, service: Child) -> Round:
    """Clicks in each chat in turn."""
    handoffs = await waiting(storage, [chat.town for chat in chats], size.clicks + _WARM_UP)
    each = []
    for number, waits in enumerate(handoffs):
        async with pressing(service, chats[number % len(chats)], 1) as presser:
            each.append(await _clicked(presser, waits, chats))
        await asyncio.sleep(_PAUSE)
    return Round(sum(each[_WARM_UP:]), tuple(each[_WARM_UP:]))


async def _clicked(presser: Presser, waits: Waiting, chats: Sequence[Chat]) -> float:
    """Until the last copy's edit has arrived."""
    copies = [chat.copies.awaited(waits.posted(chat.town).message) for chat in chats]
    chat, number = presser.chat, next(presses)
    request = chat.pick_up(waits, chat.town.colleague(0), number)
    clicked = time.perf_counter()
    answer = await presser.lines[0].ask(request)
    async with asyncio.timeout(LIMIT_SECONDS):
        last = max(await asyncio.gather(*copies))
    await chat.winners({number: answer})
    return last - clicked
