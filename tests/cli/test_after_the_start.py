"""`show` and `explain` of a contract that runs: situations in French, settings with or without a floor."""

from __future__ import annotations

from tests.cli.conftest import Desk

RUNNING = (
    "first_name=Inès", "last_name=Roth", "birth_date=2003-05-02", "email=ines@etu.example",
    "formation=M2-INFO", "situation=in_training", "contract_state=running", "sector=private",
    "starts_on=2026-02-02", "ends_on=2027-08-31", "site_calendar=france",
    "employer_siret=73282932000074", "employer_name=Dupont", "employer_email=rh@dupont.example",
)  # fmt: skip


def test_a_situation_and_a_setting_without_floor_are_said_in_french(desk: Desk) -> None:
    ines = str(desk.do("new", "take-over", *RUNNING)["dossier"])
    desk.do(ines, "report-difficulty")
    desk.do(ines, "record-rupture", "ground=R-02", "broken_on=2026-11-24", "written=oui")
    assert "Situation s1 (difficulté) : " in desk.say("show", ines).out
    lines = desk.say("explain", ines, "D62").out.splitlines()
    assert "Réglage D62 : 5 jours calendaires, par défaut" in lines
