"""The week of a mission: reminded, escalated, stopped, suspended; on the days that the issue names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lifecycle.dossier import fold
from lifecycle.errors import InvalidInput, NotAllowed, Refused
from tests.houses import House

TUESDAY = "2026-11-24"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, at=f"{TUESDAY} 09:00") as opened:
        opened.open_formation("M2-INFO")
        yield opened


def told(house: House, dossier: str) -> list[tuple[str, str]]:
    """(day, fact) of each step of the mission's week that told somebody."""
    steps = (e for e in house.events(dossier) if e.instance == "D01.1" and e.data.get("told"))
    return [(e.effective_on.isoformat(), e.type) for e in steps]


def lives(house: House, first: int, last: int, month: str = "2026-11") -> None:
    """Three beats a day."""
    for day in range(first, last + 1):
        for hour in ("07:00", "08:05", "17:00"):
            house.beat(f"{month}-{day:02} {hour}")


def test_a_forgotten_review_is_reminded_then_escalated_once_each(house: House) -> None:
    lea = house.candidate("Léa", "Martin")
    house.do(lea, "admit")
    house.submit_mission(lea, f"{TUESDAY} 10:00")
    assert house.duty(lea, "D01").data["due_on"] == "2026-12-01"
    lives(house, 24, 30)
    lives(house, 1, 9, "2026-12")
    assert told(house, lea) == [
        ("2026-11-27", "ObligationReminded"),
        ("2026-11-30", "ObligationReminded"),
        ("2026-12-01", "ObligationDue"),
        ("2026-12-02", "ObligationEscalated"),
    ]


def test_validating_on_the_28th_stops_the_rest(house: House) -> None:
    lea = house.candidate("Léa", "Martin")
    house.do(lea, "admit")
    house.submit_mission(lea, f"{TUESDAY} 10:00")
    lives(house, 24, 28)
    house.do(lea, "validate-mission", "2026-11-28 18:00", actor="responsable_formation")
    lives(house, 29, 30)
    lives(house, 1, 9, "2026-12")
    assert told(house, lea) == [("2026-11-27", "ObligationReminded")]
    assert house.duty(lea, "D01").state == "done"
    assert house.duty(lea, "D01").data["on_time"] is True


def test_a_validation_known_late_sets_the_reminders_after_it_aside(house: House) -> None:
    lea = house.candidate("Léa", "Martin")
    house.do(lea, "admit")
    house.submit_mission(lea, f"{TUESDAY} 10:00")
    lives(house, 24, 30)
    house.do(lea, "validate-mission", "2026-12-03", actor="responsable_formation", on="2026-11-28")
    assert house.duty(lea, "D01").state == "done"
    assert house.duty(lea, "D01").data["on_time"] is True
    asked = house.dossier(lea, known_at="2026-11-30 12:00")
    assert asked.instances["obligation", "D01.1"].state == "reminded"
    assert (
        house.dossier(lea, true_on=date(2026, 11, 27)).instances["mission", "m1"].state
        == "submitted"
    )


@pytest.mark.parametrize(
    ("setting", "due"), [("7 jours calendaires", "2026-12-31"), ("5 jours ouvrés", "2027-01-04")]
)
def test_christmas_in_alsace(house: House, setting: str, due: str) -> None:
    house.do(house.app.house_stream("formation", "M2-INFO"), "set-formation", D01=setting)
    lea = house.candidate("Léa", "Martin")
    house.do(lea, "admit")
    house.submit_mission(lea, "2026-12-24 10:00")
    assert house.duty(lea, "D01").data["due_on"] == due


def test_changes_asked_suspend_the_week_and_completing_resumes_it(house: House) -> None:
    lea = house.candidate("Léa", "Martin")
    house.do(lea, "admit")
    house.submit_mission(lea, f"{TUESDAY} 10:00")
    house.do(lea, "request-mission-changes", "2026-11-26", actor="responsable_formation")
    lives(house, 27, 30)
    assert told(house, lea) == []
    house.do(lea, "complete-mission", "2026-12-03", actor="employeur", title="Mieux décrite")
    assert house.duty(lea, "D01").data["due_on"] == "2026-12-08"


def test_only_the_responsable_de_formation_validates(house: House) -> None:
    lea = house.candidate("Léa", "Martin")
    house.do(lea, "admit")
    house.submit_mission(lea, f"{TUESDAY} 10:00")
    with pytest.raises(NotAllowed) as refused:
        house.do(lea, "validate-mission")
    assert refused.value.refusals[0].lifted_by == ("responsable_formation",)


