"""The outbox: one row per fact, letter and person; claimed, sent, or kept visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from lifecycle.errors import Conflict, NotFound
from persistence.claiming import (
    CLAIM,
    COLUMNS,
    DUE,
    FENCES,
    FINISH,
    GIVE_BACK,
    LEFT,
    NAME,
    TAKE,
)
from persistence.engine import Database, Hot, marks, translated
from persistence.sealing import instant_text

LEASE = timedelta(minutes=15)  # longer than the ten minutes that a relay may take to answer
MOST_ROWS = 200  # in one claim, the last mail apart: their dossiers are in memory together
CLAIMING = 733_002  # the advisory lock of a claim on PostgreSQL


@dataclass(frozen=True, slots=True)
class Row:
    """One letter owed to one person. Instants are UTC text; `fence` counts the claims."""

    id: str
    fact_pos: int
    stream: str
    letter: str
    person: str
    role: str
    formation: str
    urgency: str
    status: str
    send_at: str
    created_at: str
    tries: int
    lease_until: str | None
    fence: int
    message_id: str | None
    relay_answer: str | None


class Settled(NamedTuple):
    """What becomes of the rows of one mail; `send_at`: when they are due again."""

    rows: Sequence[Row]
    status: str
    answer: str
    send_at: datetime | None = None


INSERT = (
    f"INSERT INTO outbox (network_id, {COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
    "ON CONFLICT (network_id, fact_pos, letter, person) DO NOTHING"
)
RELEASE = (
    "UPDATE outbox SET status = 'queued' WHERE network_id = ? AND formation = ? AND status = 'held'"
)
# What was composed before the tap was closed goes its way: its mail cannot be cut in two.
HOLD = (
    "UPDATE outbox SET status = 'held' WHERE network_id = ? AND formation = ? "
    "AND status = 'queued' AND message_id IS NULL"
)
TAP = {"open": RELEASE, "held": HOLD}
RELEASE_STREAM = (
    "UPDATE outbox SET status = 'queued' WHERE network_id = ? AND stream = ? AND status = 'held'"
)
HOLD_STREAM = (
    "UPDATE outbox SET status = 'held' WHERE network_id = ? AND stream = ? "
    "AND status = 'queued' AND message_id IS NULL"
)
TAP_OF_STREAM = {"open": RELEASE_STREAM, "held": HOLD_STREAM}
RECORDED = (
    "UPDATE outbox SET status = ?, message_id = COALESCE(?, message_id), lease_until = NULL "
    "WHERE network_id = ? AND id = ?"
)
RESOLVE = (
    "UPDATE outbox SET status = ?, relay_answer = ?, lease_until = ? WHERE network_id = ? "
    "AND (id = ? OR message_id = ?) AND status IN ('ambiguous', 'failed')"
)
WAITING = ("queued", "deferred", "held")
LONG_AGO = ""  # before every instant


# The letters that tell of duties reserved to others: few, and looked up once.
RESERVED = (
    " AND fact_pos NOT IN (SELECT e.pos FROM obligations o JOIN events e "
    "ON e.network_id = o.network_id AND e.stream = o.stream AND e.region = 'obligation' "
    "AND e.instance = o.id WHERE o.network_id = ? AND o.ref IN ({refs}))"
)


def besides(network: str, hidden: Sequence[str]) -> tuple[str, list[str]]:
    """The words and values that leave out the letters about these duties, by their refs."""
    return (RESERVED.format(refs=marks(hidden)), [network, *hidden]) if hidden else ("", [])


class Outbox:
    """What the sender and the staff do with the rows. `hidden`: the duties not to be told of."""

    def __init__(self, database: Database, network: str, hidden: Sequence[str] = ()) -> None:
        self.database = database
        self.network = network
        self.besides, self.but = besides(network, hidden)

    def hiding(self, hidden: Sequence[str]) -> Outbox:
        """The same rows for somebody from whom these duties are kept."""
        return Outbox(self.database, self.network, hidden)

    @contextmanager
    def _hot(self) -> Iterator[Hot]:
        with translated(), self.database.main.begin() as connection:
            yield Hot(connection, self.database.postgres)

    def _read(self, sql: str, params: Sequence[Any]) -> list[Any]:
        """One SELECT outside any transaction: nobody waits for those who look."""
        with translated(), self.database.reader.connect() as connection:
            return Hot(connection, self.database.postgres).all(sql, params)

    def claim(self, now: datetime) -> list[Row]:
        """All that is due to one person as one mail, marked *sending* before any window opens.

        A mail already composed is claimed alone, with the rows that it carried.
        """
        return next(iter(self.claim_some(now, 1)), [])

    def claim_some(self, now: datetime, most: int) -> list[list[Row]]:
        """As `claim`, up to `most` mails (fewer when they carry much), all of them marked together."""
        until = instant_text(now + LEASE)
        with self._hot() as hot:
            mails = self._due(hot, now, most, self._alone(hot))
            hot.many(TAKE, [(until, self.network, row.id) for rows in mails for row in rows])
        return [[_taken(row, until) for row in rows] for rows in mails]

    def _due(self, hot: Hot, now: datetime, most: int, wait: str) -> list[list[Row]]:
        """The first mails that are due, each with all that it is to carry."""
        at, limit = instant_text(now), 2 * MOST_ROWS
        due = hot.all(DUE + wait, (self.network, at, 1 if most == 1 else limit))
        mails: dict[tuple[str, str, str | None], list[Row]] = {}
        for row in (Row(*r) for r in due):
            mails.setdefault((row.person, row.urgency, row.message_id), []).append(row)
        found: list[list[Row]] = []
        for key, rows in mails.items():
            whole = rows if 1 < len(due) < limit else self._all_of(hot, key, at, wait)
            found.append(sorted(whole, key=lambda row: row.fact_pos))
            if len(found) == most or sum(map(len, found)) >= MOST_ROWS:
                break
        return found

    def _all_of(self, hot: Hot, mail: tuple[str, str, str | None], at: str, wait: str) -> list[Row]:
        person, urgency, message = mail
        same = "AND message_id = ? " if message else "AND message_id IS NULL "
        values = (self.network, person, urgency, at, *([message] if message else []))
        return [Row(*row) for row in hot.all(f"{CLAIM}{same}ORDER BY fact_pos, id{wait}", values)]

    def waits(self, now: datetime) -> bool:
        """Whether a letter is to leave by `now`."""
        return bool(self._read(DUE, (self.network, instant_text(now), 1)))

    def _alone(self, hot: Hot) -> str:
        """One claim at a time, so that a person's mail of the day is not cut in two by workers."""
        if not self.database.postgres:  # BEGIN IMMEDIATE has seen to it
            return ""
        hot.run("SELECT pg_advisory_xact_lock(?, hashtext(?))", (CLAIMING, self.network))
        return " FOR UPDATE SKIP LOCKED"

    def name(self, rows: Sequence[Row], message_id: str) -> bool:
        """Write the Message-ID on the rows before each try: a retry is the same mail.

        False when a later claim has taken the rows over: then nothing must be sent.
        """
        return self.name_some([[replace(row, message_id=message_id) for row in rows]])[0]

    def name_some(self, mails: Sequence[Sequence[Row]]) -> list[bool]:
        """As `name`, each row with the Message-ID that it bears, all of them together."""
        with self._hot() as hot:
            done = [[self._named(hot, row) for row in rows] for rows in mails]
        return [all(each) for each in done]

    def _named(self, hot: Hot, r: Row) -> bool:
        return bool(hot.run(NAME, (r.message_id, self.network, r.id, r.fence)).rowcount == 1)

    def holds(self, mails: Sequence[Sequence[Row]]) -> list[bool]:
        """Whether the rows of each mail are still under their claim: looked at before the window."""
        ids = [row.id for rows in mails for row in rows]
        with translated(), self.database.reader.connect() as connection:
            hot = Hot(connection, self.database.postgres)
            fences = dict(hot.among(FENCES, ids, self.network))
        return [all(fences.get(row.id) == row.fence for row in rows) for rows in mails]

    def finish(
        self, rows: Sequence[Row], status: str, answer: str, send_at: datetime | None = None
    ) -> bool:
        """Store the outcome; False when a later claim has taken the rows over (fencing).

        *queued* and *deferred* rows are claimed again from `send_at` on, *held* ones once released.
        For a last outcome the lease goes on until the fact is written: see `unrecorded`.
        """
        return self.finish_some([Settled(rows, status, answer, send_at)])[0]

    def finish_some(self, settled: Sequence[Settled]) -> list[bool]:
        """As `finish`, the outcomes of several mails together."""
        with self._hot() as hot:
            done = [[self._settled(hot, row, one) for row in one.rows] for one in settled]
        return [all(each) for each in done]

    def _settled(self, hot: Hot, row: Row, one: Settled) -> bool:
        claim = (self.network, row.id, row.fence)
        if one.status in WAITING:
            again = _from(one.send_at, row)
            done = hot.run(GIVE_BACK, (one.status, one.status, one.answer, again, *claim))
        else:
            done = hot.run(FINISH, (one.status, one.answer, *claim))
        return bool(done.rowcount == 1)

    def abandoned(self, now: datetime) -> list[Row]:
        """Rows whose sender died: their lease is over and no outcome is known."""
        return self._left(now, "=")

    def unrecorded(self, now: datetime) -> list[Row]:
        """Rows whose outcome is known and was not written as a fact before the lease was over."""
        return self._left(now, "<>")

    def _left(self, now: datetime, compared: str) -> list[Row]:
        rows = self._read(LEFT.format(compared), (self.network, instant_text(now)))
        return [Row(*row) for row in rows]

    def recorded(self, rows: Sequence[Row]) -> None:
        """Nothing more is to be written of these rows."""
        with self._hot() as hot:
            hot.many(RECORDED, [(r.status, None, self.network, r.id) for r in rows])

    def has_written_to(self, person: str) -> bool:
        """Whether a relay has taken a mail for this person: one that failed told them nothing."""
        sql = "SELECT 1 FROM outbox WHERE network_id = ? AND person = ? AND status = 'sent' LIMIT 1"
        return bool(self._read(sql, (self.network, person)))

    def rows(self, status: str | None = None) -> list[Row]:
        sql = f"SELECT {COLUMNS} FROM outbox WHERE network_id = ?"
        where = " AND status = ?" if status else ""
        params = [self.network, *([status] if status else []), *self.but]
        found = self._read(f"{sql}{where}{self.besides} ORDER BY fact_pos, id", params)
        return [Row(*row) for row in found]

    def shares(self, sent: bool) -> list[tuple[str, str, int]]:
        """Role, person, and how many mails they were sent; the letters owed to them, sent or not."""
        counted, only = ("DISTINCT message_id", " AND status = 'sent'") if sent else ("*", "")
        sql = f"SELECT role, person, count({counted}) FROM outbox WHERE network_id = ?{only}"
        return self._read(f"{sql}{self.besides} GROUP BY role, person", [self.network, *self.but])

    def resolve(self, id_: str, status: str, answer: str) -> Row:
        """Settle an uncertain letter by hand, and all that its mail carried. Returns the letter.

        Raises NotFound, or Conflict when there is nothing to settle. The facts of the others are
        written by the next draining.
        """
        with self._hot() as hot:
            sql = f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND id = ?{self.besides}"
            found = hot.one(sql, (self.network, id_, *self.but))
            if found is None:
                raise NotFound(f"Aucun courriel « {id_[:40]} ».")
            row = Row(*found)
            if row.status not in ("ambiguous", "failed"):
                raise Conflict(f"Ce courriel est « {row.status} » : rien à trancher.")
            lease = None if status == "queued" else LONG_AGO
            hot.run(RESOLVE, (status, answer, lease, self.network, id_, row.message_id))
        return row

    def counts(self) -> dict[str, int]:
        sql = "SELECT status, count(*) FROM outbox WHERE network_id = ? GROUP BY status"
        return dict(self._read(sql, (self.network,)))


def _from(send_at: datetime | None, row: Row) -> str:
    return instant_text(send_at) if send_at else row.send_at


def _taken(row: Row, until: str) -> Row:
    return replace(
        row, status="sending", tries=row.tries + 1, fence=row.fence + 1, lease_until=until
    )


def values(network: str, row: Row) -> tuple[Any, ...]:
    """The row as INSERT wants it."""
    return (network, *(getattr(row, name) for name in Row.__slots__))
