"""Drafts the next migration from what changed in ``storage.tables``: ``python -m storage.draft "Add a table"``."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from storage.engine import place_of, sqlite_writer
from storage.migrate import alembic


def draft(sentence: str) -> None:
    """Write the step that leads from the last migration to the tables. Read it before it is used."""
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite_writer(place_of(f"sqlite:///{Path(folder) / 'head.db'}"))
        with engine.connect() as connection:
            command.upgrade(alembic(connection), "head")
            last = ScriptDirectory.from_config(alembic(connection)).get_current_head()
            number = int(last or 0) + 1
            command.revision(alembic(connection), sentence, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()


if __name__ == "__main__":
    draft(sys.argv[1])
