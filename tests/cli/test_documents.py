"""Documents at the terminal: attached, taken back, verified; reserved cases shown to whoever may."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.conftest import Desk

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def lea(desk: Desk) -> str:
    return desk.candidate()


@pytest.fixture
def visit(desk: Desk) -> str:
    (desk.folder / "visite.pdf").write_bytes(PDF)
    return "visite.pdf"


def test_a_document_is_attached_listed_and_taken_back(desk: Desk, lea: str, visit: str) -> None:
    done = desk.json("attach", lea, visit, "--kind", "compte_rendu_visite")
    document = done["document"]
    assert (document["id"], document["name"], document["size"]) == ("d1", visit, len(PDF))
    assert [f["type"] for f in done["facts"]] == ["DocumentKept"]
    assert desk.json("show", lea)["documents"] == [document]

    desk.json("document", lea, "d1", "--out", "copie.pdf")
    assert (desk.folder / "copie.pdf").read_bytes() == PDF


def test_a_house_keeps_documents_too(desk: Desk, visit: str) -> None:
    desk.json("attach", "formation:M2-INFO", visit, "--kind", "pv", "--as", "responsable_formation")
    desk.json("document", "formation:M2-INFO", "d1", "--out", "pv.pdf")
    assert (desk.folder / "pv.pdf").read_bytes() == PDF


def test_the_same_key_keeps_it_once(desk: Desk, lea: str, visit: str) -> None:
    words = ("attach", lea, visit, "--kind", "autre", "--key", "k1")
    assert [desk.json(*words)["document"]["id"] for _ in range(2)] == ["d1", "d1"]
    assert len(desk.json("show", lea)["documents"]) == 1


@pytest.mark.usefixtures("visit")
@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("rien.pdf", "--kind", "pv"), 6, "introuvable"),
        (("page.pdf", "--kind", "pv"), 3, "pas d’un type accepté"),
        (("vide.pdf", "--kind", "pv"), 3, "vide"),
        (("visite.pdf", "--kind", "facture"), 3, "une valeur parmi"),
        (("visite.pdf", "--kind", "pv", "--about", "m7"), 4, "n’a rien sous l’identifiant"),
        (("visite.pdf", "--kind", "pv", "--as", "opco"), 5, "ne peut pas"),
    ],
)
def test_what_cannot_be_kept_is_said_and_writes_no_fact(
    desk: Desk, lea: str, words: tuple[str, ...], code: int, why: str
) -> None:
    (desk.folder / "page.pdf").write_bytes(b"<html><script>alert(1)</script></html>")
    (desk.folder / "vide.pdf").write_bytes(b"")
    before = desk.json("history", lea)
    said = desk.say("attach", lea, *words)
    assert (said.code, why in said.err) == (code, True), said.err
    assert desk.json("history", lea) == before


def test_nothing_is_overwritten(desk: Desk, lea: str, visit: str) -> None:
    desk.json("attach", lea, visit, "--kind", "autre")
    assert desk.say("document", lea, "d1", "--out", visit).code == 3
    assert desk.say("document", lea, "d9", "--out", "x.pdf").code == 6


def test_a_withdrawn_document_opens_no_more(desk: Desk, lea: str, visit: str) -> None:
    desk.json("attach", lea, visit, "--kind", "autre")
    assert desk.say("do", lea, "withdraw-document", "--set", "document=d1").code == 4
    desk.do(lea, "withdraw-document", "document=d1", reason="Mauvais dossier.")
    said = desk.say("document", lea, "d1", "--out", "copie.pdf")
    assert (said.code, "retiré" in said.err) == (6, True)
    desk.do(lea, "correct", "fact=3", "set_aside=oui", reason="C’était le bon.")
    assert desk.say("document", lea, "d1", "--out", "copie.pdf").code == 0


def identity(desk: Desk, sql: str) -> None:
    engine = sa.create_engine(f"sqlite:///{desk.folder}/lifecycle.db.identity")
    with engine.begin() as connection:
        connection.exec_driver_sql(sql)


def test_the_audit_opens_each_document(desk: Desk, lea: str, visit: str) -> None:
    desk.json("attach", lea, visit, "--kind", "autre")
    assert desk.json("audit", "verify", "--documents")["documents"] == {
        "named": 1,
        "unreadable": 0,
    }
    (kept,) = (r["pos"] for r in desk.json("history", lea) if r["type"] == "DocumentKept")
    identity(desk, "UPDATE attachments SET body = zeroblob(80)")
    assert desk.say("audit", "verify").code == 0
    said = desk.say("audit", "verify", "--documents", "--json")
    assert said.code == 8
    (finding,) = said.error["findings"]
    assert (finding["kind"], finding["position"]) == ("document", kept)


def test_an_erased_person_leaves_an_unreadable_document_and_a_whole_history(
    desk: Desk, lea: str, visit: str
) -> None:
    desk.json("attach", lea, visit, "--kind", "autre")
    identity(desk, "DELETE FROM person_keys")
    said = desk.say("document", lea, "d1", "--out", "copie.pdf")
    assert (said.code, "illisible : la clé a été détruite" in said.err) == (6, True)
    assert desk.json("show", lea)["documents"][0]["name"] is None
    checked = desk.json("audit", "verify", "--documents")
    assert checked["documents"] == {"named": 1, "unreadable": 1}


# --- what is reserved -------------------------------------------------------------------------------


def test_the_terminal_shows_a_reserved_case_to_its_referent_only(
    desk: Desk, lea: str, visit: str
) -> None:
    desk.do(lea, "open-reserved", "kind=handicap", as_="apprenti")
    desk.json("attach", lea, visit, "--kind", "autre", "--about", "r1", "--as", "referent_handicap")
    told = {"show": ("V2-03", "'d1'"), "history": ("ReservedOpened", "'d1'"), "agenda": ("P3-P10",),
            "actions": ("'r1'",), "dossiers": ("'d1'",)}  # fmt: skip
    for verb, words in told.items():
        asked = (verb,) if verb in ("agenda", "dossiers") else (verb, lea)
        said = str(desk.json(*asked))
        seen = str(desk.json(*asked, "--as", "referent_handicap"))
        assert all(word in seen and word not in said for word in words), verb
    assert desk.say("explain", lea, "V2-03").code == 6
    assert desk.json("explain", lea, "V2-03", "--as", "referent_handicap")["due_on"] == "2026-12-01"
    assert desk.say("document", lea, "d1", "--out", "x.pdf").code == 6
    assert not Path("x.pdf").exists()


def test_what_the_office_does_never_tells_what_follows_in_a_reserved_case(
    desk: Desk, lea: str
) -> None:
    desk.do(lea, "open-reserved", "kind=social", as_="apprenti")
    done = desk.do(lea, "record-death", reason="Décès.")
    assert {f["region"] for f in done["facts"]} >= {"pathway"}
    assert not any(str(f["instance"]).startswith(("C-10", "P3-P12")) for f in done["facts"])
    seen = desk.json("show", lea, "--as", "referent_social")["obligations"]
    assert {o["status"] for o in seen if o["obligation"] == "C-10"} == {"cancelled"}


def test_the_letters_of_a_reserved_case_are_listed_to_its_referent(desk: Desk, lea: str) -> None:
    desk.do(lea, "open-reserved", "kind=social", as_="apprenti")
    desk.clock("2026-11-25T08:05:00+01:00")
    desk.json("beat")
    assert "reserved_step" not in {row["letter"] for row in desk.json("outbox")}
    told = desk.json("outbox", "--for", "referent_social")
    assert "reserved_step" in {row["letter"] for row in told}
