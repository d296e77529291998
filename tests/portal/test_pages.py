"""Every page renders for every role, shows what it should and no more, and runs nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lifecycle.people import Actor, Role
from notifications.letters import CATCH_UP, LETTERS
from persistence.browsing import Days, Section
from portal.wording import CHOICES, LETTER_LABELS, STATUSES
from tests.portal.conftest import PEOPLE, Office, called

EVERYWHERE = (
    "/a-faire",
    "/a-faire?section=en-retard",
    "/a-faire?section=en-attente&formation=M2-INFO&page=1",
    "/dossiers",
    "/dossiers?q=l%C3%A9a&etape=mission&formation=M2-INFO&retard=1",
    "/dossiers/nouveau/register-candidacy",
    "/dossiers/nouveau/take-over",
    "/contrats-signes",
    "/formations",
    "/formations/nouvelle",
    "/formations/M2-INFO",
    "/formations/M2-INFO/reglages",
    "/cfas/nouveau",
    "/formations/M2-INFO/courriels",
    "/courriels",
    "/courriels?etat=held",
    "/import",
)
HOSTILE = "<script>alert(1)</script>\"'{{7*7}}"


@pytest.mark.parametrize("role", list(PEOPLE))
def test_every_page_renders_for_every_role(office: Office, role: Role) -> None:
    house = office.house
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)
    sam = house.in_contract(house.candidate("Sam", "Diallo"), LATER)
    house.beat("2026-12-20 08:05")
    house.drain("2026-12-20 08:06")
    browser = office.as_(role)
    dossiers = [f"/dossiers/{stream}{more}" for stream in (lea, sam) for more in ("", "?tout=1")]
    letters = [f"/courriels/{row.id}{html}" for row in house.letters() for html in ("", "/html")]
    for path in (*EVERYWHERE, *dossiers, *letters):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert "<script" not in answer.text
        assert 'style="' not in answer.text or path.endswith("/html")


@pytest.mark.parametrize("role", list(PEOPLE))
def test_every_action_has_its_form(office: Office, role: Role) -> None:
    stream = office.house.in_contract(office.house.candidate(), LATER)
    browser = office.as_(role)
    for row in office.house.app.actions(stream, Actor(role)):
        answer = browser.get(f"/dossiers/{stream}/{row['command']}")
        assert answer.status_code == 200, row["command"]
        assert f"<h1>{row['label'].replace(chr(39), '&#39;')}" in answer.text


LATER = {
    "admitted": "2026-11-24 10:01",
    "submitted": "2026-11-24 10:02",
    "validated": "2026-11-24 10:03",
    "drafted": "2026-11-24 10:04",
    "issued": "2026-11-24 10:05",
    "signed": "2026-11-24 10:06",
    "endorsed": "2026-11-24 10:07",
    "starts": "2026-12-01",
    "ends": "2028-08-31",
    "transmitted": "2026-11-24 10:08",
    "accepted": "2026-11-24 10:09",
}


def test_hostile_values_are_shown_as_they_were_typed(office: Office) -> None:
    house = office.house
    lea = house.candidate(last_name=HOSTILE, email="lea@etu.example")
    house.do(lea, "admit", reason=HOSTILE)
    house.submit_mission(lea, title=HOSTILE, employer_name=HOSTILE)
    browser = office.as_()
    for path in ("/a-faire", "/dossiers", f"/dossiers/{lea}", f"/dossiers/{lea}/validate-mission"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "49" not in page.split("{{7*7}}")[0][-20:]
    again = browser.get("/dossiers", params={"q": HOSTILE}).text
    assert "<script>alert" not in again


# --- what is due ---------------------------------------------------------------------------------


def test_a_late_mission_says_who_blocks_since_when_and_how_to_reach_them(office: Office) -> None:
    house = office.house
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.beat("2026-12-02 08:05")
    page = office.as_().get("/a-faire?section=en-retard").text
    for said in ("Léa Martin", "Valider ou retourner la mission", "1er déc. 2026", "depuis hier",
                 "responsable de formation", "depuis le 24 nov. 2026",
                 "mailto:responsable.m2-info@cfa.example"):  # fmt: skip
        assert said in page
    assert f"/dossiers/{lea}/validate-mission" not in page
    mine = office.as_(Role.RESPONSABLE_FORMATION).get("/a-faire?section=en-retard").text
    assert "<strong>Vous</strong>" in mine
    assert f'href="/dossiers/{lea}/validate-mission?mission=' in mine


def test_a_stopped_clock_waits_for_the_employer(office: Office) -> None:
    house = office.house
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.do(lea, "request-mission-changes", actor="responsable_formation")
    page = office.as_().get("/a-faire?section=en-attente").text
    assert "Dupont Systèmes" in page
    assert "délai suspendu" in page
    assert "complete-mission" in page


def test_each_duty_stands_in_one_section_and_its_day_decides(office: Office) -> None:
    house = office.house
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)  # due on Tuesday 1 December
    browser = office.pages.state.office.browser
    todo = {"2026-11-24": Section.WEEK, "2026-12-01": Section.TODAY, "2026-12-02": Section.LATE}
    for day, section in todo.items():
        house.at(day)
        today = house.now.date()
        counts = browser.counts(_days(today), ())
        assert counts[section] >= 1
        found = {s: browser.duties(s, _days(today), (), 0, 50) for s in Section}
        assert {s: len(rows) for s, rows in found.items()} == counts
        reviewed = [s for s, rows in found.items() for stream, id_ in rows if id_.startswith("D01")]
        assert reviewed == [section]


def _days(today: date) -> Days:
    return Days(today, today + timedelta(days=7), "gestionnaire")


def test_long_lists_are_cut_into_pages(office: Office) -> None:
    house = office.house
    for n in range(60):
        lea = house.candidate(called(n), "Martin")
        house.do(lea, "admit")
        house.submit_mission(lea)
    house.at("2026-12-02")
    browser = office.as_()
    first = browser.get("/a-faire?section=en-retard").text
    assert first.count("/dossiers/") >= 50
    assert "Page 1 sur 2" in first
    second = browser.get("/a-faire?section=en-retard&page=2").text
    assert "Page 2 sur 2" in second
    assert second.count('scope="row"') == 10
    assert browser.get("/dossiers?page=2").text.count('scope="row"') == 10


def test_a_dossier_is_found_by_any_part_of_its_name(office: Office) -> None:
    house = office.house
    house.candidate("Zoé", "Lœuvre-Benâli")
    house.candidate("Hugo", "Weber")
    browser = office.as_()
    for asked in ("zoe", "BENALI", "benali zoé", "Lœuvre"):
        page = browser.get("/dossiers", params={"q": asked}).text
        assert "Zoé" in page, asked
        assert "Hugo" not in page
    assert "Aucun dossier" in browser.get("/dossiers?q=%25").text


# --- one dossier ---------------------------------------------------------------------------------


def test_the_ladder_says_what_left_when_to_whom_and_what_comes_next(office: Office) -> None:
    house = office.house
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.beat("2026-11-27 08:05")
    house.drain("2026-11-27 08:06")
    page = office.as_().get(f"/dossiers/{lea}").text
    ladder = page[page.index('class="ladder"') :]
    told = [ladder.index(word) for word in ("27 nov. 2026", "Rappel", "courriel", ": parti", "30 nov. 2026",
                                            "à venir", "1er déc. 2026", "2 déc. 2026")]  # fmt: skip
    assert told == sorted(told)


def test_what_is_blocked_says_why_and_who_can_lift_it(office: Office) -> None:
    house = office.house
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.draft_contract(lea, "2026-12-07", "2028-08-31")
    page = office.as_().get(f"/dossiers/{lea}").text
    blocked = page[page.index("Bloquées, et par quoi") :]
    assert "La mission n’est pas validée." in blocked
    assert "Peut le lever : responsable de formation" in blocked


def test_the_timeline_says_who_really_acted(office: Office) -> None:
    stream = office.house.candidate()
    browser = office.as_()
    answer = browser.fill(f"/dossiers/{stream}/admit", reason="Bon dossier")
    assert answer.status_code == 303
    page = browser.get(f"/dossiers/{stream}").text
    assert "Jeanne Keller, gestionnaire du CFA" in page
    assert "Bon dossier" in page
    assert "Admettre : c’est enregistré." in page
    assert "c’est enregistré" not in browser.get(f"/dossiers/{stream}").text
    envelope = office.house.app.history(stream)[-1]
    assert envelope["channel"] == "web"


def test_every_word_of_the_product_has_its_french(office: Office) -> None:
    charter = office.house.app.house.charter
    assert set(LETTERS) - {CATCH_UP} <= LETTER_LABELS.keys()
    said = {c for i in charter.intentions.values() for f in i.fields for c in f.choices}
    said |= {c for s in charter.settings.values() for c in s.choices}
    words = {c for c in said if c.isascii() and c.islower() and len(c) > 3}
    assert words - CHOICES.keys() - set(Role) == set()
    assert set(STATUSES) == {"queued", "held", "sending", "sent", "deferred", "failed", "ambiguous",
                             "cancelled"}  # fmt: skip
