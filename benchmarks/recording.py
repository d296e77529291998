"""What the door writes, statement by statement, so that a bare loop may write the very same.

SQLite tells each statement that it runs with its values in it. Values are taken out again, so
that the loop runs prepared statements; reads and savepoints are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Engine, event

from lifecycle.commands import Command
from persistence.engine import Database

Write = tuple[str, list[tuple[Any, ...]]]
"""A statement with `?`, and the rows that it is run for."""
Transaction = tuple[str, list[Write]]
"""The file (`main` or `identity`), and its writes between BEGIN and COMMIT."""

LITERAL = re.compile(r"'(?:[^']|'')*'|x'[0-9a-f]*'|\b\d+\b(?!\s*\()|\bNULL\b")
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Recorder:
    """The transactions of both files of a SQLite installation since the last `taken`."""

    database: Database
    heard: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listen(self.database.main, "main")
        self._listen(self.database.identity, "identity")

    def _listen(self, engine: Engine, name: str) -> None:
        @event.listens_for(engine, "checkout")
        def _(connection: Any, _record: object, _proxy: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")
            connection.set_trace_callback(lambda sql: self.heard.append((name, sql)))

    def taken(self) -> list[Transaction]:
        """In the order of their commits, those that write something."""
        heard, self.heard = self.heard, []
        opened: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}
        done: list[Transaction] = []
        for name, sql in heard:
            if sql.startswith("BEGIN"):
                opened[name] = []
            elif sql.startswith(WRITES):
                opened[name].append(parted(sql))
            elif sql.startswith("COMMIT") and opened[name]:
                done.append((name, list(_grouped(opened[name]))))
        return done

    def of_one(self, command: Command) -> list[Transaction]:
        """Raises LookupError when a command wrote nothing: it was not recorded."""
        found = self.taken()
        if not found:
            raise LookupError(command.name)
        return found


def _grouped(writes: list[tuple[str, tuple[Any, ...]]]) -> Iterator[Write]:
    """Rows of one statement that follow one another go together, as the door sends them."""
    for sql, rows in groupby(writes, key=lambda write: write[0]):
        yield sql, [row for _, row in rows]


def parted(sql: str) -> tuple[str, tuple[Any, ...]]:
    """A statement with its values in it → the statement with `?`, and its values."""
    values: list[Any] = []

    def take(found: re.Match[str]) -> str:
        values.append(_value(found[0]))
        return "?"

    return LITERAL.sub(take, sql), tuple(values)


def _value(literal: str) -> Any:
    if literal == "NULL":
        return None
    if literal.startswith("x'"):
        return bytes.fromhex(literal[2:-1])
    return literal[1:-1].replace("''", "'") if literal.startswith("'") else int(literal)
