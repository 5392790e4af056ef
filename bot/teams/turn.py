"""The Bot Framework's pipeline between our edge and our listeners: botbuilder's dispatch by type, and nothing else.

Nothing is sent through it: its transport makes a connection and two tokens for every turn.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bot.teams import message_action
from bot.teams.action import Actions
from bot.teams.adaptive_card import CONTENT_TYPE, card
from bot.teams.answer import Speaker, spoken
from bot.teams.attempt import attempted, in_words
from bot.teams.button import VERB, in_dialog
from bot.teams.command import Commands, said_in
from bot.teams.edge import Arrival, Reply
from bot.teams.form import Form, dialog, filled_in, opened
from bot.teams.inert import inert
from bot.teams.installation import Installation
from bot.teams.message_action import MessageActions
from bot.teams.press import NOT_OURS, pressed
from bot.teams.seal import Sealer
from bot.teams.sender import Sender, is_for_us, sender_of
from bot.teams.submission import Submissions
from bot.teams.thread import Threads
from core import answer, trail
from core.errors import BatonError
from core.message import Action, Message, says
from core.ports import Ids

_ARRIVAL, _REPLY = "baton.arrival", "baton.reply"
_WORDS = "application/vnd.microsoft.activity.message"
_CLOSED = Reply()

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """What Teams's activities can ask for."""

    commands: Commands
    actions: Actions
    submissions: Submissions
    message_actions: MessageActions
    threads: Threads
    installation: Installation
    speaker: Speaker
    sealer: Sealer
    ids: Ids


class Pipeline(BotAdapter):
    """Runs an activity through the Bot Framework's pipeline; what answers it is kept with the turn."""

    def __init__(self, listener: TeamsActivityHandler) -> None:
        super().__init__(_went_wrong)
        self._listener = listener

    async def turn(self, arrival: Arrival) -> Reply | None:
        """Act on an activity; the answer to an invoke."""
        context = TurnContext(self, arrival.activity)
        context.turn_state[_ARRIVAL] = arrival
        await self.run_pipeline(context, self._listener.on_turn)
        reply: Reply | None = context.turn_state.get(_REPLY)
        return reply

    async def send_activities(self, context: TurnContext, activities: list[Any]) -> list[Any]:
        """Nothing is sent this way: see the connector."""
        raise NotImplementedError

    async def update_activity(self, context: TurnContext, activity: Any) -> None:
        """As above."""
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: Any) -> None:
        """As above."""
        raise NotImplementedError


