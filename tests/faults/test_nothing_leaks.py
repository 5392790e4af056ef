"""Whatever goes wrong, and however much is logged: nothing secret, and nothing that people wrote, is in log or metrics.

Everything is listened to at DEBUG, libraries included, and what masks in the end is off: it is the second line.
"""

import asyncio
import io
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.log import QUOTING, handler
from core.desk import Desk
from playground.cast import CAST
from playground.model import ModelStandIn
from tests.both import HELPDESK, Both, Opened
from tests.faults.conftest import Frail

PROBLEM = "Zebraproblem stops syncing"
WHY, TRIED, CUSTOMER = "zebrawhy", "zebratried", "Zebracustomer"
TICKET = "#90817263"
METRICS = "zebra-metrics-token"
WRITTEN = ("zebra", TICKET.removeprefix("#"))
ERROR_ID = re.compile(r"Error ([0-9a-f]{8})\b")

Trouble = Callable[[Both, ModelStandIn, Frail], Awaitable[None]]


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """All that is logged at DEBUG, as the service writes it."""
    stream = io.StringIO()
    listener = handler("json", (), stream)
    names = [None, "bot", "core", "storage", "integrations", "sqlalchemy.engine", "sqlalchemy.pool", *QUOTING]
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(listener)
    yield stream
    logging.getLogger().removeHandler(listener)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@asynccontextmanager
async def watched(opened: Opened) -> AsyncIterator[tuple[Both, ModelStandIn]]:
    """Both chats, a model, and metrics behind a token."""
    async with ModelStandIn() as model:
        named: dict[str, Any] = {**model.settings(), "BATON_ASSESSMENT_SECONDS": "1", "METRICS_TOKEN": METRICS}
        both = await opened(CAST, slack=True, **named)
        logging.getLogger("slack_bolt").setLevel(logging.DEBUG)
        both.teams.forgive("ForbiddenOperationException")  # Alex has not added Baton for himself
        both.expected.append("")  # what is logged as an error is part of these stories
        yield both, model


# ------------------------------------------------------------------------------------------ what happens to them


async def nothing(_both: Both, _model: ModelStandIn, _frail: Frail) -> None:
    """All goes well."""


async def chats_refuse(both: Both, model: ModelStandIn, _frail: Frail) -> None:
    for times, fault in enumerate(({"status": 500}, {"error": "is_archived"}, {"html": True}, {"half": True}), 1):
        both.in_slack.fail("*", times=times, **fault)  # type: ignore[arg-type]
    both.teams.forgive("BadArgument")  # an id that Teams would have told, had it answered
    both.teams.fail("*", times=2, status=403)
    both.teams.fail("*", times=2, drop="after")
    model.fail(status=529, times=1)


async def the_model_talks_nonsense(_both: Both, model: ModelStandIn, _frail: Frail) -> None:
    model.answer_with("zebra-nonsense {", times=1)
    model.fail(status=400, times=1)
    model.fail(html=True, times=1)


async def the_database_is_gone(_both: Both, _model: ModelStandIn, frail: Frail) -> None:
    gone = frail.gone()
    await gone.__aenter__()
    _pulled.append(gone.__aexit__)


async def strangers_send_rubbish(both: Both, _model: ModelStandIn, _frail: Frail) -> None:
    wire = both.in_slack.person("Jane").wire
    for body in (b"{zebra", b'"zebra"', b"command=zebra&user_id=zebra&text=zebra", b"\xff zebra"):
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            await wire.post(body, kind)
    async with aiohttp.ClientSession() as http:
        for path in ("/slack/events", "/api/messages", "/metrics"):
            for headers in ({}, {"Authorization": "Bearer zebra.zebra.zebra"}, {"Authorization": "zebra"}):
                sent = {**headers, "Content-Type": "application/json"}
                await (await http.post(both.service.url + path, data=b'{"zebra": "zebra', headers=sent)).read()
        await (await http.get(f"{both.service.url}/zebra?zebra=zebra")).read()


