"""A town with both chats: a Slack and a Teams with the same people, and the service between them."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from bot.carrying import Tempo
from bot.service import Service, assembled
from bot.settings import settings_of
from core.delivery import Delivery
from core.event import Event, Happening
from core.handoff import Handoff
from core.people import AccountId, Identity, Platform, Workspace
from playground.cast import CAST, Actor
from playground.slack import Seen as InSlack
from playground.slack import SlackStandIn
from playground.teams import Person, Seen, TeamsStandIn
from tests.kept import deliveries_of, events_of
from tests.tempo import HURRIED, Clock
from tests.town import ErrorLog
from tests.waiting import eventually, settled

T = TypeVar("T")

ESCALATIONS = "Escalations"
HELPDESK = "Helpdesk"

UNHURRIED = 30.0
"""Seconds that Slack waits for an answer here, and we for everybody to be known: these tests are about what is
answered, on machines that are busy."""


@dataclass(slots=True)
class Both:
    """A Teams with its people, a Slack too where the story needs one, and the service. The AI is off."""

    teams: TeamsStandIn
    slack: SlackStandIn | None
    service: Service
    clock: Clock
    expected: list[str] = field(default_factory=list)
    _account: AccountId | None = None

    def person(self, name: str) -> Person:
        """Somebody in Teams."""
        return self.teams.person(name)

    @property
    def jane(self) -> Person:
        """Escalates."""
        return self.person("Jane")

    @property
    def sam(self) -> Person:
        """Picks up."""
        return self.person("Sam")

    @property
    def alex(self) -> Person:
        """Comes second, and has not added Baton for himself."""
        return self.person("Alex")

    @property
    def vic(self) -> Person:
        """May only look."""
        return self.person("Vic")

    async def set_up(self, by: str) -> None:
        """Somebody adds Baton to the team, and lets cards go to Escalations."""
        somebody = self.person(by)
        await somebody.manages.add_to_team()
        await self.known()
        await somebody.mention(ESCALATIONS, "here")
        await self.until(lambda: self.replied(somebody, ESCALATIONS, "Cards come to this channel"))

    async def known(self) -> None:
        """Everybody of the team is known; guests, too."""
        here = Workspace(Platform.TEAMS, self.teams.tenant.id)
        team = [a.aad for a in self.teams.tenant.accounts.values() if a.aad and not a.is_stranger]
        await self.learned(*[Identity(here, user) for user in team])

    async def learned(self, *identities: Identity) -> None:
        """These are known."""
        await eventually(lambda: self._all_known(identities), UNHURRIED)

    async def _all_known(self, identities: Iterable[Identity]) -> bool:
        return await self.service.storage.read(lambda tx: all(tx.people.known(identity) for identity in identities))

    async def until(self, predicate: Callable[[], T | None], within: float = 5.0) -> T:
        """What the predicate finds, once it finds something."""
        found = await self.teams.until(predicate, within)
        assert found is not None
        return found

    async def card(self, words: str, channel: str = ESCALATIONS) -> Seen:
        """The card with these words, as Sam sees it."""
        return await self.until(lambda: next((c for c in self.cards(channel) if words in c.text()), None))

    @property
    def in_slack(self) -> SlackStandIn:
        """The Slack of a town that has one."""
        assert self.slack is not None
        return self.slack

    async def twin(self, words: str) -> InSlack:
        """The card with these words in Slack, as Sam sees it."""
        sam = self.in_slack.person("Sam")

        def found() -> InSlack | None:
            seen = sam.sees("#escalations")
            return next((c for c in seen if words in c.text() and c.has("details") and not c.is_ephemeral), None)

        twin = await self.in_slack.until(found)
        assert twin is not None
        return twin

    def cards(self, channel: str = ESCALATIONS) -> list[Seen]:
        """All cards in a channel, oldest first."""
        return [seen for seen in self.sam.sees(channel) if seen.has("details") and not seen.is_ephemeral]

    def replied(self, person: Person, channel: str, words: str) -> Seen | None:
        """What Baton said in a thread of that channel, or to this person alone."""
        roots = person.sees(channel)
        said = [*roots, *(answer for root in roots for answer in person.sees(channel, thread=root))]
        return next((m for m in reversed(said) if words in m.text() and m.author == "Baton"), None)

    async def answered(self, person: Person, words: str, channel: str = HELPDESK) -> Seen:
        """The same, once it is there."""
        return await self.until(lambda: self.replied(person, channel, words))

    async def sent(self, person: Person, words: str) -> Seen:
        """The message to this person alone, once they have it."""
        return await self.until(
            lambda: next((m for m in reversed(person.dms()) if words in m.text() and m.author == "Baton"), None)
        )

    async def escalated(self, text: str = "Outlook stops syncing", by: str = "Jane") -> Seen:
        """Somebody escalates in one line; the card as Sam sees it."""
        await self.person(by).mention(HELPDESK, text)
        return await self.card(text.split("@")[0].split("#")[0].split("!")[0].strip())

    # what is kept

    async def account(self) -> AccountId:
        """The one account."""
        if self._account is None:
            here = Workspace(Platform.TEAMS, self.teams.tenant.id)
            self._account = await self.service.storage.read(lambda tx: tx.accounts.of(here))
        assert self._account is not None
        return self._account

    async def handoff(self, number: int = 1) -> Handoff | None:
        """E-<number>, as it stands."""
        account = await self.account()
        return await self.service.storage.read(lambda tx: tx.handoffs.numbered(account, number))

    async def events(self, number: int, what: Happening) -> list[Event]:
        """What of that kind happened to E-<number>."""
        account = await self.account()
        found = await self.service.storage.read(lambda tx: events_of(tx, account, number))
        return [event for event in found if event.what is what]

    async def deliveries(self, number: int = 1) -> list[Delivery]:
        """What is to be delivered of E-<number>."""
        account = await self.account()
        return await self.service.storage.read(lambda tx: deliveries_of(tx, account, number))

    async def delivered(self, number: int = 1, within: float = 5.0) -> None:
        """Nothing of E-<number> is on its way any more."""
        await settled(self.deliveries, number, within)


class Opened(Protocol):
    """Opens a town with these people; with a Slack where it is asked for."""

    def __call__(
        self,
        people: Iterable[Actor] = CAST,
        *,
        slack: bool = False,
        by: str = "Jane",
        tempo: Tempo = HURRIED,
        **named: str,
    ) -> Awaitable[Both]: ...


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[Opened]:
    """Towns that are not the usual one."""
    async with AsyncExitStack() as stack:

        async def open_(
            people: Iterable[Actor] = CAST,
            *,
            slack: bool = False,
            by: str = "Jane",
            tempo: Tempo = HURRIED,
            **named: str,
        ) -> Both:
            opening = _opening(list(people), database_url, tempo, slack=slack, named=named)
            both = await stack.enter_async_context(opening)
            await both.set_up(by)
            return both

        yield open_


@pytest.fixture
async def teams(opened: Opened) -> Both:
    """Teams alone, set up."""
    return await opened()


@asynccontextmanager
async def _opening(
    people: list[Actor], database_url: str, tempo: Tempo, *, slack: bool, named: dict[str, str]
) -> AsyncIterator[Both]:
    errors, clock = ErrorLog(), Clock()
    logging.getLogger().addHandler(errors)
    complaints: list[object] = []
    expected: list[str] = []
    try:
        async with AsyncExitStack() as stack:
            tenant = await stack.enter_async_context(TeamsStandIn(people))
            tenant.forgive("MemberNotFoundInConversation")  # how Teams says that it does not know somebody
            beside = SlackStandIn(people, patience=UNHURRIED, clock=clock.seconds) if slack else None
            workspace = await stack.enter_async_context(beside) if beside else None
            settings = {**tenant.settings(), **(workspace.settings() if workspace else {})}
            settings |= {"PORT": "0", "DATABASE_URL": database_url, **named}
            starting = assembled(settings_of(settings, Path()), tempo=tempo, clock=clock)
            service = await stack.enter_async_context(starting)
            for chat in (tenant, workspace):
                if chat is not None:
                    chat.app_url = service.url
            await service.ready()
            both = Both(tenant, workspace, service, clock)
            expected = both.expected
            yield both
            complaints = [*tenant.complaints, *(workspace.complaints if workspace else [])]
    finally:
        logging.getLogger().removeHandler(errors)
    assert [str(complaint) for complaint in complaints] == []
    assert [said for said in errors.said if not any(words in said for words in expected)] == []
