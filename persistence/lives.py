"""Whole histories read in bulk, one stream after the other: what figures are counted from.

Nothing is locked and nothing is kept: a page of streams at a time, in the order in which they are
asked for. Personal values are opened by name only, and only where their key still exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from lifecycle.events import Event
from persistence.engine import Database, Hot, marks, translated
from persistence.register import SqlRegister
from persistence.rows import FIELDS, event_of
from persistence.sealing import decode, revealed

PAGE = 200
STREAMS = (
    "SELECT stream, kind, code, formation, person FROM streams "
    "WHERE network_id = ? AND kind = ? ORDER BY person, stream"
)
# By stream and number: the index gives them in order. By position, SQLite scans the whole log.
FACTS = f"SELECT {FIELDS} FROM events WHERE network_id = ? AND stream IN "
SEALED = (
    "SELECT stream, envelope, payload FROM events WHERE network_id = ? AND type = ? AND stream IN "
)


class Known(NamedTuple):
    """A stream: what kind it is, its code when a house, else its formation and whose life it is."""

    stream: str
    kind: str
    code: str
    formation: str
    person: str


class Lives:
    """What the log tells of many streams."""

    def __init__(self, database: Database, network: str, register: SqlRegister) -> None:
        self.database = database
        self.network = network
        self.register = register

    def known(self, kind: str) -> list[Known]:
        """Every stream of a kind; the dossiers of one person follow one another."""
        return [Known(*row) for row in self._read(STREAMS, (self.network, kind))]

    def histories(self, streams: Sequence[str]) -> Iterator[tuple[str, list[Event]]]:
        """(stream, its facts in order), in the order asked; nothing for a stream without facts."""
        for start in range(0, len(streams), PAGE):
            page = streams[start : start + PAGE]
            sql = f"{FACTS}({marks(page)}) ORDER BY stream, seq"
            rows = self._read(sql, (self.network, *page))
            told = {s: [event_of(r) for r in some] for s, some in groupby(rows, itemgetter(1))}
            yield from ((stream, told[stream]) for stream in page if stream in told)

    def personal(
        self, streams: Sequence[str], type_: str, names: Sequence[str]
    ) -> dict[str, dict[str, str]]:
        """These personal values, by stream, as the last fact of that type says them."""
        found: dict[str, dict[str, str]] = {}
        for start in range(0, len(streams), PAGE):
            page = streams[start : start + PAGE]
            sql = f"{SEALED}({marks(page)}) ORDER BY stream, seq"
            rows = self._read(sql, (self.network, type_, *page))
            whose = [decode(bytes(payload))["pii"] for _, _, payload in rows]
            keys = self.register.held_keys({one["person"] for some in whose for one in some})
            for (stream, envelope, payload), some in zip(rows, whose, strict=True):
                if some:
                    said = revealed(bytes(envelope), bytes(payload), keys)
                    found.setdefault(stream, {}).update(_named(said, names))
        return found

    def _read(self, sql: str, params: Sequence[Any]) -> list[Any]:
        with translated(), self.database.reader.connect() as connection:
            return Hot(connection, self.database.postgres).all(sql, params)


def _named(said: Mapping[str, Mapping[str, str]], names: Sequence[str]) -> dict[str, str]:
    return {n: v for values in said.values() for n, v in values.items() if n in names}
