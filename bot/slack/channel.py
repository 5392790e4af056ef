"""``here``: the channel that cards come to, checked before it is chosen."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failure import translated
from core import answer
from core.delivery import Place
from core.desk import Desk
from core.errors import DeliveryFailed
from core.message import Message, Small, line, says
from core.outcome import AdminsOnly, ChannelChosen
from core.people import Member

LIMIT = timedelta(seconds=1.5)
"""How long Slack may take to tell of a channel: the answer is due within three seconds."""

_OUTSIDERS = "⚠️ People of other organisations are in this channel: they will see the cards."


async def chosen_channel(desk: Desk, client: AsyncWebClient, place: Place, by: Member, request: str) -> Message:
    """Send cards to this channel from now on; says what to do when Baton cannot post there."""
    if not place.channel.startswith(("C", "G")):
        return says("Say that in the channel where cards should go. Nothing was changed.")
    if not await desk.may_choose_channel(by):
        return answer.here_answer(AdminsOnly())
    try:
        told = await joined(client, place.channel)
    except DeliveryFailed as error:
        return says(f"{_cannot(error)} Nothing was changed.")
    outcome = await desk.choose_channel(place.workspace, place.channel, by, request)
    answered = answer.here_answer(outcome)
    if isinstance(outcome, ChannelChosen) and told.get("is_ext_shared"):
        return Message(answered.title, (*answered.parts, Small(line(_OUTSIDERS))))
    return answered


async def joined(client: AsyncWebClient, channel: str) -> Mapping[str, Any]:
    """What Slack says of the channel, in which Baton is afterwards. Raises DeliveryFailed."""
    try:
        async with asyncio.timeout(LIMIT.total_seconds()):
            found = (await client.conversations_info(channel=channel)).get("channel")
            told = found if isinstance(found, dict) else {}
            if not told.get("is_member"):
                await client.conversations_join(channel=channel)
    except Exception as error:
        raise translated(error) from error
    return told


def _cannot(error: DeliveryFailed) -> str:
    if error.words != DeliveryFailed.words:
        return f"Baton cannot post here: {error.words}."
    return f"Baton could not look at this channel ({error}). Please try again in a moment."
