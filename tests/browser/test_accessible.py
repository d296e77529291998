"""Every page in every state: no violation that axe can see, nothing to scroll sideways at 320 px."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from lifecycle.people import Role
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.portal.conftest import Office
from tests.portal.test_contracts import validated
from tests.portal.test_imports import faulty
from tests.portal.test_pages import LATER

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LONG = "Anticonstitutionnellement" * 4
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
AXE = Axe()


def check(page: Page, where: str) -> None:
    found = AXE.run(page, options=RULES).response["violations"]
    told = [(v["id"], [node["html"] for node in v["nodes"]]) for v in found]
    assert told == [], where
    assert sideways(page) == 0, where
    assert page.title()
    assert page.locator("h1").count() == 1, where
    assert page.locator("html").get_attribute("lang") == "fr"


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def lives(office: Office) -> tuple[str, str, str]:
    """A late mission that nobody has looked at, a whole contract, one that a rule blocks."""
    house = office.house
    late = house.candidate("Zoé", LONG[:90], email="zoe@etu.example")
    house.submit_mission(late, title=LONG)
    whole = house.in_contract(house.candidate("Sam", "Diallo"), LATER)
    blocked = validated(office, "Hugo")
    house.draft_contract(blocked, "2026-12-07", "2031-08-31")
    house.beat("2026-12-04 08:05")
    house.do(whole, "report-difficulty", difficulty=LONG)
    house.do(whole, "seize-mediator")
    house.do(whole, "appoint", role="tuteur_academique", name=LONG[:90], email="roth@cfa.example")
    house.do(whole, "appoint", role="tuteur_academique", name="Weber", email="weber@cfa.example")
    of_the_houses(office, late, whole)
    house.drain("2026-12-04 08:06")
    return late, whole, blocked


def of_the_houses(office: Office, *present: str) -> None:
    """A CFA and its formation with all that they keep, in words that never end."""
    house = office.house
    said = {"code": "CFA-67", "title": f"CFA du Rhin {LONG[:80]}", "calendar": "france"}
    house.do(house.new_id(), "add-cfa", actor="direction", **said)
    formation = str(house.app.house_stream("formation", "M2-INFO"))
    house.do(formation, "set-formation", cfa="CFA-67")
    house.do(formation, "open-promotion", title=LONG, rentree_on="2026-11-09",
             ends_on="2027-08-31", hours_planned=600)  # fmt: skip
    house.do(formation, "plan-event", kind="jobdating", planned_on="2026-12-15", place=LONG)
    house.do(formation, "hold-event", kind="comite_pilotage", held_on="2026-12-01",
             attended=",".join(present), minutes=LONG, agenda=LONG,
             link="https://visio.example/" + LONG[:90], topics="indicateurs")  # fmt: skip
    house.do(formation, "publish-alternance", alternance="2026-09-01/2027-08-31 CCEEE--",
             consulted_on="2026-11-12", consulted=LONG)  # fmt: skip
    house.beat("2026-12-04 08:05")


def places(office: Office, late: str, whole: str, blocked: str) -> list[str]:
    letter = office.house.letters("sent")[0].id
    app = office.house.app
    formation, cfa = app.house_stream("formation", "M2-INFO"), app.house_stream("cfa", "CFA-67")
    return [
        "/formations/M2-INFO/reglages", "/formations/M2-INFO?connu=2026-12-03",
        "/formations/M2-INFO?tout=1", "/cfas/CFA-67", "/cfas/CFA-67/reglages", "/cfas/nouveau",
        f"/dossiers/{formation}/hold-event?kind=jobdating&tous=attended",
        f"/dossiers/{formation}/plan-event", f"/dossiers/{cfa}/hold-event",
        f"/dossiers/{formation}/open-promotion",
        "/a-faire", "/a-faire?section=en-retard", "/a-faire?section=a-surveiller",
        "/dossiers", "/dossiers?q=personne",
        f"/dossiers/{whole}", f"/dossiers/{whole}?connu=2026-12-03&vrai=2026-12-02",
        f"/dossiers/{whole}/record-rupture", f"/dossiers/{whole}/amend-contract",
        f"/dossiers/{whole}/correct?fact=1",
        f"/dossiers/{late}", f"/dossiers/{whole}?tout=1", f"/dossiers/{blocked}",
        f"/dossiers/{blocked}/issue-documents", f"/dossiers/{blocked}/draft-contract",
        f"/dossiers/{late}/validate-mission", f"/dossiers/{late}/justify-irregularity",
        f"/dossiers/{whole}/documents", f"/dossiers/{whole}/appoint", "/dossiers/nouveau/register-candidacy",
        "/dossiers/nouveau/take-over", "/contrats-signes", f"/contrats-signes?dossier={blocked}",
        "/formations", "/formations/M2-INFO", "/formations/M2-INFO/courriels",
        "/formations/nouvelle", "/courriels", f"/courriels/{letter}", "/import", "/introuvable",
        "/indicateurs", "/indicateurs/trajectoire",
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "width"), [(Role.GESTIONNAIRE, WIDE), (Role.DIRECTION, NARROW)])
def test_every_page_is_for_everybody(office: Office, visit: Visit, role: Role, width: int) -> None:
    told = lives(office)
    page = visit(role, width, script=True)
    for where in places(office, *told):
        page.goto(where)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        check(page, where)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_went_wrong_is_for_everybody(
    office: Office, visit: Visit, width: int, tmp_path: Path
) -> None:
    _, _, blocked = lives(office)
    entering = visit(None, width, script=True)
    check(entering, "login")
    entering.get_by_role("button", name="Se connecter").click()
    check(entering, "login refused")
    page = visit(Role.GESTIONNAIRE, width, script=True)
    for where in ("/dossiers/nouveau/register-candidacy", f"/dossiers/{blocked}/issue-documents"):
        page.goto(where)
        page.get_by_role("button", name="Enregistrer").click()
        check(page, f"{where}, refused")
    page.goto("/import")
    page.get_by_role("button", name="Essayer à blanc").click()
    check(page, "import without a file")
    wrong = tmp_path / "apprentis.csv"
    wrong.write_bytes(faulty())
    page.get_by_label("Fichier").set_input_files(wrong)
    page.get_by_role("button", name="Essayer à blanc").click()
    check(page, "import with faults")
    page.goto(f"/contrats-signes?dossier={blocked}")
    page.get_by_role("button", name="Voir l’aperçu").click()
    check(page, "preview without a date")
    page.get_by_label("Signé par l’employeur le : Hugo Martin").fill("2026-11-30")
    page.get_by_role("button", name="Recalculer l’aperçu").click()
    check(page, "preview")
    page.get_by_role("button", name="Enregistrer 1").click()
    check(page, "report")


def test_an_empty_house_is_for_everybody(visit: Visit) -> None:
    page = visit(script=True)
    for where in ("/a-faire", "/dossiers", "/contrats-signes", "/courriels"):
        page.goto(where)
        check(page, where)


def test_wider_spacing_of_the_text_cuts_nothing(office: Office, visit: Visit) -> None:
    late, _, blocked = lives(office)
    page = visit(width=NARROW, script=True)
    for where in ("/a-faire", f"/dossiers/{late}", f"/dossiers/{blocked}/issue-documents"):
        page.goto(where)
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
            " document.adoptedStyleSheets = [s]; }",
            SPACING,
        )
        assert sideways(page) == 0, where


def test_the_checks_would_see_a_bad_page(visit: Visit) -> None:
    page = visit(None, script=True)
    page.evaluate("document.body.innerHTML = '<img src=x><p style=color:#ccc>pâle</p><input>'")
    found = {v["id"] for v in AXE.run(page, options=RULES).response["violations"]}
    assert {"image-alt", "label"} <= found


def test_nothing_runs_and_nothing_is_asked_elsewhere(office: Office, visit: Visit) -> None:
    told = lives(office)
    page = visit(script=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for where in places(office, *told):
        page.goto(where)
        assert page.locator("script").count() == 0, where
    home = page.url.split("/", 3)[2]
    assert {url.split("/", 3)[2] for url in asked} == {home}
    assert [text for text in said if "404" not in text] == []
