"""The Slack stand-in: one workspace on a loopback port, to be driven as its people and told to fail."""

import asyncio
import dataclasses
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from aiohttp import web

from playground.cast import CAST, Actor
from playground.fault import Fault, Faults
from playground.site import Site
from playground.slack.answer import Answer
from playground.slack.api import WebApi
from playground.slack.channel import Channel, Kind
from playground.slack.dump import dump
from playground.slack.event import RETRY_DELAYS, Events
from playground.slack.founding import EVENTS, SCOPES, found
from playground.slack.limit import Limits
from playground.slack.member import Member, member_from
from playground.slack.message import Message
from playground.slack.person import Person
from playground.slack.posting import Draft, post
from playground.slack.record import Call, Complaint, Complaints
from playground.slack.reply import ResponseUrls
from playground.slack.seen import Seen
from playground.slack.target import message_of
from playground.slack.wire import Wire
from playground.slack.workspace import App, Clock, Workspace

Found = TypeVar("Found")

TOKEN = "xoxb-stand-in"
SIGNING_SECRET = "stand-in-signing-secret"
BODY_LIMIT = 4 * 1024 * 1024


class SlackStandIn:
    """`async with SlackStandIn() as slack:` — set `slack.app_url`, then act through `slack.person(…)`.

    `clock` gives epoch seconds; `patience` is how long Slack waits for the app's answer; `home_tab` whether the app's
    manifest allows one.
    """

    def __init__(
        self,
        people: Iterable[Actor] = CAST,
        *,
        app_url: str = "",
        port: int = 0,
        team_id: str = "T0CONTOSO",
        domain: str = "contoso",
        token: str = TOKEN,
        signing_secret: str = SIGNING_SECRET,
        scopes: Iterable[str] = SCOPES,
        events: Iterable[str] = EVENTS,
        clock: Clock = time.time,
        patience: float = 3.0,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        home_tab: bool = True,
    ) -> None:
        app = App("A0BATON", "Baton", "U0BATON", token, signing_secret, frozenset(scopes), frozenset(events), home_tab)
        self.workspace = Workspace(team_id, domain, app, clock)
        self.faults = Faults()
        self.limits = Limits(clock)
        self._complaints = Complaints(self.workspace.bell)
        self._api = WebApi(self.workspace, self.faults, self.limits, self._complaints)
        self._wire = Wire(signing_secret, patience, self.workspace.bell, clock)
        self._wire.app_url = app_url
        self._urls = ResponseUrls(self.workspace, self.faults, self._complaints, self._api.calls)
        self._events = Events(self.workspace, self._wire, retry_delays)
        self._site = Site(self._application(), port)
        found(self.workspace, people)

    async def __aenter__(self) -> Self:
        await self._site.start()
        self._urls.base = self._site.url
        self.workspace.on_message.append(self._events.told)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._events.close()
        await self._wire.close()
        await self._site.stop()

    # where things are

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be."""
        return f"{self._site.url}/api/"

    @property
    def app_url(self) -> str:
        """Where the app under test listens, without `/slack/events`."""
        return self._wire.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self._wire.app_url = url

    def settings(self, channel: str = "#escalations") -> dict[str, str]:
        """The environment of an app that is to work with this workspace."""
        app = self.workspace.app
        return {
            "SLACK_API_URL": self.api_url,
            "SLACK_BOT_TOKEN": app.token,
            "SLACK_SIGNING_SECRET": app.signing_secret,
            "SLACK_CHANNEL": self.channel(channel).id,
        }

    def person(self, name: str) -> Person:
        """Somebody by first name, full name, handle or user id."""
        member = self.workspace.member(name)
        return Person(member.id, self.workspace, self._wire, self._events, self._urls, self._complaints)

    def channel(self, name: str) -> Channel:
        """A conversation by #name or id."""
        return self.workspace.channel(name)

    # what happened

    @property
    def calls(self) -> list[Call]:
        """Every call to the Web API and to response_urls, oldest first."""
        return self._api.calls

    @property
    def complaints(self) -> list[Complaint]:
        """Everything Slack would have refused, save what was forgiven; a good app leaves it empty."""
        return self._complaints.found

    def forgive(self, *errors: str) -> None:
        """These error codes are part of the test: no complaints about them, past or future."""
        self._complaints.expected.update(errors)
        self._complaints.found[:] = [c for c in self._complaints.found if c.error not in errors]

    async def until(self, predicate: Callable[[], Found], within: float = 5.0) -> Found:
        """The predicate's first truthy value, asked again after each change. Raises NeverHappened."""
        return await self.workspace.bell.until(predicate, within, self.dump)

    def dump(self) -> str:
        """Everything there is, for people to read."""
        return dump(self.workspace, self.calls, self.complaints)

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
        """Fail the next `times` calls of a Web API method, of "response_url", or of all ("*").

        `channel` or `user` narrows it to calls that name it. `accepted` says whether the call
        is carried out all the same; half, empty and drop="after" do so unless told otherwise. After `late`
        seconds, or when `until` is set, it is carried out, too, but never answered.
        """
        place = self.channel(channel).id if channel else self.person(user).id if user else None
        fault = Fault(status, error, retry_after, html, hang, empty, half)
        fault = dataclasses.replace(fault, drop=drop, accepted=accepted, late=late, until=until)
        self.faults.plan(method, fault, times, place)

    def delay(self, method: str, seconds: float) -> None:
        """From now on, answer this method (or all, "*") that much later."""
        self.faults.delay(method, seconds)

    def heal(self, method: str | None = None) -> None:
        """End failures and delays."""
        self.faults.heal(method)

    # what changes in the workspace

    async def event(self, kind: str, subscription: str | None = None, **fields: Any) -> Answer:
        """Cause an event that is nobody's doing."""
        return await self._events.send(kind, fields, subscription)

    async def redeliver(self, times: int = 1, of: Message | None = None) -> list[Answer]:
        """The latest event again, or the latest about one message, with the same id."""
        return await self._events.redelivered(times, of.ts if of else "")

    async def app_says(self, name: str, channel: str, text: str, thread: Seen | Message | None = None) -> Answer:
        """Another app (an alarm, a workflow) posts a message."""
        where, root = self.channel(channel), message_of(thread) if thread else None
        draft = Draft(text, thread_ts=root.ts if root else None, by_app=name)
        return await self._events.of_message("posted", where, post(self.workspace, where, name, draft))

    def hire(self, actor: Actor, *channels: str) -> Person:
        """Add somebody, to these channels (everybody is in #general). No event is sent."""
        member = member_from(actor, self.workspace.team_id)
        self.workspace.members[member.id] = member
        for channel in channels:
            self.channel(channel).members.append(member.id)
        self.workspace.bell.ring()
        return self.person(member.id)

    async def change(self, name: str, /, **fields: Any) -> Answer:
        """Change somebody's account (deleted=True, name=…) and send user_change."""
        member: Member = dataclasses.replace(self.workspace.member(name), **fields)
        self.workspace.members[member.id] = member
        self.workspace.bell.ring()
        return await self.event("user_change", user=member.as_json(), cache_ts=1)

    def add_channel(self, name: str, kind: Kind = "public", members: Sequence[str] = ()) -> Channel:
        """A new channel with these people; name the app as "baton" to have it in."""
        ids = [self.workspace.member(member).id for member in members]
        return self.workspace.add_channel(name.removeprefix("#"), kind, ids)

    async def archive(self, channel: str) -> Answer:
        """Archive a channel and send channel_archive."""
        where = self.channel(channel)
        where.is_archived = True
        self.workspace.bell.ring()
        return await self.event("channel_archive", channel=where.id, user="U0ADMIN")

    async def uninstall(self) -> Answer:
        """Remove the app: app_uninstalled is sent and its token is dead."""
        answer = await self.event("app_uninstalled")
        self.workspace.installed = False
        return answer

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_route("*", "/api/{method}", self._api.handle)
        for kind in ("commands", "actions", "app"):
            app.router.add_post(f"/{kind}/{{team}}/{{key:.+}}", self._urls.handle)
        return app
