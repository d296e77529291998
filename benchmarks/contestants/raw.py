"""The limits of the door: a bare driver that writes what the door wrote, and decides nothing.

The same rows and bytes in the same tables, in the same transactions of the same files, with the same
durability; prepared statements, rows of one statement together. No read, no rule, no hash, no
JSON, no encryption. No door on this database can be faster.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.contest import Leg

Command = Sequence[tuple[str, Sequence[tuple[str, Sequence[Sequence[Any]]]]]]


def recorded(folder: str, n: int) -> Iterator[Command]:
    """The transactions of each command of leg `n`."""
    with (Path(folder) / f"leg-{n}").open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - our own child wrote it a moment ago
            except EOFError:
                return


class Sqlite:
    """`sqlite3`, as fast as it goes."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        pragmas = (Path(folder) / "pragmas").read_text().splitlines()
        files = {"main": "house.db", "identity": "house.db.identity"}
        self.connections = {n: _connected(f"{folder}/{f}", pragmas) for n, f in files.items()}
        self.cursors = {n: c.cursor() for n, c in self.connections.items()}

    def leg(self, n: int) -> Leg:
        commands = list(recorded(self.folder, n))
        return lambda: self.write(commands)

    def write(self, commands: Sequence[Command]) -> int:
        for transactions in commands:
            for name, writes in transactions:
                cursor = self.cursors[name]
                cursor.execute("BEGIN IMMEDIATE")
                for sql, rows in writes:
                    cursor.executemany(sql, rows)
                cursor.execute("COMMIT")
        return len(commands)

    def close(self) -> None:
        for connection in self.connections.values():
            connection.close()


def _connected(path: str, pragmas: Sequence[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


class Postgres:
    """psycopg on PostgreSQL: the writes recorded on SQLite, which are the same rows and bytes."""

    def __init__(self, folder: str, url: str) -> None:
        import psycopg

        self.folder = folder
        self.connections = [psycopg.connect(url) for _ in ("main", "identity")]
        self.cursors = dict(
            zip(("main", "identity"), (c.cursor() for c in self.connections), strict=True)
        )

    def leg(self, n: int) -> Leg:
        commands = [[_spoken(one) for one in command] for command in recorded(self.folder, n)]
        return lambda: self.write(commands)

    def write(self, commands: Sequence[Command]) -> int:
        for transactions in commands:
            for name, writes in transactions:
                cursor = self.cursors[name]
                for sql, rows in writes:
                    cursor.executemany(sql, rows)
                cursor.connection.commit()
        return len(commands)

    def close(self) -> None:
        for connection in self.connections:
            connection.close()


def _spoken(transaction: Any) -> Any:
    """The words of the other driver; the identity store is a schema there."""
    name, writes = transaction
    schema = "identity." if name == "identity" else ""
    return name, [
        (sql.replace("INTO ", f"INTO {schema}", 1).replace("?", "%s"), rows) for sql, rows in writes
    ]
