"""Hours of training by month through the door: what is kept, when absences are a signal, distance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.errors import InvalidInput, NotAllowed, Refused
from lifecycle.events import Event
from tests.houses import House
from tests.scenarios.stories import flagged, signed


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


@pytest.fixture
def lea(house: House) -> str:
    """Started by the clock on Monday 16 November 2026; Paul Roth is her tuteur."""
    dossier = signed(house)
    house.beat("2026-11-16 08:05")
    house.do(dossier, "appoint", role="tuteur_academique", name="Paul Roth", email="p@univ.example")
    house.at("2026-12-01")
    return dossier


def hours(house: House, dossier: str, month: str = "2026-11", **said: Any) -> None:
    house.do(dossier, "record-hours", **{"month": month, "planned": 70, "done": 60, **said})


def kept(house: House, dossier: str) -> dict[str, Any]:
    return {k: v for k, v in house.dossier(dossier).said.items() if k.startswith(("hours:", "rem"))}


def signals(house: House, dossier: str) -> list[Event]:
    return [e for e in house.events(dossier) if e.type.startswith("AbsencesSignalled")]


def test_each_month_keeps_its_own_hours_and_a_later_statement_replaces_it(
    house: House, lea: str
) -> None:
    hours(house, lea)
    hours(house, lea, "2026-12", planned=35, done=30, absent_justified=5)
    said = {"distance": 14, "distance_proof": "connexion", "replaces": True}
    hours(house, lea, done=63, absent_unjustified=7, **said)
    assert kept(house, lea) == {
        "hours:2026-11": {"planned": 70, "done": 63, "absent_justified": 0,
                          "absent_unjustified": 7, "distance": 14},
        "hours:2026-12": {"planned": 35, "done": 30, "absent_justified": 5,
                          "absent_unjustified": 0, "distance": 0},
    }  # fmt: skip


def test_a_month_typed_over_another_says_that_it_replaces_it(house: House, lea: str) -> None:
    hours(house, lea, absent_justified=3)
    size = len(house.events(lea))
    with pytest.raises(Refused, match="Au dossier, 2026-11 : 70 h prévues, 60 réalisées"):
        hours(house, lea, done=62, absent_justified=3)
    assert len(house.events(lea)) == size
    hours(house, lea, absent_justified=3)  # the same again takes nothing away
    hours(house, lea, done=62, absent_justified=3, replaces=True)
    assert kept(house, lea)["hours:2026-11"]["done"] == 62


def test_a_second_month_is_told_by_itself_beside_the_signal_that_waits(
    house: House, lea: str
) -> None:
    hours(house, lea, absent_unjustified=12)
    before = len(house.letters())
    hours(house, lea, "2026-12", absent_unjustified=10)
    told = [(row.letter, row.role) for row in house.letters()][before:]
    helpers = ("tuteur_academique", "responsable_formation", "maitre_apprentissage")
    assert told == [("news", role) for role in helpers]
    assert house.duty(lea, "E-06").data["due_on"] == "2026-12-08"  # no more time for the first


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"month": "2026-13"}, "AAAA-MM"),
        ({"month": "11/2026"}, "AAAA-MM"),
        ({"planned": 745}, "744"),
        ({"absent_justified": 40, "absent_unjustified": 31}, "71 heures d’absence"),
        ({"distance": 61}, "61 heures à distance"),
        ({"done": -1}, "négatives"),
        ({"done": "6,5"}, "entier"),
    ],
)
def test_what_no_month_can_be_is_refused_in_words(
    house: House, lea: str, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(InvalidInput, match=why):
        hours(house, lea, **said)


def test_a_month_that_has_not_begun_has_no_hours(house: House, lea: str) -> None:
    house.at("2026-12-31")
    hours(house, lea, "2026-12")
    with pytest.raises(Refused, match="pas encore commencé"):
        hours(house, lea, "2027-01")


def test_only_the_office_states_the_hours(house: House, lea: str) -> None:
    with pytest.raises(NotAllowed):
        hours(house, lea, actor="apprenti")
    hours(house, lea, actor="secretariat_pedagogique")


# --- absences are a signal -------------------------------------------------------------------------


@pytest.mark.parametrize(("absent", "signalled"), [(9, 0), (10, 1), (11, 1)])
def test_the_threshold_of_the_partnership_makes_a_signal(
    house: House, lea: str, absent: int, signalled: int
) -> None:
    hours(house, lea, absent_unjustified=absent)
    assert len(signals(house, lea)) == signalled
    examined = [d for d in house.dossier(lea).of("obligation") if d.data["ref"] == "E-06"]
    assert [d.data["due_on"] for d in examined] == ["2026-12-08"] * signalled


def test_justified_hours_are_none_and_a_month_signals_once(house: House, lea: str) -> None:
    hours(house, lea, absent_justified=30)
    assert signals(house, lea) == []
    hours(house, lea, absent_unjustified=12, replaces=True)
    hours(house, lea, absent_unjustified=15, replaces=True)
    assert len(signals(house, lea)) == 1
    hours(house, lea, "2026-12", absent_unjustified=10)
    assert len(signals(house, lea)) == 2


def test_tuteur_responsable_and_maitre_are_told_while_a_contract_runs(
    house: House, lea: str
) -> None:
    hours(house, lea, absent_unjustified=12)
    (signal,) = signals(house, lea)
    assert (signal.region, [one["role"] for one in signal.data["told"]]) == (
        "contract",
        ["tuteur_academique", "responsable_formation", "maitre_apprentissage"],
    )


def test_without_a_contract_the_signal_is_the_dossiers(house: House) -> None:
    zoe = house.candidate("Zoé", "Klein")
    house.do(zoe, "admit")
    house.do(zoe, "start-without-contract", cerfa_p2s_signed=True)
    hours(house, zoe, absent_unjustified=12)
    (signal,) = signals(house, zoe)
    assert (signal.type, signal.region) == ("AbsencesSignalledWithoutContract", "pathway")
    assert house.duty(zoe, "E-06").data["about"] == "pathway"


def test_a_threshold_of_its_own(house: House) -> None:
    house.open_formation("BTS-A", **{"A-05": "4 heures"})
    zoe = house.in_contract(house.candidate("Zoé", "Klein", formation="BTS-A"))
    house.beat("2026-11-25 08:05")
    hours(house, zoe, absent_unjustified=4)
    assert len(signals(house, zoe)) == 1
    with pytest.raises(InvalidInput, match="10 heures"):
        house.open_formation("BTS-B", **{"A-05": "quatre"})


def test_a_correction_that_lowers_the_absences_takes_the_signal_back(
    house: House, lea: str
) -> None:
    hours(house, lea, absent_unjustified=12)
    seq = [e.type for e in house.events(lea)].index("HoursRecorded") + 1
    house.do(lea, "correct", fact=seq, absent_unjustified=2, reason="erreur de saisie")
    assert kept(house, lea)["hours:2026-11"]["absent_unjustified"] == 2
    standing = {e.place: e for e in house.events(lea)}.values()
    assert [e.state for e in standing if e.type == "AbsencesSignalled"] == [None]
    assert house.dossier(lea).get("obligation", "E-06.1") is None


def test_the_last_month_of_somebody_who_has_left_is_taken(house: House, lea: str) -> None:
    house.do(lea, "record-rupture", ground="R-02", broken_on="2026-12-01", initiator="parties",
             written=True, wish="leave")  # fmt: skip
    assert house.states(lea)["pathway"] == "abandoned"
    before = {d.id: d.state for d in house.dossier(lea).of("obligation")}
    hours(house, lea, absent_unjustified=40)
    assert {d.id: d.state for d in house.dossier(lea).of("obligation")} == before


# --- C-07: what is followed at a distance has its proof --------------------------------------------------


def test_hours_at_a_distance_without_proof_are_taken_and_flagged(house: House, lea: str) -> None:
    hours(house, lea, distance=7)
    assert flagged(house, lea)["C-07"] == "found"


def test_sessions_with_their_proof_are_enough(house: House, lea: str) -> None:
    for day, n in (("2026-11-20", 4), ("2026-11-27", 3)):
        house.do(lea, "record-remote-session", session_on=day, session_hours=n,
                 distance_proof="travaux", link="https://cours.example/s")  # fmt: skip
    hours(house, lea, distance=7)
    assert kept(house, lea)["remote:2026-11"] == {"sessions": 2, "hours": 7}
    assert "C-07" not in flagged(house, lea)
    assert "cours.example" not in str([e.data for e in house.events(lea)])
    hours(house, lea, distance=8, replaces=True)
    assert flagged(house, lea)["C-07"] == "found"
