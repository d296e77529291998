"""The forms of the follow-up as pages draw them: French words, nothing folded away, words shown."""

from __future__ import annotations

import re

import pytest

from tests.portal.conftest import Office
from tests.portal.test_training import in_training, text

UNSAID = r" — (Non renseigné|Choisissez) —| \(obligatoire\)"
FORMS = {
    "record-visit": "Environnement propice à la progression insuffisant satisfaisant très bon",
    "share-report": "Rencontre du (vide : toutes celles qui attendent)",
    "agree-action": "À faire par apprenti maître d’apprentissage tuteur académique",
    "record-training": "Par avec Alter’kit en session de formation en webinaire autre",
    "acknowledge-aids": "Mobilité (transports, permis)",
    "fill-grid": "À quel moment en cours de formation en fin de formation",
    "record-evaluation": "Satisfaction d’ensemble (1 à 5)",
    "share-referentiel": "Modalités de suivi (version ou adresse)",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_the_follow_up_is_in_french_and_open(office: Office, name: str) -> None:
    sam = in_training(office)
    office.house.do(sam, "record-visit", "2027-02-08", mode="site")
    office.house.do(office.house.app.house_stream("formation", "M2-INFO") or "", "set-formation",
                    referentiel_url="https://cfa.example/ref")  # fmt: skip
    page = office.as_().get(f"/dossiers/{sam}/{name}").text
    form = page[page.index("<h1") :]
    assert FORMS[name] in re.sub(UNSAID, "", text(form))
    assert "sera refusée" not in form
    assert "<details" not in form


def test_a_page_shows_the_report_and_the_action_of_a_meeting(office: Office) -> None:
    sam = in_training(office)
    tuteur = {"actor": "tuteur_academique"}
    office.house.do(sam, "record-visit", "2027-02-08", mode="site", report="Bons débuts", **tuteur)
    office.house.do(sam, "agree-action", "2027-02-08", label="Ouvrir les accès", owed_by="apprenti",
                    due_on="2027-03-01", **tuteur)  # fmt: skip
    page = text(office.as_().get(f"/dossiers/{sam}").text)
    assert "Compte rendu : Bons débuts" in page
    assert "Mener l’action convenue (apprenti)" in page
    assert "Ouvrir les accès" in page
