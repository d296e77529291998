"""The stores under contract: a SQLite file, a SQLite in memory, a PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from persistence import keys, opening
from persistence.engine import Database
from persistence.migrating import upgrade
from persistence.opening import Installation
from persistence.projections import Projection
from tests.contracts.facts import seeded

NETWORK = "principal"
ENGINES = ("file", "memory", "postgres")
Make = Callable[..., Installation]


@pytest.fixture(scope="session")
def durable_postgres(postgres_url: str) -> str:
    """The server of the tests with its commits made durable: the stores refuse any other.

    Only our own throw-away server is set; a server given by TEST_DATABASE_URL is left as it is.
    """
    engine = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    if "TEST_DATABASE_URL" not in os.environ:
        with engine.connect() as connection:
            for setting in ("fsync", "synchronous_commit"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = on")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
    for _ in range(1_000):
        if _durable(engine):
            return postgres_url
    pytest.skip("no PostgreSQL: its commits are not durable")


def _durable(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        asked = ("SHOW fsync", "SHOW synchronous_commit")
        return all(connection.exec_driver_sql(one).scalar() == "on" for one in asked)


@pytest.fixture
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """The URL of a new, empty database on the engine asked for."""
    count = iter(range(100))

    def make(engine: str) -> str:
        if engine == "postgres":
            request.getfixturevalue("durable_postgres")
            return str(request.getfixturevalue("fresh_postgres")())
        return "sqlite://" if engine == "memory" else f"sqlite:///{tmp_path}/{next(count)}.db"

    return make


@pytest.fixture
def install(fresh_url: Callable[[str], str]) -> Iterator[Make]:
    """Make and open an installation: `install("file", seed="a", projections=[…])`."""
    with ExitStack() as stack:

        def make(
            engine: str, seed: str = "seed", projections: list[Projection] | None = None
        ) -> Installation:
            database = Database(fresh_url(engine))
            stack.callback(database.close)
            return installed(database, seed, projections)

        yield make


def installed(
    database: Database, seed: str, projections: list[Projection] | None = None
) -> Installation:
    """What `lifecycle init` makes, with seeded entropy and keys in memory."""
    entropy = seeded(seed)
    upgrade(database)
    house = keys.generated(entropy)
    opening.begin_log(database, NETWORK, house, None, entropy)
    url = database.url.render_as_string(hide_password=False)
    return opening.open_installation(
        url, NETWORK, {}, projections or [], entropy, database=database, keys=house
    )


@pytest.fixture(params=ENGINES)
def house(request: pytest.FixtureRequest, install: Make) -> Installation:
    """One new installation on each engine."""
    return install(request.param)


@pytest.fixture(params=("file", "postgres"))
def shared(request: pytest.FixtureRequest, install: Make) -> Installation:
    """One new installation on each engine that several connections may share."""
    return install(request.param)
