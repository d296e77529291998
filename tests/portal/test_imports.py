"""A file of the CFA: tried without a trace, its faults told by line, then taken over once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from exchange.template import written
from lifecycle.people import Role
from tests.portal.conftest import Browser, Office, hidden_of

PATH = "/import"
GOOD = written("csv")


def faulty() -> bytes:
    """The line of the template, then the same with a birthday that does not exist."""
    header, line = GOOD.decode("utf-8-sig").splitlines()
    day = re.search(r"\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2}", line)
    assert day is not None
    return "\r\n".join([header, line, line.replace(day[0], "30/02/2004", 1), ""]).encode()


def drop(browser: Browser, content: bytes, name: str = "apprentis.csv", **said: str) -> Any:
    form = {"token": browser.token(), **said}
    return browser.send(PATH, form, files={"file": (name, content)})


def action(page: str) -> str:
    found = re.search(r'action="(/import/[\w-]+)"', page)
    assert found is not None, unescape(page)
    return found[1]


def test_the_rehearsal_writes_nothing_and_the_import_does_what_it_said(office: Office) -> None:
    browser, before = office.as_(), office.written()
    tried = drop(browser, GOOD)
    assert tried.status_code == 200
    assert "Rien n’est encore écrit" in tried.text
    assert office.written() == before
    done = browser.send(action(tried.text), hidden_of(tried.text))
    assert "Import fait" in done.text
    dossiers = office.house.app.dossiers()
    assert len(dossiers) == 1
    after = office.written()
    browser.send(action(tried.text), hidden_of(tried.text))  # a second sending changes nothing
    assert office.written() == after


def test_each_fault_has_its_line_column_and_remedy(office: Office) -> None:
    browser = office.as_()
    tried = drop(browser, faulty())
    page = unescape(tried.text)
    assert "À corriger" in page
    row = page[page.index("À corriger") :]
    assert 'data-label="Ligne">3<' in row
    report = browser.send(f"{action(tried.text)}/rapport.csv", hidden_of(tried.text))
    assert report.headers["content-disposition"].startswith("attachment")
    assert "rejet;3;" in report.content.decode("utf-8-sig")


def test_a_file_that_is_no_table_is_refused_whole(office: Office) -> None:
    browser, before = office.as_(), office.written()
    for content, name in ((b"", "vide.csv"), (b"PK\x03\x04", "faux.xlsx"), (b"\x00\x01", "x.csv"),
                          (b"a;b\r\n1;2", "autre.csv")):  # fmt: skip
        answer = drop(browser, content, name)
        assert answer.status_code in (413, 415, 422), name
        assert "Rien n’a été écrit" in answer.text, name
    nothing = browser.send(PATH, {"token": browser.token()})
    assert nothing.status_code == 422
    assert "Choisissez un fichier" in nothing.text
    assert office.written() == before


def test_bytes_of_windows_are_shown_before_they_are_believed(office: Office) -> None:
    browser = office.as_()
    content = GOOD.decode("utf-8-sig").replace("Léa", "Zoë").encode("cp1252")
    if content == GOOD.decode("utf-8-sig").encode("utf-8"):
        content = content.replace(b";", ";é".encode("cp1252"), 1)
    answer = drop(browser, content)
    assert answer.status_code == 422
    assert "CP1252" in answer.text
    assert drop(browser, content, encoding="cp1252").status_code == 200
    assert drop(browser, content, encoding="ebcdic").status_code == 422


def test_too_large_a_file_is_refused(office: Office) -> None:
    answer = drop(office.as_(), b"x" * (13 * 1024 * 1024))
    assert answer.status_code == 413


def test_a_bad_date_of_reprise_is_told(office: Office) -> None:
    answer = drop(office.as_(), GOOD, reprise="2026-02-30")
    assert answer.status_code == 422
    assert "n’existe pas" in answer.text


def test_a_file_is_given_back_to_its_owner_only_and_not_for_ever(office: Office) -> None:
    browser = office.as_()
    tried = drop(browser, GOOD)
    other = office.as_(Role.DIRECTION)
    before = office.written()
    assert other.send(action(tried.text), {"token": other.token()}).status_code == 404
    office.clock.passes(minutes=31)
    assert browser.send(action(tried.text), hidden_of(tried.text)).status_code == 404
    assert office.written() == before


def test_a_reprise_holds_the_mail_and_leads_to_the_tap(office: Office) -> None:
    browser = office.as_()
    tried = drop(browser, GOOD, reprise="2026-11-24")
    done = browser.send(action(tried.text), hidden_of(tried.text))
    assert "Courriels retenus" in done.text


def test_the_template_is_to_be_had(office: Office) -> None:
    browser = office.as_()
    assert browser.get("/import/modele.csv").content == GOOD
    assert browser.get("/import/modele.xlsx").content[:2] == b"PK"
