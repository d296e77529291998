"""Offers, candidacies and employers at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CONTRACT, MISSION, Desk

HOUSE = "formation:M2-INFO"
OFFERS = (
    "reference;type;intitule;employeur;missions;profil\nR1;emploi;Analyste;Dupont;Analyser;Master\n"
)


@pytest.fixture
def offers(desk: Desk) -> str:
    """A file of one offer, in the folder of the desk."""
    file = desk.folder / "offres.csv"
    file.write_text(OFFERS, encoding="utf-8")
    return str(file)


def published(desk: Desk, offers: str) -> None:
    desk.json("offers", "import", HOUSE, offers, "--commit")
    desk.do(HOUSE, "qualify-offer", "mission_fits=oui", "profile_fits=oui")
    desk.do(HOUSE, "publish-offer", "channels=alumni", "expires_on=2027-01-31")


def test_an_import_is_rehearsed_then_done(desk: Desk, offers: str) -> None:
    tried = desk.say("offers", "import", HOUSE, offers)
    assert (tried.code, "Essai à blanc" in tried.out) == (0, True)
    assert desk.json("offers", "list", HOUSE) == []
    desk.json("offers", "import", HOUSE, offers, "--commit")
    (offer,) = desk.json("offers", "list", HOUSE)
    assert (offer["numero"], offer["intitule"], offer["employeur"]) == ("o1", "Analyste", "Dupont")


def test_a_wrong_line_makes_the_exit_code(desk: Desk, offers: str) -> None:
    Path(offers).write_text(OFFERS + ";emploi;Sans référence;Dupont;;\n", encoding="utf-8")
    said = desk.say("offers", "import", HOUSE, offers, "--commit")
    assert (said.code, "ligne 3" in said.out) == (3, True)


def test_the_offers_shown_are_written_and_nothing_is_overwritten(desk: Desk, offers: str) -> None:
    published(desk, offers)
    words = ("offers", "export", HOUSE, "--state", "published", "--out", "out.csv")
    desk.json(*words)
    assert "Analyste" in (desk.folder / "out.csv").read_text("utf-8")
    assert desk.say(*words).code == 3
    assert desk.say("offers", "export", HOUSE, "--state", "perdue", "--out", "b.csv").code == 3


def test_an_offer_is_sent_once_to_those_whom_it_concerns(desk: Desk, offers: str) -> None:
    """Of a job: graduates who have agreed, none of those who look for an employer."""
    Path(offers).write_text(OFFERS.replace("emploi", "alternance"), encoding="utf-8")
    lea, zoe = desk.candidate(), desk.candidate("Zoé", "Roussel")
    desk.candidate("Hugo", "Weber")
    for one in (lea, zoe):
        desk.do(one, "admit")
    desk.do(zoe, "decline-offers")
    published(desk, offers)
    assert desk.json("offers", "send", HOUSE, "o1")["sent"] == 1
    assert desk.json("offers", "send", HOUSE, "o1") == {
        "offer": "o1", "sent": 0, "before": 1, "refused": []
    }  # fmt: skip
    assert "OfferProposed" in [f["type"] for f in desk.json("history", lea)]


def test_an_offer_that_is_not_shown_is_not_sent(desk: Desk, offers: str) -> None:
    desk.json("offers", "import", HOUSE, offers, "--commit")
    assert desk.say("offers", "send", HOUSE, "o1").code == 3
    assert desk.say("offers", "send", HOUSE, "o7").code == 6


def test_candidacies_come_from_a_platform(desk: Desk) -> None:
    file = desk.folder / "candidatures.csv"
    head = "nom;prenom;date_de_naissance;courriel"
    file.write_text(f"{head}\nMartin;Léa;2004-03-14;lea@etu.example\n", encoding="utf-8")
    words = ("candidacies", "import", str(file), "--formation", "M2-INFO", "--origin", "Mon Master")
    assert desk.json(*words)["created"] == 1
    assert desk.json("dossiers") == []
    desk.json(*words, "--commit")
    (row,) = desk.json("dossiers")
    assert row["apprentice"] == "Léa Martin"


def test_an_employer_outlives_its_contracts(desk: Desk, offers: str) -> None:
    lea = desk.candidate()
    desk.do(lea, "admit")
    desk.do(lea, "submit-mission", *MISSION, as_="employeur")
    desk.do(lea, "validate-mission", as_="responsable_formation")
    desk.do(lea, "draft-contract", *CONTRACT)
    desk.clock("2026-12-07T10:00:00+01:00")
    desk.do(lea, "start-contract")
    desk.clock("2027-03-01T10:00:00+01:00")
    desk.do(lea, "record-rupture", "ground=R-02", "broken_on=2027-03-01", "written=oui")
    desk.json("beat")
    desk.json("offers", "import", HOUSE, offers, "--commit")

    rows = desk.json("employers", "--out", "employeurs.csv")

    dupont = next(row for row in rows if row["siret"] == "73282932000074")
    assert (dupont["employer"], dupont["apprentices"], dupont["running"], dupont["ruptures"]) == (
        "Dupont Systèmes", 1, 0, 1,
    )  # fmt: skip
    assert (dupont["last_contract"], dupont["last_contact"]) == ("2026-12-07", "2026-11-24")
    assert dupont["formations"] == ["M2-INFO"]
    assert "Dupont Systèmes" in (desk.folder / "employeurs.csv").read_text("utf-8")
    silent = desk.json("employers", "--not-since", "2027-01-01")
    assert [row["siret"] for row in silent] == ["73282932000074"]
    assert desk.json("employers", "--not-since", "2026-11-24") == []
