"""A town to tell stories in: a Slack and a model on their own ports, and the service between them.

A story acts as people do (a command, a press, a form) and looks at what they see; it waits for that with
``town.until``. At the end no Slack may have had anything to complain about, and nothing may have been logged
as an error, except for what the story said it expects.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

import pytest

from bot.carrying import Tempo
from bot.service import Service, assembled
from bot.settings import settings_of
from core.delivery import Delivery
from core.event import Event, Happening
from core.handoff import Handoff
from core.people import AccountId, Platform, Workspace
from playground.cast import CAST, Actor
from playground.model import ModelStandIn
from playground.slack import Answer, Person, Seen, SlackStandIn, payload
from playground.slack.message import Message
from playground.slack.view import View
from tests.kept import deliveries_of, events_of
from tests.tempo import HURRIED, Clock
from tests.waiting import settled

T = TypeVar("T")

ESCALATIONS = "#escalations"
HELPDESK = "#helpdesk"
PATIENCE = timedelta(seconds=3)
"""How long Slack waits for an answer."""

AI_OFF: Mapping[str, str] = MappingProxyType({"ANTHROPIC_API_KEY": ""})
AS_USUAL: Mapping[str, str] = MappingProxyType({})


class ErrorLog(logging.Handler):
    """Whatever was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """As promised by Handler. What a stop cuts off in the middle of a read is no error: SQLAlchemy says so all the
        same."""
        cut_off = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
        if not (cut_off and record.name.startswith("sqlalchemy.pool")):
            self.said.append(self.format(record))


@dataclass(slots=True)
class Town:
    """A Slack with its people, a model, and the service, which can be stopped and started again."""

    slack: SlackStandIn
    model: ModelStandIn
    database_url: str
    named: dict[str, str] = field(default_factory=dict)
    tempo: Tempo = HURRIED
    clock: Clock = field(default_factory=Clock)
    expected: list[str] = field(default_factory=list)
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)
    _service: Service | None = None
    _account: AccountId | None = None

    async def start(self, *, carrying: bool = True, learned: bool = True, ready: bool = True) -> None:
        """Start the service, and wait until it knows everybody; or only where it is, unless it need not be ``ready``
        either."""
        named = {**self.slack.settings(), **self.model.settings(), "PORT": "0", "DATABASE_URL": self.database_url}
        settings = settings_of({**named, **self.named}, Path())
        starting = assembled(settings, carrying=carrying, tempo=self.tempo, clock=self.clock)
        self._service = await self._running.enter_async_context(starting)
        self.slack.app_url = self._service.url
        assert self._service.slack
        if learned:
            await self._service.ready()
        elif ready:
            await self._service.slack.ready.wait()

    async def stop(self) -> None:
        """Stop the service as a deployment would: what is under way is finished, the rest stays in the database."""
        await self._running.aclose()
        self._service = None

    @property
    def service(self) -> Service:
        """The running service."""
        assert self._service is not None, "the service is stopped"
        return self._service

    def expect_errors(self, *words: str) -> None:
        """An error with these words in the log is part of the story."""
        self.expected += words

    # who is there

    @property
    def jane(self) -> Person:
        """Escalates."""
        return self.slack.person("Jane")

    @property
    def sam(self) -> Person:
        """Picks up."""
        return self.slack.person("Sam")

    @property
    def alex(self) -> Person:
        """Comes second."""
        return self.slack.person("Alex")

    @property
    def vic(self) -> Person:
        """May only look."""
        return self.slack.person("Vic")

    @property
    def eve(self) -> Person:
        """Is from elsewhere, and shares the escalation channel."""
        return self.slack.person("Eve")

    # what they do and see

    async def until(self, predicate: Callable[[], T | None], within: float = 5.0) -> T:
        """What the predicate finds, once it finds something."""
        found = await self.slack.until(predicate, within)
        assert found is not None
        return found

    async def shows(self, card: Seen, words: str) -> None:
        """Returns once these words are there."""
        await self.until(lambda: words in card.text())

    async def whispered(self, person: Person, words: list[str]) -> None:
        """Returns once this person was told exactly these, in the escalation channel."""
        await self.until(lambda: said(whispers(person)) == words)

    async def escalated(self, text: str = "Outlook stops syncing", by: str = "Jane") -> Seen:
        """Somebody escalates in one line; the card as Sam sees it."""
        answer = await self.says(self.slack.person(by), text)
        assert answer.ok, answer
        return await self.card_of(text.split("@")[0].split("#")[0].split("!")[0].strip())

    async def says(self, person: Person, text: str, channel: str = HELPDESK) -> Answer:
        """Somebody types /escalate and these words."""
        return await person.command(channel, "/escalate", text)

    async def typed(self, person: Person, text: str, channel: str = HELPDESK) -> Answer:
        """The same, as it arrives: nothing escaped and nothing stripped by Slack's client."""
        body = payload.command(
            self.slack.workspace, person.member, self.slack.channel(channel).id, "/escalate", text, ""
        )
        return await person.wire.form(body)

    async def card_of(self, words: str, channel: str = ESCALATIONS) -> Seen:
        """The card with these words, once it is posted."""
        return await self.until(lambda: next((card for card in self.cards(channel) if words in card.text()), None))

    def cards(self, channel: str = ESCALATIONS) -> list[Seen]:
        """All cards in a channel, oldest first, as Sam sees them."""
        return [seen for seen in self.sam.sees(channel) if seen.has("Details") and not seen.is_ephemeral]

    async def told(self, person: Person, words: str, channel: str = ESCALATIONS) -> Seen:
        """The whisper with these words, once this person was told so."""
        return await self.until(
            lambda: next((w for w in reversed(whispers(person, channel)) if words in w.text()), None)
        )

    async def sent(self, person: Person, words: str) -> Seen:
        """The direct message with these words, once this person has it."""
        return await self.until(lambda: newest(person.dms(), words))

    def posts(self, channel: str = ESCALATIONS) -> list[Message]:
        """Everything in a channel that was posted and not deleted, threads included; no whispers."""
        return self.slack.channel(channel).present()

    def nothing_was_sent(self) -> bool:
        """No card, and no direct message to anybody but the answer."""
        posts = [call for call in self.slack.calls if call.method == "chat.postMessage"]
        return not self.cards() and not posts

    # what is kept

    async def account(self) -> AccountId:
        """The one account."""
        if self._account is None:
            here = Workspace(Platform.SLACK, self.slack.workspace.team_id)
            self._account = await self.service.storage.read(lambda tx: tx.accounts.of(here))
        assert self._account is not None
        return self._account

    async def handoff(self, number: int = 1) -> Handoff | None:
        """E-<number>, as it stands."""
        account = await self.account()
        return await self.service.storage.read(lambda tx: tx.handoffs.numbered(account, number))

    async def deliveries(self, number: int = 1) -> list[Delivery]:
        """What is to be delivered of E-<number>, and how that stands."""
        account = await self.account()
        return await self.service.storage.read(lambda tx: deliveries_of(tx, account, number))

    async def delivered(self, number: int = 1, within: float = 5.0) -> None:
        """Nothing of E-<number> is on its way any more: all is shown, or given up."""
        await settled(self.deliveries, number, within)

    async def events(self, number: int = 1, what: Happening | None = None) -> list[Event]:
        """The history of E-<number>."""
        account = await self.account()
        found = await self.service.storage.read(lambda tx: events_of(tx, account, number))
        return [event for event in found if what in (None, event.what)]


