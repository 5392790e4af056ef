"""The composition root: the only place that knows everybody.

``baton serve``, the demo and the tests all enter ``assembled(settings)``; leaving it stops gracefully:
requests under way are answered, answers are given, what is being carried is waited for, and what is not carried in
time is at once for another replica. ``baton serve`` calls ``Service.leave`` before, so that nobody is dropped.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from urllib.parse import urlsplit
from uuid import UUID

from aiohttp import web

from bot.clockwork import sweeping
from bot.http.health import Check, Health
from bot.http.metrics import PATH as METRICS
from bot.http.metrics import Exposition, exposed
from bot.http.server import Server, serving
from bot.http.watch import watching
from bot.metrics import MeteredModel, Metrics
from bot.settings import ModelSettings, Settings
from bot.slack.door import PATH as SLACK
from bot.slack.door import SlackIn, slack_in, slack_out
from bot.slack.installation import Installation
from bot.slack.limit import slack_limits
from bot.teams.door import PATH as TEAMS
from bot.teams.door import TeamsIn, teams_in, teams_out
from bot.teams.installation import Installation as TeamsInstallation
from bot.teams.limit import teams_limits
from core.assessor import LEASE, Assessor, NoModel
from core.carrier import Carrier
from core.conclusion import Conclusions
from core.courier import Courier
from core.delivery import FIRST_PAUSE, Kind
from core.desk import Desk
from core.directory import Directory
from core.errors import Unavailable
from core.handoff import Door
from core.inbound import Requests
from core.messenger import Messenger
from core.meter import NO_METER
from core.pacing import Pacing, Rules, unlimited
from core.people import Platform
from core.ports import Gateway, Model, Roster
from storage.database import Database, opened
from storage.migrate import last_step, upgrade
from storage.uuid7 import uuid7

TALKED = frozenset(Kind) - {Kind.ASSESSMENT}
ASSESSED = frozenset({Kind.ASSESSMENT})
ASSESSMENTS_AT_ONCE = 8
LIMITS: Mapping[Platform, Rules] = {Platform.SLACK: slack_limits, Platform.TEAMS: teams_limits}
SWEEP_EVERY = timedelta(seconds=1)
FORGET_EVERY = timedelta(hours=1)


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """An aware datetime in UTC."""
        return datetime.now(UTC)


class Uuids:
    """Ids that grow with time."""

    def new(self) -> UUID:
        """A UUIDv7."""
        return uuid7()


@dataclass(frozen=True, slots=True)
class Service:
    """A running service. ``storage`` and ``desk`` are for those who look inside: tests and benchmarks."""

    url: str
    storage: Database
    desk: Desk
    server: Server
    slack: Installation | None
    teams: TeamsInstallation | None = None
    metrics_url: str = ""

    async def ready(self) -> None:
        """Returns when every configured chat is ready, and everybody in it is known."""
        for chat in (self.slack, self.teams):
            if chat is not None:
                await chat.learned.wait()

    async def leave(self, grace: timedelta) -> None:
        """Turn people away, and answer those who are in; to be called before a stop that should drop nobody."""
        await self.server.leave(grace)


@asynccontextmanager
async def assembled(
    settings: Settings, *, carrying: bool = True, first_pause: timedelta = FIRST_PAUSE, paced: bool = True
) -> AsyncIterator[Service]:
    """Bring the database up to date, open the doors, begin to deliver. Raises Unavailable.

    With ``carrying`` off nothing is delivered: another replica does that, or a benchmark wants to see the
    answers alone. ``first_pause`` is how long a delivery waits after its first failure. With ``paced`` off, chats
    are believed to take whatever is sent as fast as it is.
    """
    await upgrade(settings.database_url)
    metrics = _metrics(settings)
    meter = metrics or NO_METER
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(opened(settings.database_url))
        await stack.enter_async_context(storage.in_touch())
        clock, ids = SystemClock(), Uuids()
        out = await stack.enter_async_context(slack_out(settings.slack)) if settings.slack else None
        teams = await stack.enter_async_context(teams_out(settings.teams, storage, clock)) if settings.teams else None
        gateways: dict[Platform, Gateway] = {chat.gateway.platform: chat.gateway for chat in (out, teams) if chat}
        rosters: dict[Platform, Roster] = {Platform.SLACK: out.roster} if out else {}
        rosters |= {Platform.TEAMS: teams.gateway.roster} if teams else {}
        within = settings.model.within if settings.model else None
        desk = Desk(storage, clock, ids, within, owner_named=bool(settings.owner), meter=meter)
        directory = Directory(storage, clock, rosters)
        if carrying:
            await stack.enter_async_context(
                _carrying(storage, gateways, settings.model, first_pause, metrics, paced=paced)
            )
        slack: SlackIn | None = None
        if out is not None:
            slack = await stack.enter_async_context(slack_in(out, desk, directory, storage, clock, settings.owner))
        from_teams: TeamsIn | None = None
        if teams is not None:
            from_teams = await stack.enter_async_context(
                teams_in(teams, desk, directory, storage, clock, ids, settings.owner)
            )
        chats = [chat for chat in (slack, from_teams) if chat]
        installed = (slack.installation if slack else None, from_teams.installation if from_teams else None)
        leaving = asyncio.Event()
        health = Health(_checks(storage, leaving, *installed))
        probes = [web.get("/healthz", health.alive), web.get("/readyz", health.ready)]
        routes = [*probes, *(route for chat in chats for route in chat.routes)]
        metrics_url = ""
        if metrics is not None and settings.metrics is not None:
            exposition = Exposition(metrics, storage, storage, clock, settings.metrics.token)
            metrics_url = await stack.enter_async_context(exposed(settings.metrics, exposition))
            routes += [] if metrics_url else [web.get(METRICS, exposition.handle)]
        watch = watching({SLACK: Door.SLACK, TEAMS: Door.TEAMS}, metrics)
        server = await stack.enter_async_context(serving(settings.host, settings.port, routes, leaving, [watch]))
        metrics_url = metrics_url or (server.url + METRICS if metrics else "")
        yield Service(server.url, storage, desk, server, *installed, metrics_url=metrics_url)


@asynccontextmanager
async def _carrying(
    storage: Database,
    gateways: Mapping[Platform, Gateway],
    model_settings: ModelSettings | None,
    first_pause: timedelta,
    metrics: Metrics | None,
    *,
    paced: bool,
) -> AsyncIterator[None]:
    """The couriers: one for each chat and one for the model, so that none of them holds up another's."""
    clock, ids, stop = SystemClock(), Uuids(), asyncio.Event()
    meter = metrics or NO_METER
    conclusions = Conclusions(storage, clock, ids, meter)
    async with AsyncExitStack() as stack:
        assessing: Carrier = NoModel(storage, conclusions)
        limit = LEASE
        if model_settings is not None:
            asked = await stack.enter_async_context(_model(model_settings))
            model = MeteredModel(asked, metrics) if metrics else asked
            assessing = Assessor(storage, clock, conclusions, model)
            limit = model_settings.within + timedelta(seconds=5)
        messenger, token = Messenger(storage, gateways), storage.lease_token
        couriers = [
            *(
                Courier(
                    storage,
                    clock,
                    ids,
                    messenger,
                    TALKED,
                    first_pause=first_pause,
                    platform=chat,
                    token=token,
                    pacing=Pacing(LIMITS[chat] if paced else unlimited),
                    meter=meter,
                )
                for chat in Platform
            ),
            Courier(
                storage,
                clock,
                ids,
                assessing,
                ASSESSED,
                ASSESSMENTS_AT_ONCE,
                lease=LEASE,
                limit=limit,
                token=token,
                pacing=Pacing(at_once=ASSESSMENTS_AT_ONCE),
                meter=meter,
            ),
        ]
        sweeps = [(conclusions.sweep, SWEEP_EVERY), (Requests(storage, clock).sweep, FORGET_EVERY)]
        await stack.enter_async_context(sweeping(sweeps))
        running = [asyncio.create_task(courier.run(stop)) for courier in couriers]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*running, return_exceptions=True)


