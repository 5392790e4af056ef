"""``/escalate`` in one line: how long until its author is told that it is with the team."""

import time

from bench.child import Child
from bench.database import Measured
from bench.figure import Round, Wrong
from bench.load import all_of, lines
from bench.size import Size
from bench.slack.chat import Slack
from bench.slack.press import one_line
from bench.town import settled
from storage.database import opened

_TEXT = "Outlook stops syncing after the mailbox move, the customer's board meets at eleven #4711 !urgent"
_ACCEPTED = b"Escalated as E-"
_WARM_UP = 5


async def escalated(measured: Measured, chat: Slack, size: Size, service: Child) -> Round:
    """Escalations, one after the other. Raises Wrong unless each was accepted."""
    async with opened(measured.url) as storage:
        await settled(storage, [chat.town], 1)
    async with lines(service.greeting["url"], 1) as (line,):
        each = []
        for number in range(size.commands + _WARM_UP):
            request = one_line(f"{_TEXT} ({number})", chat.town.jane, chat.response_url(number))
            sent = time.perf_counter()
            (answered,) = await all_of([line.ask(request)])
            each.append(time.perf_counter() - sent)
            if _ACCEPTED not in answered:
                raise Wrong(f"an escalation was answered {answered[:200]!r}")
    return Round(sum(each[_WARM_UP:]), tuple(each[_WARM_UP:]))
