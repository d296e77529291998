"""The end of the training as a gestionnaire lives it: the diploma, one more year, and what comes after."""

from __future__ import annotations

from typing import Any

from tests.houses import House
from tests.scenarios.stories import admitted, flagged, told


def in_contract(house: House, ends_on: str, **terms: Any) -> str:
    """Léa, in her contract since Monday 16 November 2026, followed by Paul Roth."""
    lea = admitted(house)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2026-11-16", ends_on, **terms)
    house.do(lea, "issue-documents")
    house.sign(lea)
    house.do(lea, "grant-visa", actor="direction")
    house.do(lea, "appoint", role="tuteur_academique", name="Paul Roth", email="paul@univ.example")
    house.beat("2026-11-16 08:05")
    return lea


def convened(house: House, dossier: str, first: str, last: str, at: str) -> None:
    lived(house, at)
    house.do(dossier, "convene-to-exams", exams_on=first, exams_end_on=last)


def lived(house: House, *days: str) -> None:
    for day in days:
        assert house.beat(f"{day} 08:05").broken == {}


def where(house: House, dossier: str) -> tuple[str, list[str]]:
    """The pathway, then each contract."""
    seen = house.states(dossier)
    return seen["pathway"], [c["state"] for c in seen["contracts"]]


def state(house: House, dossier: str, duty: str) -> str:
    found = house.dossier(dossier).get("obligation", duty)
    assert found is not None
    return found.state


def test_a_graduate_is_surveyed_until_alumni(strasbourg: House) -> None:
    """Diploma on 2 July 2027, term on 31 August; three waves, the first forgotten once."""
    lea = in_contract(strasbourg, "2027-08-31")
    convened(strasbourg, lea, "2027-06-14", "2027-06-18", "2027-03-15")
    strasbourg.do(lea, "record-success", "2027-07-02", actor="jury")
    assert where(strasbourg, lea) == ("graduated", ["running"])
    lived(strasbourg, "2027-08-31")
    assert where(strasbourg, lea) == ("graduated", ["running"])
    lived(strasbourg, "2027-09-01")
    assert where(strasbourg, lea) == ("follow_up", ["ended"])

    lived(strasbourg, "2028-01-03", "2028-01-17", "2028-02-01", "2028-02-02")
    assert told(strasbourg, lea, "D83.1") == [
        ("2028-01-03", "ObligationReminded"),  # the second of January is a Sunday
        ("2028-01-17", "ObligationReminded"),
        ("2028-02-01", "ObligationDue"),
        ("2028-02-02", "ObligationEscalated"),
    ]
    strasbourg.do(lea, "record-survey", "2028-02-04", actor="apprenti", wave=6, survey="insertion")
    assert strasbourg.dossier(lea).get("obligation", "D83.1").data["on_time"] is False  # type: ignore[union-attr]

    lived(strasbourg, "2029-01-02")
    strasbourg.do(lea, "record-survey", "2029-01-03", actor="apprenti", wave=18, survey="insertion")
    lived(strasbourg, "2029-01-17", "2029-02-01", "2029-12-03")
    assert told(strasbourg, lea, "D83.2") == [("2029-01-02", "ObligationReminded")]

    lived(strasbourg, "2030-01-02")
    strasbourg.do(lea, "record-survey", "2030-01-05", actor="apprenti", wave=30)
    strasbourg.do(lea, "join-alumni", "2030-01-05", actor="apprenti", legal_basis="consent")
    assert where(strasbourg, lea) == ("alumni", ["ended"])
    asked = [d for d in strasbourg.dossier(lea).of("obligation") if d.data["ref"] >= "D80"]
    assert {d.state for d in asked if d.data["ref"].startswith("D8")} == {"done"}


def test_a_failure_then_one_more_year_then_the_diploma(strasbourg: House) -> None:
    """The CFA is reminded at one and three weeks; the avenant moves all that ends with the contract."""
    lea = in_contract(strasbourg, "2027-08-31")
    convened(strasbourg, lea, "2027-06-14", "2027-06-18", "2027-03-15")
    strasbourg.do(lea, "record-failure", "2027-07-02", actor="jury")
    lived(strasbourg, "2027-07-09", "2027-07-23")
    assert told(strasbourg, lea, "D72.1") == [
        ("2027-07-09", "ObligationReminded"),
        ("2027-07-23", "ObligationReminded"),
    ]
    strasbourg.do(
        lea, "extend-training", "2027-07-26", extended_until="2028-08-31", means="amendment"
    )
    assert where(strasbourg, lea) == ("in_training", ["running"])
    assert (state(strasbourg, lea, "D72.1"), state(strasbourg, lea, "D74.1")) == (
        "done",
        "cancelled",
    )
    lived(strasbourg, "2027-09-01")
    assert where(strasbourg, lea) == ("in_training", ["running"])  # the old term has no effect

    convened(strasbourg, lea, "2028-06-12", "2028-06-16", "2028-03-15")
    strasbourg.do(lea, "record-success", "2028-07-03", actor="jury")
    lived(strasbourg, "2028-09-01")
    assert where(strasbourg, lea) == ("follow_up", ["ended"])
    assert strasbourg.states(lea)["situations"] == [
        {"id": "s1", "kind": "prolongation", "state": "resolved"}
    ]
    assert not set(flagged(strasbourg, lea)) & {"D72", "D71", "exams_were_convened"}


