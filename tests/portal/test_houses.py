"""Formations and CFAs as dossiers: what they owe, hold and keep; who was there, ticked from a list."""

from __future__ import annotations

import re
from html import unescape

import pytest

from lifecycle.people import Actor, Role
from persistence.accounts import Account
from tests.portal.conftest import PEOPLE, Browser, Office, sentence

HOUSE, CFA = "/formations/M2-INFO", "/cfas/CFA-67"
MINUTES = "Le conseil a entendu les délégués."


def plain(page: str) -> str:
    return unescape(page).replace("\u00a0", " ").replace("\u202f", " ")


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return plain(answer.text)


def words(page: str) -> str:
    """What a reader sees, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def stream(office: Office, kind: str = "formation", code: str = "M2-INFO") -> str:
    return str(office.house.app.house_stream(kind, code))


def with_cfa(office: Office) -> str:
    house = office.house
    said = {"code": "CFA-67", "title": "CFA du Rhin", "calendar": "alsace-moselle"}
    roles = {"direction": "Anne Roth <direction@cfa.example>"}
    made = house.do(house.new_id(), "add-cfa", actor="direction", **said, **roles)
    house.do(stream(office), "set-formation", cfa="CFA-67")
    return made.dossier.stream


def apprentices(office: Office, *names: str, formation: str = "M2-INFO") -> list[str]:
    return [office.house.candidate(name, "Martin", formation) for name in names]


def limited(office: Office, *codes: str) -> Browser:
    account = Account("limite@cfa.example", "Paul", Role.RESPONSABLE_FORMATION, codes)
    office.account(account)
    return office.known(account.email)


# --- the page ------------------------------------------------------------------------------------


def test_the_page_of_a_formation_tells_what_it_owes_and_what_it_keeps(office: Office) -> None:
    house, formation = office.house, stream(office)
    with_cfa(office)
    lea, sam = apprentices(office, "Léa", "Sam")
    house.do(formation, "open-promotion", rentree_on="2026-11-30", ends_on="2027-08-31",
             hours_planned=600)  # fmt: skip
    house.do(formation, "plan-event", kind="comite_pilotage", planned_on="2026-12-15",
             title="Comité d’hiver", topics="indicateurs", agenda="1. Les résultats")  # fmt: skip
    house.do(formation, "hold-event", kind="conseil_perfectionnement", held_on="2026-11-24",
             attended=f"{lea},{sam}", minutes=MINUTES, channel="visio")  # fmt: skip
    house.do(formation, "sign-convention", kind="externe", starts_on="2026-09-01",
             ends_on="2027-08-31", signed_on="2026-11-20")  # fmt: skip
    house.beat("2026-12-23 08:05")
    page = words(read(office.as_(), HOUSE))
    for said in ("Formation M2-INFO", "CFA du Rhin", "Tenir la réunion de rentrée apprentissage",
                 "8 jours de retard", "Comité de pilotage : Comité d’hiver, 15 déc. 2026", "Prévu",
                 "indicateurs et jalons", "1. Les résultats",
                 "Conseil de perfectionnement, 24 nov. 2026", MINUTES, "en visioconférence",
                 "Léa Martin", "Sam Martin", "Promotion, 30 nov. 2026", "Convention externe",
                 "Enregistrer un événement collectif tenu", "Clore la promotion",
                 "responsable de formation"):  # fmt: skip
        assert said in page, said


def test_the_consultation_on_the_alternance_is_told(office: Office) -> None:
    formation = stream(office)
    browser = office.as_()
    assert "Aucun calendrier d’alternance publié" in read(browser, HOUSE)
    office.house.do(formation, "hold-event", kind="conseil_perfectionnement", held_on="2026-11-20")
    said = {"alternance": "2026-09-01/2027-08-31 CCEEE--"}
    office.house.do(formation, "publish-alternance", **said)
    assert "Aucune consultation des employeurs" in read(browser, HOUSE)
    form = f"{HOUSE}/reglages"
    assert '<option value="e1">Conseil de perfectionnement, 20 nov. 2026</option>' in read(browser, form)  # fmt: skip
    told = {"f__consulted_on": "2026-11-12", "f__consulted": "les employeurs de la branche"}
    answer = browser.fill(
        form,
        f"{HOUSE}/alternance",
        f__consulted_event="e1",
        f__alternance=said["alternance"],
        **told,
    )
    assert answer.status_code == 303
    page = words(read(browser, HOUSE))
    assert "consultation du 12 nov. 2026, les employeurs de la branche" in page
    assert "Examinée en : Conseil de perfectionnement, 20 nov. 2026" in page


@pytest.mark.parametrize("role", list(PEOPLE))
def test_every_action_of_a_house_has_its_form(office: Office, role: Role) -> None:
    cfa, formation = with_cfa(office), stream(office)
    apprentices(office, "Léa")
    office.house.do(formation, "open-promotion", rentree_on="2026-11-30", ends_on="2027-08-31",
                    hours_planned=600)  # fmt: skip
    office.house.do(formation, "plan-event", kind="jobdating", planned_on="2026-12-15")
    browser = office.as_(role)
    for one in (formation, cfa):
        for row in office.house.app.actions(one, Actor(role)):
            answer = browser.get(f"/dossiers/{one}/{row['command']}")
            settings = row["command"].endswith(("-formation", "-cfa"))
            assert answer.status_code == (404 if settings else 200), row["command"]


def test_a_house_is_seen_as_it_was_known_and_as_it_was(office: Office) -> None:
    house, formation = office.house, stream(office)
    house.do(formation, "hold-event", "2026-11-26", kind="jobdating", held_on="2026-11-20")
    browser, held = office.as_(), "Jobdating, 20 nov. 2026"
    assert held in read(browser, HOUSE)
    assert held not in read(browser, f"{HOUSE}?connu=2026-11-25")
    assert held not in read(browser, f"{HOUSE}?vrai=2026-11-19")
    past = read(browser, f"{HOUSE}?connu=2026-11-26&vrai=2026-11-20")
    assert held in past
    assert "Aucune action n’est proposée ici" in past
    assert "Actions possibles" not in past
    assert browser.get(f"{HOUSE}?connu=2026-10-01").status_code == 404


def test_a_cfa_has_its_page_its_formations_and_its_settings(office: Office) -> None:
    with_cfa(office)
    browser = office.as_(Role.DIRECTION)
    page = words(read(browser, CFA))
    for said in ("CFA du Rhin", "Formation M2-INFO", "Anne Roth", "bilan pédagogique et financier",
                 "Réunir le conseil de perfectionnement du CFA"):  # fmt: skip
        assert said in page, said
    assert f'href="{CFA}"' in browser.get("/formations").text
    answer = browser.fill(f"{CFA}/reglages", f__qualite="Marc Lutz <qualite@cfa.example>")
    assert answer.headers["location"] == f"{CFA}/reglages"
    assert "Marc Lutz" in read(browser, CFA)
    assert browser.fill(f"{CFA}/reglages", f__mail="held").status_code == 303
    assert "courriels retenus" in read(browser, CFA)


def test_a_cfa_is_opened_and_a_taken_code_is_refused(office: Office) -> None:
    browser, path = office.as_(), "/cfas/nouveau"
    said = {"f__code": "CFA-68", "f__title": "CFA du Ballon", "f__calendar": "france"}
    assert browser.fill(path, **said).headers["location"] == "/cfas/CFA-68"
    assert "CFA du Ballon" in read(browser, "/cfas/CFA-68")
    before = office.written()
    assert browser.fill(path, **said).status_code == 409
    assert browser.fill(path, **{**said, "f__code": "nouveau"}).status_code == 422
    assert office.written() == before


def test_the_dossier_of_a_house_leads_to_its_page(office: Office) -> None:
    browser = office.as_()
    assert browser.get(f"/dossiers/{stream(office)}").headers["location"] == HOUSE
    assert browser.get(f"/dossiers/{with_cfa(office)}").headers["location"] == CFA


# --- who was there -------------------------------------------------------------------------------


def held(browser: Browser, formation: str, *present: str, **said: str) -> int:
    """The form sent back with these boxes ticked."""
    path = f"/dossiers/{formation}/hold-event"
    asked = {"f.kind": "retour_alternance", "f.held_on": "2026-11-24", **said}
    sent = browser.send(path, {**browser.hidden(path), **asked, "f.attended": list(present)})
    return int(sent.status_code)


def test_attendance_is_ticked_and_said_of_each_who_was_there(office: Office) -> None:
    formation = stream(office)
    lea, sam, ines = apprentices(office, "Léa", "Sam", "Inès")
    browser = office.as_()
    form = read(browser, f"/dossiers/{formation}/hold-event")
    assert form.count('type="checkbox" name="f.attended"') == 3
    assert not re.search(r"checkbox[^>]* checked", form)
    assert held(browser, formation, lea, sam) == 303
    assert "Dossiers des apprentis présents (2)" in words(read(browser, HOUSE))
    for one, there in ((lea, True), (sam, True), (ines, False)):
        page = read(browser, f"/dossiers/{one}")
        assert ("Événements suivis" in page) == there
        assert (f'<a href="{HOUSE}">formation M2-INFO</a>' in page) == there


def test_everybody_is_ticked_by_one_link(office: Office) -> None:
    formation = stream(office)
    apprentices(office, "Léa", "Sam", "Inès")
    browser, path = office.as_(), f"/dossiers/{formation}/hold-event"
    assert f"{path}?tous=attended" in browser.get(path).text
    form = browser.get(f"{path}?kind=jobdating&tous=attended").text
    assert len(re.findall(r'name="f.attended" value="\w+" checked', form)) == 3
    assert 'value="jobdating" selected' in form


def test_a_class_of_sixty_is_ticked_at_once(office: Office) -> None:
    formation = stream(office)
    names = [f"Prénom{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60)]
    everybody = apprentices(office, *names)
    assert held(office.as_(), formation, *everybody) == 303
    facts = [e for s in everybody for e in office.house.events(s) if e.type == "EventAttended"]
    assert len(facts) == 60


def test_whoever_is_not_in_the_list_cannot_be_ticked(office: Office) -> None:
    office.house.open_formation("LP-COM")
    (hugo,) = apprentices(office, "Hugo", formation="LP-COM")
    (lea,) = apprentices(office, "Léa")
    browser = limited(office, "M2-INFO")
    formation = stream(office)
    assert "Hugo" not in read(browser, f"/dossiers/{formation}/hold-event")
    before = office.written()
    assert held(browser, formation, lea, hugo) == 422
    assert office.written() == before


def test_what_was_ticked_stays_when_something_is_to_be_corrected(office: Office) -> None:
    formation = stream(office)
    lea, _ = apprentices(office, "Léa", "Sam")
    browser, path = office.as_(), f"/dossiers/{formation}/hold-event"
    said = {**browser.hidden(path), "f.kind": "jobdating", "f.held_on": "hier", "f.attended": lea}
    answer = browser.send(path, said)
    assert answer.status_code == 422
    assert f'value="{lea}" checked' in answer.text


def test_a_planned_event_is_held_from_its_card(office: Office) -> None:
    formation = stream(office)
    office.house.do(formation, "plan-event", kind="jobdating", planned_on="2026-11-24")
    browser = office.as_()
    path = f"/dossiers/{formation}/hold-event"
    assert f'href="{path}?event=e1"' in read(browser, HOUSE)
    sent = browser.fill(f"{path}?event=e1", path, f__event="e1", f__held_on="2026-11-24")
    assert sent.headers["location"] == HOUSE
    assert "Jobdating, 24 nov. 2026" in read(browser, HOUSE)
    assert [i.id for i in office.house.dossier(formation).of("event")] == ["e1"]


# --- what is due ---------------------------------------------------------------------------------


def test_what_is_to_do_names_the_house_and_leads_to_its_form(office: Office) -> None:
    house, formation = office.house, stream(office)
    house.do(formation, "open-promotion", rentree_on="2026-11-30", ends_on="2027-08-31",
             hours_planned=600)  # fmt: skip
    house.beat("2026-12-23 08:05")
    page = read(office.as_(Role.RESPONSABLE_FORMATION), "/a-faire?section=en-retard")
    assert f'<a href="{HOUSE}">Formation M2-INFO</a>' in page
    assert "Tenir la réunion de rentrée apprentissage" in page
    deed = unescape(f"/dossiers/{formation}/hold-event?kind=reunion_rentree&promotion=p1")
    assert deed in page


def test_a_role_to_name_is_named_on_the_page_of_the_settings(office: Office) -> None:
    page = read(office.as_(Role.DIRECTION), HOUSE)
    card = page[page.index("Nommer le référent handicap") :]
    assert f'href="{HOUSE}/reglages">Rôles et réglages' in card


# --- who sees it ---------------------------------------------------------------------------------


def test_a_house_outside_of_the_perimeter_does_not_exist(office: Office) -> None:
    cfa = with_cfa(office)
    other = office.house.open_formation("LP-COM")
    browser = limited(office, "M2-INFO")
    assert "CFA du Rhin" in read(browser, HOUSE)
    assert f'href="{CFA}"' not in read(browser, HOUSE)
    for path in ("/formations/LP-COM", "/formations/LP-COM/reglages", CFA, f"{CFA}/reglages",
                 f"/dossiers/{other}", f"/dossiers/{cfa}", f"/dossiers/{other}/hold-event",
                 f"/dossiers/{cfa}/record-bilan", "/cfas/INCONNU"):  # fmt: skip
        answer = browser.get(path)
        assert (answer.status_code, bool(sentence(answer))) == (404, True), path
    assert "CFA-67</a>" not in browser.get("/formations").text
    assert browser.get("/cfas/nouveau").status_code == 403
    said = {"token": browser.token(), "f.kind": "jobdating"}
    before = office.written()
    assert browser.send(f"/dossiers/{other}/hold-event", said).status_code == 404
    assert office.written() == before


def test_a_house_is_no_dossier_of_signed_contracts(office: Office) -> None:
    answer = office.as_().get(f"/contrats-signes?dossier={stream(office)}")
    assert answer.status_code == 404
