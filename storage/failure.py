"""Which of a driver's errors mean that the database cannot be reached just now.

Texts of drivers are not passed on: they may hold an address or a value. What is, is the kind of error.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy import exc

from core.errors import Unavailable

_SQLITE = {
    sqlite3.SQLITE_BUSY: "somebody else holds the file's lock",
    sqlite3.SQLITE_LOCKED: "somebody else holds a table's lock",
    sqlite3.SQLITE_NOMEM: "out of memory",
    sqlite3.SQLITE_READONLY: "the file cannot be written to",
    sqlite3.SQLITE_INTERRUPT: "interrupted",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_PROTOCOL: "the file's locks cannot be had",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database",
}
"""SQLite's primary result codes (sqlite.org/rescode.html)."""

_POSTGRESQL = {
    "08": "the connection was lost",
    "25006": "the server is read-only just now",
    "28": "the server refuses the user",
    "3D": "there is no such database",
    "53": "the server is out of disk, memory or connections",
    "55P03": "a lock could not be had in time",
    "57": "the server is stopping, starting, or ended the statement",
    "58": "the server cannot read or write its disk",
    "40": "the server ended the transaction to let another pass",
    "25P03": "the transaction was idle for too long",
}
"""SQLSTATEs, or the classes they start with (PostgreSQL manual, appendix A)."""

_RETRIED = ("40001", "40P01")


@contextmanager
def translated() -> Iterator[None]:
    """Raises Unavailable instead of whatever means that; for work that does not end in a COMMIT of its own."""
    try:
        yield
    except Exception as error:
        failure = unavailable(error, committing=False)
        if failure is None:
            raise
        raise failure from error


def unavailable(error: Exception, *, committing: bool) -> Unavailable | None:
    """What to raise instead, when the error means that; None when it means something else.

    ``committing`` says that it came from COMMIT: if the connection was lost there, nobody knows the outcome.
    """
    _forget_values(error)
    if isinstance(error, exc.TimeoutError):
        return Unavailable("no connection became free in time")
    if isinstance(error, (OSError, TimeoutError)):
        return Unavailable(f"no answer: {type(error).__name__}", uncertain=committing)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, committing=committing)
    if isinstance(error, exc.DBAPIError):
        return _of_driver(error, committing=committing)
    return None


def passing(error: BaseException | None) -> bool:
    """Whether the same transaction may work at once: a deadlock, or a conflict of two that ran side by side."""
    return isinstance(error, exc.DBAPIError) and _sqlstate(error) in _RETRIED


def _of_driver(error: exc.DBAPIError, *, committing: bool) -> Unavailable | None:
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig, committing=committing)
    state = _sqlstate(error)
    why = next((why for code, why in _POSTGRESQL.items() if state.startswith(code)), "")
    if why:
        return Unavailable(f"{why} ({state})", uncertain=committing and state.startswith(("08", "57")))
    if error.connection_invalidated or isinstance(error, exc.InterfaceError):
        return Unavailable("the connection was lost", uncertain=committing)
    return None


def _of_sqlite(error: sqlite3.Error, *, committing: bool) -> Unavailable | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    why = _SQLITE.get(code)
    lost = committing and code == sqlite3.SQLITE_IOERR
    return Unavailable(f"{why} ({error.sqlite_errorname})", uncertain=lost) if why else None


def _forget_values(error: BaseException | None) -> None:
    """PostgreSQL quotes the row that it refused ("Failing row contains …"): customers' text stays out of logs."""
    while error is not None:
        if isinstance(error, asyncpg.PostgresError):
            error.detail = None
        error = error.__cause__


def _sqlstate(error: exc.DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
