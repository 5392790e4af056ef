"""The words after ``/escalate``, carried out. The answer is the response itself, given after the commit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.channel import chosen_channel
from bot.slack.client import open_view
from bot.slack.form import form
from bot.slack.press import commander_of, request_of
from bot.slack.question import form_view
from bot.slack.words import Words, words_of
from core import answer
from core.act import Origin
from core.command import (
    About,
    Blank,
    Claim,
    Command,
    Help,
    Here,
    Mine,
    Park,
    Problem,
    Queue,
    Show,
    Verbed,
    Withdraw,
    understood,
    with_names,
)
from core.delivery import Place
from core.desk import Desk
from core.details import look_answer
from core.directory import Directory
from core.errors import BatonError, DeliveryFailed
from core.escalation import Entry
from core.form import Form
from core.handoff import Door, HandoffId, Priority, Source
from core.help import HELP
from core.listing import mine_list, queue_answer
from core.message import Action, Message, says
from core.outcome import Escalated
from core.people import Identity, Member, NotKnownYet, Stranger
from core.progress import Parked
from core.reception import Reception
from core.reply import park_answer

FORM_OPENED = None
"""Instead of an answer: the form is open."""


@dataclass(frozen=True, slots=True)
class Said:
    """A command as it came in. ``named`` names the request where no trigger does; ``source`` is the thread that an
    escalation is about."""

    by: Identity
    words: Words
    channel: str
    trigger: str
    response_url: str
    named: str = ""
    source: Source | None = None

    @property
    def origin(self) -> Origin:
        """Typed words: not a button of any conversation."""
        return Origin(Door.SLACK, self.by, request=self.named or request_of(self.by, "command", self.trigger))

    def mentioned(self, index: int | None) -> str:
        """The user id of a mention; empty for none."""
        return "" if index is None else self.words.mentioned[index]


@dataclass(frozen=True, slots=True)
class Commands:
    """Carries commands out."""

    desk: Desk
    reception: Reception
    directory: Directory
    client: AsyncWebClient

    async def carry_out(self, body: Mapping[str, Any]) -> Message | None:
        """The answer, or None when the form was opened instead. Raises BatonError."""
        said = said_in(body)
        by = await self.directory.member(said.by)
        if isinstance(by, Stranger):
            return answer.STRANGER
        if isinstance(by, NotKnownYet):
            return answer.returned(answer.NOT_KNOWN_YET, as_written(said.words))
        return await self.answered(understood(said.words.text), said, by)

    async def answered(self, command: Command, said: Said, by: Member) -> Message | None:
        """What somebody is told who said that. Raises BatonError."""
        match command:
            case Blank():
                return await self.open_form(said.trigger, None, back=said.response_url)
            case Problem(text="") as known:
                return await self.open_form(said.trigger, known, said.response_url, said.mentioned(known.directed))
            case Problem() as problem:
                return await self._escalate(problem, said, by)
            case Help():
                return HELP
            case Queue():
                return queue_answer(await self.desk.queue(by))
            case Mine():
                return mine_list(await self.desk.mine(by))
            case Here():
                place = Place(said.by.workspace, channel=said.channel)
                return await chosen_channel(self.desk, self.client, place, by, said.origin.request)
            case Park(problem):
                return await self._park(problem, said, by)
            case Show(number=number) | Claim(number=number) | Withdraw(number=number) | Verbed(number=number):
                return await self._about(command, await self.desk.numbered(number, by), said, by)

    async def open_form(self, trigger: str, known: Problem | None, back: str, directed: str = "") -> Message | None:
        """The trigger lives for three seconds: opening the form is the first call that goes out."""
        try:
            await open_view(self.client, trigger, form(known, back, directed))
        except DeliveryFailed as why:
            return says(f"The form could not be opened ({why}). Nothing was sent. Write it in one line: /escalate …")
        return FORM_OPENED

    async def _escalate(self, problem: Problem, said: Said, by: Member) -> Message:
        entry = await self._entry(problem, said)
        if entry is None:
            return answer.returned(answer.TARGET_NOT_KNOWN_YET, as_written(said.words))
        outcome = await self.desk.escalate(entry, by, said.origin)
        answered = answer.escalate_answer(outcome)
        return answered if isinstance(outcome, Escalated) else answer.returned(answered, as_written(said.words))

    async def _park(self, problem: Problem, said: Said, by: Member) -> Message:
        entry = await self._entry(problem, said)
        if entry is None:
            return answer.returned(answer.TARGET_NOT_KNOWN_YET, as_written(said.words))
        outcome = await self.desk.park(entry, by, said.origin)
        answered = park_answer(outcome)
        return answered if isinstance(outcome, Parked) else answer.returned(answered, as_written(said.words))

    async def _entry(self, problem: Problem, said: Said) -> Entry | None:
        """What was typed; None when nobody knows yet whom it is for."""
        user = said.mentioned(problem.directed)
        directed = replace(said.by, user=user) if user else None
        if directed and isinstance(await self.directory.member(directed), NotKnownYet):
            return None
        return Entry(
            problem=with_names(problem.text, said.words.labels),
            ticket=problem.ticket,
            priority=problem.priority or Priority.NORMAL,
            directed=directed,
            source=said.source,
        )

    async def _about(self, command: About, handoff: HandoffId | None, said: Said, by: Member) -> Message | None:
        if handoff is None:
            return answer.NOT_HERE
        match command:
            case Show():
                found = await self.desk.look(handoff, by, said.origin)
                await self.desk.opened(found, by)
                return look_answer(found, by.id)
            case Claim():
                return answer.claim_answer(await self.desk.claim(handoff, by, said.origin))
            case Withdraw():
                return answer.withdraw_answer(await self.desk.withdraw(handoff, by, said.origin))
            case Verbed(action=action):
                return await self._asked(action, handoff, said, by)

    async def _asked(self, action: Action, handoff: HandoffId, said: Said, by: Member) -> Message | None:
        shown = await self.reception.pressed(action, handoff, by, said.origin)
        if not isinstance(shown, Form):
            return shown
        try:
            await open_view(self.client, said.trigger, form_view(shown, said.response_url))
        except DeliveryFailed as why:
            return says(f"The form could not be opened ({why}). Nothing was changed; please say it again.")
        return FORM_OPENED


def said_in(body: Mapping[str, Any]) -> Said:
    """A slash command's fields."""
    return Said(
        by=commander_of(body),
        words=words_of(str(body.get("text", ""))),
        channel=str(body.get("channel_id", "")),
        trigger=str(body.get("trigger_id", "")),
        response_url=str(body.get("response_url", "")),
    )


def as_written(words: Words) -> str:
    """The text to give back to its author when nobody could be looked up."""
    return with_names(words.text, words.labels)


def given_back(error: BatonError, error_id: str, body: Mapping[str, Any]) -> Message:
    """The answer to a command that failed: what its author wrote comes back, and nothing was sent."""
    words = said_in(body).words
    told = answer.failed(error.words, error_id)
    return answer.returned(told, as_written(words)) if isinstance(understood(words.text), Problem | Park) else told
