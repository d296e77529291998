"""What the texts leave open: the same life under two choices of the partnership."""

from __future__ import annotations

import pytest

from tests.houses import House
from tests.scenarios.ruptures import breaks, fate
from tests.scenarios.stories import transmitted


def choose(house: House, **settings: str) -> None:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream is not None
    house.do(stream, "set-formation", **settings)


@pytest.mark.parametrize(
    ("choice", "second", "state"),
    [
        ("last_year", "2027-03-10", "done"),
        ("each_year", "2027-03-10", "escalated"),
        ("each_year", "2027-09-14", "escalated"),  # the eve of the two months
        ("each_year", "2027-09-15", "done"),
        ("each_year", "2027-11-15", "done"),
    ],
)
def test_the_last_meeting_of_each_year(
    strasbourg: House, choice: str, second: str, state: str
) -> None:
    """O-03: « deux mois avant la fin » is of the contract, or of each of its years (to 15 November)."""
    choose(strasbourg, **{"O-03": choice})
    lea = strasbourg.in_contract(strasbourg.candidate("Léa", "Martin"))
    strasbourg.beat("2026-11-16 08:05")
    for day in ("2026-12-10", second):
        strasbourg.do(lea, "record-visit", day, actor="tuteur_academique", mode="site")
    strasbourg.beat("2027-11-18 08:05")
    first_year = strasbourg.dossier(lea).get("obligation", "D32.1")
    assert first_year is not None
    assert first_year.state == state


@pytest.mark.parametrize(
    ("choice", "told"), [("cancel", set()), ("cancel_and_tell", {"gestionnaire"})]
)
def test_a_duty_that_had_been_told_and_is_void(
    strasbourg: House, choice: str, told: set[str]
) -> None:
    """O-12: broken on 2 December, known on 30 January: were those who had been reminded told?"""
    choose(strasbourg, **{"O-12": choice})
    lea = transmitted(strasbourg)
    for day in ("2026-12-17", "2027-01-18"):
        strasbourg.beat(f"{day} 08:05")
    breaks(strasbourg, lea, "R-01", "2026-12-02", "2027-01-30 10:00", written=True)
    void = [e for e in strasbourg.events(lea) if e.type == "ObligationCancelled"]
    first = next(e for e in void if e.instance == "D30.1")
    roles = {one["role"] for one in first.data.get("told", ())}
    assert (fate(strasbourg, lea, "D30")[0], roles & {"gestionnaire"}) == ("cancelled", told)
