"""Two contracts after a rupture, and a rupture that nobody knew of: what a gestionnaire sees."""

from __future__ import annotations

from datetime import date

import pytest

from lifecycle.errors import Refused
from tests.houses import House
from tests.scenarios.ruptures import (
    again,
    around,
    breaks,
    contract,
    fate,
    in_probation,
    owed,
    pathway,
    remarks,
    running,
)
from tests.scenarios.stories import flagged, transmitted

SHORT = {"formation.dureeFormation": 20}


def test_two_contracts_after_a_rupture(strasbourg: House) -> None:
    """The first breaks; she stays; a second begins, breaks too; a third one takes her to the end."""
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-12", written=True)
    assert pathway(strasbourg, lea) == "sfp_after"
    assert owed(strasbourg, lea, "D63", "D65") == {"D63": "2027-09-12", "D65": "2027-04-26"}
    again(strasbourg, lea, "2027-04-19", "2027-04-12")
    strasbourg.beat("2027-04-19 00:05")
    assert pathway(strasbourg, lea) == "in_training"
    assert [fate(strasbourg, lea, ref) for ref in ("D63", "D65")] == [
        ("done", True), ("cancelled", None),
    ]  # fmt: skip
    assert owed(strasbourg, lea, "D30", "D35", "D36") == {  # armed again, from the new start
        "D30": "2027-06-19", "D35": "2027-05-19", "D36": "2027-06-19",
    }  # fmt: skip
    breaks(strasbourg, lea, "R-01", "2027-06-01", written=True, contract="c2")
    assert pathway(strasbourg, lea) == "sfp_after"
    assert owed(strasbourg, lea, "D30", "D63") == {"D63": "2027-12-01"}
    again(strasbourg, lea, "2027-09-01", "2027-08-23")
    strasbourg.beat("2027-09-01 00:05")
    states = [c["state"] for c in strasbourg.states(lea)["contracts"]]
    assert (pathway(strasbourg, lea), states) == ("in_training", ["broken", "broken", "probation"])
    assert remarks(strasbourg, lea) == set()


