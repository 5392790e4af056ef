"""The buttons, carried out. One code path, whichever way Teams sends a press; how it is answered is the turn's."""

from dataclasses import dataclass

from bot.teams.press import NOT_OURS, Press
from core import answer
from core.desk import Desk
from core.details import look_answer
from core.directory import Directory
from core.errors import InvalidRequest
from core.listing import queue_answer
from core.message import Action, Message
from core.people import Member, NotKnownYet, Stranger


@dataclass(frozen=True, slots=True)
class Actions:
    """Carries presses out."""

    desk: Desk
    directory: Directory

    async def carry_out(self, press: Press) -> Message:
        """What whoever pressed is told, after the commit. Raises BatonError."""
        match await self.directory.member(press.sender.identity):
            case Stranger():
                return answer.STRANGER
            case NotKnownYet():
                return answer.NOT_KNOWN_YET
            case Member() as by:
                return await self._carried_out(press, by)

    async def _carried_out(self, press: Press, by: Member) -> Message:
        match press.action:
            case Action.PICK_UP:
                return answer.claim_answer(await self.desk.claim(press.handoff, by, press.origin))
            case Action.WITHDRAW:
                return answer.withdraw_answer(await self.desk.withdraw(press.handoff, by, press.origin))
            case Action.DETAILS:
                return look_answer(await self.desk.look(press.handoff, by, press.origin), by.id)
            case Action.ASSESS:
                return answer.assess_answer(await self.desk.assess(press.handoff, by, press.origin))
            case Action.DIG_DEEPER:
                return answer.assess_answer(await self.desk.dig_deeper(press.handoff, by, press.origin))
            case Action.QUEUE:
                return queue_answer(await self.desk.queue(by))
            case _:
                raise InvalidRequest(f"no such action: {press.action[:40]!r}", words=NOT_OURS)
