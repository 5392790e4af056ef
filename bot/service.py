"""The composition root: the only place that knows everybody.

``baton serve``, the demo and the tests all enter ``assembled(settings)``; leaving it stops gracefully:
requests under way are answered, answers are given, what is being carried is waited for, and what is not carried in
time is at once for another replica. ``baton serve`` calls ``Service.leave`` before, so that nobody is dropped.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from urllib.parse import urlsplit
from uuid import UUID

from aiohttp import web

from bot.carrying import TEMPO, Carrying, Tempo
from bot.http.health import Health
from bot.http.metrics import PATH as METRICS
from bot.http.metrics import Exposition, exposed
from bot.http.readiness import Installed, Readiness
from bot.http.server import Server, serving
from bot.http.watch import watching
from bot.metrics import MeteredModel, Metrics
from bot.settings import ModelSettings, Settings
from bot.slack.door import PATH as SLACK
from bot.slack.door import SlackIn, SlackOut, slack_in, slack_out
from bot.slack.installation import Installation
from bot.slack.limit import slack_limits
from bot.teams.door import PATH as TEAMS
from bot.teams.door import TeamsIn, TeamsOut, teams_in, teams_out
from bot.teams.installation import Installation as TeamsInstallation
from bot.teams.limit import teams_limits
from core.desk import Desk
from core.directory import Directory
from core.handoff import Door
from core.meter import NO_METER
from core.pacing import Rules
from core.people import Platform
from core.ports import Clock, Gateway, Ids, Model, Roster
from storage.database import Database, opened
from storage.migrate import last_step, upgrade
from storage.uuid7 import uuid7

LIMITS: Mapping[Platform, Rules] = {Platform.SLACK: slack_limits, Platform.TEAMS: teams_limits}


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


CLOCK, IDS = SystemClock(), Uuids()


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
    settings: Settings, *, carrying: bool = True, tempo: Tempo = TEMPO, clock: Clock = CLOCK
) -> AsyncIterator[Service]:
    """Bring the database up to date, open the doors, begin to deliver. Raises Unavailable.

    With ``carrying`` off nothing is delivered: another replica does that, or a benchmark wants to see the
    answers alone.
    """
    await upgrade(settings.database_url)
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(opened(settings.database_url))
        await stack.enter_async_context(storage.in_touch())
        house = House(settings, storage, _metrics(settings), clock)
        slack, teams = await house.ways_out(stack)
        if carrying:
            await stack.enter_async_context(await house.carrying(stack, slack, teams, tempo))
        yield await house.served(stack, *await house.ways_in(stack, slack, teams))


@dataclass(frozen=True, slots=True)
class House:
    """What everything else is built on. What is opened stays open until the stack is closed, the last one first."""

    settings: Settings
    storage: Database
    metrics: Metrics | None
    clock: Clock = CLOCK
    ids: Ids = IDS

    async def ways_out(self, stack: AsyncExitStack) -> tuple[SlackOut | None, TeamsOut | None]:
        """To the chats that are configured."""
        slack, teams = self.settings.slack, self.settings.teams
        return (
            await stack.enter_async_context(slack_out(slack)) if slack else None,
            await stack.enter_async_context(teams_out(teams, self.storage, self.clock)) if teams else None,
        )

    async def carrying(
        self, stack: AsyncExitStack, slack: SlackOut | None, teams: TeamsOut | None, tempo: Tempo
    ) -> AbstractAsyncContextManager[None]:
        """To the chats, and to the model if there is one."""
        model = self.settings.model
        gateways: dict[Platform, Gateway] = {chat.gateway.platform: chat.gateway for chat in (slack, teams) if chat}
        return Carrying(
            self.storage,
            self.clock,
            self.ids,
            self.storage.lease_token,
            self.metrics or NO_METER,
            tempo,
            gateways,
            LIMITS,
            await self._model(stack, model) if model else None,
            model.within if model else None,
        ).going_on()

    async def ways_in(
        self, stack: AsyncExitStack, out: SlackOut | None, teams: TeamsOut | None
    ) -> tuple[Desk, SlackIn | None, TeamsIn | None]:
        """From the same chats to one desk."""
        storage, clock, owner = self.storage, self.clock, self.settings.owner
        within = self.settings.model.within if self.settings.model else None
        desk = Desk(storage, clock, self.ids, within, owner_named=bool(owner), meter=self.metrics or NO_METER)
        rosters: dict[Platform, Roster] = {Platform.SLACK: out.roster} if out else {}
        rosters |= {Platform.TEAMS: teams.gateway.roster} if teams else {}
        known = Directory(storage, clock, rosters)
        from_slack = slack_in(out, desk, known, storage, clock, owner) if out else None
        from_teams = teams_in(teams, desk, known, storage, clock, self.ids, owner) if teams else None
        return (
            desk,
            await stack.enter_async_context(from_slack) if from_slack else None,
            await stack.enter_async_context(from_teams) if from_teams else None,
        )

    async def served(self, stack: AsyncExitStack, desk: Desk, slack: SlackIn | None, teams: TeamsIn | None) -> Service:
        """The server, with every route."""
        chats: dict[str, Installed] = {"slack": slack.installation} if slack else {}
        chats |= {"teams": teams.installation} if teams else {}
        leaving = asyncio.Event()
        health = Health(Readiness(self.storage, last_step(), leaving, chats).checks())
        routes = [web.get("/healthz", health.alive), web.get("/readyz", health.ready)]
        routes += [route for chat in (slack, teams) if chat for route in chat.routes]
        own_bind, more = await self._metrics_page(stack)
        watch = watching({SLACK: Door.SLACK, TEAMS: Door.TEAMS}, self.metrics)
        serving_all = serving(self.settings.host, self.settings.port, [*routes, *more], leaving, [watch])
        server = await stack.enter_async_context(serving_all)
        metrics_url = own_bind or (server.url + METRICS if more else "")
        return Service(
            server.url,
            self.storage,
            desk,
            server,
            slack.installation if slack else None,
            teams.installation if teams else None,
            metrics_url,
        )

    async def _metrics_page(self, stack: AsyncExitStack) -> tuple[str, list[web.RouteDef]]:
        """Its address where it has a bind of its own, else its route."""
        if self.metrics is None or self.settings.metrics is None:
            return "", []
        page = Exposition(self.metrics, self.storage, self.storage, self.clock, self.settings.metrics.token)
        own_bind = await stack.enter_async_context(exposed(self.settings.metrics, page))
        return own_bind, [] if own_bind else [web.get(METRICS, page.handle)]

    async def _model(self, stack: AsyncExitStack, settings: ModelSettings) -> Model:
        """The model's SDK is imported only where it is used: it is the largest thing in memory."""
        from integrations.anthropic import AnthropicModel

        model = AnthropicModel(settings.api_key, settings.base_url, settings.model)
        stack.push_async_callback(model.close)
        return MeteredModel(model, self.metrics) if self.metrics else model


def _metrics(settings: Settings) -> Metrics | None:
    if settings.metrics is None:
        return None
    return Metrics(version("baton"), urlsplit(settings.database_url).scheme.partition("+")[0])
