"""«Indicateurs»: figures, trajectory and report, within what each person sees."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from lifecycle.people import Role
from persistence.accounts import Account
from tests.portal.conftest import Office, sentence


def text_of(page: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def decided(office: Office, code: str, name: str) -> None:
    """A mission submitted today and decided tomorrow."""
    stream = office.house.candidate(name, "Martin", formation=code)
    office.house.do(stream, "admit")
    office.house.submit_mission(stream)
    office.house.do(stream, "validate-mission", actor="responsable_formation")


def test_the_page_shows_each_figure_with_its_terms_and_its_definition(office: Office) -> None:
    decided(office, "M2-INFO", "Léa")
    page = office.as_().get("/indicateurs")
    told = text_of(page)
    assert page.status_code == 200
    assert "Décidées dans les sept jours 100 % (1 sur 1)" in told
    assert "Sans objet sur la période : Rompus, période probatoire comprise" in told
    assert "0 %" not in told.replace("100 %", "")
    assert "Calculé par l’État seul" in told
    assert "Sept jours calendaires pour tous" in told
    assert re.search(r'href="/indicateurs" aria-current="page"', page.text)


def test_what_has_a_figure_is_shown_and_what_has_none_is_folded_away(office: Office) -> None:
    decided(office, "M2-INFO", "Léa")
    page = office.as_().get("/indicateurs").text
    before = page[page.index('id="axe-2"') : page.index('id="axe-3"')]
    shown, _, folded = before.partition("Rien à compter sur cette période")
    assert re.findall(r'<article class="card indicator" id="(I-\d\d)"', shown) == ["I-01"]
    assert "<details" in shown[shown.rindex("</article>") :]
    assert "Délai de réponse du service dédié" in folded
    after = page[page.index('id="axe-4"') :]
    assert after.index("Rien à compter") < after.index("Calculés par l’État")
    assert after.index("Calculés par l’État") < after.index("Calculé par l’État seul")


def test_a_new_fact_is_counted_at_once(office: Office) -> None:
    browser = office.as_()
    assert "(1 sur 1)" not in text_of(browser.get("/indicateurs"))
    decided(office, "M2-INFO", "Léa")
    assert "100 % (1 sur 1)" in text_of(browser.get("/indicateurs"))
    before = text_of(browser.get("/indicateurs?connu=2026-11-23"))
    assert "100 % (1 sur 1)" not in before


def test_whoever_sees_one_formation_gets_its_figures_alone(office: Office) -> None:
    office.house.open_formation("LP-COM")
    decided(office, "M2-INFO", "Léa")
    decided(office, "LP-COM", "Hugo")
    everybody = text_of(office.as_().get("/indicateurs"))
    assert "100 % (2 sur 2)" in everybody
    limited = Account("rf@cfa.example", "Paul", Role.RESPONSABLE_FORMATION, ("M2-INFO",))
    office.account(limited)
    browser = office.known(limited.email)
    for path in ("/indicateurs", "/indicateurs/trajectoire", "/indicateurs/rapport"):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert "LP-COM" not in page.text, path
    assert "100 % (1 sur 1)" in text_of(browser.get("/indicateurs"))
    for path in ("", "/trajectoire", "/rapport"):
        assert browser.get(f"/indicateurs{path}?formation=LP-COM").status_code == 404, path


def test_the_trajectory_shows_three_years_of_each_item(office: Office) -> None:
    decided(office, "M2-INFO", "Léa")
    page = office.as_().get("/indicateurs/trajectoire?formation=M2-INFO")
    told = text_of(page)
    assert page.status_code == 200
    for year in ("2026-2027", "2025-2026", "2024-2025"):
        assert year in told
    assert "P2-S06, socle" in told
    assert "Délai de validation de la mission : 7 jours calendaires" in told


def test_the_trajectory_says_what_still_stands_and_what_is_not_covered(office: Office) -> None:
    formation = office.house.app.house_stream("formation", "M2-INFO")
    office.house.do(formation, "hold-event", kind="comite_pilotage", present_cfa=2)
    path = "/indicateurs/trajectoire?formation=M2-INFO"
    this_year = text_of(office.as_().get(path))
    assert "Comité de pilotage : 1 tenu ; 3 irrégularités restent à expliquer" in this_year
    assert "Manquent : apprentis, employeurs, tuteurs, branches » (P1-S03)" in this_year
    office.house.at("2027-10-04")
    assert "2026-2027, Comité de pilotage : 1 tenu ; 3 irr" in text_of(office.as_().get(path))


def test_the_report_is_a_file_that_needs_nothing_else(office: Office) -> None:
    decided(office, "M2-INFO", "Léa")
    answer = office.as_().get("/indicateurs/rapport?pour=qualiopi&au=2026-12-31")
    assert answer.status_code == 200
    named = answer.headers["content-disposition"]
    assert named == 'attachment; filename="rapport-qualite-qualiopi-2026-12-31.html"'
    assert answer.text.startswith("<!doctype html>")
    assert not re.search(r"<(script|img|link)|https?://", answer.text)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/indicateurs?du=hier", 422),
        ("/indicateurs?du=2027-01-01&au=2026-01-01", 422),
        ("/indicateurs?connu=2030-01-01", 422),
        ("/indicateurs?formation=ZZZ", 404),
        ("/indicateurs/rapport?pour=personne", 404),
        ("/indicateurs/trajectoire?au=2026-02-30", 422),
    ],
)
def test_a_bad_question_gets_its_code_and_one_sentence(
    office: Office, path: str, status: int
) -> None:
    answer = office.as_().get(path)
    assert answer.status_code == status
    assert sentence(answer).count(".") >= 1
