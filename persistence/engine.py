"""Two databases behind one door: the log and its rows, and the identity store beside it.

SQLite: WAL, synchronous=FULL, every writing transaction in BEGIN IMMEDIATE (ecosystem notes §5).
PostgreSQL: no session state, refused when commits would not be durable.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from lifecycle.errors import InvalidInput, LifecycleError, TryLater, VerificationFailed

PRAGMAS = (
    "busy_timeout=5000",
    "foreign_keys=ON",
    "cache_size=-8000",  # kilobytes: a dossier is spread over the whole log
)
LASTING = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
FLEETING = ("journal_mode=MEMORY", "synchronous=OFF", "secure_delete=OFF")
BUSY = "La base est occupée ou pleine : rien n’a été écrit, réessayez dans un instant."
REFUSED = "La base refuse cette écriture : rien n’a été écrit, signalez-le."
MAGIC = b"SQLite format 3\x00"
AT_ONCE = 500  # values in one question
DURABLE = ("synchronous_commit", "fsync")


class Database:
    """The engines of one installation. `identity` is a second file, or a schema on PostgreSQL.

    Unless it is `lasting`, SQLite does not wait for the disk, nor wipes what it deletes, and one
    process has the base for itself: killed in the middle of a commit, it leaves a broken base. For
    made-up people only: a seed makes them again.
    """

    def __init__(self, url: str, lasting: bool = True) -> None:
        parsed = _parsed(url)
        self.lasting = lasting
        self.url = parsed
        self.postgres = parsed.get_backend_name() == "postgresql"
        self.main = self._engine(url, "BEGIN IMMEDIATE")
        # A pool of its own: who holds the lock of the log must not wait for those who wait for it.
        self.identity = self._engine(beside(url), "BEGIN IMMEDIATE")
        alone = self.in_memory or self.postgres or not lasting
        self.reader = self.main if alone else self._engine(url, "BEGIN")
        if self.postgres:
            self._refuse_without_durability()

    @property
    def in_memory(self) -> bool:
        return not self.postgres and self.url.database in (None, "", ":memory:")

    @property
    def missing(self) -> str:
        """The file of the identity store, when the base that it belongs to is there without it."""
        file = Path(self.url.database or "")
        if self.postgres or self.in_memory or not _is_sqlite(file):
            return ""
        other = file.with_name(f"{file.name}.identity")
        return "" if other.exists() else str(other)

    @property
    def people(self) -> str:
        """The prefix of the identity tables."""
        return "identity." if self.postgres else ""

    @property
    def described(self) -> str:
        return str(self.url.render_as_string(hide_password=True))

    def close(self) -> None:
        for engine in (self.main, self.identity, self.reader):
            engine.dispose()

    def _engine(self, url: str, begin: str) -> Engine:
        if self.postgres:
            return create_engine(
                self.url.set(drivername="postgresql+psycopg"),
                connect_args={"prepare_threshold": None},
                pool_size=10,
            )
        return _sqlite(url, begin, self.in_memory, self.lasting)

    def _refuse_without_durability(self) -> None:
        with translated(), self.main.connect() as connection:
            off = [name for name in DURABLE if _shown(connection, name) == "off"]
        if off:
            self.close()
            raise TryLater(f"PostgreSQL : {off[0]} est « off », un fait validé pourrait se perdre.")


def _is_sqlite(file: Path) -> bool:
    """Whether the file is a base of SQLite: what is none gets its own sentence elsewhere."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def _shown(connection: Connection, setting: str) -> Any:
    return connection.execute(text(f"SHOW {setting}")).scalar()


def _parsed(url: str) -> Any:
    try:
        parsed = make_url(url)
    except SQLAlchemyError:
        raise InvalidInput(
            "L’adresse de la base n’est pas lisible (sqlite:///fichier.db)."
        ) from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise InvalidInput("La base est SQLite ou PostgreSQL.")
    return parsed


def beside(url: str) -> str:
    """The identity store of a SQLite database: `<db>.identity`; PostgreSQL has a schema for it."""
    parsed = make_url(url)
    alone = parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:")
    return url if alone else f"{url}.identity"


def _sqlite(url: str, begin: str, in_memory: bool, lasting: bool) -> Engine:
    pool = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # pysqlite no longer begins for us
        for pragma in (*PRAGMAS, *(LASTING if lasting else FLEETING)):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Drivers' errors become TryLater, with one French sentence."""
    try:
        yield
    except LifecycleError:
        raise
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _translated(error) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] == "psycopg":
            raise _translated(error) from error
        raise


def _translated(error: Exception) -> LifecycleError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if "no such table" in str(cause) or "UndefinedTable" in type(cause).__name__:
        return TryLater(
            "La base n’est pas prête : lancez « lifecycle init » ou « lifecycle upgrade »."
        )
    if "connection failed" in str(cause) or "connection is bad" in str(cause):
        return TryLater("PostgreSQL ne répond pas : vérifiez son adresse, et qu’il tourne.")
    if "unable to open" in str(cause):
        return TryLater("La base ne s’ouvre pas : vérifiez son chemin et ses droits.")
    if isinstance(cause, sqlite3.IntegrityError) or _is_integrity_error(cause):
        return LifecycleError(f"{REFUSED} ({type(cause).__name__})")
    if "not a database" in str(cause) or "malformed" in str(cause):
        return VerificationFailed("Ce fichier n’est pas une base de données, ou il est abîmé.")
    return TryLater(f"{BUSY} ({type(cause).__name__})")


def _is_integrity_error(cause: object) -> bool:
    """psycopg is loaded only when it is used: its classes are known by their names."""
    return "IntegrityError" in {c.__name__ for c in type(cause).__mro__}


class Hot:
    """Plain SQL on the transaction's own DBAPI connection: `?` for both drivers."""

    def __init__(self, connection: Connection, postgres: bool) -> None:
        self.postgres = postgres
        raw: Any = connection.connection.dbapi_connection
        self.cursor = raw.cursor()

    @property
    def in_transaction(self) -> bool:
        """SQLite leaves a transaction by itself when the disk is full; PostgreSQL never does."""
        return self.postgres or bool(self.cursor.connection.in_transaction)

    def run(self, sql: str, params: Sequence[Any] = ()) -> Any:
        self.cursor.execute(_percent(sql) if self.postgres else sql, params)
        return self.cursor

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            self.cursor.executemany(_percent(sql) if self.postgres else sql, rows)

    def one(self, sql: str, params: Sequence[Any] = ()) -> Any:
        return self.run(sql, params).fetchone()

    def all(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        return list(self.run(sql, params).fetchall())

    def among(self, sql: str, values: Iterable[str], *params: Any) -> Iterator[Any]:
        """The rows of `sql`, whose `{}` stands for the values looked for: some of them at a time."""
        wanted = sorted(set(values))
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            yield from self.all(sql.format(marks(some)), (*params, *some))


@cache
def _percent(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))
