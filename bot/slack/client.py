"""Slack's Web API over one session. The courier decides about trying again, so the client never does by itself:
its default handler repeats a post after a dropped connection, and one message becomes two."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import SlackSettings
from bot.slack.blocks import Block
from bot.slack.failure import translated
from core.errors import GiveUp

LIMIT_SECONDS = 10
_CONNECT_SECONDS = 3

OPENING = timedelta(seconds=1.4)
"""How long a modal may take to open: looking the person up before, and saying so after, must fit into three seconds."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A modal as it was opened."""

    id: str
    hash: str


def new_session() -> ClientSession:
    """One session for the process. With a session of one's own, the client's own time limit is ignored."""
    return ClientSession(timeout=ClientTimeout(total=LIMIT_SECONDS, sock_connect=_CONNECT_SECONDS))


def new_client(settings: SlackSettings, session: ClientSession) -> AsyncWebClient:
    """The client of one installation."""
    return AsyncWebClient(
        token=settings.bot_token,
        base_url=settings.api_url,
        session=session,
        retry_handlers=[],
        trust_env_in_session=False,
    )


async def open_view(client: AsyncWebClient, trigger: str, view: Block) -> Opened:
    """Show a modal to whoever pulled the trigger. Raises DeliveryFailed, in time to say it in another way."""
    if not trigger:
        raise GiveUp("what is said in a message opens no form: type /escalate")
    try:
        async with asyncio.timeout(OPENING.total_seconds()):
            told = (await client.views_open(trigger_id=trigger, view=view)).get("view")
    except Exception as error:
        raise translated(error) from error
    shown = told if isinstance(told, dict) else {}
    return Opened(str(shown.get("id") or ""), str(shown.get("hash") or ""))


async def update_view(client: AsyncWebClient, opened: Opened, view: Block) -> None:
    """Show something else in a modal that is still as it was; what was typed into it stays. Raises DeliveryFailed."""
    try:
        await client.views_update(view_id=opened.id, hash=opened.hash, view=view)
    except Exception as error:
        raise translated(error) from error