@asynccontextmanager
async def _model(settings: ModelSettings) -> AsyncIterator[Model]:
    """The model's SDK is imported only where it is used: it is the largest thing in memory."""
    from integrations.anthropic import AnthropicModel

    model = AnthropicModel(settings.api_key, settings.base_url, settings.model)
    try:
        yield model
    finally:
        await model.close()


def _metrics(settings: Settings) -> Metrics | None:
    if settings.metrics is None:
        return None
    return Metrics(version("baton"), urlsplit(settings.database_url).scheme.partition("+")[0])


def _checks(
    storage: Database, leaving: asyncio.Event, slack: Installation | None, teams: TeamsInstallation | None
) -> dict[str, Check]:
    async def server() -> str:
        return "stopping" if leaving.is_set() else ""

    head = last_step()

    async def database() -> str:
        try:
            await storage.ping()
        except Unavailable as error:
            return error.words
        return ""

    async def migrations() -> str:
        try:
            found = await storage.step()
        except Unavailable:
            return "not known while the database does not answer"
        return "" if found == head else f"the database is at step {found}, and this Baton at {head}: update the older"

    async def in_slack() -> str:
        return slack.problem if slack else ""

    async def in_teams() -> str:
        return teams.problem if teams else ""

    always: dict[str, Check] = {"server": server, "database": database, "migrations": migrations}
    return {**always, **({"slack": in_slack} if slack else {}), **({"teams": in_teams} if teams else {})}
