"""When nothing is on its way any more."""

import asyncio
from collections.abc import Awaitable, Callable

from core.delivery import Condition, Delivery

PATIENCE = 20.0


async def settled(deliveries: Callable[[int], Awaitable[list[Delivery]]], number: int) -> None:
    """All of a handoff is shown, or given up."""
    async with asyncio.timeout(PATIENCE):
        while any(d.condition is Condition.LIVE and d.shown < d.wanted for d in await deliveries(number)):  # noqa: ASYNC110 - what is recorded rings no bell
            await asyncio.sleep(0.01)
