"""Who looks for an employer is answered, helped, introduced; the parties write to one another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lifecycle.errors import InvalidInput, NotAllowed, Refused
from tests.houses import House

TUTEUR = "paul.weber@universite.example"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as made:
        made.open_formation(service_dedie="alternance@cfa.example")
        yield made


@pytest.fixture
def lea(house: House) -> str:
    """Léa is admitted on Tuesday 3 November 2026."""
    made = house.candidate()
    house.do(made, "admit", "2026-11-03")
    return made


def duties(house: House, dossier: str, ref: str) -> list[Any]:
    return [d for d in house.dossier(dossier).of("obligation") if d.data["ref"] == ref]


def words(house: House, dossier: str) -> dict[str, str]:
    """What the facts of a dossier say in words, read with the keys."""
    rows = house.app.reader.history(dossier, house.app.installation.register)
    return {n: v for row in rows for said in row["personal"].values() for n, v in said.items()}


# --- the service answers ----------------------------------------------------------------------------


def test_a_request_is_answered_in_five_jours_ouvres_or_the_direction_hears_of_it(
    house: House, lea: str
) -> None:
    house.do(lea, "record-contact", "2026-11-05", actor="apprenti", asked_by="apprenti",
             channel="courriel", need="recherche", request="Qui peut relire mon CV ?")  # fmt: skip
    (duty,) = duties(house, lea, "P2-S07")
    assert (duty.data["due_on"], duty.data["owed_by"]) == ("2026-11-13", "service_dedie")

    house.beat("2026-11-13 23:00")
    assert duties(house, lea, "P2-S07")[0].state == "due"
    house.beat("2026-11-16 08:05")
    assert duties(house, lea, "P2-S07")[0].state == "escalated"

    house.do(lea, "answer-contact", "2026-11-17", actor="service_dedie", reply="Moi, jeudi.")
    (duty,) = duties(house, lea, "P2-S07")
    assert (duty.state, duty.data["on_time"]) == ("done", False)


def test_two_requests_wait_each_for_its_own_answer(house: House, lea: str) -> None:
    for day in ("2026-11-05", "2026-11-09"):
        house.do(lea, "record-contact", day, asked_by="employeur")
    with pytest.raises(InvalidInput, match="x1, x2"):
        house.do(lea, "answer-contact", "2026-11-10")

    house.do(lea, "answer-contact", "2026-11-10", exchange="x2")

    first, second = duties(house, lea, "P2-S07")
    assert (first.state, first.data["due_on"]) == ("open", "2026-11-13")
    assert (second.state, second.data["on_time"]) == ("done", True)


def test_a_request_noted_late_counts_from_the_day_on_which_it_came(house: House, lea: str) -> None:
    house.do(lea, "record-contact", "2026-11-10", asked_by="employeur", asked_on="2026-11-05")
    assert duties(house, lea, "P2-S07")[0].data["due_on"] == "2026-11-13"


def test_the_partnership_may_promise_a_shorter_answer(house: House, lea: str) -> None:
    stream = house.app.house_stream("formation", "M2-INFO")
    house.do(str(stream), "set-formation", "2026-11-03", **{"P2-S07": "2 jours ouvrés"})
    house.do(lea, "record-contact", "2026-11-05", asked_by="apprenti")
    assert duties(house, lea, "P2-S07")[0].data["due_on"] == "2026-11-09"


# --- nobody is left alone ---------------------------------------------------------------------------


def test_who_looks_for_an_employer_is_never_a_month_without_news(house: House, lea: str) -> None:
    (first,) = duties(house, lea, "C-01")
    assert first.data["due_on"] == "2026-12-03"

    house.do(lea, "record-coaching", "2026-11-20", session="entretien", was_present=True)

    first, second = duties(house, lea, "C-01")
    assert (first.state, second.state, second.data["due_on"]) == ("done", "open", "2026-12-20")
    house.beat("2026-12-21 08:05")
    assert duties(house, lea, "C-01")[1].state == "escalated"


def test_to_answer_who_looks_for_an_employer_is_a_sign_too(house: House, lea: str) -> None:
    house.do(lea, "record-contact", "2026-11-05", asked_by="apprenti")
    house.do(lea, "answer-contact", "2026-11-06")
    assert [d.state for d in duties(house, lea, "C-01")] == ["done", "open"]


def test_the_month_ends_with_an_accepted_mission_not_with_a_proposed_one(
    house: House, lea: str
) -> None:
    house.submit_mission(lea, "2026-11-04")
    assert duties(house, lea, "C-01")[0].state == "open"
    house.do(lea, "validate-mission", "2026-11-05", actor="responsable_formation")
    house.do(lea, "record-outreach", "2026-11-09")
    assert [d.state for d in duties(house, lea, "C-01")] == ["cancelled"]


def test_after_a_rupture_the_search_begins_again(house: House) -> None:
    lea = house.in_contract(house.candidate())
    house.beat("2026-11-24 11:00")
    house.do(
        lea, "record-rupture", "2027-03-01", ground="R-02", broken_on="2027-03-01", written=True
    )
    house.beat("2027-03-02 08:05")
    assert duties(house, lea, "C-01")[-1].state == "open"
    assert duties(house, lea, "C-01")[-1].data["due_on"] == "2027-03-31"


def test_who_withdraws_is_no_longer_sought(house: House, lea: str) -> None:
    house.do(lea, "withdraw-candidacy", "2026-11-06")
    assert duties(house, lea, "C-01")[0].state == "cancelled"


# --- what is known of a candidate --------------------------------------------------------------------


def test_what_is_said_of_a_candidate_is_theirs(house: House, lea: str) -> None:
    house.do(lea, "record-wishes", wishes="Le logiciel libre", wished_places="Strasbourg",
             matches_training=True)  # fmt: skip
    house.do(lea, "record-positioning", strengths="Rigueur", weaknesses="Oral",
             soft_skills="Prise de parole", academic_gaps="Statistiques", support_plan="Tutorat")  # fmt: skip
    house.do(
        lea, "record-search-step", actor="apprenti", step_employer="Dupont", step_answer="entretien"
    )
    house.do(lea, "introduce-employer", introduced_employer="Dupont Systèmes",
             introduced_maitre="Camille Weber", introduction_outcome="en_cours")  # fmt: skip

    said = words(house, lea)
    assert said["academic_gaps"] == "Statistiques"
    assert said["introduced_employer"] == "Dupont Systèmes"
    pathway = house.dossier(lea).one("pathway")
    assert pathway is not None
    clear = {str(value) for value in pathway.data.values()}
    assert not clear & set(said.values())
    assert pathway.data["positioned"] is True
    assert pathway.data["introduction_outcome"] == "en_cours"


def test_an_application_is_complete_once_every_paper_has_been_seen(house: House, lea: str) -> None:
    house.do(lea, "complete-application", has_cv=True, has_letter=True, has_identity=True)
    assert house.dossier(lea).said["application_complete"] is False
    house.do(lea, "complete-application", has_transcripts=True, has_company_sheet=True)
    assert house.dossier(lea).said["application_complete"] is True
    house.do(lea, "complete-application", has_identity=False)
    assert house.dossier(lea).said["application_complete"] is False


# --- the parties write to one another ----------------------------------------------------------------


@pytest.fixture
def at_work(house: House) -> str:
    made = house.in_contract(house.candidate())
    house.beat("2026-11-24 11:00")
    house.do(
        made, "appoint", "2026-11-24 11:01", role="tuteur_academique", name="Weber", email=TUTEUR
    )
    return made


def raised(house: House, dossier: str, day: str, by: str, of: str) -> None:
    house.do(dossier, "raise-exchange", day, said_by=by, asked_of=of, topic="ecart",
             question="Les bases de données ne sont vues qu’au second semestre.")  # fmt: skip


@pytest.mark.parametrize(
    ("asked_of", "ref"),
    [("tuteur_academique", "P1-P11"), ("maitre_apprentissage", "P3-P06"), ("apprenti", "SYS-09")],
)
def test_each_party_owes_the_answers_that_are_asked_of_it(
    house: House, at_work: str, asked_of: str, ref: str
) -> None:
    by = "apprenti" if asked_of != "apprenti" else "maitre_apprentissage"
    raised(house, at_work, "2026-12-01", by, asked_of)
    owed = {
        d.data["ref"]: d
        for d in house.dossier(at_work).of("obligation")
        if d.data["subject"] == "x1"
    }
    assert [(r, d.data["due_on"], d.data["owed_by"]) for r, d in owed.items()] == [
        (ref, "2026-12-11", asked_of)
    ]

    house.do(
        at_work, "answer-exchange", "2026-12-11", said_by=asked_of, answer="Un atelier en mars."
    )

    assert duties(house, at_work, ref)[0].data["on_time"] is True


def test_an_exchange_that_nobody_answers_is_told_to_the_responsable(
    house: House, at_work: str
) -> None:
    raised(house, at_work, "2026-12-01", "maitre_apprentissage", "tuteur_academique")
    house.beat("2026-12-11 23:00")
    assert duties(house, at_work, "P1-P11")[0].state == "reminded"
    house.beat("2026-12-14 08:05")
    assert duties(house, at_work, "P1-P11")[0].state == "escalated"


def test_a_request_and_an_exchange_have_each_their_own_answer(house: House, at_work: str) -> None:
    raised(house, at_work, "2026-12-01", "maitre_apprentissage", "tuteur_academique")
    with pytest.raises(Refused, match="« Répondre à un échange » y répond"):
        house.do(at_work, "answer-contact", exchange="x1")
    with pytest.raises(InvalidInput, match="soi-même"):
        raised(house, at_work, "2026-12-01", "apprenti", "apprenti")
    with pytest.raises(NotAllowed):
        house.do(at_work, "answer-exchange", actor="opco", said_by="apprenti", answer="Non")


# --- offers that are sent to somebody -------------------------------------------------------------------


def test_a_graduate_receives_offers_once_they_have_agreed_and_until_they_decline(
    house: House, at_work: str
) -> None:
    house.do(at_work, "record-success", "2028-07-03")
    with pytest.raises(Refused, match="pas accepté"):
        house.do(at_work, "propose-offer", offer_title="Développeuse")
    house.do(at_work, "consent-offers", actor="apprenti")
    house.do(at_work, "propose-offer", offer_title="Développeuse")
    house.do(at_work, "decline-offers", actor="apprenti")
    with pytest.raises(Refused, match="n’en veut plus"):
        house.do(at_work, "propose-offer", offer_title="Développeuse")


def test_who_looks_for_an_employer_receives_offers_unless_they_decline(
    house: House, lea: str
) -> None:
    house.do(lea, "propose-offer", offer_title="Apprentie développeuse")
    house.do(lea, "decline-offers", actor="apprenti")
    with pytest.raises(Refused):
        house.do(lea, "propose-offer", offer_title="Apprentie développeuse")
