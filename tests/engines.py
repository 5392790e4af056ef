"""On which database a test runs: on both in turn unless it says otherwise."""

import pytest

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is the same on both, and takes long."""

ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
"""For text that nobody expects: it is the stricter one."""
