"""Many people press one button at the same moment."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from typing import Any

from playground.bell import NeverHappened
from playground.teams.answer import Answer
from playground.teams.message import Message
from playground.teams.person import Person
from playground.teams.seen import Seen
from playground.teams.standin import TeamsStandIn

RUNNERS = "crowd"
WITHIN = 4.0
"""Seconds in which everybody must have been told, and the card must say who won."""


async def race(teams: TeamsStandIn, message: Message, verb: str, data: str | None) -> dict[str, Any]:
    """All runners press at once. Rows: the winner first, then by the time of the answer."""
    runners = [teams.person(a.id) for a in teams.tenant.accounts.values() if a.handle.startswith(RUNNERS)]
    before = {runner.id: {seen.ts for seen in _private(runner, message)} for runner in runners}
    version = len(message.versions) - 1
    started = time.perf_counter()
    answers = await asyncio.gather(*(r.click_stale(message, version, verb, data) for r in runners))
    seconds = time.perf_counter() - started

    def news(runner: Person) -> list[Seen]:
        return [seen for seen in _private(runner, message) if seen.ts not in before[runner.id]]

    def settled() -> bool:
        return bool(_named(runners, message)) and all(news(runner) for runner in runners)

    with contextlib.suppress(NeverHappened):  # then the page shows who was told nothing
        await teams.until(settled, WITHIN)
    winners = _named(runners, message)
    rows = [_row(r, a, news(r), r.id in winners) for r, a in zip(runners, answers, strict=True)]
    return {"rows": sorted(rows, key=lambda row: (not row["won"], row["ms"])), "ms": round(seconds * 1000, 1)}


def _private(runner: Person, message: Message) -> list[Seen]:
    """What this runner alone was told: whispers where the message stands, and in the chat with the app."""
    where = runner.tenant.conversations[message.conversation_id]
    whispers = [m for m in where.shown_to(runner.id) if m.only_for == runner.id]
    return [*(Seen(m, runner.id, runner.tenant) for m in whispers), *runner.dms()]


def _named(runners: Sequence[Person], message: Message) -> set[str]:
    """The runners whom the card names."""
    words = Seen(message, "", runners[0].tenant).text() if runners else ""
    return {runner.id for runner in runners if runner.name in words}


def _row(runner: Person, answer: Answer, news: Sequence[Seen], won: bool) -> dict[str, Any]:
    told = news[0].text().split("\n")[0] if news else ""
    measured = {"ms": round(answer.seconds * 1000, 1), "status": answer.status}
    return {"name": runner.name, **measured, "told": told, "won": won}
