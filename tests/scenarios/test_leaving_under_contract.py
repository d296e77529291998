"""Who leaves the training does not end the contract by it: the clock still does, on its own day."""

from __future__ import annotations

import pytest

from lifecycle.errors import Refused
from tests.houses import House
from tests.scenarios.ruptures import breaks, contract, owed, running


def number(house: House, dossier: str, type_: str) -> int:
    """The number of the first fact of this type, as `history` gives it."""
    return [e.type for e in house.events(dossier)].index(type_) + 1


@pytest.mark.parametrize(
    "command",
    ["record-exclusion", "record-abandonment", "record-transfer", "record-reorientation"],
)
def test_the_contract_of_one_who_has_left_comes_to_its_term(
    strasbourg: House, command: str
) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, command, "2027-03-02", actor="direction", reason="Décidé ce jour.")
    term = owed(strasbourg, lea, "T40")["T40"]
    strasbourg.beat(f"{term} 08:05")
    assert contract(strasbourg, lea)[0] == "running"
    strasbourg.beat(f"{int(term[:4]) + 1}-01-04 08:05")
    assert contract(strasbourg, lea)[0] == "ended"
    assert strasbourg.duty(lea, "T40").state == "done"


@pytest.mark.parametrize(
    ("ground", "announced", "excluded"),
    [("R-02", "2027-03-02", "2027-03-03"), ("R-08", "2027-03-04", "2027-03-03")],
)
def test_a_rupture_announced_before_or_after_the_exclusion_is_still_made(
    strasbourg: House, ground: str, announced: str, excluded: str
) -> None:
    lea = running(strasbourg)
    acts = {announced: "record-rupture", excluded: "record-exclusion"}
    terms = {"ground": ground, "broken_on": "2027-04-01", "written": True}
    for day in sorted(acts):
        said = terms if day == announced else {"actor": "direction"}
        strasbourg.do(lea, acts[day], day, **said)
    strasbourg.beat("2027-03-31 08:05")
    assert contract(strasbourg, lea)[0] == "running"
    strasbourg.beat("2027-04-01 08:05")
    assert contract(strasbourg, lea)[0] == "broken"
    assert owed(strasbourg, lea, "T31", "T40") == {}


def test_an_announced_rupture_that_had_come_already_is_corrected_by_its_date_alone(
    strasbourg: House,
) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-04-01", "2027-03-02", written=True)
    fact = number(strasbourg, lea, "RuptureRecorded")
    said = {"fact": fact, "reason": "Date mal lue."}
    strasbourg.do(lea, "correct", "2027-03-04", broken_on="2027-04-15", **said)
    assert owed(strasbourg, lea, "T31") == {"T31": "2027-04-15"}
    strasbourg.do(lea, "correct", "2027-03-05", broken_on="2027-02-26", **said)
    assert contract(strasbourg, lea)[0] == "broken"
    assert owed(strasbourg, lea, "T31", "D63") == {"D63": "2027-08-26"}


def test_a_correction_is_corrected_by_its_fact(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-02", written=True)
    fact = number(strasbourg, lea, "RuptureRecorded")
    strasbourg.do(lea, "correct", "2027-03-04", fact=fact, set_aside=True, reason="Jamais signée.")
    made = number(strasbourg, lea, "FactCorrected")
    with pytest.raises(Refused, match="corrigez de nouveau le fait qu’elle corrigeait"):
        strasbourg.do(lea, "correct", "2027-03-05", fact=made, set_aside=True, reason="Erreur.")
    strasbourg.do(lea, "correct", "2027-03-05", fact=fact, set_aside=False, reason="Signée.")
    assert contract(strasbourg, lea)[0] == "broken"
