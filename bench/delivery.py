"""``python -m bench.delivery``: the courier against a Slack that enforces its limits.

Three measurements on one database: many cards over many channels, drained; a thousand changes to one card; and
how long cards of healthy channels take while one channel answers 429, beside the same without it.
"""

import argparse
import asyncio
import logging
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.child import Child, started
from bench.figure import Wrong, spread
from bench.limited import EDIT, POST
from bench.outbox import Outbox, opened_outbox
from bot.carrying import TALKED
from bot.service import SystemClock, Uuids
from bot.settings import settings_of
from bot.slack.client import new_client, new_session
from bot.slack.gateway import SlackGateway
from bot.slack.limit import slack_limits
from core.courier import Courier
from core.delivery import APART, Place
from core.messenger import Messenger
from core.pacing import Pacing
from core.people import Platform
from storage.database import opened
from storage.migrate import upgrade

AT_ONCE, A_SECOND = 4, 1.0
"""What the stand-in takes of posts, in each channel: so many at once, and so many a second."""


CARDS = 30
"""How many cards the healthy channels get in a round."""


@dataclass(slots=True)
class Scene:
    """A Slack with limits, an outbox, and a courier between them."""

    slack: Child
    outbox: Outbox

    async def answered(self, method: str) -> Counter[int]:
        """How many calls of this method were answered with each status."""
        return Counter({int(status): many for status, many in (await self.slack.ask({"answered": method})).items()})

    def places(self) -> list[Place]:
        """All channels."""
        return [Place(self.outbox.workspace, channel=channel) for channel in self.slack.greeting["channels"]]


async def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("bench.delivery", description="Delivery against enforced limits.")
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--channels", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--changes", type=int, default=1_000)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.ERROR)
    print(await drained(chosen.cards, chosen.channels), flush=True)
    print(await changed(chosen.changes), flush=True)
    print(await isolated(chosen.pairs), flush=True)


async def drained(cards: int, channels: int) -> str:
    """Everything wanted in one burst."""
    async with scene(channels) as at:
        await at.outbox.wants_cards(cards, at.places())
        began = time.perf_counter()
        async with carrying(at):
            await at.outbox.empty()
        took = time.perf_counter() - began
        allowed = (cards / channels - AT_ONCE) / A_SECOND
        posts = await at.answered(POST)
        if posts[200] != cards:
            raise Wrong(f"{posts[200]} posts of {cards} cards")
        return (
            f"{cards:,} cards over {channels} channels: {took:.1f} s; the limits allow {allowed:.1f} s: "
            f"{allowed / took:.1%} of the allowed rate. Lost: 0, posted twice: 0, answered 429: {posts[429]}."
        )


async def changed(changes: int) -> str:
    """One card, changed as fast as the database takes it."""
    async with scene(1) as at, carrying(at):
        await at.outbox.wants_cards(1, at.places())
        await at.outbox.empty()
        began = time.perf_counter()
        for _ in range(changes):
            await at.outbox.changes_a_card()
        last = time.perf_counter()
        await at.outbox.empty()
        shown = time.perf_counter() - last
        edits = (await at.answered(EDIT))[200]
        most = (last - began + shown) / APART.total_seconds() + 1
        return (
            f"{changes:,} changes to one card in {last - began:.1f} s: {edits} edits (at most {most:.1f} are due); "
            f"the last was shown {shown:.2f} s after it was made (2 s and a send to reach)."
        )


async def isolated(pairs: int) -> str:
    """p95 of healthy channels, with and without one that is closed; the rounds take turns."""
    ratios, healthy, beside = [], [], []
    for _ in range(pairs):
        without, with_one = await _round(shut=False), await _round(shut=True)
        ratios.append(with_one / without)
        healthy.append(without)
        beside.append(with_one)
    over = spread(ratios)
    p95 = f"{median(beside) * 1e3:.0f} ms, without it {median(healthy) * 1e3:.0f} ms"
    return (
        f"One channel of 11 answers 429 (60 s), {pairs} interleaved pairs: p95 of the others {p95}; "
        f"ratio {over.middle:.2f} ({over.low:.2f}-{over.high:.2f}), 1.5 to reach."
    )


async def _round(*, shut: bool) -> float:
    async with scene(11) as at:
        places = at.places()
        if shut:
            await at.slack.ask({"shut": places[0].channel})
        await at.outbox.wants_cards(200, places[:1])
        async with carrying(at):
            await asyncio.sleep(0.3)
            began = await at.slack.ask({"begin": None})
            await at.outbox.wants_cards(CARDS, places[1:])
            posted = await at.slack.ask({"posted": ([place.channel for place in places[1:]], CARDS)})
            return float(quantiles([moment - began for moment in posted], n=20)[18])


@asynccontextmanager
async def scene(channels: int) -> AsyncIterator[Scene]:
    """A new Slack and a new database."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await upgrade(url)
        async with started("limited", {"channels": channels}) as slack, opened(url) as storage:
            yield Scene(slack, await opened_outbox(storage, slack.greeting["team"]))


@asynccontextmanager
async def carrying(at: Scene) -> AsyncIterator[None]:
    """The courier of the service, with its limits."""
    settings = settings_of(at.slack.greeting["settings"], Path())
    assert settings.slack
    stop, storage = asyncio.Event(), at.outbox.storage
    async with new_session() as session:
        gateway = SlackGateway(new_client(settings.slack, session))
        messenger = Messenger(storage, {Platform.SLACK: gateway})
        pacing = Pacing(slack_limits)
        courier = Courier(storage, SystemClock(), Uuids(), messenger, TALKED, platform=Platform.SLACK, pacing=pacing)
        running = asyncio.create_task(courier.run(stop))
        try:
            yield
        finally:
            stop.set()
            await running


if __name__ == "__main__":
    asyncio.run(main())
