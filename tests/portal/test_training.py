"""A training as its page tells it: roles and who held them, situations, two dates, corrections."""

from __future__ import annotations

import re
from html import unescape

from persistence.browsing import Days, Section
from tests.portal.conftest import Office
from tests.portal.test_pages import LATER

FIRST, SECOND = "paul.weber@universite.example", "ines.roth@universite.example"


def in_training(office: Office) -> str:
    """Sam works since 1 December; the tuteur changes on 11 January; a difficulty lasts."""
    house = office.house
    sam = house.in_contract(house.candidate("Sam", "Diallo"), LATER)
    house.beat("2026-12-01 08:05")
    house.do(sam, "appoint", "2026-12-02", role="tuteur_academique", name="Weber", email=FIRST)
    house.do(sam, "appoint", "2027-01-11", role="tuteur_academique", name="Roth", email=SECOND)
    house.do(sam, "report-difficulty", "2027-01-18", raised_by="cfa", difficulty="Des retards")
    return sam


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


def test_roles_say_who_holds_them_and_who_did(office: Office) -> None:
    sam = in_training(office)
    browser = office.as_()
    now = text(browser.get(f"/dossiers/{sam}").text)
    assert "Roth tuteur académique, depuis le 11 janv. 2027" in now
    assert "Auparavant : Weber, du 2 déc. 2026 au 10 janv. 2027" in now
    before = text(browser.get(f"/dossiers/{sam}?vrai=2027-01-10").text)
    assert "Weber tuteur académique, depuis le 2 déc. 2026" in before
    assert "Roth" not in before


def test_situations_overlap_and_leave_the_contract_as_it_is(office: Office) -> None:
    sam = in_training(office)
    office.house.do(sam, "open-mediation", "2027-01-20", mediator="cfa")
    page = text(office.as_().get(f"/dossiers/{sam}").text)
    assert "Difficulté En cours depuis le 18 janv. 2027" in page
    assert "Médiation En cours depuis le 20 janv. 2027" in page
    assert "En cours, période probatoire depuis le 1er déc. 2026" in page


def test_two_dates_filter_what_was_known_and_what_was_true(office: Office) -> None:
    sam = in_training(office)
    office.house.do(sam, "record-visit", "2027-02-08", on="2027-01-13", mode="site")
    browser = office.as_()
    visit = "Enregistrer une rencontre avec l’employeur"

    def history(asked: str) -> str:
        page = browser.get(f"/dossiers/{sam}?{asked}").text
        assert "Actions possibles" not in page
        return text(page[page.index('id="histoire"') :])

    assert visit in text(browser.get(f"/dossiers/{sam}").text)
    assert visit in history("vrai=2027-01-13")
    assert visit not in history("vrai=2027-01-12")
    assert visit not in history("connu=2027-02-07")
    assert visit in history("connu=2027-02-08&vrai=2027-01-13")
    assert visit not in history("connu=2027-02-07&vrai=2027-01-13")


def test_a_date_to_come_or_before_the_dossier_is_refused(office: Office) -> None:
    sam = in_training(office)
    browser = office.as_()
    assert browser.get(f"/dossiers/{sam}?connu=2027-01-19").status_code == 422
    assert browser.get(f"/dossiers/{sam}?vrai=hier").status_code == 422
    assert browser.get(f"/dossiers/{sam}?connu=2026-11-01").status_code == 404


# --- corrections ---------------------------------------------------------------------------------


def test_a_fact_is_corrected_from_its_line(office: Office) -> None:
    sam = in_training(office)
    office.house.do(sam, "record-visit", "2027-02-08", on="2027-01-13", mode="site")
    browser = office.as_()
    page = browser.get(f"/dossiers/{sam}").text
    (seq,) = (r["seq"] for r in office.house.app.history(sam) if r["type"] == "VisitRecorded")
    path = f"/dossiers/{sam}/correct?fact={seq}"
    assert f'href="{path}"' in page

    form = browser.get(path).text
    assert "Enregistrer une rencontre avec l’employeur, 13 janv. 2027" in form
    assert "Aujourd’hui : sur site" in form
    answer = browser.fill(
        path,
        f"/dossiers/{sam}/correct",
        f__happened_on="2027-01-20",
        f__mode="visio",
        reason="Saisie",
    )
    assert answer.status_code == 303
    visit = [e for e in office.house.events(sam) if e.type == "VisitRecorded"][-1]
    assert (visit.effective_on.isoformat(), visit.data["mode"]) == ("2027-01-20", "visio")
    line = text(browser.get(f"/dossiers/{sam}").text)
    assert "remplacé depuis" in line
    assert "rectification" in line


def test_a_correction_says_why_it_is_refused_and_what_is_missing(office: Office) -> None:
    sam = in_training(office)
    browser = office.as_()
    found = {r["type"]: r["seq"] for r in office.house.app.history(sam)}
    follows = browser.get(f"/dossiers/{sam}/correct?fact={found['TrainingEntered']}")
    assert follows.status_code == 404
    assert "découle d’un autre" in unescape(follows.text)
    for wrong in ("0", "9999", "x"):
        assert browser.get(f"/dossiers/{sam}/correct?fact={wrong}").status_code == 404
    before = office.written()
    path = f"/dossiers/{sam}/correct?fact={found['DifficultyReported']}"
    answer = browser.fill(path, f"/dossiers/{sam}/correct", f__set_aside="oui")
    assert answer.status_code == 409
    assert "motif" in answer.text.lower()
    assert office.written() == before


# --- what is due ---------------------------------------------------------------------------------


def test_what_is_planned_or_only_watched_does_not_crowd_the_list(office: Office) -> None:
    sam = in_training(office)
    days = Days(office.house.now.date(), office.house.now.date(), "gestionnaire", ("D20",))
    browser = office.pages.state.office.browser
    shown = {
        s: {id_.split(".")[0] for _, id_ in browser.duties(s, days, (), 0, 99)} for s in Section
    }
    assert shown.pop(Section.WATCHED) == {"D20"}
    every = set().union(*shown.values())
    assert {"D35", "D66"} <= every
    assert not {"D20", "D31"} & every  # the 45 days are nobody's, the last meeting is far away
    page = text(office.as_().get(f"/dossiers/{sam}").text)
    assert "33 jours sur 45 comptés au 18 janv. 2027, estimés sans calendrier d’alternance" in page
    assert "Obligations prévues, pas encore ouvertes" in page
