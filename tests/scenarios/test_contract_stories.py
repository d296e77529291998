"""The contract: what the world has done is taken, and what was not right is said until justified."""

from __future__ import annotations

import pytest

from lifecycle.errors import Refused
from tests.houses import House
from tests.scenarios.stories import drafted, filing, flagged, signed, written_to


def test_a_contract_started_unsigned_is_irregular_until_somebody_justifies_it(
    strasbourg: House,
) -> None:
    lea = drafted(strasbourg)
    strasbourg.beat("2026-11-16 08:05")
    assert strasbourg.states(lea)["pathway"] == "seeking"
    done = strasbourg.do(lea, "start-contract", "2026-11-18", actor="employeur", on="2026-11-16")
    assert {i["rule_ref"] for i in done.irregularities} == {"D05", "T13"}
    assert strasbourg.states(lea)["pathway"] == "in_training"
    strasbourg.sign(lea, "2026-11-20")
    strasbourg.do(lea, "grant-visa", actor="direction")
    assert (strasbourg.duty(lea, "D05").state, strasbourg.duty(lea, "D05").data["on_time"]) == (
        "done",
        False,
    )
    assert flagged(strasbourg, lea) == {"D05": "found", "T13": "found"}
    with pytest.raises(Refused, match="motif"):
        strasbourg.do(lea, "justify-irregularity", irregularity="i1")
    strasbourg.do(lea, "justify-irregularity", irregularity="i1", reason="signé à distance")
    assert flagged(strasbourg, lea) == {"D05": "justified", "T13": "found"}


def test_a_signature_known_late_undoes_the_irregularity(strasbourg: House) -> None:
    lea = drafted(strasbourg)
    strasbourg.do(lea, "start-contract", "2026-11-18", on="2026-11-16")
    for party in ("employer", "apprentice"):
        strasbourg.do(lea, "sign-contract", "2026-11-20", on="2026-11-13", party=party)
    assert flagged(strasbourg, lea) == {"T13": "found"}
    assert strasbourg.duty(lea, "D05").data["on_time"] is True
    assert strasbourg.states(lea)["contracts"][0]["state"] == "probation"


def test_a_visa_known_late_starts_the_contract_that_waited_for_it(strasbourg: House) -> None:
    lea = drafted(strasbourg)
    strasbourg.sign(lea, "2026-11-10")
    strasbourg.beat("2026-11-16 08:05")
    assert strasbourg.states(lea)["contracts"][0]["state"] == "signed"
    strasbourg.do(lea, "grant-visa", "2026-11-19", actor="direction", on="2026-11-12")
    strasbourg.beat("2026-11-19 12:00")
    assert strasbourg.states(lea)["contracts"][0]["state"] == "probation"
    (start,) = (e for e in strasbourg.events(lea) if e.type == "ContractStarted")
    assert start.effective_on.isoformat() == "2026-11-16"


def test_a_visa_given_too_late_leaves_the_start_to_somebody(strasbourg: House) -> None:
    lea = drafted(strasbourg)
    strasbourg.sign(lea, "2026-11-10")
    strasbourg.beat("2026-11-16 08:05")
    strasbourg.do(lea, "grant-visa", "2026-11-19", actor="direction")
    strasbourg.beat("2026-11-30 08:05")
    assert strasbourg.states(lea)["contracts"][0]["state"] == "endorsed"
    strasbourg.do(lea, "start-contract", on="2026-11-16")
    assert flagged(strasbourg, lea)["T13"] == "found"
    assert strasbourg.states(lea)["contracts"][0]["state"] == "probation"


def test_a_visa_given_on_the_first_day_starts_it_that_day(strasbourg: House) -> None:
    lea = drafted(strasbourg)
    strasbourg.sign(lea, "2026-11-10")
    strasbourg.beat("2026-11-16 08:05")
    strasbourg.do(lea, "grant-visa", "2026-11-16 11:00", actor="direction")
    assert strasbourg.states(lea)["contracts"][0]["state"] == "probation"
    assert flagged(strasbourg, lea) == {}


@pytest.mark.parametrize(
    "order",
    [
        ("visa", "employer", "apprentice"),
        ("employer", "visa", "apprentice"),
        ("apprentice", "employer", "visa"),
        ("apprentice", "visa", "employer"),
    ],
)
def test_signatures_and_visa_come_in_any_order(strasbourg: House, order: tuple[str, ...]) -> None:
    lea = drafted(strasbourg)
    for who in order:
        if who == "visa":
            strasbourg.do(lea, "grant-visa", actor="direction")
        else:
            strasbourg.sign(lea, None, who)
    assert strasbourg.states(lea)["contracts"][0]["state"] == "endorsed"


def test_a_contract_cancelled_before_its_start_closes_its_filing_and_its_duties(
    strasbourg: House,
) -> None:
    lea = signed(strasbourg)
    strasbourg.do(lea, "transmit-filing", "2026-11-10", actor="employeur")
    strasbourg.do(lea, "cancel-contract", "2026-11-12", actor="employeur")
    assert strasbourg.states(lea)["contracts"][0] == {
        "id": "c1",
        "state": "cancelled",
        "filing": "cancelled",
    }
    every = strasbourg.dossier(lea).of("obligation")
    left = {d.data["ref"]: d.state for d in every if d.data["subject"] != "pathway"}
    assert left == {"D01": "done", "D05": "done", "D09": "cancelled", "D10": "cancelled",
                    "T14": "cancelled", "D12": "cancelled"}  # fmt: skip
    assert "contract_cancelled" in written_to(strasbourg, lea, "employeur")
    strasbourg.beat("2026-12-20 08:05")
    assert filing(strasbourg, lea) == "cancelled"
    assert strasbourg.states(lea)["pathway"] == "seeking"


def test_a_refused_signature_takes_the_contract_back_to_the_draft(strasbourg: House) -> None:
    lea = drafted(strasbourg)
    strasbourg.do(lea, "issue-documents")
    strasbourg.sign(lea, None, "employer")
    strasbourg.do(lea, "refuse-signature", actor="apprenti")
    assert strasbourg.states(lea)["contracts"][0]["state"] == "draft"
    strasbourg.sign(lea)
    assert strasbourg.states(lea)["contracts"][0]["state"] == "signed"


def test_whoever_holds_a_role_for_want_of_another_is_told_and_it_is_said(strasbourg: House) -> None:
    lea = signed(strasbourg)
    strasbourg.beat("2026-11-16 08:05")
    strasbourg.beat("2026-12-16 08:05")
    reminder = next(e for e in strasbourg.events(lea) if e.instance == "D30.1" and "step" in e.data)
    assert [(t["for"], t["role"]) for t in reminder.data["told"]] == [
        ("tuteur_academique", "responsable_formation")
    ]
    assert flagged(strasbourg, lea) == {"role_has_a_holder": "found"}
