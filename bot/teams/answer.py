"""How the person who acted is answered: by the invoke's own reply, in the thread, or as a whisper.

None of these is a delivery: pressing again tells again. What is posted goes out after the commit, beside the
response, so that a slow Teams never holds up the next press; and once: what may have been said is not said in another
way.
"""

import logging
from dataclasses import dataclass, replace
from typing import Any

from bot.background import Background
from bot.teams.adaptive_card import Made, activity
from bot.teams.button import in_conversation
from bot.teams.failure import UNANSWERED
from bot.teams.gateway import TeamsGateway
from bot.teams.seal import Sealer
from bot.teams.sender import Sender
from core.conversation import Shape
from core.delivery import Place
from core.errors import BatonError, DeliveryFailed, Unavailable
from core.form import Form
from core.message import Action, Button, Buttons, Message, says, words_of
from core.saying import IN_TEAMS

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in Teams. ``targeted`` where whispers may be messages that only one member sees."""

    gateway: TeamsGateway
    background: Background
    sealer: Sealer
    targeted: bool

    def reply(self, to: Sender, message: Message) -> None:
        """Say it where they are, for everybody there; privately to whoever asked privately."""
        private = to.targeted or to.shape is Shape.PERSONAL
        self.background.begin(self._whispered(to, message) if private else self._replied(to, message))

    def whisper(self, to: Sender, message: Message) -> None:
        """Say it to them alone."""
        self.background.begin(self._whispered(to, message))

    async def _replied(self, to: Sender, message: Message) -> None:
        shown = without_buttons(message, besides=Action.ESCALATE)
        await self._tried(to, activity(shown, to.identity.workspace, in_conversation))

    async def _whispered(self, to: Sender, message: Message) -> None:
        """Where they are, as a message that only they see, or in their own chat with us; else how to get that."""
        said = activity(message, to.identity.workspace, self._sealed(to))
        if to.shape is Shape.PERSONAL:
            await self._tried(to, said)
        elif not (await self._shown_to_them(to, said) or await self._direct(to, said)):
            await self._tried(to, activity(out_of_reach(to.name), to.identity.workspace))

    async def _tried(self, to: Sender, said: dict[str, Any]) -> None:
        try:
            await self.gateway.connector.post(to.address, to.conversation, said)
        except DeliveryFailed as error:
            _log.warning("an answer could not be given: %s", error)

    async def _shown_to_them(self, to: Sender, said: dict[str, Any]) -> bool:
        if not (self.targeted or to.targeted):
            return False
        try:
            await self.gateway.connector.whisper(to.address, to.conversation, to.user, said)
        except DeliveryFailed as error:
            _log.info("a message for one person only was not taken: %s", error)
            return _perhaps_said(error)
        return True

    async def _direct(self, to: Sender, said: dict[str, Any]) -> bool:
        place = Place(to.identity.workspace, user=to.identity.user)
        try:
            await self.gateway.to_person(place, said)
        except (DeliveryFailed, Unavailable) as error:
            _log.info("somebody could not be written to: %s", error)
            return _perhaps_said(error)
        return True

    def _sealed(self, to: Sender) -> Made:
        seals = self.sealer.for_person(to.identity)
        return lambda button, name: in_conversation(button, name, seals)


def _perhaps_said(error: BatonError) -> bool:
    return error.code in UNANSWERED


def without_buttons(message: Message, besides: Action | None = None) -> Message:
    """The message for many, or in words alone: its buttons are those of one person."""
    return replace(message, parts=tuple(part for part in message.parts if _stays(part, besides)))


def spoken(message: Message) -> str:
    """The message as the words of an invoke's reply. It has no buttons: the queue is told of in words."""
    shown = words_of(without_buttons(message)) or message.title
    return f"{shown} To see what waits: {IN_TEAMS.say('queue')}" if _offers_queue(message) else shown


def with_form(message: Message, known: str = "") -> Message:
    """The message with the button that opens the form."""
    return replace(
        message, parts=(*message.parts, Buttons((Button(Action.ESCALATE, "Escalate…", known, primary=True),)))
    )


def asks(form: Form) -> Message:
    """The button that opens the form: Teams opens no dialog from words."""
    button = Button(form.action, f"{form.title}…", str(form.handoff), primary=True)
    return says(f"{form.title}: {form.intro}", Buttons((button,)))


def out_of_reach(name: str) -> Message:
    """What everybody may read, when somebody cannot be told what only they should."""
    return says(
        f"{name or 'You there'}: there is an answer for you, but Teams does not let Baton write to you. "
        "Add Baton for yourself (Apps, Baton, Add), then try again."
    )


def _offers_queue(message: Message) -> bool:
    shown = [button.action for part in message.parts if isinstance(part, Buttons) for button in part.buttons]
    return shown == [Action.QUEUE]


def _stays(part: object, besides: Action | None) -> bool:
    return not isinstance(part, Buttons) or any(button.action is besides for button in part.buttons)
