"""The types of columns, which mean the same on both databases."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
WORD = sa.String(20)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC; refuses naive ones.

    SQLite keeps no time zones: there it is text of a fixed width, which sorts as the times do.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, timestamptz on PostgreSQL."""
        return sa.String(32) if dialect.name == "sqlite" else sa.DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone")
        if dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).isoformat(" ", "microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The datetime as it was given, in UTC."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


def one_of(column: str, enum: type[StrEnum], *, also: tuple[str, ...] = ()) -> sa.CheckConstraint:
    """The column holds one of the enum's words, whoever writes it."""
    listed = ", ".join(f"'{value}'" for value in (*also, *enum))
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def together(*columns: str) -> sa.CheckConstraint:
    """Either all of the columns are filled in, or none."""
    first, *rest = (f"({column} IS NULL)" for column in columns)
    return sa.CheckConstraint(" AND ".join(f"{first} = {other}" for other in rest), name=columns[0] + "_whole")


def word(value: StrEnum) -> sa.ColumnElement[str]:
    """A word written into the statement as it is: a bound one would hide it from the planner, and with it the
    partial index (see ``ix_handoffs_queue``)."""
    return sa.literal_column(f"'{value}'", WORD)


def number(value: IntEnum) -> sa.ColumnElement[int]:
    """A number written into the statement as it is, for the same reason."""
    return sa.literal_column(str(int(value)), sa.Integer())


def words(values: Iterable[StrEnum]) -> list[sa.ColumnElement[str]]:
    """Words for an ``in_``, in the order in which the indexes name them."""
    return [word(value) for value in sorted(values)]
