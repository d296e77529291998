"""What follows a rupture: who must know, what she wishes, what the mediator is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.houses import House
from tests.rules.test_rupture_rules import EVERY_DAY, taken_over, verdict

Held = bool | None


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("after"), "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


def refs(house: House, dossier: str) -> set[str]:
    return {d.data["ref"] for d in house.dossier(dossier).of("obligation")}


@pytest.mark.parametrize("signed", [True, False, None])
def test_the_status_of_trainee_is_often_forgotten(house: House, signed: Held) -> None:
    said = {} if signed is None else {"cerfa_p2s_signed": signed}
    name = "sfp_status_is_signed_after_rupture"
    assert verdict(house, name, "R-09", "2027-05-20", **said) is signed


@pytest.mark.parametrize(
    ("wish", "state"),
    [(None, "sfp_after"), ("sfp", "sfp_after"), ("leave", "abandoned"), ("initial", "reoriented")],
)
def test_what_she_wishes_is_done_on_the_day_of_the_rupture(
    house: House, wish: str | None, state: str
) -> None:
    lea = taken_over(house)
    said = {"wish": wish} if wish else {}
    house.do(lea, "record-rupture", "2027-05-10", ground="R-09", broken_on="2027-05-20", **said)
    assert house.states(lea)["pathway"] == "in_training"
    house.beat("2027-05-20 00:05")
    assert house.states(lea)["pathway"] == state
    assert ("D63" in refs(house, lea)) is (state == "sfp_after")


@pytest.mark.parametrize(
    ("ground", "state"),
    [
        ("R-08", "in_training"),
        ("R-10", "in_training"),
        ("R-11", "sfp_after"),
        ("R-14", "in_training"),
    ],
)
def test_what_the_ground_makes_of_the_training(house: House, ground: str, state: str) -> None:
    lea = taken_over(house)
    house.do(lea, "record-rupture", EVERY_DAY, ground=ground, broken_on="2027-05-20")
    assert house.states(lea)["pathway"] == state
    assert ("T34" in refs(house, lea)) is (state == "in_training")


def test_the_filing_body_that_knows_already_is_not_told_again(house: House) -> None:
    knows, waits = taken_over(house), taken_over(house)
    house.do(knows, "close-filing", "2027-05-19")
    for lea in (knows, waits):
        house.do(lea, "record-rupture", "2027-05-20", ground="R-09", broken_on="2027-05-20")
    assert ("D62" in refs(house, knows), "D62" in refs(house, waits)) == (False, True)
    assert house.states(knows)["contracts"][0]["filing"] == "broken"
    house.do(waits, "inform-filing-body", "2027-05-21", actor="employeur")
    assert house.duty(waits, "D62").state == "done"
    assert house.states(waits)["contracts"][0]["filing"] == "to_transmit"


@pytest.mark.parametrize(
    ("purpose", "opens"), [(None, True), ("resignation", True), ("dispute", False)]
)
def test_the_mediator_may_hear_of_something_else(
    house: House, purpose: str | None, opens: bool
) -> None:
    lea = taken_over(house)
    said = {"purpose": purpose} if purpose else {}
    house.do(lea, "seize-mediator", "2027-05-20", actor="apprenti", **said)
    assert ("D51" in refs(house, lea)) is opens
    assert "D53" not in refs(house, lea)


def test_the_mediator_of_a_minor_has_fifteen_days(house: House) -> None:
    lea = taken_over(house, birth_date="2009-12-20")
    house.do(lea, "seize-mediator", "2027-05-20", actor="apprenti", representative_silent=True)
    assert house.duty(lea, "D53").data["due_on"] == "2027-06-04"
    house.beat("2027-05-31 08:05")
    assert house.duty(lea, "D53").state == "reminded"
    house.do(lea, "fulfil-obligation", "2027-06-04", obligation="D53", evidence="courrier")
    assert house.duty(lea, "D53").data["on_time"] is True


def test_a_procedure_is_seen_from_its_first_step_until_the_rupture(house: House) -> None:
    lea = taken_over(house)
    house.do(lea, "seize-mediator", "2027-05-20", actor="apprenti")
    house.do(lea, "inform-employer", "2027-05-26", actor="apprenti")
    house.do(lea, "record-rupture", "2027-05-27", ground="R-03", broken_on="2027-06-03")
    assert house.states(lea)["situations"] == [{"id": "s1", "kind": "procedure", "state": "open"}]
    house.beat("2027-06-03 00:05")
    assert house.states(lea)["situations"][0]["state"] == "resolved"


def test_a_procedure_that_goes_no_further_is_closed_by_hand(house: House) -> None:
    lea = taken_over(house)
    house.do(lea, "convene-to-interview", "2027-05-20")
    house.do(lea, "resolve-situation", "2027-05-28", outcome="withdrawn")
    assert house.states(lea)["situations"][0]["state"] == "resolved"
    assert house.states(lea)["contracts"][0]["state"] == "running"


def test_nobody_informs_the_funder_of_a_training_that_never_began(house: House) -> None:
    hugo = house.candidate("Hugo", "Klein", at="2026-11-02")
    house.do(hugo, "admit")
    house.do(hugo, "record-abandonment")
    assert "D66" not in refs(house, hugo)
    begun = taken_over(house)
    house.do(begun, "record-abandonment")
    assert "D66" in refs(house, begun)


def test_an_abandonment_is_taken_up_by_a_new_contract(house: House) -> None:
    lea = taken_over(house)
    house.do(
        lea, "record-rupture", "2027-05-20", ground="R-09", broken_on="2027-05-20", wish="leave"
    )
    assert house.states(lea)["pathway"] == "abandoned"
    house.submit_mission(lea, "2027-05-27")
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2027-06-01", "2028-08-31", mission="m1")
    house.do(lea, "start-contract", "2027-06-01", contract="c2")
    assert house.states(lea)["pathway"] == "in_training"
    assert {d.data["subject"] for d in house.dossier(lea).of("obligation")
            if d.data["ref"] == "D30" and d.state in ("planned", "open")} == {"c2"}  # fmt: skip
