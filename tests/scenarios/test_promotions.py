"""What a formation owes each year, and each of its promotions: paid once, by whom it was held for."""

from __future__ import annotations

import pytest

from lifecycle.errors import InvalidInput, Refused
from tests.houses import House
from tests.scenarios.collective import UPDATES, done, held, promotion, state
from tests.scenarios.stories import flagged, told


@pytest.fixture
def formation(strasbourg: House) -> str:
    found = strasbourg.app.house_stream("formation", "M2-INFO")
    assert found is not None
    return found


def test_a_late_committee_pays_the_year_that_owed_it_and_not_the_next(
    strasbourg: House, formation: str
) -> None:
    strasbourg.beat("2027-09-02 08:05")
    assert state(strasbourg, formation, "D39.1") == "escalated"
    assert state(strasbourg, formation, "D39.2") == "open"
    held(strasbourg, formation, "comite_pilotage", "2027-09-20")
    assert state(strasbourg, formation, "D39.1") == "done"
    assert strasbourg.dossier(formation).instances["obligation", "D39.1"].data["on_time"] is False
    assert state(strasbourg, formation, "D39.2") == "open"
    held(strasbourg, formation, "comite_pilotage", "2027-10-04")
    assert state(strasbourg, formation, "D39.2") == "done"


def test_a_year_without_its_meetings_is_told_to_whom_it_falls(
    strasbourg: House, formation: str
) -> None:
    for day in ("2027-02-02", "2027-07-02", "2027-08-24", "2027-09-01"):
        strasbourg.beat(f"{day} 08:05")
    assert told(strasbourg, formation, "D39.1") == [
        ("2027-07-02", "ObligationReminded"),
        ("2027-08-24", "ObligationDue"),
        ("2027-09-01", "ObligationEscalated"),
    ]
    first = next(e for e in strasbourg.events(formation) if e.instance == "D41.1" and e.data.get("told"))  # fmt: skip
    assert [(one["for"], one["role"]) for one in first.data["told"]] == [
        ("service_orientation", "gestionnaire")
    ]
    assert "role_has_a_holder" not in flagged(strasbourg, formation)


@pytest.mark.parametrize(
    ("rentree", "paid"),
    [("2027-06-30", False), ("2027-07-01", True), ("2027-09-06", True), ("2028-06-30", True),
     ("2028-07-01", False)],
)  # fmt: skip
def test_a_year_owes_the_promotion_of_the_rentree_that_follows(
    strasbourg: House, formation: str, rentree: str, paid: bool
) -> None:
    promotion(strasbourg, formation, rentree, ends_on="2029-08-31")
    assert (state(strasbourg, formation, "P1-P02.1") == "done") is paid


def test_an_event_of_one_promotion_is_not_that_of_another(
    strasbourg: House, formation: str
) -> None:
    promotion(strasbourg, formation)
    promotion(strasbourg, formation, "2026-11-16")
    with pytest.raises(Refused, match="dites laquelle"):
        held(strasbourg, formation, "reunion_rentree", "2026-11-10")
    with pytest.raises(Refused, match="dites laquelle"):
        held(strasbourg, formation, "reunion_rentree", "2026-11-10", promotion="p7")
    held(strasbourg, formation, "reunion_rentree", "2026-11-10", promotion="p2")
    held(strasbourg, formation, "information_employeurs", "2026-11-12")
    assert done(strasbourg, formation) == {"D25.2", "DEL-06.1", "DEL-06.2"}


def test_the_only_promotion_in_progress_needs_no_name(strasbourg: House, formation: str) -> None:
    promotion(strasbourg, formation)
    strasbourg.do(formation, "publish-evaluations", evaluations_link="univ.example/planning")
    held(strasbourg, formation, "reunion_rentree", "2026-11-10")
    strasbourg.do(formation, "plan-event", "2026-11-12", kind="reunion_pedagogique",
                  planned_on="2027-01-15")  # fmt: skip
    held(strasbourg, formation, "retour_alternance", "2026-12-14")
    strasbourg.do(formation, "record-campaign", asked="20", answered="14")
    assert done(strasbourg, formation) == {
        "P2-P17.1", "D25.1", "P1-P03.1", "P1-P05.1", "DEL-26.1",
    }  # fmt: skip
    last = strasbourg.dossier(formation).of("event")[-1]
    assert (last.data["promotion"], last.data["quarter"]) == ("p1", "2026-T4")


