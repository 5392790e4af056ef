"""Bolt, with our own authorize and one listener for each kind of request.

``process_before_response`` makes the listener's end the response: the stock runner answers through a 10 ms
polling loop, and loses the answer when a listener raises after it acknowledged.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.slack.action import Actions
from bot.slack.answer import ephemeral
from bot.slack.command import FORM_OPENED, Commands, given_back
from bot.slack.ear import Ear
from bot.slack.form import CALLBACK
from bot.slack.home import Homes
from bot.slack.installation import Installation
from bot.slack.press import commander_of
from bot.slack.shortcut import CALLBACK as ON_A_MESSAGE
from bot.slack.shortcut import Shortcuts
from bot.slack.spoken import is_direct
from bot.slack.submission import Submissions
from bot.slack.taking_in import ACTIONS, Answers
from bot.slack.thread import Threads
from core import trail
from core.errors import BatonError, InvalidRequest, NotAllowed, NotFound

LIMIT = timedelta(seconds=2.5)
"""Slack waits three seconds for a response."""

_NO_ERROR = ""
_TOO_LATE = "That took too long, so it is not certain whether it was done. Please look before you try again."
_EXPECTED = (NotFound, NotAllowed, InvalidRequest)

_log = logging.getLogger(__name__)
_bolt_log = logging.getLogger("slack_bolt")


@dataclass(frozen=True, slots=True)
class Doors:
    """What Slack's requests can ask for."""

    commands: Commands
    actions: Actions
    submissions: Submissions
    answers: Answers
    shortcuts: Shortcuts
    ear: Ear
    threads: Threads
    installation: Installation
    homes: Homes


def new_app(doors: Doors, token: str) -> AsyncApp:
    """A Bolt app that dispatches to the doors. Signatures are checked by the edge before it."""
    _bolt_log.setLevel(logging.ERROR)  # below that, Bolt logs payloads: texts of customers

    async def authorize(**_: Any) -> AuthorizeResult:
        workspace = doors.installation.workspace
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.id if workspace else None,
            bot_token=token,
            bot_user_id=doors.installation.bot or None,
        )

    app = AsyncApp(
        name="baton",
        logger=_bolt_log,
        client=doors.commands.client,
        signing_secret="checked by the edge",  # noqa: S106
        request_verification_enabled=False,
        ssl_check_enabled=False,
        authorize=authorize,
        process_before_response=True,
    )
    _listen(app, doors)
    return app


def _listen(app: AsyncApp, doors: Doors) -> None:
    """One listener a kind: Bolt matches one after the other, about 7 µs each."""

    async def act(body: dict[str, Any], ack: AsyncAck) -> None:
        error, error_id = await _attempted(doors.actions.carry_out(body))
        if error:
            doors.actions.refused(body, error, error_id)
        await ack()

    async def command(body: dict[str, Any], ack: AsyncAck) -> None:
        answers = []

        async def carry_out() -> None:
            answers.append(await doors.commands.carry_out(body))

        error, error_id = await _attempted(carry_out())
        answered = given_back(error, error_id, body) if error else answers[0]
        if answered is FORM_OPENED:
            await ack()
        else:
            await ack(**ephemeral(answered, commander_of(body)))

    async def submit(body: dict[str, Any], ack: AsyncAck) -> None:
        errors: dict[str, str] = {}

        async def carry_out() -> None:
            errors.update(await doors.submissions.carry_out(body))

        error, error_id = await _attempted(carry_out())
        if error:
            errors = doors.submissions.kept_open(error, error_id)
        await (ack(response_action="errors", errors=errors) if errors else ack())

    async def take_in(body: dict[str, Any], ack: AsyncAck) -> None:
        errors: dict[str, str] = {}

        async def carry_out() -> None:
            errors.update(await doors.answers.carry_out(body))

        error, error_id = await _attempted(carry_out())
        if error:
            errors = doors.answers.kept_open(body, error, error_id)
        await (ack(response_action="errors", errors=errors) if errors else ack())

    async def shortcut(body: dict[str, Any], ack: AsyncAck) -> None:
        async def carry_out() -> None:
            trouble = await doors.commands.open_form(str(body.get("trigger_id", "")), None, back="")
            if trouble:
                _log.warning("%s", trouble.title)

        await _attempted(carry_out())
        await ack()

    async def shortcut_on_a_message(body: dict[str, Any], ack: AsyncAck) -> None:
        error, error_id = await _attempted(doors.shortcuts.carry_out(body))
        if error:
            doors.shortcuts.refused(body, error, error_id)
        await ack()

    async def hear(body: dict[str, Any]) -> None:
        """What could not be done is given back to its author, who says it again: Slack need not."""
        error, error_id = await _attempted(doors.ear.carry_out(body))
        if error:
            doors.ear.refused(body, error, error_id)

    async def person(event: dict[str, Any], body: dict[str, Any]) -> BoltResponse | None:
        """Slack sends what was answered 503 three more times."""
        error, _ = await _attempted(doors.installation.user_changed(event, str(body.get("event_id") or "")))
        return BoltResponse(status=503) if error else None

    async def message(body: dict[str, Any]) -> BoltResponse | None:
        """As above; what was kept before is not kept again."""
        if is_direct(body):
            await hear(body)
            return None
        taken: list[bool] = []

        async def carry_out() -> None:
            taken.append(await doors.threads.carry_out(body))

        _, error_id = await _attempted(carry_out())
        return BoltResponse(status=503) if error_id or taken == [False] else None

    async def home(body: dict[str, Any]) -> BoltResponse | None:
        """Sent again when nobody could be asked how things stand."""
        error, _ = await _attempted(doors.homes.opened(body))
        return BoltResponse(status=503) if error else None

    async def nothing() -> None:
        """An unhandled event is a 404 to Slack, which then sends it three more times."""

    app.action(re.compile(".*"))(act)
    app.command("/escalate")(command)
    app.view(CALLBACK)(submit)
    app.view(re.compile("|".join(ACTIONS)))(take_in)
    app.global_shortcut(CALLBACK)(shortcut)
    app.message_shortcut(ON_A_MESSAGE)(shortcut_on_a_message)
    app.event("app_mention")(hear)
    app.event("user_change")(person)
    app.event("team_join")(person)
    app.event("message")(message)
    app.event("app_home_opened")(home)
    app.event(re.compile(".*"))(nothing)


async def _attempted(work: Awaitable[None]) -> tuple[BatonError | None, str]:
    """The translator of this surface: every failure becomes words, and an id that finds it in the log."""
    try:
        async with asyncio.timeout(LIMIT.total_seconds()):
            await work
    except _EXPECTED as error:
        return error, _NO_ERROR
    except TimeoutError:
        error_id = trail.failed()
        _log.error("error %s: no answer within %s", error_id, LIMIT)
        return BatonError("no answer in time", words=_TOO_LATE), error_id
    except BatonError as error:
        error_id = trail.failed()
        _log.error("error %s: %s", error_id, error)
        return error, error_id
    except Exception:  # noqa: BLE001 - the translator: nothing passes it
        error_id = trail.failed()
        _log.exception("error %s", error_id)
        return BatonError("unforeseen"), error_id
    return None, _NO_ERROR
