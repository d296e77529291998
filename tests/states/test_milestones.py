"""Reports, mémoires, soutenances: each has its day, moves, is delivered or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.errors import NotAllowed, Refused
from tests.houses import House
from tests.scenarios.stories import signed, told


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


@pytest.fixture
def lea(house: House) -> str:
    """Her mémoire is due on Monday 31 May 2027."""
    dossier = signed(house)
    house.beat("2026-11-16 08:05")
    house.do(dossier, "appoint", role="tuteur_academique", name="Paul Roth", email="p@univ.example")
    house.do(dossier, "plan-milestone", "2027-01-11", actor="secretariat_pedagogique",
             kind="memoire", due_on="2027-05-31", title="Le calcul des délais")  # fmt: skip
    return dossier


def works(house: House, dossier: str) -> list[tuple[str, str]]:
    return [(j.data["due_on"], j.state) for j in house.dossier(dossier).of("milestone")]


def duties(house: House, dossier: str) -> list[tuple[str, str]]:
    found = (d for d in house.dossier(dossier).of("obligation") if d.data["ref"] == "P3-P08")
    return [(d.data["due_on"], d.state) for d in found]


def test_the_apprentice_is_reminded_then_the_tuteur_and_the_responsable_know(
    house: House, lea: str
) -> None:
    for beat in ("2027-05-03 08:05", "2027-05-24 08:05", "2027-06-01 08:05", "2027-06-08 08:05"):
        house.beat(beat)
    assert told(house, lea, "P3-P08.1") == [
        ("2027-05-03", "ObligationReminded"),
        ("2027-05-24", "ObligationReminded"),
        ("2027-06-01", "ObligationEscalated"),
        ("2027-06-08", "ObligationEscalated"),
    ]
    steps = [e for e in house.events(lea) if e.instance == "P3-P08.1" and "step" in e.data]
    assert [e.data["told"][0]["role"] for e in steps] == [
        "apprenti", "apprenti", "tuteur_academique", "responsable_formation",
    ]  # fmt: skip
    assert "calcul" not in str([e.data for e in house.events(lea)])


@pytest.mark.parametrize(
    ("day", "on_time"), [("2027-05-30", True), ("2027-05-31", True), ("2027-06-01", False)]
)
def test_it_is_delivered_on_time_or_late(house: House, lea: str, day: str, on_time: bool) -> None:
    house.do(lea, "deliver-milestone", "2027-06-02", actor="apprenti", delivered_on=day)
    assert (works(house, lea), house.duty(lea, "P3-P08").data["on_time"]) == (
        [("2027-05-31", "delivered")],
        on_time,
    )
    with pytest.raises(Refused, match="remise"):
        house.do(lea, "deliver-milestone", milestone="j1")


def test_a_later_day_moves_the_duty(house: House, lea: str) -> None:
    house.do(lea, "move-milestone", "2027-05-10", due_on="2027-06-30")
    assert (works(house, lea), duties(house, lea)) == (
        [("2027-06-30", "planned")],
        [("2027-06-30", "open")],
    )


def test_what_is_dropped_is_owed_by_nobody_and_says_why(house: House, lea: str) -> None:
    with pytest.raises(Refused, match="motif"):
        house.do(lea, "drop-milestone")
    house.do(lea, "drop-milestone", reason="remplacé par un projet")
    assert (works(house, lea)[0][1], duties(house, lea)) == (
        "dropped",
        [("2027-05-31", "cancelled")],
    )


def test_several_works_are_several_duties(house: House, lea: str) -> None:
    house.do(lea, "plan-milestone", kind="soutenance", due_on="2027-06-21")
    house.do(lea, "deliver-milestone", milestone="j1")
    assert duties(house, lea) == [("2027-05-31", "done"), ("2027-06-21", "open")]


def test_nobody_delivers_in_advance_what_is_to_come_nor_plans_for_the_closed(
    house: House, lea: str
) -> None:
    with pytest.raises(Refused, match="à venir"):
        house.do(lea, "deliver-milestone", delivered_on="2027-06-30")
    with pytest.raises(NotAllowed):
        house.do(lea, "plan-milestone", actor="apprenti", kind="rapport", due_on="2027-06-30")
    zoe = house.candidate("Zoé", "Klein")
    house.do(zoe, "withdraw-candidacy")
    with pytest.raises(Refused, match="clos"):
        house.do(zoe, "plan-milestone", kind="rapport", due_on="2027-06-30")


def test_a_work_outlives_its_contract_and_ends_with_the_training(house: House, lea: str) -> None:
    house.do(lea, "record-rupture", ground="R-02", broken_on="2027-01-11", initiator="parties",
             written=True, wish="sfp")  # fmt: skip
    assert duties(house, lea) == [("2027-05-31", "open")]
    house.do(lea, "record-abandonment", "2027-02-01")
    assert duties(house, lea) == [("2027-05-31", "cancelled")]
