"""An exception as the log shows it: kinds and frames. Its words only where they are ours, and hold no text of people.

A library's words may quote anything: ``KeyError`` the key, ``ValueError`` the text, a driver the row.
"""

import traceback
from collections.abc import Iterator

from core.errors import BatonError

_SAYING = ("sqlstate", "sqlite_errorname", "errno", "status", "constraint_name")
"""Attributes that name what happened in a vendor's own fixed words or numbers."""

_MOST_FRAMES = 40


def traced(error: BaseException) -> str:
    """The exception and what led to it, that which came first at the top."""
    return "\n".join(_told(each) for each in reversed(list(_chain(error))))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__, -_MOST_FRAMES))
    parts = [traced(each) for each in error.exceptions] if isinstance(error, BaseExceptionGroup) else []
    return "\n".join([f"{frames}{_named(error)}", *parts])


def _named(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, BatonError):
        return f"{kind}: {error}"
    said = [f"{name}={value}" for name in _SAYING if isinstance(value := getattr(error, name, None), str | int)]
    return f"{kind} ({', '.join(said)})" if said else kind
