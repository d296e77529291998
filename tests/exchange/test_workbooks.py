"""Workbooks that lie, burst or hide something: refused before they are parsed, or reported."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from exchange import packages, tables
from exchange.refusals import FileRefused, TooBig, WrongKind
from tests.exchange.acts import rehearsed, written
from tests.exchange.files import STATE_FILE, STATE_HEADER, file, line
from tests.houses import House

GOOD = file([line(1)])
SHEET = "xl/worksheets/sheet1.xml"
Edit = Callable[[bytes], bytes]


def repacked(changes: dict[str, bytes | Edit], drop: str = "") -> bytes:
    """The good workbook with some parts changed, added or dropped."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts: dict[str, bytes] = {name: old.read(name) for name in old.namelist() if name != drop}
        for name, change in changes.items():
            parts[name] = change if isinstance(change, bytes) else change(parts[name])
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def refusal(content: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        list(tables.read(content, "f.xlsx").lines)
    return caught.value


def book(change: Callable[[Any, Any], None]) -> bytes:
    """The State's workbook as openpyxl writes it again once changed."""
    opened = openpyxl.load_workbook(STATE_FILE)
    change(opened, opened["Modèle"])
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def put(cell: str, value: object) -> Callable[[Any, Any], None]:
    def change(_: Any, sheet: Any) -> None:
        sheet[cell].value = value

    return change


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (GOOD[:200], WrongKind),
        (GOOD[:-40], WrongKind),
        (b"PK\x03\x04", WrongKind),
        (repacked({"xl/vbaProject.bin": b"macro"}), WrongKind),
        (repacked({}, drop="xl/workbook.xml"), WrongKind),
        (repacked({}, drop="[Content_Types].xml"), WrongKind),
        (repacked({}, drop=SHEET), WrongKind),
        (repacked({SHEET: b"<worksheet><sheetData>"}), WrongKind),
        (repacked({"../../evil.xml": b"x"}), FileRefused),
        (repacked({"/etc/evil.xml": b"x"}), FileRefused),
        (repacked({SHEET: lambda old: DOCTYPE + old.split(b"?>", 1)[-1]}), FileRefused),
        (repacked({"docProps/core.xml": DOCTYPE + b"<x/>"}), FileRefused),
        (repacked({"docProps/app.xml": "<x/>".encode("utf-16")}), FileRefused),
        (repacked({f"junk/{n}": b"x" for n in range(packages.MOST_PARTS)}), TooBig),
    ],
)
def test_what_could_do_harm_is_not_parsed(content: bytes, kind: type[FileRefused]) -> None:
    assert isinstance(refusal(content), kind)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_UNPACKED", 1_000_000)
    bomb = repacked({"xl/media/image1.png": b"\0" * 5_000_000})
    assert len(bomb) < 50_000
    assert "trop gros" in refusal(bomb).message


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """The central directory says ten bytes; the part unpacks to a thousand."""
    content = bytearray(repacked({"xl/media/x.bin": b"\0" * 1000}))
    entry = content.rindex(b"xl/media/x.bin") - 46
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert "ment" in refusal(bytes(content)).message


CRC, FLAGS = 16, 8  # where a part of the central directory keeps them


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize(("at", "bit"), [(CRC, 1), (FLAGS, 1 << 5), (FLAGS, 1 << 6)])
def test_a_part_that_is_not_what_the_directory_says_is_damaged(
    part: str, at: int, bit: int
) -> None:
    """Found by the mutations: a wrong sum, a patched part, one that claims a strong password."""
    content = bytearray(GOOD)
    content[content.rindex(part.encode()) - 46 + at] ^= bit
    local = content.index(part.encode()) - 30
    content[local + 6] ^= bit if at == FLAGS else 0
    with pytest.raises(WrongKind):
        tables.read(bytes(content), "f.xlsx")


def test_a_password_is_asked_to_be_removed() -> None:
    content = bytearray(repacked({"xl/media/x.bin": b"secret"}))
    entry = content.rindex(b"xl/media/x.bin") - 46
    content[entry + 8] |= 1
    assert "mot de passe" in refusal(bytes(content)).message


@pytest.mark.parametrize("place", [("1048576", "A1048576"), ("3", "XFD3"), ("9", "XFD1048576")])
def test_a_cell_far_away_does_not_fill_the_memory(place: tuple[str, str]) -> None:
    far = f'<row r="{place[0]}"><c r="{place[1]}"><v>1</v></c></row></sheetData>'.encode()
    content = repacked({SHEET: lambda old: old.replace(b"</sheetData>", far)})
    assert isinstance(refusal(content), TooBig)


