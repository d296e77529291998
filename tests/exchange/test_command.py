"""`lifecycle import`, as the person at the keyboard and the script see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from application.cli import main
from tests.exchange.files import STATE_FILE, file, line

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIFECYCLE_DATABASE_URL", f"sqlite:///{tmp_path}/l.db")

    def one(*words: str) -> tuple[int, str, str]:
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    assert one("init", "--simulated-clock", "2026-11-24")[0] == 0
    return one


def value(out: str) -> Any:
    return json.loads(out)


def test_the_states_file_dry_then_committed_then_again(run: Run) -> None:
    dry = value(run("import", str(STATE_FILE), "--json")[1])
    done = value(run("import", str(STATE_FILE), "--commit", "--json")[1])
    again = value(run("import", str(STATE_FILE), "--commit", "--json")[1])
    counts = [(v["rows"], v["created"], v["updated"], v["unchanged"]) for v in (dry, done, again)]
    assert counts == [(1, 1, 0, 0), (1, 1, 0, 0), (1, 0, 0, 1)]
    assert run("audit", "verify")[0] == 0


def test_it_ends_on_3_when_a_line_is_rejected_and_writes_the_others(run: Run) -> None:
    Path("f.csv").write_bytes(file([line(1), line(2, email_contact="x")], "csv"))
    code, out, _ = run("import", "f.csv", "--commit", "--json")
    (fault,) = value(out)["rejected"]
    assert (code, value(out)["created"]) == (3, 1)
    assert (fault["row"], fault["column"], fault["value"]) == (3, "email_contact", "•")
    assert all((fault["reason"], fault["remedy"]))


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("import",), 2, "fichier"),
        (("import", "absent.csv"), 6, "introuvable"),
        (("import", "."), 3, "dossier"),
        (("import", "empty.csv"), 3, "vide"),
        (("import", "latin.csv"), 3, "cp1252"),
        (("import", "latin.csv", "--encoding", "latin-1"), 3, "Encodage inconnu"),
        (("import", "f.csv", "--reprise", "lundi"), 3, "date"),
        (("import", "f.csv", "--report", "f.csv"), 3, "existe déjà"),
        (("import", "--template"), 2, "--out"),
        (("import", "--template", "--out", "f.csv"), 3, "existe déjà"),
        (("import", "--template", "--out", "nowhere/f.csv"), 3, "n’existe pas"),
        (("import", "--template", "--format", "pdf", "--out", "x"), 2, "inconnu"),
        (("held", "M2"), 6, "Formation inconnue"),
    ],
)
def test_what_it_cannot_do_is_one_sentence(
    run: Run, words: tuple[str, ...], code: int, says: str
) -> None:
    Path("f.csv").write_bytes(file([line(1)], "csv"))
    Path("empty.csv").write_bytes(b"")
    Path("latin.csv").write_bytes("nom;prénom\nLefèvre;Zoé\n".encode("cp1252"))
    before = Path("l.db").read_bytes()

    found, out, err = run(*words)

    assert (found, out) == (code, "")
    assert says in err
    assert Path("l.db").read_bytes() == before


def test_the_report_is_kept_and_the_template_written(run: Run) -> None:
    Path("f.csv").write_bytes(file([line(1, nom_apprenant="")], "csv"))
    assert run("import", "f.csv", "--report", "rapport.csv")[0] == 3
    assert "nom_apprenant" in Path("rapport.csv").read_text("utf-8-sig")
    for kind in ("xlsx", "csv"):
        assert run("import", "--template", "--format", kind, "--out", f"modele.{kind}")[0] == 0
        assert run("import", f"modele.{kind}")[0] == 0


def test_what_is_held_is_shown_before_the_tap_is_opened(run: Run) -> None:
    run("import", "--template", "--out", "modele.xlsx")
    run("import", "modele.xlsx", "--commit", "--reprise", "2026-11-24")
    nobody = {"formation": "M2-MIAGE", "letters": 0, "mails": 0, "recipients": []}
    assert value(run("held", "M2-MIAGE", "--json")[1]) == nobody
    settings = value(run("formation", "show", "M2-MIAGE", "--json")[1])["settings"]
    assert {s["key"]: s["value"] for s in settings}["mail"] == "held"
    lea = value(run("dossiers", "--json")[1])[0]["dossier"]
    tuteur = ("role=tuteur_academique", "name=Paul Weber", "email=p.weber@universite.example")
    said = [word for one in tuteur for word in ("--set", one)]
    assert run("do", lea, "appoint", *said)[0] == 0
    code, _, told = run("formation", "set", "M2-MIAGE", "mail=open", "--json")
    assert code == 0
    assert "M2-MIAGE : 1 annonce(s) en attente, soit 1 courriel(s) au plus" in told
    assert "Paul Weber <p.weber@universite.example>, tuteur académique : 1" in told
    assert value(run("held", "M2-MIAGE", "--json")[1]) == nobody