def test_each_subject_of_prevention_counts_once(strasbourg: House, formation: str) -> None:
    promotion(strasbourg, formation)
    kinds = ("prevention_handicap", "prevention_handicap", "prevention_discriminations")
    for day, kind in enumerate(kinds, 20):
        held(strasbourg, formation, kind, f"2026-11-{day}")
    assert state(strasbourg, formation, "C-14.1") == "open"
    held(strasbourg, formation, "prevention_harcelement", "2026-11-24")
    assert state(strasbourg, formation, "C-14.1") == "done"


def test_what_a_closed_promotion_did_not_do_is_still_owed(
    strasbourg: House, formation: str
) -> None:
    promotion(strasbourg, formation)
    strasbourg.do(formation, "close-promotion")
    strasbourg.beat("2026-11-25 08:05")
    assert state(strasbourg, formation, "D25.1") == "escalated"


def test_a_delay_of_a_promotion_is_told_to_the_direction_des_etudes(
    strasbourg: House, formation: str
) -> None:
    strasbourg.do(formation, "set-formation", direction_etudes="etudes@univ.example")
    promotion(strasbourg, formation)
    strasbourg.beat("2026-11-25 08:05")
    (late,) = (
        e
        for e in strasbourg.events(formation)
        if (e.type, e.instance) == ("ObligationEscalated", "D25.1")
    )
    told_to = [(one["for"], one["role"]) for one in late.data["told"]]
    assert ("direction_etudes", "direction_etudes") in told_to


@pytest.mark.parametrize(("wanted", "opened"), [({}, 0), ({"P1-C03.wanted": "oui"}, 1)])
def test_a_cible_is_owed_by_who_has_chosen_it(
    strasbourg: House, formation: str, wanted: dict[str, str], opened: int
) -> None:
    if wanted:
        strasbourg.do(formation, "set-formation", **wanted)
    promotion(strasbourg, formation)
    found = [d for d in strasbourg.dossier(formation).of("obligation") if d.data["ref"] == "P1-C03"]
    assert len(found) == opened
    if found:
        held(strasbourg, formation, "comite_pilotage", "2026-11-20", topics=UPDATES)
        assert state(strasbourg, formation, "P1-C03.1") == "open"
        held(strasbourg, formation, "comite_pilotage", "2026-11-23", topics="indicateurs")
        assert state(strasbourg, formation, "P1-C03.1") == "done"


# --- the delegates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "owed"), [("500", 0), ("501", 1)])
def test_delegates_are_elected_beyond_five_hundred_hours(
    strasbourg: House, formation: str, hours: str, owed: int
) -> None:
    promotion(strasbourg, formation, hours_planned=hours)
    duties = strasbourg.dossier(formation).of("obligation")
    assert len([d for d in duties if d.data["ref"] == "D26"]) == owed


@pytest.mark.parametrize(
    ("day", "counts", "regular"),
    [
        ("2026-11-11", False, False),  # the day before the 20th hour
        ("2026-11-12", True, True),
        ("2026-11-17", True, True),  # the day of the 40th
        ("2026-11-18", True, False),
    ],
)
def test_the_election_is_held_between_the_two_hours(
    strasbourg: House, formation: str, day: str, counts: bool, regular: bool
) -> None:
    """Monday 9 November; Wednesday 11 is férié: the 20th hour is on Thursday 12."""
    promotion(strasbourg, formation)
    strasbourg.do(formation, "elect-delegates", "2026-11-20", elected_on=day)
    assert (state(strasbourg, formation, "D26.1") == "done") is counts
    assert ("D26" not in flagged(strasbourg, formation)) is regular


def test_hours_that_the_form_gives_are_those_that_count(strasbourg: House, formation: str) -> None:
    promotion(strasbourg, formation, hour_20_on="2026-11-20", hour_40_on="2026-12-04")
    assert strasbourg.duty(formation, "D26").data["due_on"] == "2026-12-04"
    with pytest.raises(InvalidInput, match="40e heure"):
        promotion(strasbourg, formation, hour_20_on="2026-12-04", hour_40_on="2026-12-03")


def test_a_delegate_is_one_in_their_own_dossier(strasbourg: House, formation: str) -> None:
    tom = strasbourg.candidate("Tom", "Muller")
    promotion(strasbourg, formation)
    strasbourg.do(formation, "elect-delegates", "2026-11-13", delegates=tom,
                  delegate_names="Tom Muller, titulaire")  # fmt: skip
    assert strasbourg.dossier(tom).said["delegate"] is True
    payloads = b"".join(row[0] for row in strasbourg.rows("events", "payload"))
    assert b"titulaire" not in payloads
