"""Leaving the path: everything that was open comes to its end, and death silences everything."""

from __future__ import annotations

import pytest

from lifecycle.errors import Refused
from tests.houses import House
from tests.scenarios.stories import admitted, filing, flagged, signed, transmitted

PENDING = ("planned", "open", "reminded", "due", "escalated")


def pending(house: House, dossier: str) -> list[str]:
    return [d.id for d in house.dossier(dossier).of("obligation") if d.state in PENDING]


@pytest.mark.parametrize(
    ("command", "state", "left"),
    [
        ("withdraw-candidacy", "withdrawn", []),
        ("record-abandonment", "abandoned", ["D74.1"]),  # the CFA says who can help from here
    ],
)
def test_a_desistement_ends_missions_contracts_and_filings(
    strasbourg: House, command: str, state: str, left: list[str]
) -> None:
    lea = signed(strasbourg)
    strasbourg.do(lea, "transmit-filing", "2026-11-10", actor="employeur")
    strasbourg.submit_mission(lea, employer_siret="44306184100047")
    strasbourg.do(lea, command, "2026-11-12", actor="apprenti")
    seen = strasbourg.states(lea)
    assert seen["pathway"] == state
    assert [m["state"] for m in seen["missions"]] == ["withdrawn", "withdrawn"]
    assert [(c["state"], c["filing"]) for c in seen["contracts"]] == [("cancelled", "cancelled")]
    assert pending(strasbourg, lea) == left
    strasbourg.beat("2027-03-01 08:05")
    assert pending(strasbourg, lea) == left
    assert strasbourg.beat("2027-03-01 08:06").idle


def test_a_desistement_from_the_candidacy_or_from_the_sfp(strasbourg: House) -> None:
    early = strasbourg.candidate("Hugo", "Klein")
    strasbourg.do(early, "withdraw-candidacy", actor="apprenti")
    late = strasbourg.candidate("Inès", "Roth")
    strasbourg.do(late, "admit")
    strasbourg.do(late, "start-without-contract", cerfa_p2s_signed=True)
    assert "D02.1" in pending(strasbourg, late)
    strasbourg.do(late, "withdraw-candidacy", actor="apprenti")
    assert pending(strasbourg, late) == []
    for dossier in (early, late):
        assert strasbourg.states(dossier)["pathway"] == "withdrawn"
        with pytest.raises(Refused, match="Le dossier est clos"):
            strasbourg.submit_mission(dossier)


def test_a_desistement_known_late_takes_back_what_came_after_it(strasbourg: House) -> None:
    lea = admitted(strasbourg)
    strasbourg.beat("2026-11-09 08:05")
    strasbourg.submit_mission(lea, employer_siret="44306184100047")
    strasbourg.do(lea, "withdraw-candidacy", "2026-11-12", actor="apprenti", on="2026-11-04")
    assert strasbourg.states(lea)["missions"] == [{"id": "m1", "state": "withdrawn"}]
    assert pending(strasbourg, lea) == []
    assert flagged(strasbourg, lea) == {"fact_still_stands": "found"}
    strasbourg.do(lea, "record-death", "2026-11-13", on="2026-11-06")
    assert flagged(strasbourg, lea) == {"fact_still_stands": "found"}
    before = strasbourg.states(lea, known_at="2026-11-11")
    assert [m["state"] for m in before["missions"]] == ["submitted", "submitted"]


def letters_of(house: House, dossier: str, *status: str) -> list[int]:
    """The facts of a dossier that write to somebody: its formation's own letters apart."""
    return [row.fact_pos for row in house.letters(*status) if row.stream == dossier]


def test_death_silences_everything(strasbourg: House) -> None:
    lea = transmitted(strasbourg)
    strasbourg.drain("2026-11-18 08:05")
    strasbourg.do(lea, "record-death", "2026-11-18 10:00")
    written = letters_of(strasbourg, lea)
    assert pending(strasbourg, lea) == []
    told = len(strasbourg.events(lea))
    strasbourg.beat("2027-09-18 08:05")
    assert len(strasbourg.events(lea)) == told
    strasbourg.do(lea, "close-filing", "2027-09-18 10:00")
    strasbourg.do(lea, "amend-contract", amendment_type="36", takes_effect_on="2027-09-20")
    assert filing(strasbourg, lea) == "cancelled"
    assert pending(strasbourg, lea) == []
    assert letters_of(strasbourg, lea) == written
    sent = letters_of(strasbourg, lea, "sent")
    strasbourg.drain("2027-09-20 08:05")
    assert letters_of(strasbourg, lea, "sent") == sent


def test_a_death_is_recorded_whatever_the_state(strasbourg: House) -> None:
    lea = strasbourg.candidate()
    strasbourg.do(lea, "refuse-candidacy", actor="responsable_formation")
    strasbourg.do(lea, "record-death")
    assert strasbourg.states(lea)["pathway"] == "deceased"
    with pytest.raises(Refused):
        strasbourg.do(lea, "record-death")


def test_what_runs_already_is_taken_over(strasbourg: House) -> None:
    said = {
        "first_name": "Noé",
        "last_name": "Meyer",
        "birth_date": "2003-05-04",
        "email": "noe@etu.example",
        "formation": "M2-INFO",
    }
    running = {"contract_state": "running", "starts_on": "2026-09-01", "ends_on": "2028-08-31",
               "sector": "private", "deca_number": "067"}  # fmt: skip
    noe = strasbourg.new_id()
    strasbourg.do(noe, "take-over", situation="in_training", **said, **running)
    seen = strasbourg.states(noe)
    assert (seen["pathway"], seen["contracts"][0]["state"]) == ("in_training", "running")
    assert filing(strasbourg, noe) == "engaged"
    strasbourg.do(noe, "record-visit", actor="tuteur_academique")
    sfp = strasbourg.new_id()
    strasbourg.do(sfp, "take-over", situation="sfp_before", **{**said, "first_name": "Ada"})
    assert strasbourg.duty(sfp, "D02").data["due_on"] == "2027-02-02"


def test_a_mission_refused_without_a_motive_is_refused_and_flagged(strasbourg: House) -> None:
    silent, said = admitted(strasbourg), strasbourg.candidate("Hugo", "Klein")
    strasbourg.do(said, "admit")
    strasbourg.submit_mission(said)
    refuse = {"actor": "responsable_formation"}
    strasbourg.do(silent, "refuse-mission", "2026-11-04", **refuse)
    strasbourg.do(said, "refuse-mission", **refuse, reason="Hors du référentiel.")
    for dossier in (silent, said):
        assert strasbourg.states(dossier)["missions"] == [{"id": "m1", "state": "refused"}]
    assert flagged(strasbourg, silent) == {"refusal_has_a_motive": "found"}
    assert flagged(strasbourg, said) == {}
    strasbourg.do(said, "request-mission-changes", "2026-11-05", **refuse, on="2026-11-03")
    assert flagged(strasbourg, said) == {}  # decided again: the motive is still known
