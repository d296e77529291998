"""One transaction of the event store: what it reads is true, what it appends is sealed and projected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from lifecycle.dossier import folded, standing
from lifecycle.errors import LifecycleError, NotFound, TryLater
from lifecycle.events import Event
from lifecycle.ports import NOTHING, Answered, Change, Written
from lifecycle.vocabulary import History, Summary
from persistence import facts, marking
from persistence.engine import BUSY, Hot, marks
from persistence.recollection import Recollection
from persistence.rows import FIELDS, INSERT, as_read, event_of, row_of
from persistence.sealing import (
    GENESIS,
    Place,
    Sealed,
    instant_of,
    instant_text,
    owner_of,
    seal,
)

if TYPE_CHECKING:
    from persistence.store import SqlStore

HEADS = "SELECT stream, seq, hash, kind FROM streams WHERE network_id = ? AND stream IN ({})"
DOSSIERS = (
    "SELECT person, stream, formation FROM streams "
    "WHERE network_id = ? AND kind = 'apprentice' AND person IN ({}) ORDER BY stream"
)
ANSWERED = (
    "SELECT key, command_hash, stream, first_pos, last_pos FROM idempotency "
    "WHERE network_id = ? AND key IN ({})"
)
REMEMBER = (
    "INSERT INTO idempotency (network_id, key, command_hash, stream, first_pos, last_pos) "
    "VALUES (?,?,?,?,?,?)"
)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class SqlWork:
    """One transaction, which holds the network's lock from its first statement."""

    def __init__(self, store: SqlStore, connection: Connection) -> None:
        self.store = store
        self.connection = connection
        self.network = store.network
        self.hot = Hot(connection, store.database.postgres)
        lock = " FOR UPDATE" if store.database.postgres else ""
        sql = "SELECT log_id, size, last_hash, last_recorded_at FROM log_head WHERE network_id = ?"
        head = self.hot.one(sql + lock, (self.network,))
        if head is None:
            raise NotFound("Ce journal n’existe pas : lancez « lifecycle init ».")
        self.log, self.size, self.last_hash, self.last_at = head
        self.heads: dict[str, tuple[int, str]] = {}
        self.told: dict[str, Summary] = {}
        self.kept = Recollection()
        self.halfway = False
        self.lost = False

    def next_pos(self) -> int:
        return int(self.size) + 1

    def last_instant(self) -> datetime:
        return instant_of(self.last_at) if self.last_at else BEGINNING

    # --- reading ---------------------------------------------------------------------------

    def histories(
        self, streams: Iterable[str], only: Mapping[str, Collection[str]] = NOTHING
    ) -> Mapping[str, History]:
        wanted = sorted(set(streams))
        heads = self._heads(wanted)
        found: dict[str, History | None] = dict(self._in_part(only, heads))
        for stream in (s for s in wanted if s not in found):
            found[stream] = self._recalled(stream, *heads.get(stream, (0, GENESIS)))
        for stream, events in self._facts([s for s, known in found.items() if known is None]):
            history = found[stream] = History.of(stream, events)
            self.store.recollection.remember(stream, *heads[stream], history.summary)
        told = {stream: history for stream, history in found.items() if history is not None}
        self.told |= {s: history.summary for s, history in told.items() if s not in only}
        return told

    def _recalled(self, stream: str, seq: int, head: str) -> History | None:
        """A history that nobody needs to read, unless they want its facts."""
        if not seq:
            return History.of(stream, ())
        known = (
            memory.recall(stream, seq, head) for memory in (self.kept, self.store.recollection)
        )
        summary = next(filter(None, known), None)
        return History(stream, seq, partial(self._facts_of, stream), summary) if summary else None

    def _in_part(
        self, only: Mapping[str, Collection[str]], heads: Mapping[str, tuple[int, str]]
    ) -> Iterator[tuple[str, History]]:
        """Histories of which a few instances are folded, and no other is looked at."""
        pairs = [(s, one) for s, some in only.items() if s in heads for one in sorted(some)]
        lived: dict[str, list[Event]] = defaultdict(list)
        for row in facts.joined(self.hot, self.network, facts.ABOUT, pairs):
            lived[row[1]].append(event_of(row))
        for stream in only:
            seq, _ = heads.get(stream, (0, GENESIS))
            summary = Summary(folded(stream, seq, standing(lived[stream])))
            yield stream, History(stream, seq, partial(self._facts_of, stream), summary)

    def _facts_of(self, stream: str) -> Sequence[Event]:
        return next((events for _, events in self._facts([stream])), [])

    def _facts(self, streams: Sequence[str]) -> Iterator[tuple[str, list[Event]]]:
        return facts.whole(self.hot, self.network, streams)

    def _heads(self, streams: Sequence[str]) -> dict[str, tuple[int, str]]:
        missing = [s for s in streams if s not in self.heads]
        rows = self.hot.among(HEADS, missing, self.network)
        self.heads |= {stream: (seq, hash_) for stream, seq, hash_, _ in rows}
        return {s: self.heads[s] for s in streams if s in self.heads}

    def stream_named(self, kind: str, code: str) -> str | None:
        sql = "SELECT stream FROM streams WHERE network_id = ? AND kind = ? AND code = ? AND code <> ''"
        row = self.hot.one(sql, (self.network, kind, code))
        return str(row[0]) if row else None

    def kinds(self, streams: Iterable[str]) -> Mapping[str, str]:
        rows = self.hot.among(HEADS, streams, self.network)
        return {stream: kind for stream, _, _, kind in rows}

    def answered(self, keys: Collection[str]) -> Mapping[str, Answered]:
        rows = self.hot.among(ANSWERED, keys, self.network)
        return {key: (body, stream, first, last) for key, body, stream, first, last in rows}

    def written(self, stream: str, first: int, last: int) -> Sequence[Written]:
        sql = (
            f"SELECT {FIELDS}, seq, id, hash FROM events "
            "WHERE network_id = ? AND stream = ? AND pos BETWEEN ? AND ? ORDER BY pos"
        )
        rows = self.hot.all(sql, (self.network, stream, first, last))
        return [Written(event_of(row), *row[15:18]) for row in rows]

    def count_held(self, region: str, holder: str, states: Sequence[str], but: str) -> int:
        sql = (
            "SELECT count(*) FROM instances WHERE network_id = ? AND region = ? AND holder = ? "
            f"AND holder <> '' AND stream <> ? AND state IN ({marks(states)})"
        )
        return int(self.hot.one(sql, (self.network, region, holder, but, *states))[0])

    def marked(self, streams: Iterable[str]) -> Mapping[str, Sequence[str]]:
        return marking.marked(self.hot, self.network, sorted(set(streams)))

    def dossiers_of(self, persons: Iterable[str]) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for person, stream, formation in self.hot.among(DOSSIERS, persons, self.network):
            found.setdefault(person, []).append((stream, formation))
        return found

    # --- writing ---------------------------------------------------------------------------

    def unmark(self, streams: Iterable[str]) -> None:
        marking.unmark(self.hot, self.network, sorted(set(streams)))

    def append(self, changes: Sequence[Change]) -> Sequence[Sequence[Written]]:
        self.refuse_when_lost()
        self.halfway = True
        self._heads(sorted({c.after.stream for c in changes}))
        rows: list[tuple[Any, ...]] = []
        fresh: dict[str, list[Event]] = defaultdict(list)
        written = [(change, self._sealed(change, rows, fresh)) for change in changes]
        self.hot.many(INSERT, rows)
        sql = (
            "UPDATE log_head SET size = ?, last_hash = ?, last_recorded_at = ? WHERE network_id = ?"
        )
        self.hot.run(sql, (self.size, self.last_hash, self.last_at, self.network))
        for projection in self.store.projections:
            projection(self.hot, self.network, written)
        self._keep(fresh)
        self.halfway = False
        return [told for _, told in written]

    def _keep(self, fresh: Mapping[str, Sequence[Event]]) -> None:
        """What the streams come to now; those of which nobody knew are read when they are asked for."""
        for stream, events in fresh.items():
            told = self.told.get(stream)
            now = told.after(events) if told else None
            self.kept.forget(stream)
            if now and now.dossier.version == self.heads[stream][0]:
                self.kept.remember(stream, *self.heads[stream], now)
        self.told.clear()

    def _sealed(
        self, change: Change, rows: list[tuple[Any, ...]], fresh: dict[str, list[Event]]
    ) -> list[Written]:
        key = change.command.key
        command = sha256(key.encode()).hexdigest() if key else None
        found = []
        for event in change.events:
            event = replace(event, secrets=_owned(event, change)) if event.secrets else event
            sealed = self._seal(event, change, command)
            rows.append(row_of(self.network, event, sealed))
            found.append(Written(event, sealed.seq, sealed.id, sealed.hash))
            fresh[event.stream].append(as_read(event, sealed))
        return found

    def _seal(self, event: Event, change: Change, command: str | None) -> Sealed:
        if event.pos != self.size + 1:
            raise AssertionError(f"position {event.pos} does not follow {self.size}")
        if instant_text(event.recorded_at) <= self.last_at:
            raise AssertionError(f"{event.recorded_at} does not follow {self.last_at}")
        seq, prev = self.heads.get(event.stream, (0, GENESIS))
        sealed = seal(
            event,
            Place(self.log, seq + 1, prev),
            charter=change.charter,
            channel=change.command.channel,
            command=command,
            keys=self.store.register.keys(event.secrets) if event.secrets else {},
            entropy=self.store.entropy,
        )
        self.size, self.last_hash = event.pos, sealed.hash
        self.last_at = instant_text(event.recorded_at)
        self.heads[event.stream] = (sealed.seq, sealed.hash)
        return sealed

    def remember(self, answers: Mapping[str, Answered]) -> None:
        self.hot.many(REMEMBER, [(self.network, key, *one) for key, one in answers.items()])

    @contextmanager
    def part(self) -> Iterator[None]:
        """A savepoint by the driver's own hand: SQLAlchemy's costs more than a small command."""
        self.hot.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.hot.run("ROLLBACK TO SAVEPOINT part")
            raise
        finally:
            if self.hot.in_transaction:
                self.hot.run("RELEASE SAVEPOINT part")

    @contextmanager
    def undoable(self) -> Iterator[None]:
        """What this object knows of the log goes back with the savepoint."""
        before = (self.size, self.last_hash, self.last_at, dict(self.heads), self.kept.copied())
        halfway = self.halfway
        try:
            yield
        except BaseException:
            self.size, self.last_hash, self.last_at, self.heads, self.kept = before
            self.told.clear()
            self.halfway = halfway
            self.lost = not self.hot.in_transaction
            raise

    def refuse_when_lost(self) -> None:
        """A full disk undoes a whole SQLite transaction, not only its savepoint."""
        if self.lost:
            raise TryLater(BUSY)

    def refuse_to_commit_a_part(self) -> None:
        """Whoever ignored a failure does not commit what came before it."""
        self.refuse_when_lost()
        if self.halfway:
            raise LifecycleError("Une écriture s’est arrêtée au milieu : rien n’a été écrit.")

    def committed(self) -> None:
        """What was written is now part of the histories that the store remembers."""
        self.store.recollection.learn(self.kept)


def _owned(event: Event, change: Change) -> Mapping[str, Mapping[str, str]]:
    """What nobody owns is the apprentice's; in a stream without one, the stream's own."""
    if "" not in event.secrets:
        return event.secrets
    owner = owner_of(change.after)
    values = {**event.secrets.get(owner, {}), **event.secrets[""]}
    return {**{p: v for p, v in event.secrets.items() if p}, owner: values}
