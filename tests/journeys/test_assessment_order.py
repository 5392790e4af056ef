"""Claim, hand-back, hand-over, assessment and a restart in every order, and on two replicas: people end up with the
same, also where two assessments are under way because the hand-back or the hand-over began another one.

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
from core.event import Happening
from playground.slack import Seen
from tests.breadth import ALL
from tests.tempo import HURRIED
from tests.town import Found, Town, front, timeless

CLAIM, ASSESSMENT, RESTART = "claim", "assessment", "restart"
HAND_OVER, EXPLAINED, HAND_BACK, AGAIN = "hand over", "hand over with a word", "hand back", "claim again"
LIFE = (CLAIM, HAND_BACK, AGAIN, HAND_OVER, EXPLAINED)
"""What comes one after the other, whatever else happens between."""

ASSESSED = "AI assessment: Stand-in answer"
WHAT, WHY = "New cable", "Ask the landlord"


def _orders(*steps: str) -> list[tuple[str, ...]]:
    """Every order in which somebody has it before they give it away."""
    return [order for order in permutations(steps) if _is_a_life([step for step in order if step in LIFE])]


def _is_a_life(steps: Sequence[str]) -> bool:
    return list(steps) == sorted(steps, key=LIFE.index)


RESTARTS = (RESTART,) if ALL else ()
ORDERS = {
    "picked up": [*_orders(CLAIM, ASSESSMENT), *_orders(CLAIM, ASSESSMENT, RESTART)],
    "handed over": [*_orders(CLAIM, HAND_OVER, ASSESSMENT), *_orders(CLAIM, HAND_OVER, ASSESSMENT, *RESTARTS)],
    "handed over with a word": _orders(CLAIM, EXPLAINED, ASSESSMENT),
    "handed back": [*_orders(CLAIM, HAND_BACK, ASSESSMENT), *_orders(CLAIM, HAND_BACK, ASSESSMENT, *RESTARTS)],
    "handed back and picked up again": _orders(CLAIM, HAND_BACK, AGAIN, ASSESSMENT),
}
RENEWED = {"handed over with a word", "handed back", "handed back and picked up again"}


@pytest.mark.parametrize("life", ORDERS)
async def test_in_whatever_order_card_and_briefing_end_the_same(founded: Found, life: str) -> None:
    town, orders = await founded(), ORDERS[life]
    ends = {}
    for number, order in enumerate(orders, 1):
        ends[order] = await _ended(town, order, number)
        assert WHY in town.model.requests[-1].text or life not in RENEWED, order
        assert len(await town.events(number, Happening.ASSESSED)) == (2 if life in RENEWED else 1), order
    first = ends[orders[0]]
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
    elif step in (HAND_OVER, EXPLAINED):
        await town.sam.click(await town.sent(town.sam, f"You picked up E-{number} "), "hand_over")
        await town.sam.submit({"to": town.alex.id, "why": WHY if step == EXPLAINED else ""})
        await town.sent(town.alex, f"Sam Okafor handed you E-{number} ")
    elif step == HAND_BACK:
        await _hand_back(town, await town.sent(town.sam, f"You picked up E-{number} "))
        await town.shows(card, "Handed back by Sam Okafor")
    elif step == AGAIN:
        await town.alex.click(card, "pick_up")
        await town.sent(town.alex, f"You picked up E-{number} ")
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


async def _hand_back(town: Town, briefing: Seen) -> None:
    """With a reason, which an attempt that nobody decided asks for, however soon it is."""
    await town.sam.click(briefing, "attempt")
    await town.sam.submit({"what": WHAT})
    await town.sam.click(briefing, "hand_back")
    asked = next(field.block_id for field in front(town.sam).inputs() if field.block_id.startswith("outcome_"))
    await town.sam.submit({"why": WHY, asked: "dismissed"})
    assert town.sam.open_view is None


async def _briefings(town: Town, order: Sequence[str], number: int) -> list[Seen]:
    if order.count(HAND_OVER) + order.count(EXPLAINED) + order.count(HAND_BACK) == 0:
        return [await town.sent(town.sam, f"You picked up E-{number} ")]
    over = await town.sent(town.sam, f"E-{number} is no longer yours")
    if HAND_BACK in order:
        return [over, await town.sent(town.alex, f"You picked up E-{number} ")] if AGAIN in order else [over]
    return [over, await town.sent(town.alex, f"Sam Okafor handed you E-{number} ")]
