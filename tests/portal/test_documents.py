"""Documents by the pages: deposited once checked, saved by the browser; reserved cases on the pages."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from lifecycle.people import Role
from persistence.accounts import Account
from tests.portal.conftest import Browser, Office, sentence

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"
HANNA = Account("hanna@cfa.example", "Hanna Vogel", Role.REFERENT_HANDICAP)
ELSEWHERE = Account("autre@cfa.example", "Paul Autre", Role.GESTIONNAIRE, ("LP-COM",))


def upload(
    browser: Browser, stream: str, name: str, content: bytes, kind: str = "attestation", **said: str
) -> Any:
    path = f"/dossiers/{stream}/documents"
    fields = {**browser.hidden(path), "kind": kind, **said}
    return browser.client.post(path, data=fields, files={"file": (name, content, "text/html")})


@pytest.fixture
def lea(office: Office) -> str:
    return office.house.candidate()


def test_a_document_is_deposited_and_saved(office: Office, lea: str) -> None:
    browser = office.as_()
    assert upload(browser, lea, "réussite n°1.pdf", PDF).status_code == 303
    page = unescape(browser.get(f"/dossiers/{lea}/documents").text)
    assert "réussite n°1.pdf" in page
    assert "Attestation" in page

    saved = browser.get(f"/dossiers/{lea}/documents/d1")
    assert saved.content == PDF
    assert saved.headers["content-type"] == "application/pdf"
    assert saved.headers["content-disposition"].startswith("attachment; filename*=UTF-8''r%C3%A9")
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in saved.headers["content-security-policy"]
    assert saved.headers["cache-control"] == "no-store"


def test_a_formation_keeps_documents_too(office: Office) -> None:
    browser = office.as_(Role.RESPONSABLE_FORMATION)
    formation = str(office.house.app.reader.house("formation", "M2-INFO"))
    assert upload(browser, formation, "pv.pdf", PDF, "pv").status_code == 303
    assert browser.get(f"/dossiers/{formation}/documents/d1").content == PDF


@pytest.mark.parametrize(
    ("name", "content", "status", "why"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>", 415, "d’un type accepté"),
        ("vide.pdf", b"", 422, "vide"),
        ("coupe.pdf", PDF[:-10], 422, "tronqué"),
        ("gros.pdf", PDF + b" " * (10 * 1024 * 1024), 413, "dépasse 10 Mo"),
    ],
)
def test_what_is_refused_is_said_on_the_page_and_changes_nothing(
    office: Office, lea: str, name: str, content: bytes, status: int, why: str
) -> None:
    browser, before = office.as_(), office.written()
    answer = upload(browser, lea, name, content)
    assert (answer.status_code, why in unescape(answer.text)) == (status, True)
    assert office.written() == before


def test_nothing_is_deposited_without_the_token_of_the_form(office: Office, lea: str) -> None:
    browser, before = office.as_(), office.written()
    answer = upload(browser, lea, "visite.pdf", PDF, token="faux")
    assert answer.status_code == 403
    assert office.written() == before


def test_whoever_does_not_see_the_dossier_sees_none_of_it(office: Office, lea: str) -> None:
    upload(office.as_(), lea, "visite.pdf", PDF)
    office.house.open_formation("LP-COM")
    office.account(ELSEWHERE)
    other = office.known(ELSEWHERE.email)
    for path in (f"/dossiers/{lea}/documents", f"/dossiers/{lea}/documents/d1"):
        assert other.get(path).status_code == 404


def test_an_erased_person_leaves_a_page_that_says_so(office: Office, lea: str) -> None:
    browser = office.as_()
    upload(browser, lea, "visite.pdf", PDF)
    with office.house.app.installation.database.identity.begin() as connection:
        connection.exec_driver_sql("DELETE FROM person_keys")
    office.house.app.house.register.known_keys.clear()  # type: ignore[attr-defined]
    assert "la clé a été détruite" in unescape(browser.get(f"/dossiers/{lea}/documents").text)
    gone = browser.get(f"/dossiers/{lea}/documents/d1")
    assert gone.status_code == 404
    assert "illisible : la clé a été détruite" in sentence(gone)


def test_a_withdrawn_document_is_offered_no_more(office: Office, lea: str) -> None:
    browser = office.as_()
    upload(browser, lea, "visite.pdf", PDF)
    path = f"/dossiers/{lea}/withdraw-document"
    answer = browser.fill(f"{path}?document=d1", to=path, f__document="d1", reason="Erreur.")
    assert answer.status_code == 303
    page = browser.get(f"/dossiers/{lea}/documents").text
    assert "retiré" in page
    assert f"/dossiers/{lea}/documents/d1" not in page
    assert browser.get(f"/dossiers/{lea}/documents/d1").status_code == 404


# --- what is reserved -------------------------------------------------------------------------------


@pytest.fixture
def hanna(office: Office) -> Browser:
    office.account(HANNA)
    formation = str(office.house.app.reader.house("formation", "M2-INFO"))
    office.house.do(formation, "set-formation", referent_handicap=HANNA.email)
    return office.known(HANNA.email)


def read(browser: Browser, lea: str) -> list[str]:
    """Every page on which a case could be seen, without what differs at each visit."""
    paths = ("/a-faire", "/dossiers", "/dossiers?retard=1", f"/dossiers/{lea}?tout=1",
             f"/dossiers/{lea}/documents", "/courriels", "/formations/M2-INFO/courriels")  # fmt: skip
    drawn = re.compile(r'name="(?:token|key|seen)" value="[^"]*"')
    return [drawn.sub("", browser.get(path).text) for path in paths]


def test_nobody_else_finds_it_on_any_page(office: Office, hanna: Browser, lea: str) -> None:
    """The pages of the others do not change by one letter."""
    everybody = [office.as_(role) for role in (Role.GESTIONNAIRE, Role.DIRECTION)]
    before = [read(browser, lea) for browser in everybody]
    office.house.do(lea, "open-reserved", actor="apprenti", kind="handicap", request="Du temps.")
    upload(hanna, lea, "rqth.pdf", PDF, about="r1")
    office.house.beat("2026-11-25 08:05")
    office.house.drain("2026-11-25 08:10")
    office.house.at("2026-11-24")
    assert [read(browser, lea) for browser in everybody] == before
    (letter,) = (row for row in office.house.letters() if row.letter == "reserved_step")
    assert office.as_().get(f"/courriels/{letter.id}").status_code == 404
    assert office.as_().get(f"/dossiers/{lea}/documents/d1").status_code == 404


def test_its_referent_finds_it_where_they_work(office: Office, hanna: Browser, lea: str) -> None:
    office.house.do(lea, "open-reserved", actor="apprenti", kind="handicap", request="Du temps.")
    todo = unescape(hanna.get("/a-faire").text)
    assert "Répondre à une demande" in todo
    page = unescape(hanna.get(f"/dossiers/{lea}").text)
    assert "Situations réservées" in page
    assert "Du temps." in page
    form = f"/dossiers/{lea}/note-reserved"
    answer = hanna.fill(form, f__reserved="r1", f__step="entretien", f__account="Reçue.")
    assert answer.status_code == 303
    assert "Reçue." in unescape(hanna.get(f"/dossiers/{lea}").text)


def test_a_form_read_before_a_hidden_fact_is_still_good(
    office: Office, hanna: Browser, lea: str
) -> None:
    browser = office.as_()
    said = browser.hidden(f"/dossiers/{lea}/admit")
    office.house.do(lea, "open-reserved", actor="apprenti", kind="handicap")
    assert hanna.get(f"/dossiers/{lea}").status_code == 200
    assert browser.send(f"/dossiers/{lea}/admit", said).status_code == 303
