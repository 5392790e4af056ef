"""A pytest plugin for the last lines of a run: how many tests ran on each database, and what was measured.

A run that spared PostgreSQL fails.

A test belongs to a database when `sqlite` or `postgres` is among its parameters' ids: `test_claim[postgres]`.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import pytest

NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


@dataclass(slots=True)
class Tally:
    """`figures` are what tests counted, by test.

    `outcomes` by database and test: a test that passes and then fails in its teardown has failed.
    """

    versions: dict[str, str] = field(default_factory=lambda: {"sqlite": sqlite3.sqlite_version})
    outcomes: dict[str, dict[str, str]] = field(default_factory=lambda: {database: {} for database in NAMES})
    figures: dict[str, list[str]] = field(default_factory=dict)

    def line(self) -> str:
        """As in `on SQLite 3.40.1: 143 passed · on PostgreSQL 15.18: 142 passed, 1 failed`; may be empty."""
        return " · ".join(self._counted(database) for database in NAMES if self.outcomes[database])

    def _counted(self, database: str) -> str:
        counts = Counter(self.outcomes[database].values())
        told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in sorted(counts, key=len))
        return f"on {NAMES[database]} {self.versions.get(database, '')}".rstrip() + f": {told}"

    def only_skipped(self, database: str) -> bool:
        return set(self.outcomes[database].values()) == {"skipped"}


TALLY = pytest.StashKey[Tally]()


def ran_on(config: pytest.Config, database: str, version: str) -> None:
    """For the fixture that starts the database: which version the summary names."""
    config.stash[TALLY].versions[database] = version


CONFIG: list[pytest.Config] = []
"""The configuration of this run: what a report is counted for does not come with it."""


_FIGURE = "figure"


def measured(record_property: Callable[[str, object], None], figure: str) -> None:
    """For a test that measures: one line for the end of the run, whether it passes or not."""
    record_property(_FIGURE, figure)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TALLY] = Tally()
    CONFIG[:] = [config]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Also called here for what ran in another process."""
    told = [str(value) for name, value in report.user_properties if name == _FIGURE]
    if CONFIG and told:
        CONFIG[0].stash[TALLY].figures[report.nodeid] = told
    database = database_of(report.nodeid)
    if CONFIG and database and (report.when == "call" or not report.passed):
        outcome = "xfailed" if hasattr(report, "wasxfail") else report.outcome
        CONFIG[0].stash[TALLY].outcomes[database][report.nodeid] = outcome


def database_of(nodeid: str) -> str | None:
    """The database whose name is among the parameters of a test: ``test_claim[postgres-3]``."""
    _, _, parameters = nodeid.rstrip("]").partition("[")
    ids = parameters.split("-")
    return next((database for database in NAMES if database in ids), None)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """A process that ran tests beside this one tells which database it had."""
    told = getattr(node, "workeroutput", {}).get("versions", {})
    CONFIG[0].stash[TALLY].versions.update(told)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that skipped all of PostgreSQL has shown nothing about production, so it has not passed."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["versions"] = dict(session.config.stash[TALLY].versions)
    if session.config.stash[TALLY].only_skipped("postgres") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)  # below the list of failures, where it is seen
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> Generator[None]:
    yield
    tally = config.stash[TALLY]
    for figures in tally.figures.values():
        for figure in figures:
            terminalreporter.write_line(figure)
    if line := tally.line():
        terminalreporter.write_line(line)
    if tally.only_skipped("postgres"):
        terminalreporter.write_line("FAILED: no test ran on PostgreSQL.", red=True)
