"""Formations and their mail: settings with a floor and an author, a tap that says what it lets go."""

from __future__ import annotations

from html import unescape

import pytest

from lifecycle.people import Role
from tests.portal.conftest import Office

HOUSE = "/formations/M2-INFO"
PATH = f"{HOUSE}/reglages"
TAP = f"{HOUSE}/courriels"


def plain(page: str) -> str:
    return unescape(page).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_setting_is_changed_and_keeps_who_chose_it(office: Office) -> None:
    browser = office.as_(Role.DIRECTION)
    assert browser.fill(PATH, f__D01="5 jours calendaires").status_code == 303
    page = plain(browser.get(PATH).text)
    assert 'value="5 jours calendaires"' in page
    assert "choisi par : direction du CFA, le 24 nov. 2026" in page


def test_a_setting_has_its_trajectory_and_what_is_chosen_comes_first(office: Office) -> None:
    browser = office.as_(Role.DIRECTION)
    said = {"f.D01.jalons": "2027-09-01=5 jours calendaires", "f.D01.cible": "3 jours ouvrés"}
    before = plain(browser.get(PATH).text)
    assert "Choisis pour cette formation" not in before
    assert browser.send(PATH, {**browser.hidden(PATH), **said}).status_code == 303
    page = plain(browser.get(PATH).text)
    chosen, rest = page.split('<details class="fold"><summary>Validation de mission', 1)
    assert 'value="2027-09-01=5 jours calendaires"' in chosen
    assert "choisie par : direction du CFA, le 24 nov. 2026" in chosen
    assert 'name="f.D01.cible"' not in rest
    assert 'name="f.O-01.start"' in rest
    weaker = {**browser.hidden(PATH), "f.D01.cible": "6 jours calendaires"}
    refused = browser.send(PATH, weaker)
    assert (refused.status_code, "dépasse la cible" in plain(refused.text)) == (409, True)
    assert browser.send(PATH, {**browser.hidden(PATH), "f.D01.jalons": ""}).status_code == 303
    assert 'value="2027-09-01=5' not in plain(browser.get(PATH).text)


def test_an_alternance_is_published_and_a_wrong_line_is_said(office: Office) -> None:
    browser, to = office.as_(), f"{HOUSE}/alternance"
    wrong = browser.fill(PATH, to, f__alternance="2026-09-01/2027-08-31 CCEE")
    assert wrong.status_code == 422
    assert "Alternance, ligne 1" in plain(wrong.text)
    said = {"f__alternance": "2026-09-01/2027-08-31 CCEEE--", "f__consulted_on": "2026-06-12"}
    assert browser.fill(PATH, to, f__consulted="les employeurs", **said).status_code == 303
    assert "2026-09-01/2027-08-31 CCEEE--" in plain(browser.get(PATH).text)
    app = office.house.app
    fact = app.history(app.house_stream("formation", "M2-INFO"))[-1]
    assert fact["data"]["consulted_on"] == "2026-06-12"
    assert {"consulted": "les employeurs"} in fact["personal"].values()


@pytest.mark.parametrize(
    ("field", "value", "status", "why"),
    [
        ("f.D01", "8 jours calendaires", 409, "dépasse le socle"),
        ("f.D01", "une semaine", 422, "délai"),
        ("f.D01", "", 422, "on ne la vide pas"),
        ("f.O-01.start", "jamais", 422, "il faut"),
        ("f.calendar", "mars", 422, "une valeur parmi"),
        ("f.gestionnaire", "pas une adresse", 422, "adresse"),
        ("f.cfa", "INCONNU", 422, "CFA inconnu"),
    ],
)
def test_a_bad_setting_is_refused_and_what_was_typed_stays(
    office: Office, field: str, value: str, status: int, why: str
) -> None:
    browser, before = office.as_(), office.written()
    answer = browser.send(PATH, {**browser.hidden(PATH), field: value})
    assert answer.status_code == status
    assert why in plain(answer.text)
    assert value in plain(answer.text)
    assert office.written() == before


