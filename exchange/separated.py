"""CSV, strictly: nothing is guessed that a person has not been shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from exchange.refusals import EncodingUnknown, FileRefused, TooBig
from exchange.tables import Line, Table, checked_header, is_empty, within_limits
from lifecycle.commands.fields import quoted

UTF16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = (";", "\t", ",")
ENCODINGS = ("utf-8", "cp1252")
PREVIEWED = 3
LONGEST_FIELD = 131_072


def read(content: bytes, encoding: str | None) -> Table:
    """The table of a CSV file. Raises FileRefused."""
    text = decoded(content, encoding)
    if not text.strip():
        raise FileRefused("Le fichier est vide : rien à importer.")
    records = _records(text, _separator(text))
    header = _header(records)
    lines = (_line(number, cells, len(header)) for number, cells in records)
    return Table(header, within_limits(lines))


# --- text ------------------------------------------------------------------------------------


def decoded(content: bytes, encoding: str | None) -> str:
    """The text, by its mark, else as UTF-8, else as a person said. Raises EncodingUnknown."""
    if encoding not in (None, *ENCODINGS):
        raise FileRefused(f"Encodage inconnu : {quoted(encoding)}. Encodages : utf-8, cp1252.")
    if content.startswith(UTF16):
        return _without_nul(_strictly(content, "utf-16"))
    _without_nul(content.decode("latin-1"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _as_said(content, encoding, error)
    if encoding == "cp1252" and not text.isascii():
        raise FileRefused("Ce fichier est en UTF-8 : importez-le sans dire cp1252.")
    return text


def _as_said(content: bytes, encoding: str | None, error: UnicodeDecodeError) -> str:
    line = content.count(b"\n", 0, error.start) + 1
    if encoding == "cp1252":
        return _strictly(content, "cp1252")
    preview = _preview(content)
    shown = "".join(f"\n  {one}" for one in preview)
    raise EncodingUnknown(
        f"Ce fichier n’est pas en UTF-8 (ligne {line}). Lu en CP1252 (Windows), il dit :{shown}\n"
        "Si c’est juste, importez-le en précisant l’encodage cp1252 ; sinon, enregistrez-le en "
        "« CSV UTF-8 ».",
        preview,
    )


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(f"Ligne {line} : un octet n’est pas du {encoding.upper()}.") from None


def _preview(content: bytes) -> tuple[str, ...]:
    """The lines whose reading is in doubt, as CP1252 reads them; nothing more of the file."""
    lines = content.decode("cp1252", "replace").splitlines()
    told = [line for line in lines if not line.isascii()]
    return tuple(line if len(line) <= 100 else f"{line[:100]}…" for line in told[:PREVIEWED])


def _without_nul(text: str) -> str:
    """UTF-16 without its mark is full of them. Raises FileRefused."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileRefused(f"Ligne {line} : caractère nul. Enregistrez le fichier en « CSV UTF-8 ».")
    return text


# --- records ---------------------------------------------------------------------------------


def _separator(text: str) -> str:
    """The one that cuts the first line the most, outside quotes."""
    outside = "".join(text.lstrip().splitlines()[0].split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line of a spreadsheet that it is. Raises FileRefused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, line = 0, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(error, line) from None
        number, line = number + 1, reader.line_num + 1
        yield number, cells


def _broken(error: csv.Error, line: int) -> FileRefused:
    if "field larger" in str(error):
        return TooBig(f"Ligne {line} : une cellule dépasse {LONGEST_FIELD} caractères.")
    if "unexpected end" in str(error):
        return FileRefused(f"Ligne {line} : un guillemet ouvert n’est jamais fermé.")
    return FileRefused(f'Ligne {line} : un guillemet est mal placé ; doublez-le ("").')


def _header(records: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    for _, cells in records:
        if not all(map(is_empty, cells)):
            return checked_header(cells)
    raise FileRefused("Le fichier est vide : rien à importer.")


def _line(number: int, cells: list[str], width: int) -> Line:
    while len(cells) > width and is_empty(cells[-1]):
        cells.pop()
    ragged = len(cells) != width and not all(map(is_empty, cells))
    said = f"{len(cells)} cellules, l’en-tête en a {width}." if ragged else ""
    return Line(number, cells[:width], ragged=said)
