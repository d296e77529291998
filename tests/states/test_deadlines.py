"""The deadlines of these phases through the door: the day before, the day, the day after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.houses import House


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


def started(house: House, **mission: Any) -> str:
    """Started on Monday 16 November by the clock, nothing transmitted."""
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea, **mission)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2026-11-16", "2028-10-31")
    house.sign(lea)
    house.do(lea, "grant-visa", actor="direction")
    house.beat("2026-11-16 08:05")
    assert house.states(lea)["pathway"] == "in_training"
    return lea


PUBLIC = {"sector": "public", "site_calendar": "france"}


@pytest.mark.parametrize(
    ("done_on", "on_time"), [("2026-11-20", True), ("2026-11-21", True), ("2026-11-22", False)]
)
@pytest.mark.parametrize(("ref", "mission"), [("D11", {}), ("D13", PUBLIC)])
def test_a_transmission_is_on_time_until_its_last_day(
    house: House, ref: str, mission: dict[str, Any], done_on: str, on_time: bool
) -> None:
    lea = started(house, **mission)
    assert house.duty(lea, ref).data["due_on"] == "2026-11-21"
    house.do(lea, "transmit-filing", f"{done_on} 23:30", actor="employeur")
    assert (house.duty(lea, ref).state, house.duty(lea, ref).data["on_time"]) == ("done", on_time)


@pytest.mark.parametrize(
    ("done_on", "on_time"), [("2027-01-15", True), ("2027-01-16", True), ("2027-01-17", False)]
)
def test_a_first_visit_is_on_time_for_two_months(house: House, done_on: str, on_time: bool) -> None:
    lea = started(house)
    house.do(lea, "record-visit", f"{done_on} 12:00", actor="tuteur_academique")
    assert house.duty(lea, "D30").data["on_time"] is on_time


@pytest.mark.parametrize(
    ("done_on", "on_time"), [("2026-12-15", True), ("2026-12-16", True), ("2026-12-17", False)]
)
def test_a_student_card_is_on_time_for_thirty_days(
    house: House, done_on: str, on_time: bool
) -> None:
    lea = started(house)
    said = {"obligation": "D18", "evidence": "remise contre signature"}
    house.do(lea, "fulfil-obligation", f"{done_on} 23:30", **said)
    card = house.duty(lea, "D18")
    assert (card.state, card.data["on_time"]) == ("done", on_time)


@pytest.mark.parametrize(
    ("done_on", "early"), [("2026-11-07", True), ("2026-11-08", False), ("2026-11-09", False)]
)
def test_a_dpae_is_not_declared_more_than_eight_days_before(
    house: House, done_on: str, early: bool
) -> None:
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.draft_contract(lea, "2026-11-16", "2028-10-31")
    done = house.do(
        lea, "fulfil-obligation", f"{done_on} 10:00", obligation="D09", evidence="accusé"
    )
    assert [i["rule"] for i in done.irregularities] == (["window_is_open"] if early else [])
    assert house.duty(lea, "D09").data["on_time"] is True


@pytest.mark.parametrize(
    ("mission", "state"), [({}, "implicitly_refused"), (PUBLIC, "implicitly_filed")]
)
@pytest.mark.parametrize(
    ("beat", "fired"), [("2026-12-07 08:05", False), ("2026-12-07 23:59", False),
                        ("2026-12-08 00:01", True), ("2026-12-09 08:05", True)]
)  # fmt: skip
def test_silence_takes_effect_when_the_twentieth_day_has_ended(
    house: House, mission: dict[str, Any], state: str, beat: str, fired: bool
) -> None:
    lea = started(house, **mission)
    house.do(lea, "transmit-filing", "2026-11-17", actor="employeur")
    house.beat(beat)
    assert house.states(lea)["contracts"][0]["filing"] == (state if fired else "transmitted")
    fact = next((e for e in house.events(lea) if e.state == state), None)
    assert fact is None or fact.effective_on == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("starts_on", "before", "after"),
    [
        ("2026-11-16", "2026-11-15 23:59", "2026-11-16 00:00"),
        ("2027-03-28", "2027-03-27 23:59", "2027-03-28 00:00"),  # clocks go forward that night
        ("2027-10-31", "2027-10-30 23:59", "2027-10-31 00:00"),  # and back
    ],
)
def test_a_day_begins_at_midnight_in_paris_whatever_the_clocks_do(
    house: House, starts_on: str, before: str, after: str
) -> None:
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.do(lea, "validate-mission", actor="responsable_formation")
    late = {"formation.dateDebutFormation": starts_on, "formation.dureeFormation": 2000}
    house.draft_contract(lea, starts_on, "2029-06-30", **late)
    house.sign(lea)
    house.do(lea, "grant-visa", actor="direction")
    house.beat(before)
    assert house.states(lea)["contracts"][0]["state"] == "endorsed"
    house.beat(after)
    assert house.states(lea)["contracts"][0]["state"] == "probation"


def test_a_cross_border_contract_is_due_from_its_conclusion(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea, cross_border=True)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2026-12-01", "2028-10-31")
    house.sign(lea, "2026-11-10 10:00")
    assert house.duty(lea, "D15").data["due_on"] == "2026-11-17"  # the eleventh is férié
    house.do(lea, "grant-visa", actor="direction")
    house.beat("2026-12-01 08:05")
    assert {d.data["ref"] for d in house.dossier(lea).of("obligation")} & {"D11", "D13"} == set()


def test_an_avenant_is_due_five_jours_ouvrables_after_it_takes_effect(house: House) -> None:
    lea = started(house)
    said = {"amendment_type": "36", "takes_effect_on": "2026-12-22"}
    house.do(lea, "amend-contract", "2026-12-01", **said)
    assert house.duty(lea, "D17").data["due_on"] == "2026-12-30"
