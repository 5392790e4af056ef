"""Bolt, with our own authorize and one listener for each kind of request.

``process_before_response`` makes the listener's end the response: the stock runner answers through a 10 ms
polling loop, and loses the answer when a listener raises after it acknowledged.
"""

import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.form import CALLBACK
from bot.slack.listeners import Listeners
from bot.slack.shortcut import CALLBACK as ON_A_MESSAGE
from bot.slack.taking_in import ACTIONS

_bolt_log = logging.getLogger("slack_bolt")


def new_app(listeners: Listeners, token: str) -> AsyncApp:
    """A Bolt app that dispatches to the listeners. Signatures are checked by the edge before it."""
    _bolt_log.setLevel(logging.ERROR)  # below that, Bolt logs payloads: texts of customers

    async def authorize(**_: Any) -> AuthorizeResult:
        workspace = listeners.installation.workspace
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.id if workspace else None,
            bot_token=token,
            bot_user_id=listeners.installation.bot or None,
        )

    app = AsyncApp(
        name="baton",
        logger=_bolt_log,
        client=listeners.commands.client,
        signing_secret="checked by the edge",  # noqa: S106
        request_verification_enabled=False,
        ssl_check_enabled=False,
        authorize=authorize,
        process_before_response=True,
    )
    _listen(app, listeners)
    return app


def _listen(app: AsyncApp, listeners: Listeners) -> None:
    """One listener a kind: Bolt matches one after the other, about 7 µs each."""
    app.action(re.compile(".*"))(listeners.act)
    app.command("/escalate")(listeners.command)
    app.view(CALLBACK)(listeners.submit)
    app.view(re.compile("|".join(ACTIONS)))(listeners.take_in)
    app.global_shortcut(CALLBACK)(listeners.shortcut)
    app.message_shortcut(ON_A_MESSAGE)(listeners.shortcut_on_a_message)
    app.event("app_mention")(listeners.hear)
    app.event("user_change")(listeners.person)
    app.event("team_join")(listeners.person)
    app.event("message")(listeners.message)
    app.event("app_home_opened")(listeners.home)
    app.event(re.compile(".*"))(listeners.nothing)
