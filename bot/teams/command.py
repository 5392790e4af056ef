"""What is said to Baton in Teams, carried out."""

from dataclasses import dataclass

from bot.teams.answer import Speaker, asks, with_form
from bot.teams.one_line import OneLine
from bot.teams.said import Said
from core import answer
from core.command import About, Blank, Claim, Help, Here, Mine, Park, Problem, Queue, Show, Verbed, Withdraw
from core.conversation import Shape
from core.desk import Desk
from core.details import look_answer
from core.directory import Directory
from core.errors import BatonError
from core.form import Form
from core.handoff import HandoffId
from core.help import HELP_IN_TEAMS
from core.listing import mine_list, queue_answer
from core.message import Message, says
from core.outcome import ChannelChosen
from core.people import Member, NotKnownYet, Stranger
from core.reception import Reception

FORM = says("Stuck? Say what the problem is, in a form or in one line: @Baton Outlook stops syncing #4711 !urgent @Sam")

_NOT_A_CHANNEL = says("Say that in the channel of a team where cards should go. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Commands:
    """Carries commands out."""

    desk: Desk
    reception: Reception
    directory: Directory
    one_line: OneLine
    speaker: Speaker

    async def carry_out(self, said: Said) -> None:
        """Do it, and answer. Raises BatonError."""
        by = await self.directory.member(said.sender.identity)
        if isinstance(by, Stranger):
            self.speaker.reply(said.sender, answer.STRANGER)
        elif isinstance(by, NotKnownYet):
            self.speaker.whisper(said.sender, answer.returned(answer.NOT_KNOWN_YET, said.as_written))
        else:
            await self._answer(said, by)

    def failed(self, said: Said, error: BatonError, error_id: str) -> None:
        """Say that it did not work; what its author wrote comes back, and nothing was sent."""
        told = answer.failed(error.words, error_id) if error_id else says(error.words)
        back = answer.returned(told, said.as_written) if isinstance(said.command, Problem | Park) else told
        self.speaker.whisper(said.sender, back)

    async def _answer(self, said: Said, by: Member) -> None:
        match said.command:
            case Blank():
                self.speaker.reply(said.sender, with_form(FORM))
            case Problem(text=""):
                self.speaker.reply(said.sender, with_form(FORM, said.as_written))
            case Problem() as problem:
                await self.one_line.escalate(problem, said, by)
            case Park(problem):
                await self.one_line.park(problem, said, by)
            case Here():
                await self._choose(said, by)
            case Help() | Queue() | Mine() | Show() | Claim() | Withdraw() | Verbed() as asked:
                self.speaker.whisper(said.sender, await self._asked(asked, said, by))

    async def _asked(self, asked: Help | Queue | Mine | About, said: Said, by: Member) -> Message:
        match asked:
            case Help():
                return HELP_IN_TEAMS
            case Queue():
                return queue_answer(await self.desk.queue(by))
            case Mine():
                return mine_list(await self.desk.mine(by))
            case Show(number=number) | Claim(number=number) | Withdraw(number=number) | Verbed(number=number):
                return await self._about(asked, await self.desk.numbered(number, by), said, by)

    async def _about(self, asked: About, handoff: HandoffId | None, said: Said, by: Member) -> Message:
        if handoff is None:
            return answer.NOT_HERE
        match asked:
            case Show():
                found = await self.desk.look(handoff, by, said.origin)
                await self.desk.opened(found, by)
                return look_answer(found, by.id)
            case Claim():
                return answer.claim_answer(await self.desk.claim(handoff, by, said.origin))
            case Withdraw():
                return answer.withdraw_answer(await self.desk.withdraw(handoff, by, said.origin))
            case Verbed(action=action):
                shown = await self.reception.pressed(action, handoff, by, said.origin)
                return asks(shown) if isinstance(shown, Form) else shown

    async def _choose(self, said: Said, by: Member) -> None:
        if said.here is None or said.here.shape is not Shape.CHANNEL:
            return self.speaker.reply(said.sender, _NOT_A_CHANNEL)
        outcome = await self.desk.choose_channel(said.here.workspace, said.here.id, by, said.origin.request)
        again = isinstance(outcome, ChannelChosen) and outcome.again
        (self.speaker.whisper if again else self.speaker.reply)(said.sender, answer.here_answer(outcome))
        return None
