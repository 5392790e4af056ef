"""An empty turn handler on our own edge: a press with its token checked in, nothing done, the answer out."""

import asyncio

from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bench.child import given, say, until_the_end
from bench.teams.press import APP, PATH
from bot.http.server import serving
from bot.teams.cloud import CLOUDS
from bot.teams.connector import new_session
from bot.teams.edge import Edge
from bot.teams.keys import KeySource, SigningKeys
from bot.teams.token import TokenCheck
from bot.teams.turn import Pipeline
from core.people import Workspace


class Nothing(TeamsActivityHandler):
    """Takes an invoke, and does nothing."""

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Answered with an empty object."""


async def main() -> None:
    metadata_url = given()["TEAMS_OPENID_METADATA_URL"]
    async with new_session() as http:
        keys = SigningKeys(KeySource(http, metadata_url))
        edge = Edge(Pipeline(Nothing()).turn, _everybody, TokenCheck(keys, APP, CLOUDS["public"].issuer))
        routes = [web.post(PATH, edge.handle)]
        async with keys.kept(), serving("127.0.0.1", 0, routes, asyncio.Event()) as server:
            say({"url": server.url})
            await until_the_end()


async def _everybody(_: Workspace) -> bool:
    return True


if __name__ == "__main__":
    asyncio.run(main())
