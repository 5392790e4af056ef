"""Teams's door as the service opens it: everything of this folder, joined."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass

from aiohttp import ClientSession, web

from bot.background import Background
from bot.settings import TeamsSettings
from bot.teams.action import Actions
from bot.teams.answer import Speaker
from bot.teams.capture import Capture
from bot.teams.cloud import Cloud, cloud_of
from bot.teams.command import Commands
from bot.teams.connector import Connector, new_session
from bot.teams.credentials import Credentials, Grant
from bot.teams.dialog import Dialogs
from bot.teams.edge import Edge
from bot.teams.gateway import TeamsGateway
from bot.teams.graph import Graph
from bot.teams.installation import Installation
from bot.teams.keys import KeySource, SigningKeys
from bot.teams.message_action import MessageActions
from bot.teams.one_line import OneLine
from bot.teams.reference import References
from bot.teams.roster import TeamsRoster
from bot.teams.seal import sealer_of
from bot.teams.submission import Submissions
from bot.teams.taking_in import Answers
from bot.teams.team import Groups
from bot.teams.thread import Threads
from bot.teams.token import TokenCheck
from bot.teams.turn import Doors, Listener, Pipeline
from core.desk import Desk
from core.directory import Directory
from core.ports import Clock, Ids
from core.reception import Reception
from core.repository import Storage
from core.saying import IN_TEAMS

PATH = "/api/messages"


@dataclass(frozen=True, slots=True)
class TeamsOut:
    """The way out to Teams, which the desk and the directory need before anything can come in."""

    settings: TeamsSettings
    cloud: Cloud
    session: ClientSession
    credentials: Credentials | None
    grant: Grant
    gateway: TeamsGateway
    capture: Capture | None


@dataclass(frozen=True, slots=True)
class TeamsIn:
    """The way in from Teams."""

    routes: tuple[web.RouteDef, ...]
    installation: Installation


@asynccontextmanager
async def teams_out(settings: TeamsSettings, storage: Storage, clock: Clock) -> AsyncIterator[TeamsOut]:
    """One session and one token, closed at the end."""
    cloud = cloud_of(settings)
    grant = Grant(cloud.tenant, cloud.scope)
    async with new_session() as session:
        credentials = None
        if settings.auth:
            credentials = Credentials(session, cloud.token_url, settings.app_id, settings.password)
        connector = Connector(session, credentials, grant)
        references = References(storage, clock)
        gateway = TeamsGateway(connector, references, TeamsRoster(connector, references), clock)
        try:
            graph = Graph(session, credentials, cloud.graph, cloud.graph_scope)
            capture = Capture(graph, Groups(connector, references)) if settings.read_threads else None
            yield TeamsOut(settings, cloud, session, credentials, grant, gateway, capture)
        finally:
            if credentials is not None:
                await credentials.close()


@asynccontextmanager
async def teams_in(
    out: TeamsOut, desk: Desk, directory: Directory, storage: Storage, clock: Clock, ids: Ids, owner: str
) -> AsyncIterator[TeamsIn]:
    """Activities are answered as soon as the routes are served; the installation learns who is there meanwhile."""
    background = Background()
    sealer = sealer_of(out.settings.password or out.settings.app_id)
    speaker = Speaker(out.gateway, background, sealer, out.settings.targeted)
    installation = Installation(
        storage, clock, out.gateway, directory, background, out.credentials, out.grant, out.settings.tenant, owner
    )
    reception = Reception(desk, IN_TEAMS)
    submissions = Submissions(desk, directory, speaker, out.capture)
    actions = Actions(desk, reception, directory, sealer, background)
    answers = Answers(reception, directory, sealer)
    one_line = OneLine(desk, directory, out.gateway.roster, speaker, out.capture)
    doors = Doors(
        commands=Commands(desk, reception, directory, one_line, speaker),
        actions=actions,
        dialogs=Dialogs(actions, submissions, answers, MessageActions(submissions, ids), speaker, ids),
        threads=Threads(desk, directory, speaker),
        installation=installation,
        speaker=speaker,
    )
    keys = SigningKeys(KeySource(out.session, out.cloud.metadata_url))
    check = TokenCheck(keys, out.settings.app_id, out.cloud.issuer) if out.settings.auth else None
    edge = Edge(Pipeline(Listener(doors)).turn, installation.admits, check)
    async with keys.kept() if check else nullcontext():
        beginning = asyncio.create_task(installation.begin())
        try:
            yield TeamsIn((web.post(PATH, edge.handle),), installation)
        finally:
            beginning.cancel()
            await asyncio.gather(beginning, return_exceptions=True)
            await background.close()