def test_the_whole_way_to_an_accepted_filing(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        house.open_formation("M2-INFO")
        lea = house.in_contract(house.candidate("Léa", "Martin"))
        assert house.states(lea)["contracts"][0]["filing"] == "engaged"
        other = house.another()
        assert fold(lea, other.events(lea)).instances == house.dossier(lea).instances
        other.installation.database.close()


def week(house: House, **settings: str) -> str:
    """A mission submitted on the 24th, its sheet incomplete, under these settings."""
    house.do(house.app.house_stream("formation", "M2-INFO"), "set-formation", **settings)
    lea = house.candidate("Léa", "Martin")
    house.do(lea, "admit")
    house.submit_mission(lea, f"{TUESDAY} 10:00", telework=None, progression=None)
    return lea


def test_changes_asked_may_give_the_whole_week_again(house: House) -> None:
    lea = week(house, **{"O-01.changes": "restart"})
    house.beat("2026-11-27 08:05")
    house.do(lea, "request-mission-changes", "2026-11-27", actor="responsable_formation")
    house.do(lea, "complete-mission", "2026-12-03", actor="employeur", telework="Un jour.")
    assert house.duty(lea, "D01").data["due_on"] == "2026-12-10"
    assert house.duty(lea, "D01").state == "open"
    lives(house, 4, 11, "2026-12")
    assert told(house, lea)[1:] == [
        ("2026-12-07", "ObligationReminded"),
        ("2026-12-08", "ObligationReminded"),
        ("2026-12-10", "ObligationDue"),
        ("2026-12-11", "ObligationEscalated"),
    ]


def test_the_week_may_wait_for_a_complete_sheet(house: House) -> None:
    lea = week(house, **{"O-01.start": "complete"})
    assert house.duty(lea, "D01").data["paused"] is True
    house.do(lea, "request-mission-changes", "2026-11-30", actor="responsable_formation")
    house.do(lea, "complete-mission", "2026-12-01", actor="employeur", telework="Un jour.")
    assert house.duty(lea, "D01").data["paused"] is True  # the progression is still missing
    house.do(lea, "request-mission-changes", "2026-12-02", actor="responsable_formation")
    house.do(lea, "complete-mission", "2026-12-03", actor="employeur", progression="Par étapes.")
    assert house.duty(lea, "D01").data["due_on"] == "2026-12-10"


def test_a_pause_known_late_takes_its_days_back(house: House) -> None:
    """Reminded and escalated, then it is known that the employer had to complete the sheet."""
    lea = week(house)
    lives(house, 24, 30)
    lives(house, 1, 3, "2026-12")
    assert house.duty(lea, "D01").state == "escalated"
    asked = {"actor": "responsable_formation", "on": "2026-11-26"}
    house.do(lea, "request-mission-changes", "2026-12-04", **asked)
    assert house.duty(lea, "D01").data["paused"] is True
    lives(house, 4, 9, "2026-12")
    assert told(house, lea)[-1] == ("2026-12-02", "ObligationEscalated")
    assert house.duty(lea, "D01").data["next_at"] is None


@pytest.mark.parametrize("value", ["8 jours calendaires", "6 jours ouvrés"])
def test_weaker_than_the_socle_is_refused(house: House, value: str) -> None:
    with pytest.raises(Refused, match="dépasse le socle de"):
        house.do(house.app.house_stream("formation", "M2-INFO"), "set-formation", D01=value)


@pytest.mark.parametrize("value", ["1 semaine", "5 jours ouvrables", "1 mois"])
def test_what_the_socle_does_not_count_in_is_refused(house: House, value: str) -> None:
    with pytest.raises(Refused, match="ne se compare pas au socle"):
        house.do(house.app.house_stream("formation", "M2-INFO"), "set-formation", D01=value)


@pytest.mark.parametrize("value", ["3 jours", "bientôt", "0 jours ouvrés"])
def test_what_is_no_delay_is_no_setting(house: House, value: str) -> None:
    with pytest.raises(InvalidInput):
        house.do(house.app.house_stream("formation", "M2-INFO"), "set-formation", D01=value)


def test_a_shorter_week_is_the_house_own_choice(house: House) -> None:
    lea = week(house, D01="3 jours ouvrés")
    assert house.duty(lea, "D01").data["due_on"] == "2026-11-27"
    chosen = house.dossier(house.app.house_stream("formation", "M2-INFO")).one("formation")
    assert chosen is not None
    assert chosen.data["chosen:D01"] == {"by": "gestionnaire", "on": "2026-11-24"}
