"""The beat: a thousand dossiers due among so many open obligations that are not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from benchmarks.contest import Leg, Preparation
from benchmarks.houses import NETWORK, Refusal, again, live, opened
from benchmarks.lives import LIFE, Cohort
from lifecycle.calendar import paris_instant
from persistence.sealing import instant_text
from scheduler.heartbeat import beat

SUBMITTED = date(2026, 11, 24)
# The steps of a mission submitted on that Tuesday: a reminder, the last call, the day, the alert.
BEATS = (date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2))
OTHERS = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :size)
INSERT INTO {table} SELECT {columns} FROM n
"""
STREAMS = (
    ":network, printf('%016x', (i * 7919) % 1000003), 'apprentice', 1, printf('%064x', i), '', "
    "'M2-INFO', 'training', printf('%016x', i)"
)
DUTIES = (
    ":network, printf('%016x', ((i / 5) * 7919) % 1000003), printf('D%02d.1', 40 + i % 5), "
    "printf('D%02d', 40 + i % 5), 'other_duty', 'c1', 'open', 'tuteur_academique', "
    "date('2027-01-04', (i % 900) || ' days'), "
    "date('2027-01-04', (i % 900) || ' days') || 'T07:00:00.000000Z', "
    "date('2027-01-04', (i % 900) || ' days'), 0, 'M2-INFO'"
)
PER_DOSSIER = 5


class Crowd(Preparation):
    """A crowd: `due` real dossiers through the door, then rows for all others by SQL.

    The others are what five years of apprentices look like to the agenda: five duties each, whose
    next steps lie months ahead. No beat reads their histories, so they need none.
    """

    def __init__(self, folder: str, due: int, open_duties: int) -> None:
        app = opened(folder)
        cohort = Cohort(app, due)
        at = paris_instant(SUBMITTED, 10)
        for step in LIFE[:3]:
            live(app, cohort.commands(step), at)
        app.installation.database.close()
        with _filling(folder) as base:
            (known,) = base.execute("SELECT count(*) FROM obligations").fetchone()
            size = max(open_duties - known, PER_DOSSIER)
            _fill(base, "streams", STREAMS, size // PER_DOSSIER)
            _fill(base, "obligations", DUTIES, size)


@contextmanager
def _filling(folder: str) -> Iterator[sqlite3.Connection]:
    """The file, written fast and then forced to the disk: no write of ours is still to come."""
    with closing(sqlite3.connect(Path(folder) / "house.db", isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode=DELETE")
        base.execute("PRAGMA synchronous=OFF")
        base.execute("PRAGMA cache_size=-500000")
        base.execute("BEGIN")
        yield base
        base.execute("COMMIT")
        base.execute("PRAGMA synchronous=FULL")
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("UPDATE log_head SET size = size")
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _fill(base: sqlite3.Connection, table: str, columns: str, size: int) -> None:
    base.execute(OTHERS.format(table=table, columns=columns), {"size": size, "network": NETWORK})


class Beats:
    """`scheduler.heartbeat.beat` through the door: find, lock, read, decide, write, commit.

    Leg `n` is the beat of one morning: the next step of each mission. Its units are the steps
    told. What fell due before the first morning is done untimed.
    """

    def __init__(self, folder: str, due: int) -> None:
        self.app = again(folder)
        self.due = due
        self._beat(date(2026, 11, 26))

    def leg(self, n: int) -> Leg:
        return lambda: self._told(self._beat(BEATS[n]))

    def _told(self, told: int) -> int:
        if told < self.due:
            raise Refusal(f"{told} steps were told, {self.due} at least were due")
        return told

    def _beat(self, day: date) -> int:
        done = beat(self.app.house, self.app.reader.due_streams, paris_instant(day, 9))
        if done.broken:
            raise Refusal(str(done.broken))
        return done.reminders + done.escalations

    def close(self) -> None:
        self.app.installation.database.close()


class Query(Beats):
    """The bare indexed query alone, five times: which dossiers are due on the first morning."""

    def leg(self, _: int) -> Leg:
        now = instant_text(paris_instant(BEATS[0], 9))
        base = sqlite3.connect(Path(self.app.settings.database.removeprefix("sqlite:///")))
        sql = (
            "SELECT stream FROM obligations WHERE network_id = ? AND next_step_at <= ? "
            "AND next_step_at IS NOT NULL ORDER BY next_step_at, stream LIMIT ?"
        )
        return lambda: _asked(base, sql, (NETWORK, now, self.due))


def _asked(base: sqlite3.Connection, sql: str, values: tuple[str, str, int]) -> int:
    with closing(base):
        return sum(len(base.execute(sql, values).fetchall()) for _ in range(5))
