"""Offers and candidacies come from a file: rehearsed first, line by line, the same file once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.candidacies import import_candidacies
from exchange.lists import ListReport
from exchange.offers import export_offers, import_offers
from exchange.refusals import FileRefused
from lifecycle.people import Actor, Role
from tests.houses import House

STAFF = Actor(Role.GESTIONNAIRE)
OFFERS = """reference;type;intitule;employeur;courriel;lieu;missions;profil;debut;salaire
LBA-1;alternance;Développeuse;Dupont Systèmes;rh@dupont.example;67000 Strasbourg;Concevoir;Master;01/09/2027;1 200
LBA-2;emploi;Analyste;Ateliers du Rhin;;Colmar;;;;
"""
CANDIDACIES = """nom;prenom;date_de_naissance;courriel;telephone;formation;origine
Martin;Léa;14/03/2004;lea.martin@etu.example;0612345678;M2-INFO;Mon Master
Roussel;Zoé;03/11/2004;zoe@etu.example;;;
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as made:
        made.open_formation()
        yield made


@pytest.fixture
def formation(house: House) -> str:
    return str(house.app.house_stream("formation", "M2-INFO"))


def offers(house: House, formation: str, text: str, commit: bool = True) -> ListReport:
    content = text.encode()
    return import_offers(
        house.app.house, formation, content, "offres.csv", house.now, actor=STAFF, commit=commit
    )


def candidacies(house: House, text: str, commit: bool = True) -> ListReport:
    return import_candidacies(
        house.app.house, text.encode(), "c.csv", house.now, actor=STAFF, origin="Parcoursup",
        formation="M2-INFO", commit=commit,
    )  # fmt: skip


def done(report: ListReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.rejected_rows


# --- offers ----------------------------------------------------------------------------------------


def test_a_rehearsal_writes_nothing_and_says_what_a_commit_does(
    house: House, formation: str
) -> None:
    before = house.rows("events")
    tried = offers(house, formation, OFFERS, commit=False)
    assert (done(tried), tried.committed) == ((2, 0, 0, 0), False)
    assert house.rows("events") == before
    assert "Essai à blanc" in tried.summary

    assert done(offers(house, formation, OFFERS)) == done(tried)
    kept = {o.data["reference"]: o for o in house.dossier(formation).of("offer")}
    assert kept["LBA-1"].data["starts_on"] == "2027-09-01"
    assert (kept["LBA-2"].state, kept["LBA-2"].data["kind"]) == ("received", "emploi")


def test_the_same_file_twice_changes_nothing(house: House, formation: str) -> None:
    offers(house, formation, OFFERS)
    before = house.rows("events")
    again = offers(house, formation, OFFERS)
    assert done(again) == (0, 0, 2, 0)
    assert house.rows("events") == before
    assert again.unknown_columns == ("salaire",)


def test_a_line_that_says_something_new_updates_its_offer(house: House, formation: str) -> None:
    offers(house, formation, OFFERS)
    news = OFFERS.replace("67000 Strasbourg", "Haguenau").replace("rh@dupont", "jobs@dupont")
    assert done(offers(house, formation, news)) == (0, 1, 1, 0)
    offer = house.dossier(formation).get("offer", "o1")
    assert offer is not None
    assert (offer.data["place"], offer.data["changed"]) == (
        "Haguenau",
        ["employer_name", "employer_email", "place"],
    )
    assert house.app.email(offer.data["role:employeur"]) == "jobs@dupont.example"
    assert done(offers(house, formation, news)) == (0, 0, 2, 0)


def test_an_offer_that_has_found_somebody_is_left_alone(house: House, formation: str) -> None:
    offers(house, formation, OFFERS)
    house.do(formation, "fill-offer", offer="o1")
    report = offers(house, formation, OFFERS.replace("Strasbourg", "Metz"))
    assert done(report) == (0, 0, 2, 0)
    assert [f"{w.row}: {w.reason}" for w in report.warnings] == [
        "2: l’offre o1 est pourvue : rien n’est changé."
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";alternance;Sans référence;Dupont;;;;;;", "n’a pas de référence"),
        ("LBA-3;stage;Titre;Dupont;;;;;;", "alternance, emploi"),
        ("LBA-3;emploi;;Dupont;;;;;;", "il manque Intitulé (title)"),
        ("LBA-3;emploi;Titre;Dupont;pas une adresse;;;;;", "Courriel de l’employeur"),
        ("LBA-3;emploi;Titre;Dupont;;;;;31/02/2027;", "n’existe pas"),
        ("LBA-1;emploi;Encore;Dupont;;;;;;", "déjà à la ligne 2"),
    ],
)
def test_a_wrong_line_is_told_and_stops_no_other(
    house: House, formation: str, line: str, why: str
) -> None:
    report = offers(house, formation, f"{OFFERS}{line}\n")
    assert done(report) == (2, 0, 0, 1)
    (fault,) = report.rejected
    assert fault.row == 4
    assert why in fault.reason


def test_a_file_without_the_columns_is_refused_whole(house: House, formation: str) -> None:
    with pytest.raises(FileRefused, match="« intitule »"):
        offers(house, formation, "reference;titre\nLBA-1;Développeuse\n")
    with pytest.raises(FileRefused, match="en-tête"):
        offers(house, formation, "reference;intitule\n")


def test_what_is_exported_is_imported_elsewhere(house: House, formation: str) -> None:
    offers(house, formation, OFFERS)
    other = house.open_formation("M2-MIAGE")
    dossier = house.dossier(formation)
    people = house.app.house.register.find(
        {o.data.get("role:employeur", "") for o in dossier.of("offer")}
    )
    written = export_offers(house.app.house.charter, dossier, people)
    assert done(offers(house, other, written.decode("utf-8-sig"))) == (2, 0, 0, 0)
    assert done(offers(house, formation, written.decode("utf-8-sig"))) == (0, 0, 2, 0)
    assert b";re\xc3\xa7ue;" in written


def test_an_export_holds_no_formula(house: House, formation: str) -> None:
    offers(house, formation, OFFERS.replace("Analyste", "=HYPERLINK(1)"))
    written = export_offers(house.app.house.charter, house.dossier(formation), {})
    assert b";'=HYPERLINK" in written


# --- candidacies -------------------------------------------------------------------------------------


def test_the_candidacies_of_a_platform_become_dossiers_once(house: House) -> None:
    assert done(candidacies(house, CANDIDACIES, commit=False)) == (2, 0, 0, 0)
    assert house.app.dossiers() == []
    assert done(candidacies(house, CANDIDACIES)) == (2, 0, 0, 0)
    assert done(candidacies(house, CANDIDACIES)) == (0, 0, 2, 0)
    origins = {
        row["apprentice"]: house.dossier(row["dossier"]).said["origin"]
        for row in house.app.dossiers()
    }
    assert origins == {"Léa Martin": "Mon Master", "Zoé Roussel": "Parcoursup"}


def test_a_candidate_whom_the_house_knows_already_is_not_registered_again(house: House) -> None:
    house.candidate("LEA", "MARTIN")
    assert done(candidacies(house, CANDIDACIES)) == (1, 0, 1, 0)


def test_a_wrong_candidacy_is_told(house: House) -> None:
    wrong = f"{CANDIDACIES}Weber;Hugo;1850-01-01;hugo@etu.example;;;\nKlein;Eva;2003-02-02;eva@etu.example;;M2-RIEN;\n"
    report = candidacies(house, wrong)
    assert done(report) == (2, 0, 0, 2)
    assert [f.row for f in report.rejected] == [4, 5]
    assert "Formation inconnue" in report.rejected[1].reason
