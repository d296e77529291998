"""Forms made from the fields of commands: done once, refused with reasons, corrected field by field."""

from __future__ import annotations

import re
from html import unescape

import pytest

from lifecycle.people import Role
from tests.houses import EMPLOYER, SHEET
from tests.portal.conftest import Browser, Office, hidden_of

NEW = "/dossiers/nouveau/register-candidacy"
LEA = {
    "f.first_name": "Léa",
    "f.last_name": "Martin",
    "f.birth_date": "2004-03-14",
    "f.email": "lea.martin@etu.example",
    "f.formation": "M2-INFO",
}
MISSION = {f"f.{name}": str(value) for name, value in {**EMPLOYER, **SHEET}.items()} | {
    "f.maitre_apprentissage_has_diploma": "oui"
}
RF, DIRECTION = Role.RESPONSABLE_FORMATION, Role.DIRECTION


def admitted(office: Office) -> str:
    lea = office.house.candidate()
    office.house.do(lea, "admit")
    return lea


def errors(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'<p class="error"[^>]*>(.*?)</p>', page)]


def test_a_candidacy_becomes_a_dossier(office: Office) -> None:
    browser = office.as_()
    answer = browser.send(NEW, {**browser.hidden(NEW), **LEA})
    assert answer.status_code == 303
    stream = answer.headers["location"].removeprefix("/dossiers/")
    assert office.house.types(stream) == ["CandidacyRegistered"]
    assert "Léa Martin" in browser.get(f"/dossiers/{stream}").text


def test_a_form_sent_twice_acts_once(office: Office) -> None:
    browser = office.as_()
    said = {**browser.hidden(NEW), **LEA}
    first, second = browser.send(NEW, said), browser.send(NEW, said)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    stream = first.headers["location"].removeprefix("/dossiers/")
    assert office.house.types(stream) == ["CandidacyRegistered"]
    admit = f"/dossiers/{stream}/admit"
    said = browser.hidden(admit)
    assert [browser.send(admit, said).status_code for _ in range(2)] == [303, 303]
    assert office.house.types(stream).count("ApprenticeAdmitted") == 1


def test_a_whole_mission_is_submitted_for_the_employer(office: Office) -> None:
    lea = admitted(office)
    path = f"/dossiers/{lea}/submit-mission"
    browser = office.as_()
    said = {**browser.hidden(path), **MISSION, "behalf": "employeur", "effective": "2026-11-24"}
    assert browser.send(path, said).status_code == 303
    row = next(r for r in office.house.app.history(lea) if r["type"] == "MissionSubmitted")
    assert row["on_behalf_of"]["role"] == "employeur"
    assert row["data"]["maitre_apprentissage_has_diploma"] is True


def test_each_fault_stands_beside_its_field_and_what_was_typed_stays(office: Office) -> None:
    lea = admitted(office)
    path = f"/dossiers/{lea}/submit-mission"
    wrong = {"f.employer_siret": "123", "f.employer_email": "a@b", "f.title": "",
             "f.maitre_apprentissage_years_of_practice": "deux", "f.employer_name": "L’Épi & fils"}  # fmt: skip
    browser = office.as_()
    before = office.written()
    answer = browser.send(path, {**browser.hidden(path), **MISSION, **wrong})
    assert answer.status_code == 422
    assert len(errors(answer.text)) == 4
    assert answer.text.count('aria-invalid="true"') == 4
    for anchor in ("#f-employer_siret", "#f-title"):
        assert f'href="{anchor}"' in answer.text
    assert "L’Épi &amp; fils" in answer.text
    assert 'value="123"' in answer.text
    assert "<title>Erreur : " in answer.text
    assert office.written() == before


