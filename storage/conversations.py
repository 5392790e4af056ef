"""Conversations, for the chats whose API must be told where each of them is."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as bound
from sqlalchemy.dialects.postgresql import insert  # SQLite says ON CONFLICT DO UPDATE in the same words

from core.conversation import Conversation, Shape
from core.errors import NotFound
from core.people import AccountId, Platform, Workspace
from storage.column import word
from storage.tables import conversations as c

_THERE = sa.and_(c.c.account_id == bound("account"), c.c.platform == bound("chat"), c.c.workspace == bound("home"))
_THIS = sa.and_(_THERE, c.c.conversation == bound("named"))

_NEW = insert(c)
_TOLD = ("name", "team", "directory_group", "person")
_KEEP = _NEW.on_conflict_do_update(
    index_elements=["platform", "workspace", "conversation"],
    set_={
        **{name: _NEW.excluded[name] for name in ("shape", "address", "bot", "heard_at", "closed")},
        **{name: sa.func.coalesce(sa.func.nullif(_NEW.excluded[name], ""), c.c[name]) for name in _TOLD},
    },
    where=c.c.account_id == _NEW.excluded.account_id,
)
_GET = sa.select(c).where(_THIS)
_DIRECT = (
    sa.select(c)
    .where(_THERE, c.c.person == bound("user"), c.c.shape == word(Shape.PERSONAL))
    .order_by(c.c.heard_at.desc(), c.c.conversation)
    .limit(1)
)
_SHARED = sa.select(c).where(_THERE, c.c.shape != word(Shape.PERSONAL)).order_by(c.c.heard_at.desc(), c.c.conversation)
_CLOSE = sa.update(c).where(_THIS).values(closed=bound("why"))


class Conversations:
    """``core.repository.Conversations`` on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, conversation: Conversation) -> None:
        """Keep a conversation as it was heard of now. Raises NotFound where it is another account's."""
        if not self._connection.execute(_KEEP, _row(conversation)).rowcount:
            raise NotFound("a conversation of another account")

    def get(self, account: AccountId, workspace: Workspace, conversation: str) -> Conversation | None:
        """A conversation by its id."""
        row = self._connection.execute(_GET, {**_keys(account, workspace), "named": conversation}).first()
        return _conversation_of(row) if row else None

    def direct(self, account: AccountId, workspace: Workspace, user: str) -> Conversation | None:
        """The personal conversation with somebody, the one heard of last."""
        row = self._connection.execute(_DIRECT, {**_keys(account, workspace), "user": user}).first()
        return _conversation_of(row) if row else None

    def shared(self, account: AccountId, workspace: Workspace) -> Sequence[Conversation]:
        """Channels and group chats, those heard of last first."""
        return [_conversation_of(row) for row in self._connection.execute(_SHARED, _keys(account, workspace))]

    def close(self, account: AccountId, workspace: Workspace, conversation: str, why: str) -> None:
        """Say why nothing can be said there any more."""
        self._connection.execute(_CLOSE, {**_keys(account, workspace), "named": conversation, "why": why})


def _keys(account: AccountId, workspace: Workspace) -> dict[str, object]:
    return {"account": account, "chat": workspace.platform, "home": workspace.id}


def _row(conversation: Conversation) -> dict[str, object]:
    return {
        "platform": conversation.workspace.platform,
        "workspace": conversation.workspace.id,
        "conversation": conversation.id,
        "account_id": conversation.account,
        "shape": conversation.shape,
        "address": conversation.address,
        "bot": conversation.bot,
        "heard_at": conversation.heard_at,
        "name": conversation.name,
        "team": conversation.team,
        "directory_group": conversation.group,
        "person": conversation.person,
        "closed": conversation.closed,
    }


def _conversation_of(row: sa.Row[Any]) -> Conversation:
    return Conversation(
        account=row.account_id,
        workspace=Workspace(Platform(row.platform), row.workspace),
        id=row.conversation,
        shape=Shape(row.shape),
        address=row.address,
        bot=row.bot,
        heard_at=row.heard_at,
        name=row.name,
        team=row.team,
        group=row.directory_group,
        person=row.person,
        closed=row.closed,
    )
