"""A feed: a file of which each line is one act of one apprentice (an entry, the hours of a month).

Columns are ours; those of the apprentice bear the names of the State's template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from exchange import apprentices, cells
from exchange.apprentices import Who
from exchange.cells import Kind
from exchange.reading import CellFault
from exchange.refusals import FileRefused
from exchange.report import Finding, Report, masked
from exchange.tables import Cell, Line, Table, heading, is_empty
from lifecycle.commands import Intention
from lifecycle.errors import InvalidInput
from lifecycle.events import Event

SHOWN = 60
Values = dict[str, Any]


class Says(StrEnum):
    """What a line says beside what the dossier holds already."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its cells are read, and the field of the command that it fills, if any."""

    name: str
    read: Callable[[Cell, bool], Any]
    field: str = ""
    required: bool = False
    personal: bool = False
    also: tuple[str, ...] = ()


def of_kind(kind: Kind) -> Callable[[Cell, bool], Any]:
    """The reader of a kind of cell that every file knows."""
    return lambda cell, epoch_1904: cells.read(kind, cell, epoch_1904).value


WHO = (
    Column(apprentices.DOSSIER, of_kind(Kind.TEXT)),
    Column(apprentices.LAST, of_kind(Kind.NAME), personal=True, also=("nom",)),
    Column(apprentices.FIRST, of_kind(Kind.NAME), personal=True, also=("prenom",)),
    Column(apprentices.BORN, of_kind(Kind.BIRTH), personal=True, also=("date_de_naissance",)),
    Column(apprentices.FORMATION, of_kind(Kind.TEXT)),
)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a kind of file holds. `key` tells lines that speak of the same thing of a dossier;
    `beside` compares a line with the facts of the dossier."""

    noun: str
    intention: Intention
    columns: tuple[Column, ...]
    key: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    beside: Callable[[Sequence[Event], Mapping[str, Any]], Says]

    @property
    def every(self) -> tuple[Column, ...]:
        return (*WHO, *self.columns)


@dataclass(frozen=True, slots=True)
class Act:
    """One line that can be taken: of whom, and the typed fields of its command."""

    row: int
    who: Who
    fields: Mapping[str, Any]


@dataclass(slots=True)
class Read:
    """What the lines of a file gave so far."""

    rows: int = 0
    acts: list[Act] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FeedReport(Report):
    """`created` are new acts, `updated` those that replace what was said of the same thing."""

    noun: str = "ligne(s)"

    @property
    def summary(self) -> str:
        done = "Import fait" if self.committed else "Essai à blanc, rien n’est écrit"
        return (
            f"{done} : {self.rows} ligne(s), {self.created} {self.noun}, {self.updated} "
            f"corrigée(s), {self.unchanged} inchangée(s), {self.rejected_rows} rejetée(s)."
        )


# --- reading -------------------------------------------------------------------------------------


def read(feed: Feed, table: Table) -> tuple[Read, tuple[str, ...]]:
    """Every line, before anything is written, and the columns that nobody knows.

    Raises FileRefused when a column is missing, or when there is no line.
    """
    where, unknown = _layout(feed, table)
    found = Read()
    for line in table.lines:
        found.rows += 1
        _line(feed, table, where, line, found)
    if not found.rows:
        raise FileRefused("Le fichier n’a que son en-tête : rien à importer.")
    return found, unknown


def _layout(feed: Feed, table: Table) -> tuple[list[Column | None], tuple[str, ...]]:
    by_name = {name: c for c in feed.every for name in (c.name, *c.also)}
    where = [by_name.get(heading(name)) for name in table.header]
    pairs = zip(table.header, where, strict=True)
    unknown = tuple(name[:SHOWN] for name, column in pairs if name and column is None)
    present = {column.name for column in where if column}
    missing = [c.name for c in feed.columns if c.required and c.name not in present]
    if missing or not _names_somebody(present):
        raise FileRefused(_wanted(feed, missing))
    return where, unknown


def _names_somebody(present: set[str]) -> bool:
    return apprentices.DOSSIER in present or set(apprentices.NAMED) <= present


def _wanted(feed: Feed, missing: Sequence[str]) -> str:
    absent = f"Colonnes absentes : {', '.join(missing)}. " if missing else ""
    columns = ", ".join(c.name for c in feed.columns)
    who = f"{apprentices.DOSSIER}, ou {', '.join(apprentices.NAMED)}"
    return f"{absent}La première ligne doit porter {who} ; puis {columns}."


def _line(
    feed: Feed, table: Table, where: Sequence[Column | None], line: Line, found: Read
) -> None:
    before = len(found.faults)
    if line.ragged:
        found.faults.append(Finding(line.number, "", "", line.ragged, "Complétez la ligne."))
        return
    values = _values(table, where, line, found)
    if len(found.faults) == before:
        _act(feed, line.number, values, found)


def _values(table: Table, where: Sequence[Column | None], line: Line, found: Read) -> Values:
    values: Values = {}
    for index, cell in enumerate(line.cells):
        column = where[index] if index < len(where) else None
        if column is None:
            continue
        if reason := line.faults.get(index):
            fault = Finding(
                line.number, column.name, "", f"{reason}.", "Collez la valeur à la place."
            )
            found.faults.append(fault)
        elif not is_empty(cell):
            _cell(table, line.number, column, cell, values, found)
    return values


def _cell(table: Table, row: int, column: Column, cell: Cell, values: Values, found: Read) -> None:
    try:
        values[column.name] = column.read(cell, table.epoch_1904)
    except CellFault as fault:
        shown = _visible(column, str(cell))
        found.faults.append(Finding(row, column.name, shown, fault.reason, fault.remedy))


def _visible(column: Column, text: str) -> str:
    if cells.is_personal(text):
        return "•••"
    return masked(text) if column.personal else text[:SHOWN]


def _act(feed: Feed, row: int, values: Values, found: Read) -> None:
    empty = [c.name for c in feed.columns if c.required and c.name not in values]
    found.faults += [
        Finding(row, name, "", "la cellule est vide.", "Remplissez-la.") for name in empty
    ]
    if empty:
        return
    fields = {c.field: values[c.name] for c in feed.columns if c.name in values}
    try:
        act = Act(row, Who.read(values), feed.intention.read(fields))
    except CellFault as fault:
        found.faults.append(Finding(row, "", "", fault.reason, fault.remedy))
    except InvalidInput as refused:
        found.faults.append(Finding(row, "", "", refused.message, "Corrigez la ligne."))
    else:
        found.acts.append(act)
