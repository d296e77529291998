"""A formation at the command line: its alternance from lines or from a table of days, its settings."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk

LINES = "2026-09-07/2026-09-20 CCEEE--\n2026-09-21/2027-08-29 EEEEE--\n"
DAYS = """jour;lieu
07/09/2026;CFA
2026-09-08;cfa
2026-09-09;Entreprise
2026-09-10;E
2026-09-11;demi
2026-09-14;C
2026-09-15;C
2026-09-16;E
2026-09-17;E
2026-09-18;D
2026-09-28;congé
2026-09-29;E
"""


def published(desk: Desk, text: str, *more: str) -> list[str]:
    (desk.folder / "jours.csv").write_text(text, "utf-8")
    shown = desk.json("formation", "alternance", "M2-INFO", "jours.csv", *more)
    return str(shown["alternance"]).splitlines()


def test_lines_are_published_as_they_are(desk: Desk) -> None:
    assert published(desk, LINES) == LINES.splitlines()
    assert "2026-09-21/2027-08-29 EEEEE--" in desk.say("formation", "show", "M2-INFO").out


def test_a_table_of_days_becomes_one_line_for_each_run_of_equal_weeks(desk: Desk) -> None:
    lines = published(desk, DAYS, "--consulted-on", "2026-06-12", "--consulted", "Les employeurs")
    assert lines == [
        "2026-09-07/2026-09-20 CCEED--",
        "2026-09-21/2026-09-27 -------",
        "2026-09-28/2026-10-04 -E-----",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-09-07/2026-09-20 CCEEX--\n", "Alternance, ligne 1"),
        ("2026-09-20/2026-09-07 CCEEE--\n", "finit avant"),
        ("jour;lieu\n2026-09-07;plage\n", "Ligne 2 : lieu « plage »"),
        ("jour;lieu\n2026-02-30;C\n", "n’existe pas"),
        ("2026-09-07;C\n07/09/2026;E\n", "dit deux fois"),
        ("jour;lieu\n", "ne dit aucun jour"),
        ("", "ne dit aucun jour"),
    ],
)
def test_a_wrong_file_is_one_sentence_and_changes_nothing(desk: Desk, text: str, why: str) -> None:
    (desk.folder / "jours.csv").write_text(text, "utf-8")
    before = desk.written()
    said = desk.say("formation", "alternance", "M2-INFO", "jours.csv")
    assert (said.code, why in said.err) == (3, True)
    assert desk.written() == before


def test_a_file_that_is_not_there_or_not_text(desk: Desk) -> None:
    assert "ne se lit pas" in desk.say("formation", "alternance", "M2-INFO", "absent.csv").err
    (desk.folder / "latin.csv").write_bytes("2026-09-07;congé".encode("cp1252"))
    assert "UTF-8" in desk.say("formation", "alternance", "M2-INFO", "latin.csv").err


def test_settings_are_shown_by_phase_with_their_trajectory_and_their_cfa(desk: Desk) -> None:
    desk.json("cfa", "add", "CFA-67", "--title", "CFA du Rhin", "--calendar", "alsace-moselle")
    desk.json("cfa", "set", "CFA-67", "O-14=same_day", "--as", "direction")
    desk.json("formation", "set", "M2-INFO", "cfa=CFA-67", "D01.cible=3 jours ouvrés")
    desk.json("formation", "set", "M2-INFO", "D01.jalons=2027-09-01=4 jours ouvrés")
    rows = {s["key"]: s for s in desk.json("formation", "show", "M2-INFO")["settings"]}
    assert rows["D01"]["jalons"] == [{"from": "2027-09-01", "value": "4 jours ouvrés"}]
    assert (rows["D01"]["cible"], rows["D01"]["cible_chosen_by"]) == ("3 jours ouvrés", "gestionnaire")  # fmt: skip
    assert (rows["O-14"]["value"], rows["O-14"]["from_cfa"]) == ("same_day", True)
    text = desk.say("formation", "show", "M2-INFO").out
    assert "Validation de mission :\n  D01 = 7 jours calendaires" in text
    assert "jalon 4 jours ouvrés au 2027-09-01 ; cible 3 jours ouvrés ; par défaut" in text
    assert "O-14 = same_day" in desk.say("cfa", "show", "CFA-67").out


def test_a_weaker_setting_is_refused_with_the_reason_and_the_source(desk: Desk) -> None:
    said = desk.say("formation", "set", "M2-INFO", "D01=8 jours calendaires")
    assert said.code != 0
    assert "dépasse le socle de 7 jours calendaires (Charte" in said.err