class Found(Protocol):
    """Founds a town, with these people and these settings on top of the usual ones."""

    def __call__(
        self,
        people: Iterable[Actor] = CAST,
        *,
        named: Mapping[str, str] = AS_USUAL,
        started: bool = True,
        tempo: Tempo = HURRIED,
        patience: timedelta = PATIENCE,
    ) -> Awaitable[Town]: ...


@pytest.fixture
async def founded(database_url: str) -> AsyncIterator[Found]:
    """Towns that are not the usual one."""
    async with AsyncExitStack() as stack:

        async def found(
            people: Iterable[Actor] = CAST,
            *,
            named: Mapping[str, str] = AS_USUAL,
            started: bool = True,
            tempo: Tempo = HURRIED,
            patience: timedelta = PATIENCE,
        ) -> Town:
            town = await stack.enter_async_context(founding(people, database_url, named, patience))
            town.tempo = tempo
            if started:
                await town.start()
            return town

        yield found


@pytest.fixture
async def town(founded: Found) -> Town:
    """The usual town: the whole cast, and cards in #escalations. The service runs; its AI is off."""
    return await founded(named=AI_OFF)


@pytest.fixture
async def advised(founded: Found) -> Town:
    """The same with a model, which answers at once."""
    return await founded()


@asynccontextmanager
async def founding(
    people: Iterable[Actor], database_url: str, named: Mapping[str, str], patience: timedelta = PATIENCE
) -> AsyncIterator[Town]:
    """A town whose service is not started yet. Fails at the end when something was wrong on the way."""
    errors, clock = ErrorLog(), Clock()
    logging.getLogger().addHandler(errors)
    standin = SlackStandIn(people, patience=patience.total_seconds(), clock=clock.seconds)
    try:
        async with standin as slack, ModelStandIn() as model:
            town = Town(slack, model, database_url, dict(named), clock=clock)
            try:
                yield town
            finally:
                await town.stop()
    finally:
        logging.getLogger().removeHandler(errors)
    assert [str(complaint) for complaint in slack.complaints] == []
    assert [said for said in errors.said if not any(words in said for words in town.expected)] == []


def front(person: Person) -> View:
    """The modal in front of this person."""
    assert person.open_view is not None, f"{person.name} has nothing open"
    return person.open_view


def newest(messages: list[Seen], words: str) -> Seen | None:
    """The last of the messages with these words."""
    return next((message for message in reversed(messages) if words in message.text()), None)


def whispers(person: Person, channel: str = ESCALATIONS) -> list[Seen]:
    """What this person alone was told in a channel, oldest first."""
    return [seen for seen in person.sees(channel) if seen.is_ephemeral]


def people_named(*names: str) -> list[Actor]:
    """Some of the cast, by first name."""
    return [actor for actor in CAST if actor.name.split()[0] in names]


def said(messages: Iterable[Seen]) -> list[str]:
    """The words of messages."""
    return [message.text() for message in messages]


def timeless(text: str) -> str:
    """The words without the times and numbers that differ from run to run."""
    return re.sub(r"\b\d+ s\b|\d{1,2}:\d\d [AP]M|E-\d+", "…", text)
