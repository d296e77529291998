"""The exams, the result and one more year, through the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from lifecycle.errors import InvalidInput, Refused
from tests.houses import House
from tests.scenarios.stories import flagged
from tests.states.ends import (
    EXAMS,
    contract,
    duties,
    fact,
    failed,
    in_contract,
    pathway,
    pending,
    refused,
)


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


# --- T36: exams ---------------------------------------------------------------------------------


def test_exams_are_told_to_the_contract_whose_people_they_concern(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", **EXAMS)
    assert pathway(house, lea) == "in_exams"
    assert duties(house, lea, "D70") == [("", "2027-06-13", "planned")]
    for beat in ("2027-04-12 08:05", "2027-04-13 08:05", "2027-05-14 08:05", "2027-06-07 08:05"):
        house.beat(beat)
    told = [e for e in house.events(lea) if e.instance == "D70.1" and e.data.get("told")]
    assert [(e.effective_on.isoformat(), [t["for"] for t in e.data["told"]]) for e in told] == [
        ("2027-04-13", ["apprenti", "maitre_apprentissage"]),
        ("2027-06-07", ["employeur", "apprenti", "maitre_apprentissage"]),
    ]


def test_a_window_opens_after_its_first_reminder(house: House) -> None:
    """What was reminded stays so, and the ladder goes on."""
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", **EXAMS)
    house.beat("2027-04-13 08:05")
    assert house.beat("2027-05-14 08:05").broken == {}
    assert duties(house, lea, "D70") == [("", "2027-06-13", "reminded")]
    house.beat("2027-06-07 08:05")
    assert duties(house, lea, "D70") == [("", "2027-06-13", "due")]


def test_new_dates_move_the_leave(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", **EXAMS)
    house.do(lea, "convene-to-exams", exams_on="2027-06-21")
    assert duties(house, lea, "D70") == [("", "2027-06-20", "planned")]
    assert house.dossier(lea).one("pathway").data["exams_end_on"] == "2027-06-21"  # type: ignore[union-attr]


def test_exams_that_end_before_they_begin_are_impossible(house: House) -> None:
    lea = in_contract(house)
    with pytest.raises(InvalidInput, match="les épreuves finissent"):
        house.do(lea, "convene-to-exams", exams_on="2027-06-14", exams_end_on="2027-06-13")


@pytest.mark.parametrize(
    ("last", "flags"), [("2027-08-30", set()), ("2027-08-31", set()), ("2027-09-01", {"D71"})]
)
def test_exams_after_the_contract_are_flagged(house: House, last: str, flags: set[str]) -> None:
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", exams_on="2027-06-14", exams_end_on=last)
    assert set(flagged(house, lea)) == flags


@pytest.mark.parametrize(
    ("ends_on", "setting", "refs"),
    [
        ("2027-08-30", "2 mois", set()),
        ("2027-08-31", "2 mois", {"D71"}),
        ("2027-09-30", "3 mois", set()),
        ("2027-10-01", "3 mois", {"D71"}),
    ],
)
def test_a_contract_ends_soon_after_its_exams(
    house: House, ends_on: str, setting: str, refs: set[str]
) -> None:
    """Two months in the help of the public form, three in its own check: the partnership says."""
    formation = house.open_formation("M2-STAT")
    house.do(formation, "set-formation", D71=setting)
    lea = house.candidate(formation="M2-STAT")
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.do(lea, "validate-mission", actor="responsable_formation")
    terms = {"formation.dateFinFormation": "2027-06-30"}
    house.draft_contract(lea, "2026-11-16", ends_on, **terms)
    assert refused(house, lea, "issue-documents") == refs


def test_no_more_than_three_months_after_the_exams_may_be_chosen(house: House) -> None:
    formation = house.open_formation("M2-STAT")
    with pytest.raises(Refused, match="dépasse le socle"):
        house.do(formation, "set-formation", D71="4 mois")


# --- T37, T38: the result -------------------------------------------------------------------------


def test_a_diploma_ends_no_contract(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", **EXAMS)
    house.do(lea, "record-success", "2027-07-02", actor="jury", obtained_on="2027-07-01")
    assert (pathway(house, lea), contract(house, lea)) == ("graduated", "running")
    assert fact(house, lea, "DiplomaObtained").effective_on == date(2027, 7, 1)
    assert pending(house, lea) >= {"T40", "D73", "D80", "D82", "D83"}
    assert not flagged(house, lea)


@pytest.mark.parametrize(
    ("on", "flags"),
    [("2027-06-17", {"result_follows_the_exams"}), ("2027-06-18", set()), ("2027-06-19", set())],
)
def test_a_result_comes_after_the_exams(house: House, on: str, flags: set[str]) -> None:
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", **EXAMS)
    house.do(lea, "record-failure", on, actor="jury")
    assert set(flagged(house, lea)) == flags


def test_a_result_without_convocation_is_taken_and_flagged(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "record-success", "2027-07-02", actor="jury")
    assert pathway(house, lea) == "graduated"
    assert set(flagged(house, lea)) == {"exams_were_convened"}


def test_an_employer_says_no_result(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", **EXAMS)
    assert refused(house, lea, "record-success", actor="employeur") == {"right"}


# --- T39: one more year -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "flags"),
    [("2028-08-30", set()), ("2028-08-31", set()), ("2028-09-01", {"D72"})],
)
def test_a_prolongation_lasts_a_year_at_most(house: House, until: str, flags: set[str]) -> None:
    lea = failed(house)
    house.do(lea, "extend-training", extended_until=until)
    assert set(flagged(house, lea)) == flags
    assert duties(house, lea, "T40") == [("", until, "open")]


@pytest.mark.parametrize(
    ("until", "flags"),
    [("2029-02-28", set()), ("2029-03-01", {"D72"})],
)
def test_a_year_after_29_february_ends_on_the_28th(
    house: House, until: str, flags: set[str]
) -> None:
    lea = failed(house, "2027-12-20", ends_on="2028-02-29")
    house.do(lea, "extend-training", extended_until=until)
    assert set(flagged(house, lea)) == flags


def test_a_prolongation_moves_the_contract_and_is_a_situation(house: House) -> None:
    lea = failed(house)
    assert pending(house, lea) >= {"D72", "D74", "D83"}
    house.do(lea, "extend-training", "2027-07-20", extended_until="2028-07-31")
    assert (pathway(house, lea), contract(house, lea)) == ("in_training", "running")
    assert house.states(lea)["situations"] == [
        {"id": "s1", "kind": "prolongation", "state": "open"}
    ]
    assert duties(house, lea, "D72") == [("", "2028-07-02", "done")]
    assert not pending(house, lea) & {"D72", "D74", "D83"}
    assert duties(house, lea, "T40") == [("", "2028-07-31", "open")]
    assert duties(house, lea, "D73") == [("", "2028-07-31", "planned")]
    assert duties(house, lea, "D17") == [("", "2027-07-26", "open")]


def test_one_more_year_elsewhere_leaves_the_contract_alone(house: House) -> None:
    lea = failed(house)
    house.do(lea, "extend-training", extended_until="2028-07-31", means="new_contract")
    assert duties(house, lea, "T40") == [("", "2027-08-31", "open")]
    assert pathway(house, lea) == "in_training"


def test_nobody_prolongs_after_a_diploma(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", **EXAMS)
    house.do(lea, "record-success", "2027-07-02", actor="jury")
    house.beat("2027-09-01 08:05")
    assert pathway(house, lea) == "follow_up"
    assert refused(house, lea, "extend-training", extended_until="2028-07-31") == {
        "last_result_is_a_failure"
    }


def test_a_failure_is_still_prolonged_once_its_contract_has_ended(house: House) -> None:
    lea = failed(house)
    house.beat("2027-09-01 08:05")
    assert pathway(house, lea) == "follow_up"
    house.do(lea, "extend-training", extended_until="2028-07-31", means="amendment")
    assert pathway(house, lea) == "in_training"
    assert set(flagged(house, lea)) == {"extension_has_a_contract"}
