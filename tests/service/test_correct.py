"""`correct`: a fact said again in its place, on its real day, in other words, or never to have been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lifecycle.errors import InvalidInput, LifecycleError, NotAllowed, NotFound, Refused
from lifecycle.events import Event
from lifecycle.people import Role
from tests.houses import House

CORRECTED = "2026-12-11"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as made:
        made.open_formation()
        yield made


@pytest.fixture
def lea(house: House) -> str:
    """In training since 16 November; the filing transmitted on the 17th, accepted on the 24th."""
    dossier = house.in_contract(house.candidate())
    house.beat("2026-12-10")
    return dossier


def number(house: House, dossier: str, type_: str) -> int:
    """The number of the first fact of a type in the history."""
    return house.types(dossier).index(type_) + 1


def correct(house: House, dossier: str, type_: str, /, **said: Any) -> list[Event]:
    asked = {"at": CORRECTED, "reason": "erreur de saisie", **said}
    done = house.do(dossier, "correct", fact=number(house, dossier, type_), **asked)
    return [written.event for written in done.written]


def filing(house: House, dossier: str, **seen: Any) -> str:
    return str(house.states(dossier, **seen)["contracts"][0]["filing"])


# --- the day --------------------------------------------------------------------------------------


def test_a_fact_moved_is_seen_at_both_dates(house: House, lea: str) -> None:
    correct(house, lea, "FilingTransmitted", happened_on="2026-11-19")

    before, day = "2026-12-10 12:00", date(2026, 11, 18)
    assert filing(house, lea) == "engaged"
    assert filing(house, lea, true_on=day) == "to_transmit"
    assert filing(house, lea, known_at=before, true_on=day) == "transmitted"
    assert filing(house, lea, known_at="2026-12-11 12:00", true_on=day) == "to_transmit"
    assert filing(house, lea, true_on=date(2026, 11, 19)) == "transmitted"


def test_the_correction_is_a_fact_of_today_and_the_fact_is_said_again_in_its_place(
    house: House, lea: str
) -> None:
    was = next(e for e in house.events(lea) if e.type == "FilingTransmitted")
    correction, again, *_ = correct(house, lea, "FilingTransmitted", happened_on="2026-11-19")

    assert (correction.type, correction.effective_on) == ("FactCorrected", date(2026, 12, 11))
    assert correction.data["was_on"] == "2026-11-17"
    assert (again.place, again.corrects) == (was.place, was.pos)
    assert (again.effective_on, again.actor.role) == (date(2026, 11, 19), Role.GESTIONNAIRE)
    told = house.app.reader.history(lea, house.app.installation.register)
    reasons = [
        p["reason"] for r in told if r["pos"] == correction.pos for p in r["personal"].values()
    ]
    assert reasons == ["erreur de saisie"]


def test_what_follows_from_the_fact_moves_with_it(house: House, lea: str) -> None:
    correct(house, lea, "FilingTransmitted", happened_on="2026-11-19")
    assert house.duty(lea, "D12").data["started_on"] == "2026-11-19"
    assert house.duty(lea, "D12").data["due_on"] == "2026-12-09"
    assert house.duty(lea, "D12").state == "done"


def test_a_duty_done_in_time_is_shown_late_no_more(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit", "2026-11-03")
    house.submit_mission(lea, "2026-11-04")
    house.beat("2026-11-20 08:05")
    house.do(lea, "validate-mission", "2026-11-20", actor="responsable_formation")
    assert house.duty(lea, "D01").data["on_time"] is False

    correct(house, lea, "MissionValidated", happened_on="2026-11-06")

    duty = house.duty(lea, "D01")
    assert (duty.state, duty.data["on_time"]) == ("done", True)
    steps = [e for e in house.events(lea) if e.key == duty.key and e.corrects and e.state is None]
    assert {"ObligationEscalated"} <= {e.type for e in steps}
    house.drain("2026-12-11 09:00")
    assert {row.status for row in house.letters() if row.letter == "mission_escalation"} == {
        "cancelled"
    }


# --- never ----------------------------------------------------------------------------------------


def test_what_never_happened_is_undone_with_all_that_followed(house: House, lea: str) -> None:
    correct(house, lea, "VisaGranted", set_aside=True)
    states = house.states(lea)
    assert (states["pathway"], states["contracts"][0]["state"]) == ("seeking", "signed")
    assert house.states(lea, known_at="2026-12-10 12:00")["pathway"] == "in_training"
    house.beat("2026-12-12")
    assert house.states(lea)["contracts"][0]["state"] == "signed"


def test_a_fact_set_aside_by_hand_comes_back_by_hand_only(house: House, lea: str) -> None:
    before = house.states(lea)
    correct(house, lea, "VisaGranted", set_aside=True)
    house.do(lea, "appoint", "2026-12-12", on="2026-11-11", role="tuteur_academique", name="Roth",
             email="roth@u.example")  # fmt: skip
    assert house.states(lea)["contracts"][0]["state"] == "signed"

    correct(house, lea, "VisaGranted", at="2026-12-13", set_aside=False)

    assert house.states(lea) == before


def test_what_hung_on_it_is_set_aside_and_flagged(house: House, lea: str) -> None:
    correct(house, lea, "FilingTransmitted", set_aside=True)
    assert filing(house, lea) == "to_transmit"
    rules = {i.data["rule"] for i in house.dossier(lea).of("irregularity") if i.state == "found"}
    assert "fact_still_stands" in rules


# --- other values ---------------------------------------------------------------------------------


def test_other_dates_move_the_duties_that_count_from_them(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit", "2026-11-03")
    house.submit_mission(lea, "2026-11-04")
    house.draft_contract(lea, "2026-12-16", "2028-10-31", "2026-11-06")
    before = house.duty(lea, "D05")

    correct(house, lea, "ContractDrafted", at="2026-11-20", starts_on="2027-01-11")

    after = house.duty(lea, "D05")
    assert (before.id, before.data["due_on"]) == (after.id, "2026-12-15")
    assert after.data["due_on"] == "2027-01-10"
    assert house.dossier(lea).of("filing")[0].data["starts_on"] == "2027-01-11"
    seen = house.dossier(lea, known_at="2026-11-19").of("contract")[0]
    assert seen.data["starts_on"] == "2026-12-16"


def test_a_wrong_address_is_that_of_somebody_else_and_is_sealed(house: House, lea: str) -> None:
    wrong = house.dossier(lea).of("mission")[0].data["role:employeur"]
    correct(house, lea, "MissionSubmitted", employer_email="paie@dupont.example")

    right = house.dossier(lea).of("mission")[0].data["role:employeur"]
    assert right != wrong
    assert house.app.email(right) == "paie@dupont.example"
    assert house.app.name(right) == "Dupont Systèmes"
    assert house.dossier(lea).of("contract")[0].data["role:employeur"] == right
    assert not [row for row in house.rows("events", "payload") if b"paie@" in row[0]]
    said = house.app.reader.history(lea, house.app.installation.register)[-1::-1]
    sealed = [r["personal"][right] for r in said if right in r["personal"]]
    assert sealed == [{"employer_email": "paie@dupont.example", "employer_name": "Dupont Systèmes"}]


def test_the_apprentice_stays_the_same_person_under_another_name(house: House, lea: str) -> None:
    person = house.dossier(lea).of("pathway")[0].data["role:apprenti"]
    correct(house, lea, "CandidacyRegistered", last_name="Martinez", email="lea@etu.example")
    assert house.dossier(lea).of("pathway")[0].data["role:apprenti"] == person
    assert house.app.name(person) == "Léa Martinez"
    assert house.app.email(person) == "lea@etu.example"


def test_a_correction_is_corrected_by_its_own_number_or_that_of_the_fact(
    house: House, lea: str
) -> None:
    _, again, *_ = correct(house, lea, "FilingTransmitted", happened_on="2026-11-19")
    place = [e.pos for e in house.events(lea)].index(again.pos) + 1
    house.do(
        lea, "correct", "2026-12-12", fact=place, happened_on="2026-11-20", reason="non, le 20"
    )
    day = date(2026, 11, 19)
    assert filing(house, lea, true_on=day) == "to_transmit"
    assert filing(house, lea, known_at="2026-12-11 12:00", true_on=day) == "transmitted"


# --- irregularities -------------------------------------------------------------------------------


def test_an_irregularity_whose_cause_is_corrected_disappears_with_its_justification(
    house: House,
) -> None:
    lea = house.candidate()
    house.do(lea, "admit", "2026-11-03")
    house.submit_mission(lea, "2026-11-04")
    house.do(lea, "validate-mission", "2026-11-05", actor="responsable_formation")
    house.draft_contract(lea, "2026-11-16", "2028-10-31", "2026-11-06")
    house.do(lea, "issue-documents", "2026-11-09")
    house.do(lea, "start-contract", "2026-11-16")
    found = {i.data["rule"]: i for i in house.dossier(lea).of("irregularity")}
    unsigned = found["contract_is_signed"]
    house.do(lea, "justify-irregularity", "2026-11-17", irregularity=unsigned.id, reason="égaré")
    house.sign(lea, "2026-11-20")
    assert house.dossier(lea).get("irregularity", unsigned.id)

    for type_ in ("employer", "apprentice"):
        facts = house.events(lea)
        signed = next(n for n, e in enumerate(facts, 1) if e.data.get("party") == type_)
        house.do(
            lea, "correct", "2026-11-23", fact=signed, happened_on="2026-11-13", reason="daté du 13"
        )

    assert house.dossier(lea).get("irregularity", unsigned.id) is None
    assert house.dossier(lea, known_at="2026-11-22").get("irregularity", unsigned.id)
    rules = {i.data["rule"] for i in house.dossier(lea).of("irregularity")}
    assert not rules & {"contract_is_signed", "fact_still_stands"}


# --- refusals -------------------------------------------------------------------------------------

REFUSED = [
    ("FilingOpened", {"set_aside": True}, Refused, "il découle d’un autre"),
    ("ObligationReminded", {"set_aside": True}, Refused, "il découle d’un autre"),
    ("ContractStarted", {"happened_on": "2026-11-18"}, Refused, "il découle d’un autre"),
    ("CandidacyRegistered", {"set_aside": True}, Refused, "ne peut pas être écarté"),
    ("FilingTransmitted", {"happened_on": "2026-11-17"}, Refused, "ne change rien"),
    ("FilingTransmitted", {"set_aside": False}, Refused, "ne change rien"),
    ("FilingTransmitted", {"happened_on": "2026-11-01"}, Refused, "est impossible"),
    ("FilingTransmitted", {"happened_on": "2026-11-19", "reason": " "}, Refused, "porte un motif"),
    ("DocumentsIssued", {"happened_on": "2026-11-04"}, Refused, "est impossible"),
    ("VisaGranted", {"happened_on": "2026-11-19", "actor": "apprenti"}, NotAllowed, "ne peut pas"),
    ("ContractSignedByParty", {"contract": "c2"}, Refused, "ne change pas l’objet"),
    ("CandidacyRegistered", {"birth_date": "2099-01-01"}, InvalidInput, "naissance"),
    ("ContractDrafted", {"ends_on": "2026-11-01"}, InvalidInput, "la fin doit être après le début"),
    ("ContractDrafted", {"starts_on": "hier"}, InvalidInput, "n’est pas une date"),
    ("ContractDrafted", {"couleur": "bleu"}, InvalidInput, "Champ inconnu pour draft-contract"),
    ("FilingTransmitted", {"happened_on": "2026-12-12"}, InvalidInput, "est après aujourd’hui"),
    ("FilingTransmitted", {"on": "2026-11-20"}, InvalidInput, "ne se date pas"),
    ("FilingTransmitted", {"set_aside": True, "happened_on": "2026-11-19"}, InvalidInput, "l’un ou l’autre"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "said", "error", "words"), REFUSED)
def test_a_correction_that_cannot_be_says_why_and_changes_nothing(
    house: House,
    lea: str,
    type_: str,
    said: dict[str, Any],
    error: type[LifecycleError],
    words: str,
) -> None:
    before = len(house.events(lea))
    with pytest.raises(error, match=words):
        correct(house, lea, type_, **said)
    assert len(house.events(lea)) == before


def test_every_reason_is_given_at_once(house: House, lea: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        correct(house, lea, "FilingOpened", set_aside=True, actor="jury", reason="")
    assert [r.rule for r in refused.value.refusals] == [
        "right", "correction_is_motivated", "fact_is_attested"
    ]  # fmt: skip


def test_a_fact_set_aside_is_neither_moved_nor_set_aside_again(house: House, lea: str) -> None:
    correct(house, lea, "VisaGranted", set_aside=True)
    with pytest.raises(Refused, match="set_aside=non"):
        correct(house, lea, "VisaGranted", happened_on="2026-11-13")
    with pytest.raises(Refused, match="déjà écarté"):
        correct(house, lea, "VisaGranted", set_aside=True)


def test_a_correction_is_no_fact_to_correct(house: House, lea: str) -> None:
    correct(house, lea, "FilingTransmitted", happened_on="2026-11-19")
    with pytest.raises(Refused, match="corrigez de nouveau le fait"):
        correct(house, lea, "FactCorrected", set_aside=True)
    with pytest.raises(NotFound, match="pas de fait n° 9999"):
        house.do(lea, "correct", fact=9999, set_aside=True, reason="rien")


def test_a_rule_that_blocks_the_act_blocks_its_correction(house: House, lea: str) -> None:
    """Documents cannot have been issued before the mission was validated."""
    correct(house, lea, "ContractDrafted", happened_on="2026-11-04")
    with pytest.raises(Refused, match="La mission n’est pas validée"):
        correct(house, lea, "DocumentsIssued", happened_on="2026-11-04")


def test_a_rule_that_speaks_of_the_dossier_alone_blocks_a_correction(
    house: House, lea: str
) -> None:
    second = house.types(lea).index("ContractSignedByParty") + 2
    with pytest.raises(Refused, match="déjà signé"):
        house.do(lea, "correct", CORRECTED, fact=second, party="employer", reason="erreur")


# --- at the door ----------------------------------------------------------------------------------


def test_a_retry_answers_the_same_and_another_body_is_a_conflict(house: House, lea: str) -> None:
    said = {"happened_on": "2026-11-19", "key": "k-1"}
    first = correct(house, lea, "FilingTransmitted", **said)
    again = correct(house, lea, "FilingTransmitted", **said)
    assert [e.pos for e in first] == [e.pos for e in again]
    with pytest.raises(LifecycleError, match="autre commande"):
        correct(house, lea, "FilingTransmitted", happened_on="2026-11-20", key="k-1")


def test_whoever_may_do_it_may_correct_it(house: House, lea: str) -> None:
    correct(house, lea, "FilingTransmitted", happened_on="2026-11-19", actor="employeur")
    assert filing(house, lea, true_on=date(2026, 11, 18)) == "to_transmit"


def test_the_rows_say_what_the_facts_say_after_a_correction(house: House, lea: str) -> None:
    correct(house, lea, "VisaGranted", set_aside=True)
    rows = {
        (r[1], r[2]): r[3]
        for r in house.rows("instances", "stream, region, instance, state")
        if r[0] == lea
    }
    dossier = house.dossier(lea)
    assert rows == {i.key: i.state for i in dossier.instances.values() if i.region != "obligation"}
    owed = {r[1]: r[2] for r in house.rows("obligations", "stream, id, state") if r[0] == lea}
    assert owed == {d.id: d.state for d in dossier.of("obligation")}
