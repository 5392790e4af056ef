"""The Teams stand-in: one tenant on a loopback port, to be driven as its people and told to fail."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from aiohttp import web

from playground.cast import CAST, Actor
from playground.fault import Fault, Faults
from playground.site import Site
from playground.teams.account import Account, account_from, anonymous
from playground.teams.answer import Answer
from playground.teams.connector import Connector
from playground.teams.conversation import Conversation
from playground.teams.credential import Credentials
from playground.teams.dump import dump
from playground.teams.founding import found
from playground.teams.graph import Graph
from playground.teams.identity import Identity
from playground.teams.issuer import USUAL, Issuer, Key
from playground.teams.limit import Limits
from playground.teams.person import Person
from playground.teams.record import Call, Complaint, Complaints
from playground.teams.tenant import App, Clock, Tenant
from playground.teams.wire import JSON, Wire

Found = TypeVar("Found")

TENANT_ID = "c0117050-0000-4000-8000-7e4a47000001"
APP_ID = "ba70ba70-0000-4000-8000-000000000001"
APP_PASSWORD = "stand-in-app-password"
BODY_LIMIT = 8 * 1024 * 1024


class TeamsStandIn:
    """`async with TeamsStandIn() as teams:` — set `teams.app_url`, then act through `teams.person(…)`.

    `clock` gives epoch seconds; `patience` is how long Teams waits for an answer, `form_patience` for a form's;
    a form's request is sent `form_retries` times more when no answer came.
    """

    def __init__(
        self,
        people: Iterable[Actor] = CAST,
        *,
        app_url: str = "",
        port: int = 0,
        tenant_id: str = TENANT_ID,
        name: str = "Contoso",
        app_id: str = APP_ID,
        app_password: str = APP_PASSWORD,
        region: str = "emea",
        clock: Clock = time.time,
        patience: float = 15.0,
        form_patience: float = 5.0,
        form_retries: int = 2,
    ) -> None:
        self.tenant = Tenant(tenant_id, name, App(app_id, app_password), clock)
        self.faults = Faults()
        self.limits = Limits(clock)
        self.issuer = Issuer(app_id)
        self.credentials = Credentials(self.tenant.app, tenant_id, clock)
        self._complaints = Complaints(self.tenant.bell)
        self._connector = Connector(self.tenant, self.credentials, self.faults, self.limits, self._complaints)
        self._identity = Identity(self.tenant, self.issuer, self.credentials, self.faults, self._complaints)
        self._graph = Graph(self.tenant, self.credentials, self.faults, self._complaints)
        self._wire = Wire(self.tenant, self.issuer, patience, form_patience, form_retries, app_url)
        self._region = region
        self._site = Site(self._application(), port)
        found(self.tenant, people)

    async def __aenter__(self) -> Self:
        await self._site.start()
        self._identity.base = self._graph.base = self._site.url
        self.tenant.service_url = f"{self._site.url}/{self._region}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.close()
        await self._site.stop()

    # where things are

    @property
    def service_url(self) -> str:
        """The serviceUrl of every activity."""
        return self.tenant.service_url

    @property
    def app_url(self) -> str:
        """Where the app under test listens, without `/api/messages`."""
        return self._wire.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self._wire.app_url = url

    def settings(self) -> dict[str, str]:
        """The environment of an app that is to work with this tenant."""
        return {
            "MICROSOFT_APP_ID": self.tenant.app.id,
            "MICROSOFT_APP_PASSWORD": self.tenant.app.password,
            "MICROSOFT_APP_TENANT_ID": self.tenant.id,
            "TEAMS_OPENID_METADATA_URL": f"{self._site.url}/v1/.well-known/openidconfiguration",
            "TEAMS_TOKEN_URL": f"{self._site.url}/{self.tenant.id}/oauth2/v2.0/token",
            "TEAMS_GRAPH_URL": self._site.url,
        }

    def person(self, name: str) -> Person:
        """Somebody by first name, full name, handle, 29: id or Entra id."""
        return Person(self.tenant.account(name).id, self.tenant, self._wire, self._complaints)

    def channel(self, name: str) -> Conversation:
        """A channel or group chat by #name, name or id."""
        return self.tenant.conversation(name)

    def chat(self, one: str, other: str) -> Conversation:
        """The chat of two people, which the app is not in."""
        return self.tenant.between(self.tenant.account(one).id, self.tenant.account(other).id)

    # what happened

    @property
    def calls(self) -> list[Call]:
        """Every request to the Bot Connector, oldest first."""
        return self._connector.calls

    @property
    def identity_calls(self) -> list[Call]:
        """Every request for tokens ("token") and OpenID documents ("metadata", "keys"), oldest first."""
        return self._identity.calls

    @property
    def graph_calls(self) -> list[Call]:
        """Every request to Microsoft Graph ("message", "replies"), oldest first."""
        return self._graph.calls

    @property
    def tokens(self) -> int:
        """How many tokens the app was issued."""
        return len(self.credentials.issued)

    @property
    def connections(self) -> int:
        """How many connections to the Bot Connector the app has opened."""
        return len(self._connector.peers)

    @property
    def complaints(self) -> list[Complaint]:
        """Everything Teams would have refused, save what was forgiven; a good app leaves it empty."""
        return self._complaints.found

    def forgive(self, *errors: str) -> None:
        """These error codes are part of the test: no complaints about them, past or future."""
        self._complaints.expected.update(errors)
        self._complaints.found[:] = [c for c in self._complaints.found if c.error not in errors]

    async def until(self, predicate: Callable[[], Found], within: float = 5.0) -> Found:
        """The predicate's first truthy value, asked again after each change. Raises NeverHappened."""
        return await self.tenant.bell.until(predicate, within, self.dump)

    def dump(self) -> str:
        """Everything there is, for people to read."""
        return dump(self.tenant, self.calls, self.complaints)

    # what goes wrong

    def fail(
        self,
        method: str,
        *,
        times: int | None = 1,
        channel: str | None = None,
        user: str | None = None,
        status: int | None = None,
        error: str | None = None,
        retry_after: float | None = None,
        html: bool = False,
        hang: float | None = None,
        empty: bool = False,
        half: bool = False,
        drop: Literal["before", "after"] | None = None,
        accepted: bool | None = None,
        late: float | None = None,
        until: asyncio.Event | None = None,
    ) -> None:
        """Fail the next `times` requests of an operation, of "token", "metadata", "keys", "message", "replies", or of
        all ("*").

        `error` is a code of the Bot Connector's (its status goes with it); `status=429` comes without
        Retry-After. `channel` or `user` narrows it. `accepted` says whether the request is carried out all the
        same; half, empty and drop="after" do so unless told otherwise; after `late` seconds, or when
        `until` is set, it is, unanswered.
        """
        place = self.channel(channel).id if channel else self.person(user).id if user else None
        fault = Fault(status, error, retry_after, html, hang, empty, half)
        fault = replace(fault, drop=drop, accepted=accepted, late=late, until=until)
        self.faults.plan(method, fault, times, place)

    def delay(self, method: str, seconds: float) -> None:
        """From now on, answer this operation (or all, "*") that much later."""
        self.faults.delay(method, seconds)

    def heal(self, method: str | None = None) -> None:
        """End failures and delays."""
        self.faults.heal(method)

    def rotate_keys(self, *, keep_old: bool = False) -> Key:
        """Sign with a new key from now on; the old ones are no longer listed, unless told to keep them."""
        return self.issuer.rotate(keep_old=keep_old)

    def token(self, *, key: Key | None = None, kid: Any = USUAL, alg: str = "RS256", **claims: Any) -> str:
        """A token as the Connector signs them, with these changes: a claim (or kid) of None is left out.

        `key` is one of `teams.issuer.make(endorsements)`; it is not listed unless put into `teams.issuer.keys`.
        """
        return self.issuer.token(self.service_url, key=key, kid=kid, alg=alg, **claims)

    async def post(self, body: bytes, *, token: str | None = None, content_type: str = JSON) -> Answer:
        """These bytes to the app's door, with a good token unless another (or "", none) is given."""
        good = self.issuer.ordinary(self.service_url) if token is None else token
        return await self._wire.post(body, good, content_type)

    async def deliver(self, activity: Mapping[str, Any], *, token: str | None = None) -> Answer:
        """Any activity to the app's door, once; nothing that it answers is shown to anybody."""
        return await self._wire.once(activity, token)

    # what changes in the tenant

    def consent(self, given: bool = True) -> None:
        """Resource-specific consent: whether the app hears every message where it is installed, and reads them."""
        self.tenant.consented = given

    def block(self, who: str, code: str = "ConversationBlockedByUser") -> None:
        """A person blocks the app: their chat with it takes nothing any more ("" ends it)."""
        self.tenant.personal(self.tenant.account(who).id).blocked = code

    def hire(self, actor: Actor, *channels: str) -> Person:
        """Add somebody to these conversations; the app is not installed for them. No event is sent."""
        return self._joined(account_from(actor, self.tenant.id, self.tenant.app.id), channels)

    def drop_in(self, name: str, *channels: str) -> Person:
        """Somebody anonymous in these conversations."""
        return self._joined(anonymous(name, self.tenant.app.id), channels)

    def _joined(self, account: Account, channels: Sequence[str]) -> Person:
        self.tenant.accounts[account.id] = account
        for channel in channels:
            self.channel(channel).members.append(account.id)
        self.tenant.personal(account.id).installed = False
        return self.person(account.id)

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT)
        self._identity.add_to(app)
        self._graph.add_to(app)
        self._connector.add_to(app, f"/{self._region}")
        return app
