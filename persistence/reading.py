"""Reads for people: lists, the agenda, a history with its seals, the stored rows of the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from lifecycle.agenda import PENDING
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.events import Event
from persistence.engine import Database, Hot, marks, translated
from persistence.marking import first_marked
from persistence.register import SqlRegister
from persistence.rows import EVENTS, event_of
from persistence.sealing import PersonKey, decode, instant_text, revealed
from persistence.tables import ObligationRow, StreamRow

DOSSIERS = ("apprentice", "formation", "cfa")
HOUSE = "SELECT stream FROM streams WHERE network_id = ? AND kind = ? AND code = ?"
SHORTEST_PREFIX = 4
DUE = (
    "SELECT stream FROM obligations WHERE network_id = ? AND next_step_at <= ? "
    "AND next_step_at IS NOT NULL ORDER BY next_step_at, stream LIMIT ?"
)
OWED = (
    "SELECT stream, id, ref, subject, owed_by, due_on, formation FROM obligations "
    "WHERE network_id = ? AND due_on <= ? AND paused = 0 "
    "AND state IN ('open', 'reminded', 'due', 'escalated') ORDER BY due_on, stream, id"
)
PENDING_OF = "SELECT stream, id FROM obligations WHERE network_id = ? AND stream IN "
LOG = (
    "SELECT pos, stream, seq, hash, envelope, payload, id, type, move, ref, region, instance, "
    "state, effective_on, place, recorded_at, cause, corrects FROM events "
    "WHERE network_id = ? AND pos >= ? ORDER BY pos LIMIT ?"
)
CHECKED = ("pos", "stream", "seq", "id", "type", "move", "ref", "region", "instance", "state",
           "effective_on", "place", "recorded_at", "cause", "corrects")  # fmt: skip
PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Stored:
    """One row of the log as stored; `columns` are those that must say what the envelope says."""

    pos: int
    stream: str
    seq: int
    hash: str
    envelope: bytes
    payload: bytes
    columns: Mapping[str, Any]


class Head(NamedTuple):
    """The log as it stands; `simulated_at` is the present of a base whose clock is simulated."""

    log_id: str
    size: int
    last_hash: str
    last_recorded_at: str
    simulated_at: str | None
    public_key: str


HEAD = f"SELECT {', '.join(Head._fields)} FROM log_head WHERE network_id = ?"


class Owed(NamedTuple):
    """A duty whose time runs: what somebody needs to answer it."""

    stream: str
    id: str
    ref: str
    subject: str
    owed_by: str
    due_on: str
    formation: str


class Reader:
    """What the command line and the pages ask. Nothing here writes."""

    def __init__(self, database: Database, network: str) -> None:
        self.database = database
        self.network = network

    def head(self) -> Head:
        with translated(), self.database.reader.connect() as connection:
            found = Hot(connection, self.database.postgres).one(HEAD, (self.network,))
        if found is None:
            raise NotFound("Ce journal n’existe pas : lancez « lifecycle init ».")
        return Head(*found)

    # --- streams ---------------------------------------------------------------------------

    def find(self, prefix: str) -> str:
        """The dossier whose id begins with `prefix` (four characters at least)."""
        if len(prefix) < SHORTEST_PREFIX or not prefix.isalnum():
            raise NotFound(f"Dossier inconnu : « {prefix[:40]} ».")
        found = [row for kind in DOSSIERS for row in self.streams(kind, prefix=prefix)]
        if len(found) > 1:
            raise InvalidInput(f"« {prefix[:40]} » désigne plusieurs dossiers : précisez.")
        if not found:
            raise NotFound(f"Dossier inconnu : « {prefix[:40]} ».")
        return found[0].stream

    def streams(
        self, kind: str = "apprentice", stage: str | None = None, prefix: str = ""
    ) -> Sequence[StreamRow]:
        asked = select(StreamRow).where(
            StreamRow.network_id == self.network, StreamRow.kind == kind
        )
        if stage:
            asked = asked.where(StreamRow.stage == stage)
        if prefix:
            asked = asked.where(col(StreamRow.stream).startswith(prefix, autoescape=True))
        with translated(), Session(self.database.reader) as session:
            return session.exec(asked.order_by(StreamRow.stream)).all()

    def house(self, kind: str, code: str) -> str | None:
        with translated(), self.database.reader.connect() as connection:
            asked = (self.network, kind, code)
            found = Hot(connection, self.database.postgres).one(HOUSE, asked)
        return str(found[0]) if found else None

    # --- the agenda ------------------------------------------------------------------------

    def due_streams(self, now: datetime, limit: int) -> list[str]:
        """Dossiers marked, then those whose next step has come, the earliest first.

        Costs what is due.
        """
        with translated(), self.database.reader.connect() as connection:
            hot = Hot(connection, self.database.postgres)
            found = first_marked(hot, self.network, limit)
            due = _distinct(hot, (self.network, instant_text(now)), limit)
        return list(dict.fromkeys([*found, *due]))[:limit]

    def pending(self, until: str | None = None) -> Sequence[ObligationRow]:
        """Duties not done yet, due until a day (ISO) when one is given, the first due first."""
        asked = select(ObligationRow).where(
            ObligationRow.network_id == self.network, col(ObligationRow.state).in_(PENDING)
        )
        if until:
            asked = asked.where(ObligationRow.due_on <= until)
        asked = asked.order_by(ObligationRow.due_on, ObligationRow.stream, ObligationRow.id)
        with translated(), Session(self.database.reader) as session:
            return session.exec(asked).all()

    def owed(self, until: str) -> list[Owed]:
        """The duties whose time runs, due until a day (ISO), the first due first."""
        with translated(), self.database.reader.connect() as connection:
            rows = Hot(connection, self.database.postgres).all(OWED, (self.network, until))
        return [Owed(*row) for row in rows]

    def still_pending(self, streams: Collection[str]) -> set[tuple[str, str]]:
        """The duties of these dossiers that are not done yet: dossier, id."""
        wanted, found = sorted(streams), set[tuple[str, str]]()
        states = [str(state) for state in PENDING]
        with translated(), self.database.reader.connect() as connection:
            hot = Hot(connection, self.database.postgres)
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                sql = f"{PENDING_OF}({marks(some)}) AND state IN ({marks(states)})"
                found |= {(s, i) for s, i in hot.all(sql, (self.network, *some, *states))}
        return found

    def late_streams(self, today: str, never_late: Collection[str] = ()) -> set[str]:
        """`never_late`: the refs of the duties whose date is the first day, not the last."""
        late = (r for r in self.pending() if r.due_on < today and not r.paused)
        return {row.stream for row in late if row.ref not in never_late}

    # --- histories -------------------------------------------------------------------------

    def log(self, first: int = 1) -> Iterator[Stored]:
        """Every row of the log from a position on, page by page."""
        while True:
            with translated(), self.database.reader.connect() as connection:
                hot = Hot(connection, self.database.postgres)
                page = hot.all(LOG, (self.network, first, PAGE))
            yield from (stored(row) for row in page)
            if len(page) < PAGE:
                return
            first = page[-1][0] + 1

    def heads(self) -> dict[str, tuple[int, str]]:
        sql = "SELECT stream, seq, hash FROM streams WHERE network_id = ?"
        with translated(), self.database.reader.connect() as connection:
            rows = Hot(connection, self.database.postgres).all(sql, (self.network,))
        return {stream: (seq, hash_) for stream, seq, hash_ in rows}

    def events(self, streams: Iterable[str]) -> dict[str, list[Event]]:
        """The facts of each stream in the order of their positions: no lock, nobody waits."""
        wanted = sorted(set(streams))
        found: dict[str, list[Event]] = {stream: [] for stream in wanted}
        with translated(), self.database.reader.connect() as connection:
            hot = Hot(connection, self.database.postgres)
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                for row in hot.run(
                    f"{EVENTS}({marks(some)}) ORDER BY stream, seq", (self.network, *some)
                ):
                    found[row[1]].append(event_of(row))
        return found

    def history(self, stream: str, register: SqlRegister | None = None) -> list[dict[str, Any]]:
        """Every fact of a stream with its envelope, seals and data; personal values when opened."""
        sql = (
            "SELECT seq, hash, envelope, payload FROM events "
            "WHERE network_id = ? AND stream = ? ORDER BY seq"
        )
        with translated(), self.database.reader.connect() as connection:
            rows = Hot(connection, self.database.postgres).all(sql, (self.network, stream))
        keys = _keys_of(rows, register) if register else None
        return [_told(row, keys) for row in rows]


def _distinct(hot: Hot, due: tuple[str, str], limit: int) -> list[str]:
    """The first `limit` dossiers: more rows are read only when one dossier has many duties due."""
    rows = limit
    while True:
        read = hot.all(DUE, (*due, rows))
        found = list(dict.fromkeys(row[0] for row in read))
        if len(found) >= limit or len(read) < rows:
            return found[:limit]
        rows *= 4


def stored(row: Any) -> Stored:
    pos, stream, seq, hash_, envelope, payload, *rest = row
    columns = dict(zip(CHECKED, (pos, stream, seq, *rest), strict=True))
    return Stored(pos, stream, seq, hash_, bytes(envelope), bytes(payload), columns)


def _told(row: Any, keys: Mapping[str, PersonKey] | None) -> dict[str, Any]:
    seq, hash_, envelope, payload = row
    head, body = decode(envelope), decode(payload)
    told = {**head, "seq": seq, "hash": hash_, "data": body["data"]}
    if keys is not None:
        told["personal"] = revealed(envelope, payload, keys) if body["pii"] else {}
    return told


def _keys_of(rows: Sequence[Any], register: SqlRegister) -> Mapping[str, PersonKey]:
    """The keys of everybody of whom these facts say something: read once."""
    return register.held_keys({one["person"] for row in rows for one in decode(row[3])["pii"]})
