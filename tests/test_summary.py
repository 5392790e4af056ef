"""The last lines of a test run tell the truth about the databases. Each test here is a small run."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOTH = """
import pytest

@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_it(database):
    """


def run_of(folder: Path, body: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(BOTH + body)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [
        sys.executable,
        "-P",
        "-m",
        "pytest",
        "-p",
        "tests.summary",
        "-p",
        "no:cacheprovider",
        str(folder),
    ]
    return subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)


def test_the_summary_counts_each_database_by_itself(tmp_path: Path) -> None:
    run = run_of(tmp_path, "assert database == 'sqlite'")
    assert ": 1 passed · on PostgreSQL: 1 failed" in run.stdout


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("pass", 0),
        ("if database == 'postgres': pytest.skip('no server')", 1),
        ("if database == 'sqlite': pytest.skip('no need')", 0),
    ],
)
def test_a_run_that_skipped_postgres_has_not_passed(tmp_path: Path, body: str, code: int) -> None:
    run = run_of(tmp_path, body)
    assert run.returncode == code, run.stdout
    assert ("no test ran on PostgreSQL" in run.stdout) == bool(code)


def test_what_was_measured_stands_at_the_end_whether_it_was_enough_or_not(tmp_path: Path) -> None:
    body = "pass\n\ndef test_that(record_property):\n    from tests.summary import measured\n"
    run = run_of(tmp_path, f"{body}    measured(record_property, 'masking: 3 of 4')\n    assert False\n")
    assert "\nmasking: 3 of 4\n" in run.stdout
