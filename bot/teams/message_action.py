"""*Escalate* on a message: the form with that message in it, and what was sent of it.

Teams offers it wherever there are messages, also in chats that Baton is not in: nothing can be said there, so that
everything is answered in the dialog itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.teams.form import Form, about, filled_in
from bot.teams.payload import named_in, source_of
from bot.teams.press import NOT_OURS
from bot.teams.sender import Sender
from bot.teams.submission import Submissions
from core import answer
from core.errors import InvalidRequest
from core.message import Message
from core.people import Stranger
from core.ports import Ids
from core.saying import IN_TEAMS

COMMAND = "escalate"
"""The command's id: the app's manifest says the same."""

FETCH, SUBMIT = "composeExtension/fetchTask", "composeExtension/submitAction"

_NOT_READ = "That could not be read. Nothing was sent; please look at it and send it again."


@dataclass(frozen=True, slots=True)
class MessageActions:
    """Opens the form on a message, and takes it."""

    submissions: Submissions
    ids: Ids

    async def open(self, sender: Sender, told: Mapping[str, Any]) -> Form | Message:
        """The form, or why this person gets none. Raises BatonError."""
        if told.get("commandId") != COMMAND:
            raise InvalidRequest("a command of another app", words=NOT_OURS)
        if isinstance(await self.submissions.directory.member(sender.identity), Stranger):
            return answer.STRANGER
        payload = told.get("messagePayload")
        form = self._in_thread(about(str(self.ids.new()), source_of(payload)), sender, payload)
        if self.submissions.capture and form.root:
            self.submissions.capture.prepare(sender)
        return form

    def read(self, sender: Sender, told: Mapping[str, Any]) -> Form:
        """The form as it was sent. Teams sends the message with it once more."""
        data = told.get("data")
        form = filled_in(data if isinstance(data, Mapping) else {})
        payload = told.get("messagePayload")
        return self._in_thread(replace(form, source=source_of(payload)), sender, payload)

    async def submit(self, sender: Sender, form: Form) -> Form | Message:
        """The form to show again, with what is wrong; or what came of it, the same each time it is sent.

        Raises BatonError.
        """
        if not form.nonce:
            return replace(form, nonce=str(self.ids.new()), fault=_NOT_READ)
        accepted = await self.submissions.accepted(sender, form)
        return accepted if isinstance(accepted, Form) else answer.escalate_answer(accepted, IN_TEAMS)

    def _in_thread(self, form: Form, sender: Sender, payload: object) -> Form:
        """With the thread that goes along, where threads are read."""
        message, root = named_in(payload)
        capture = self.submissions.capture
        return replace(form, message=message, root=capture.root(sender, root)) if capture and message else form
