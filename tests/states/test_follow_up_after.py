"""The term of the contract, the follow-up and its waves, through the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from lifecycle import service
from lifecycle.charter import charter
from lifecycle.commands import Command
from lifecycle.errors import InvalidInput
from tests.houses import House
from tests.scenarios.stories import flagged
from tests.states.ends import (
    EXAMS,
    contract,
    duties,
    fact,
    failed,
    graduated,
    in_contract,
    pathway,
    pending,
    refused,
)


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


# --- T40: the term ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends_on", "before", "after"),
    [
        ("2027-08-31", "2027-08-31 23:59", "2027-09-01 00:00"),
        ("2028-02-29", "2028-02-29 23:59", "2028-03-01 00:00"),
        ("2027-10-31", "2027-10-31 23:59", "2027-11-01 00:00"),  # clocks went back that night
        ("2028-03-26", "2028-03-26 23:59", "2028-03-27 00:00"),  # clocks went forward
    ],
)
def test_a_contract_ends_when_its_last_day_has(
    house: House, ends_on: str, before: str, after: str
) -> None:
    lea = in_contract(house, ends_on)
    house.beat(before)
    assert contract(house, lea) == "running"
    house.beat(after)
    ended = fact(house, lea, "ContractEnded")
    assert (contract(house, lea), ended.effective_on.isoformat()) == ("ended", ends_on)
    assert ended.data["common_law"] is False
    assert pathway(house, lea) == "in_training"  # no result is known


def test_a_term_known_late_is_recorded_on_its_own_day(house: House) -> None:
    lea = in_contract(house)
    house.beat("2028-01-10 08:05")
    ended = fact(house, lea, "ContractEnded")
    assert (ended.effective_on.isoformat(), ended.recorded_at.year) == ("2027-08-31", 2028)


def test_an_avenant_moves_the_term_a_rupture_cancels_it(house: House) -> None:
    lea = in_contract(house)
    said = {"amendment_type": "36", "takes_effect_on": "2027-03-20", "ends_on": "2027-09-30"}
    house.do(lea, "amend-contract", "2027-03-20", **said)
    assert duties(house, lea, "T40") == [("", "2027-09-30", "open")]
    said = {"ground": "R-02", "broken_on": "2027-04-01", "initiator": "parties", "written": True}
    house.do(lea, "record-rupture", "2027-04-01", **said)
    assert duties(house, lea, "T40") == [("", "2027-09-30", "cancelled")]
    house.beat("2027-04-01 12:00")
    assert duties(house, lea, "D73") == [("", "2027-04-01", "due")]
    house.beat("2027-10-05 08:05")
    assert contract(house, lea) == "broken"


def test_a_cdi_goes_on_and_its_employer_owes_no_leaving_papers(house: House) -> None:
    lea = in_contract(house, **{"contrat.modeContractuel": "2"})
    assert duties(house, lea, "D73") == []
    house.beat("2027-09-01 08:05")
    assert contract(house, lea) == "ended"
    assert fact(house, lea, "ContractEnded").data["common_law"] is True
    assert duties(house, lea, "D73") == []


def test_a_cdi_that_is_broken_owes_them(house: House) -> None:
    lea = in_contract(house, **{"contrat.modeContractuel": "2"})
    said = {"ground": "R-02", "broken_on": "2027-04-01", "initiator": "parties", "written": True}
    house.do(lea, "record-rupture", "2027-04-01", **said)
    assert duties(house, lea, "D73") == [("", "2027-04-01", "open")]


# --- T41 to T43 -----------------------------------------------------------------------------------------


def test_a_balance_is_paid_once_the_contract_has_ended(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "transmit-filing", actor="employeur")
    house.do(lea, "accept-filing", actor="opco", deca_number="067202611000017")
    house.do(lea, "settle-filing", actor="opco")
    assert house.states(lea)["contracts"][0]["filing"] == "settled"
    assert set(flagged(house, lea)) == {"contract_has_ended"}


def test_a_result_after_the_term_opens_the_follow_up_at_once(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "convene-to-exams", **EXAMS)
    house.beat("2027-09-01 08:05")
    assert pathway(house, lea) == "in_exams"
    house.do(lea, "record-success", "2027-09-15", actor="jury")
    assert pathway(house, lea) == "follow_up"


def test_the_clock_opens_no_follow_up_for_who_has_left(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "record-abandonment")
    assert duties(house, lea, "D74") == [("", "2027-04-15", "open")]
    house.beat("2027-09-01 08:05")
    assert pathway(house, lea) == "abandoned"
    house.do(lea, "enter-follow-up")
    assert pathway(house, lea) == "follow_up"


def test_a_follow_up_beside_a_running_contract_is_flagged(house: House) -> None:
    lea = failed(house)
    house.do(lea, "enter-follow-up")
    assert set(flagged(house, lea)) == {"no_contract_runs"}


def test_alumni_say_on_which_basis(house: House) -> None:
    lea = failed(house)
    house.beat("2027-09-01 08:05")
    with pytest.raises(InvalidInput, match="legal_basis"):
        house.do(lea, "join-alumni", actor="apprenti")
    house.do(lea, "join-alumni", actor="apprenti", legal_basis="consent")
    assert pathway(house, lea) == "alumni"
    assert pending(house, lea) >= {"D83"}  # the waves outlive it


# --- D80 to D83 --------------------------------------------------------------------------------------------


def test_insersup_observes_in_june_and_december(house: House) -> None:
    found = duties(house, graduated(house), "D80")
    assert [(of, due) for of, due, _ in found] == [
        ("insersup_6", "2027-12-31"),
        ("insersup_12", "2028-06-30"),
        ("insersup_18", "2028-12-31"),
        ("insersup_24", "2029-06-30"),
        ("insersup_30", "2029-12-31"),
    ]


@pytest.mark.parametrize(
    ("diploma", "waves"), [("33", 4), ("41", 4), ("54", 4), ("63", 0), ("73", 0), (None, 0)]
)
def test_inserjeunes_observes_levels_3_to_5(house: House, diploma: str | None, waves: int) -> None:
    terms = {"formation.typeDiplome": diploma} if diploma else {}
    assert len(duties(house, graduated(house, **terms), "D81")) == waves


def test_a_dated_snapshot_passes_by_itself(house: House) -> None:
    lea = graduated(house)
    house.beat("2027-12-30 08:05")
    assert duties(house, lea, "D80")[0][2] == "reminded"
    house.beat("2027-12-31 08:05")
    assert duties(house, lea, "D80")[0][2] == "done"
    house.beat("2029-12-02 08:05")
    assert duties(house, lea, "D82") == [("", "2029-12-01", "done")]


@pytest.mark.parametrize(
    ("wave", "done"),
    [(6, ["done", "planned", "planned"]), (18, ["open", "planned", "planned"])],
)
def test_an_answer_closes_its_own_wave(house: House, wave: int, done: list[str]) -> None:
    lea = graduated(house)
    house.beat("2028-01-02 00:05")
    house.do(lea, "record-survey", actor="apprenti", wave=wave, survey="insertion")
    assert [state for _, _, state in duties(house, lea, "D83")] == done


def test_the_partnership_chooses_its_waves(house: House) -> None:
    house.do(house.open_formation("M2-STAT"), "set-formation", **{"D83.waves": "4,12 mois"})
    lea = house.candidate(formation="M2-STAT")
    house.do(lea, "admit")
    house.do(lea, "start-without-contract")
    house.submit_mission(lea)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2026-11-16", "2027-08-31")
    house.sign(lea)
    house.do(lea, "grant-visa", actor="direction")
    house.beat("2026-11-16 08:05")
    house.do(lea, "record-success", "2027-07-02", actor="jury")
    assert [(of, due) for of, due, _ in duties(house, lea, "D83")] == [
        ("4 mois", "2027-12-02"),
        ("12 mois", "2028-08-01"),
    ]


@pytest.mark.parametrize("value", ["0 mois", "6", "6 semaines", "bientôt", "6,, 18 mois"])
def test_waves_that_nobody_could_count_are_refused(house: House, value: str) -> None:
    formation = house.open_formation("M2-STAT")
    with pytest.raises(InvalidInput, match="6,18,30 mois"):
        house.do(formation, "set-formation", **{"D83.waves": value})


def test_who_objects_is_asked_nothing_any_more(house: House) -> None:
    lea = graduated(house)
    house.do(lea, "object-to-surveys", "2027-07-05", actor="apprenti")
    assert {state for _, _, state in duties(house, lea, "D83")} == {"cancelled"}
    assert [state for _, _, state in duties(house, lea, "D82")] == ["cancelled"]
    assert refused(house, lea, "object-to-surveys") == {"nobody_has_objected"}
    for year in ("2028-01-03", "2029-01-02", "2030-01-02"):
        house.beat(f"{year} 08:05")
    told = (e for e in house.events(lea) if e.data.get("told") and e.instance[:3] in ("D82", "D83"))
    assert list(told) == []


def test_who_objected_before_the_diploma_is_never_asked(house: House) -> None:
    lea = in_contract(house)
    house.do(lea, "object-to-surveys", actor="apprenti")
    house.do(lea, "record-success", "2027-07-02", actor="jury")
    assert duties(house, lea, "D83") == duties(house, lea, "D82") == []
    assert len(duties(house, lea, "D80")) == 5  # nobody is asked anything


@pytest.mark.parametrize(("result", "refs"), [
    ("oui", {"D80", "D82", "D83"}),
    ("non", {"D72", "D74", "D83"}),
])  # fmt: skip
def test_a_result_taken_over_opens_what_follows(house: House, result: str, refs: set[str]) -> None:
    lea = in_contract(house)
    name = {"oui": "take-over-graduated", "non": "take-over-failed"}[result]
    intention = charter().intentions[name]
    asked = Command(intention=intention, stream=lea, effective_on=date(2027, 3, 10))
    service.handle(house.app.house, asked, house.now)
    assert pending(house, lea) & {"D72", "D74", "D80", "D81", "D82", "D83"} == refs


def test_a_life_that_ends_owes_nothing_more(house: House) -> None:
    lea = graduated(house)
    house.do(lea, "record-death", "2027-07-05")
    assert pending(house, lea) == set()