BAD = [
    ("f.first_name", "   ", "manque"),
    ("f.first_name", "a" * 201, "200 au plus"),
    ("f.first_name", "Lé\u202ea", "caractère de contrôle"),
    ("f.first_name", "Lé\x00a", "caractère de contrôle"),
    ("f.last_name", "Lé\na", "une seule ligne"),
    ("f.last_name", "1 85 05 78 006 084 36", "sécurité sociale"),
    ("f.birth_date", "2004-02-30", "n’existe pas"),
    ("f.birth_date", "30/02/2004", "n’existe pas"),
    ("f.birth_date", "2004-2-1", "n’est pas une date"),
    ("f.birth_date", "20040201", "n’est pas une date"),
    ("f.birth_date", "2004-W01-1", "n’est pas une date"),
    ("f.birth_date", "٢٠٠٤-٠٢-٠١", "n’est pas une date"),
    ("f.birth_date", "9999-12-31", "hors de"),
    ("f.birth_date", "", "manque"),
    ("f.email", "a@b", "une seule adresse"),
    ("f.email", "a@b.fr, c@d.fr", "une seule adresse"),
    ("f.email", "Léa <a@b.fr>", "une seule adresse"),
    ("f.email", "a@b.fr\r\nBcc: x@y.fr", "ligne"),
    ("f.email", "a" * 65 + "@b.fr", "une seule adresse"),
    ("effective", "2026-02-30", "n’existe pas"),
    ("effective", "demain", "n’est pas une date"),
    ("effective", "1900-01-01", "trop ancienne"),
    ("effective", "2026-11-25", "après aujourd’hui"),
    ("effective", "infinity", "n’est pas une date"),
    ("reason", "x" * 2001, "2000 au plus"),
    ("behalf", "horloge", "Rôle inconnu"),
    ("behalf", "direction", "pas celui d’un tiers"),
    ("f.role", "direction", "Champ inconnu"),
    ("f.recorded_at", "2020-01-01", "Champ inconnu"),
]


@pytest.mark.parametrize(("name", "value", "why"), BAD)
def test_a_bad_value_is_told_in_french_and_changes_nothing(
    office: Office, name: str, value: str, why: str
) -> None:
    browser = office.as_()
    before = office.written()
    answer = browser.send(NEW, {**browser.hidden(NEW), **LEA, name: value})
    assert answer.status_code == 422
    assert why in unescape(answer.text)
    assert name == "f.email" or "lea.martin@etu.example" in answer.text
    assert office.written() == before


def test_what_is_no_text_is_refused(office: Office) -> None:
    browser = office.as_()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    body = f"token={browser.token()}&f.first_name=L%E9a".encode()
    answer = browser.client.post(NEW, content=body, headers=kind)
    assert answer.status_code == 422
    assert "UTF-8" in answer.text


def test_an_unknown_action_or_formation_is_not_found(office: Office) -> None:
    lea = admitted(office)
    browser = office.as_()
    for path in (f"/dossiers/{lea}/keep-time", f"/dossiers/{lea}/set-formation",
                 f"/dossiers/{lea}/register-candidacy", "/dossiers/nouveau/admit"):  # fmt: skip
        assert browser.get(path).status_code == 404, path
    answer = browser.send(NEW, {**browser.hidden(NEW), **LEA, "f.formation": "ZZZ"})
    assert answer.status_code == 404


# --- refusals ------------------------------------------------------------------------------------


def test_a_role_without_the_right_is_refused(office: Office) -> None:
    lea = admitted(office)
    office.house.submit_mission(lea)
    path, browser = f"/dossiers/{lea}/validate-mission", office.as_()
    assert "En l’état, cette action sera refusée" in browser.get(path).text
    before = office.written()
    answer = browser.send(path, browser.hidden(path))
    assert answer.status_code == 403
    assert "Qui le peut : responsable de formation." in answer.text
    assert office.written() == before
    assert office.as_(RF).fill(path, f__examined_telework="non").status_code == 303
    assert office.house.states(lea)["missions"][0]["state"] == "validated"


def drafted(office: Office, ends_on: str = "2030-08-31") -> str:
    lea = admitted(office)
    office.house.submit_mission(lea)
    office.house.do(lea, "validate-mission", actor="responsable_formation")
    hours = {"formation.dureeFormation": 1800}
    office.house.draft_contract(lea, "2026-12-07", ends_on, **hours)
    return lea


