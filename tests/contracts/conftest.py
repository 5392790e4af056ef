"""Fixtures of the contract suites."""

import pytest

from storage.database import Database
from tests.contracts.office import Office
from tests.contracts.office import office as furnished


@pytest.fixture
async def office(storage: Database) -> Office:
    """Two accounts with their people, on each database in turn."""
    return await furnished(storage)
