"""The way out to Slack: posting, editing and finding messages. Raises DeliveryFailed and nothing else."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.blocks import blocks, title
from bot.slack.failure import translated
from bot.slack.press import METADATA
from core.delivery import DeliveryId, MessageRef, Place
from core.errors import TryAgain
from core.message import Message
from core.people import Platform

_LOOKED_THROUGH = 100
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SlackGateway:
    """Posts and edits through one client."""

    client: AsyncWebClient

    @property
    def platform(self) -> Platform:
        """Slack."""
        return Platform.SLACK

    async def post(self, place: Place, message: Message, mark: DeliveryId, under: MessageRef | None) -> MessageRef:
        """One chat.postMessage; a DM is opened by posting to the person."""
        answer = await _said(
            self.client.chat_postMessage(
                channel=place.channel or place.user,
                text=title(message),
                blocks=blocks(message, place.workspace),
                thread_ts=under.message if under else None,
                metadata={"event_type": METADATA, "event_payload": {"delivery": str(mark)}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return _reference(answer)

    async def address(self, posted: MessageRef) -> str:
        """One chat.getPermalink, which has no limit of its own."""
        call = self.client.chat_getPermalink(channel=posted.conversation, message_ts=posted.message)
        return str((await _said(call)).get("permalink") or "")

    async def edit(self, posted: MessageRef, place: Place, message: Message) -> None:
        """One chat.update: everybody sees the new state; metadata stays."""
        await _said(
            self.client.chat_update(
                channel=posted.conversation,
                ts=posted.message,
                text=title(message),
                blocks=blocks(message, place.workspace),
            )
        )

    async def find(self, place: Place, mark: DeliveryId, under: MessageRef | None) -> MessageRef | None:
        """Our own message by its metadata. Raises GiveUp where Slack does not let us look."""
        try:
            conversation = place.channel or await self._direct(place.user)
            for message in await self._recent(conversation, under, mark):
                if _mark(message) == mark:
                    return MessageRef(conversation, str(message["ts"]))
        except TryAgain as failure:
            looking = f"looking for an earlier post: {failure}"
            raise TryAgain(looking, after=failure.after, uncertain=True, busy=failure.busy) from failure
        return None

    async def _direct(self, user: str) -> str:
        answer = await _said(self.client.conversations_open(users=user))
        channel = answer.get("channel")
        return str(channel["id"]) if isinstance(channel, dict) else ""

    async def _recent(self, conversation: str, under: MessageRef | None, mark: DeliveryId) -> Sequence[dict[str, Any]]:
        """The newest of a channel; of a thread, which Slack reads from its beginning, those since the mark was made."""
        if under is None:
            read: Any = self.client.conversations_history(
                channel=conversation, limit=_LOOKED_THROUGH, include_all_metadata=True
            )
        else:
            read = self.client.conversations_replies(
                channel=conversation,
                ts=under.message,
                oldest=_made(mark),
                limit=_LOOKED_THROUGH,
                include_all_metadata=True,
            )
        messages = (await _said(read)).get("messages")
        return [message for message in messages if isinstance(message, dict)] if isinstance(messages, list) else []


async def _said(call: Awaitable[Any]) -> dict[str, Any]:
    """What Slack answered. Raises DeliveryFailed."""
    try:
        data = (await call).data
    except Exception as error:
        raise translated(error) from error
    if not isinstance(data, dict):
        raise TryAgain("Slack's answer cannot be read", uncertain=True)
    return data


def _reference(answer: dict[str, Any]) -> MessageRef:
    channel, ts = answer.get("channel"), answer.get("ts")
    if not isinstance(channel, str) or not isinstance(ts, str):
        raise TryAgain("Slack's answer names no message", uncertain=True)
    return MessageRef(channel, ts)


def _made(mark: UUID) -> str | None:
    """A little before the mark was made, as Slack writes times; None where its id does not tell."""
    if mark.version != 7:  # RFC 9562: the first 48 bits are milliseconds
        return None
    return f"{(mark.int >> 80) / 1_000 - _CLOCKS_DIFFER.total_seconds():.6f}"


def _mark(message: dict[str, Any]) -> UUID | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != METADATA:
        return None
    try:
        return UUID(str(metadata["event_payload"]["delivery"]))
    except (KeyError, TypeError, ValueError):
        return None
