"""What is done for each kind of request of Slack's, within the time that Slack waits for its answer."""

import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse

from bot import attempt
from bot.slack.action import Actions
from bot.slack.answer import ephemeral
from bot.slack.command import FORM_OPENED, Commands, given_back
from bot.slack.ear import Ear
from bot.slack.home import Homes
from bot.slack.installation import Installation
from bot.slack.press import commander_of
from bot.slack.shortcut import Shortcuts
from bot.slack.spoken import is_direct
from bot.slack.submission import Submissions
from bot.slack.taking_in import Answers
from bot.slack.thread import Threads
from core.errors import BatonError

LIMIT = timedelta(seconds=2.5)
"""Slack waits three seconds for a response."""

_AGAIN = 503
"""An event that was answered so is sent three more times."""

_log = logging.getLogger(__name__)

T = TypeVar("T")
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listeners:
    """Bolt gives each what it asks for by name: the ``body``, ``ack`` and ``event``."""

    commands: Commands
    actions: Actions
    submissions: Submissions
    answers: Answers
    shortcuts: Shortcuts
    ear: Ear
    threads: Threads
    installation: Installation
    homes: Homes

    async def act(self, body: Body, ack: AsyncAck) -> None:
        """A button was pressed."""
        _, error, error_id = await _attempted(self.actions.carry_out(body))
        if error:
            self.actions.refused(body, error, error_id)
        await ack()

    async def command(self, body: Body, ack: AsyncAck) -> None:
        """A slash command."""
        told, error, error_id = await _attempted(self.commands.carry_out(body))
        answered = given_back(error, error_id, body) if error else told
        if answered is None or answered is FORM_OPENED:
            await ack()
        else:
            await ack(**ephemeral(answered, commander_of(body)))

    async def submit(self, body: Body, ack: AsyncAck) -> None:
        """The form to escalate was sent."""
        faults, error, error_id = await _attempted(self.submissions.carry_out(body))
        await _close(ack, self.submissions.kept_open(error, error_id) if error else faults)

    async def take_in(self, body: Body, ack: AsyncAck) -> None:
        """The form of a verb was sent."""
        faults, error, error_id = await _attempted(self.answers.carry_out(body))
        await _close(ack, self.answers.kept_open(body, error, error_id) if error else faults)

    async def shortcut(self, body: Body, ack: AsyncAck) -> None:
        """The form is asked for, from anywhere."""
        trouble, _, _ = await _attempted(self.commands.open_form(str(body.get("trigger_id", "")), None, back=""))
        if trouble:
            _log.warning("%s", trouble.title)
        await ack()

    async def shortcut_on_a_message(self, body: Body, ack: AsyncAck) -> None:
        """The same, on a message."""
        _, error, error_id = await _attempted(self.shortcuts.carry_out(body))
        if error:
            self.shortcuts.refused(body, error, error_id)
        await ack()

    async def hear(self, body: Body) -> None:
        """Somebody spoke to Baton. What could not be done is given back, and they say it again: Slack need not."""
        _, error, error_id = await _attempted(self.ear.carry_out(body))
        if error:
            self.ear.refused(body, error, error_id)

    async def person(self, event: Body, body: Body) -> BoltResponse | None:
        """Somebody came, or changed."""
        changed = self.installation.user_changed(event, str(body.get("event_id") or ""))
        _, error, _ = await _attempted(changed)
        return BoltResponse(status=_AGAIN) if error else None

    async def message(self, body: Body) -> BoltResponse | None:
        """Somebody wrote, to Baton or under a card. What was kept before is not kept again."""
        if is_direct(body):
            await self.hear(body)
            return None
        taken, _, error_id = await _attempted(self.threads.carry_out(body))
        return BoltResponse(status=_AGAIN) if error_id or taken is False else None

    async def home(self, body: Body) -> BoltResponse | None:
        """Somebody opened Baton's page. Sent again when nobody could be asked how things stand."""
        _, error, _ = await _attempted(self.homes.opened(body))
        return BoltResponse(status=_AGAIN) if error else None

    async def nothing(self) -> None:
        """An unhandled event is a 404 to Slack, which then sends it three more times."""


async def _attempted(work: Awaitable[T]) -> tuple[T | None, BatonError | None, str]:
    return await attempt.attempted(work, LIMIT)


async def _close(ack: AsyncAck, faults: Mapping[str, str] | None) -> None:
    """The form, unless there is something to say at a field of it."""
    await (ack(response_action="errors", errors=dict(faults)) if faults else ack())
