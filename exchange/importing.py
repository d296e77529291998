"""The import of a file: rehearsed first, then done by ordinary commands through the one door.

A line is the unit: its commands are all accepted, or none. A fault of the whole file raises
`FileRefused` before anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from exchange import planning, tableau_de_bord, tables, updating
from exchange.formations import Formations
from exchange.matching import Known, known
from exchange.planning import Origin
from exchange.records import Record
from exchange.refusals import FileRefused
from exchange.rehearsal import RehearsedStore, rehearsed
from exchange.report import Finding, Report, masked
from lifecycle.calendar import paris_day
from lifecycle.commands import Command
from lifecycle.errors import LifecycleError, TryLater
from lifecycle.people import Actor, Role
from lifecycle.service import House, UnitAnswer, handle_units

__all__ = ["Finding", "Report", "commit", "dry_run"]

CHUNK = 500  # lines read and planned together
AT_ONCE = 100  # lines written in one transaction: nobody else waits long for the lock
GESTIONNAIRE = Actor(Role.GESTIONNAIRE)
Progress = Callable[[str, int, int], None]
"""(what is being done, how many lines are done, of how many; 0 when nobody knows yet)."""


def dry_run(
    house: House,
    content: bytes,
    filename: str,
    at: datetime,
    *,
    encoding: str | None = None,
    reprise: date | None = None,
    actor: Actor = GESTIONNAIRE,
    progress: Progress | None = None,
) -> Report:
    """What `commit` would do, decided by the same rules; nothing is written. Raises FileRefused."""
    work = _Import(rehearsed(house), at, actor, reprise, progress)
    return work.run(content, filename, encoding, committed=False)


def commit(
    house: House,
    content: bytes,
    filename: str,
    at: datetime,
    *,
    encoding: str | None = None,
    reprise: date | None = None,
    actor: Actor = GESTIONNAIRE,
    progress: Progress | None = None,
) -> Report:
    """Take over every valid line of a file. Raises FileRefused when the file itself is at fault."""
    work = _Import(house, at, actor, reprise, progress)
    return work.run(content, filename, encoding, committed=True)


@dataclass(slots=True)
class _Tally:
    """What has become of the lines so far."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    empty: Counter[str] = field(default_factory=Counter)


class _Import:
    """One import of one file into one house."""

    def __init__(
        self,
        house: House,
        at: datetime,
        actor: Actor,
        reprise: date | None,
        progress: Progress | None,
    ) -> None:
        self.house = house
        self.at = at
        self.today = paris_day(at)
        self.actor = actor
        self.reprise = reprise
        self.progress = progress or (lambda *_: None)
        self.tally = _Tally()
        self.coming: Counter[tuple[str, date, str]] = Counter()
        self.formations = Formations(house, actor, at, held=reprise is not None)

    def run(self, content: bytes, filename: str, encoding: str | None, committed: bool) -> Report:
        digest = sha256(content).hexdigest()
        table = tables.read(content, filename, encoding)
        where = tableau_de_bord.layout(table)
        records = self.read(table, where)
        if not self.tally.rows:
            raise FileRefused("Le fichier n’a que son en-tête : rien à importer.")
        self.take_over(records, Origin(self.actor, digest, self.today, self.reprise))
        return self.report(table, where, filename, digest, committed)

    def report(
        self, table: tables.Table, where: tableau_de_bord.Layout, filename: str, digest: str,
        committed: bool,
    ) -> Report:  # fmt: skip
        tally = self.tally
        notes = (*table.notes, *_unknown(where), *_empty(tally.empty), *self.formations.notes())
        return Report(
            rows=tally.rows,
            created=tally.created,
            updated=tally.updated,
            unchanged=tally.unchanged,
            rejected=tuple(sorted(tally.rejected, key=lambda finding: finding.row)),
            warnings=tuple(_once(tally.warnings)),
            unknown_columns=where.unknown,
            formations_created=tuple(self.formations.created),
            formations_held=tuple(self.formations.held),
            notes=notes,
            committed=committed,
            filename=filename,
            sha256=digest,
        )

    # --- reading ---------------------------------------------------------------------------

    def read(self, table: tables.Table, where: tableau_de_bord.Layout) -> list[Record]:
        """Every line, before anything is written: a file that breaks in the middle writes nothing."""
        records: list[Record] = []
        for line in table.lines:
            found = tableau_de_bord.read(table, where, line, self.today)
            self.tally.rows += 1
            self.tally.rejected += found.faults
            self.tally.warnings += found.warnings
            self.tally.empty.update(found.empty)
            records += [found.record] if found.record else []
            self.progress("Lecture", self.tally.rows, 0)
        self.tally.warnings += _shared_addresses(records)
        return records

    # --- taking over -----------------------------------------------------------------------

    def take_over(self, records: Sequence[Record], origin: Origin) -> None:
        contacts = {record.key[:2]: record for record in records}
        self.coming = Counter(record.key for record in records)
        done = 0
        for chunk in _chunks(records):
            self.chunk(chunk, contacts, origin)
            done += len(chunk)
            self.progress("Reprise", done, len(records))

    def chunk(
        self, records: Sequence[Record], contacts: Mapping[tuple[str, date], Record], origin: Origin
    ) -> None:
        with self.house.store.transaction() as work:
            dossiers = known(self.house, work, records)
            self.formations.look_up(work, records)
        strangers = [r for r, dossier in zip(records, dossiers, strict=True) if dossier is None]
        refused = self.formations.prepare(strangers)
        units: list[list[Command]] = []
        asked: list[tuple[Record, bool]] = []
        for record, dossier in zip(records, dossiers, strict=True):
            if dossier is None and record.formation.code in refused:
                self.reject(record, refused[record.formation.code])
                continue
            commands = self.commands(record, dossier, contacts[record.key[:2]], origin)
            if commands:
                units.append(commands)
                asked.append((record, dossier is None))
            else:
                self.tally.unchanged += 1
        self.serve(units, asked)

    def commands(
        self, record: Record, dossier: Known | None, contact: Record, origin: Origin
    ) -> list[Command]:
        if dossier is None:
            return planning.opening(record, self.house.register.new_id(), origin)
        found = updating.update(record, dossier, contact, origin)
        self.tally.warnings += [Finding(record.row, "", "", doubt) for doubt in found.doubts]
        return found.commands

    def serve(
        self, units: Sequence[Sequence[Command]], asked: Sequence[tuple[Record, bool]]
    ) -> None:
        answers: list[UnitAnswer] = []
        for start in range(0, len(units), AT_ONCE):
            answers += handle_units(self.house, units[start : start + AT_ONCE], self.at)
        self.forget(units, asked)
        for (record, is_new), answer in zip(asked, answers, strict=True):
            if isinstance(answer, TryLater) or not isinstance(answer, LifecycleError | list):
                raise answer
            if isinstance(answer, LifecycleError):
                self.reject(record, answer.message)
            elif is_new:
                self.tally.created += 1
            else:
                self.tally.updated += 1

    def forget(
        self, units: Sequence[Sequence[Command]], asked: Sequence[tuple[Record, bool]]
    ) -> None:
        """What a chunk wrote is not read again, unless a later line speaks of the same dossier."""
        self.coming.subtract(record.key for record, _ in asked)
        if isinstance(self.house.store, RehearsedStore):
            pairs = zip(units, asked, strict=True)
            self.house.store.forget(u[0].stream for u, (r, _) in pairs if not self.coming[r.key])

    def reject(self, record: Record, why: str) -> None:
        remedy = "Corrigez la ligne, ou le dossier."
        self.tally.rejected.append(Finding(record.row, "", "", why, remedy))


