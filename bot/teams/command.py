"""What is said to Baton in Teams, carried out."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.teams.answer import Speaker, with_form
from bot.teams.mention import Words, words_of
from bot.teams.roster import TeamsRoster
from bot.teams.sender import Sender
from core import answer
from core.command import Blank, Claim, Command, Help, Here, Mine, Problem, Queue, Show, Withdraw, understood, with_names
from core.conversation import Conversation, Shape
from core.desk import Desk
from core.details import look_answer
from core.directory import LOOK_UP_LIMIT, Directory
from core.errors import BatonError
from core.escalation import Entry
from core.handoff import HandoffId, Priority
from core.help import HELP_IN_TEAMS
from core.listing import mine_list, queue_answer
from core.message import Message, says
from core.outcome import CannotBeFor, ChannelChosen, Escalated
from core.people import Identity, Member, NotKnownYet, Profile, Stranger
from core.saying import IN_TEAMS

FORM = says("Stuck? Say what the problem is, in a form or in one line: @Baton Outlook stops syncing #4711 !urgent @Sam")

_PREFIX = re.compile(r"\s*/?escalate(?=$|[\s:,])[:,]?", re.IGNORECASE)
_NAME = re.compile(r"\s*[/@]baton(?=$|[\s:,])[:,]?", re.IGNORECASE)
_NOT_A_CHANNEL = says("Say that in the channel of a team where cards should go. Nothing was changed.")
_NOBODY_HERE = "The person it is for is not a member here."


@dataclass(frozen=True, slots=True)
class Said:
    """A message to Baton. ``here`` is the conversation it was said in, where that is one of a kind we know."""

    sender: Sender
    words: Words
    here: Conversation | None

    @property
    def command(self) -> Command:
        """What was meant."""
        return understood(self.words.text)

    @property
    def as_written(self) -> str:
        """The text to give back to its author."""
        return with_names(self.words.text, self.words.labels)


def said_in(raw: Mapping[str, Any], sender: Sender, here: Conversation | None) -> Said:
    """The words after the mention, which is mere text where there is nobody to mention, or after the slash; and after
    ``escalate``, which may be left out."""
    words = words_of(raw)
    return Said(sender, replace(words, text=_without_prefix(words.text)), here)


def _without_prefix(text: str) -> str:
    """A slash command may come with its slash, and after our name: a word of ours is none the less one of ours."""
    said = _PREFIX.sub("", _NAME.sub("", text, count=1), count=1).strip()
    bare = said.removeprefix("/")
    return said if isinstance(understood(bare), Problem) else bare


@dataclass(frozen=True, slots=True)
class Commands:
    """Carries commands out."""

    desk: Desk
    directory: Directory
    roster: TeamsRoster
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
        back = answer.returned(told, said.as_written) if isinstance(said.command, Problem) else told
        self.speaker.whisper(said.sender, back)

    async def _answer(self, said: Said, by: Member) -> None:
        match said.command:
            case Blank():
                self.speaker.reply(said.sender, with_form(FORM))
            case Problem(text=""):
                self.speaker.reply(said.sender, with_form(FORM, said.as_written))
            case Problem() as problem:
                await self._escalate(problem, said, by)
            case Here():
                await self._choose(said, by)
            case Help() | Queue() | Mine() | Show() | Claim() | Withdraw() as asked:
                self.speaker.whisper(said.sender, await self._asked(asked, said, by))

    async def _asked(self, asked: Help | Queue | Mine | Show | Claim | Withdraw, said: Said, by: Member) -> Message:
        match asked:
            case Help():
                return HELP_IN_TEAMS
            case Queue():
                return queue_answer(await self.desk.queue(by))
            case Mine():
                return mine_list(await self.desk.mine(by))
            case Show(number) | Claim(number) | Withdraw(number):
                return await self._about(asked, await self.desk.numbered(number, by), said, by)

    async def _about(
        self, asked: Show | Claim | Withdraw, handoff: HandoffId | None, said: Said, by: Member
    ) -> Message:
        if handoff is None:
            return answer.NOT_HERE
        origin = said.sender.origin(said.sender.activity, private=True)
        match asked:
            case Show():
                return look_answer(await self.desk.look(handoff, by, origin), by.id)
            case Claim():
                return answer.claim_answer(await self.desk.claim(handoff, by, origin))
            case Withdraw():
                return answer.withdraw_answer(await self.desk.withdraw(handoff, by, origin))

    async def _choose(self, said: Said, by: Member) -> None:
        if said.here is None or said.here.shape is not Shape.CHANNEL:
            return self.speaker.reply(said.sender, _NOT_A_CHANNEL)
        request = said.sender.origin(said.sender.activity).request
        outcome = await self.desk.choose_channel(said.here.workspace, said.here.id, by, request)
        again = isinstance(outcome, ChannelChosen) and outcome.again
        (self.speaker.whisper if again else self.speaker.reply)(said.sender, answer.here_answer(outcome))
        return None

    async def _escalate(self, problem: Problem, said: Said, by: Member) -> None:
        directed = await self._person(problem, said)
        if isinstance(directed, Message):
            return self.speaker.whisper(said.sender, answer.returned(directed, said.as_written))
        entry = Entry(
            problem=with_names(problem.text, said.words.labels),
            ticket=problem.ticket,
            priority=problem.priority or Priority.NORMAL,
            directed=directed,
        )
        outcome = await self.desk.escalate(entry, by, said.sender.origin(said.sender.activity, private=True))
        told = answer.escalate_answer(outcome, IN_TEAMS)
        if not isinstance(outcome, Escalated):
            return self.speaker.whisper(said.sender, answer.returned(told, said.as_written))
        # To a repeat the same words, but to its author alone: the first answer may stand in the thread already.
        (self.speaker.whisper if outcome.again else self.speaker.reply)(said.sender, told)
        return None

    async def _person(self, problem: Problem, said: Said) -> Identity | Message | None:
        """Whom it is for: a mention names somebody by Teams's own id, which the conversation's members tell of."""
        if problem.directed is None:
            return None
        if said.here is None:
            return answer.TARGET_NOT_KNOWN_YET
        try:
            async with asyncio.timeout(LOOK_UP_LIMIT.total_seconds()):
                found = await self.roster.named(said.here, said.words.mentioned[problem.directed])
        except TimeoutError:
            return answer.TARGET_NOT_KNOWN_YET
        return await self._known(found)

    async def _known(self, found: Profile | Stranger | NotKnownYet) -> Identity | Message:
        match found:
            case Profile() as profile:
                await self.directory.learn(profile.identity.workspace, profile)
                return profile.identity
            case Stranger():
                return answer.escalate_answer(CannotBeFor(_NOBODY_HERE))
            case NotKnownYet():
                return answer.TARGET_NOT_KNOWN_YET
