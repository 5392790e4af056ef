"""What the app may answer to an invoke, and what becomes of it on the screen.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from playground.teams.answer import Answer
from playground.teams.dialog import Dialog
from playground.teams.lint import card_problems
from playground.teams.message import Card, Message
from playground.teams.outbound import CARD
from playground.teams.posting import Draft, whisper
from playground.teams.record import Complaints
from playground.teams.rule import anything, either, filled, number, one_of, shape, words
from playground.teams.tenant import Tenant
from playground.teams.wire import SORRY

WORDS = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
FETCH = "task/fetch"
SUBMIT = "task/submit"
COMMAND = "composeExtension/fetchTask"
COMMAND_SUBMIT = "composeExtension/submitAction"
PRESS = "adaptiveCard/action"

_CARD_ANSWER = shape({"statusCode": number, "type": filled, "value": anything}, {})
_ERROR_VALUE = shape({"code": words, "message": filled}, {"innerHttpError": anything})
_SIZE = either(number, one_of("small", "medium", "large"))
_TASK_INFO = shape(
    {"title": filled, "card": shape({"contentType": one_of(CARD), "content": anything}, {})},
    {"height": _SIZE, "width": _SIZE, "fallbackUrl": words, "completionBotId": words},
)
_TASK = shape({"type": one_of("continue", "message"), "value": anything}, {})
_FORM_ANSWER = shape({}, {"task": _TASK, "composeExtension": anything, "cacheInfo": anything})


class _Unfit(Exception):
    """Teams cannot use the answer; the words are for the developer."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where an answer shows: one person's screen."""

    tenant: Tenant
    complaints: Complaints
    reader: str

    def after_press(self, message: Message, answer: Answer) -> Answer:
        """The answer to an Action.Execute: a card for this person alone, words, or an error."""
        kind: str
        value: str | Card
        try:
            kind, value = _card_answer(answer)
        except _Unfit as error:
            self.complaints.add(f"{PRESS} answer", _code(answer), str(error))
            kind, value = ERROR, SORRY
        if not isinstance(value, str):
            message.views[self.reader] = value
            self.tenant.bell.ring()
            return replace(answer, message=message)
        told = self._notice(message, value, is_error=kind == ERROR)
        return replace(answer, message=told, trouble=value if kind == ERROR else "")

    def after_form(self, what: str, dialog: Dialog, answer: Answer) -> Answer:
        """The answer to a request about a dialog: another dialog, words in it, or its end."""
        try:
            task = _task(answer)
        except _Unfit as error:
            self.complaints.add(f"{what} answer", _code(answer), str(error))
            self._keep(what, dialog)
            return replace(answer, trouble=SORRY)
        if task is None:
            self.tenant.dialogs.pop(self.reader, None)
        else:
            self.tenant.dialogs[self.reader] = self._next(task, dialog)
        self.tenant.bell.ring()
        return answer

    def _keep(self, what: str, dialog: Dialog) -> None:
        """A dialog that was open stays open, with what was typed."""
        if what not in (FETCH, COMMAND):
            dialog.trouble = SORRY
        self.tenant.bell.ring()

    def _next(self, task: Mapping[str, Any], before: Dialog) -> Dialog:
        number = before.number + 1
        if task["type"] == "message":
            return Dialog(before.origin, before.about, before.title, message=str(task["value"]), number=number)
        info = task["value"]
        return Dialog(before.origin, before.about, info["title"], info["card"]["content"], number=number)

    def _notice(self, message: Message, said: str, *, is_error: bool) -> Message:
        where = self.tenant.conversations[message.conversation_id]
        root = message.root if where.kind == "channel" else None
        draft = Draft(said, text_format="plain")
        told = whisper(self.tenant, where, self.reader, self.tenant.app.bot_id, draft, root)
        told.is_notice, told.is_error = True, is_error
        return told


def _card_answer(answer: Answer) -> tuple[str, str | Card]:
    """(type, value to show): the card, the words, or an error's words."""
    if not answer.ok:
        raise _Unfit(f"HTTP {answer.status}")
    if problems := list(_CARD_ANSWER(answer.body, "body")):
        raise _Unfit("; ".join(problems))
    status, kind, value = answer.body["statusCode"], answer.body["type"], answer.body["value"]
    match kind:
        case _ if kind == CARD and status == 200:
            _fit(card_problems(value))
            return CARD, dict(value)
        case _ if kind == WORDS and status == 200:
            _fit([] if isinstance(value, str) and value else ["value must be a string that is not empty"])
            return WORDS, str(value)
        case _ if kind == ERROR and status in (400, 500):
            _fit(list(_ERROR_VALUE(value, "value")))
            return ERROR, str(value["message"])
    raise _Unfit(f"type {kind} does not go with statusCode {status}")


def _task(answer: Answer) -> Mapping[str, Any] | None:
    """The task to show next; None closes the dialog."""
    if not answer.ok:
        raise _Unfit(f"HTTP {answer.status}")
    if not answer.text.strip() or answer.body in (None, {}):
        _fit([] if answer.body in (None, {}) else ["the body is not JSON"])
        return None
    _fit(list(_FORM_ANSWER(answer.body, "body")))
    task = answer.json.get("task")
    if task is None:
        return None
    if task["type"] == "message":
        _fit(list(filled(task["value"], "task.value")))
    else:
        _fit(list(_TASK_INFO(task["value"], "task.value")))
        _fit(card_problems(task["value"]["card"]["content"], in_dialog=True))
    return dict(task)


def _code(answer: Answer) -> str:
    return "BadAnswer" if answer.status else "NoAnswer"


def _fit(problems: list[str]) -> None:
    if problems:
        raise _Unfit("; ".join(problems))
