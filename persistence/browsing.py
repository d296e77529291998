"""Reads of the pages: what is due, dossiers and letters, page by page, counted by the engine.

Nothing here writes, and nothing here folds: the rows projected from the facts are enough. A
perimeter is the codes of the formations that somebody sees; none of them means all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lifecycle.agenda import PENDING
from lifecycle.people import folded
from persistence.claiming import COLUMNS
from persistence.engine import Database, Hot, marks, translated
from persistence.outbox import Row, besides

# Words, not parameters: a partial index is used only when the query says what the index says.
ALIVE = f"o.state IN ({', '.join(repr(state) for state in PENDING)})"
OPENED = "o.state <> 'planned'"
Perimeter = Sequence[str]


class Section(StrEnum):
    """The parts of «À faire»: each duty that is open stands in exactly one."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    WAITING = "waiting"
    LATER = "later"
    WATCHED = "watched"


# `:today`, `:end` and `:role`: the day, the last day of the week to come, whose work it is. A duty
# that is planned waits for its window and is shown nowhere; what nobody here owes is only watched.
WHERE = {
    Section.LATE: "{ours} AND o.paused = 0 AND o.due_on < :today",
    Section.TODAY: "{ours} AND o.paused = 0 AND o.due_on = :today",
    Section.WEEK: "{ours} AND o.paused = 0 AND o.due_on > :today AND o.due_on <= :end",
    Section.WAITING: "{ours} AND (o.paused = 1 OR (o.due_on > :end AND o.owed_by <> :role))",
    Section.LATER: "{ours} AND o.paused = 0 AND o.due_on > :end AND o.owed_by = :role",
    Section.WATCHED: "{watched}",
}


