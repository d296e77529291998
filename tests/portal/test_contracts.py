"""«Contrat reçu signé»: previewed without a trace, then recorded by ordinary commands, once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from lifecycle.people import Role
from tests.portal.conftest import Browser, Office, called

PATH = "/contrats-signes"
DATES = {
    "c.starts_on": "2026-12-07",
    "c.ends_on": "2028-08-31",
    "c.employer": "2026-11-20",
    "c.apprentice": "2026-11-21",
    "c.visa": "2026-11-22",
    "c.transmitted": "2026-11-23",
}


def validated(office: Office, first: str = "Léa", last: str = "Martin") -> str:
    house = office.house
    house.at("2026-11-10")
    lea = house.candidate(first, last)
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.do(lea, "validate-mission", actor="responsable_formation")
    return lea


def send(browser: Browser, step: str, *streams: str, **said: Any) -> Any:
    form = {"token": browser.token(), "step": step, "dossier": list(streams), **DATES, **said}
    return browser.send(PATH, form)


def test_the_preview_writes_nothing_and_tells_every_step(office: Office) -> None:
    lea = validated(office)
    office.house.at("2026-11-24")
    before = office.written()
    answer = send(office.as_(), "preview", lea)
    assert answer.status_code == 200
    for said in ("1 dossier prêt", "Contrat préparé", "Convention et CERFA édités",
                 "Signature : employeur", "Signature : apprenti", "Visa du CFA", "Transmission"):  # fmt: skip
        assert said in unescape(answer.text).replace("\u00a0", " ")
    assert office.written() == before


def test_the_commit_records_each_act_at_its_own_date(office: Office) -> None:
    lea = validated(office)
    office.house.at("2026-11-24")
    browser = office.as_()
    answer = send(browser, "commit", lea, batch="b")
    assert answer.status_code == 200
    assert "1 dossier enregistré" in unescape(answer.text).replace("\u00a0", " ")
    dates = {e.type: e.effective_on.isoformat() for e in office.house.events(lea)}
    assert dates["ContractDrafted"] == dates["DocumentsIssued"] == "2026-11-20"
    assert dates["ContractSigned"] == "2026-11-21"
    assert dates["VisaGranted"] == "2026-11-22"
    assert dates["FilingTransmitted"] == "2026-11-23"
    (contract,) = office.house.states(lea)["contracts"]
    assert (contract["state"], contract["filing"]) == ("endorsed", "transmitted")
    told = office.house.app.history(lea)
    signed = [r for r in told if r["type"] == "ContractSignedByParty"]
    assert [r["on_behalf_of"]["role"] for r in signed] == ["employeur", "apprenti"]
    assert all(r["channel"] == "web" for r in signed)


def test_the_preview_is_what_the_commit_does(office: Office) -> None:
    streams = [validated(office, called(n)) for n in range(3)]
    office.house.draft_contract(streams[1], "2026-12-07", "2031-08-31")  # too long: never issued
    office.house.at("2026-11-24")
    browser = office.as_()
    preview = send(browser, "preview", *streams)
    report = send(browser, "commit", *streams, batch="b")
    cells = re.findall(r'data-label="Enregistré"><ul class="plain">(.*?)</ul>', report.text, re.S)
    assert preview.text.count('class="yes"') == sum(cell.count("<li>") for cell in cells) == 15
    assert "4 ans par dérogation" in preview.text
    assert "4 ans par dérogation" in report.text


def test_sent_twice_it_is_recorded_once(office: Office) -> None:
    lea = validated(office)
    office.house.at("2026-11-24")
    browser = office.as_()
    send(browser, "commit", lea, batch="b")
    after = office.written()
    again = send(browser, "commit", lea, batch="b")
    assert again.status_code == 200
    assert "déjà enregistré" in again.text
    assert office.written() == after


def test_each_dossier_has_its_own_dates_and_what_is_recorded_is_left_alone(office: Office) -> None:
    lea, sam = validated(office), validated(office, "Sam")
    office.house.draft_contract(sam, "2026-12-01", "2028-08-31")
    office.house.sign(sam, "2026-11-12", "employer")
    office.house.at("2026-11-24")
    own = {f"d.{sam}.apprentice": "2026-11-15", f"d.{sam}.visa": ""}
    answer = send(office.as_(), "commit", lea, sam, batch="b", **own)
    assert answer.status_code == 200
    dates = {e.type: e.effective_on.isoformat() for e in office.house.events(sam)}
    assert dates["ContractSigned"] == "2026-11-15"
    assert "VisaGranted" not in dates
    assert office.house.types(sam).count("ContractDrafted") == 1
    assert office.house.states(sam)["contracts"][0]["filing"] == "to_transmit"


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("c.starts_on", "", "il faut cette date"),
        ("c.starts_on", "2026-02-30", "n’existe pas"),
        ("c.ends_on", "2026-12-07", "La fin doit être après le début"),
        ("c.employer", "2026-11-25", "après aujourd’hui"),
        ("c.visa", "hier", "n’est pas une date"),
    ],
)
def test_a_bad_date_is_told_beside_it_and_nothing_is_written(
    office: Office, field: str, value: str, why: str
) -> None:
    lea = validated(office)
    office.house.at("2026-11-24")
    browser, before = office.as_(), office.written()
    answer = send(browser, "commit", lea, **{field: value})
    assert answer.status_code == 422
    assert why in unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert office.written() == before


def test_nothing_chosen_or_a_stranger_is_refused(office: Office) -> None:
    lea = validated(office)
    browser, before = office.as_(), office.written()
    nothing = send(browser, "preview")
    assert nothing.status_code == 422
    assert "Choisissez" in nothing.text
    assert "2026-12-07" in nothing.text
    assert send(browser, "preview", "0" * 16).status_code == 404
    assert send(browser, "effacer", lea).status_code == 422
    assert office.written() == before


def test_a_role_without_the_right_records_nothing(office: Office) -> None:
    lea = validated(office)
    office.house.at("2026-11-24")
    before = office.written()
    answer = send(office.as_(Role.RESPONSABLE_FORMATION), "commit", lea, batch="b")
    assert answer.status_code == 200
    assert "ne peut pas" in answer.text
    assert office.written() == before
