"""The box that a workbook is: a ZIP of XML, opened only when nothing in it can do harm."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, ZipInfo

from exchange.refusals import FileRefused, TooBig, WrongKind

MOST_PARTS = 500
MOST_UNPACKED = 200 * 1024 * 1024
PIECE = 1 << 16
DEFLATED, STORED = 8, 0
DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
KIND = "[Content_Types].xml"
Attributes = dict[str, str]
BROKEN = (BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError)
"""What `zipfile` raises on a box that is not what it says, whether one lists it or reads a part."""
DAMAGED = "Ce classeur est abîmé : enregistrez-le de nouveau en .xlsx."


def opened(content: bytes) -> ZipFile:
    """The workbook's parts, each unpacked once and measured. Raises FileRefused."""
    try:
        box = ZipFile(BytesIO(content))
        parts = box.infolist()
    except BROKEN:
        raise WrongKind(DAMAGED) from None
    _refuse_names(parts)
    _refuse_kind(parts)
    unpacked = 0
    for part in parts:
        unpacked += _measured(content, part, MOST_UNPACKED - unpacked)
    return box


def _refuse_names(parts: list[ZipInfo]) -> None:
    names = [part.filename for part in parts]
    strange = any("\\" in n or n.startswith("/") or ".." in n.split("/") for n in names)
    if strange or len(set(names)) != len(names):
        raise FileRefused("Ce classeur contient des noms suspects : il n’a pas été ouvert.")
    if len(parts) > MOST_PARTS:
        raise TooBig(f"Ce classeur a {len(parts)} parties ; {MOST_PARTS} au plus.")


def _refuse_kind(parts: list[ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise WrongKind("Ce classeur est protégé par un mot de passe : enregistrez-le sans.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise WrongKind("Ce classeur contient des macros : enregistrez-le en .xlsx, sans macro.")
    if not {KIND, "xl/workbook.xml"} <= names:
        raise WrongKind("Ce n’est pas un classeur .xlsx : enregistrez-le en .xlsx ou .csv.")


def _measured(content: bytes, part: ZipInfo, left: int) -> int:
    """How much a part really holds. Raises TooBig past what is left, FileRefused when it lies."""
    size, end, is_xml = 0, b"", part.filename.lower().endswith((".xml", ".rels"))
    for piece in _pieces(content, part):
        size += len(piece)
        if size > left:
            raise TooBig("Ce classeur, une fois déplié, est trop gros : il n’a pas été lu.")
        seen = end + piece
        if is_xml and (any(d in seen for d in DECLARED) or b"\0" in piece):
            raise FileRefused("Ce classeur déclare des entités XML : il n’a pas été lu.")
        end = piece[-16:]
    if size != part.file_size:
        raise FileRefused("Ce classeur ment sur la taille de ses parties : il n’a pas été lu.")
    return size


def _pieces(content: bytes, part: ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, unpacked piece by piece, never trusting the size that it claims."""
    header = content[part.header_offset : part.header_offset + 30]
    skipped = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = part.header_offset + 30 + skipped
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == STORED:
        yield from (bytes(packed[i : i + PIECE]) for i in range(0, len(packed), PIECE))
        return
    if part.compress_type != DEFLATED:
        raise WrongKind(
            "Ce classeur est compressé d’une façon inconnue : enregistrez-le de nouveau."
        )
    yield from _inflated(packed)


def _inflated(packed: memoryview) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    waiting: bytes | memoryview = packed
    try:
        while not unpacker.eof:
            piece = unpacker.decompress(waiting, PIECE)
            if not piece and not unpacker.eof:
                raise zlib.error("cut short")
            yield piece
            waiting = unpacker.unconsumed_tail
    except zlib.error:
        raise WrongKind(DAMAGED) from None


def elements(xml: bytes) -> list[tuple[str, Attributes]]:
    """The elements of a small part, in order, by local name. Raises WrongKind."""
    found: list[tuple[str, Attributes]] = []
    parser = ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((local(name), attributes))
    parsed(parser, xml)
    return found


def parsed(parser: object, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)  # type: ignore[attr-defined]
    except ExpatError:
        raise WrongKind(DAMAGED) from None


def local(name: str) -> str:
    """An element's name without its prefix."""
    return name.rpartition(":")[2]