def test_saving_without_a_change_writes_nothing(office: Office) -> None:
    browser, before = office.as_(), office.written()
    assert browser.fill(PATH, f__title="Formation M2-INFO").status_code == 303
    assert office.written() == before


def test_a_formation_is_opened_with_its_roles(office: Office) -> None:
    browser = office.as_()
    path = "/formations/nouvelle"
    said = {"f.code": "BUT-GEA", "f.title": "BUT Gestion", "f.calendar": "france",
            "f.direction": "Anne Roth <direction@cfa.example>"}  # fmt: skip
    assert browser.send(path, {**browser.hidden(path), **said}).status_code == 303
    page = plain(browser.get("/formations").text)
    assert "BUT-GEA" in page
    assert "sans gestionnaire du CFA, responsable de formation" in page
    again = browser.send(path, {**browser.hidden(path), **said})
    assert again.status_code == 409
    missing = browser.send(path, {**browser.hidden(path), "f.code": "X"})
    assert missing.status_code == 422


def test_the_tap_says_how_many_would_leave_and_to_whom_before_it_opens(office: Office) -> None:
    house, browser = office.house, office.as_()
    said = {"token": browser.token(), "mail": "held"}
    assert browser.send(TAP, said).status_code == 303
    for name in ("Léa", "Sam"):
        stream = house.candidate(name)
        house.do(stream, "admit")
        house.submit_mission(stream)
    assert {row.status for row in house.letters()} == {"held"}
    page = plain(browser.get(TAP).text)
    assert "responsable.m2-info@cfa.example" in page
    assert "2 × Mission à examiner" in page
    assert "courriels retenus" in browser.get("/formations").text
    seen = browser.hidden(TAP)
    assert seen["seen"] == str(len(house.letters()))
    house.submit_mission(house.candidate("Zoé"))
    before = office.written()
    stale = browser.send(TAP, {**seen, "mail": "open"})
    assert stale.status_code == 409
    assert office.written() == before
    assert browser.fill(TAP, mail="open").status_code == 303
    assert {row.status for row in house.letters()} == {"queued"}


def test_the_tap_is_open_or_held(office: Office) -> None:
    browser, before = office.as_(), office.written()
    assert browser.fill(TAP, mail="entrouvert").status_code == 422
    assert office.written() == before


# --- letters -------------------------------------------------------------------------------------


def a_letter(office: Office, title: str = "Concevoir") -> str:
    house = office.house
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea, title=title)
    house.drain("2026-11-25 08:05")
    return next(r.id for r in house.letters("sent") if r.letter == "mission_submitted")


def test_a_letter_is_read_as_text_and_as_its_reader_sees_it(office: Office) -> None:
    id_ = a_letter(office, "<img src=x onerror=alert(1)>")
    browser = office.as_()
    page = browser.get(f"/courriels/{id_}")
    assert "Léa Martin" in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert '<iframe class="mail" sandbox title=' in page.text
    assert "<img" not in page.text
    framed = browser.get(f"/courriels/{id_}/html")
    policy = framed.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "<img src=x" not in framed.text


def test_an_uncertain_letter_is_settled_with_a_reason(office: Office) -> None:
    id_ = a_letter(office)
    with office.house.app.installation.database.main.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET status = 'ambiguous'")
    browser = office.as_()
    path = f"/courriels/{id_}"
    assert "Incertain" in browser.get("/courriels").text
    for said in ({"verdict": "sent"}, {"verdict": "peut-être", "reason": "Reçu."}):
        assert browser.fill(path, f"{path}/trancher", **said).status_code == 422
    assert browser.fill(path, f"{path}/trancher", verdict="sent", reason="Reçu.").status_code == 303
    letter = next(row for row in office.house.letters() if row.id == id_)
    assert letter.status == "sent"
    again = browser.fill(path, f"{path}/trancher", verdict="sent", reason="Reçu.")
    assert again.status_code == 409


def test_a_letter_not_yet_written_says_so(office: Office) -> None:
    house = office.house
    house.submit_mission(house.candidate())
    row = house.letters()[0]
    page = office.as_().get(f"/courriels/{row.id}")
    assert "pas encore rédigé" in page.text
