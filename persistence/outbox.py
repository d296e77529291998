"""The outbox: one row per fact, letter and person; claimed, sent, or kept visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from lifecycle.errors import Conflict, NotFound
from persistence.engine import Database, Hot, translated
from persistence.sealing import instant_text

COLUMNS = (
    "id, fact_pos, stream, letter, person, role, formation, urgency, status, send_at, created_at, "
    "tries, lease_until, fence, message_id, relay_answer"
)
LEASE = timedelta(minutes=15)  # longer than the ten minutes that a relay may take to answer
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
DUE = (
    "SELECT person, urgency, message_id FROM outbox WHERE network_id = ? "
    "AND status IN ('queued', 'deferred') AND send_at <= ? ORDER BY send_at, fact_pos LIMIT 1"
)
CLAIM = (
    f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND person = ? AND urgency = ? "
    "AND status IN ('queued', 'deferred') AND send_at <= ? "
)
TAKE = (
    "UPDATE outbox SET status = 'sending', tries = tries + 1, fence = fence + 1, lease_until = ? "
    "WHERE network_id = ? AND id = ?"
)
# Given back *queued* or *held*: what was not tried does not count among the tries.
GIVE_BACK = (
    "UPDATE outbox SET tries = tries - CASE WHEN ? = 'deferred' THEN 0 ELSE 1 END, "
    "status = ?, relay_answer = ?, send_at = ?, lease_until = NULL "
    "WHERE network_id = ? AND id = ? AND fence = ? AND status = 'sending'"
)
# The lease stays until the fact of the outcome is written: `RECORDED` ends it.
FINISH = (
    "UPDATE outbox SET status = ?, relay_answer = ? "
    "WHERE network_id = ? AND id = ? AND fence = ? AND status = 'sending'"
)
RECORDED = (
    "UPDATE outbox SET status = ?, message_id = COALESCE(?, message_id), lease_until = NULL "
    "WHERE network_id = ? AND id = ?"
)
RESOLVE = (
    "UPDATE outbox SET status = ?, relay_answer = ?, lease_until = ? WHERE network_id = ? "
    "AND (id = ? OR message_id = ?) AND status IN ('ambiguous', 'failed')"
)
LEFT = (
    f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND lease_until <= ? "
    "AND status {} 'sending' ORDER BY fact_pos, id"
)
WAITING = ("queued", "deferred", "held")
LONG_AGO = ""  # before every instant
NAME = (
    "UPDATE outbox SET message_id = ? "
    "WHERE network_id = ? AND id = ? AND fence = ? AND status = 'sending'"
)


class Outbox:
    """What the sender and the staff do with the rows."""

    def __init__(self, database: Database, network: str) -> None:
        self.database = database
        self.network = network

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
        with self._hot() as hot:
            wait = self._alone(hot)
            at = instant_text(now)
            first = hot.one(DUE + wait, (self.network, at))
            if first is None:
                return []
            person, urgency, message = first
            same = "AND message_id = ? " if message else "AND message_id IS NULL "
            extra = (message,) if message else ()
            sql = f"{CLAIM}{same}ORDER BY fact_pos{wait}"
            rows = [Row(*r) for r in hot.all(sql, (self.network, person, urgency, at, *extra))]
            until = instant_text(now + LEASE)
            hot.many(TAKE, [(until, self.network, row.id) for row in rows])
        return [_taken(row, until) for row in rows]

    def waits(self, now: datetime) -> bool:
        """Whether a letter is to leave by `now`."""
        return bool(self._read(DUE, (self.network, instant_text(now))))

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
        values = [(message_id, self.network, row.id, row.fence) for row in rows]
        with self._hot() as hot:
            return bool(sum(hot.run(NAME, one).rowcount for one in values) == len(rows))

    def finish(
        self, rows: Sequence[Row], status: str, answer: str, send_at: datetime | None = None
    ) -> bool:
        """Store the outcome; False when a later claim has taken the rows over (fencing).

        *queued* and *deferred* rows are claimed again from `send_at` on, *held* ones once released. For a last outcome the
        lease goes on until the fact is written: see `unrecorded`.
        """
        with self._hot() as hot:
            settled = [self._settled(hot, row, status, answer, send_at) for row in rows]
        return all(settled)

    def _settled(
        self, hot: Hot, row: Row, status: str, answer: str, send_at: datetime | None
    ) -> bool:
        claim = (self.network, row.id, row.fence)
        if status in WAITING:
            done = hot.run(GIVE_BACK, (status, status, answer, _from(send_at, row), *claim))
        else:
            done = hot.run(FINISH, (status, answer, *claim))
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
        sql = f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? "
        where = "AND status = ? " if status else ""
        params = (self.network, status) if status else (self.network,)
        return [Row(*row) for row in self._read(f"{sql}{where}ORDER BY fact_pos, id", params)]

    def resolve(self, id_: str, status: str, answer: str) -> Row:
        """Settle an uncertain letter by hand, and all that its mail carried. Returns the letter.

        Raises NotFound, or Conflict when there is nothing to settle. The facts of the others are
        written by the next draining.
        """
        with self._hot() as hot:
            sql = f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND id = ?"
            found = hot.one(sql, (self.network, id_))
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
