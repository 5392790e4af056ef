"""Slack's Web API over one session. The courier decides about trying again, so the client never does by itself:
its default handler repeats a post after a dropped connection, and one message becomes two."""

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import SlackSettings

LIMIT_SECONDS = 10
_CONNECT_SECONDS = 3


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
