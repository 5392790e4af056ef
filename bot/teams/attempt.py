"""What Teams asks for, within the time that it waits; what goes wrong becomes words."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from bot import attempt
from core import answer
from core.errors import BatonError
from core.message import Message, says

T = TypeVar("T")

LIMIT = timedelta(seconds=4)
"""A dialog waits five seconds for its answer (learn.microsoft.com, "Use dialogs in Microsoft Teams bots")."""


async def attempted(work: Awaitable[T]) -> tuple[T | None, BatonError | None, str]:
    """What came of it, or what went wrong, with its id where the log has more of it. Never raises."""
    return await attempt.attempted(work, LIMIT)


def in_words(error: BatonError, error_id: str) -> Message:
    """What whoever acted is told of it."""
    return answer.failed(error.words, error_id) if error_id else says(error.words)
