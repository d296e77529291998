"""The schema: made by the migrations, the one that the tables declare, strict and protected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from lifecycle.errors import LifecycleError
from persistence import migrating
from persistence.engine import Database
from persistence.migrating import downgrade, upgrade
from persistence.opening import Installation
from persistence.tables import Identity, Main
from tests.contracts.conftest import ENGINES, Make
from tests.contracts.facts import record, table

FORBIDDEN = ("UPDATE events SET type = 'x'", "DELETE FROM events")


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, fresh_url: Callable[[str], str]) -> Iterator[Database]:
    found = Database(fresh_url(request.param))
    yield found
    found.close()


def schema(database: Database) -> dict[str, object]:
    """Every table, column, index and trigger, as the engine describes them."""
    if database.postgres:
        asked = (
            "SELECT table_schema || '.' || table_name || '.' || column_name, data_type || "
            "is_nullable FROM information_schema.columns WHERE table_schema IN "
            "('public', 'identity') UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE "
            "schemaname IN ('public', 'identity') UNION ALL SELECT tgname, tgenabled::text "
            "FROM pg_trigger WHERE NOT tgisinternal"
        )
        return _rows(database.main, asked)
    asked = "SELECT name, sql FROM sqlite_master"
    return _rows(database.main, asked) | _rows(database.identity, asked)


def _rows(engine: sa.Engine, sql: str) -> dict[str, object]:
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.exec_driver_sql(sql)}


class TestMigrations:
    def test_up_down_up_gives_the_same_schema(self, database: Database) -> None:
        upgrade(database)
        first = schema(database)
        downgrade(database)
        left = [name for name in schema(database) if not name.startswith(("schema_", "sqlite_"))]
        assert [name for name in left if ".schema_" not in name] == []
        assert upgrade(database) == migrating.HEADS["main"]
        assert schema(database) == first

    def test_a_second_upgrade_changes_nothing(self, database: Database) -> None:
        upgrade(database)
        first = schema(database)
        upgrade(database)
        assert schema(database) == first

    def test_the_code_knows_its_last_migration(self) -> None:
        assert {store: migrating.head(store) for store in migrating.STORES} == migrating.HEADS

    def test_the_tables_are_those_of_the_migrations(self, database: Database) -> None:
        upgrade(database)
        found = sa.inspect(database.main)
        for name, declared in Main.metadata.tables.items():
            assert _columns(found.get_columns(name)) == _declared(declared)
            assert found.get_pk_constraint(name)["constrained_columns"] == list(
                declared.primary_key.columns.keys()
            )
        found = sa.inspect(database.identity)
        where = "identity" if database.postgres else None
        for name, declared in Identity.metadata.tables.items():
            assert _columns(found.get_columns(name, schema=where)) == _declared(declared)

    def test_keys_begin_with_the_network(self, database: Database) -> None:
        upgrade(database)
        found = sa.inspect(database.main)
        for name in set(Main.metadata.tables) - {"documents"}:
            assert found.get_pk_constraint(name)["constrained_columns"][0] == "network_id"
            for index in found.get_indexes(name):
                assert index["column_names"][0] == "network_id"

    @pytest.mark.parametrize("act", [upgrade, migrating.refuse_another_schema])
    @pytest.mark.parametrize("store", migrating.STORES)
    def test_a_newer_schema_is_refused(
        self, database: Database, store: str, act: Callable[[Database], object]
    ) -> None:
        upgrade(database)
        engine = database.main if store == "main" else database.identity
        with engine.begin() as connection:
            name = migrating.version_table(store)
            connection.exec_driver_sql(f"UPDATE {name} SET version_num = '9999'")  # noqa: S608
        with pytest.raises(LifecycleError, match="plus récente"):
            act(database)

    def test_an_empty_base_is_said(self, database: Database) -> None:
        with pytest.raises(LifecycleError, match="lifecycle"):
            migrating.refuse_another_schema(database)


def _columns(found: object) -> dict[str, tuple[str, bool]]:
    return {c["name"]: (_kind(c["type"]), c["nullable"]) for c in found}  # type: ignore[attr-defined]


def _declared(declared: sa.Table) -> dict[str, tuple[str, bool]]:
    return {c.name: (_kind(c.type), bool(c.nullable)) for c in declared.columns}


def _kind(type_: object) -> str:
    if isinstance(type_, sa.Integer):
        return "integer"
    return "bytes" if isinstance(type_, sa.LargeBinary) else "text"


def begun(house: Installation) -> AbstractContextManager[sa.Connection]:
    return house.database.main.begin()


class TestProtection:
    @pytest.mark.parametrize("sql", FORBIDDEN)
    def test_a_fact_is_neither_changed_nor_deleted(self, house: Installation, sql: str) -> None:
        record(house)
        before = table(house, "events")
        with (
            pytest.raises(DBAPIError, match="un fait ne se modifie pas"),
            begun(house) as connection,
        ):
            connection.exec_driver_sql(sql)
        assert table(house, "events") == before

    def test_postgres_refuses_to_empty_the_log(self, install: Make) -> None:
        house = install("postgres")
        with (
            pytest.raises(DBAPIError, match="un fait ne se modifie pas"),
            begun(house) as connection,
        ):
            connection.exec_driver_sql("TRUNCATE events")

    def test_every_table_of_sqlite_is_strict(self, install: Make) -> None:
        house = install("file")
        for engine in (house.database.main, house.database.identity):
            with engine.connect() as connection:
                rows = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
            ours = [r for r in rows if not r["name"].startswith(("sqlite_", "schema_"))]
            assert ours
            assert all(r["strict"] for r in ours)

    def test_a_wrong_type_is_refused(self, install: Make) -> None:
        house = install("file")
        with pytest.raises(DBAPIError, match="cannot store TEXT"), begun(house) as connection:
            connection.exec_driver_sql("UPDATE log_head SET size = 'abc'")

    @pytest.mark.parametrize("store", ["main", "identity", "reader"])
    def test_sqlite_is_set_to_keep_what_it_commits(self, install: Make, store: str) -> None:
        house = install("file")
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        with getattr(house.database, store).connect() as connection:
            for name, value in wanted.items():
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value
        with house.database.identity.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1

    def test_what_is_due_is_found_by_its_index(self, install: Make) -> None:
        house = install("file")
        sql = (
            "EXPLAIN QUERY PLAN SELECT stream FROM obligations WHERE network_id = 'a' AND "
            "next_step_at <= 'b' AND next_step_at IS NOT NULL ORDER BY next_step_at LIMIT 5"
        )
        with house.database.main.connect() as connection:
            plan = " ".join(str(row[3]) for row in connection.exec_driver_sql(sql))
        assert "ix_obligations_next" in plan
        assert "TEMP B-TREE" not in plan

    def test_the_mails_of_a_day_are_found_without_those_of_before(self, install: Make) -> None:
        house = install("file")
        sql = (
            "EXPLAIN QUERY PLAN SELECT person, message_id FROM messages "
            "WHERE network_id = 'a' AND composed_at >= 'b' AND person IN ('c', 'd')"
        )
        with house.database.identity.connect() as connection:
            (plan,) = (str(row[3]) for row in connection.exec_driver_sql(sql))
        assert "ix_messages_person (network_id=? AND person=? AND composed_at>?)" in plan
