"""Short lists (offers, candidacies): one line, one command, through the one door.

Rehearsed unless somebody commits; a line that is refused stops no other, and the same file twice
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from exchange import tables
from exchange.refusals import FileRefused
from exchange.rehearsal import rehearsed
from exchange.report import Finding, Report
from lifecycle.commands import Command
from lifecycle.errors import LifecycleError, TryLater
from lifecycle.service import Answer, Done, House, handle_many

REMEDY = "Corrigez la ligne."


@dataclass(frozen=True, slots=True)
class Item:
    """One line: its number in the sheet, its values by the names of our fields."""

    row: int
    values: Mapping[str, object]

    def fault(self, why: str) -> Finding:
        return Finding(self.row, "", "", why, REMEDY)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line asks: a command, or nothing when the house knows already all that it says."""

    item: Item
    command: Command | None
    is_new: bool = False
    warning: str = ""


Planned = Asked | Finding


@dataclass(frozen=True, slots=True)
class Form:
    """A list: what its lines are, its columns → our fields, those that no line can do without."""

    what: str
    columns: Mapping[str, str]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListReport(Report):
    """The report of a list, in the word of what it holds."""

    what: str = "ligne"

    @property
    def summary(self) -> str:
        done = "Import fait" if self.committed else "Essai à blanc, rien n’est écrit"
        return (
            f"{done} : {self.rows} {self.what}(s) lue(s), {self.created} créée(s), {self.updated} "
            f"mise(s) à jour, {self.unchanged} inchangée(s), {self.rejected_rows} rejetée(s)."
        )


@dataclass(slots=True)
class Tally:
    """What has become of the lines so far."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def take(
    house: House,
    form: Form,
    plan: Callable[[House, Sequence[Item]], Iterator[Planned]],
    content: bytes,
    filename: str,
    at: datetime,
    *,
    commit: bool,
    encoding: str | None = None,
) -> ListReport:
    """What the file asks, rehearsed or done. Raises FileRefused when the file itself is at fault.

    `plan` says what each line asks of the house as it stands.
    """
    table = tables.read(content, filename, encoding)
    where, unknown = _layout(table, form)
    read = [_item(line, where) for line in table.lines]
    if not read:
        raise FileRefused("Le fichier n’a que son en-tête : rien à importer.")
    known = house if commit else rehearsed(house)
    items = [one for one in read if isinstance(one, Item)]
    unread = [one for one in read if isinstance(one, Finding)]
    tally = _done(known, [*unread, *plan(known, items)], at)
    return ListReport(
        rows=len(read),
        created=tally.created,
        updated=tally.updated,
        unchanged=tally.unchanged,
        rejected=tuple(sorted(tally.rejected, key=lambda finding: finding.row)),
        warnings=tuple(tally.warnings),
        unknown_columns=unknown,
        notes=(*table.notes, *_not_read(unknown)),
        committed=commit,
        filename=filename,
        sha256=sha256(content).hexdigest(),
        what=form.what,
    )


def _done(house: House, planned: Sequence[Planned], at: datetime) -> Tally:
    """Every command asked, in the order of the lines, and what became of each."""
    tally = Tally(rejected=[one for one in planned if isinstance(one, Finding)])
    asked = [one for one in planned if isinstance(one, Asked)]
    commands = [one.command for one in asked if one.command]
    answers = iter(handle_many(house, commands, at))
    for one in asked:
        if one.warning:
            tally.warnings.append(Finding(one.item.row, "", "", one.warning))
        _count(tally, one, next(answers) if one.command else None)
    return tally


def _count(tally: Tally, one: Asked, answer: Answer | None) -> None:
    if isinstance(answer, TryLater) or not isinstance(answer, LifecycleError | Done | None):
        raise answer
    if isinstance(answer, LifecycleError):
        tally.rejected.append(one.item.fault(answer.message))
    elif answer is None or answer.replayed:
        tally.unchanged += 1
    elif one.is_new:
        tally.created += 1
    else:
        tally.updated += 1


# --- reading ---------------------------------------------------------------------------------------


def _layout(table: tables.Table, form: Form) -> tuple[dict[int, str], tuple[str, ...]]:
    """Column index → our field, and the columns that are not read. Raises FileRefused."""
    names = [tables.heading(name) for name in table.header]
    where = {n: form.columns[name] for n, name in enumerate(names) if name in form.columns}
    missing = [name for name in form.required if name not in names]
    if missing:
        known = ", ".join(form.columns)
        raise FileRefused(f"Il manque la colonne « {missing[0]} ». Colonnes connues : {known}.")
    pairs = zip(table.header, names, strict=True)
    return where, tuple(shown for shown, name in pairs if name and name not in form.columns)


def _item(line: tables.Line, where: Mapping[int, str]) -> Item | Finding:
    if line.ragged or line.faults:
        why = line.ragged or f"{next(iter(line.faults.values()))}."
        return Finding(line.number, "", "", why, REMEDY)
    cells = {name: line.cells[n] for n, name in where.items() if n < len(line.cells)}
    return Item(line.number, {n: _typed(c) for n, c in cells.items() if not tables.is_empty(c)})


def _typed(cell: tables.Cell) -> object:
    """A cell as somebody would have typed it: a workbook keeps whole numbers as decimals."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float | int) and not isinstance(cell, bool) and cell == int(cell):
        return str(int(cell))
    return cell if isinstance(cell, str | date | bool) else str(cell)


def _not_read(unknown: Sequence[str]) -> list[str]:
    names = ", ".join(f"« {name} »" for name in unknown[:20])
    return [f"Colonnes inconnues, non lues : {names}."] if unknown else []
