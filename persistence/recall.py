"""Dossiers as they stand, and the few facts that somebody looks at: no lock, nobody waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lifecycle.dossier import Dossier, Key
from lifecycle.events import Event
from lifecycle.vocabulary import History
from persistence import facts
from persistence.engine import Database, Hot, marks, translated
from persistence.recollection import Recollection
from persistence.register import SqlRegister
from persistence.rows import FIELDS, event_of, unread_event_of
from persistence.sealing import GENESIS, NOBODYS, decode, revealed

HEADS = "SELECT stream, seq, hash FROM streams WHERE network_id = ? AND stream IN "
PLACED = f"SELECT {FIELDS} FROM events WHERE network_id = ? AND pos = ? AND stream = ?"
Words = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Life:
    """What is told of some instances: rows, which few look at, and words."""

    rows: Mapping[Key, Sequence[Any]]
    words: Words
    read: dict[Key, list[Event]] = field(default_factory=dict)

    def of(self, key: Key) -> list[Event]:
        """The facts of one of them, in order."""
        if key not in self.read:
            self.read[key] = [event_of(row) for row in self.rows.get(key, ())]
        return self.read[key]


class Recall:
    """What lists and letters ask: a dossier whose head has not moved is not folded again."""

    def __init__(
        self,
        database: Database,
        network: str,
        register: SqlRegister,
        recollection: Recollection,
    ) -> None:
        self.database = database
        self.network = network
        self.register = register
        self.recollection = recollection

    def dossiers(self, streams: Iterable[str]) -> dict[str, Dossier]:
        """As all their facts make them; an empty one for an unknown stream."""
        wanted = sorted(set(streams))
        found = {stream: Dossier(stream, 0, {}) for stream in wanted}
        with self._hot() as hot:
            for start in range(0, len(wanted), 500):
                found |= self._dossiers(hot, wanted[start : start + 500])
        return found

    def _dossiers(self, hot: Hot, some: Sequence[str]) -> Iterator[tuple[str, Dossier]]:
        heads = {s: (n, h) for s, n, h in hot.all(f"{HEADS}({marks(some)})", (self.network, *some))}
        known = {s: self.recollection.recall(s, *head) for s, head in heads.items()}
        unread = [stream for stream in some if known.get(stream) is None]
        for stream, summary in known.items():
            if summary is not None:
                yield stream, summary.dossier
        for stream, events in facts.whole(hot, self.network, unread):
            yield stream, self._folded(stream, events, heads)

    def _folded(
        self, stream: str, events: list[Event], heads: Mapping[str, tuple[int, str]]
    ) -> Dossier:
        """Remembered when nobody has written between the reading of the head and of the facts."""
        history = History.of(stream, events)
        seq, head = heads.get(stream, (0, GENESIS))
        if seq == len(events):
            self.recollection.remember(stream, seq, head, history.summary)
        return history.dossier

    # --- a few facts -----------------------------------------------------------------------

    def since(self, streams: Mapping[str, int]) -> dict[str, list[Event]]:
        """The facts of each dossier from its position on, in order."""
        found: dict[str, list[Event]] = {stream: [] for stream in streams}
        for row in self._joined(facts.SINCE, list(streams.items())):
            found[row[1]].append(unread_event_of(row))
        return found

    def lives(self, wanted: Mapping[str, Collection[str]]) -> dict[str, Life]:
        """By dossier, the facts of some instances in whatever region, and what they say in words."""
        pairs = [(stream, one) for stream, some in wanted.items() for one in sorted(some)]
        rows = self._joined(facts.ABOUT, pairs)
        found: dict[str, dict[Key, list[Any]]] = {stream: {} for stream in wanted}
        for row in rows:
            found[row[1]].setdefault((row[5], row[6]), []).append(row)
        words = self._words([row for row in rows if not NOBODYS.search(row[14])])
        return {stream: Life(some, words.get(stream, {})) for stream, some in found.items()}

    def _words(self, rows: Sequence[Any]) -> dict[str, dict[tuple[str, str], dict[str, str]]]:
        """Personal values, by dossier and instance, where their key still exists."""
        whose = {one["person"] for row in rows for one in decode(row[14])["pii"]}
        keys = self.register.held_keys(whose) if whose else {}
        found: dict[str, dict[tuple[str, str], dict[str, str]]] = {}
        for row in rows:
            said = found.setdefault(row[1], {}).setdefault((row[5], row[6]), {})
            for values in revealed(bytes(row[15]), bytes(row[14]), keys).values():
                said.update(values)
        return found

    def placed(self, stream: str, place: int) -> Event | None:
        """The fact of a dossier that was first recorded at this place."""
        with self._hot() as hot:
            row = hot.one(PLACED, (self.network, place, stream))
        return event_of(row) if row else None

    def _joined(self, sql: str, pairs: Sequence[tuple[Any, Any]]) -> list[Any]:
        with self._hot() as hot:
            return facts.joined(hot, self.network, sql, pairs)

    @contextmanager
    def _hot(self) -> Iterator[Hot]:
        with translated(), self.database.reader.connect() as connection:
            yield Hot(connection, self.database.postgres)
