"""*Escalate this thread*, chosen from a message's menu: the form with that message in it.

The trigger lives for three seconds, so the form is opened with what came with the request; then the thread is read,
and the form says how much of it there is.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.about import About, written
from bot.slack.answer import Whisperer
from bot.slack.blocks import Block
from bot.slack.capture import UNHURRIED, Capture
from bot.slack.client import Opened, open_view, update_view
from bot.slack.form import fitting, form
from bot.slack.press import person_of
from bot.slack.quote import text_in
from core import answer
from core.command import Problem
from core.directory import Directory
from core.errors import BatonError, DeliveryFailed
from core.excerpt import QUOTES
from core.handoff import Quote, Source
from core.message import Message, says
from core.people import Stranger

CALLBACK = "escalate_thread"
"""The shortcut's id: the app's manifest says the same."""

_MASKED = "Secrets are masked before anything is kept."
_BEFORE = f"This thread goes into the case with who wrote it: the first message and at most {QUOTES - 1} newest."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """Opens the form on a message."""

    directory: Directory
    client: AsyncWebClient
    whisperer: Whisperer
    capture: Capture

    async def carry_out(self, body: Mapping[str, Any]) -> None:
        """Open the form; whoever may not have it, and whatever went wrong, is told so. Raises BatonError."""
        person, back = person_of(body), text_in(body, "response_url")
        if isinstance(await self.directory.member(person), Stranger):
            return self.whisperer.by_url(back, person, answer.STRANGER)
        chosen = await self.capture.quoted(body.get("message"))
        about = _about(body, back, chosen)
        known = Problem(fitting(chosen.text))
        try:
            opened = await open_view(self.client, text_in(body, "trigger_id"), _form(known, about, _BEFORE))
        except DeliveryFailed as why:
            return self.whisperer.by_url(back, person, _not_opened(why))
        if about.channel and about.root:
            self.whisperer.background.begin(self._tell_how_much(opened, known, about))
        return None

    def refused(self, body: Mapping[str, Any], error: BatonError, error_id: str) -> None:
        """Tell whoever chose it that it did not work."""
        told = answer.failed(error.words, error_id) if error_id else says(error.words)
        self.whisperer.by_url(text_in(body, "response_url"), person_of(body), told)

    async def _tell_how_much(self, opened: Opened, known: Problem, about: About) -> None:
        """Read the thread, and say in the form what goes into the case."""
        captured = await self.capture.of_form(about, UNHURRIED)
        found = replace(about, since=captured.since, of=captured.source.of)
        try:
            await update_view(self.client, opened, _form(known, found, shared_of(captured.source)))
        except DeliveryFailed as why:  # sent or closed meanwhile: there is nobody to tell
            _log.info("a form could not say what it shares: %s", why)


def shared_of(source: Source) -> str:
    """What goes into the case, before it is sent."""
    there = len(source.quotes)
    if source.missed and not source.of:
        return f"Only this message goes into the case, not what was answered to it: {source.missed}. {_silence(source)}"
    if there < 2:
        return "This message goes into the case, with who wrote it."
    if there >= source.of and not source.missed:
        return f"The {there} messages of this thread go into the case, with who wrote them."
    why = f" More could not be read: {source.missed}." if source.missed else ""
    return f"The first and the {there - 1} newest of the {source.of:,} messages of this thread go into the case.{why}"


def _silence(source: Source) -> str:
    return "" if source.conversation else "Nothing is said in the thread."


def _form(known: Problem, about: About, shared: str) -> Block:
    return form(known, back=written(about), shared=f"{shared.strip()} {_MASKED}{_cut_short(known, about.quote.text)}")


def _cut_short(known: Problem, chosen: str) -> str:
    """The rule by which the problem is filled in, where a message is longer than the field."""
    return " The message is longer than the field: its beginning is here." if known.text != chosen else ""


def _about(body: Mapping[str, Any], back: str, chosen: Quote) -> About:
    """A message without a thread is the beginning of one."""
    told, where = body.get("message"), body.get("channel")
    message = told if isinstance(told, dict) else {}
    channel = where if isinstance(where, dict) else {}
    ts = text_in(message, "ts") or text_in(body, "message_ts")
    return About(back, text_in(channel, "id"), text_in(message, "thread_ts") or ts, ts, chosen)


def _not_opened(why: DeliveryFailed) -> Message:
    return says(f"The form could not be opened ({why}). Nothing was sent. Please choose it again, or say /escalate.")
