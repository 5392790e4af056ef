"""The whole service with both chats, in a process of its own."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from bench.chat import Chat
from bench.child import Child, started


def served(chats: Sequence[Chat], database: str, *, carrying: bool = False) -> AbstractAsyncContextManager[Child]:
    """It answers; with ``carrying`` it delivers as well."""
    return started("baton", {"environment": environment(chats, database), "carrying": carrying})


def environment(chats: Sequence[Chat], database: str) -> dict[str, str]:
    """What the service is configured with: the AI is off, and the chats are ours."""
    named = {name: value for chat in chats for name, value in chat.environment.items()}
    return {"DATABASE_URL": database, "PORT": "0", "LOG_LEVEL": "WARNING", **named}
