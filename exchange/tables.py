"""Bytes → a table: one header, numbered lines, and what was left aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

from exchange.refusals import FileRefused, TooBig, WrongKind
from lifecycle.commands.fields import quoted

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet, numbered as a spreadsheet does. `faults` are by column index."""

    number: int
    cells: Sequence[Cell]
    faults: Mapping[int, str] = field(default_factory=dict)
    ragged: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`header` as typed; `lines` are read once. `epoch_1904`: how a serial date counts."""

    header: tuple[str, ...]
    lines: Iterable[Line]
    notes: tuple[str, ...] = ()
    workbook: bool = False
    epoch_1904: bool = False


def read(content: bytes, filename: str, encoding: str | None = None) -> Table:
    """The table that a file holds, a workbook or a CSV. Raises FileRefused."""
    from exchange import separated, workbooks

    if len(content) > MOST_BYTES:
        raise TooBig(f"Le fichier pèse {len(content) // 1024 // 1024} Mo ; 10 Mo au plus.")
    if not content.strip():
        raise FileRefused("Le fichier est vide : rien à importer.")
    _refuse_disguise(content, PurePath(filename).suffix.lower())
    if content.startswith(ZIP):
        return workbooks.read(content)
    return separated.read(content, encoding)


def _refuse_disguise(content: bytes, suffix: str) -> None:
    """What a file is must be what its name says."""
    if content.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        what = "protégé par un mot de passe" if locked else "au format .xls"
        raise WrongKind(f"Ce classeur est {what} : enregistrez-le en .xlsx, sans mot de passe.")
    is_zip = content.startswith(ZIP)
    if suffix in (".xls", ".ods", ".xlsm", ".xlsb", ".zip", ".pdf", ".docx"):
        raise WrongKind(f"Un fichier {suffix} ne s’importe pas : enregistrez-le en .xlsx ou .csv.")
    if is_zip and suffix in (".csv", ".txt", ".tsv"):
        raise WrongKind(f"Ce fichier {suffix} est en fait un classeur : renommez-le en .xlsx.")
    if not is_zip and suffix == ".xlsx":
        raise WrongKind(
            "Ce fichier .xlsx n’est pas un classeur : enregistrez-le depuis un tableur."
        )


# --- the header ------------------------------------------------------------------------------


def heading(text: str) -> str:
    """A column's name as compared: no star, no accent, no case, spaces as `_`."""
    plain = unicodedata.normalize("NFKD", text.replace("*", " "))
    letters = "".join(c for c in plain if not unicodedata.combining(c) and c != "\ufeff")
    return re.sub(r"[\s_]+", "_", letters.strip()).strip("_").casefold()


def checked_header(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The names of the columns, empty ones at the end left out. Raises FileRefused."""
    names = [str(cell).strip() if cell is not None else "" for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise TooBig(f"Le fichier a {len(names)} colonnes ; {MOST_COLUMNS} au plus.")
    seen: dict[str, str] = {}
    for name in filter(None, names):
        if (key := heading(name)) in seen:
            raise FileRefused(f"La colonne {quoted(name)} figure deux fois : gardez-en une.")
        seen[key] = name
    return tuple(names)


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def within_limits(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that hold something. Raises TooBig past the last one allowed."""
    count = 0
    for line in lines:
        if line.ragged or line.faults or not all(map(is_empty, line.cells)):
            count += 1
            if count > MOST_ROWS:
                raise TooBig(f"Plus de {MOST_ROWS} lignes : découpez le fichier.")
            yield line
