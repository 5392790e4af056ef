"""The sweeps: one that fails stops neither the service nor the others, at the start as later."""

import asyncio
from datetime import timedelta

import pytest

from bot.clockwork import sweeping
from core.errors import Unavailable


@pytest.mark.parametrize("why", [Unavailable("away"), ValueError("a row that cannot be read")])
async def test_a_sweep_that_fails_at_the_start_keeps_nothing_from_starting_and_comes_again(why: Exception) -> None:
    began: list[int] = []
    again, other = asyncio.Event(), asyncio.Event()

    async def failing() -> None:
        began.append(1)
        if len(began) > 2:
            again.set()
        raise why

    async def after_it() -> None:
        other.set()

    async with sweeping([(failing, timedelta(milliseconds=5)), (after_it, timedelta(hours=1))]):
        assert other.is_set()
        async with asyncio.timeout(20):
            await again.wait()
