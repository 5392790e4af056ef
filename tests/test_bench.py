"""``make bench`` can still measure everything that it is there for."""

import subprocess
import sys
from pathlib import Path

import pytest

TABLES = (
    "Pick Up: ",
    "people on one handoff",
    "From a click",
    "/escalate in one line",
    "While the model hangs",
    "baton serve with the AI off",
)
ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("database", ["sqlite"])
def test_the_bench_prints_its_tables(database: str) -> None:
    command = (sys.executable, "-m", "bench", "--quick", "--only", database)
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    for title in TABLES:
        assert title in ran.stdout
    assert ran.stdout.count("Baton / floor") == 1
    for chat in ("Slack", "Teams"):
        assert f"{chat}, one by one, p50" in ran.stdout
    assert "20 in Slack + 20 in Teams" in ran.stdout
