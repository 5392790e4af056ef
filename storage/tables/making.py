"""What tables are made of."""

import sqlalchemy as sa

from core.handoff import State
from storage.column import WORD

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def key() -> tuple[sa.Column[object] | sa.PrimaryKeyConstraint, ...]:
    """An id of its own within the account."""
    return (
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id"),
    )


def text(name: str) -> sa.Column[str]:
    """Text that is always there, and may be empty."""
    return sa.Column(name, sa.Text(), nullable=False)


def a_word(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """One of a few words."""
    return sa.Column(name, WORD, nullable=nullable)


def number(name: str) -> sa.Column[int]:
    """A whole number that is always there."""
    return sa.Column(name, sa.Integer(), nullable=False)


def of(column: str, table: str) -> sa.ForeignKeyConstraint:
    """The column holds the id of a row of the same account."""
    return sa.ForeignKeyConstraint(["account_id", column], [f"{table}.account_id", f"{table}.id"])


def among(column: str, values: frozenset[State]) -> sa.TextClause:
    """The condition of a partial index."""
    listed = ", ".join(f"'{value}'" for value in sorted(values))
    return sa.text(f"{column} IN ({listed})")
