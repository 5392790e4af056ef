"""Statements that every press runs: SQLAlchemy spells them once for a database, then the driver gets them as they are.

Whatever SQLAlchemy does for a statement besides (its cache, its context, its result) costs as much as the driver does,
four times in a claim. Types, transactions and errors are SQLAlchemy's here, too.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

Values = Mapping[str, object]
Converter = Callable[[Any], Any]
Statement = sa.Insert | sa.Update | sa.Select[Any]


class Prepared:
    """A statement without lists that are spelled anew; ``columns`` are those that an INSERT fills in."""

    def __init__(self, statement: Statement, columns: Iterable[str] | None = None) -> None:
        self._statement = statement
        self._columns = list(columns) if columns is not None else None
        self._spelled: WeakKeyDictionary[Dialect, _Spelled] = WeakKeyDictionary()

    def rows(self, connection: sa.Connection, values: Values) -> list[Any]:
        """What it returns, with a name for every column."""
        spelled = self._for(connection.dialect)
        return [spelled.row(row) for row in put(connection, spelled.text, [spelled.parameters(values)])]

    def run(self, connection: sa.Connection, *several: Values) -> None:
        """Run it for each of these, one after the other."""
        spelled = self._for(connection.dialect)
        put(connection, spelled.text, [spelled.parameters(values) for values in several], many=True)

    def _for(self, dialect: Dialect) -> "_Spelled":
        spelled = self._spelled.get(dialect)
        if spelled is None:
            spelled = self._spelled[dialect] = _spelled(self._statement, self._columns, dialect)
        return spelled


@dataclass(frozen=True, slots=True)
class _Spelled:
    text: str
    bound: tuple[tuple[str, object, Converter | None], ...]
    names: Callable[[Iterable[object]], Any]
    converters: tuple[Converter | None, ...]

    def parameters(self, values: Values) -> tuple[object, ...]:
        """In the order of the text. Raises KeyError for one that is missing."""
        return tuple(
            [
                stands if stands is not _ASKED else values[name] if convert is None else convert(values[name])
                for name, stands, convert in self.bound
            ]
        )

    def row(self, row: Sequence[Any]) -> Any:
        """The driver's row in our types."""
        return self.names(
            [value if convert is None else convert(value) for value, convert in zip(row, self.converters, strict=True)]
        )


_ASKED = object()
"""Stands for a value that comes with each call."""


def put(connection: sa.Connection, text: str, parameters: Sequence[Any], *, many: bool = False) -> Sequence[Any]:
    """Put a statement to the driver, in the transaction that is under way. Raises DBAPIError, as SQLAlchemy does."""
    if not connection.in_transaction():
        connection.begin()
    cursor = connection.connection.cursor()
    try:
        if many and len(parameters) > 1:
            cursor.executemany(text, parameters)
            return ()
        cursor.execute(text, parameters[0])
        return cursor.fetchall() if cursor.description else ()
    except _errors_of(connection.dialect) as error:
        raise _wrapped(connection, text, error) from error
    finally:
        cursor.close()


def _spelled(statement: Statement, columns: list[str] | None, dialect: Dialect) -> _Spelled:
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    if compiled.post_compile_params:
        raise TypeError("a statement that is spelled anew with every call")
    binds = [compiled.binds[name] for name in compiled.positiontup or ()]
    returned = statement.exported_columns
    return _Spelled(
        text=str(compiled),
        bound=tuple((bind.key, *_bound(bind, dialect)) for bind in binds),
        names=_named([str(column.key) for column in returned]),
        converters=tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in returned),
    )


def _named(columns: list[str]) -> Callable[[Iterable[object]], Any]:
    row: Callable[[Iterable[object]], Any] = namedtuple("row", [*columns])._make  # type: ignore[attr-defined]
    return row


def _bound(bind: sa.BindParameter[Any], dialect: Dialect) -> tuple[object, Converter | None]:
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return _ASKED, convert
    value = bind.effective_value
    return (convert(value) if convert else value), None


def _errors_of(dialect: Dialect) -> type[Exception]:
    errors: type[Exception] = dialect.loaded_dbapi.Error
    return errors


def _wrapped(connection: sa.Connection, text: str, error: Exception) -> BaseException:
    dialect, driver = connection.dialect, connection.connection.dbapi_connection
    lost = dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]
    if lost:
        connection.invalidate(error)
    return sa.exc.DBAPIError.instance(
        text, None, error, _errors_of(dialect), hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )
