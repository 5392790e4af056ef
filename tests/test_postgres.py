"""The PostgreSQL under the tests: whichever is found, it starts, keeps databases apart and leaves nothing."""

import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from tests.breadth import LONG
from tests.installation import Installation, in_wheel, installations
from tests.postgres import NoPostgres, PostgresServer, postgres_server

ROOT = Path(__file__).parents[1]
FOUND = [pytest.param(found, id=f"{found.origin}:{found.programs.parent.name}") for found in installations()]

# Says where the data is, and is then killed without a chance to clean up.
DOOMED = """
import asyncio, os, signal
from tests.test_postgres import FOUND, data_folder
from tests.postgres import postgres_server
with postgres_server(among=FOUND[-1].values) as server:
    print(asyncio.run(data_folder(server)), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


async def asked(server: PostgresServer, database: str, *statements: str) -> list[str]:
    """The first column of every row that the statements return."""
    connection = await asyncpg.connect(server.url(database).replace("+asyncpg", ""))
    try:
        return [str(row[0]) for statement in statements for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def data_folder(server: PostgresServer) -> Path:
    return Path((await asked(server, "postgres", "SHOW data_directory"))[0])


@LONG
@pytest.mark.parametrize("installation", FOUND)
async def test_every_postgres_of_the_machine_serves_databases_that_are_apart(
    installation: Installation,
) -> None:
    with postgres_server(among=[installation]) as server:
        await server.create_database("first")
        await server.create_database("second")
        await asked(server, "first", "CREATE TABLE handoff (id int)")
        assert await asked(server, "first", "SELECT count(*) FROM handoff") == ["0"]
        with pytest.raises(asyncpg.UndefinedTableError):
            await asked(server, "second", "SELECT count(*) FROM handoff")
        assert await asked(server, "second", "SHOW server_version_num") >= ["140000"]


@LONG
async def test_a_database_is_copied_from_a_template_and_dropped() -> None:
    with postgres_server() as server:
        await server.create_database("template of the tests")
        await asked(server, "template of the tests", "CREATE TABLE handoff AS SELECT 42 AS number")
        await server.create_database("copy", template="template of the tests")
        assert await asked(server, "copy", "SELECT number FROM handoff") == ["42"]
        for name in ("copy", "template of the tests", "never there"):
            await server.drop_database(name)
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await asked(server, "copy", "SELECT 1")


@LONG
async def test_what_was_committed_is_flushed_unless_a_test_asks_for_speed() -> None:
    with postgres_server(among=installations()) as server:
        assert await asked(server, "postgres", "SHOW fsync") == ["on"]
    with postgres_server(among=installations(), settings={"fsync": "off"}) as server:
        assert await asked(server, "postgres", "SHOW fsync", "SHOW TimeZone") == ["off", "UTC"]


@LONG
async def test_nothing_is_left_behind_twice_in_a_row() -> None:
    for _ in range(2):
        with suppress(KeyboardInterrupt), postgres_server(among=installations()) as server:
            folder = (await data_folder(server)).parent
            raise KeyboardInterrupt
        assert not folder.exists()
        with pytest.raises(OSError, match=r"refused|failed"):
            await asked(server, "postgres", "SELECT 1")


def test_nothing_is_left_behind_by_a_run_that_was_killed() -> None:
    run = subprocess.run([sys.executable, "-c", DOOMED], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.returncode == -signal.SIGKILL, run.stderr
    data = Path(run.stdout.strip())
    assert data.name == "data"
    deadline = time.monotonic() + 20
    while data.parent.exists() and time.monotonic() < deadline:  # nobody is left to tell us
        time.sleep(0.02)
    assert not data.parent.exists()


@LONG
async def test_a_wheel_in_a_closed_folder_is_copied_not_opened(tmp_path: Path) -> None:
    wheel = next(in_wheel())
    assert wheel.package
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for name in (wheel.package.name, f"{wheel.package.name}.libs"):
        if (wheel.package.parent / name).exists():
            shutil.copytree(wheel.package.parent / name, home / name)
    package = home / wheel.package.name
    closed = Installation("closed", package / wheel.programs.relative_to(wheel.package), package)
    with postgres_server(among=[closed]) as server:
        assert await asked(server, "postgres", "SELECT 1") == ["1"]
    assert home.stat().st_mode & 0o777 == 0o700


def test_one_that_cannot_start_is_passed_over_and_the_last_failure_is_told(tmp_path: Path) -> None:
    broken = Installation("broken", tmp_path)
    with postgres_server(among=[broken, *installations()]) as server:
        assert server.origin != "broken"
    with (
        pytest.raises(NoPostgres, match=r"broken: .*initdb"),
        postgres_server(among=[broken]),
    ):
        pytest.fail("it started")


def test_a_named_server_that_is_not_there_is_told_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql+asyncpg://postgres@127.0.0.1:1/postgres")
    with pytest.raises(NoPostgres, match="TEST_DATABASE_URL"), postgres_server():
        pytest.fail("it started")


@LONG
async def test_a_named_server_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres_server(among=installations()) as running:
        monkeypatch.setenv("TEST_DATABASE_URL", running.url("postgres"))
        with postgres_server() as server:
            assert (server.origin, server.version) == ("TEST_DATABASE_URL", running.version)
            await server.create_database("ours")
            assert server.url("ours") == running.url("ours")
        assert await asked(running, "ours", "SELECT 1") == ["1"]
