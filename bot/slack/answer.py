"""How the person who acted is answered: in the response itself, by the response URL, or in the open modal.

A whisper is not a delivery: pressing again tells again. It goes out after the commit, beside the response, so
that a slow Slack never holds up the next press; and once: what may have been said is not said in another way.
"""

import logging
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import Background
from bot.slack.blocks import MODAL_BUDGET, Block, blocks, title
from bot.slack.client import open_view
from bot.slack.failure import translated
from bot.slack.press import HOME, Press
from core.errors import DeliveryFailed, TryAgain
from core.message import Message
from core.people import Identity

_log = logging.getLogger(__name__)


class Homes(Protocol):
    """People's Homes."""

    def refresh(self, person: Identity, known: str = "", notice: Message | None = None) -> None:
        """Show them how things stand now, beside what is being done; with words at the top where there are any."""


class Answer(Protocol):
    """Tells the person who acted, and nobody else."""

    def whisper(self, message: Message) -> None:
        """Say it, after what is being done now."""


@dataclass(frozen=True, slots=True)
class Whisperer:
    """Makes answers to presses."""

    client: AsyncWebClient
    http: aiohttp.ClientSession
    background: Background
    homes: Homes

    def to(self, press: Press) -> "Answer":
        """The way back to whoever pressed: their Home, the modal they pressed in, or the response URL."""
        if press.home is not None:
            return AtHome(self, press)
        return InModal(self, press) if press.view and not press.response_url else ByResponseUrl(self, press)

    def by_url(self, url: str, person: Identity, message: Message) -> None:
        """Say it by a response URL, to nobody but the person it belongs to; or in their Home."""
        if url == HOME:
            return self.homes.refresh(person, notice=message)
        return self.background.begin(self._sent(url, person, message, channel=""))

    async def _sent(self, url: str, person: Identity, message: Message, channel: str) -> None:
        if not await self._sent_by_url(url, person, message) and channel:
            await self._sent_by_name(channel, person, message)

    async def _sent_by_url(self, url: str, person: Identity, message: Message) -> bool:
        """Whether it was taken, or may have been."""
        payload = {**ephemeral(message, person), "replace_original": False}
        try:
            async with self.http.post(url, json=payload) as answer:
                return answer.status == 200
        except ValueError:  # no address at all
            _log.warning("an answer was not taken by its response URL: it is none")
            return False
        except (aiohttp.ClientError, TimeoutError) as error:
            failure = translated(error)
            _log.warning("an answer was not taken by its response URL: %s", failure)
            return _is_uncertain(failure)

    async def _sent_by_name(self, channel: str, person: Identity, message: Message) -> None:
        made = blocks(message, person.workspace)
        try:
            await self.client.chat_postEphemeral(channel=channel, user=person.user, text=title(message), blocks=made)
        except Exception as error:  # noqa: BLE001 - translated; what is not a delivery failure is raised again
            _log.warning("an answer could not be given: %s", _why(error))

    async def _in_modal(self, view: str, above: str, person: Identity, message: Message) -> None:
        """In an open modal; where Slack does not take it, in their own conversation with us: it has no channel."""
        shown = modal("Baton", message, person, above)
        failure = await self._changed(view, shown)
        if failure is None:
            return
        if _is_uncertain(failure):
            await self._changed(view, shown)  # to change it twice is to change it once
        else:
            await self._sent_directly(person, message)

    async def _changed(self, view: str, shown: Block) -> DeliveryFailed | None:
        """Why it was not, if it was not."""
        try:
            await self.client.views_update(view_id=view, view=shown)
        except Exception as error:  # noqa: BLE001 - as above
            failure = _why(error)
            _log.warning("a modal could not be changed: %s", failure)
            return failure
        return None

    async def _sent_directly(self, person: Identity, message: Message) -> None:
        made = blocks(message, person.workspace)
        try:
            await self.client.chat_postMessage(channel=person.user, text=title(message), blocks=made)
        except Exception as error:  # noqa: BLE001 - as above
            _log.warning("an answer could not be given: %s", _why(error))


@dataclass(frozen=True, slots=True)
class ByResponseUrl:
    """Answers by the response URL; where Slack does not take it, by chat.postEphemeral in the same channel."""

    whisperer: Whisperer
    press: Press

    def whisper(self, message: Message) -> None:
        """As promised by Answer."""
        press = self.press
        self.whisperer.background.begin(
            self.whisperer._sent(press.response_url, press.identity, message, press.origin.conversation)
        )


@dataclass(frozen=True, slots=True)
class AtHome:
    """Answers to a press in somebody's Home in a modal above it; where that does not open, in the Home itself."""

    whisperer: Whisperer
    press: Press

    def whisper(self, message: Message) -> None:
        """As promised by Answer."""
        self.whisperer.background.begin(self._said(message))

    async def _said(self, message: Message) -> None:
        press = self.press
        try:
            await open_view(self.whisperer.client, press.trigger, modal("Baton", message, press.identity, HOME))
        except DeliveryFailed as why:
            _log.info("an answer did not open (%s): it is in the Home", why)
            self.whisperer.homes.refresh(press.identity, notice=message)


@dataclass(frozen=True, slots=True)
class InModal:
    """Answers in the modal that the button was pressed in; where Slack does not take it, in a direct message."""

    whisperer: Whisperer
    press: Press

    def whisper(self, message: Message) -> None:
        """As promised by Answer."""
        press, whisperer = self.press, self.whisperer
        whisperer.background.begin(whisperer._in_modal(press.view, press.above, press.identity, message))


def ephemeral(message: Message, person: Identity) -> dict[str, Any]:
    """The message as the body of a response: to a command, or by a response URL."""
    return {"response_type": "ephemeral", "text": title(message), "blocks": blocks(message, person.workspace)}


def modal(heading: str, message: Message, person: Identity, above: str = "") -> Block:
    """The message as a modal to read; ``above`` comes back with what is pressed in it. Slack's limits: 24 characters of
    title, 100 blocks."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": heading[:24]},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks(message, person.workspace, MODAL_BUDGET),
        **({"private_metadata": above} if above else {}),
    }


def _why(error: Exception) -> DeliveryFailed:
    return translated(error)


def _is_uncertain(failure: DeliveryFailed) -> bool:
    """Whether it may have been taken all the same."""
    return isinstance(failure, TryAgain) and failure.uncertain
