"""The morning of a CFA, without any script: each journey ends in the history, not in the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lifecycle.people import Role
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.portal.conftest import Office, called
from tests.portal.test_contracts import validated
from tests.portal.test_imports import faulty

WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


def title(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def late_mission(office: Office, name: str = "Léa") -> str:
    house = office.house
    house.at("2026-11-20")
    stream = house.candidate(name)
    house.do(stream, "admit")
    house.submit_mission(stream)
    return stream


@WIDTHS
def test_coming_in_and_going_out(visit: Visit, width: int) -> None:
    page = visit(role=None, width=width)
    assert title(page) == "Connexion"
    page.get_by_label("Adresse électronique").fill("gestion@cfa.example")
    page.get_by_label("Mot de passe").fill("un autre mot de passe")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_contain_text("inconnu")
    assert page.get_by_label("Adresse électronique").input_value() == "gestion@cfa.example"
    page.get_by_label("Mot de passe").fill("un bon mot de passe")
    page.get_by_role("button", name="Se connecter").click()
    assert title(page).startswith("À faire")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/dossiers")
    assert title(page) == "Connexion"


@WIDTHS
def test_a_late_mission_is_cleared(office: Office, visit: Visit, width: int) -> None:
    lea = late_mission(office)
    office.house.beat("2026-12-01 08:05")
    page = visit(Role.RESPONSABLE_FORMATION, width)
    late = page.get_by_role("region", name="En retard")
    expect(late).to_contain_text("Léa Martin")
    late.get_by_role("link", name="Valider la mission : Léa Martin").click()
    page.get_by_label("Avis motivé").fill("Mission conforme au référentiel.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_have_text("Valider la mission : c’est enregistré.")
    page.get_by_role("link", name="À faire").click()
    expect(page.get_by_text("Rien n’est en retard.")).to_be_visible()
    assert office.house.states(lea)["missions"][0]["state"] == "validated"
    assert office.house.duty(lea, "D01").state == "done"


def test_one_contract_goes_forward(office: Office, visit: Visit) -> None:
    lea = validated(office)
    office.house.draft_contract(lea, "2026-12-07", "2028-08-31")
    page = visit()
    page.get_by_role("link", name="Dossiers", exact=True).click()
    page.get_by_role("searchbox", name="Nom").fill("mart")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Martin Léa").click()
    act(page, "Éditer convention et CERFA")
    for party in ("l’employeur", "l’apprenti ou l’apprentie"):
        act(page, "Enregistrer une signature", Signataire=party)
    act(page, "Viser le contrat")
    (contract,) = office.house.states(lea)["contracts"]
    assert contract["state"] == "endorsed"
    expect(page.get_by_role("region", name="Où en est le dossier")).to_contain_text("Visé")


def act(page: Page, name: str, **chosen: str) -> None:
    actions = page.get_by_role("region", name="Actions possibles")
    actions.get_by_role("link", name=name, exact=True).click()
    for label, value in chosen.items():
        page.get_by_label(label).select_option(label=value)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("c’est enregistré")


def test_a_refused_action_is_corrected_by_whoever_may(office: Office, visit: Visit) -> None:
    lea = validated(office)
    office.house.draft_contract(lea, "2026-12-07", "2031-08-31")
    page = visit()
    page.goto(f"/dossiers/{lea}/issue-documents")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Peut le lever : direction du CFA")
    page = visit(Role.DIRECTION)
    page.goto(f"/dossiers/{lea}/issue-documents")
    for box in page.get_by_role("group", name="Lever un blocage").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Motif").fill("Dérogation accordée le 20 novembre.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("c’est enregistré")


def test_thirty_signed_contracts_come_in_at_once(office: Office, visit: Visit) -> None:
    streams = [validated(office, called(n), "Klein") for n in range(30)]
    office.house.at("2026-11-24")
    page = visit()
    page.get_by_role("link", name="Contrats signés").click()
    for label, day in {
        "Début du contrat": "2026-12-07",
        "Fin du contrat": "2028-08-31",
        "Signé par l’employeur le": "2026-11-20",
        "Signé par l’apprenti le": "2026-11-21",
        "Visé par le CFA le": "2026-11-22",
        "Transmis le": "2026-11-23",
    }.items():
        page.get_by_label(label).fill(day)
    for box in page.get_by_role("checkbox").all():
        box.check()
    before = office.written()
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.get_by_role("status")).to_contain_text("30 dossiers prêts")
    assert office.written() == before
    own = page.get_by_label("Transmis le : Prénomaa Klein")
    own.fill("2026-11-24")
    page.get_by_role("button", name=re.compile("Enregistrer 30")).click()
    expect(page.get_by_role("status")).to_contain_text("30 dossiers enregistrés")
    states = [office.house.states(s)["contracts"][0] for s in streams]
    assert {(c["state"], c["filing"]) for c in states} == {("endorsed", "transmitted")}
    days = [e.effective_on.day for s in streams for e in office.house.events(s)
            if e.type == "FilingTransmitted"]  # fmt: skip
    assert sorted(days) == [23] * 29 + [24]


def test_a_file_with_faults_is_corrected_line_by_line(
    office: Office, visit: Visit, tmp_path: Path
) -> None:
    wrong = tmp_path / "apprentis.csv"
    wrong.write_bytes(faulty())
    page = visit()
    page.get_by_role("link", name="Import").click()
    page.get_by_label("Fichier").set_input_files(wrong)
    page.get_by_role("button", name="Essayer à blanc").click()
    expect(page.get_by_role("status")).to_have_text("Rien n’est encore écrit.")
    expect(page.get_by_role("table", name="À corriger")).to_contain_text("n’existe pas")
    assert office.house.app.dossiers() == []
    with page.expect_download() as got:
        page.get_by_role("button", name="Télécharger le rapport").click()
    assert got.value.suggested_filename == "rapport-import.csv"
    page.get_by_role("button", name=re.compile("Importer 1")).click()
    expect(page.get_by_role("heading", name="Import fait")).to_be_visible()
    assert len(office.house.app.dossiers()) == 1


def test_the_tap_is_opened_knowing_who_will_be_written_to(office: Office, visit: Visit) -> None:
    house = office.house
    formation = house.app.house_stream("formation", "M2-INFO")
    assert formation is not None
    house.do(formation, "set-formation", "2026-11-18", mail="held")
    late_mission(office)
    waiting = len(house.letters("held"))
    assert waiting
    page = visit()
    page.get_by_role("link", name="Formations").click()
    page.get_by_role("link", name="courriels retenus").click()
    expect(page.get_by_role("table")).to_contain_text("responsable.m2-info@cfa.example")
    page.get_by_role("button", name=re.compile("Ouvrir le robinet")).click()
    expect(page.get_by_role("status")).to_contain_text("Le robinet est ouvert")
    assert house.letters("held") == []
    assert len(house.letters("queued")) == waiting


def test_a_faulty_form_leads_to_its_fields(visit: Visit) -> None:
    page = visit(script=True)
    page.goto("/dossiers/nouveau/register-candidacy")
    page.get_by_label("Prénom").fill("Léa")
    page.get_by_label("Courriel").fill("pas une adresse")
    page.get_by_role("button", name="Enregistrer").click()
    summary = page.get_by_role("alert")
    summary.get_by_role("link", name=re.compile("Courriel")).click()
    expect(page.get_by_label("Courriel")).to_be_focused()
    assert page.get_by_label("Courriel").input_value() == "pas une adresse"
    assert page.get_by_label("Prénom").input_value() == "Léa"
    assert page.title().startswith("Erreur : ")


def test_the_keyboard_is_enough(office: Office, visit: Visit) -> None:
    late_mission(office)
    page = visit()
    expect(page.get_by_role("heading", level=1)).to_contain_text("À faire")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Formation")).to_be_focused()


@WIDTHS
def test_who_was_at_a_meeting_is_ticked(office: Office, visit: Visit, width: int) -> None:
    lea, sam = (office.house.candidate(name) for name in ("Léa", "Sam"))
    formation = str(office.house.app.house_stream("formation", "M2-INFO"))
    office.house.do(formation, "plan-event", kind="retour_alternance", planned_on="2026-11-24")
    page = visit(Role.RESPONSABLE_FORMATION, width)
    page.get_by_role("link", name="Formations", exact=True).click()
    page.get_by_role("link", name="M2-INFO", exact=True).first.click()
    page.get_by_role("link", name=re.compile("Enregistrer un événement collectif tenu : ")).click()
    assert title(page).startswith("Enregistrer un événement collectif tenu")
    page.get_by_role("group", name="Dossiers des apprentis présents").get_by_label(
        "Martin Léa"
    ).check()
    page.get_by_label("Tenu le").fill("2026-11-24")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("c’est enregistré")
    assert title(page).startswith("Formation M2-INFO")
    events = page.get_by_role("region", name="Événements")
    expect(events.get_by_text("Dossiers des apprentis présents (1)")).to_be_visible()
    told = {s: [e.type for e in office.house.events(s)] for s in (lea, sam)}
    assert ("EventAttended" in told[lea], "EventAttended" in told[sam]) == (True, False)
