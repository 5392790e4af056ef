"""The buttons, carried out. One code path, whichever way Teams sends a press; how it is answered is the turn's."""

from dataclasses import dataclass

from bot.background import Background
from bot.teams.attempt import attempted, in_words
from bot.teams.press import NOT_OURS, Press, pressed
from bot.teams.seal import Sealer
from bot.teams.sender import Sender
from core import answer
from core.desk import Desk
from core.details import look_answer
from core.directory import Directory
from core.errors import InvalidRequest
from core.form import Form
from core.listing import queue_answer
from core.message import Action, Message, says
from core.people import Member, NotKnownYet, Stranger
from core.reception import VERBS, Reception

FORMS = tuple(action.value for action in VERBS)
"""The buttons of the verbs that the reception knows."""


@dataclass(frozen=True, slots=True)
class Actions:
    """Carries presses out."""

    desk: Desk
    reception: Reception
    directory: Directory
    sealer: Sealer
    background: Background

    async def told(self, sender: Sender, data: object) -> Form | Message:
        """What whoever pressed is told, after the commit, whatever happened; or the form that they are asked."""
        told, error, error_id = await attempted(self._carried_out(sender, data))
        if told is not None:
            return told
        return in_words(error, error_id) if error else says(NOT_OURS)

    async def _carried_out(self, sender: Sender, data: object) -> Form | Message:
        press = pressed(sender, data, self.sealer)
        match await self.directory.member(sender.identity):
            case Stranger():
                return answer.STRANGER
            case NotKnownYet():
                return answer.NOT_KNOWN_YET
            case Member() as by:
                return await self._done(press, by)

    async def _done(self, press: Press, by: Member) -> Form | Message:
        match press.action:
            case Action.PICK_UP:
                return answer.claim_answer(await self.desk.claim(press.handoff, by, press.origin))
            case Action.WITHDRAW:
                return answer.withdraw_answer(await self.desk.withdraw(press.handoff, by, press.origin))
            case Action.DETAILS:
                found = await self.desk.look(press.handoff, by, press.origin)
                self.background.begin(self.desk.opened(found, by))
                return look_answer(found, by.id)
            case Action.ASSESS:
                return answer.assess_answer(await self.desk.assess(press.handoff, by, press.origin))
            case Action.DIG_DEEPER:
                return answer.assess_answer(await self.desk.dig_deeper(press.handoff, by, press.origin))
            case Action.QUEUE:
                return queue_answer(await self.desk.queue(by))
            case _ if press.action in FORMS:
                action, about = Action(press.action), press.about
                return await self.reception.pressed(action, press.handoff, by, press.origin, about)
            case _:
                raise InvalidRequest(f"no such action: {press.action[:40]!r}", words=NOT_OURS)
