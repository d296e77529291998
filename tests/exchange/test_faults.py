"""Forty faults planted in five hundred lines: each is reported, and the other lines are taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exchange.report import masked
from tests.exchange.acts import altered, rehearsed, taken, written
from tests.exchange.files import FAULTS, Planted, file, line, lives, spoilt
from tests.houses import House

ROWS = lives(500)
PLANTED = spoilt(ROWS)
FILE = file(ROWS)


def test_each_fault_is_reported_by_row_column_value_and_remedy(house: House) -> None:
    report = rehearsed(house, FILE)

    assert len(FAULTS) == 40
    assert {f.row for f in report.rejected} == {row for row, _ in PLANTED}
    for row, fault in PLANTED:
        (found,) = [f for f in report.rejected if f.row == row and f.column == fault.column]
        assert fault.says in found.reason
        assert found.remedy
        assert bool(found.value) == bool(fault.value)


def test_the_valid_lines_are_written_and_the_same_file_again_changes_nothing(house: House) -> None:
    said = rehearsed(house, FILE)
    done = taken(house, FILE)
    before = written(house)
    again = taken(house, FILE)

    assert (done.created, done.rejected_rows) == (460, 40)
    assert done == replace(said, committed=True)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 460)
    assert written(house) == before
    assert altered(house) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.column}={f.value[:20]}")
def test_no_personal_value_is_copied_into_a_report(house: House, fault: Planted) -> None:
    personal = ("nom_", "prenom", "email", "tel_", "date_de_n", "adresse", "ine_", "responsable_a")
    if not (fault.value and fault.column.startswith(personal)):
        return
    report = rehearsed(house, file([line(1, **{fault.column: fault.value})]))
    assert all(fault.value not in f.value for f in report.rejected)


def test_a_mask_lets_a_value_be_found_and_no_more() -> None:
    assert masked("Martin") == "M••••n"
    assert masked("lea.martin@etu.fr") == "l••••••••n@etu.fr"
    assert (masked("Li"), masked("")) == ("••", "")


def test_all_the_faults_of_a_line_are_told_at_once(house: House) -> None:
    bad = line(1, nom_apprenant="", email_contact="x", formation_rncp="?")
    columns = {f.column for f in rehearsed(house, file([bad])).rejected}
    assert columns == {"nom_apprenant", "email_contact", "formation_rncp"}


def test_what_the_state_wants_and_we_do_not_need_may_be_empty(house: House) -> None:
    report = rehearsed(house, file([line(1, sexe_apprenant="", adresse_apprenant="")]))
    assert report.created == 1
    assert any("sexe_apprenant (1)" in note for note in report.notes)


def test_a_shared_address_is_a_warning(house: House) -> None:
    twins = [
        line(1, email_contact="famille@example.fr"),
        line(2, email_contact="famille@example.fr"),
    ]
    (warning,) = rehearsed(house, file(twins)).warnings
    assert (warning.row, warning.column) == (3, "email_contact")


def test_the_report_can_be_opened_in_a_spreadsheet_without_danger(house: House) -> None:
    report = rehearsed(house, file([line(1, derniere_situation="=cmd|'/C calc'!A0")]))
    text = report.to_csv().decode("utf-8-sig")
    assert "rejet;2;derniere_situation;'=cmd" in text
    assert text.startswith("gravite;ligne;colonne;valeur;probleme;remede\r\n")


def test_only_a_hundred_problems_are_printed(house: House) -> None:
    report = rehearsed(house, file([line(n, email_contact="x") for n in range(130)]))
    assert len(report.rejected) == 130
    assert "et 30 autres" in report.text()
