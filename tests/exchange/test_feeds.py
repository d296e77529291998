"""Files of the livret and of hours: rehearsed, taken, taken again; each fault in its own words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from application.cli import main
from exchange.feeding import Bringing, commit, dry_run
from exchange.feeds import Feed, FeedReport
from exchange.hours import HOURS
from exchange.livret import LIVRET
from exchange.refusals import EncodingUnknown, FileRefused
from lifecycle.people import Actor, Role
from tests.exchange.acts import written
from tests.houses import House

WHO = "nom_apprenant;prenom_apprenant;date_de_naissance_apprenant"
LEA = "Martin;Léa;14/03/2004"
ENTRIES = f"{WHO};date_entree;auteur;lien"
MONTHS = (
    "dossier;mois;heures_prevues;heures_realisees;absence_justifiee;absence_non_justifiee;"
    "heures_distance;preuve_distance"
)


@pytest.fixture
def lea(house: House) -> str:
    """In contract since Monday 16 November 2026, seen on 1 December."""
    house.now = house.at("2026-11-03")
    house.open_formation("M2-INFO")
    dossier = house.in_contract(house.candidate())
    house.beat("2026-12-01 08:05")
    return dossier


def brought(house: House, *lines: str, encoding: str = "utf-8", **said: Any) -> Bringing:
    content = "\r\n".join(lines).encode(encoding)
    return Bringing(content, "f.csv", house.now, house.app.find, **said)


def take(house: House, feed: Feed, *lines: str, **said: Any) -> FeedReport:
    return commit(house.app.house, feed, brought(house, *lines, **said))


def counts(report: FeedReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.rejected_rows


def faults(report: FeedReport) -> list[tuple[int, str, str]]:
    return [(f.row, f.column, f.reason) for f in report.rejected]


# --- the livret ---------------------------------------------------------------------------------------


def test_entries_are_rehearsed_then_taken_then_already_there(house: House, lea: str) -> None:
    lines = (
        ENTRIES,
        f"{LEA};2026-11-20;apprenti;https://livret.example/1",
        f"{LEA};24/11/2026;Maître d’apprentissage;",
        f"{LEA};24/11/2026;MA;",
        f"{LEA};25/11/2026;Tuteur académique;",
    )
    before = written(house)
    dry = dry_run(house.app.house, LIVRET, brought(house, *lines))
    assert (counts(dry), written(house) == before) == ((3, 0, 1, 0), True)
    done = take(house, LIVRET, *lines)
    assert counts(done) == counts(dry)
    taken = written(house)
    assert counts(take(house, LIVRET, *lines)) == (0, 0, 4, 0)
    assert written(house) == taken
    said = house.dossier(lea).instances["contract", "c1"].data
    days = [said[f"livret:{who}"] for who in ("apprenti", "maitre_apprentissage")]
    assert days == ["2026-11-20", "2026-11-24"]
    assert "livret.example" not in str([e.data for e in house.events(lea)])


def test_the_order_of_the_lines_says_nothing(house: House, lea: str) -> None:
    days = ("2026-11-17", "2026-11-20", "2026-11-27")
    take(house, LIVRET, ENTRIES, *(f"{LEA};{day};apprenti;" for day in reversed(days)))
    duty = house.duty(lea, "P3-C03")
    assert (duty.state, duty.data["due_on"]) == ("open", "2027-01-22")
    assert house.dossier(lea).instances["contract", "c1"].data["livret:apprenti"] == "2026-11-27"


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (f"{LEA};2026-11-31;apprenti;", "date_entree", "n’existe pas"),
        (f"{LEA};;apprenti;", "date_entree", "vide"),
        (f"{LEA};2026-11-20;voisin;", "auteur", "pas attendue"),
        (f"{LEA};2026-11-20;apprenti;livret.example", "", "adresse complète"),
        (f"{LEA};2026-11-01;apprenti;", "", "connu que depuis"),  # before the contract
        (f"{LEA};2026-12-02;apprenti;", "", "à venir"),
        ("Martin;Léa;15/03/2004;2026-11-20;apprenti;", "nom_apprenant", "aucun apprenti"),
        ("Martin;;14/03/2004;2026-11-20;apprenti;", "", "de qui"),
        (f"{LEA};2026-11-20;apprenti", "", "cellules"),
    ],
)
@pytest.mark.usefixtures("lea")
def test_a_line_that_cannot_be_taken_says_why_and_stops_no_other(
    house: House, line: str, column: str, says: str
) -> None:
    report = take(house, LIVRET, ENTRIES, line, f"{LEA};2026-11-25;tuteur;")
    ((row, where, why),) = faults(report)
    assert (row, where, says in why, report.created) == (2, column, True, 1)
    assert all(finding.remedy for finding in report.rejected)
    assert "Martin" not in report.text()


def test_a_dossier_is_named_by_the_beginning_of_its_id(house: House, lea: str) -> None:
    header = "dossier;date_entree;auteur"
    report = take(
        house, LIVRET, header, f"{lea[:8]};2026-11-20;apprenti", "ffffffff;2026-11-20;apprenti",
        "formation:M2-INFO;2026-11-20;apprenti",
    )  # fmt: skip
    assert counts(report) == (1, 0, 0, 2)
    assert [where for _, where, _ in faults(report)] == ["dossier", "dossier"]


@pytest.mark.usefixtures("lea")
def test_a_name_of_two_dossiers_wants_its_formation(house: House) -> None:
    house.open_formation("BTS-A")
    house.candidate(formation="BTS-A")
    line = f"{LEA};2026-11-20;apprenti;"
    report = take(house, LIVRET, ENTRIES, line)
    assert "2 dossiers en cours" in faults(report)[0][2]
    named = take(house, LIVRET, f"{ENTRIES};formation", f"{line};M2-INFO")
    assert counts(named) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((f"{WHO};auteur", f"{LEA};apprenti"), "Colonnes absentes : date_entree"),
        (("nom;date_entree;auteur", "Martin;2026-11-20;apprenti"), "dossier, ou nom_apprenant"),
        ((ENTRIES,), "que son en-tête"),
        (("",), "vide"),
    ],
)
def test_a_file_that_is_no_livret_is_refused_whole(
    house: House, lines: tuple[str, ...], says: str
) -> None:
    with pytest.raises(FileRefused, match=says):
        take(house, LIVRET, *lines)


@pytest.mark.usefixtures("lea")
def test_cp1252_is_read_once_a_person_says_so_and_a_mark_is_no_letter(house: House) -> None:
    lines = (ENTRIES, f"{LEA};2026-11-20;maître d’apprentissage;")
    with pytest.raises(EncodingUnknown, match="cp1252"):
        take(house, LIVRET, *lines, encoding="cp1252")
    content = "\n".join(lines)
    marked = Bringing(content.encode("utf-8-sig"), "f.csv", house.now)
    latin = Bringing(content.encode("cp1252"), "f.csv", house.now, encoding="cp1252")
    assert counts(commit(house.app.house, LIVRET, marked)) == (1, 0, 0, 0)
    assert counts(commit(house.app.house, LIVRET, latin)) == (0, 0, 1, 0)


# --- hours --------------------------------------------------------------------------------------------


def test_hours_replace_those_of_the_same_month_only(house: House, lea: str) -> None:
    first = (MONTHS, f"{lea};2026-11;70;60;3;7;14;connexion", f"{lea};12/2026;35;0;;;;")
    assert counts(take(house, HOURS, *first)) == (2, 0, 0, 0)
    assert counts(take(house, HOURS, *first)) == (0, 0, 2, 0)
    again = (MONTHS, f"{lea};2026-11-30;70;63;3;4;14;connexion", first[2])
    assert counts(take(house, HOURS, *again)) == (0, 1, 1, 0)
    assert house.dossier(lea).said["hours:2026-11"]["done"] == 63


def test_the_second_line_of_a_month_corrects_the_first(house: House, lea: str) -> None:
    lines = (MONTHS, f"{lea};2026-11;70;60;;;;", f"{lea};2026-11;70;61;;;;")
    dry = dry_run(house.app.house, HOURS, brought(house, *lines))
    assert counts(dry) == counts(take(house, HOURS, *lines)) == (1, 1, 0, 0)
    assert house.dossier(lea).said["hours:2026-11"]["done"] == 61


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ("2026-13;70;60;;;;", "mois", "pas un mois"),
        ("novembre;70;60;;;;", "mois", "pas un mois"),
        ("2027-01;70;60;;;;", "", "pas encore commencé"),
        ("2026-11;;60;;;;", "heures_prevues", "vide"),
        ("2026-11;70;6,5;;;;", "heures_realisees", "pas entières"),
        ("2026-11;70;soixante;;;;", "heures_realisees", "nombre d’heures"),
        ("2026-11;70;60;40;40;;", "", "80 heures d’absence"),
        ("2026-11;70;60;;;9;photo", "preuve_distance", "pas attendue"),
    ],
)
def test_a_month_that_cannot_be_says_why(
    house: House, lea: str, cells: str, column: str, says: str
) -> None:
    report = take(house, HOURS, MONTHS, f"{lea};{cells}")
    ((row, where, why),) = faults(report)
    assert (row, where, says in why) == (2, column, True)
    assert "hours:2026-11" not in house.dossier(lea).said


def test_absences_of_a_file_are_a_signal_and_who_brings_them_is_known(
    house: House, lea: str
) -> None:
    office = Actor(Role.SECRETARIAT_PEDAGOGIQUE, "scolarite@cfa.example")
    take(house, HOURS, MONTHS, f"{lea};2026-11;70;58;;12;;", actor=office)
    assert "AbsencesSignalled" in house.types(lea)
    recorded = next(e for e in house.events(lea) if e.type == "HoursRecorded")
    assert (recorded.actor.role, recorded.effective_on) == (office.role, date(2026, 12, 1))


def test_who_may_not_state_hours_brings_nothing(house: House, lea: str) -> None:
    before = written(house)
    report = take(house, HOURS, MONTHS, f"{lea};2026-11;70;58;;;;", actor=Actor(Role.APPRENTI))
    assert (counts(report), "ne peut pas" in faults(report)[0][2]) == ((0, 0, 0, 1), True)
    assert written(house)[0] == before[0]


# --- at the keyboard --------------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIFECYCLE_DATABASE_URL", f"sqlite:///{tmp_path}/l.db")

    def one(*words: str) -> tuple[int, str, str]:
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    assert one("init", "--simulated-clock", "2026-09-28T09:00:00+02:00")[0] == 0
    return one


EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
INES = ("first_name=Inès", "last_name=Roth", "birth_date=2003-05-02", "email=i.roth@etu.example",
        "formation=M2", "situation=in_training", "contract_state=running", "starts_on=2026-02-02",
        "ends_on=2027-08-31", "sector=private", "site_calendar=france",
        "employer_siret=73282932000074", "employer_name=Dupont", "employer_email=rh@d.example")  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "file", "rows"), [("livret", "livret.csv", 3), ("hours", "heures.csv", 2)]
)
def test_the_examples_are_taken_at_the_keyboard(run: Run, verb: str, file: str, rows: int) -> None:
    run("formation", "add", "M2", "--title", "M2")
    begun = ("do", "new", "take-over", "--on", "2026-02-02")
    assert run(*begun, *(w for one in INES for w in ("--set", one)))[0] == 0
    asked = (verb, "import", str(EXAMPLES / file), "--json")
    said = [json.loads(run(*asked, *more)[1]) for more in ((), ("--commit",), ("--commit",))]
    assert [(v["rows"], v["created"], v["unchanged"], v["rejected"]) for v in said] == [
        (rows, rows, 0, []),
        (rows, rows, 0, []),
        (rows, 0, rows, []),
    ]
    assert run("audit", "verify")[0] == 0


def test_a_rejected_line_ends_on_3_and_keeps_its_report(run: Run) -> None:
    code, out, _ = run("livret", "import", str(EXAMPLES / "livret.csv"), "--report", "r.csv")
    assert (code, "3 rejetée(s)" in out) == (3, True)
    assert "aucun apprenti connu" in Path("r.csv").read_text("utf-8-sig")
    assert run("livret", "import", "absent.csv")[0] == 6
    assert run("hours", "import", str(EXAMPLES / "livret.csv"))[0] == 3