def test_a_failure_then_one_more_year_with_another_employer(strasbourg: House) -> None:
    """The contract has come to its term; the new one takes the training up again by itself."""
    lea = in_contract(strasbourg, "2027-08-31")
    convened(strasbourg, lea, "2027-06-14", "2027-06-18", "2027-03-15")
    strasbourg.do(lea, "record-failure", "2027-07-02", actor="jury")
    lived(strasbourg, "2027-09-01")
    assert where(strasbourg, lea) == ("follow_up", ["ended"])

    strasbourg.submit_mission(lea, "2027-09-06", employer_siret="44306184100047")
    strasbourg.do(lea, "validate-mission", mission="m2", actor="responsable_formation")
    terms = {"mission": "m2", "formation.dateDebutFormation": "2027-09-20"}
    strasbourg.draft_contract(lea, "2027-09-20", "2028-08-31", **terms)
    strasbourg.do(lea, "issue-documents", contract="c2")
    for party, actor in (("employer", "employeur"), ("apprentice", "apprenti")):
        strasbourg.do(lea, "sign-contract", contract="c2", party=party, actor=actor)
    strasbourg.do(lea, "grant-visa", contract="c2", actor="direction")
    lived(strasbourg, "2027-09-20")
    assert where(strasbourg, lea) == ("in_training", ["ended", "probation"])
    assert state(strasbourg, lea, "D72.1") == "done"
    waves = [d for d in strasbourg.dossier(lea).of("obligation") if d.data["ref"] == "D83"]
    assert {d.state for d in waves} == {"cancelled"}


def test_a_diploma_before_the_term_and_the_apprentice_leaves_early(strasbourg: House) -> None:
    """R-10: told in writing on 5 July, the contract ends on 6 August; the follow-up begins there."""
    lea = in_contract(strasbourg, "2027-10-31")
    convened(strasbourg, lea, "2027-06-14", "2027-06-18", "2027-03-15")
    strasbourg.do(lea, "record-success", "2027-07-02", actor="jury")
    strasbourg.do(lea, "announce-diploma", "2027-07-05", diploma_told_on="2027-07-05")
    said = {"ground": "R-10", "broken_on": "2027-08-06", "initiator": "apprenti", "written": True}
    strasbourg.do(lea, "record-rupture", "2027-08-06", **said)
    assert where(strasbourg, lea) == ("follow_up", ["broken"])
    lived(strasbourg, "2027-08-06", "2027-11-02")
    assert where(strasbourg, lea) == ("follow_up", ["broken"])  # its old term has no effect
    assert state(strasbourg, lea, "T40.1") == "cancelled"


def test_the_term_of_a_cdi(strasbourg: House) -> None:
    """The apprenticeship ends, the job goes on: nobody asks the employer for leaving papers."""
    lea = in_contract(strasbourg, "2028-02-29", **{"contrat.modeContractuel": "2"})
    lived(strasbourg, "2028-02-29")
    assert where(strasbourg, lea) == ("in_training", ["running"])
    lived(strasbourg, "2028-03-01")
    contract = strasbourg.dossier(lea).get("contract", "c1")
    assert contract is not None
    assert (contract.state, contract.since.isoformat(), contract.data["common_law"]) == (
        "ended",
        "2028-02-29",
        True,
    )
    owed = {d.data["ref"] for d in strasbourg.dossier(lea).of("obligation")}
    assert "D73" not in owed
    strasbourg.do(lea, "record-success", "2028-03-02", actor="jury")
    assert where(strasbourg, lea) == ("follow_up", ["ended"])


def test_a_diploma_recorded_late_takes_the_follow_up_back_to_its_day(strasbourg: House) -> None:
    """The jury met on 10 September, the CFA learns it in November: the follow-up begins in between."""
    lea = in_contract(strasbourg, "2027-08-31")
    convened(strasbourg, lea, "2027-06-14", "2027-06-18", "2027-03-15")
    lived(strasbourg, "2027-09-01", "2027-11-22")
    assert where(strasbourg, lea) == ("in_exams", ["ended"])
    strasbourg.do(lea, "record-success", "2027-11-22", actor="jury", obtained_on="2027-09-10")
    follow_up = strasbourg.dossier(lea).one("pathway")
    assert follow_up is not None
    assert (follow_up.state, follow_up.since.isoformat()) == ("follow_up", "2027-09-10")
    assert strasbourg.duty(lea, "D82").data["due_on"] == "2029-12-01"
