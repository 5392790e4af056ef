"""Golden files: what is said, letter by letter. ``BATON_GOLDEN=write pytest tests/core tests/bot tests/integrations``
writes them anew.

Read the difference in git before committing it: it is what people will see.
"""

import os
from pathlib import Path

WRITING = os.environ.get("BATON_GOLDEN") == "write"


def same_as(file: Path, said: str) -> None:
    """Fails unless the file holds exactly this; writes it when asked to."""
    if WRITING:
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
    assert file.exists(), f"{file.name} is not there: write it with BATON_GOLDEN=write"
    assert said == file.read_text(encoding="utf-8")


def nothing_else_in(folder: Path, names: set[str]) -> None:
    """Fails when a golden file is left over that no test compares with."""
    assert {file.name for file in folder.iterdir()} == names
