"""What may be kept: each type by its content, whole, and nothing else, whatever the name says."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from exchange.papers import MOST, ODT, OFFICE, paper
from exchange.refusals import FileRefused, TooBig, WrongKind

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"image" * 20 + b"\xff\xd9"
TYPES = b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    said = zlib.crc32(kind + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + kind + body + said


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + chunk(b"IDAT", b"pixels") + chunk(b"IEND")


def box(**parts: bytes | str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as opened:
        for name, body in parts.items():
            opened.writestr(name.replace("__", "/").replace("_x_", "."), body)
    return made.getvalue()


CONTENT = {"[Content_Types]_x_xml": TYPES}
DOCX = box(**CONTENT, word__document_x_xml=b"<w/>" * 500)
XLSX = box(**CONTENT, xl__workbook_x_xml=b"<x/>" * 500)
TEXT = box(mimetype=ODT, content_x_xml=b"<office/>" * 500)
WHOLE = {
    "visite.pdf": (PDF, "application/pdf"),
    "scan.png": (PNG, "image/png"),
    "photo.JPEG": (JPEG, "image/jpeg"),
    "contrat.docx": (DOCX, f"{OFFICE}.wordprocessingml.document"),
    "grille.xlsx": (XLSX, f"{OFFICE}.spreadsheetml.sheet"),
    "pv.odt": (TEXT, ODT),
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_accepted_is_known_by_its_content(name: str) -> None:
    content, mime = WHOLE[name]
    kept = paper(BytesIO(content), name)
    assert (kept.name, kept.mime, kept.content, kept.size) == (name, mime, content, len(content))


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_cut_short_is_refused(name: str) -> None:
    content, _ = WHOLE[name]
    with pytest.raises(FileRefused, match="tronqué ou abîmé"):
        paper(BytesIO(content[:-25]), name)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("vide.pdf", b"", "vide"),
        ("page.pdf", b"<!doctype html><script>alert(1)</script>", "pas d’un type accepté"),
        ("page.html", b"<html>", "pas d’un type accepté"),
        ("outil.exe", b"MZ\x90\0", "pas d’un type accepté"),
        ("image.svg", b"<svg onload='x()'/>", "pas d’un type accepté"),
        ("scan.pdf", PNG, "contient un PNG : son nom doit finir par .png"),
        ("scan", PDF, "doit finir par .pdf"),
        ("archive.docx", box(autre_x_txt=b"x"), "compressé n’est pas d’un type accepté"),
        ("macro.docx", box(**CONTENT, word__document_x_xml=b"<w/>", word__vbaProject_x_bin=b"x"),
         "macros"),
        ("diapos.odt", box(mimetype="application/vnd.oasis.opendocument.presentation",
                           content_x_xml=b"<o/>"), "n’est pas d’un type accepté"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(name: str, content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        paper(BytesIO(content), name)


def test_a_checksum_that_lies_is_refused() -> None:
    spoiled = PNG.replace(b"pixels", b"pixelz")
    with pytest.raises(FileRefused, match="PNG est tronqué ou abîmé"):
        paper(BytesIO(spoiled), "scan.png")


def test_a_bomb_is_measured_not_believed() -> None:
    bomb = box(**CONTENT, word__document_x_xml=b"\0" * (120 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(TooBig, match="une fois déplié"):
        paper(BytesIO(bomb), "bombe.docx")


@pytest.mark.parametrize(("size", "kept"), [(MOST, True), (MOST + 1, False)])
def test_ten_megabytes_and_not_one_byte_more(size: int, kept: bool) -> None:
    content = PDF[:9] + b" " * (size - len(PDF)) + PDF[9:]
    assert len(content) == size
    if kept:
        assert paper(BytesIO(content), "gros.pdf").size == size
    else:
        with pytest.raises(TooBig, match="dépasse 10 Mo"):
            paper(BytesIO(content), "gros.pdf")


def test_what_is_too_big_is_never_read_whole() -> None:
    source = BytesIO(PDF + b" " * (3 * MOST))
    with pytest.raises(TooBig):
        paper(source, "enorme.pdf")
    assert source.tell() < MOST + 2**17


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\Léa\\visite.pdf", "visite.pdf"),
        ("../../etc/visite.pdf", "visite.pdf"),
        ("visite\n\0.pdf", "visite.pdf"),
        (f"{'é' * 300}.pdf", f"{'é' * 116}.pdf"),
    ],
)
def test_a_name_loses_its_path_and_its_control_characters(sent: str, kept: str) -> None:
    assert paper(BytesIO(PDF), sent).name == kept


def test_a_box_that_says_a_part_twice_is_refused() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as opened:
        opened.writestr("[Content_Types].xml", TYPES)
        opened.writestr("word/document.xml", b"<w/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr("word/document.xml", b"<other/>")
    with pytest.raises(FileRefused, match="parties suspectes"):
        paper(BytesIO(made.getvalue()), "double.docx")


def test_a_protected_box_is_refused() -> None:
    """The flag of the last part, in the directory at the end, says that it is encrypted."""
    flags = DOCX.rindex(b"PK\x01\x02", 0, DOCX.index(b"PK\x05\x06")) + 8
    with pytest.raises(WrongKind, match="mot de passe"):
        paper(BytesIO(DOCX[:flags] + b"\x01" + DOCX[flags + 1 :]), "secret.docx")
