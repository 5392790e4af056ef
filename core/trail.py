"""The trail: ids that say what is going on, so that every line of the log can be followed.

It belongs to a task and to whatever that task begins; a line that is logged on the way carries it. Ids only:
no names, and nothing that people wrote.
"""

import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from uuid import UUID

_NONE: Mapping[str, str] = MappingProxyType({})

_trail: ContextVar[dict[str, str] | None] = ContextVar("trail", default=None)


def begin(**ids: str | UUID) -> dict[str, str]:
    """A new trail for what this task does from now on; what was noted before is another's. Returns it as it grows."""
    trail = {name: str(value) for name, value in ids.items()}
    _trail.set(trail)
    return trail


def note(**ids: str | UUID) -> None:
    """Something more is known of what is going on, also by whoever began it. Without a trail nothing is kept."""
    trail = _trail.get()
    if trail is not None:
        trail.update({name: str(value) for name, value in ids.items()})


def here() -> Mapping[str, str]:
    """What is known of what is going on."""
    return _trail.get() or _NONE


def failed() -> str:
    """The id under which a failure is told to people and found in the log: the request's own, where there is one."""
    trail = _trail.get()
    if trail is None:
        trail = begin()
    found = trail.setdefault("request", secrets.token_hex(4))
    trail["error"] = found
    return found
