"""Claim, hand-over, assessment and a restart in every order, and on two replicas: people end up with the same.

What a killed process was asking is asked again: tests/faults/test_assessment_ends.py.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import permutations
from pathlib import Path

import pytest

from bot.service import assembled
from bot.settings import settings_of
from playground.slack import Seen
from tests.tempo import HURRIED
from tests.town import Found, Town, timeless

CLAIM, HAND_OVER, ASSESSMENT, RESTART = "claim", "hand over", "assessment", "restart"
ASSESSED = "AI assessment: Stand-in answer"


def _orders(*steps: str) -> list[tuple[str, ...]]:
    """Every order in which somebody has it before they hand it over."""
    orders = permutations(steps)
    return [o for o in orders if HAND_OVER not in o or o.index(CLAIM) < o.index(HAND_OVER)]


ORDERS = [*_orders(CLAIM, ASSESSMENT), *_orders(CLAIM, ASSESSMENT, RESTART)]
HANDED_OVER = [*_orders(CLAIM, HAND_OVER, ASSESSMENT), *_orders(CLAIM, HAND_OVER, ASSESSMENT, RESTART)]


@pytest.mark.parametrize("orders", [ORDERS, HANDED_OVER], ids=["picked up", "handed over"])
async def test_in_whatever_order_card_and_briefing_end_the_same(
    founded: Found, orders: Sequence[Sequence[str]]
) -> None:
    town = await founded()
    ends = {}
    for number, order in enumerate(orders, 1):
        ends[tuple(order)] = await _ended(town, order, number)
    first = ends[tuple(orders[0])]
    for order, end in ends.items():
        for seen, expected in zip(end, first, strict=True):
            assert seen.splitlines() == expected.splitlines(), order
    assert len(town.model.requests) >= len(orders)


async def test_on_two_replicas_it_ends_the_same(founded: Found) -> None:
    town = await founded()
    alone = await _ended(town, (CLAIM, ASSESSMENT), 1)
    async with AsyncExitStack() as stack:
        named = {**town.slack.settings(), **town.model.settings(), "PORT": "0", "DATABASE_URL": town.database_url}
        other = await stack.enter_async_context(assembled(settings_of(named, Path()), tempo=HURRIED))
        await other.ready()
        town.slack.app_url = other.url
        assert await _ended(town, (CLAIM, ASSESSMENT), 2) == alone
        town.slack.app_url = town.service.url


async def _ended(town: Town, order: Sequence[str], number: int) -> tuple[str, ...]:
    """The card and everybody's briefing, once all has happened in this order."""
    asked = len(town.model.requests)
    town.model.held = asyncio.Event()
    card = await town.escalated(f"Printer {number} offline")
    await town.model.until(lambda: len(town.model.requests) > asked)
    for step in order:
        await _happens(town, step, card, number)
    shown = [card, *await _briefings(town, order, number)]
    for seen in (card, shown[-1]):
        await town.until(lambda s=seen: ASSESSED in s.text(), within=20)  # type: ignore[misc]
    await town.delivered(number, within=20)
    return tuple(timeless(seen.text()).replace(f"Printer {number} offline", "It") for seen in shown)


async def _happens(town: Town, step: str, card: Seen, number: int) -> None:
    if step == CLAIM:
        await town.sam.click(card, "pick_up")
        await town.sent(town.sam, f"You picked up E-{number} ")
    elif step == HAND_OVER:
        await town.sam.click(await town.sent(town.sam, f"You picked up E-{number} "), "hand_over")
        await town.sam.submit({"to": town.alex.id})
        await town.sent(town.alex, f"Sam Okafor handed you E-{number} ")
    elif step == ASSESSMENT:
        assert town.model.held
        town.model.held.set()
        await town.shows(card, ASSESSED)
    else:
        stopping = asyncio.create_task(town.stop())
        assert town.model.held
        town.model.held.set()  # a call that is under way is waited for
        await stopping
        await town.start()


async def _briefings(town: Town, order: Sequence[str], number: int) -> list[Seen]:
    if HAND_OVER not in order:
        return [await town.sent(town.sam, f"You picked up E-{number} ")]
    over = await town.sent(town.sam, f"E-{number} is no longer yours")
    return [over, await town.sent(town.alex, f"Sam Okafor handed you E-{number} ")]
