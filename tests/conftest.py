"""Fixtures that every folder of tests may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.servers import NoPostgres, SmtpServer, database, postgres, smtp

NO_POSTGRES = "no PostgreSQL"
NO_BROWSER = "no Chromium"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy URL of a PostgreSQL server; one server for each worker."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres())
        except NoPostgres as problem:
            pytest.skip(f"{NO_POSTGRES}: {problem}")
        yield url


@pytest.fixture
def fresh_postgres(postgres_url: str) -> Iterator[Callable[[], str]]:
    """Each call makes a new empty database and returns its URL; all are dropped afterwards."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(database(postgres_url))


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A real SMTP server on 127.0.0.1, new for each test."""
    with smtp() as server:
        yield server


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that tests were skipped for want of PostgreSQL, or of a browser."""
    for missing, title, remedy in (
        (NO_POSTGRES, "POSTGRESQL", "Set TEST_DATABASE_URL, or install requirements/dev.txt."),
        (NO_BROWSER, "PAGES IN A BROWSER", "Install chromium, or set TEST_BROWSER to its path."),
    ):
        reasons = [
            report.longrepr[2]
            for report in terminalreporter.stats.get("skipped", [])
            if isinstance(report.longrepr, tuple) and missing in report.longrepr[2]
        ]
        if reasons:
            terminalreporter.section(f"{title} NOT TESTED", sep="!", red=True, bold=True)
            terminalreporter.line(f"{len(reasons)} tests skipped. {reasons[0]}")
            terminalreporter.line(remedy)