def test_six_months_end_on_their_last_day_and_somebody_decides(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-31", written=True)
    before, last, after = around("2027-09-30")  # no 31 September
    for day in (before, last):
        strasbourg.beat(f"{day} 23:30")
        assert "SfpPeriodLapsed" not in strasbourg.types(lea)
    strasbourg.beat(f"{after} 00:05")
    lapsed = next(e for e in strasbourg.events(lea) if e.type == "SfpPeriodLapsed")
    assert (lapsed.effective_on, lapsed.state) == (date(2027, 9, 30), "sfp_after")
    assert fate(strasbourg, lea, "D63") == ("done", True)
    assert owed(strasbourg, lea, "T34") == {"T34": "2027-10-15"}
    again(
        strasbourg, lea, "2027-10-11", "2027-10-04", **{"formation.dateFinFormation": "2028-10-31"}
    )
    strasbourg.beat("2027-10-11 00:05")
    assert (pathway(strasbourg, lea), fate(strasbourg, lea, "T34")) == (
        "in_training",
        ("done", True),
    )


def test_three_months_without_a_contract_end_alike(strasbourg: House) -> None:
    lea = strasbourg.candidate("Inès", "Roth")
    strasbourg.do(lea, "admit")
    strasbourg.do(lea, "start-without-contract", cerfa_p2s_signed=True)
    strasbourg.beat("2027-02-02 23:30")
    assert owed(strasbourg, lea) == {"D02": "2027-02-02"}
    strasbourg.beat("2027-02-03 00:05")
    assert owed(strasbourg, lea) == {"D02": "2027-02-02", "T34": "2027-02-17"}
    assert pathway(strasbourg, lea) == "sfp_before"
    strasbourg.do(lea, "record-reorientation", "2027-02-10", actor="responsable_formation")
    assert fate(strasbourg, lea, "T34") == ("done", True)


def test_after_a_rupture_a_contract_may_be_short_and_its_hours_few(strasbourg: House) -> None:
    """R. 6222-23-1: neither the six months of D06 nor the quarter of D07 stop the new contract."""
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-12", written=True)
    again(strasbourg, lea, "2027-04-05", "2027-03-29", ends_on="2027-06-30", **SHORT)
    assert contract(strasbourg, lea, 1)[0] == "endorsed"


def test_without_a_rupture_the_same_contract_is_refused(strasbourg: House) -> None:
    hugo = strasbourg.candidate("Hugo", "Klein")
    strasbourg.do(hugo, "admit")
    with pytest.raises(Refused) as error:
        again(strasbourg, hugo, "2027-04-05", "2027-03-29", ends_on="2027-06-30", **SHORT)
    assert {r.rule for r in error.value.refusals} >= {"D06", "D07"}


# --- two contracts that touch ----------------------------------------------------------------------


def test_a_contract_that_begins_the_day_of_the_rupture_is_flagged(strasbourg: House) -> None:
    lea = running(strasbourg)
    again(strasbourg, lea, "2027-03-31", "2027-03-15")
    breaks(strasbourg, lea, "R-02", "2027-03-31", "2027-03-16", contract="c1", written=True)
    strasbourg.beat("2027-03-31 00:05")
    assert [c["state"] for c in strasbourg.states(lea)["contracts"]] == ["broken", "probation"]
    assert pathway(strasbourg, lea) == "in_training"
    assert remarks(strasbourg, lea) == {"O-11"}


def test_two_contracts_that_overlap_leave_her_in_training_when_one_breaks(
    strasbourg: House,
) -> None:
    lea = running(strasbourg)
    again(strasbourg, lea, "2027-03-22", "2027-03-15")
    strasbourg.beat("2027-03-22 00:05")
    assert remarks(strasbourg, lea) == {"O-11"}
    breaks(strasbourg, lea, "R-02", "2027-03-31", contract="c1", written=True)
    assert pathway(strasbourg, lea) == "in_training"
    assert owed(strasbourg, lea, "D63", "T34") == {}
    breaks(strasbourg, lea, "R-01", "2027-04-05", contract="c2", written=True)
    assert pathway(strasbourg, lea) == "sfp_after"


def test_a_partnership_may_accept_contracts_that_touch(strasbourg: House) -> None:
    strasbourg.open_formation("M2-SOFT", **{"O-11": "accept"})
    lea = strasbourg.candidate("Ada", "Kern", formation="M2-SOFT")
    strasbourg.in_contract(lea)
    strasbourg.beat("2027-03-01 08:05")
    again(strasbourg, lea, "2027-03-22", "2027-03-15")
    strasbourg.beat("2027-03-22 00:05")
    assert "O-11" not in flagged(strasbourg, lea)


# --- the 45 days --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken_on", "held"), [("2027-01-18", True), ("2027-01-19", True), ("2027-01-20", None)]
)
def test_the_45th_day_is_the_last_for_r01(
    strasbourg: House, broken_on: str, held: bool | None
) -> None:
    """No alternance is known: past the supposed 45th day, it is to be checked, not wrong."""
    lea = in_probation(strasbourg)
    breaks(strasbourg, lea, "R-01", broken_on, written=True)
    assert remarks(strasbourg, lea) == (set() if held else {"D50"})
    reasons = [i.data["reason"] for i in strasbourg.dossier(lea).of("irregularity")]
    assert any(r.startswith("Non vérifié : La rupture unilatérale") for r in reasons) is not held


def test_where_an_alternance_is_known_the_counter_decides(strasbourg: House) -> None:
    """Two days a week in company: the 45th is far away, and certain."""
    formation = strasbourg.open_formation("M2-ALT")
    strasbourg.do(formation, "publish-alternance", alternance="2026-09-01/2028-08-31 CCCEE--")
    lea = strasbourg.candidate("Ada", "Kern", formation="M2-ALT")
    strasbourg.in_contract(lea)
    strasbourg.beat("2026-11-25 08:05")
    last = owed(strasbourg, lea, "D20")["D20"]
    assert "2027-04-01" < last < "2027-06-01"
    breaks(strasbourg, lea, "R-01", around(last)[2], written=True)
    assert "D50" in remarks(strasbourg, lea)


@pytest.mark.parametrize(
    ("choice", "flagged_"), [("restart", False), ("continue", True), ("none", True)]
)
def test_whether_the_45_days_run_again_is_shown_and_never_blocks(
    strasbourg: House, choice: str, flagged_: bool
) -> None:
    strasbourg.open_formation("M2-AGAIN", **{"O-16": choice})
    lea = strasbourg.candidate("Ada", "Kern", formation="M2-AGAIN")
    strasbourg.in_contract(lea)
    strasbourg.beat("2027-03-01 08:05")
    breaks(strasbourg, lea, "R-02", "2027-03-12", written=True)
    again(strasbourg, lea, "2027-04-05", "2027-03-29")
    strasbourg.beat("2027-04-05 00:05")
    breaks(strasbourg, lea, "R-01", "2027-04-12", contract="c2", written=True)
    assert contract(strasbourg, lea, 1)[0] == "broken"
    assert ("D50" in remarks(strasbourg, lea)) is flagged_


