"""The letters of the first weeks and of what is shared, as they leave: to whom, saying what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import House
from tests.mail.test_training import EMPLOYER, FIRST, LEA, MAITRE, morning, said

PAGES = {
    "alterkit_url": "https://alterkit.universite.example",
    "orientation_url": "https://orientation.universite.example",
    "aids_url": "https://cfa.example/aides",
    "aids_reviewed_on": "2026-09-01",
    "rules_url": "https://cfa.example/regles",
    "referentiel_url": "https://cfa.example/referentiel-2026",
    "follow_up_terms_url": "https://cfa.example/suivi-v3",
}
ORIENTATION = "Espace Avenir <espace-avenir@universite.example>"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    made.open_formation(service_orientation=ORIENTATION, **PAGES)
    yield made
    made.close()


def told(house: House, day: str) -> dict[str, str]:
    return {address: said(mails) for address, mails in morning(house, day).items()}


def started(house: House) -> str:
    """Léa works since Monday 16 November 2026; Weber is her tuteur since the day before."""
    lea = house.in_contract(house.candidate())
    house.do(
        lea, "appoint", "2026-11-24 11:01", role="tuteur_academique", name="Weber", email=FIRST
    )
    return lea


def test_who_is_admitted_hears_of_the_aids_and_of_the_service_of_orientation(house: House) -> None:
    house.do(house.candidate(), "admit", "2026-11-03 14:00")
    letter = told(house, "2026-11-04")[LEA]
    assert (
        "logement, restauration, mobilité (transports, permis de conduire), accès aux soins"
        in letter
    )
    assert "Espace Avenir (espace-avenir@universite.example) ; orientation.universite" in letter
    assert "Information revue le : mardi 1er septembre 2026" in letter
    assert "Où les lire : cfa.example/aides" in letter
    assert "titres-restaurant" in letter


def test_the_service_hears_only_of_the_topics_that_are_left(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit", "2026-11-03 14:00")
    house.do(lea, "acknowledge-aids", "2026-11-04 09:00", logement=True, restauration=True)
    morning(house, "2026-11-05")
    letter = told(house, "2026-11-26")["gestion@cfa.example"]
    assert "Sujets : mobilité" in letter
    assert "n’est pas complète" in letter


def test_an_employer_prepares_the_arrival_once_the_contract_is_signed(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit", "2026-11-03")
    house.submit_mission(lea)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2026-12-01", "2028-10-31")
    morning(house, "2026-11-09")
    house.sign(lea, "2026-11-10 10:00")
    letter = told(house, "2026-11-12")[EMPLOYER]
    assert "commence le mardi 1er décembre 2026" in letter
    assert "équipe prévenue et maître d’apprentissage disponible" in letter
    assert "les avantages dont il bénéficie chez vous" in letter
    assert "alterkit.universite.example" in letter


def test_an_arrival_that_is_cancelled_is_prepared_no_more(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit", "2026-11-03")
    house.submit_mission(lea)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2026-12-01", "2028-10-31")
    morning(house, "2026-11-09")
    house.sign(lea, "2026-11-10 10:00")
    house.do(lea, "cancel-contract", "2026-11-10 11:00")
    assert "l’accueil se prépare" not in told(house, "2026-11-12").get(EMPLOYER, "")


def test_the_letter_of_mission_of_a_tuteur_says_what_is_asked_of_them(house: House) -> None:
    started(house)
    letter = told(house, "2026-11-25")[FIRST]
    assert "Cette lettre est votre lettre de mission" in letter
    assert "rencontrer l’employeur au moins deux fois par an" in letter
    assert "Se former : alterkit.universite.example" in letter
    assert "accuser réception" in letter


def test_the_first_day_brings_the_rules_to_one_and_a_training_to_the_other(house: House) -> None:
    house.in_contract(house.candidate())
    house.beat("2026-11-25 07:00")
    letters = told(house, "2026-11-25")
    assert "Où les lire : cfa.example/regles" in letters[LEA]
    assert (
        "aux missions de maître d’apprentissage est proposée, pour accompagner Léa Martin"
        in letters[MAITRE]
    )
    assert "Où se former : alterkit.universite.example" in letters[MAITRE]


def test_three_parties_receive_the_papers_of_the_formation(house: House) -> None:
    lea = started(house)
    morning(house, "2026-11-25")
    house.do(lea, "share-referentiel", "2026-11-26 09:00", actor="responsable_formation")
    letters = told(house, "2026-11-27")
    for address in (LEA, MAITRE, FIRST):
        assert (
            "référentiel de compétences et d’évaluation : cfa.example/referentiel-2026"
            in letters[address]
        )
        assert "modalités de suivi : cfa.example/suivi-v3" in letters[address]


def test_a_shared_report_is_told_with_the_actions_that_are_left_and_not_with_its_words(
    house: House,
) -> None:
    lea = started(house)
    morning(house, "2026-11-25")
    house.do(lea, "record-visit", "2026-12-10", actor="tuteur_academique", mode="site",
             report="Léa arrive souvent en retard")  # fmt: skip
    house.do(
        lea, "agree-action", label="Arriver à l’heure", owed_by="apprenti", due_on="2027-01-29"
    )
    house.do(lea, "share-report", "2026-12-11 09:00", actor="tuteur_academique")
    letters = told(house, "2026-12-14")
    for address in (LEA, MAITRE):
        assert "Rencontre du : jeudi 10 décembre 2026" in letters[address]
        assert "apprenti, au plus tard le vendredi 29 janvier 2027" in letters[address]
        assert "retard" not in letters[address].split("Compte rendu de rencontre")[-1]
    reminded = told(house, "2027-01-22")
    assert "Action : Arriver à l’heure." in reminded[LEA]
    assert "Arriver" not in "".join(v for k, v in reminded.items() if k != LEA)


def test_who_leaves_the_training_hears_who_can_help(house: House) -> None:
    lea = started(house)
    morning(house, "2026-11-25")
    house.do(lea, "record-abandonment", "2027-03-01 09:00", actor="apprenti")
    letter = told(house, "2027-03-08")[LEA]
    assert "Service d’orientation : Espace Avenir (espace-avenir@universite.example)" in letter
    assert "La suite de votre parcours" in letter
