"""Fixtures that every test may ask for."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import hypothesis
import pytest

from bot.garbage import spare_what_stays
from storage.database import Database, opened
from storage.migrate import upgrade
from tests.postgres import PostgresServer, postgres_server

pytest_plugins = ["tests.summary", "tests.town", "tests.both"]

EXAMPLES = int(os.environ.get("BATON_EXAMPLES") or 30)

# The same examples for everybody, and no deadline: a slow machine is no bug.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, max_examples=EXAMPLES)
hypothesis.settings.load_profile("house")

_TEMPLATE = "baton_template"
_databases = count(1)


def pytest_xdist_auto_num_workers() -> int:
    """Half more processes than cores: tests wait now and then."""
    return min(6, (os.cpu_count() or 2) * 3 // 2)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Not all is told every day: see tests/breadth.py. What is asked for by name is."""
    from tests.breadth import spared  # a plugin may not be imported before pytest does
    from tests.first import ordered

    left = set() if any("::" in argument for argument in config.args) else set(spared(items))
    config.hook.pytest_deselected(items=list(left))
    items[:] = ordered([item for item in items if item not in left])


def pytest_collection_finish() -> None:
    """As ``baton serve`` does it: looking for garbage took a third of the time of the shorter tests."""
    spare_what_stays()


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[PostgresServer]:
    """One server for the whole run. Nobody pulls its plug, so it need not wait for the disk."""
    from tests.summary import ran_on  # a plugin may not be imported before pytest does

    with postgres_server(settings={"fsync": "off"}) as server:
        ran_on(pytestconfig, "postgres", server.version)
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> Iterator[str]:
    """A database with every table, to be copied."""
    _in_a_loop_of_its_own(_made(postgres, _TEMPLATE))
    yield _TEMPLATE
    _in_a_loop_of_its_own(postgres.drop_database(_TEMPLATE))


@pytest.fixture(scope="session")
def postgres_database(postgres: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A copy of it, emptied after each test: ten times as fast as a new one for each."""
    name = f"baton_{next(_databases)}"
    _in_a_loop_of_its_own(postgres.create_database(name, template=postgres_template))
    yield name
    _in_a_loop_of_its_own(postgres.drop_database(name))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    _in_a_loop_of_its_own(upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database with every table and no rows."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "baton.db")
        yield f"sqlite+aiosqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name: str = request.getfixturevalue("postgres_database")
    yield server.url(name)
    await server.empty_database(name)


@pytest.fixture
async def shared_database(postgres: PostgresServer, postgres_template: str) -> AsyncIterator[str]:
    """PostgreSQL alone: a database that several processes work on at once."""
    name = f"baton_{next(_databases)}"
    await postgres.create_database(name, template=postgres_template)
    yield postgres.url(name)
    await postgres.drop_database(name)


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Database]:
    """A storage without a row, on each database in turn."""
    async with opened(database_url) as database:
        yield database


async def _made(server: PostgresServer, name: str) -> None:
    await server.drop_database(name)
    await server.create_database(name)
    await upgrade(server.url(name))


def _in_a_loop_of_its_own(work: object) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()  # type: ignore[arg-type]
