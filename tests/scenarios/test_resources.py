"""The means of the trajectory: agreed, given until a day, extended or withdrawn (P3-C00)."""

from __future__ import annotations

from typing import Any

import pytest

from lifecycle.errors import InvalidInput, Refused
from lifecycle.service import prospects
from tests.houses import House
from tests.scenarios.collective import EVERYBODY, UPDATES, held, state
from tests.scenarios.stories import told

HOURS = {"aim": "P3-C01", "nature": "heures", "amount": "24 heures", "given_by": "cfa"}


@pytest.fixture
def formation(strasbourg: House) -> str:
    return str(strasbourg.app.house_stream("formation", "M2-INFO"))


def gives(house: House, stream: str, until: str, at: str | None = None, **said: Any) -> None:
    house.do(stream, "give-resource", at, **{**HOURS, "given_until": until, **said})


def test_means_are_agreed_in_a_meeting_that_was_held(strasbourg: House, formation: str) -> None:
    held(strasbourg, formation, "comite_pilotage", "2026-11-02", topics=UPDATES, **EVERYBODY)
    gives(strasbourg, formation, "2027-08-31", agreed_in="e1")
    for number in ("e2", "g1"):
        with pytest.raises(Refused, match="Aucune réunion tenue"):
            gives(strasbourg, formation, "2027-08-31", agreed_in=number)


def test_a_meeting_only_planned_has_agreed_on_nothing(strasbourg: House, formation: str) -> None:
    said = {"kind": "comite_pilotage", "planned_on": "2026-12-15"}
    strasbourg.do(formation, "plan-event", **said)
    with pytest.raises(Refused, match="Aucune réunion tenue"):
        gives(strasbourg, formation, "2027-08-31", agreed_in="e1")


@pytest.mark.parametrize(
    ("until", "taken"), [("2026-11-01", False), ("2026-11-02", True), ("2026-11-03", True)]
)
def test_means_last_a_day_at_least(
    strasbourg: House, formation: str, until: str, taken: bool
) -> None:
    if taken:
        gives(strasbourg, formation, until)
    else:
        with pytest.raises(Refused, match="dernier jour des moyens"):
            gives(strasbourg, formation, until)


def test_means_are_for_a_cible_of_the_charter(strasbourg: House, formation: str) -> None:
    with pytest.raises(InvalidInput):
        gives(strasbourg, formation, "2027-08-31", aim="P3-S01")


def test_whether_they_go_on_is_asked_before_their_last_day(
    strasbourg: House, formation: str
) -> None:
    gives(strasbourg, formation, "2027-08-31")
    for day in ("2027-07-02", "2027-08-24", "2027-09-01"):
        strasbourg.beat(f"{day} 08:05")
    assert [day for day, _ in told(strasbourg, formation, "P3-C00.1")] == [
        *("2027-07-02", "2027-08-24", "2027-09-01")
    ]
    assert state(strasbourg, formation, "P3-C00.1") == "escalated"
    with pytest.raises(Refused, match="au-delà de leur dernier jour"):
        strasbourg.do(formation, "extend-resource", "2027-09-02", given_until="2027-08-31")
    strasbourg.do(formation, "extend-resource", "2027-09-02", given_until="2028-08-31")
    due = [d for d in strasbourg.dossier(formation).of("obligation") if d.data["ref"] == "P3-C00"]
    assert [(d.state, d.data["due_on"]) for d in due] == [
        ("done", "2027-08-31"),
        ("open", "2028-08-31"),
    ]
    strasbourg.do(formation, "withdraw-resource", "2028-02-01")
    assert state(strasbourg, formation, "P3-C00.2") == "done"
    found = strasbourg.dossier(formation).get("resource", "n1")
    assert found is not None
    assert found.state == "withdrawn"
    assert found.data["amount"] == "24 heures"


def test_what_may_be_done_with_means_is_said_before_any_form_is_filled(
    strasbourg: House, formation: str
) -> None:
    gives(strasbourg, formation, "2027-08-31")
    asked = strasbourg.command(formation, "withdraw-resource")
    found = prospects(strasbourg.app.house, asked, strasbourg.now)
    allowed = {(p.command, p.instance) for p in found if p.allowed}
    assert {
        ("give-resource", ""),
        ("extend-resource", "n1"),
        ("withdraw-resource", "n1"),
    } <= allowed
