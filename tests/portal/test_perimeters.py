"""What is not for somebody does not exist for them; a bad address gets its code and one sentence."""

from __future__ import annotations

import pytest

from lifecycle.people import Role
from persistence.accounts import Account
from tests.portal.conftest import Office, sentence


def test_another_formation_does_not_exist_for_whoever_sees_one(office: Office) -> None:
    house = office.house
    house.open_formation("LP-COM")
    hidden = house.candidate("Hugo", "Weber", formation="LP-COM")
    seen = house.candidate()
    for stream in (hidden, seen):
        house.do(stream, "admit")
        house.submit_mission(stream)
    house.beat("2026-12-02 08:05")
    limited = Account("rf@cfa.example", "Paul", Role.RESPONSABLE_FORMATION, ("M2-INFO",))
    office.account(limited)
    browser = office.known(limited.email)
    letter = next(row for row in house.letters() if row.formation == "LP-COM")
    for path in (f"/dossiers/{hidden}", f"/dossiers/{hidden}/validate-mission", "/formations/LP-COM",
                 "/formations/LP-COM/courriels", f"/courriels/{letter.id}",
                 f"/courriels/{letter.id}/html", "/a-faire?formation=LP-COM",
                 f"/contrats-signes?dossier={hidden}"):  # fmt: skip
        assert browser.get(path).status_code == 404, path
    for path in ("/a-faire", "/dossiers", "/courriels", "/formations", "/contrats-signes"):
        page = browser.get(path).text
        assert "Hugo" not in page, path
        assert "LP-COM" not in page, path
    for path in ("/import", "/formations/nouvelle"):
        assert browser.get(path).status_code == 403, path
    said = {**browser.hidden(f"/dossiers/{seen}/validate-mission"), "f.mission": "mission-1"}
    before = office.written()
    assert browser.send(f"/dossiers/{hidden}/validate-mission", said).status_code == 404
    opening = {"f.first_name": "A", "f.last_name": "B", "f.birth_date": "2004-01-01",
               "f.email": "a@b.fr", "f.formation": "LP-COM"}  # fmt: skip
    path = "/dossiers/nouveau/register-candidacy"
    assert browser.send(path, {**browser.hidden(path), **opening}).status_code == 404
    assert office.written() == before


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/introuvable", 404),
        ("/dossiers/0000000000000000", 404),
        ("/dossiers/..%2F..%2Fetc", 404),
        ("/dossiers/%27%20OR%201=1", 404),
        ("/dossiers?etape=nimporte", 422),
        ("/dossiers?page=0", 422),
        ("/dossiers?page=-1", 422),
        ("/dossiers?page=99999999999", 422),
        ("/dossiers?page=%D9%A3", 422),
        ("/dossiers?formation=ZZZ", 404),
        ("/a-faire?section=demain", 404),
        ("/a-faire?page=deux", 422),
        ("/courriels?etat=perdu", 422),
        ("/courriels/1.1", 404),
        ("/courriels/%00", 404),
        ("/formations/ZZZ", 404),
        ("/import/modele.exe", 404),
        ("/contrats-signes?dossier=0000", 404),
    ],
)
def test_a_bad_address_gets_its_code_and_one_sentence(
    office: Office, path: str, status: int
) -> None:
    answer = office.as_().get(path)
    assert answer.status_code == status
    assert sentence(answer).count(".") >= 1
    assert "Traceback" not in answer.text


def test_a_page_that_is_only_read_cannot_be_written(office: Office) -> None:
    browser = office.as_()
    assert browser.send("/a-faire", {"token": "x"}).status_code == 405