def test_a_refusal_says_reason_source_and_who_can_lift_it(office: Office) -> None:
    path = f"/dossiers/{drafted(office)}/issue-documents"
    browser = office.as_()
    before = office.written()
    answer = browser.send(path, browser.hidden(path))
    assert answer.status_code == 409
    for said in ("Refusé : rien n’a été écrit", "de 6 mois à 3 ans", "Code du travail",
                 "Peut le lever : direction du CFA"):  # fmt: skip
        assert said in answer.text
    assert 'name="lift"' not in answer.text
    assert office.written() == before


def test_the_direction_lifts_a_rule_by_name_with_a_reason(office: Office) -> None:
    lea = drafted(office)
    path, browser = f"/dossiers/{lea}/issue-documents", office.as_(DIRECTION)
    assert 'name="lift" value="D06"' in browser.get(path).text
    assert browser.send(path, {**browser.hidden(path), "lift": "D06"}).status_code == 409
    said = {**browser.hidden(path), "lift": "D06", "reason": "Dérogation accordée."}
    assert browser.send(path, said).status_code == 303
    assert "RuleLifted" in office.house.types(lea)


def test_a_form_read_before_a_change_is_not_acted_on(office: Office) -> None:
    lea = admitted(office)
    path, browser = f"/dossiers/{lea}/record-abandonment", office.as_()
    said = {**browser.hidden(path), "reason": "Parti travailler"}
    office.house.submit_mission(lea)
    before = office.written()
    answer = browser.send(path, said)
    assert answer.status_code == 409
    assert "a changé" in answer.text
    assert "Parti travailler" in answer.text
    assert office.written() == before
    again = {**said, **hidden_of(answer.text)}
    assert browser.send(path, again).status_code == 303


def test_a_damaged_form_is_refused(office: Office) -> None:
    path, browser = f"/dossiers/{office.house.candidate()}/admit", office.as_()
    answer = browser.send(path, {**browser.hidden(path), "expect": "beaucoup"})
    assert answer.status_code == 422
    assert "abîmé" in answer.text


def test_an_irregularity_is_justified_with_a_reason(office: Office) -> None:
    lea = office.house.candidate()
    office.house.submit_mission(lea)  # before being admitted: flagged
    browser = office.as_()
    page = browser.get(f"/dossiers/{lea}").text
    assert "1 irrégularité à justifier" in unescape(page).replace("\u00a0", " ")
    path = re.search(r'href="(/dossiers/\w+/justify-irregularity\?[^"]+)"', page)
    assert path is not None
    target = path[1].partition("?")[0]
    chosen = {"f.irregularity": path[1].partition("=")[2]}
    refused = browser.send(target, {**browser.hidden(path[1]), **chosen})
    assert refused.status_code == 409
    said = {**browser.hidden(path[1]), **chosen, "reason": "Admission orale la veille."}
    assert browser.send(target, said).status_code == 303
    assert "à justifier" not in browser.get(f"/dossiers/{lea}").text.split("Histoire")[0]


def test_an_obligation_is_waived_from_its_card(office: Office) -> None:
    lea = admitted(office)
    office.house.submit_mission(lea)
    duty = office.house.duty(lea, "D01").id
    path, browser = f"/dossiers/{lea}/waive-obligation", office.as_(DIRECTION)
    page = browser.get(f"{path}?obligation={duty}").text
    assert f'value="{duty}" selected' in page
    said = {**browser.hidden(path), "f.obligation": duty, "reason": "Examinée en commission."}
    assert browser.send(path, said).status_code == 303
    assert office.house.duty(lea, "D01").state == "waived"


def test_without_a_session_a_form_does_nothing(office: Office) -> None:
    lea = office.house.candidate()
    before = office.written()
    answer = Browser(office.pages).send(f"/dossiers/{lea}/admit", {"token": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion")
    assert office.written() == before
