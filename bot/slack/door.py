"""Slack's door as the service opens it: everything of this folder, joined."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, web

from bot.background import Background
from bot.settings import SlackSettings
from bot.slack.action import Actions
from bot.slack.answer import Whisperer
from bot.slack.app import new_app
from bot.slack.capture import Capture
from bot.slack.client import new_client, new_session
from bot.slack.command import Commands
from bot.slack.ear import Ear
from bot.slack.edge import Edge
from bot.slack.gateway import SlackGateway
from bot.slack.home import Homes
from bot.slack.installation import Installation
from bot.slack.listeners import Listeners
from bot.slack.roster import SlackRoster
from bot.slack.shortcut import Shortcuts
from bot.slack.submission import Submissions
from bot.slack.taking_in import Answers
from bot.slack.thread import Threads
from core.desk import Desk
from core.directory import Directory
from core.ports import Clock
from core.reception import Reception
from core.repository import Storage
from core.saying import IN_SLACK

PATH = "/slack/events"


@dataclass(frozen=True, slots=True)
class SlackOut:
    """The way out to Slack, which the desk and the directory need before anything can come in."""

    settings: SlackSettings
    session: ClientSession
    gateway: SlackGateway
    roster: SlackRoster


@dataclass(frozen=True, slots=True)
class SlackIn:
    """The way in from Slack."""

    routes: tuple[web.RouteDef, ...]
    installation: Installation


@asynccontextmanager
async def slack_out(settings: SlackSettings) -> AsyncIterator[SlackOut]:
    """One session and one client, closed at the end."""
    async with new_session() as session:
        client = new_client(settings, session)
        yield SlackOut(settings, session, SlackGateway(client), SlackRoster(client))


@asynccontextmanager
async def slack_in(
    out: SlackOut, desk: Desk, directory: Directory, storage: Storage, clock: Clock, owner: str
) -> AsyncIterator[SlackIn]:
    """Requests are answered as soon as the routes are served; the installation introduces itself meanwhile."""
    client, background = out.gateway.client, Background()
    homes = Homes(client, desk, directory, background)
    whisperer = Whisperer(client, out.session, background, homes)
    reception = Reception(desk, IN_SLACK)
    installation = Installation(client, storage, directory, channel=out.settings.channel, owner=owner)
    capture = Capture(client, directory, installation)
    commands = Commands(desk, reception, directory, client)
    doors = Listeners(
        commands=commands,
        actions=Actions(desk, reception, directory, client, whisperer),
        submissions=Submissions(desk, directory, whisperer, capture),
        answers=Answers(reception, directory, whisperer),
        shortcuts=Shortcuts(directory, client, whisperer, capture),
        ear=Ear(desk, directory, commands, capture, whisperer),
        threads=Threads(desk, directory, installation),
        installation=installation,
        homes=homes,
    )
    edge = Edge(new_app(doors, out.settings.bot_token), out.settings.signing_secrets, clock)
    beginning = asyncio.create_task(installation.begin())
    try:
        yield SlackIn((web.post(PATH, edge.handle),), installation)
    finally:
        beginning.cancel()
        await asyncio.gather(beginning, return_exceptions=True)
        await background.close()
