"""``python -m bench``: the options, the order of the measurements, the report.

It ends with 0 whether or not the figures are good: it measures. It ends with 1 when what it measures does not
work: an answer that is no 200, a press that did not win.
"""

import argparse
import asyncio
import dataclasses
import sys
from collections.abc import Sequence

from bench.busy import Busy, delivering
from bench.chat import Chat
from bench.database import NAMES, Measured, database
from bench.escalate import escalated
from bench.figure import Wrong
from bench.hanging import hanging
from bench.idle import idling
from bench.machine import machine
from bench.pickup import picked_up
from bench.race import raced
from bench.report import Results, report
from bench.service import served
from bench.sink import listening
from bench.size import QUICK, Size
from bench.slack.chat import Slack
from bench.teams.chat import Teams


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser("bench", description="Baton's speed, beside the floor of this machine.")
    parser.add_argument("--quick", action="store_true", help="only see that everything can be measured")
    parser.add_argument("--only", choices=NAMES, help="on this database alone")
    parser.add_argument("--pairs", type=int, help="how many pairs of rounds (default 20)")
    chosen = parser.parse_args(arguments)
    size = QUICK if chosen.quick else Size()
    if chosen.pairs:
        size = dataclasses.replace(size, pairs=chosen.pairs)
    try:
        asyncio.run(_measured([chosen.only] if chosen.only else list(NAMES), size))
    except Wrong as wrong:
        print(f"Something is wrong: {wrong}.", file=sys.stderr)
        return 1
    return 0


async def _measured(names: list[str], size: Size) -> None:
    print("\n".join(machine()), flush=True)
    results = [await _results(name, size) for name in names]
    print("\n".join(report(results, size)))


async def _results(name: str, size: Size) -> Results:
    """Everything, on one database. Raises Wrong."""
    async with listening() as sink:
        slack, teams = Slack(sink.url), Teams(sink.url)
        sink.chats += [slack.answer, teams.answer]
        async with database(name) as measured:
            busy = await delivering(measured, [slack, teams], size)
        hung = await hanging(name, size)
        async with database(name) as measured:
            return dataclasses.replace(await _answering(measured, slack, teams, size, busy), hanging=hung)


async def _answering(measured: Measured, slack: Slack, teams: Teams, size: Size, busy: Busy) -> Results:
    """What is answered while nothing is delivered: another replica would do that."""
    chats: list[Chat] = [slack, teams]
    idle = await idling(measured, chats, size)
    async with served(chats, measured.url) as service:
        picks = [await picked_up(measured, chat, size, service) for chat in chats]
        races = [await raced(measured, crowd, size, service) for crowd in ([slack], [teams], chats)]
        escalations = await escalated(measured, slack, size, service)
    return Results(measured, idle, picks, races, escalations, busy)


if __name__ == "__main__":
    sys.exit(main())