class Listener(TeamsActivityHandler):
    """One listener for each kind of activity; those of any other kind are taken, and nothing is done."""

    def __init__(self, doors: Doors) -> None:
        super().__init__()
        self._doors = doors

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Words to Baton, a remark under a card, or a press of a client that knows no Action.Execute."""
        arrival = _arrival(turn_context)
        sender, doors = sender_of(arrival), self._doors
        here = await doors.installation.heard(arrival)
        if arrival.raw.get("value") is not None:
            doors.speaker.whisper(sender, await self._pressed(sender, arrival.raw["value"]))
        elif not await self._passed_on(arrival, sender) and is_for_us(arrival.raw, sender):
            said = said_in(arrival.raw, sender, here)
            _, error, error_id = await attempted(doors.commands.carry_out(said))
            if error:
                doors.commands.failed(said, error, error_id)

    async def _passed_on(self, arrival: Arrival, sender: Sender) -> bool:
        """Whether it was written under a card; also when it could not be passed on, which its author is told."""
        passed_on, error, error_id = await attempted(self._doors.threads.carry_out(arrival.raw, sender))
        if error:
            self._doors.threads.failed(sender, error, error_id)
        return error is not None or passed_on is True

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """What must be answered in the response: presses and dialogs.

        A message action tells nothing of where Baton is: people use it in chats that it is not in.
        """
        arrival = _arrival(turn_context)
        if arrival.raw.get("name") not in (message_action.FETCH, message_action.SUBMIT):
            self._doors.installation.heard_beside(arrival)
        value = arrival.raw.get("value")
        told = value if isinstance(value, dict) else {}
        turn_context.turn_state[_REPLY] = await self._answered(arrival, told)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """Baton was added or removed."""
        await self._doors.installation.installed(_arrival(turn_context))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """A conversation changed."""
        await self._doors.installation.updated(_arrival(turn_context))

    async def _answered(self, arrival: Arrival, told: Mapping[str, Any]) -> Reply:
        sender = sender_of(arrival)
        match arrival.raw.get("name"):
            case "adaptiveCard/action":
                action = told.get("action")
                data = action.get("data") if isinstance(action, dict) else None
                return Reply(body=_words(await self._pressed(sender, data)))
            case "task/fetch":
                return await self._opened(sender, told.get("data"))
            case "task/submit":
                return await self._submitted(sender, told.get("data"))
            case message_action.FETCH:
                return await self._opened_on_message(sender, told)
            case message_action.SUBMIT:
                return await self._submitted_on_message(sender, told)
            case _:
                return _CLOSED

    async def _opened(self, sender: Sender, data: object) -> Reply:
        """A dialog: the form, or whatever the button shows."""
        if isinstance(data, dict) and data.get(VERB) == Action.ESCALATE:
            return Reply(body=dialog(opened(str(self._doors.ids.new()), data)))
        return self._shown(sender, await self._pressed(sender, data))

    async def _submitted(self, sender: Sender, data: object) -> Reply:
        """A dialog's button: the form's own, or Pick Up and Details within another."""
        if not (isinstance(data, dict) and data.get(VERB) == Action.ESCALATE):
            return self._shown(sender, await self._pressed(sender, data))
        form, submissions = filled_in(data), self._doors.submissions
        again, error, error_id = await attempted(submissions.carry_out(sender, form))
        left: Form | None = submissions.kept_open(form, error, error_id) if error else again
        return Reply(body=dialog(left)) if left else _CLOSED

    async def _opened_on_message(self, sender: Sender, told: Mapping[str, Any]) -> Reply:
        """A dialog: the form on that message, or words why there is none."""
        opened, error, error_id = await attempted(self._doors.message_actions.open(sender, told))
        return _form_or_words(in_words(error, error_id) if error else opened)

    async def _submitted_on_message(self, sender: Sender, told: Mapping[str, Any]) -> Reply:
        """Its button: words that it was done, or the form again."""
        form = self._doors.message_actions.read(told)
        left, error, error_id = await attempted(self._doors.message_actions.submit(sender, form))
        return _form_or_words(self._doors.submissions.kept_open(form, error, error_id) if error else left)

    async def _pressed(self, sender: Sender, data: object) -> Message:
        """What whoever pressed is told, whatever happened."""
        told, error, error_id = await attempted(self._carried_out(sender, data))
        if told is not None:
            return told
        return in_words(error, error_id) if error else says(NOT_OURS)

    async def _carried_out(self, sender: Sender, data: object) -> Message:
        return await self._doors.actions.carry_out(pressed(sender, data, self._doors.sealer))

    def _shown(self, sender: Sender, message: Message) -> Reply:
        """The message as a dialog."""
        seals = self._doors.sealer.for_person(sender.identity)
        made = card(message, sender.identity.workspace, made=lambda button, name: in_dialog(button, name, seals))
        value = {"title": message.title[:60] or "Baton", "card": {"contentType": CONTENT_TYPE, "content": made}}
        return Reply(body={"task": {"type": "continue", "value": {**value, "height": "large", "width": "medium"}}})


async def _went_wrong(context: TurnContext, error: Exception) -> None:
    """Whatever a listener did not foresee: an invoke is answered in words all the same."""
    error_id = trail.failed()
    _log.error("error %s", error_id, exc_info=error)
    if context.activity.type == "invoke":
        context.turn_state[_REPLY] = Reply(body=_words(answer.failed(BatonError.words, error_id)))


def _form_or_words(shown: Form | Message | None) -> Reply:
    """The form; or the words, which close it when they have been read."""
    if isinstance(shown, Form):
        return Reply(body=dialog(shown))
    return Reply(body={"task": {"type": "message", "value": inert(spoken(shown))}}) if shown else _CLOSED


def _words(message: Message) -> dict[str, Any]:
    return {"statusCode": 200, "type": _WORDS, "value": spoken(message)}


def _arrival(context: TurnContext) -> Arrival:
    arrival: Arrival = context.turn_state[_ARRIVAL]
    return arrival