def test_a_claimed_dimension_is_only_a_claim(house: House) -> None:
    claim = b'<dimension ref="A1:XFD1048576"/><sheetData>'
    content = repacked({SHEET: lambda old: old.replace(b"<sheetData>", claim)})
    assert rehearsed(house, content).created == 1


@pytest.mark.parametrize(
    ("cell", "value", "column", "says"),
    [
        ("A2", "=1+1", "nom_apprenant", "formule sans valeur"),
        ("B2", "#N/A", "prenom_apprenant", "en erreur"),
        (
            "C2",
            datetime.combine(date(2004, 3, 14), time(12, 30)),
            "date_de_naissance_apprenant",
            "heure",
        ),
        ("C2", 20260201, "date_de_naissance_apprenant", "pas une date"),
        ("F2", date(2026, 1, 1), "email_contact", "date"),
        ("S2", 1.2345678901235e18, "etablissement_responsable_siret", "perdu des chiffres"),
        ("S2", 1234567890123, "etablissement_responsable_siret", "zéros"),
        ("H2", 67.5, "code_postal_apprenant", "code postal"),
    ],
)
def test_a_cell_that_is_not_what_it_seems(
    house: House, cell: str, value: object, column: str, says: str
) -> None:
    report = rehearsed(house, book(put(cell, value)))
    assert [(f.row, f.column) for f in report.rejected] == [(2, column)]
    assert says in report.rejected[0].reason


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("H2", 1000),  # 01000, Bourg-en-Bresse: the zero that a number loses
        ("H2", "01000"),
        ("C2", 38060),  # 14 March 2004, as Excel counts
        ("C2", date(2004, 3, 14)),
        ("C2", "14/03/2004"),
        ("S2", 12345678901235),
        ("J2", 612345678),
    ],
)
def test_numbers_typed_as_text_and_text_typed_as_numbers_are_read(
    house: House, cell: str, value: object
) -> None:
    assert rehearsed(house, book(put(cell, value))).created == 1


def test_a_book_that_counts_from_1904_gives_the_same_days(house: House) -> None:
    def change(opened: Any, sheet: Any) -> None:
        opened.epoch = CALENDAR_MAC_1904
        sheet["C2"].value = 38060 - 1462
        sheet["C2"].number_format = "General"

    table = tables.read(book(change), "f.xlsx")
    assert table.epoch_1904
    assert rehearsed(house, book(change)).created == 1


def test_a_formula_with_its_value_is_read_and_told(house: House) -> None:
    """openpyxl keeps no value: Excel's is put back."""
    kept = b"<f>1+1</f><v>2</v>"
    raw = book(put("AA2", "=1+1"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name)
                .replace(b"<f>1+1</f><v />", kept)
                .replace(b"<f>1+1</f><v></v>", kept),
            )
    report = rehearsed(house, out.getvalue())
    assert (report.created, report.rejected) == (1, ())
    assert any("AA2" in note for note in report.notes)


def test_what_is_hidden_or_merged_is_reported(house: House) -> None:
    def change(opened: Any, sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.merge_cells("G2:G3")
        opened["Description des données"].sheet_state = "hidden"

    notes = " ".join(rehearsed(house, book(change)).notes)
    assert ("masquées, lues aussi : 2" in notes, "(masquée)" in notes, "G2:G3" in notes) == (
        True,
    ) * 3


def test_nobody_guesses_which_sheet_is_meant(house: House) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.title = "Feuil1"

    before = written(house)
    with pytest.raises(FileRefused, match="Nommez « Modèle »"):
        rehearsed(house, book(change))
    assert written(house) == before


def test_an_only_sheet_needs_no_name(house: House) -> None:
    def change(opened: Any, sheet: Any) -> None:
        sheet.title = "Feuil1"
        del opened["Description des données"]

    assert rehearsed(house, book(change)).created == 1


def test_a_header_further_down_is_found_and_lines_keep_their_numbers(house: House) -> None:
    opened = openpyxl.Workbook()
    sheet = opened.active
    assert sheet is not None
    values = line(1, prenom_apprenant="")
    for column, name in enumerate(STATE_HEADER, 3):
        sheet.cell(4, column, name)
        sheet.cell(6, column, values.get(name.rstrip(" *")))
    out = io.BytesIO()
    opened.save(out)
    (fault,) = rehearsed(house, out.getvalue()).rejected
    assert (fault.row, fault.column) == (6, "prenom_apprenant")