_pulled: list[Callable[[None, None, None], Awaitable[object]]] = []


@pytest.fixture(params=[nothing, chats_refuse, the_model_talks_nonsense, the_database_is_gone, strangers_send_rubbish])
async def trouble(request: pytest.FixtureRequest) -> AsyncIterator[Trouble]:
    """Each in turn; the database comes back at the end."""
    yield request.param
    while _pulled:
        await _pulled.pop()(None, None, None)


async def test_no_secret_and_nothing_that_people_wrote_is_logged_or_counted(
    opened: Opened, trouble: Trouble, frail: Frail, heard: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.log.without_tokens", lambda text: text)
    async with watched(opened) as (both, model):
        await trouble(both, model, frail)
        await people_work(both)
        while _pulled:
            await _pulled.pop()(None, None, None)
        await people_work(both)
        told = heard.getvalue() + await scraped(both)
        secrets = secrets_of(both, model)
    assert '"logger": "bot.' in told
    for hidden in (*secrets, *WRITTEN):
        assert hidden.lower() not in told.lower(), line_with(hidden, told)


async def test_an_error_that_nobody_foresaw_is_told_by_its_kind_and_found_by_its_id(
    opened: Opened, heard: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.log.without_tokens", lambda text: text)

    async def escalate(_desk: Desk, entry: object, *_: object) -> None:
        try:
            raise KeyError(str(entry))
        except KeyError as error:
            raise ValueError(f"cannot be: {entry}") from error

    async with watched(opened) as (both, _):
        monkeypatch.setattr(Desk, "escalate", escalate)
        answer = await both.in_slack.person("Jane").command("#helpdesk", "/escalate", f"{PROBLEM} {TICKET}")
        error_id = ERROR_ID.search(answer.text)
        assert error_id
        told = heard.getvalue()
    [found] = [said for said in told.splitlines() if f'"error": "{error_id[1]}"' in said]
    assert f'"request": "{error_id[1]}"' in found
    assert '"door": "slack", "kind": "command"' in found
    assert "builtins.KeyError\\n" in found
    assert "builtins.ValueError" in found
    assert not [word for word in WRITTEN if word in told.lower()]


async def people_work(both: Both) -> None:
    """The main job in both chats, form and line, and a press of everything there is."""
    slack = both.in_slack
    jane, sam = slack.person("Jane"), slack.person("Sam")
    await jane.command("#helpdesk", "/escalate", f"{PROBLEM} {TICKET} !urgent @sam")
    await jane.command("#helpdesk", "/escalate", "")
    if jane.views:
        await jane.submit({"problem": PROBLEM, "reason": WHY, "tried": TRIED, "customer": CUSTOMER, "ticket": TICKET})
    await both.person("Jane").mention(HELPDESK, f"{PROBLEM} {TICKET}")
    await settled()
    for seen in list(sam.sees("#escalations")):
        for action in ("details", "pick_up"):
            if seen.has(action):
                await sam.click(seen, action)
    for card in both.cards():
        for verb in ("details", "pick_up"):
            if card.has(verb):
                await both.alex.click(card, verb)
    await settled()


async def settled() -> None:
    """What was begun had its time: there is nothing to wait for when everything fails."""
    await asyncio.sleep(0.4)


async def scraped(both: Both) -> str:
    async with aiohttp.ClientSession() as http:
        url, headers = both.service.metrics_url, {"Authorization": f"Bearer {METRICS}"}
        async with http.get(url, headers=headers) as answer:
            assert answer.status == 200
            return await answer.text()


def secrets_of(both: Both, model: ModelStandIn) -> list[str]:
    named = {**both.in_slack.settings(), **both.teams.settings(), **model.settings()}
    secret = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "MICROSOFT_APP_PASSWORD", "ANTHROPIC_API_KEY")
    return [*(named[name] for name in secret), METRICS, "response_url", "eyJ"]


def line_with(hidden: str, told: str) -> str:
    return next(line for line in told.splitlines() if hidden.lower() in line.lower())