def _chunks(records: Sequence[Record]) -> Iterator[list[Record]]:
    """At most CHUNK lines, never two of the same dossier: the second must see the first."""
    chunk: list[Record] = []
    keys: set[tuple[str, date, str]] = set()
    for record in records:
        if len(chunk) == CHUNK or record.key in keys:
            yield chunk
            chunk, keys = [], set()
        chunk.append(record)
        keys.add(record.key)
    if chunk:
        yield chunk


# --- what the report says ------------------------------------------------------------------------


def _unknown(where: tableau_de_bord.Layout) -> list[str]:
    names = ", ".join(f"« {name} »" for name in where.unknown[:20])
    more = len(where.unknown) - 20
    rest = f" et {more} autres" if more > 0 else ""
    return [f"Colonnes inconnues, non lues : {names}{rest}."] if names else []


def _empty(counted: Counter[str]) -> list[str]:
    """Cells that the State wants and that the product can do without."""
    listed = ", ".join(f"{name} ({n})" for name, n in sorted(counted.items()))
    return [f"Cellules que l’État exige, vides ici : {listed}."] if listed else []


def _once(warnings: Iterable[Finding]) -> Iterator[Finding]:
    """One warning for a value that stands in many lines: the first, and how many others."""
    first: dict[tuple[str, str, str], Finding] = {}
    others: Counter[tuple[str, str, str]] = Counter()
    alone: list[Finding] = []
    for warning in warnings:
        key = (warning.column, warning.value, warning.reason)
        if not warning.value or "•" in warning.value:
            alone.append(warning)
        elif first.setdefault(key, warning) is not warning:
            others[key] += 1
    told = [_with_others(warning, others[key]) for key, warning in first.items()]
    yield from sorted([*told, *alone], key=lambda warning: warning.row)


def _with_others(w: Finding, others: int) -> Finding:
    if not others:
        return w
    return Finding(w.row, w.column, w.value, f"{w.reason} ({others} autres lignes aussi)", w.remedy)


def _shared_addresses(records: Sequence[Record]) -> Iterator[Finding]:
    """An address that two apprentices give: one of them will read the other's mail."""
    owners: dict[str, tuple[str, date]] = {}
    for record in records:
        owner = owners.setdefault(record.email.lower(), record.key[:2])
        if owner != record.key[:2]:
            reason = "un autre apprenti du fichier a la même adresse."
            yield Finding(record.row, "email_contact", masked(record.email), reason)
