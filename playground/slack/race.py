"""Many people press one button at the same moment."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from typing import Any

from playground.bell import NeverHappened
from playground.slack.answer import Answer
from playground.slack.message import Message
from playground.slack.person import Person
from playground.slack.seen import Seen
from playground.slack.standin import SlackStandIn

RUNNERS = "crowd"
WITHIN = 4.0
"""Seconds in which everybody must have been told, and the card must say who won."""


async def race(slack: SlackStandIn, message: Message, action: str, value: str | None) -> dict[str, Any]:
    """All runners press at once. Rows: the winner first, then by the time of the answer."""
    runners = [slack.person(m.id) for m in slack.workspace.members.values() if m.handle.startswith(RUNNERS)]
    before = {runner.id: _private(runner, message) for runner in runners}
    version = len(message.versions) - 1
    started = time.perf_counter()
    answers = await asyncio.gather(*(r.click_stale(message, version, action, value) for r in runners))
    seconds = time.perf_counter() - started

    def news(runner: Person) -> list[Seen]:
        known = {seen.ts for seen in before[runner.id]}
        return [seen for seen in _private(runner, message) if seen.ts not in known]

    def settled() -> bool:
        return bool(_named(runners, message)) and all(news(runner) for runner in runners)

    with contextlib.suppress(NeverHappened):  # then the page shows who was told nothing
        await slack.until(settled, WITHIN)
    winners = _named(runners, message) or {r.id for r in runners if any(not s.is_ephemeral for s in news(r))}
    rows = [_row(r, a, news(r), r.id in winners) for r, a in zip(runners, answers, strict=True)]
    return {"rows": sorted(rows, key=lambda row: (not row["won"], row["ms"])), "ms": round(seconds * 1000, 1)}


def _private(runner: Person, message: Message) -> list[Seen]:
    """What this runner alone was told: whispers where the message stands, and direct messages."""
    where = runner.workspace.channels[message.channel_id]
    mine = [m for m in where.ephemerals.values() if m.only_for == runner.id]
    return [*(Seen(m, runner.id, runner.workspace) for m in mine), *runner.dms()]


def _named(runners: Sequence[Person], message: Message) -> set[str]:
    """The runners whom the card names."""
    words = Seen(message, message.author, runners[0].workspace).text() if runners else ""
    return {runner.id for runner in runners if runner.name in words}


def _row(runner: Person, answer: Answer, news: Sequence[Seen], won: bool) -> dict[str, Any]:
    told = news[0].text().split("\n")[0] if news else ""
    measured = {"ms": round(answer.seconds * 1000, 1), "status": answer.status}
    return {"name": runner.name, **measured, "told": told, "won": won}
