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
from bot.teams.answer import Speaker, asks, spoken
from bot.teams.attempt import attempted
from bot.teams.command import Commands
from bot.teams.dialog import Dialogs
from bot.teams.edge import Arrival, Reply
from bot.teams.installation import Installation
from bot.teams.said import said_in
from bot.teams.sender import Sender, is_for_us, sender_of
from bot.teams.thread import Threads
from core import answer, trail
from core.errors import BatonError
from core.form import Form
from core.message import Message

_ARRIVAL, _REPLY = "baton.arrival", "baton.reply"
_WORDS = "application/vnd.microsoft.activity.message"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """What Teams's activities can ask for."""

    commands: Commands
    actions: Actions
    dialogs: Dialogs
    threads: Threads
    installation: Installation
    speaker: Speaker


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
            doors.speaker.whisper(sender, await self._told(sender, arrival.raw["value"]))
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
        sender, dialogs = sender_of(arrival), self._doors.dialogs
        match arrival.raw.get("name"):
            case "adaptiveCard/action":
                action = told.get("action")
                data = action.get("data") if isinstance(action, dict) else None
                return Reply(body=_words(await self._told(sender, data)))
            case "task/fetch":
                return Reply(body=await dialogs.opened(sender, told.get("data")))
            case "task/submit":
                return Reply(body=await dialogs.submitted(sender, told.get("data")))
            case message_action.FETCH:
                return Reply(body=await dialogs.opened_on_message(sender, told))
            case message_action.SUBMIT:
                return Reply(body=await dialogs.submitted_on_message(sender, told))
            case _:
                return Reply()

    async def _told(self, sender: Sender, data: object) -> Message:
        """What whoever pressed is told. Where no dialog can be opened, the button that opens it."""
        shown = await self._doors.actions.told(sender, data)
        return asks(shown) if isinstance(shown, Form) else shown


async def _went_wrong(context: TurnContext, error: Exception) -> None:
    """Whatever a listener did not foresee: an invoke is answered in words all the same."""
    error_id = trail.failed()
    _log.error("error %s", error_id, exc_info=error)
    if context.activity.type == "invoke":
        context.turn_state[_REPLY] = Reply(body=_words(answer.failed(BatonError.words, error_id)))


def _words(message: Message) -> dict[str, Any]:
    return {"statusCode": 200, "type": _WORDS, "value": spoken(message)}


def _arrival(context: TurnContext) -> Arrival:
    arrival: Arrival = context.turn_state[_ARRIVAL]
    return arrival
