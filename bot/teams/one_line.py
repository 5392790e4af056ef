"""A problem in one line: escalated, or kept for later. What is not taken comes back to its author word for word."""

import asyncio
from dataclasses import dataclass, replace

from bot.teams.answer import Speaker
from bot.teams.capture import Capture
from bot.teams.roster import TeamsRoster
from bot.teams.said import Said
from core import answer
from core.command import Problem, with_names
from core.desk import Desk
from core.directory import LOOK_UP_LIMIT, Directory
from core.escalation import Entry
from core.handoff import Priority
from core.message import Message
from core.outcome import CannotBeFor, Escalated
from core.people import Identity, Member, NotKnownYet, Profile, Stranger
from core.progress import Parked
from core.reply import park_answer
from core.saying import IN_TEAMS

_NOBODY_HERE = "The person it is for is not a member here."


@dataclass(frozen=True, slots=True)
class OneLine:
    """Takes problems that were typed."""

    desk: Desk
    directory: Directory
    roster: TeamsRoster
    speaker: Speaker
    capture: Capture | None = None

    async def escalate(self, problem: Problem, said: Said, by: Member) -> None:
        """Ask the team, and answer."""
        entry = await self._entry(problem, said)
        if isinstance(entry, Message):
            return self._returned(said, entry)
        if self.capture and problem.text.strip():
            entry = replace(entry, source=await self.capture.around(said.sender))
        outcome = await self.desk.escalate(entry, by, said.origin)
        told = answer.escalate_answer(outcome, IN_TEAMS)
        if not isinstance(outcome, Escalated):
            return self._returned(said, told)
        # To a repeat the same words, but to its author alone: the first answer may stand in the thread already.
        (self.speaker.whisper if outcome.again else self.speaker.reply)(said.sender, told)
        return None

    async def park(self, problem: Problem, said: Said, by: Member) -> None:
        """Keep it, and tell nobody but its author."""
        entry = await self._entry(problem, said)
        if isinstance(entry, Message):
            return self._returned(said, entry)
        outcome = await self.desk.park(entry, by, said.origin)
        told = park_answer(outcome)
        return self.speaker.whisper(said.sender, told) if isinstance(outcome, Parked) else self._returned(said, told)

    def _returned(self, said: Said, why: Message) -> None:
        self.speaker.whisper(said.sender, answer.returned(why, said.as_written))

    async def _entry(self, problem: Problem, said: Said) -> Entry | Message:
        """What was typed; words when nobody can be found whom it is for."""
        directed = await self._person(problem, said)
        if isinstance(directed, Message):
            return directed
        return Entry(
            problem=with_names(problem.text, said.words.labels),
            ticket=problem.ticket,
            priority=problem.priority or Priority.NORMAL,
            directed=directed,
        )

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