# --- known late -----------------------------------------------------------------------------------------


def test_a_rupture_known_late_cancels_what_was_due_in_between(strasbourg: House) -> None:
    """Broken on 2 December, known on 30 January: the first visit was never late."""
    lea = transmitted(strasbourg)
    strasbourg.do(lea, "accept-filing", "2026-11-24", actor="opco", deca_number="0672")
    for day in ("2026-12-02", "2026-12-17", "2027-01-18", "2027-01-30"):
        strasbourg.beat(f"{day} 08:05")
    assert fate(strasbourg, lea, "D30")[0] == "escalated"  # late since 17 January, it seemed
    breaks(strasbourg, lea, "R-01", "2026-12-02", "2027-01-30 10:00", written=True)
    assert contract(strasbourg, lea) == ("broken", "engaged")
    assert pathway(strasbourg, lea) == "sfp_after"
    for ref in ("D30", "D35", "D36", "D19", "D31", "D33"):
        assert fate(strasbourg, lea, ref)[0] == "cancelled", ref
    assert owed(strasbourg, lea, "D62", "D63", "D65") == {
        "D62": "2026-12-07", "D63": "2027-06-02", "D65": "2027-01-16",
    }  # fmt: skip
    assert remarks(strasbourg, lea) == set()


def test_what_was_true_on_a_day_and_what_was_known_that_day(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-02", "2027-03-30", written=True)
    seen = {
        "today": strasbourg.states(lea),
        "known on the 15th": strasbourg.states(lea, known_at="2027-03-15"),
        "true on the 15th": strasbourg.states(lea, true_on=date(2027, 3, 15)),
        "true on the 1st": strasbourg.states(lea, true_on=date(2027, 3, 1)),
        "true on the 15th, as known then": strasbourg.states(
            lea, known_at="2027-03-15", true_on=date(2027, 3, 15)
        ),
    }
    assert {when: (s["pathway"], s["contracts"][0]["state"]) for when, s in seen.items()} == {
        "today": ("sfp_after", "broken"),
        "known on the 15th": ("in_training", "running"),
        "true on the 15th": ("sfp_after", "broken"),
        "true on the 1st": ("in_training", "running"),
        "true on the 15th, as known then": ("in_training", "running"),
    }


def test_a_rupture_known_after_the_new_contract_began(strasbourg: House) -> None:
    """The pathway was outside a contract in between: told at its own dates."""
    lea = running(strasbourg)
    again(strasbourg, lea, "2027-03-29", "2027-03-15")
    strasbourg.beat("2027-03-29 00:05")
    assert remarks(strasbourg, lea) == {"O-11"}
    breaks(strasbourg, lea, "R-02", "2027-03-19", "2027-04-10", contract="c1", written=True)
    assert pathway(strasbourg, lea) == "in_training"
    assert strasbourg.states(lea, true_on=date(2027, 3, 25))["pathway"] == "sfp_after"
    assert fate(strasbourg, lea, "D63") == ("done", True)
    assert remarks(strasbourg, lea) == set()  # no overlap after all


def test_an_announcement_known_late_is_broken_on_its_day(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-19", "2027-03-26", on="2027-03-10", written=True)
    strasbourg.beat("2027-03-26 10:05")
    assert contract(strasbourg, lea)[0] == "broken"
    assert strasbourg.states(lea, true_on=date(2027, 3, 18))["contracts"][0]["state"] == "running"
    assert strasbourg.states(lea, true_on=date(2027, 3, 19))["contracts"][0]["state"] == "broken"


def test_another_day_is_announced_and_the_first_one_passes(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-19", "2027-03-10", written=True)
    breaks(strasbourg, lea, "R-02", "2027-03-26", "2027-03-12", written=True)
    strasbourg.beat("2027-03-25 23:30")
    assert contract(strasbourg, lea)[0] == "running"
    strasbourg.beat("2027-03-26 00:05")
    assert contract(strasbourg, lea)[0] == "broken"
