"""What the parties write to one another reaches them by mail; so does an offer, while it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import House
from tests.mail.test_training import FIRST, GESTION, LEA, MAITRE, lea, morning, said, told

QUESTION = "Les bases de données ne sont vues qu’au second semestre."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Léa works since Monday 16 November 2026; Weber is her tuteur. The mails of before have left."""
    with House(tmp_path) as made:
        made.open_formation()
        dossier = made.in_contract(made.candidate())
        made.beat("2026-11-24 11:00")
        made.do(
            dossier,
            "appoint",
            "2026-11-24 11:01",
            role="tuteur_academique",
            name="Weber",
            email=FIRST,
        )
        morning(made, "2026-11-30")
        yield made


def raised(house: House) -> None:
    house.do(lea(house), "raise-exchange", "2026-12-01 15:00", said_by="maitre_apprentissage",
             asked_of="tuteur_academique", topic="ecart", question=QUESTION)  # fmt: skip


def test_an_exchange_is_told_to_the_other_parties_with_its_words(house: House) -> None:
    raised(house)
    mails = morning(house, "2026-12-02")
    assert {LEA, FIRST} <= mails.keys()
    tuteur, apprentice = said(mails[FIRST]), said(mails[LEA])
    assert f"« {QUESTION} »" in tuteur
    assert "Camille Weber (maître d’apprentissage) écrit à Weber (tuteur académique)" in tuteur
    assert "Réponse attendue avant le : vendredi 11 décembre 2026" in tuteur
    assert "répondez à ce courriel" in tuteur
    assert f"« {QUESTION} »" in apprentice
    assert "La réponse de Weber (tuteur académique) vous sera envoyée" in apprentice
    assert QUESTION not in said(mails.get(MAITRE, []))


def test_the_maitre_hears_what_the_tuteur_asks(house: House) -> None:
    house.do(lea(house), "raise-exchange", "2026-12-01 15:00", said_by="tuteur_academique",
             asked_of="maitre_apprentissage", question=QUESTION)  # fmt: skip
    mails = morning(house, "2026-12-02")
    assert QUESTION in said(mails[MAITRE])
    assert "répondez à ce courriel" in said(mails[MAITRE])
    assert QUESTION not in said(mails.get(FIRST, []))


def test_an_answer_goes_back_to_those_who_did_not_write_it(house: House) -> None:
    raised(house)
    morning(house, "2026-12-02")
    house.do(lea(house), "answer-exchange", "2026-12-02 15:00", said_by="tuteur_academique",
             answer="Un atelier est ajouté en mars.")  # fmt: skip
    mails = morning(house, "2026-12-03")
    assert f"On demandait : « {QUESTION} »" in said(mails[MAITRE])
    assert "« Un atelier est ajouté en mars. »" in said(mails[MAITRE])
    assert "atelier" in said(mails[LEA])
    assert "atelier" not in said(mails.get(FIRST, []))


def test_who_asks_hears_who_answers_and_by_when(house: House) -> None:
    house.do(lea(house), "appoint", "2026-12-01 14:00", role="service_dedie", name="Anne Roth",
             email="a.roth@cfa.example")  # fmt: skip
    house.do(
        lea(house),
        "record-contact",
        "2026-12-01 15:00",
        asked_by="employeur",
        request="Quel salaire ?",
    )
    mails = morning(house, "2026-12-02")
    employer = said(mails["rh@dupont.example"])
    assert "confiée à Anne Roth (a.roth@cfa.example)" in employer
    assert "Réponse avant le : mardi 8 décembre 2026" in employer
    assert "Quel salaire" not in employer
    assert "confiée à" not in said(mails.get(LEA, []))


def test_what_is_answered_before_the_mail_leaves_is_asked_of_nobody(house: House) -> None:
    raised(house)
    house.do(
        lea(house), "answer-exchange", "2026-12-01 16:00", said_by="tuteur_academique", answer="Vu."
    )
    assert "Réponse attendue" not in told(house, "2026-12-02", FIRST)


def test_a_silenced_dossier_writes_no_exchange(house: House) -> None:
    raised(house)
    house.do(lea(house), "silence-dossier", "2026-12-01 16:00", reason="signalement")
    assert morning(house, "2026-12-02").keys() <= {GESTION}


def test_an_offer_says_how_to_receive_no_more_of_them(house: House) -> None:
    hugo = house.candidate("Hugo", "Weber", at="2026-12-01 09:00")
    house.do(hugo, "admit", "2026-12-01 09:05")
    house.do(hugo, "propose-offer", "2026-12-01 15:00", offer_title="Apprenti développeur",
             offer_place="Strasbourg", offer_link="https://emploi.example/42", offer_until="2027-01-15")  # fmt: skip
    mail = told(house, "2026-12-02", "hugo.weber@etu.example")
    assert "Une offre pour vous : Apprenti développeur" in mail
    assert "vendredi 15 janvier 2027" in mail
    assert "emploi.example/42" in mail
    assert "répondez « stop »" in mail


def test_a_return_on_experience_is_asked_of_each_party_with_its_day(house: House) -> None:
    formation = str(house.app.house_stream("formation", "M2-INFO"))
    house.do(formation, "ask-feedback", "2026-12-01 15:00", solicited=lea(house),
             said_before="2027-04-30")  # fmt: skip
    mails = morning(house, "2026-12-02")
    for address in (MAITRE, FIRST):
        assert (
            "répondez à ce courriel, en quelques lignes, avant le vendredi 30 avril 2027"
            in said(mails[address])
        )
    assert "Chaque année, le CFA recueille" not in said(mails.get(LEA, []))


def test_a_delegate_is_asked_for_what_the_others_say(house: House) -> None:
    formation = str(house.app.house_stream("formation", "M2-INFO"))
    house.do(formation, "open-promotion", "2026-12-01 14:00", rentree_on="2026-11-02",
             ends_on="2027-10-29", hours_planned=600)  # fmt: skip
    house.do(formation, "elect-delegates", "2026-12-01 14:30", delegates=lea(house))
    house.do(formation, "ask-feedback", "2026-12-01 15:00", solicited=lea(house))
    mails = morning(house, "2026-12-02")
    assert "dites aussi ce que vous disent les autres apprentis" in said(mails[LEA])
    assert "dites aussi" not in said(mails[MAITRE])
    assert "en quelques lignes. " in said(mails[MAITRE])
