"""XLSX: the sheet «Modèle», its values as typed, and what a value alone does not say.

calamine reads the values; one pass over the XML of the sheet says first how far it goes, which
formulas have no kept value, and what is hidden or merged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from exchange import packages
from exchange.packages import Attributes, elements, local
from exchange.refusals import FileRefused, TooBig, WrongKind
from exchange.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Line,
    Table,
    checked_header,
    heading,
    is_empty,
    within_limits,
)
from lifecycle.commands.fields import quoted

MODEL = "modele"
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
WITHOUT_VALUE = "une formule sans valeur enregistrée"
IN_ERROR = "la cellule est en erreur"
SHOWN = 5


def read(content: bytes) -> Table:
    """The table of a workbook. Raises FileRefused."""
    box = packages.opened(content)
    sheets = _sheets(box)
    name = _chosen([sheet.name for sheet in sheets])
    scan = _scanned(box, next(s.part for s in sheets if s.name == name))
    sheet = _opened(content, name)
    lines = _lines(sheet, scan)
    header = next((line for line in lines if not all(map(is_empty, line.cells))), None)
    if header is None:
        raise FileRefused(f"La feuille {quoted(name)} est vide : rien à importer.")
    return Table(
        checked_header(header.cells),
        within_limits(lines),
        (*_other_sheets(sheets, name), *scan.notes()),
        workbook=True,
        epoch_1904=_counts_from_1904(box),
    )


# --- which sheet -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    hidden: bool
    part: str


def _sheets(box: ZipFile) -> list[_Sheet]:
    paths = {
        a.get("Id", ""): a.get("Target", "")
        for name, a in elements(_part(box, "xl/_rels/workbook.xml.rels"))
        if name == "Relationship"
    }
    declared = elements(_part(box, "xl/workbook.xml"))
    return [_sheet(a, paths) for name, a in declared if name == "sheet"]


def _sheet(attributes: Attributes, paths: dict[str, str]) -> _Sheet:
    id_ = next((v for k, v in attributes.items() if local(k) == "id"), "")
    target = paths.get(id_, "")
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return _Sheet(attributes.get("name", ""), attributes.get("state", "visible") != "visible", part)


def _part(box: ZipFile, name: str) -> bytes:
    try:
        return box.read(name)
    except KeyError:
        raise WrongKind("Ce classeur est incomplet : enregistrez-le de nouveau.") from None
    except packages.BROKEN:
        raise WrongKind(packages.DAMAGED) from None


def _counts_from_1904(box: ZipFile) -> bool:
    said = (
        a.get("date1904") for n, a in elements(_part(box, "xl/workbook.xml")) if n == "workbookPr"
    )
    return next(said, None) in ("1", "true")


def _chosen(names: Sequence[str]) -> str:
    """«Modèle», or the only sheet. Raises FileRefused when nobody can tell."""
    model = [name for name in names if heading(name) == MODEL]
    if model or len(names) == 1:
        return (model or list(names))[0]
    listed = ", ".join(quoted(name) for name in names[:10]) or "aucune feuille"
    raise FileRefused(f"Nommez « Modèle » la feuille à importer (le classeur a : {listed}).")


def _other_sheets(sheets: Sequence[_Sheet], chosen: str) -> list[str]:
    others = [s for s in sheets if s.name != chosen]
    shown = ", ".join(f"{quoted(s.name)}{' (masquée)' if s.hidden else ''}" for s in others[:10])
    return [f"Feuilles non lues : {shown}."] if others else []


def _opened(content: bytes, name: str) -> CalamineSheet:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name)
    except (CalamineError, ValueError, OSError):
        raise WrongKind("Ce classeur est illisible : enregistrez-le de nouveau.") from None


def _lines(sheet: CalamineSheet, scan: _Scan) -> Iterator[Line]:
    first = sheet.start[1] if sheet.start else 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        faults = scan.faults.get(number, {})
        padded: list[Cell] = [*[None] * first, *cells]
        yield Line(number, padded, faults)


# --- what the XML says -------------------------------------------------------------------------


@dataclass
class _Scan:
    """One pass over the cells of a sheet, in the order of the file."""

    row: int = 0
    column: int = 0
    kind: str = ""
    hidden: bool = False
    formula: bool = False
    valued: bool = False
    faults: dict[int, dict[int, str]] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "c":
            self.cell(attributes)
        elif name == "f":
            self.formula = True
        elif name in ("v", "is"):
            self.valued = self.valued or not self.formula
        elif name == "row":
            self.new_row(attributes)
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))

    def new_row(self, attributes: Attributes) -> None:
        self.row = _number(attributes.get("r"), self.row + 1)
        self.column = 0
        self.hidden = attributes.get("hidden") in ("1", "true")

    def cell(self, attributes: Attributes) -> None:
        self.kind, self.formula, self.valued = attributes.get("t", ""), False, False
        if reference := attributes.get("r"):
            self.row, self.column = _place(reference)
        else:
            self.column += 1

    def text(self, data: str) -> None:
        if self.formula and data.strip():
            self.valued = True

    def end(self, name: str) -> None:
        name = local(name)
        if name == "f":
            self.formula, self.valued = True, False
        elif name == "c":
            self.end_of_cell()

    def end_of_cell(self) -> None:
        if not (self.valued or self.formula):
            return
        if self.row > MOST_ROWS + 1:
            raise TooBig(f"Plus de {MOST_ROWS} lignes : découpez le fichier.")
        if self.column > MOST_COLUMNS:
            raise TooBig(f"Plus de {MOST_COLUMNS} colonnes : retirez celles qui ne servent pas.")
        if self.kind == "e" or not self.valued:
            reason = IN_ERROR if self.kind == "e" else WITHOUT_VALUE
            self.faults.setdefault(self.row, {})[self.column - 1] = reason
        elif self.formula:
            self.formulas.append(f"{_letters(self.column)}{self.row}")
        if self.hidden and self.row not in self.hidden_rows[-1:]:
            self.hidden_rows.append(self.row)

    def notes(self) -> list[str]:
        kinds = (
            ("Cellules calculées, lues à leur dernière valeur", self.formulas),
            ("Lignes masquées, lues aussi", list(map(str, self.hidden_rows))),
            ("Cellules fusionnées, seule la première a une valeur", self.merged),
        )
        return [f"{what} : {_some(found)}." for what, found in kinds if found]


def _scanned(box: ZipFile, part: str) -> _Scan:
    scan = _Scan()
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    packages.parsed(parser, _part(box, part))
    return scan


def _number(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise WrongKind(packages.DAMAGED)
    return int(text)


def _place(reference: str) -> tuple[int, int]:
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise WrongKind(packages.DAMAGED)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _some(found: Sequence[str]) -> str:
    more = len(found) - SHOWN
    return ", ".join(found[:SHOWN]) + (f" et {more} autres" if more > 0 else "")
