"""The means of the trajectory, shown while they last, year after year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lifecycle.commands.organisation.resources import AIMS
from quality.board import Asked, read, years
from quality.evidence import State
from quality.resources import Provided
from quality.trajectory import ITEMS, standing
from quality.trajectory.items import CIBLE
from tests.houses import House
from tests.quality.population import asked, source

HOURS = {"aim": "P3-C01", "nature": "heures", "amount": "24 heures", "given_by": "cfa"}
LABEL = "Moyens donnés aux actions de la cible"
NOTHING = (State.ABSENT, "aucun moyen déclaré")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, "sqlite://", at="2025-09-01 09:00") as made:
        made.do(made.new_id(), "add-cfa", code="CFA-1", title="CFA")
        made.open_formation(cfa="CFA-1")
        yield made


def told(house: House) -> list[tuple[State, str]]:
    """What the trajectory says of the means in each of three school years, the last one first."""
    wanted = asked(house, "2027-09-01", "2028-08-31")
    both = Asked(wanted.moment, years(wanted.window, 3), ("M2-INFO",))
    counts, census = read(source(house), both)
    found = standing("M2-INFO", census, counts, both.windows)
    (item,) = (one for one in found if one.item.row == "P3-C00")
    shown = [next(f for f in year.found if f.what == LABEL) for year in item.years]
    return [(one.state, one.said) for one in shown]


def test_an_aim_is_any_cible_of_the_trajectory() -> None:
    assert sorted(AIMS) == sorted(item.row for item in ITEMS if item.level == CIBLE)
    assert [i.row for i in ITEMS if any(isinstance(e, Provided) for e in i.evidence)] == ["P3-C00"]


@pytest.mark.parametrize(
    ("until", "years_with"),
    [
        ("2026-08-30", [False, False, True]),
        ("2026-08-31", [False, False, True]),
        ("2026-09-01", [False, True, True]),
        ("2027-09-01", [True, True, True]),
    ],
)
def test_means_are_shown_in_each_year_that_they_reach(
    house: House, until: str, years_with: list[bool]
) -> None:
    formation = str(house.app.house_stream("formation", "M2-INFO"))
    house.do(formation, "give-resource", "2025-10-01", given_until=until, **HOURS)
    house.at("2028-08-31")
    assert [state is State.MET for state, _ in told(house)] == years_with


def test_what_the_cfa_gives_serves_its_formations_until_it_is_withdrawn(house: House) -> None:
    cfa = str(house.app.house_stream("cfa", "CFA-1"))
    budget = {**HOURS, "nature": "budget", "amount": "1 500 €"}
    house.do(cfa, "give-resource", "2025-10-01", given_until="2026-08-31", **budget)
    house.do(cfa, "extend-resource", "2026-06-01", given_until="2028-08-31", amount="2 000 €")
    house.do(cfa, "withdraw-resource", "2027-03-01")
    house.at("2028-08-31")
    now, before, first = told(house)
    assert now == NOTHING
    assert before == (State.MET, "budget, 2 000 €, pour P3-C01, jusqu’au lundi 1er mars 2027")
    assert first == (State.MET, "budget, 2 000 €, pour P3-C01, jusqu’au jeudi 31 août 2028")


def test_a_formation_without_means_says_so(house: House) -> None:
    house.at("2028-08-31")
    assert told(house) == [NOTHING] * 3
