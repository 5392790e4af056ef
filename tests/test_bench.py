"""``make bench`` can still measure everything that it is there for."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.breadth import LONG

TABLES = (
    "Pick Up: ",
    "people on one handoff",
    "From a click",
    "/escalate in one line",
    "While the model hangs",
    "baton serve with the AI off",
)
ROOT = Path(__file__).parent.parent


@LONG
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


@LONG
def test_the_bench_of_deliveries_prints_what_it_measured() -> None:
    size = ("--cards", "30", "--channels", "6", "--changes", "50", "--pairs", "1")
    ran = subprocess.run(
        (sys.executable, "-m", "bench.delivery", *size),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "30 cards over 6 channels" in ran.stdout
    assert "50 changes to one card" in ran.stdout
    assert "1 interleaved pairs" in ran.stdout
