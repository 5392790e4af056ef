"""The writes of one claim, as the service's own storage puts them to the driver: what the bare driver repeats.

They are taken down from a claim that is rolled back, so that floor and service write the same, whatever the
service will write some day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

import sqlalchemy as sa

from bench.figure import Wrong
from bench.town import Town, member
from bench.waiting import Waiting
from core.act import Act, Origin
from core.claiming import claim
from core.repository import Storage, Transaction
from storage import prepared
from storage.prepared import put
from storage.uuid7 import uuid7

_NOT_WRITING = ("SELECT", "BEGIN", "PRAGMA")
_RETURNING = re.compile(r"RETURNING .*", re.DOTALL)
_AT_LEAST = 4  # the handoff, the event, what is wanted, what is new


@dataclass(frozen=True, slots=True)
class Write:
    """One statement with its parameters; with several sets of them where ``many``."""

    statement: str
    parameters: tuple[tuple[Any, ...], ...]
    many: bool


@dataclass(frozen=True, slots=True)
class Script:
    """The writes of a claim of ``template``; ``new`` are the ids that it made."""

    writes: tuple[Write, ...]
    template: tuple[UUID, UUID]
    new: tuple[UUID, ...]

    def about(self, handoff: UUID, card: UUID) -> list[Write]:
        """The same writes for another handoff."""
        own = [*zip(self.template, (handoff, card), strict=True), *((old, uuid7()) for old in self.new)]
        instead: dict[object, object] = dict([*own, *((old.hex, new.hex) for old, new in own)])
        return [
            Write(w.statement, tuple(tuple(instead.get(v, v) for v in row) for row in w.parameters), w.many)
            for w in self.writes
        ]


def _write(statement: str, given: Sequence[Sequence[Any]], *, many: bool) -> Write:
    """The statement without what it returns: the floor has no use for that."""
    leaner = _RETURNING.sub("RETURNING 1", statement)
    bound = leaner.count("?") or max((int(number) for number in re.findall(r"\$(\d+)", leaner)), default=0)
    return Write(leaner, tuple(tuple(row[:bound]) for row in given), many)


class _Undo(Exception):
    """Rolls the claim back."""


class _Ids:
    def __init__(self) -> None:
        self.made: list[UUID] = []

    def new(self) -> UUID:
        self.made.append(uuid7())
        return self.made[-1]


async def script(storage: Storage, town: Town, template: Waiting) -> Script:
    """What a claim of this handoff writes; it stays unclaimed. Raises Wrong when that does not look like a claim."""
    sam, ids, writes = await member(storage, town.colleague(0)), _Ids(), list[Write]()
    origin = Origin(template.handoff.door, town.colleague(0), town.channel)

    def noted(statement: str, given: Sequence[Any]) -> None:
        if not statement.lstrip().upper().startswith(_NOT_WRITING):
            writes.append(_write(statement, given, many=len(given) > 1))

    def heard(_c: object, _cursor: object, statement: str, given: Any, _context: object, many: bool) -> None:
        noted(statement, given if many else [given])

    def seen(connection: sa.Connection, statement: str, given: Sequence[Any], **how: Any) -> Sequence[Any]:
        noted(statement, given)
        return put(connection, statement, given, **how)

    def work(tx: Transaction) -> None:
        claim(Act(tx, ids, sam, origin, datetime.now(UTC)), template.handoff.id)
        raise _Undo

    sa.event.listen(sa.Engine, "before_cursor_execute", heard)
    try:
        with patch.object(prepared, "put", seen):
            await storage.transact(work)
    except _Undo:
        pass
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", heard)
    if len(writes) < _AT_LEAST:
        raise Wrong(f"a claim was expected to write more than {[w.statement[:60] for w in writes]}")
    return Script(tuple(writes), (template.handoff.id, template.cards[0].id), tuple(ids.made))