@dataclass(frozen=True, slots=True)
class Days:
    """Today, the last day of the week to come, the role of who looks, the refs only watched."""

    today: date
    end: date
    role: str
    watched: tuple[str, ...] = ()

    def where(self, section: Section) -> str:
        """The words of a section: a watched ref is named `:w0`, `:w1`…"""
        refs = ", ".join(f":w{n}" for n in range(len(self.watched))) or "''"
        return WHERE[section].format(
            ours=f"{OPENED} AND o.ref NOT IN ({refs})", watched=f"{OPENED} AND o.ref IN ({refs})"
        )

    @property
    def named(self) -> dict[str, str]:
        refs = {f"w{n}": ref for n, ref in enumerate(self.watched)}
        days = {"today": self.today.isoformat(), "end": self.end.isoformat()}
        return {**days, "role": self.role, **refs}


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One line of the list of dossiers; `due_on` is the first day on which something is due."""

    stream: str
    formation: str
    stage: str
    person: str
    first_name: str
    last_name: str
    due_on: str | None
    late: bool


class Browser:
    """What the pages ask of the rows of one network. `hidden`: the duties not to be told of, by ref."""

    def __init__(self, database: Database, network: str, hidden: Sequence[str] = ()) -> None:
        self.database = database
        self.network = network
        self.hidden = tuple(hidden)
        self.besides, self.but = besides(network, hidden)

    def hiding(self, hidden: Sequence[str]) -> Browser:
        """The same rows for somebody from whom these duties are kept."""
        return Browser(self.database, self.network, hidden)

    # --- what is due -----------------------------------------------------------------------

    def counts(self, days: Days, perimeter: Perimeter) -> dict[Section, int]:
        """How many duties stand in each section."""
        counted = ", ".join(
            f"COALESCE(SUM(CASE WHEN {days.where(section)} THEN 1 ELSE 0 END), 0)"
            for section in Section
        )
        sql, params = self._duties(counted, "1 = 1", days, perimeter)
        (row,) = self._read(sql, params)
        return {section: int(n) for section, n in zip(Section, row, strict=True)}

    def duties(
        self, section: Section, days: Days, perimeter: Perimeter, first: int, size: int
    ) -> list[tuple[str, str]]:
        """(dossier, duty) of one page of a section, the first due first."""
        sql, params = self._duties("o.stream, o.id", days.where(section), days, perimeter)
        sql += " ORDER BY o.due_on, o.stream, o.id LIMIT ? OFFSET ?"
        return [(stream, id_) for stream, id_ in self._read(sql, [*params, size, first])]

    def _duties(
        self, columns: str, where: str, days: Days, perimeter: Perimeter
    ) -> tuple[str, list[Any]]:
        within, codes = _within("o.formation", perimeter)
        sql = (
            f"SELECT {columns} FROM obligations o WHERE o.network_id = :network AND {ALIVE} "
            f"AND {where}"
        )
        sql, params = _positional(sql, {"network": self.network, **days.named})
        kept = f" AND o.ref NOT IN ({marks(self.hidden)})" if self.hidden else ""
        return sql + within + kept, [*params, *codes, *self.hidden]

    # --- dossiers --------------------------------------------------------------------------

    def dossiers(
        self,
        today: date,
        perimeter: Perimeter,
        name: str = "",
        stage: str = "",
        late: bool = False,
        never_late: Sequence[str] = (),
    ) -> list[DossierRow]:
        """The dossiers that fit, by family name; a name may be any part of the whole one.

        `never_late`: the refs of the duties whose date is the first day, not the last.
        """
        within, codes = _within("s.formation", perimeter)
        never_late = (*never_late, *self.hidden)
        staged = " AND s.stage = ?" if stage else ""
        least = f" AND o.ref NOT IN ({marks(never_late)})" if never_late else ""
        sql = (
            "SELECT s.stream, s.formation, s.stage, s.person, MIN(o.due_on) FROM streams s "
            f"LEFT JOIN obligations o ON o.network_id = s.network_id AND o.stream = s.stream "
            f"AND o.paused = 0 AND {ALIVE} AND {OPENED}{least} WHERE s.network_id = ? AND s.kind = 'apprentice'"
            f"{staged}{within} GROUP BY s.stream, s.formation, s.stage, s.person"
        )
        rows = self._read(sql, [*never_late, self.network, *([stage] if stage else []), *codes])
        names = self._names(name)
        day = today.isoformat()
        found = [_dossier(row, names, day) for row in rows if not name or row[3] in names]
        kept = [row for row in found if row.late or not late]
        return sorted(kept, key=lambda r: (folded(r.last_name, r.first_name), r.stream))

    def _names(self, part: str) -> dict[str, tuple[str, str]]:
        """First and last names of everybody whose name holds `part`."""
        words = [letters for word in part.split() if (letters := folded(word, ""))]
        like = "".join(" AND folded_name LIKE ?" for _ in words)
        sql = (
            f"SELECT id, first_name, last_name FROM {self.database.people}people "
            f"WHERE network_id = ?{like}"
        )
        params = [self.network, *(f"%{word}%" for word in words)]
        if part and not words:
            return {}
        return {id_: (first, last) for id_, first, last in self._read(sql, params, people=True)}

    def ready_to_sign(self, perimeter: Perimeter) -> list[str]:
        """Dossiers whose signed contract may still come in: validated, or drawn up, not filed."""
        within, codes = _within("s.formation", perimeter)
        sql = (
            "SELECT s.stream FROM streams s WHERE s.network_id = ? AND s.kind = 'apprentice' "
            "AND (EXISTS (SELECT 1 FROM instances f JOIN instances c ON c.network_id = f.network_id "
            "AND c.stream = f.stream AND c.region = 'contract' AND c.instance = f.instance "
            "WHERE f.network_id = s.network_id AND f.stream = s.stream AND f.region = 'filing' "
            "AND f.state = 'to_transmit' AND c.state IN ('draft', 'to_sign', 'in_signature', "
            "'signed', 'endorsed', 'probation', 'running')) OR (EXISTS (SELECT 1 FROM instances m "
            "WHERE m.network_id = s.network_id AND m.stream = s.stream AND m.region = 'mission' "
            "AND m.state = 'validated') AND NOT EXISTS (SELECT 1 FROM instances c WHERE "
            "c.network_id = s.network_id AND c.stream = s.stream AND c.region = 'contract' "
            f"AND c.state NOT IN ('cancelled', 'broken', 'ended')))){within} ORDER BY s.stream"
        )
        return [row[0] for row in self._read(sql, [self.network, *codes])]

    def apprentices_of(self, streams: Sequence[str]) -> dict[str, str]:
        """Whose dossier each one is, by the id of the person."""
        wanted = sorted(set(streams))
        if not wanted:
            return {}
        sql = f"SELECT stream, person FROM streams WHERE network_id = ? AND stream IN ({marks(wanted)})"
        return dict(self._read(sql, [self.network, *wanted]))

    def formations(self) -> list[tuple[str, str]]:
        """(code, stream) of every formation, by code."""
        sql = (
            "SELECT code, stream FROM streams WHERE network_id = ? AND kind = 'formation' "
            "ORDER BY code"
        )
        return [(code, stream) for code, stream in self._read(sql, [self.network])]

    def cfas(self) -> list[str]:
        """The code of every CFA, in order."""
        sql = "SELECT code FROM streams WHERE network_id = ? AND kind = 'cfa' ORDER BY code"
        return [code for (code,) in self._read(sql, [self.network])]

    def apprentices(self) -> dict[str, int]:
        """How many dossiers each formation has."""
        sql = (
            "SELECT formation, count(*) FROM streams WHERE network_id = ? "
            "AND kind = 'apprentice' GROUP BY formation"
        )
        return {code: int(n) for code, n in self._read(sql, [self.network])}

    # --- letters ---------------------------------------------------------------------------

    def letter_counts(self, perimeter: Perimeter) -> dict[str, int]:
        within, codes = _within("formation", perimeter)
        sql = (
            f"SELECT status, count(*) FROM outbox WHERE network_id = ?{within}{self.besides} "
            "GROUP BY status"
        )
        params = [self.network, *codes, *self.but]
        return {status: int(n) for status, n in self._read(sql, params)}

    def letters(self, status: str, perimeter: Perimeter, first: int, size: int) -> list[Row]:
        """One page of letters, the latest first."""
        within, codes = _within("formation", perimeter)
        chosen = " AND status = ?" if status else ""
        sql = (
            f"SELECT {COLUMNS} FROM outbox WHERE network_id = ?{within}{chosen}{self.besides} "
            "ORDER BY send_at DESC, fact_pos DESC, id DESC LIMIT ? OFFSET ?"
        )
        asked = [*codes, *([status] if status else []), *self.but]
        params = [self.network, *asked, size, first]
        return [Row(*row) for row in self._read(sql, params)]

    def letter(self, id_: str) -> Row | None:
        sql = f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND id = ?{self.besides}"
        rows = self._read(sql, [self.network, id_, *self.but])
        return Row(*rows[0]) if rows else None

    def letters_of(self, stream: str) -> list[Row]:
        sql = (
            f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND stream = ?{self.besides} "
            "ORDER BY fact_pos, id"
        )
        return [Row(*row) for row in self._read(sql, [self.network, stream, *self.but])]

    def held(self, formation: str) -> list[Row]:
        """The letters that wait for the tap of a formation, the oldest first."""
        sql = (
            f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND formation = ? "
            f"AND status = 'held'{self.besides} ORDER BY fact_pos, id"
        )
        return [Row(*row) for row in self._read(sql, [self.network, formation, *self.but])]

    def _read(self, sql: str, params: Sequence[Any], people: bool = False) -> list[Any]:
        """One SELECT outside any transaction: nobody waits for those who look."""
        engine = self.database.identity if people else self.database.reader
        with translated(), engine.connect() as connection:
            return Hot(connection, self.database.postgres).all(sql, params)


def _within(column: str, perimeter: Perimeter) -> tuple[str, list[str]]:
    if not perimeter:
        return "", []
    return f" AND {column} IN ({marks(perimeter)})", list(perimeter)


def _positional(sql: str, named: dict[str, str]) -> tuple[str, list[str]]:
    """`:name` marks as `?`, with their values in the order in which they stand."""
    order = re.findall(r":(\w+)", sql)
    return re.sub(r":\w+", "?", sql), [named[name] for name in order]


def _dossier(row: Sequence[Any], names: dict[str, tuple[str, str]], today: str) -> DossierRow:
    stream, formation, stage, person, due_on = row
    first, last = names.get(person, ("", ""))
    return DossierRow(
        stream, formation, stage, person, first, last, due_on, bool(due_on and due_on < today)
    )
