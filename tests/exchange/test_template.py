"""Our template: written, read back, and harmless in a spreadsheet."""

from __future__ import annotations

import io

import openpyxl
import pytest

from exchange import template
from exchange.columns import EVERY, OURS, STATE_COLUMNS
from exchange.tables import heading, read
from lifecycle.errors import InvalidInput
from tests.exchange.acts import only, states, taken
from tests.exchange.files import OUR_HEADER, STATE_FILE, file, line
from tests.houses import House

FORMATS = template.FORMATS


@pytest.mark.parametrize("format_", FORMATS)
def test_what_we_write_we_read_back(house: House, format_: str) -> None:
    report = taken(house, template.written(format_), f"modele.{format_}")
    assert (report.created, report.rejected, report.warnings) == (1, (), ())
    assert states(house, only(house)) == ("in_training", [("running", "engaged")])


def test_the_two_formats_say_the_same(house: House) -> None:
    taken(house, template.written("csv"), "modele.csv")
    assert taken(house, template.written("xlsx"), "modele.xlsx").unchanged == 1


def test_the_states_columns_come_first_in_its_order() -> None:
    state = read(STATE_FILE.read_bytes(), STATE_FILE.name)
    assert [heading(name) for name in state.header] == [c.name for c in STATE_COLUMNS]
    assert len(STATE_COLUMNS) == 62
    assert [*EVERY] == [c.name for c in (*STATE_COLUMNS, *OURS)]


def test_every_cell_of_the_workbook_is_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(template.written("xlsx")))["Modèle"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("value", ["=1+1", "+33612345678", "-Lea", "@Lea", "=cmd|' /C calc'!A0"])
def test_nothing_becomes_a_formula_and_everything_comes_back(format_: str, value: str) -> None:
    content = file(
        [line(1, adresse_apprenant=value, tel_apprenant="+33612345678")], format_, OUR_HEADER
    )
    if format_ == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Modèle"]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    else:
        assert f";{value}" not in content.decode("utf-8-sig")


def test_a_phone_protected_from_the_spreadsheet_is_read_as_a_phone(house: House) -> None:
    taken(house, file([line(1, tel_apprenant="+33612345678")], "csv"), "f.csv")
    (pathway,) = house.dossier(only(house)).of("pathway")
    person = pathway.data["role:apprenti"]
    assert house.app.house.register.find([person])[person].phone == "+33612345678"


def test_no_other_format_is_written() -> None:
    with pytest.raises(InvalidInput, match="xlsx, csv"):
        template.written("ods")
