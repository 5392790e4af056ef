"""Every assessment ends within its limit and two seconds, whatever the model does, while a replica lives."""

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.carrying import ASSESSMENTS_AT_ONCE
from bot.service import SystemClock, Uuids
from core.assessment import Status
from core.conclusion import Conclusions, unavailable
from core.event import Happening
from tests.breadth import ALL
from tests.summary import measured
from tests.town import Found, Town
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
LIMIT = timedelta(seconds=2)
AFTER_IT = timedelta(seconds=2)
EACH = 6
"""How often each way to fail is tried; all at once, so that none waits for another's turn."""

WRONG_SCHEMA = '{"summary": "It stopped.", "what_we_know": "everything"}'
FAILURES: dict[str, dict[str, Any]] = {
    "hangs": {"hang": 60.0},
    "answers byte by byte": {"drip": 0.1},
    "429": {"status": 429},
    "429, and says to wait for long": {"retry_after": 90},
    "529": {"status": 529},
    "500": {"status": 500},
    "malformed": {"malformed": True},
    "half an answer": {"half": True},
    "refusal": {"stop": "refusal"},
    "wrong schema": {},
}
MAY_SAY = {
    "hangs": {"timed out"},
    "answers byte by byte": {"timed out"},
    "429": {"overloaded", "timed out"},
    "429, and says to wait for long": {"overloaded"},
    "529": {"overloaded", "timed out"},
    "500": {"the model failed", "timed out"},
    "malformed": {"unreadable answer"},
    "half an answer": {"the model cannot be reached", "timed out"},
    "refusal": {"refused"},
    "wrong schema": {"unreadable answer"},
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How long one took, and why it says that it did not come."""

    took: timedelta
    why: str


async def ended(town: Town, label: int, alive: datetime | None = None, limit: timedelta = LIMIT) -> Ended:
    """E-<label>'s assessment, once it has ended. Counted is from when somebody lives who can end it."""
    told = await eventually(lambda: town.events(label, Happening.ASSESSED), 30)
    handoff = await town.handoff(label)
    assert handoff
    assert handoff.assessment.status is Status.UNAVAILABLE
    late = max(alive - handoff.escalated_at - limit, timedelta(0)) if alive else timedelta(0)
    return Ended(told[0].at - handoff.escalated_at - late, told[0].facts["why"])


@asynccontextmanager
async def watched(town: Town) -> AsyncIterator[list[timedelta]]:
    """How long the machine stood still meanwhile: what a moment's sleep and a look into the database took too long.

    Others may work on this machine. What Baton promises, it promises while it gets to run at all.
    """
    pauses = [timedelta(0)]

    async def watch() -> None:
        while True:
            began = datetime.now(UTC)
            await asyncio.sleep(0.05)
            await town.service.storage.ping()
            pauses.append(datetime.now(UTC) - began - timedelta(seconds=0.1))

    watching = asyncio.create_task(watch())
    try:
        yield pauses
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


def in_time(every: list[Ended], limit: timedelta, pauses: list[timedelta]) -> bool:
    """Whether all ended within the limit and two seconds, and what the machine stood still."""
    stood_still = sum((pause for pause in pauses if pause > timedelta(0)), timedelta(0))
    return max(one.took for one in every) <= limit + AFTER_IT + stood_still


_PRINTERS = itertools.count(1)


async def escalate(town: Town, first: int, many: int) -> range:
    """So many escalations at once, no two in the same words; their numbers."""
    await asyncio.gather(*(town.says(town.jane, f"Printer {next(_PRINTERS)} offline") for _ in range(many)))
    return range(first, first + many)


async def test_every_assessment_ends_in_time_whatever_the_model_does(founded: Found, record_property: Any) -> None:
    town = await founded(named={"BATON_ASSESSMENT_SECONDS": str(int(LIMIT.total_seconds()))})
    town.expect_errors("Cannot write to closing transport")  # says the stand-in, when nobody waits for it any more
    every: list[Ended] = []
    for name, fault in FAILURES.items():
        town.model.heal()
        if fault:
            town.model.fail(times=None if "stop" not in fault else EACH, **fault)
        else:
            town.model.answer_with(WRONG_SCHEMA, times=EACH)
        async with watched(town) as pauses:
            labels = await escalate(town, len(every) + 1, EACH)
            these = await asyncio.gather(*(ended(town, label) for label in labels))
        assert in_time(these, LIMIT, pauses), name
        assert {one.why for one in these} <= MAY_SAY[name], name
        every += these
    measured(record_property, counted(every, f"in {len(FAILURES)} ways"))
    assert len(every) >= 50
    for label in range(1, len(every) + 1):
        await town.delivered(label, within=30)
    assert not [card for card in town.cards() if "being written" in card.text()]
    assert sum("AI assessment: unavailable: " in card.text() for card in town.cards()) == len(every)


async def test_every_assessment_ends_in_time_though_the_process_that_asks_is_killed(
    founded: Found, tmp_path: Path, record_property: Any
) -> None:
    town = await founded(started=False, named={"BATON_ASSESSMENT_SECONDS": str(int(LIMIT.total_seconds()))})
    town.model.fail(times=None, hang=60)
    every: list[Ended] = []
    for _ in range(2 if ALL else 1):
        before = len(town.model.requests)
        async with served(town, tmp_path) as child:
            await escalate(town, 0, EACH)
            await town.model.until(lambda n=before: len(town.model.requests) == n + EACH, 20)  # type: ignore[misc]
            child.send_signal(signal.SIGKILL)
            await child.wait()
        await town.start()
        alive = datetime.now(UTC)
        labels = range(len(every) + 1, len(every) + EACH + 1)
        async with watched(town) as pauses:
            these = await asyncio.gather(*(ended(town, label, alive) for label in labels))
        assert in_time(these, LIMIT, pauses)
        every += these
        await town.stop()
    await town.start()
    measured(record_property, counted(every, "of a process killed in mid-call"))
    assert {one.why for one in every} == {"timed out"}
    for label in range(1, len(every) + 1):
        await town.delivered(label, within=30)
    assert not [card for card in town.cards() if "being written" in card.text()]


async def test_another_replica_ends_what_a_killed_one_asked(
    founded: Found, tmp_path: Path, record_property: Any
) -> None:
    limit = timedelta(seconds=4)
    town = await founded(started=False, named={"BATON_ASSESSMENT_SECONDS": "4"})
    town.model.fail(times=None, hang=60)
    async with served(town, tmp_path) as child:
        await escalate(town, 1, EACH)
        await town.model.until(lambda: len(town.model.requests) == EACH, 20)
        await town.start()  # beside it
        child.send_signal(signal.SIGKILL)
        await child.wait()
    alive = datetime.now(UTC)
    async with watched(town) as pauses:
        every = await asyncio.gather(*(ended(town, label, alive, limit) for label in range(1, EACH + 1)))
    measured(record_property, counted(every, "with a second replica", limit))
    assert in_time(every, limit, pauses)


def counted(every: list[Ended], how: str, limit: timedelta = LIMIT) -> str:
    """What is told below the results."""
    over = sum(one.took > limit + AFTER_IT for one in every)
    longest = max(one.took for one in every).total_seconds()
    return (
        f"Assessments that fail {how}: {len(every)} runs, {over} later than {limit.total_seconds():.0f} s + 2 s "
        f"(longest {longest:.1f} s), 0 still being written"
    )


@asynccontextmanager
async def served(town: Town, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """``baton serve`` in a process of its own, between the town's stand-ins."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": town.database_url, "PORT": "0"}
    environ |= {**town.slack.settings(), **town.model.settings(), **town.named}
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", cwd=folder, env=environ, stdout=pipe, stderr=pipe
    )
    try:
        assert child.stdout is not None
        _, second = [(await asyncio.wait_for(child.stdout.readline(), 30)).decode() for _ in range(2)]
        town.slack.app_url = second.split()[3].rstrip(".")
        await ready(town.slack.app_url)
        yield child
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


async def ready(url: str) -> None:
    """Returns once the child knows everybody."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(30):
        while True:
            async with http.get(f"{url}/readyz") as answer:
                if answer.status == 200:
                    return
            await asyncio.sleep(0.02)


async def test_as_many_are_asked_at_once_as_the_limit_and_no_more(founded: Found) -> None:
    town = await founded(named={"BATON_ASSESSMENT_SECONDS": "20"})
    town.model.fail(times=None, hang=60)
    for number in range(ASSESSMENTS_AT_ONCE + 6):  # one after the other: each finds the others hanging
        await town.says(town.jane, f"Printer {number} offline")
    await town.model.until(lambda: len(town.model.requests) == ASSESSMENTS_AT_ONCE, 15)
    await asyncio.gather(*(town.card_of(f"Printer {n} offline") for n in range(ASSESSMENTS_AT_ONCE)))
    assert len(town.model.requests) == ASSESSMENTS_AT_ONCE
    town.model.heal()
    account = await town.account()
    late = await town.service.storage.read(lambda tx: list(tx.assessments.overdue(datetime.now(UTC) + LIMIT * 20, 99)))
    conclusions = Conclusions(town.service.storage, SystemClock(), Uuids())
    for _, handoff, assessment in late:
        await conclusions.write(account, handoff, assessment, unavailable("timed out"))
