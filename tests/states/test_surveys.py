"""The waves of a survey, through the door: which are taken, what is kept of each, what each closes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.errors import InvalidInput, Refused
from tests.houses import House
from tests.states.ends import duties, graduated

EMPLOYED = {"employed": True, "contract_type": "cdi", "search_months": 2, "related_job": True}


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


def answer(house: House, lea: str, on: str, wave: int, **said: Any) -> None:
    house.do(lea, "record-survey", on, actor="apprenti", wave=wave, **said)


def survey(house: House, lea: str) -> list[str]:
    return [state for _, _, state in duties(house, lea, "D83")]


@pytest.mark.parametrize("wave", [1, 5, 7, 12, 31])
def test_a_wave_that_nobody_declared_is_refused(house: House, wave: int) -> None:
    lea = graduated(house)
    with pytest.raises(Refused, match="Vagues : 6 mois, 18 mois, 30 mois"):
        answer(house, lea, "2028-01-10", wave)
    assert survey(house, lea) == ["planned"] * 3


def test_a_wave_that_was_asked_is_taken_once_the_partnership_asks_others(house: House) -> None:
    lea = graduated(house)
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    house.do(stream, "set-formation", **{"D83.waves": "4,12 mois"})
    for wave in (6, 12):
        answer(house, lea, "2028-01-10", wave)
    with pytest.raises(Refused):
        answer(house, lea, "2028-01-10", 24)


@pytest.mark.parametrize(
    ("on", "on_time"), [("2028-01-31", True), ("2028-02-01", True), ("2028-02-02", False)]
)
def test_an_answer_is_of_its_wave_in_time_or_late(house: House, on: str, on_time: bool) -> None:
    """Graduated on 2 July 2027: the wave of six months opens on 2 January, for thirty days."""
    lea = graduated(house)
    house.beat("2028-01-02 00:05")
    answer(house, lea, on, 6)
    first = next(d for d in house.dossier(lea).of("obligation") if d.data["ref"] == "D83")
    assert (first.state, first.data["on_time"]) == ("done", on_time)


def test_a_late_answer_closes_its_own_wave_and_leaves_the_one_that_is_open(house: House) -> None:
    lea = graduated(house)
    house.beat("2028-01-02 00:05")
    house.beat("2029-01-03 08:05")
    answer(house, lea, "2029-01-04", 6, **EMPLOYED)
    assert survey(house, lea)[0] == "done"
    assert survey(house, lea)[1] in ("open", "reminded")
    answer(house, lea, "2029-01-05", 6, survey="satisfaction", satisfaction=5)
    assert survey(house, lea)[1] in ("open", "reminded")


def test_the_answers_of_each_wave_are_kept_apart(house: House) -> None:
    lea = graduated(house)
    house.beat("2028-01-02 00:05")
    answer(house, lea, "2028-01-10", 6, seeking=True, employed=False, satisfaction=3,
           job="Aucun", comments="Le marché est calme")  # fmt: skip
    answer(house, lea, "2028-01-11", 6, survey="satisfaction", satisfaction=4)
    house.beat("2029-01-02 00:05")
    answer(house, lea, "2029-01-10", 18, **EMPLOYED)
    kept = house.dossier(lea).instances["pathway", "pathway"].data
    assert {k: v for k, v in kept.items() if k.startswith("survey:")} == {
        "survey:6:whole": {
            "on": "2028-01-10", "seeking": True, "employed": False, "satisfaction": 3
        },
        "survey:6:satisfaction": {"on": "2028-01-11", "satisfaction": 4},
        "survey:18:whole": {"on": "2029-01-10", **EMPLOYED},
    }  # fmt: skip
    payloads = b"".join(payload for (payload,) in house.rows("events", "payload"))
    assert "Le marché".encode() not in payloads


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"satisfaction": 0}, "1 à 5"),
        ({"satisfaction": 6}, "1 à 5"),
        ({"search_months": 121}, "120 au plus"),
        ({"contract_type": "CDI"}, "une valeur parmi"),
    ],
)
def test_an_answer_that_cannot_be_is_said(house: House, said: dict[str, Any], why: str) -> None:
    lea = graduated(house)
    with pytest.raises(InvalidInput, match=why):
        answer(house, lea, "2028-01-10", 6, **said)


def test_studies_are_noted(house: House) -> None:
    lea = graduated(house)
    house.beat("2028-01-02 00:05")
    answer(house, lea, "2028-01-10", 6, studying=True)
    (fact,) = (e for e in house.events(lea) if e.type == "SurveyRecorded")
    assert (fact.data["studying"], fact.data["wave"]) == (True, 6)
