"""The training as a gestionnaire lives it: who is told of what, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lifecycle.dossier import held_by
from lifecycle.people import Role
from tests.houses import House
from tests.scenarios.stories import admitted, signed, told

ANNE = {"name": "Anne Roth", "email": "anne.roth@univ.example"}
BRUNO = {"name": "Bruno Keller", "email": "bruno.keller@univ.example"}


def started(house: House, **mission: Any) -> str:
    """In contract from Monday 16 November 2026, Anne Roth is her tuteur."""
    lea = signed(house, **mission)
    house.do(lea, "appoint", role="tuteur_academique", **ANNE)
    house.beat("2026-11-16 08:05")
    return lea


def name(house: House, person: str) -> str:
    return house.app.house.register.find({person})[person].name


def who_was_told(house: House, dossier: str, duty: str) -> list[tuple[str, str]]:
    """(day, names) of each step of a duty that told somebody."""
    steps = (e for e in house.events(dossier) if e.instance == duty and e.data.get("told"))
    return [
        (
            e.effective_on.isoformat(),
            " + ".join(name(house, one["person"]) for one in e.data["told"]),
        )
        for e in steps
    ]


def holder(house: House, dossier: str, role: str, on: str) -> str:
    """Who holds a role for the contract on that day, as a page would say it."""
    day = date.fromisoformat(on)
    known = house.dossier(dossier, true_on=day)
    person = held_by(known, role, known.get("contract", "c1"), (), day)
    return name(house, person) if person else ""


def test_a_change_of_tuteur_in_the_middle_of_a_reminder_ladder(strasbourg: House) -> None:
    """Anne is reminded of the first meeting; Bruno takes over on 4 January, and hears the rest."""
    lea = started(strasbourg)
    strasbourg.beat("2026-12-16 08:05")
    strasbourg.do(lea, "appoint", "2027-01-05", on="2027-01-04", role="tuteur_academique", **BRUNO)
    for beat in ("2027-01-04 23:00", "2027-01-05 08:05", "2027-01-11 08:05", "2027-01-18 08:05"):
        strasbourg.beat(max(beat, "2027-01-05 10:30"))
    assert who_was_told(strasbourg, lea, "D30.1") == [
        ("2026-12-16", "Anne Roth"),
        ("2027-01-05", "Bruno Keller"),
        ("2027-01-11", "Bruno Keller"),
        ("2027-01-18", "responsable.m2-info@cfa.example"),
    ]
    assert holder(strasbourg, lea, Role.TUTEUR_ACADEMIQUE, "2027-01-03") == "Anne Roth"
    assert holder(strasbourg, lea, Role.TUTEUR_ACADEMIQUE, "2027-01-04") == "Bruno Keller"
    strasbourg.do(lea, "record-visit", "2027-01-19", actor="tuteur_academique", mode="site")
    first = strasbourg.duty(lea, "D30")
    assert (first.state, first.data["on_time"]) == ("done", False)


def test_a_tuteur_known_late_was_the_tuteur_before_the_one_who_followed(strasbourg: House) -> None:
    """Bruno follows Anne in January; in February the CFA learns that Carole had stood in before."""
    lea = started(strasbourg)
    strasbourg.do(lea, "appoint", "2027-01-04", role="tuteur_academique", **BRUNO)
    carole = {"name": "Carole Fuchs", "email": "carole.fuchs@univ.example"}
    strasbourg.do(lea, "appoint", "2027-02-01", on="2026-12-01", role="tuteur_academique", **carole)
    days = ("2026-11-30", "2026-12-01", "2027-01-03", "2027-01-04", "2027-02-01")
    assert [holder(strasbourg, lea, Role.TUTEUR_ACADEMIQUE, on) for on in days] == [
        "Anne Roth", "Carole Fuchs", "Carole Fuchs", "Bruno Keller", "Bruno Keller",
    ]  # fmt: skip


NEW_MAITRE = {
    "amendment_type": "36",
    "takes_effect_on": "2027-01-11",
    "maitre_apprentissage_name": "Alex Noir",
    "maitre_apprentissage_email": "alex.noir@dupont.example",
    "maitre_apprentissage_years_of_practice": 4,
    "maitre_apprentissage_has_diploma": True,
    "maitre1.dateNaissance": "1988-02-02",
}


def test_an_avenant_changes_the_maitre_apprentissage_from_the_day_of_its_effect(
    strasbourg: House,
) -> None:
    """Signed on 4 January, in force on the 11th: until then Camille answers."""
    lea = started(strasbourg)
    strasbourg.do(lea, "amend-contract", "2027-01-04", **NEW_MAITRE)
    days = ("2026-11-16", "2027-01-04", "2027-01-10", "2027-01-11", "2027-02-01")
    assert [holder(strasbourg, lea, Role.MAITRE_APPRENTISSAGE, on) for on in days] == [
        "Camille Weber", "Camille Weber", "Camille Weber", "Alex Noir", "Alex Noir",
    ]  # fmt: skip
    assert strasbourg.duty(lea, "D17").data["due_on"] == "2027-01-16"
    strasbourg.beat("2028-10-31 08:05")
    assert who_was_told(strasbourg, lea, "D38.1") == [("2028-10-31", "Léa Martin + Alex Noir")]


def test_an_appointment_known_late_does_not_undo_the_avenant_that_followed_it(
    strasbourg: House,
) -> None:
    """In February the CFA learns that Sacha stood in from 20 December, until Alex’s avenant."""
    lea = started(strasbourg)
    strasbourg.do(lea, "amend-contract", "2027-01-11", **NEW_MAITRE)
    sacha = {"name": "Sacha Klein", "email": "sacha.klein@dupont.example"}
    named = {"role": "maitre_apprentissage", **sacha}
    strasbourg.do(lea, "appoint", "2027-02-01", on="2026-12-20", **named)
    days = ("2026-12-19", "2026-12-20", "2027-01-10", "2027-01-11", "2027-02-01")
    assert [holder(strasbourg, lea, Role.MAITRE_APPRENTISSAGE, on) for on in days] == [
        "Camille Weber", "Sacha Klein", "Sacha Klein", "Alex Noir", "Alex Noir",
    ]  # fmt: skip
    strasbourg.do(lea, "appoint", "2027-02-02", **named)
    assert holder(strasbourg, lea, Role.MAITRE_APPRENTISSAGE, "2027-02-02") == "Sacha Klein"


def test_an_apprentice_of_strasbourg_working_in_paris(strasbourg: House) -> None:
    """Easter 2027. Vendredi saint (26 March) and 26 December are worked in Paris, not at the CFA.

    The employer’s clocks count with the calendar of Paris, the school’s with that of Strasbourg,
    and each is written to on a day on which they work.
    """
    paris = started(strasbourg, site_calendar="france")
    strasbourg.do(paris, "record-absence", "2026-12-07", absence_nature="maternite")
    strasbourg.do(paris, "record-return", "2027-03-19", absence_nature="maternite")
    back = strasbourg.duty(paris, "D43")
    assert (back.data["calendar"], back.data["due_on"]) == ("france", "2027-03-27")
    rows = {(row["kind"], *row["to"]): row["on"] for row in back.data["steps"]}
    assert rows["last_call", "employeur"] == "2027-03-25"
    assert rows["escalation", "gestionnaire"] == "2027-03-30"  # the 29th is Easter Monday
    hosting = {
        "from_on": "2027-04-05",
        "until_on": "2027-05-28",
        "convention_signed_on": "2027-03-24",
    }
    strasbourg.do(paris, "record-hosting", "2027-03-24", **hosting)
    assert strasbourg.duty(paris, "D45").data["due_on"] == "2027-03-31"  # in Strasbourg: 1 April
    grid = strasbourg.duty(paris, "D35")
    assert (grid.data["calendar"], grid.data["due_on"]) == ("alsace-moselle", "2026-12-16")


@pytest.mark.parametrize(
    ("site", "due_on"), [("france", "2027-03-31"), ("alsace-moselle", "2027-04-01")]
)
def test_the_same_convention_in_the_two_calendars(
    strasbourg: House, site: str, due_on: str
) -> None:
    lea = started(strasbourg, site_calendar=site)
    hosting = {
        "from_on": "2027-04-05",
        "until_on": "2027-05-28",
        "convention_signed_on": "2027-03-24",
    }
    strasbourg.do(lea, "record-hosting", "2027-03-25", **hosting)
    assert strasbourg.duty(lea, "D45").data["due_on"] == due_on


def test_the_45_days_end_later_when_two_days_a_week_are_at_the_cfa(strasbourg: House) -> None:
    """Three days a week in company: about fifteen weeks, as the domain notes say."""
    streams = {stream for (stream,) in strasbourg.rows("events", "stream")}
    formation = next(s for s in streams if strasbourg.dossier(s).of("formation"))
    week = "2026-09-01/2028-10-31 CCEEE--"
    strasbourg.do(formation, "publish-alternance", alternance=week)
    lea = admitted(strasbourg)
    strasbourg.do(lea, "validate-mission", actor="responsable_formation")
    strasbourg.draft_contract(lea, "2026-11-16", "2028-10-31")
    strasbourg.sign(lea)
    strasbourg.do(lea, "grant-visa", actor="direction")
    strasbourg.beat("2026-11-16 08:05")
    assert strasbourg.duty(lea, "D20").data["due_on"] == "2027-03-04"
    strasbourg.beat("2027-01-28 08:05")
    assert told(strasbourg, lea, "D20.1") == [("2027-01-28", "ObligationReminded")]
    strasbourg.beat("2027-03-05 08:05")
    assert strasbourg.states(lea)["contracts"][0]["state"] == "running"
