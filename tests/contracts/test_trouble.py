"""When the disk or the lock is not to be had: TryLater, nothing written, and it heals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from lifecycle.errors import LifecycleError, TryLater, VerificationFailed
from persistence import engine
from persistence.engine import Database
from persistence.opening import Installation
from tests.contracts.conftest import Make
from tests.contracts.facts import LEA, PAUL, record, table, write

BULKY = {"data": {"text": "x" * 3_000}}


def driver(house: Installation, sql: str) -> Any:
    """Run a pragma on the writing connection of the pool."""
    with house.database.main.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        return raw.execute(sql).fetchone()


def fill(house: Installation, pages: int = 8) -> None:
    """Leave the file `pages` pages to grow: then it is full."""
    (size,) = driver(house, "PRAGMA page_count")
    driver(house, f"PRAGMA max_page_count={size + pages}")


class TestFull:
    def test_nothing_is_written_then_it_heals(self, install: Make) -> None:
        house = install("file")
        record(house)
        fill(house)
        with pytest.raises(TryLater):
            record(house, *[BULKY] * 50)
        assert len(table(house, "events")) == 1
        driver(house, "PRAGMA max_page_count=100000")
        assert record(house, BULKY)[0].event.pos == 2

    def test_a_caller_who_goes_on_after_a_full_disk_commits_nothing(self, install: Make) -> None:
        """SQLite undoes the whole transaction, not the savepoint: what went before is gone too."""
        house = install("file")
        record(house)
        fill(house)
        with pytest.raises(TryLater), house.store.transaction() as work:
            write(work, {"stream": PAUL})
            with pytest.raises(TryLater), house.store.savepoint(work):
                write(work, *[BULKY] * 50)
            with pytest.raises(TryLater), house.store.savepoint(work):
                write(work, {"stream": PAUL})
        assert len(table(house, "events")) == 1
        assert house.reader.head().size == 1

    def test_an_ignored_refusal_does_not_pass_for_a_commit(self, install: Make) -> None:
        house = install("file")
        record(house)
        fill(house)
        with pytest.raises(TryLater), house.store.transaction() as work:
            write(work, {"stream": PAUL})
            with pytest.raises(TryLater), house.store.savepoint(work):
                write(work, *[BULKY] * 50)
        with house.store.transaction() as work:
            assert work.histories([PAUL])[PAUL] in ([], ())


class TestBusy:
    def test_a_locked_file_is_said(self, install: Make) -> None:
        house = install("file")
        other = Database(str(house.database.url))
        driver(house, "PRAGMA busy_timeout=20")
        with other.main.begin(), pytest.raises(TryLater, match="occupée"):
            record(house)
        other.close()
        assert record(house)[0].event.pos == 1

    def test_readers_do_not_wait_for_the_writer(self, install: Make) -> None:
        house = install("file")
        record(house)
        with house.store.transaction() as work:
            write(work, {"stream": PAUL})
            assert house.reader.head().size == 1
            assert len(house.reader.history(LEA)) == 1

    def test_a_lock_timeout_of_postgres_is_said(self, install: Make) -> None:
        house = install("postgres")
        other = Database(house.database.url.render_as_string(hide_password=False))
        with other.main.begin() as connection:
            name = house.database.url.database
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET lock_timeout = 20')
        house.database.main.dispose()  # the next connections begin with the new setting
        with other.main.begin() as connection:
            connection.exec_driver_sql("SELECT 1 FROM log_head FOR UPDATE")
            with pytest.raises(TryLater):
                record(house)
        other.close()

    def test_a_lost_server_heals_by_itself(self, install: Make) -> None:
        house = install("postgres")
        record(house)
        killer = sa.create_engine(house.database.url, poolclass=sa.NullPool)
        with pytest.raises(TryLater), house.store.transaction() as work:
            write(work, {})
            with killer.connect() as connection:
                connection.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            work.histories([PAUL])
        assert record(house)[0].event.pos == 2


class TestRefused:
    def test_a_file_that_may_not_be_written(self, install: Make) -> None:
        house = install("file")
        driver(house, "PRAGMA query_only=ON")
        with pytest.raises(TryLater):
            record(house)

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "x.db").write_bytes(b"this is not a database" * 100)
        with pytest.raises(VerificationFailed, match="abîmé"):
            _head(f"sqlite:///{tmp_path}/x.db")

    def test_a_place_that_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(TryLater, match="chemin"):
            _head(f"sqlite:///{tmp_path}/nowhere/x.db")

    def test_an_address_that_is_none(self) -> None:
        for url in ("mysql://x/y", "nothing", ""):
            with pytest.raises(LifecycleError):
                Database(url)

    def test_postgres_that_may_lose_a_commit(self, fresh_url: Callable[[str], str]) -> None:
        url = fresh_url("postgres")
        admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with admin.connect() as connection:
            name = admin.url.database
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        with pytest.raises(TryLater, match="synchronous_commit"):
            Database(url)

    def test_no_driver_error_leaves(self, house: Installation) -> None:
        with pytest.raises(LifecycleError) as refused, house.store.transaction() as work:
            work.hot.run("SELECT nonsense FROM nowhere_at_all")
        assert "nonsense" not in str(refused.value)


def _head(url: str) -> None:
    database = Database(url)
    try:
        with engine.translated(), database.main.begin():
            pass
    finally:
        database.close()
