"""The tenant we are installed in: joined at its first word, its conversations kept, its people learned ahead."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.background import Background
from bot.teams.credentials import Credentials, Grant
from bot.teams.edge import Arrival
from bot.teams.gateway import TeamsGateway
from bot.teams.roster import distinct
from bot.teams.welcome import welcome
from core.conversation import Conversation, Shape
from core.delivery import DeliveryId, Place
from core.directory import Directory
from core.errors import DeliveryFailed, NotFound, TryAgain, Unavailable
from core.inbound import Once, name_of
from core.people import AccountId, Identity, Platform, Profile, Stranger, Workspace
from core.ports import Clock
from core.repository import Storage

REFUSED = timedelta(seconds=30)
"""How long a tenant that may not join is not asked about again."""

TRIES = 5
"""How often the people of a conversation are asked for."""

_PAUSE = timedelta(seconds=5)
_UNMARKED = DeliveryId(UUID(int=0))
_REMOVED = "Baton was removed there: add it to the team or chat again"
_DELETED = "the channel was deleted: say “@Baton here” in another one"

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Installation:
    """One Teams app. ``problem`` says in words why nothing can be said yet; ``learned`` is set when everybody of the
    conversations that were known at the start is known. ``tenant`` is the only one that may join, if it is named."""

    storage: Storage
    clock: Clock
    gateway: TeamsGateway
    directory: Directory
    background: Background
    credentials: Credentials | None
    grant: Grant
    tenant: str = ""
    owner: str = ""
    problem: str = "Microsoft was not asked yet"
    learned: asyncio.Event = field(default_factory=asyncio.Event)
    _accounts: dict[Workspace, AccountId] = field(default_factory=dict)
    _refused: dict[Workspace, datetime] = field(default_factory=dict)
    _known: set[tuple[Workspace, str]] = field(default_factory=set)

    async def begin(self) -> None:
        """Have a token ready, then learn who is there; again and again until Microsoft answers."""
        await self._have_token()
        self.problem = ""
        _log.info("Teams is ready")
        if self.tenant:
            here = Workspace(Platform.TEAMS, self.tenant)
            for conversation in await self._until_read(here):
                await self._learn(conversation)
        self.learned.set()

    async def admits(self, workspace: Workspace) -> bool:
        """Whether anybody of this tenant may be heard: of the first that speaks. Raises Unavailable."""
        if workspace in self._accounts:
            return True
        if self.tenant and workspace.id.lower() != self.tenant.lower():
            return False
        if self._refused.get(workspace, self.clock.now()) > self.clock.now():
            return False
        account = await self.storage.transact(lambda tx: tx.accounts.join(workspace, "Microsoft Teams"))
        if account is None:
            self._refused = {**self._refused, workspace: self.clock.now() + REFUSED} if len(self._refused) < 999 else {}
            return False
        self._accounts[workspace] = account
        return True

    async def heard(self, arrival: Arrival, *, learning: bool = True) -> Conversation | None:
        """Keep where it came from, and learn its people the first time; None for a conversation of an unknown kind."""
        account = self._accounts[arrival.workspace]
        try:
            conversation = await self.gateway.references.heard(arrival.raw, account)
        except (Unavailable, NotFound) as error:
            _log.warning("where something came from could not be kept: %s", error)
            return None
        if learning and conversation is not None and conversation.shape is not Shape.PERSONAL:
            self._learn_once(conversation)
        return conversation

    def heard_beside(self, arrival: Arrival) -> None:
        """The same, beside what is being answered."""
        self.background.begin(self._heard(arrival))

    async def installed(self, arrival: Arrival) -> None:
        """Baton was added or removed. Raises Unavailable."""
        if await self._is_repeat(arrival):
            return
        action = str(arrival.raw.get("action", ""))
        removed = action.startswith("remove")
        conversation = await self.heard(arrival, learning=not removed)
        if conversation is None:
            return
        await (self._close(conversation, _REMOVED) if removed else self._open(conversation))
        if await self._is_first(arrival) and action == "add":
            self.background.begin(self._welcome(conversation))

    async def updated(self, arrival: Arrival) -> None:
        """A conversation changed: who is in it, its name, whether it is there at all. Raises Unavailable."""
        if await self._is_repeat(arrival):
            return
        removed = _bot_of(arrival.raw) in _ids(arrival.raw, "membersRemoved")
        conversation = await self.heard(arrival, learning=not removed)
        if conversation is None:
            return
        if removed:
            await self._close(conversation, _REMOVED)
        else:
            await self._changed(conversation, arrival)
        await self._is_first(arrival)

    async def _changed(self, conversation: Conversation, arrival: Arrival) -> None:
        match _event_of(arrival.raw):
            case "channelDeleted":
                await self.gateway.references.close(conversation, _DELETED)
            case "teamUnarchived" | "teamRestored":
                await self._open(conversation)
        self.background.begin(self._learn_members(conversation, arrival.raw))
        self.background.begin(self._look_for_members(conversation, arrival.raw))

    async def _is_repeat(self, arrival: Arrival) -> bool:
        """Whether it came before and had its effect: an older one would bring back what has changed since."""
        account, request = self._accounts[arrival.workspace], _request_of(arrival)
        return bool(request) and await self.storage.read(lambda tx: tx.inbound.kept(account, request))

    async def _is_first(self, arrival: Arrival) -> bool:
        """It has had its effect, which may be done twice but not be left out; False when another was quicker."""
        account, once = self._accounts[arrival.workspace], Once(_request_of(arrival), self.clock.now())
        return await self.storage.transact(lambda tx: once.keep(tx, account))

    async def _heard(self, arrival: Arrival) -> None:
        await self.heard(arrival)

    async def _welcome(self, conversation: Conversation) -> None:
        place = Place(conversation.workspace, channel=conversation.id)
        if conversation.shape is Shape.PERSONAL:
            place = Place(conversation.workspace, user=conversation.person)
        try:
            await self.gateway.post(place, welcome(conversation.shape), _UNMARKED, None)
        except DeliveryFailed as error:
            _log.warning("nobody could be welcomed: %s", error)

    async def _open(self, conversation: Conversation) -> None:
        """What was closed in the same team is open again: cards may go there at once."""
        for other in await self._of_its_team(conversation):
            if other.closed:
                await self.gateway.references.keep(replace(other, closed="", heard_at=self.clock.now()))

    async def _close(self, conversation: Conversation, why: str) -> None:
        for other in await self._of_its_team(conversation):
            self._known.discard((other.workspace, other.team or other.id))
            await self.gateway.references.close(other, why)

    async def _of_its_team(self, conversation: Conversation) -> list[Conversation]:
        if not conversation.team:
            return [conversation]
        shared = await self.gateway.references.shared(conversation.workspace)
        return [other for other in shared if other.team == conversation.team]

    async def _learn_members(self, conversation: Conversation, raw: Mapping[str, Any]) -> None:
        """Those who came. They are looked up one by one: Teams tells nothing but their ids."""
        for user in _ids(raw, "membersAdded"):
            found = await self.gateway.roster.named(conversation, user) if user != conversation.bot else Stranger()
            if isinstance(found, Profile):
                await self._keep(conversation.workspace, found)

    async def _look_for_members(self, conversation: Conversation, raw: Mapping[str, Any]) -> None:
        """Those who went. Teams tells of nobody that they left for good: they are looked for everywhere else."""
        for user in _ids(raw, "membersRemoved", "aadObjectId"):
            identity = Identity(conversation.workspace, user)
            if await self.gateway.roster.has_left(identity):
                await self.directory.left(identity)

    async def _keep(self, workspace: Workspace, *profiles: Profile) -> None:
        await self.directory.learn(workspace, *profiles)
        await self.directory.make_owner(self.owner, *profiles)

    def _learn_once(self, conversation: Conversation) -> None:
        named = (conversation.workspace, conversation.team or conversation.id)
        if named not in self._known:
            self._known.add(named)
            self.background.begin(self._learn(conversation))

    async def _learn(self, conversation: Conversation) -> None:
        self._known.add((conversation.workspace, conversation.team or conversation.id))
        for _ in range(TRIES):
            try:
                async for profiles in self.gateway.roster.everybody(conversation):
                    await self._keep(conversation.workspace, *profiles)
                return
            except TryAgain as busy:
                _log.info("the member list again: %s", busy)
                await asyncio.sleep((busy.after or _PAUSE).total_seconds())
            except (DeliveryFailed, Unavailable) as error:
                _log.warning("the people of a conversation could not be learned: %s", error)
                return

    async def _have_token(self) -> None:
        while self.credentials is not None:
            try:
                await self.credentials.token(self.grant)
                return
            except DeliveryFailed as error:
                self.problem = error.words if error.words != DeliveryFailed.words else str(error)
                _log.warning("Teams is not ready: %s", error)
            await asyncio.sleep(_PAUSE.total_seconds())

    async def _until_read(self, workspace: Workspace) -> list[Conversation]:
        while True:
            try:
                return distinct(await self.gateway.references.shared(workspace))
            except Unavailable as error:
                _log.warning("the people of Teams are not learned yet: %s", error)
            await asyncio.sleep(_PAUSE.total_seconds())


def _request_of(arrival: Arrival) -> str:
    activity = str(arrival.raw.get("id") or "")
    return name_of(arrival.workspace.id, "installation", activity) if activity else ""


def _event_of(raw: Mapping[str, Any]) -> str:
    channel_data = raw.get("channelData")
    return str(channel_data.get("eventType", "")) if isinstance(channel_data, dict) else ""


def _ids(raw: Mapping[str, Any], name: str, key: str = "id") -> list[str]:
    people = raw.get(name)
    listed = [person for person in people if isinstance(person, dict)] if isinstance(people, list) else []
    return [person[key] for person in listed if isinstance(person.get(key), str)]


def _bot_of(raw: Mapping[str, Any]) -> str:
    recipient = raw.get("recipient")
    return str(recipient.get("id", "")) if isinstance(recipient, dict) else ""
