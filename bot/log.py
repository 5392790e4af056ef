"""The log: one line for each thing that is worth telling, as JSON or as text, with the ids of what was going on.

What people wrote is logged at no level, whoever logs. Three things see to that: libraries are heard from WARNING
on only, and those that handle what people wrote are never quoted; an exception is told by its kind and its
frames, with its words only where they are ours; and what looks like a secret, or is one of ours, is masked last.
"""

import json
import logging
import sys
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import TextIO

from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, WrappedLogger

from bot.trace import traced
from core import trail
from core.redaction import without_tokens

OURS = frozenset({"core", "storage", "bot", "integrations", "playground"})
QUOTING = frozenset(
    {"anthropic", "asyncpg", "botbuilder", "botframework", "httpcore2", "httpx2", "msal", "msrest", "slack_bolt"}
    | {"slack_sdk", "aiosqlite", "requests", "urllib3"}
)
"""Libraries whose messages may hold what they send, store or receive."""

_SHORTEST_SECRET = 6


def configure(level: str, layout: str, secrets: Collection[str]) -> None:
    """Everything that is logged in this process goes to stderr, and nowhere else.

    ``layout`` is json or text; when it is empty, text on a terminal and JSON elsewhere. ``secrets`` are ours.
    """
    logging.basicConfig(handlers=[handler(layout, secrets, sys.stderr)], force=True)
    least = logging.getLevelNamesMapping()[level]
    logging.getLogger().setLevel(max(least, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(least)


def handler(layout: str, secrets: Collection[str], stream: TextIO) -> logging.Handler:
    """Writes to a stream what is worth telling and safe to tell."""
    made = logging.StreamHandler(stream)
    made.addFilter(_is_heard)
    as_text = layout == "text" or (not layout and stream.isatty())
    told = sorted((secret for secret in secrets if len(secret) >= _SHORTEST_SECRET), key=len, reverse=True)
    made.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[_described],
            processors=[ProcessorFormatter.remove_processors_meta, _Masking(told), _text if as_text else _json],
        )
    )
    return made


def _is_heard(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or _library(record) in OURS


def _library(record: logging.LogRecord) -> str:
    return record.name.partition(".")[0]


def _described(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Who says what, when, and about what."""
    record: logging.LogRecord = event["_record"]
    exc_info = event.pop("exc_info", None)
    error = exc_info[1] if isinstance(exc_info, tuple) else None
    event.pop("stack_info", None)
    words = event.pop("event")
    return {
        "_record": record,
        "_from_structlog": False,
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": _safe(record, words),
        **trail.here(),
        **({"exception": traced(error)} if error else {}),
    }


def _safe(record: logging.LogRecord, words: str) -> str:
    library = _library(record)
    if library in QUOTING:
        return f"{library} complains in {record.module}, line {record.lineno}; its words may quote people"
    return words.partition("\n")[0] if library == "asyncio" else words  # further lines show tasks and their errors


class _Masking:
    """The second line of defence: our own secrets, and whatever has the shape of one."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = secrets

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {name: self._masked(value) if isinstance(value, str) else value for name, value in event.items()}

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret masked]")
        return without_tokens(text)


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return json.dumps(event, ensure_ascii=False)


def _text(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """One line, and the frames of an exception below it: what somebody wrote cannot look like another line."""
    return "\n".join(_lines(dict(event)))


def _lines(event: dict[str, str]) -> Iterator[str]:
    frames = event.pop("exception", "")
    level, words = event.pop("level").upper(), event.pop("message").replace("\n", "\\n")
    head = f"{event.pop('time')} {level} {event.pop('logger')}: {words}"
    yield " ".join([head, *(f"{name}={value}" for name, value in event.items())])
    if frames:
        yield frames
