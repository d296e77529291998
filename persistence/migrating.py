"""Bringing a database to the schema of the code, and refusing one that is ahead of it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from lifecycle.errors import TryLater
from persistence.engine import Database, translated

HERE = Path(__file__).parent / "migrations"
LOCK = 733_001  # one migration at a time on PostgreSQL
STORES = ("main", "identity")


def upgrade(database: Database, revision: str = "head") -> str:
    """Upgrade both stores, each in one transaction. Returns the revision of the log.

    Raises TryLater when the schema is newer than this code.
    """
    _refuse_newer(database)
    _each(database, lambda config: command.upgrade(config, revision))
    return version(database)


def downgrade(database: Database, revision: str = "base") -> None:
    _each(database, lambda config: command.downgrade(config, revision))


def _each(database: Database, act: object) -> None:
    for store in STORES:
        with translated(), _engine(database, store).begin() as connection:
            if database.postgres:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            act(_config(store, connection))  # type: ignore[operator]


def _config(store: str, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / store))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = version_table(store)
    return config


def version_table(store: str) -> str:
    return f"schema_{store}"


def head(store: str = "main") -> str:
    config = Config()
    config.set_main_option("script_location", str(HERE / store))
    return ScriptDirectory.from_config(config).get_current_head() or ""


def version(database: Database) -> str:
    """The revision of the log's schema, empty when there is none."""
    return _version(database, "main")


def _version(database: Database, store: str) -> str:
    with translated(), _engine(database, store).connect() as connection:
        found = connection.execute(text(f"SELECT version_num FROM {version_table(store)}"))
        return str(found.scalar() or "")


def _engine(database: Database, store: str) -> Engine:
    return database.main if store == "main" else database.identity


HEADS = {"main": "0003", "identity": "0004"}
"""The revisions that this code reads and writes; a test holds them equal to the last migrations."""


def _known(database: Database, store: str) -> str:
    """The revision of a schema that may not exist yet."""
    with translated(), _engine(database, store).connect() as connection:
        there = inspect(connection).has_table(version_table(store))
    return _version(database, store) if there else ""


def is_empty(database: Database) -> bool:
    """Whether nothing was ever made here."""
    return not _known(database, "main")


def _refuse_newer(database: Database) -> None:
    for store, head in HEADS.items():
        if (found := _known(database, store)) > head:
            raise TryLater(
                f"La base ({found}) est plus récente que ce programme ({head}) : mettez-le à jour."
            )


def refuse_another_schema(database: Database) -> None:
    """A worker of another version must not write. Raises TryLater."""
    version(database)
    _refuse_newer(database)
    for store, head in HEADS.items():
        if (found := _known(database, store)) < head:
            raise TryLater(f"La base ({found or 'vide'}) attend « lifecycle upgrade » ({head}).")
