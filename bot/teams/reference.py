"""The conversations we have heard of, and how each is reached.

Teams must be told with every message where a conversation is, and that may change, so it is read from whatever comes
in. Of the Bot Framework's own conversation reference nothing is kept: it loses the tenant (its model reads
``tenantID``, and Teams sends ``tenantId``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from core.conversation import Conversation, Shape
from core.people import AccountId, Platform, Workspace
from core.ports import Clock
from core.repository import Conversations, Storage, Transaction

T = TypeVar("T")

REMEMBERED = timedelta(minutes=1)
"""How long a conversation that says the same again is not written again."""

_MOST_REMEMBERED = 20_000
_THREAD = ";messageid="
_SHAPES = {"channel": Shape.CHANNEL, "groupChat": Shape.GROUP, "personal": Shape.PERSONAL}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def heard_in(activity: Mapping[str, Any], account: AccountId, at: datetime) -> Conversation | None:
    """The conversation that an activity came from; None for one that is of no kind we know."""
    told, channel_data = _part(activity, "conversation"), _part(activity, "channelData")
    shape = _SHAPES.get(_text(told, "conversationType"))
    conversation = base_of(_text(told, "id"))
    if shape is None or not conversation:
        return None
    team, channel = _part(channel_data, "team"), _part(channel_data, "channel")
    return Conversation(
        account=account,
        workspace=Workspace(Platform.TEAMS, _text(_part(channel_data, "tenant"), "id")),
        id=_text(channel, "id") or conversation if shape is Shape.CHANNEL else conversation,
        shape=shape,
        address=_text(activity, "serviceUrl"),
        bot=_text(_part(activity, "recipient"), "id"),
        heard_at=at,
        name=_text(channel, "name") or _text(told, "name"),
        team=_text(team, "id"),
        group=_text(team, "aadGroupId"),
        person=_text(_part(activity, "from"), "aadObjectId") if shape is Shape.PERSONAL else "",
    )


def shape_of(conversation: Mapping[str, Any]) -> Shape:
    """Who sees what is said there; where Teams does not say, several people."""
    return _SHAPES.get(_text(conversation, "conversationType"), Shape.GROUP)


def base_of(conversation: str) -> str:
    """A conversation's id without the thread in it."""
    return conversation.partition(_THREAD)[0]


def root_of(conversation: str) -> str:
    """The message that a thread stands under; empty where there is no thread."""
    return conversation.partition(_THREAD)[2]


def thread_of(conversation: str, message: str) -> str:
    """The id of the thread under a message of a channel."""
    return conversation if _THREAD in conversation else f"{conversation}{_THREAD}{message}"


@dataclass(frozen=True, slots=True)
class References:
    """What we keep of conversations. Every method raises Unavailable."""

    storage: Storage
    clock: Clock
    _written: dict[tuple[Workspace, str], tuple[Conversation, datetime]] = field(default_factory=dict)

    async def heard(self, activity: Mapping[str, Any], account: AccountId) -> Conversation | None:
        """Keep where an activity came from: whatever was closed is open again."""
        conversation = heard_in(activity, account, self.clock.now())
        if conversation is not None and not self._is_written(conversation):
            await self.keep(conversation)
        return conversation

    async def keep(self, conversation: Conversation) -> None:
        """Keep a conversation as it is now."""
        await self.storage.transact(lambda tx: tx.conversations.keep(conversation))
        if len(self._written) >= _MOST_REMEMBERED:
            self._written.clear()
        until = self.clock.now() + REMEMBERED
        self._written[conversation.workspace, conversation.id] = (_undated(conversation), until)

    async def at(self, workspace: Workspace, conversation: str) -> Conversation | None:
        """The conversation of that id, or the one that it is a thread of."""
        base = base_of(conversation)
        return await self._read(workspace, None, lambda known, account: known.get(account, workspace, base))

    async def direct(self, workspace: Workspace, user: str) -> Conversation | None:
        """The personal conversation with somebody."""
        return await self._read(workspace, None, lambda known, account: known.direct(account, workspace, user))

    async def shared(self, workspace: Workspace) -> Sequence[Conversation]:
        """Channels and group chats, those heard of last first."""
        nothing: Sequence[Conversation] = ()
        return await self._read(workspace, nothing, lambda known, account: known.shared(account, workspace))

    async def close(self, conversation: Conversation, why: str) -> None:
        """Say why nothing can be said there, until it is heard of again."""
        here = conversation
        await self.storage.transact(lambda tx: tx.conversations.close(here.account, here.workspace, here.id, why))
        self._written.pop((here.workspace, here.id), None)

    async def _read(self, workspace: Workspace, nothing: T, look: Callable[[Conversations, AccountId], T]) -> T:
        def work(tx: Transaction) -> T:
            account = tx.accounts.of(workspace)
            return look(tx.conversations, account) if account else nothing

        return await self.storage.read(work)

    def _is_written(self, conversation: Conversation) -> bool:
        written = self._written.get((conversation.workspace, conversation.id))
        return written is not None and written[0] == _undated(conversation) and written[1] > conversation.heard_at


def _undated(conversation: Conversation) -> Conversation:
    return replace(conversation, heard_at=_EPOCH)


def _part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = told.get(name)
    return part if isinstance(part, dict) else {}


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
