"""Our own template: the State's columns, and what they lack. Every cell is text, none a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from exchange.columns import EVERY, Column
from exchange.report import harmless
from lifecycle.commands.fields import quoted
from lifecycle.errors import InvalidInput

FORMATS = ("xlsx", "csv")
SHEET, HELP = "Modèle", "Mode d’emploi"
NEEDS = {"vital": "oui", "state": "pour l’État", "block": "s’il y a lieu", "": "non"}
EXPLAINED = ("colonne", "obligatoire", "ce qu’elle dit", "format", "exemple", "gardée")
WIDTH = 24


def written(format_: str) -> bytes:
    """The empty template with one example line, as `xlsx` or `csv`. Raises InvalidInput."""
    columns = tuple(EVERY.values())
    example = [column.example for column in columns]
    return table([f"{c.name}{c.star}" for c in columns], [example], format_)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], format_: str) -> bytes:
    """A file of the template's shape: what the import reads back. Raises InvalidInput."""
    if format_ not in FORMATS:
        raise InvalidInput(f"Format inconnu : {quoted(format_)}. Formats : {', '.join(FORMATS)}.")
    return _xlsx(header, rows) if format_ == "xlsx" else _csv(header, rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([[harmless(text) for text in row] for row in (header, *rows)])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    _fill(book.create_sheet(SHEET), [header, *rows])
    _fill(book.create_sheet(HELP), [EXPLAINED, *map(_explained, EVERY.values())])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    sheet.freeze_panes = "A2"
    for column in range(1, len(rows[0]) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    for row in rows:
        sheet.append([_text(sheet, text) for text in row])


def _text(sheet: Any, text: str) -> Any:
    """A cell that stays as it is typed: no number loses its zeros, nothing is computed."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.number_format = "s", "@"
    return cell


def _explained(column: Column) -> tuple[str, ...]:
    kept = "oui" if column.kept else "non : vérifiée, puis oubliée"
    need = NEEDS[column.need]
    return (column.name, need, column.label, column.kind, column.example, kept)
