"""What a form asks, in which order, how much it holds, and how it says what is missing."""

from __future__ import annotations

import re
from html import unescape

import pytest

from lifecycle.charter import charter
from lifecycle.people import Actor, Role
from tests.portal.conftest import Office
from tests.portal.test_training import in_training

PLANNED = {"kind": "jobdating", "planned_on": "2026-12-15"}
PAGE_LONG = "Le comité a entendu l’équipe, puis les délégués : été, œuvre, ça.\n"


def formation(office: Office) -> str:
    return str(office.house.app.house_stream("formation", "M2-INFO"))


def shown_at_once(page: str) -> str:
    """What nobody has to unfold."""
    return re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)


def errors(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<p class="error"[^>]*>(.*?)</p>', page)]


# --- when ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", [formation, in_training])
def test_a_day_is_asked_once(office: Office, whose: object) -> None:
    stream = whose(office)  # type: ignore[operator]
    browser = office.as_(Role.DIRECTION)
    asked = {row["command"] for row in office.house.app.actions(stream, Actor(Role.DIRECTION))}
    dated = [on for on in charter().intentions.values() if on.name in asked and on.dated_by]
    assert len(dated) > 5
    for on in dated:
        page = browser.get(f"/dossiers/{stream}/{on.name}")
        if page.status_code == 404:  # a setting: its own page asks it
            continue
        assert 'name="effective"' not in page.text, on.name
        assert f'name="f.{on.dated_by}"' in shown_at_once(page.text), on.name


def test_what_no_field_dates_is_still_dated(office: Office) -> None:
    lea = office.house.candidate("Léa", "Martin")
    page = office.as_().get(f"/dossiers/{lea}/admit").text
    assert 'name="effective"' in page


def test_the_day_left_empty_is_today_and_is_told_so(office: Office) -> None:
    stream, browser = formation(office), office.as_()
    path = f"/dossiers/{stream}/hold-event"
    assert "Le jour où c’est arrivé. Vide : aujourd’hui." in browser.get(path).text
    assert browser.fill(path, f__kind="jobdating").status_code == 303
    (held,) = (e for e in office.house.events(stream) if e.type == "EventHeld")
    assert held.effective_on.isoformat() == "2026-11-24"


# --- what ------------------------------------------------------------------------------------------


def test_who_was_at_an_event_is_not_folded_away(office: Office) -> None:
    page = shown_at_once(office.as_().get(f"/dossiers/{formation(office)}/hold-event").text)
    for name in ("present_apprentis", "present_branches", "minutes", "decisions", "topics"):
        assert f'name="f.{name}"' in page, name
    assert page.index("f.present_apprentis") < page.index("f.minutes")


def test_the_report_of_a_visit_is_not_called_optional(office: Office) -> None:
    page = office.as_().get(f"/dossiers/{in_training(office)}/record-visit").text
    assert 'name="f.report" rows="12" maxlength="20000"' in page.replace('id="f-report" ', "")
    assert "Facultatif" not in page


def test_the_channels_of_an_offer_are_ticked_not_typed(office: Office) -> None:
    stream, house = formation(office), office.house
    house.do(stream, "receive-offer", kind="alternance", title="Développer", employer_name="Dupont")
    house.do(stream, "qualify-offer", mission_fits="oui", profile_fits="oui")
    browser, path = office.as_(), f"/dossiers/{stream}/publish-offer"
    page = browser.get(path).text
    assert 'type="checkbox" name="f.channels" value="reseaux"' in page
    assert browser.fill(path, f__channels=["site", "reseaux"]).status_code == 303
    told = unescape(browser.get("/formations/M2-INFO").text)
    assert "site du CFA ou de l’établissement, réseaux sociaux" in told


# --- how much --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("more", "status"), [(0, 303), (1, 422)])
def test_minutes_hold_twenty_thousand_characters_and_no_more(
    office: Office, more: int, status: int
) -> None:
    stream, browser = formation(office), office.as_()
    minutes = (PAGE_LONG * 400)[: 19_999 + more] + "."
    before = office.written()
    answer = browser.fill(
        f"/dossiers/{stream}/hold-event", f__kind="comite_pilotage", f__minutes=minutes
    )
    assert answer.status_code == status
    if status == 303:
        assert minutes in unescape(browser.get("/formations/M2-INFO").text)
    else:
        assert errors(answer.text) == ["Procès-verbal : 20001 caractères ; 20000 au plus."]
        assert office.written() == before


def test_a_long_report_is_folded_in_the_history_and_short_in_its_correction(office: Office) -> None:
    lea, browser = in_training(office), office.as_()
    report = PAGE_LONG * 200
    office.house.do(lea, "record-visit", mode="site", report=report)
    page = unescape(browser.get(f"/dossiers/{lea}").text)
    assert report.strip() in page
    assert report.strip() not in shown_at_once(page)
    number = next(r for r in office.house.app.history(lea) if r["type"] == "VisitRecorded")["seq"]
    form = unescape(browser.get(f"/dossiers/{lea}/correct?fact={number}").text)
    assert f"Aujourd’hui : {PAGE_LONG[:40]}" in form
    assert report.strip() not in form


# --- what is missing -------------------------------------------------------------------------------


def test_a_page_says_what_is_missing_by_its_label(office: Office) -> None:
    browser = office.as_()
    answer = browser.fill(f"/dossiers/{formation(office)}/hold-event", f__place="Salle A")
    assert answer.status_code == 422
    told = unescape(answer.text)
    assert "dites sa nature, ou quel événement prévu a été tenu." in told
    said = {"f__code": "X1", "f__title": "", "f__calendar": "france"}
    assert "il manque Intitulé." in unescape(browser.fill("/formations/nouvelle", **said).text)


# --- what the pages around the forms say -------------------------------------------------------------


def test_two_promotions_owe_the_same_and_each_says_which(office: Office) -> None:
    stream, house = formation(office), office.house
    for title, rentree in (("Promotion 2026", "2026-11-30"), ("Promotion bis", "2026-12-01")):
        house.do(stream, "open-promotion", title=title, rentree_on=rentree, ends_on="2027-08-31",
                 hours_planned=600)  # fmt: skip
    page = unescape(office.as_().get("/formations/M2-INFO").text)
    cards = [one for one in page.split('<li class="duty') if "Tenir la réunion de rentrée" in one]
    told = [re.search(r'<p class="counts">(.*?)</p>', one) for one in cards]
    assert [t and t[1] for t in told] == [
        "Promotion 2026, 30 nov. 2026",
        "Promotion bis, 1er déc. 2026",
    ]


def test_what_falls_to_others_is_folded_and_what_blocks_is_not(office: Office) -> None:
    lea = office.house.candidate("Léa", "Martin")
    office.house.do(lea, "admit")
    office.house.submit_mission(lea)
    page = office.as_().get(f"/dossiers/{lea}").text
    others = page[page.index("Reviennent à d’autres rôles") :]
    assert "Valider la mission" in others
    assert "Qui le peut : responsable de formation." in others
    assert "Qui le peut" not in shown_at_once(page)


def test_a_cfa_is_not_asked_for_a_responsable_de_formation(office: Office) -> None:
    said = {"code": "CFA-67", "title": "CFA du Rhin", "calendar": "france"}
    office.house.do(office.house.new_id(), "add-cfa", actor="direction", **said)
    page = office.as_().get("/formations").text
    of_the_cfa = page[page.index("/cfas/CFA-67") :]
    assert "sans gestionnaire du CFA, direction du CFA" in of_the_cfa
    assert "responsable de formation" not in of_the_cfa


def test_a_list_without_an_entry_is_not_asked(office: Office) -> None:
    stream, browser = formation(office), office.as_()
    path = f"/dossiers/{stream}/hold-event"
    page = browser.get(path).text
    assert 'name="f.event"' not in page
    assert 'name="f.promotion"' not in page
    office.house.do(stream, "plan-event", **PLANNED)
    assert "Jobdating, 15 déc. 2026 — prévu" in browser.get(path).text
