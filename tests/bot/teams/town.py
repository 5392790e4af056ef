"""What the gateway's and the roster's tests start from: an account, a clock that stands, and the way out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.teams.connector import Connector, new_session
from bot.teams.credentials import Credentials, Grant
from bot.teams.gateway import TeamsGateway
from bot.teams.reference import References
from bot.teams.roster import TeamsRoster
from core.conversation import Conversation, Shape
from core.people import AccountId, Platform, Workspace
from storage.database import Database
from tests.bot.teams.microsoft import APP, TENANT, Microsoft
from tests.people import NOON

ACCOUNT = AccountId(UUID(int=1))
HERE = Workspace(Platform.TEAMS, TENANT)
CHANNEL = "19:channel@thread.tacv2"
TEAM = "19:team@thread.tacv2"


@dataclass
class StoppedClock:
    """Noon, until somebody lets time pass."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


async def joined(storage: Database) -> AccountId:
    """The account that the tenant opened."""
    account = await storage.transact(lambda tx: tx.accounts.join(HERE, "Contoso"))
    assert account
    return account


@dataclass
class Town:
    """The way out to Teams, with one channel that Baton has been heard in."""

    microsoft: Microsoft
    storage: Database
    account: AccountId
    gateway: TeamsGateway
    clock: StoppedClock = field(default_factory=StoppedClock)

    @property
    def references(self) -> References:
        return self.gateway.references

    @property
    def roster(self) -> TeamsRoster:
        return self.gateway.roster

    def channel(self, named: str = CHANNEL, team: str = TEAM) -> Conversation:
        """A channel as it is heard of."""
        return Conversation(
            account=self.account,
            workspace=HERE,
            id=named,
            shape=Shape.CHANNEL,
            address=self.microsoft.service,
            bot=f"28:{APP}",
            heard_at=self.clock.now(),
            team=team,
        )

    def chat(self, named: str, person: str = "") -> Conversation:
        """A chat of several, or of one person."""
        shape = Shape.PERSONAL if person else Shape.GROUP
        return replace(self.channel(named, ""), shape=shape, person=person)

    def person(self, name: str, **other: object) -> None:
        """Somebody in the team."""
        self.microsoft.people[name] = {
            "id": f"29:{name}",
            "aadObjectId": name,
            "name": name.title(),
            "email": f"{name}@contoso.example",
            "userPrincipalName": f"{name}@contoso.example",
            "tenantId": TENANT,
            "userRole": "user",
            **other,
        }


@asynccontextmanager
async def town(microsoft: Microsoft, storage: Database) -> AsyncIterator[Town]:
    """All of it, over one session."""
    async with new_session() as http:
        credentials = Credentials(http, microsoft.token_url, APP, "s3cret")
        connector = Connector(http, credentials, Grant(TENANT, "https://api.botframework.com/.default"))
        clock = StoppedClock()
        references = References(storage, clock)
        gateway = TeamsGateway(connector, references, TeamsRoster(connector, references), clock)
        made = Town(microsoft, storage, await joined(storage), gateway, clock)
        await references.keep(made.channel())
        yield made
        await credentials.close()
