"""Dialogs: what a button opens, what a form that was sent leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.teams.action import Actions
from bot.teams.adaptive_card import CONTENT_TYPE, card
from bot.teams.answer import Speaker, spoken
from bot.teams.attempt import attempted, in_words
from bot.teams.button import VERB, in_dialog
from bot.teams.form import NONCE, Form, dialog, filled_in, opened
from bot.teams.inert import inert
from bot.teams.message_action import MessageActions
from bot.teams.question import question
from bot.teams.sender import Sender
from bot.teams.submission import Submissions
from bot.teams.taking_in import Answers, is_answer
from core.conversation import Shape
from core.errors import BatonError, InvalidRequest
from core.form import Form as Question
from core.message import Action, Message, says
from core.ports import Ids

Json = dict[str, Any]

CLOSES = None
"""Instead of a dialog: the one that is open closes."""

_TITLE = 60


@dataclass(frozen=True, slots=True)
class Dialogs:
    """Answers what must be answered by a dialog, whatever happened."""

    actions: Actions
    submissions: Submissions
    answers: Answers
    message_actions: MessageActions
    speaker: Speaker
    ids: Ids

    async def opened(self, sender: Sender, data: object) -> Json:
        """The form, or whatever the button shows."""
        if isinstance(data, Mapping) and data.get(VERB) == Action.ESCALATE:
            return dialog(opened(str(self.ids.new()), data))
        shown = await self.actions.told(sender, data)
        if isinstance(shown, Question):
            return self._question(sender, shown, str(self.ids.new()))
        return self._shown(sender, shown)

    async def submitted(self, sender: Sender, data: object) -> Json | None:
        """What a form leads to; or Pick Up, Details and the like within a dialog."""
        if isinstance(data, Mapping) and data.get(VERB) == Action.ESCALATE:
            return await self._escalated(sender, data)
        if isinstance(data, Mapping) and is_answer(data):
            return await self._answered(sender, data)
        return await self.opened(sender, data)

    async def opened_on_message(self, sender: Sender, told: Mapping[str, Any]) -> Json | None:
        """The form on that message, or words why there is none."""
        shown, error, error_id = await attempted(self.message_actions.open(sender, told))
        return _form_or_words(in_words(error, error_id) if error else shown)

    async def submitted_on_message(self, sender: Sender, told: Mapping[str, Any]) -> Json | None:
        """Its button: words that it was done, or the form again."""
        form = self.message_actions.read(sender, told)
        left, error, error_id = await attempted(self.message_actions.submit(sender, form))
        return _form_or_words(self.submissions.kept_open(form, error, error_id) if error else left)

    async def _escalated(self, sender: Sender, data: Mapping[str, Any]) -> Json | None:
        form = filled_in(data)
        again, error, error_id = await attempted(self.submissions.carry_out(sender, form))
        left = self.submissions.kept_open(form, error, error_id) if error else again
        return dialog(left) if left else CLOSES

    async def _answered(self, sender: Sender, data: Mapping[str, Any]) -> Json | None:
        told, error, error_id = await attempted(self.answers.carry_out(sender, data))
        if error:
            return self._kept_open(sender, data, error, error_id)
        return self._question(sender, told, data[NONCE]) if isinstance(told, Question) else self._done(sender, told)

    def _done(self, sender: Sender, told: Message | None) -> Json | None:
        """The answer: in their own chat it stays to be read, elsewhere nobody else is to read it."""
        if sender.shape is not Shape.PERSONAL or told is None:
            return _form_or_words(told)
        self.speaker.whisper(sender, told)
        return CLOSES

    def _kept_open(self, sender: Sender, data: Mapping[str, Any], error: BatonError, error_id: str) -> Json:
        try:
            form = self.answers.kept_open(sender, data, error, error_id)
        except InvalidRequest as why:
            return self._shown(sender, says(why.words))
        return self._question(sender, form, data[NONCE])

    def _question(self, sender: Sender, form: Question, nonce: str) -> Json:
        return question(form, nonce, self.actions.sealer.for_person(sender.identity))

    def _shown(self, sender: Sender, message: Message) -> Json:
        """The message as a dialog."""
        seals = self.actions.sealer.for_person(sender.identity)
        made = card(message, sender.identity.workspace, made=lambda button, name: in_dialog(button, name, seals))
        value = {"title": message.title[:_TITLE] or "Baton", "card": {"contentType": CONTENT_TYPE, "content": made}}
        return {"task": {"type": "continue", "value": {**value, "height": "large", "width": "medium"}}}


def _form_or_words(shown: Form | Message | None) -> Json | None:
    """The form; or the words, which close it when they have been read."""
    if isinstance(shown, Form):
        return dialog(shown)
    return {"task": {"type": "message", "value": inert(spoken(shown))}} if shown else CLOSES
