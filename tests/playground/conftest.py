"""A stand-in, a tiny app behind it, and the real SDK in front of it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import SlackStandIn
from tests.playground.tiny_app import TinyApp


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    async with SlackStandIn(patience=0.3, retry_delays=(0.0, 0.0, 0.0)) as stand_in:
        yield stand_in


@pytest.fixture
async def app(slack: SlackStandIn) -> AsyncIterator[TinyApp]:
    tiny = TinyApp(slack.settings()["SLACK_SIGNING_SECRET"])
    await tiny.site.start()
    slack.app_url = tiny.site.url
    yield tiny
    await tiny.site.stop()


@pytest.fixture
async def client(slack: SlackStandIn) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session:
        yield AsyncWebClient(
            token=slack.settings()["SLACK_BOT_TOKEN"],
            base_url=slack.api_url,
            session=session,
            retry_handlers=[],
        )
