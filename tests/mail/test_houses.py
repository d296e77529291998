"""The letters of what formations and CFAs owe: one digest a person, with the page of each house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.houses import House
from tests.mail.post import DIRECTION, GESTION, NAMED, RESPONSABLE, lives, mails, text
from tests.servers import SmtpServer

PAGES = "https://suivi.cfa.example"
RENTREE = {"rentree_on": "2026-11-30", "ends_on": "2027-08-31", "hours_planned": "600"}


@pytest.fixture
def house(tmp_path: Path, smtp_server: SmtpServer) -> Iterator[House]:
    """A CFA and its formation, whose pages have an address; the mail of Tuesday 24 November."""
    relay = f"smtp://{smtp_server.host}:{smtp_server.port}"
    with House(tmp_path, at="2026-11-24 09:00", relay=relay) as made:
        made.app.settings = replace(made.app.settings, pages=PAGES)
        above = {"code": "CFA-67", "title": "CFA du Rhin", "calendar": "france"}
        made.do(made.new_id(), "add-cfa", actor="direction", **above, direction=NAMED["direction"],
                gestionnaire=NAMED["gestionnaire"])  # fmt: skip
        made.open_formation("M2-INFO", title="Master Informatique", cfa="CFA-67", **NAMED)
        yield made


def formation(house: House) -> str:
    return str(house.app.house_stream("formation", "M2-INFO"))


def cfa(house: House) -> str:
    return str(house.app.house_stream("cfa", "CFA-67"))


def words(server: SmtpServer, address: str) -> str:
    said = " ".join(f"{m['Subject']} {text(m)}" for m in mails(server, address))
    return " ".join(said.replace("\u00a0", " ").split())


def test_several_duties_of_houses_make_one_mail_with_their_pages(
    house: House, smtp_server: SmtpServer
) -> None:
    house.do(formation(house), "open-promotion", "2026-11-24 10:00", **RENTREE)
    lives(house, "2026-11-25", "2026-12-04")
    days = [m["Date"].datetime.date() for m in mails(smtp_server, RESPONSABLE)]
    assert len(days) == len(set(days))
    said = words(smtp_server, RESPONSABLE)
    assert "(formation Master Informatique)" in said
    assert "attendue pour la formation Master Informatique" in said
    assert f"- Page : {PAGES}/formations/M2-INFO" in said
    assert "- Dossier : formation:M2-INFO" in said
    assert "- Apprenti" not in said
    assert any("points" in m["Subject"] for m in mails(smtp_server, RESPONSABLE))


def test_what_a_cfa_owes_is_told_with_its_own_contact_and_page(
    house: House, smtp_server: SmtpServer
) -> None:
    lives(house, "2026-12-01", "2027-01-04")
    said = words(smtp_server, GESTION)
    assert "SIFA" in said
    assert "(CFA du Rhin)" in said
    assert "pour le CFA du Rhin" in said
    assert f"- Page : {PAGES}/cfas/CFA-67" in said
    (first, *_) = mails(smtp_server, GESTION)
    assert first["Reply-To"] == f"Anne Roth <{DIRECTION}>"


def test_an_escalation_names_the_house_and_who_owes_it(
    house: House, smtp_server: SmtpServer
) -> None:
    house.do(formation(house), "open-promotion", "2026-11-24 10:00", **RENTREE)
    lives(house, "2026-12-15", "2026-12-18")
    said = words(smtp_server, GESTION)
    assert "Ce qui suit n’a pas été fait pour la formation Master Informatique" in said
    assert "Claire Schmitt (responsable de formation) devait le faire" in said
    assert "- Concerne : promotion" in said


def test_the_tap_of_a_cfa_holds_what_it_owes_itself(house: House, smtp_server: SmtpServer) -> None:
    house.do(cfa(house), "set-cfa", "2026-11-24 10:00", mail="held")
    lives(house, "2026-12-01", "2026-12-03")
    mine = [row for row in house.letters() if row.stream == cfa(house)]
    assert mine
    assert {row.status for row in mine} == {"held"}
    assert smtp_server.received == []
    house.do(cfa(house), "set-cfa", "2026-12-03 10:00", mail="open")
    assert {r.status for r in house.letters() if r.stream == cfa(house)} == {"queued"}
    house.do(cfa(house), "set-cfa", "2026-12-03 11:00", mail="held")
    assert {r.status for r in house.letters() if r.stream == cfa(house)} == {"held"}
