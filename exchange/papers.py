"""A document that somebody deposits: what it really is, by its content, and whether it is whole.

The name proves nothing: an HTML page called `.pdf` is refused, and so is a picture called so. What is
kept is given back as a file to save, never shown by the browser under our address.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO
from zipfile import ZipFile, ZipInfo

from exchange.packages import BROKEN
from exchange.refusals import FileRefused, TooBig, WrongKind

MOST = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 5_000
PIECE = 1 << 16
LONGEST_NAME = 120
TAIL = 2_048  # where a PDF says that it ends
KINDS = "un PDF, une image PNG ou JPEG, un document DOCX, XLSX ou ODT"
MACROS = ("vbaproject.bin", "vbadata.xml")
OFFICE = "application/vnd.openxmlformats-officedocument"
ODT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that may be kept: its name without any path, its type by its content."""

    name: str
    mime: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class _Format:
    """One type: its media type, how it is called, the endings that its name may have."""

    mime: str
    label: str
    endings: tuple[str, ...]


PDF = _Format("application/pdf", "PDF", (".pdf",))
PNG = _Format("image/png", "PNG", (".png",))
JPEG = _Format("image/jpeg", "JPEG", (".jpg", ".jpeg"))
DOCX = _Format(f"{OFFICE}.wordprocessingml.document", "DOCX", (".docx",))
XLSX = _Format(f"{OFFICE}.spreadsheetml.sheet", "XLSX", (".xlsx",))
TEXT = _Format(ODT, "ODT", (".odt",))


def paper(source: IO[bytes], filename: str) -> Paper:
    """Read no more than ten megabytes of `source`, and check what they are.

    Raises TooBig, WrongKind or FileRefused, with one French sentence.
    """
    content = _read(source)
    if not content:
        raise FileRefused("Le fichier est vide : rien n’a été gardé.")
    name = _name(filename)
    found = _format(content)
    ending = PurePath(name).suffix.lower()
    if ending not in found.endings:
        wanted = " ou ".join(found.endings)
        raise WrongKind(
            f"« {name} » contient un {found.label} : son nom doit finir par {wanted}. Renommez-le."
        )
    return Paper(name, found.mime, content)


def _read(source: IO[bytes]) -> bytes:
    """Piece by piece: what is too big is never read whole."""
    found = bytearray()
    while piece := source.read(PIECE):
        found += piece
        if len(found) > MOST:
            raise TooBig("Le fichier dépasse 10 Mo : rien n’a été gardé.")
    return bytes(found)


def _name(filename: str) -> str:
    """The last part of the path that a browser may send, on one line, short enough to be kept."""
    last = PurePath(filename.replace("\\", "/")).name
    kept = "".join(c for c in last if c.isprintable()).strip() or "document"
    stem, ending = PurePath(kept).stem, PurePath(kept).suffix
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


def _format(content: bytes) -> _Format:
    for start, check in SIGNATURES.items():
        if content.startswith(start):
            return check(content)
    raise WrongKind(f"Ce fichier n’est pas d’un type accepté : il faut {KINDS}.")


# --- each type -----------------------------------------------------------------------------------


def _pdf(content: bytes) -> _Format:
    tail = content[-TAIL:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise _cut("PDF")
    return PDF


def _png(content: bytes) -> _Format:
    """Its chunks follow one another up to the one that ends it, each with its own checksum."""
    at, kind = 8, b""
    while kind != b"IEND":
        size = int.from_bytes(content[at : at + 4], "big")
        chunk = content[at + 4 : at + 8 + size]
        said = content[at + 8 + size : at + 12 + size]
        kind = chunk[:4]
        if len(said) < 4 or zlib.crc32(chunk) != int.from_bytes(said, "big"):
            raise _cut("PNG")
        at += 12 + size
    return PNG


def _jpeg(content: bytes) -> _Format:
    if b"\xff\xd9" not in content[-TAIL:]:
        raise _cut("JPEG")
    return JPEG


def _cut(label: str) -> FileRefused:
    return FileRefused(f"Ce {label} est tronqué ou abîmé : enregistrez-le de nouveau.")


def _box(content: bytes) -> _Format:
    """A DOCX, XLSX or ODT, unpacked once to be measured; nothing of it is kept unpacked."""
    try:
        with ZipFile(BytesIO(content)) as box:
            found = _of_the_box(box)
            _measure(box)
    except BROKEN:
        raise _cut("document") from None
    return found


def _of_the_box(box: ZipFile) -> _Format:
    parts = box.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or len(names) != len(parts):
        raise FileRefused("Ce document a des parties suspectes : il n’a pas été gardé.")
    if any(part.flag_bits & 1 for part in parts):
        raise WrongKind("Ce document est protégé par un mot de passe : enregistrez-le sans.")
    if any(PurePath(name.lower()).name in MACROS for name in names):
        raise WrongKind("Ce document contient des macros : enregistrez-le sans macro.")
    for wanted, found in PARTS.items():
        if wanted <= names and _says_so(box, found):
            return found
    raise WrongKind(f"Ce fichier compressé n’est pas d’un type accepté : il faut {KINDS}.")


PARTS = {
    frozenset(("[Content_Types].xml", "word/document.xml")): DOCX,
    frozenset(("[Content_Types].xml", "xl/workbook.xml")): XLSX,
    frozenset(("mimetype", "content.xml")): TEXT,
}


def _says_so(box: ZipFile, found: _Format) -> bool:
    """An ODT says its type in a part of its own: a presentation or a template is none."""
    if found is not TEXT:
        return True
    with box.open("mimetype") as part:
        return part.read(len(ODT) + 1) == ODT.encode()


def _measure(box: ZipFile) -> None:
    """Every part read to its end, its checksum with it. Raises TooBig past what is reasonable."""
    unpacked = 0
    for part in box.infolist():
        for piece in _pieces(box, part):
            unpacked += len(piece)
            if unpacked > MOST_UNPACKED:
                raise TooBig("Ce document, une fois déplié, est trop gros : il n’a pas été gardé.")


def _pieces(box: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with box.open(part) as opened:
        while piece := opened.read(PIECE):
            yield piece


SIGNATURES: dict[bytes, Callable[[bytes], _Format]] = {
    b"%PDF-": _pdf,
    b"\x89PNG\r\n\x1a\n": _png,
    b"\xff\xd8\xff": _jpeg,
    b"PK\x03\x04": _box,
}
