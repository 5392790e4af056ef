"""An empty Bolt listener in aiohttp: a signed press in, nothing done, the answer out."""

import asyncio
import logging
import re
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bench.child import given, say, until_the_end
from bench.slack.press import BOT, BOT_TOKEN, PATH, SECRET
from bench.town import SLACK
from bot.http.server import serving


async def main() -> None:
    given()
    app = empty()

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async with serving("127.0.0.1", 0, [web.post(PATH, handle)], asyncio.Event()) as server:
        say({"url": server.url})
        await until_the_end()


def empty() -> AsyncApp:
    """As lean as Bolt goes: its answer is the listener's, and who we are is known without asking."""
    known = AuthorizeResult(enterprise_id=None, team_id=SLACK.workspace.id, bot_token=BOT_TOKEN, bot_user_id=BOT)

    async def authorize(**_: Any) -> AuthorizeResult:
        return known

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    app.action(re.compile(".*"))(nothing)
    return app


if __name__ == "__main__":
    asyncio.run(main())
