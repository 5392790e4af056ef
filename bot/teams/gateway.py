"""The way out to Teams: posting and editing messages. Raises DeliveryFailed and nothing else."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.teams.adaptive_card import activity, mentions
from bot.teams.connector import Connector
from bot.teams.failure import Rejected, Shut
from bot.teams.reference import References, thread_of
from bot.teams.roster import TeamsRoster
from core.conversation import Conversation, Shape
from core.delivery import DeliveryId, MessageRef, Place
from core.errors import GiveUp, Gone, TryAgain, Unavailable
from core.message import Message
from core.people import Platform, Workspace
from core.ports import Clock

T = TypeVar("T")

_NOT_HEARD = "Baton has not heard of that conversation in Teams: say “@Baton here” in the channel where cards should go"
_NOWHERE = "Baton is in no team or chat of this tenant: add it in Teams"
_CHANNEL_GONE = "the channel is no longer there: say “@Baton here” in another one"
_THREAD_GONE = "the thread is no longer there"
_PERSON_GONE = "Teams knows nobody there whom Baton could write to (Apps, Baton, Add)"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TeamsGateway:
    """Posts and edits through the conversations we have heard of.

    A mark cannot travel along, and there is nothing to look for it with.
    """

    connector: Connector
    references: References
    roster: TeamsRoster
    clock: Clock

    @property
    def platform(self) -> Platform:
        """Teams."""
        return Platform.TEAMS

    async def post(self, place: Place, message: Message, mark: DeliveryId, under: MessageRef | None) -> MessageRef:  # noqa: ARG002
        """One message: a new thread of a channel, a line in a thread, or something for one person."""
        return await _taken(message, place.workspace, lambda said: self._posted(place, said, under))

    async def edit(self, posted: MessageRef, place: Place, message: Message) -> None:
        """One PUT: everybody sees the new state."""
        conversation = await self._open(place.workspace, posted.conversation)

        def put(said: dict[str, Any]) -> Awaitable[None]:
            return self.connector.put(conversation.address, posted.conversation, posted.message, said)

        async with self._closing(conversation):
            await _taken(message, place.workspace, put)

    async def address(self, posted: MessageRef) -> str:  # noqa: ARG002
        """None: no thread in Teams is told back to."""
        return ""

    async def find(self, place: Place, mark: DeliveryId, under: MessageRef | None) -> MessageRef | None:  # noqa: ARG002
        """Raises GiveUp: Teams lets nobody look for their own messages."""
        raise GiveUp("Teams lets nobody look for a message", words="Teams lets nobody look for a message")

    async def _posted(self, place: Place, said: dict[str, Any], under: MessageRef | None) -> MessageRef:
        if under is not None:
            return await self._under(under, place.workspace, said)
        return await (self.to_person(place, said) if place.user else self._to_channel(place, said))

    async def _to_channel(self, place: Place, said: dict[str, Any]) -> MessageRef:
        conversation = await self._open(place.workspace, place.channel)
        if conversation.shape is not Shape.CHANNEL:
            return await self._said(conversation, conversation.id, said, _CHANNEL_GONE)
        thread = {
            "isGroup": True,
            "bot": {"id": conversation.bot},
            "tenantId": place.workspace.id,
            "channelData": {"channel": {"id": conversation.id}, "tenant": {"id": place.workspace.id}},
            "activity": said,
        }
        async with self._closing(conversation, gone=_CHANNEL_GONE):
            created = await self.connector.create(conversation.address, thread)
        if not created.message:
            raise TryAgain("Teams's answer names no message", uncertain=True)
        return MessageRef(thread_of(created.conversation, created.message), created.message)

    async def _under(self, card: MessageRef, workspace: Workspace, said: dict[str, Any]) -> MessageRef:
        conversation = await self._open(workspace, card.conversation)
        channel = conversation.shape is Shape.CHANNEL
        where = thread_of(card.conversation, card.message) if channel else conversation.id
        return await self._said(conversation, where, said, _THREAD_GONE)

    async def to_person(self, place: Place, said: dict[str, Any]) -> MessageRef:
        """In the conversation we have with them, or in a new one: there may be none yet, or none any more. Raises
        DeliveryFailed."""
        known = await _read(self.references.direct(place.workspace, place.user))
        if known is not None:
            try:
                return await self._in(_opened(known), said)
            except Gone:
                _log.info("the conversation with somebody is gone; another is made")
        try:
            return await self._in(await self._there(place), said)
        except Gone as error:
            raise GiveUp(str(error), words=_PERSON_GONE) from error

    async def _in(self, conversation: Conversation, said: dict[str, Any]) -> MessageRef:
        async with self._closing(conversation):
            message = await self.connector.post(conversation.address, conversation.id, said)
        return MessageRef(conversation.id, message)

    async def _there(self, place: Place) -> Conversation:
        """A new conversation. One that is asked for twice is the same, and nothing was said in it: nothing is
        uncertain, whatever was not answered."""
        try:
            return await self._made(place)
        except TryAgain as error:
            raise TryAgain(str(error), after=error.after, busy=error.busy) from error

    async def _made(self, place: Place) -> Conversation:
        """A personal conversation: made once, and kept. Teams wants its own id of the person, which is per bot."""
        shared = await _read(self.references.shared(place.workspace))
        via = next((conversation for conversation in shared if not conversation.closed), None)
        if via is None:
            raise GiveUp("no conversation of this tenant is known", words=_NOWHERE)
        user = await _read(self.roster.member_id(place.workspace, place.user)) or place.user
        created = await self.connector.create(
            via.address,
            {
                "isGroup": False,
                "bot": {"id": via.bot},
                "members": [{"id": user}],
                "tenantId": place.workspace.id,
                "channelData": {"tenant": {"id": place.workspace.id}},
            },
        )
        made = Conversation(
            account=via.account,
            workspace=place.workspace,
            id=created.conversation,
            shape=Shape.PERSONAL,
            address=via.address,
            bot=via.bot,
            heard_at=self.clock.now(),
            person=place.user,
        )
        await self._noted(self.references.keep(made))
        return made

    async def _said(self, there: Conversation, where: str, said: dict[str, Any], gone: str) -> MessageRef:
        async with self._closing(there, gone=gone):
            return MessageRef(where, await self.connector.post(there.address, where, said))

    async def _open(self, workspace: Workspace, conversation: str) -> Conversation:
        """The conversation, if anything can be said there. Raises GiveUp, or TryAgain when the database is away."""
        found = await _read(self.references.at(workspace, conversation))
        if found is None:
            raise GiveUp("a conversation we never heard of", words=_NOT_HEARD)
        return _opened(found)

    @asynccontextmanager
    async def _closing(self, conversation: Conversation, *, gone: str = "") -> AsyncIterator[None]:
        """Close the conversation when Teams says that it takes nothing; ``gone`` is what to tell when it is gone."""
        try:
            yield
        except Shut as error:
            await self._noted(self.references.close(conversation, error.words))
            raise
        except Gone as error:
            if gone:
                raise GiveUp(str(error), words=gone) from error
            raise

    async def _noted(self, note: Awaitable[None]) -> None:
        """Something worth keeping; when it cannot be kept, it is found out again the next time."""
        try:
            await note
        except Unavailable as error:
            _log.warning("what Teams said of a conversation could not be kept: %s", error)


async def _taken(message: Message, workspace: Workspace, send: Callable[[dict[str, Any]], Awaitable[T]]) -> T:
    """Send it; without its mentions when it is not taken with them: somebody may not be in that conversation."""
    said = activity(message, workspace)
    try:
        return await send(said)
    except Rejected:
        if not mentions(said):
            raise
        _log.info("a message was not taken with its mentions; it goes without")
        return await send(activity(message, None))


def _opened(conversation: Conversation) -> Conversation:
    if conversation.closed:
        raise GiveUp("the conversation is closed", words=conversation.closed)
    return conversation


async def _read(reading: Awaitable[T]) -> T:
    try:
        return await reading
    except Unavailable as error:
        raise TryAgain(f"the database is away: {error}") from error
