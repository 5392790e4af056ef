"""The buttons: one regex listener in Bolt, one method for each action here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answer import Answer, Whisperer, modal
from bot.slack.blocks import Block
from bot.slack.client import open_view
from bot.slack.form import form
from bot.slack.press import HOME, Press, pressed
from bot.slack.question import form_view
from core import answer
from core.desk import Desk
from core.details import look_answer
from core.directory import Directory
from core.errors import BatonError, DeliveryFailed, InvalidRequest
from core.form import Form
from core.listing import queue_answer
from core.message import Action, Message, says
from core.people import Member, NotKnownYet, Stranger
from core.reception import VERBS, Reception

FORMS = tuple(action.value for action in VERBS)
"""The buttons of the verbs that the reception knows."""


@dataclass(frozen=True, slots=True)
class Actions:
    """Carries presses out. Each answers after its commit, beside the response."""

    desk: Desk
    reception: Reception
    directory: Directory
    client: AsyncWebClient
    whisperer: Whisperer

    async def carry_out(self, body: Mapping[str, Any]) -> None:
        """One press. Raises BatonError."""
        press = pressed(body)
        told = self.whisperer.to(press)
        match await self.directory.member(press.identity):
            case Stranger():
                told.whisper(answer.STRANGER)
            case NotKnownYet():
                told.whisper(answer.NOT_KNOWN_YET)
            case Member() as by:
                await self._carry_out(press, by, told)
        if press.changes_home:
            self.whisperer.homes.refresh(press.identity, press.home or "")

    def refused(self, body: Mapping[str, Any], error: BatonError, error_id: str) -> None:
        """Tell whoever pressed that it did not work. Expected refusals carry no error id."""
        expected = error_id == ""
        told = says(error.words) if expected else answer.failed(error.words, error_id)
        self.whisperer.to(pressed(body)).whisper(told)

    async def _carry_out(self, press: Press, by: Member, told: Answer) -> None:
        match press.action:
            case Action.PICK_UP:
                told.whisper(answer.claim_answer(await self.desk.claim(press.handoff, by, press.origin)))
            case Action.WITHDRAW:
                told.whisper(answer.withdraw_answer(await self.desk.withdraw(press.handoff, by, press.origin)))
            case Action.DETAILS:
                await self._details(press, by, told)
            case Action.ASSESS:
                told.whisper(answer.assess_answer(await self.desk.assess(press.handoff, by, press.origin)))
            case Action.DIG_DEEPER:
                told.whisper(answer.assess_answer(await self.desk.dig_deeper(press.handoff, by, press.origin)))
            case Action.QUEUE:
                told.whisper(queue_answer(await self.desk.queue(by)))
            case Action.ESCALATE:
                await self._open(form(back=press.back), press, told)
            case Action.HOME if press.home is not None:
                return  # it is shown anew after every press
            case _ if press.action in FORMS:
                await self._asked(Action(press.action), press, by, told)
            case _:
                raise InvalidRequest(f"no such action: {press.action[:40]!r}")

    async def _asked(self, action: Action, press: Press, by: Member, told: Answer) -> None:
        """The form of a verb, or its answer where there is nothing to ask. As with Details, the form comes first."""
        shown = await self.reception.pressed(action, press.handoff, by, press.origin, press.about)
        if not isinstance(shown, Form):
            return told.whisper(shown)
        return await self._open(form_view(shown, press.back), press, told)

    async def _open(self, view: Block, press: Press, told: Answer) -> None:
        try:
            await open_view(self.client, press.trigger, view)
        except DeliveryFailed as why:
            told.whisper(says(f"The form could not be opened ({why}). Nothing was changed; please press again."))

    async def _details(self, press: Press, by: Member, told: Answer) -> None:
        """The trigger lives for three seconds: opening the modal comes before anything is written."""
        found = await self.desk.look(press.handoff, by, press.origin)
        await self._shown(look_answer(found, by.id), press, told)
        await self.desk.opened(found, by)

    async def _shown(self, message: Message, press: Press, told: Answer) -> None:
        if press.view and press.home is None:
            return told.whisper(message)
        above = HOME if press.changes_home else ""
        try:
            await open_view(self.client, press.trigger, modal(message.title, message, press.identity, above))
        except DeliveryFailed:
            told.whisper(message)
        return None
