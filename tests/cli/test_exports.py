"""Cohorts of graduates leave for observatories and the network; the answers to surveys come back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from application.cli import main
from tests.houses import House

Run = Callable[..., tuple[int, str, str]]
NOW = "2027-09-06"


@pytest.fixture
def house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[House]:
    """A formation whose graduates are asked; the terminal stands in the folder of its base."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIFECYCLE_DATABASE_URL", f"sqlite:///{tmp_path}/house.db")
    monkeypatch.setenv("LIFECYCLE_KEYS", f"{tmp_path}/lifecycle.keys")
    with House(tmp_path) as opened:
        opened.open_formation("M2-INFO")
        yield opened
    capsys.readouterr()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def one(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return one


def graduates(house: House, *names: str, on: str = "2027-07-02", **said: Any) -> list[str]:
    """Each has had a contract since 16 November 2026; the jury passes them on `on`."""
    made = [house.candidate(*name.split(), **said) for name in names]
    return passed(house, made, on)


def passed(house: House, made: list[str], on: str = "2027-07-02") -> list[str]:
    for one in made:
        house.do(one, "admit")
        house.submit_mission(one)
        house.do(one, "validate-mission", actor="responsable_formation")
        house.draft_contract(one, "2026-11-16", "2027-08-31")
    for one in made:
        house.do(one, "start-contract", "2026-11-16")
    for one in made:
        house.do(one, "record-success", on, actor="jury")
    house.at(NOW)
    return made


def exported(run: Run, recipient: str, *more: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What the command says, and the lines that it wrote."""
    code, out, _ = run(
        "export", "cohort", "--for", recipient, "--out", f"{recipient}.csv", "--json", *more
    )
    assert code == 0, out
    content = Path(f"{recipient}.csv").read_bytes()
    assert content.startswith("﻿".encode())
    return json.loads(out), list(
        csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";")
    )


def sent(house: House, dossier: str) -> list[dict[str, Any]]:
    return [dict(e.data) for e in house.events(dossier) if e.type == "DataTransmitted"]


# --- out -------------------------------------------------------------------------------------------


def test_a_cohort_leaves_without_those_who_must_not_be_named(house: House, run: Run) -> None:
    lea, hugo, zoe, noe = graduates(
        house, "Léa Martin", "Hugo Weber", "Zoé Roussel", "Noé Klein", phone="+33612345678"
    )
    house.do(hugo, "object-to-surveys", actor="apprenti")
    house.do(zoe, "silence-dossier", reason="À sa demande")
    house.do(noe, "record-death")
    said, rows = exported(run, "oresipe", "--year", "2027")
    assert (said["exported"], said["year"]) == (1, 2027)
    assert said["left_out"] == {
        "deceased": 1, "silenced": 1, "objected": 1, "not_joined": 0, "erased": 0
    }  # fmt: skip
    assert rows == [{
        "dossier": lea, "nom": "Martin", "prenom": "Léa", "courriel": "la.martin@etu.example",
        "telephone": "'+33612345678", "formation": "M2-INFO", "diplome_obtenu_le": "2027-07-02",
        "base_legale": "mission d’intérêt public (RGPD, art. 6 §1 e)",
    }]  # fmt: skip
    assert [bool(sent(house, one)) for one in (lea, hugo, zoe, noe)] == [True, False, False, False]
    (fact,) = sent(house, lea)
    assert (fact["sent_to"], fact["sent_basis"]) == ("oresipe", "public_interest")
    assert fact["sent_data"] == ", ".join(rows[0])


def test_why_some_are_left_out_is_told_beside_the_file(house: House, run: Run) -> None:
    _, hugo = graduates(house, "Léa Martin", "Hugo Weber")
    house.do(hugo, "object-to-surveys", actor="apprenti")
    words = ("export", "cohort", "--for", "oresipe", "--year", "2027", "--out", "c.csv")
    code, out, err = run(*words)
    assert (code, "1 diplômés de 2027 pour oresipe" in out) == (0, True)
    assert "1 diplômé(s) laissé(s) de côté. opposition aux enquêtes : 1." in err
    assert "Weber" not in out + err
    assert run(*words)[0] == 3  # nothing is overwritten, nothing recorded twice
    assert run(*words[:-1], "nulle/part.csv")[0] == 3


def test_each_recipient_is_told_only_what_its_purpose_needs(house: House, run: Run) -> None:
    graduates(house, "Léa Martin", phone="0612345678")
    _, (row,) = exported(run, "insersup", "--year", "2027")
    assert (row["date_de_naissance"], "courriel" in row, "telephone" in row, "dossier" in row) == (
        "2004-03-14", False, False, False,
    )  # fmt: skip
    _, (asked,) = exported(run, "oresipe", "--year", "2027")
    assert "date_de_naissance" not in asked
    assert not any("nir" in name for name in (*row, *asked))


@pytest.mark.parametrize(
    ("recipient", "on", "counted"),
    [
        ("oresipe", "2029-12-31", 1),
        ("oresipe", "2030-01-01", 0),
        ("insersup", "2027-12-31", 0),
        ("insersup", "2028-01-01", 1),
        ("insersup", "2028-12-31", 1),
        ("insersup", "2029-01-01", 0),
    ],
)
def test_the_cohort_of_today_is_that_of_the_observatory(
    house: House, run: Run, recipient: str, on: str, counted: int
) -> None:
    graduates(house, "Léa Martin")
    house.at(on)
    assert exported(run, recipient)[0]["exported"] == counted


def test_the_network_welcomes_those_who_have_joined_it_on_their_own_basis(
    house: House, run: Run
) -> None:
    lea, hugo, _ = graduates(house, "Léa Martin", "Hugo Weber", "Zoé Roussel")
    for one, basis in ((lea, "consent"), (hugo, "legitimate_interest")):
        house.do(one, "enter-follow-up")
        house.do(one, "join-alumni", actor="apprenti", legal_basis=basis)
    said, rows = exported(run, "alumni")
    assert (said["year"], said["left_out"]["not_joined"]) == (None, 1)
    assert [(row["nom"], row["base_legale"]) for row in rows] == [
        ("Martin", "consentement (RGPD, art. 6 §1 a)"),
        ("Weber", "intérêt légitime (RGPD, art. 6 §1 f)"),
    ]
    assert sent(house, lea)[0]["sent_basis"] == "consent"


def test_a_reserved_case_leaves_with_nobody(house: House, run: Run) -> None:
    lea, hugo = graduates(house, "Léa Martin", "Hugo Weber")
    house.do(lea, "open-reserved", actor="referent_handicap", kind="handicap", agreed=True)
    _, rows = exported(run, "oresipe", "--year", "2027")
    assert [row["dossier"] for row in rows] == [lea, hugo]
    assert {len(row) for row in rows} == {8}
    assert "handicap" not in str(rows)
    assert "r1" not in str(sent(house, lea))


def test_a_formation_is_exported_alone_and_one_that_nobody_knows_is_refused(
    house: House, run: Run
) -> None:
    house.open_formation("BTS-A")
    passed(house, [house.candidate(), house.candidate("Hugo", "Weber", formation="BTS-A")])
    _, rows = exported(run, "oresipe", "--year", "2027", "--formation", "BTS-A")
    assert [row["nom"] for row in rows] == ["Weber"]
    words = ("export", "cohort", "--for", "oresipe", "--out", "c.csv")
    assert run(*words, "--formation", "RIEN")[0] == 6
    assert run(*words, "--year", "27")[0] == 3
    assert not Path("c.csv").exists()


def test_who_may_not_send_anything_writes_nothing(house: House, run: Run) -> None:
    (lea,) = graduates(house, "Léa Martin")
    words = ("export", "cohort", "--for", "oresipe", "--year", "2027", "--out", "c.csv")
    assert run(*words, "--as", "tuteur_academique")[0] == 5
    assert (Path("c.csv").exists(), sent(house, lea)) == (False, [])


# --- and back ----------------------------------------------------------------------------------------

HEAD = "dossier;vague;enquete;reponse_le;satisfaction;en_emploi;type_contrat;duree_recherche_mois;emploi;commentaires"  # fmt: skip


def answers(*lines: str) -> str:
    Path("enquete.csv").write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    return "enquete.csv"


def brought(run: Run, file: str, *more: str) -> tuple[int, int, int, list[str]]:
    said = json.loads(run("surveys", "import", file, "--json", *more)[1])
    reasons = [finding["reason"] for finding in said["rejected"]]
    return said["created"], said["updated"], said["unchanged"], reasons


def test_answers_are_rehearsed_then_taken_then_already_there(house: House, run: Run) -> None:
    lea, hugo = graduates(house, "Léa Martin", "Hugo Weber")
    house.beat("2028-01-10 08:05")
    file = answers(
        f"{lea[:8]};6;;2028-01-05;4;oui;cdi;2;Développeuse;Merci",
        f"{hugo};6 mois;insertion;05/01/2028;;non;;;;",
    )
    before = house.rows("events", "pos")
    assert brought(run, file) == (2, 0, 0, [])
    assert house.rows("events", "pos") == before
    assert brought(run, file, "--commit") == (2, 0, 0, [])
    taken = house.rows("events", "pos")
    assert brought(run, file, "--commit") == (0, 0, 2, [])
    assert house.rows("events", "pos") == taken
    assert house.dossier(lea).said["survey:6:whole"] == {
        "on": "2028-01-05", "satisfaction": 4, "employed": True, "contract_type": "cdi",
        "search_months": 2,
    }  # fmt: skip
    assert house.dossier(hugo).said["survey:6:insertion"]["employed"] is False
    payloads = b"".join(payload for (payload,) in house.rows("events", "payload"))
    assert "Développeuse".encode() not in payloads
    corrected = answers(f"{lea};6;;2028-01-05;5;oui;cdi;2;;")
    assert brought(run, corrected, "--commit") == (0, 1, 0, [])
    assert house.dossier(lea).said["survey:6:whole"]["satisfaction"] == 5


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("7;;2028-01-05;4;oui;cdi;2;;", "Vagues : 6 mois, 18 mois, 30 mois"),
        ("six;;2028-01-05;4;oui;cdi;2;;", "pas un nombre attendu"),
        ("6;;2028-01-05;9;oui;cdi;2;;", "pas un nombre attendu"),
        ("6;;2028-01-05;4;oui;CDI;121;;", "pas un nombre attendu"),
        ("6;;2028-01-05;4;peut-être;cdi;2;;", "pas attendue"),
        ("6;;2028-02-01;4;oui;cdi;2;;", "à venir"),
    ],
)
def test_an_answer_that_cannot_be_is_said_and_stops_no_other(
    house: House, run: Run, line: str, says: str
) -> None:
    lea, hugo = graduates(house, "Léa Martin", "Hugo Weber")
    house.at("2028-01-10")
    file = answers(f"{lea};{line}", f"{hugo};6;;2028-01-05;4;;;;;")
    created, _, _, (reason,) = brought(run, file, "--commit")
    assert (created, says in reason) == (1, True)


def test_who_has_no_result_answers_nothing(house: House, run: Run) -> None:
    lea = house.candidate()
    file = answers(f"{lea};6;;;4;;;;;")
    code, out, _ = run("surveys", "import", file)
    assert (code, "1 rejetée(s)" in out) == (3, True)
