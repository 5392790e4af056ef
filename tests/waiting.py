"""Waiting for what is written beside everything else, and rings no bell: it is looked for again and again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from core.delivery import Condition, Delivery

T = TypeVar("T")

PATIENCE = 20.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.1


async def eventually(look: Callable[[], Awaitable[T | None]], within: float = PATIENCE) -> T:
    """What it finds, once it finds something: soon at first, then seldom, to leave the machine to whoever writes it."""
    pause = _FIRST_PAUSE
    async with asyncio.timeout(within):
        while not (found := await look()):
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return found


async def settled(
    deliveries: Callable[[int], Awaitable[Sequence[Delivery]]], number: int, within: float = PATIENCE
) -> None:
    """Nothing of a handoff is on its way any more: all is shown, or given up."""

    async def nothing_waits() -> bool:
        return not any(map(_waits, await deliveries(number)))

    await eventually(nothing_waits, within)


def _waits(delivery: Delivery) -> bool:
    return delivery.condition is Condition.LIVE and delivery.shown < delivery.wanted
