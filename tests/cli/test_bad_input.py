"""Whatever is typed: the right exit code, one clear French sentence, nothing changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.conftest import MISSION, TUESDAY, Desk

CANDIDATE = {
    "first_name": "Zoé",
    "last_name": "Roth",
    "birth_date": "2004-03-14",
    "email": "zoe.roth@etu.example",
    "formation": "M2-INFO",
}
SUBMITTED = dict(field.split("=", 1) for field in MISSION)
LEA = "LEA"  # stands for the id of the dossier that exists

Case = tuple[int, list[str], str]


def _set(fields: Mapping[str, str]) -> list[str]:
    return [word for name, value in fields.items() for word in ("--set", f"{name}={value}")]


def candidacy(code: int, says: str, **changed: str) -> Case:
    return code, ["do", "new", "register-candidacy", *_set(CANDIDATE | changed)], says


def mission(code: int, says: str, **changed: str) -> Case:
    said = _set(SUBMITTED | changed)
    return code, ["do", LEA, "submit-mission", "--as", "employeur", *said], says


def admit(code: int, says: str, *options: str) -> Case:
    return code, ["do", LEA, "admit", *options], says


def due(code: int, says: str, *options: str) -> Case:
    return code, ["due", "--from", "2026-11-24", *options], says


CASES: list[Case] = [
    # The line itself.
    (2, ["frobnicate"], "« frobnicate » est inconnu ici"),
    (2, ["clock"], "Il manque : set"),
    (2, ["clock", "set"], "Voir : lifecycle clock set --help"),
    (2, ["charter", "--format", "pdf"], "« pdf » est inconnu ici (--format)"),
    (2, ["dossiers", "--inconnu"], "Arguments inconnus : --inconnu"),
    (2, ["show"], "Il manque : DOSSIER"),
    (2, ["beat", "now"], "Arguments inconnus : now"),
    (2, ["worker", "--until"], "Arguments inconnus : --until"),
    (2, ["formation", "add", "X"], "Il manque : --title"),
    (2, ["formation", "set", "M2-INFO"], "Il manque : clé=valeur"),
    (2, ["audit", "prove"], "« prove » est inconnu ici"),
    (2, ["agenda", "--db"], "--db attend une valeur"),
    (2, ["agenda", "--json=oui"], "Arguments inconnus"),
    (2, ["outbox", "resolve", "1.0", "--as", "perdu", "--reason", "vu"], "« perdu » est inconnu"),
    (2, ["do", LEA, "frobnicate"], "Commande inconnue : « frobnicate »"),
    (2, ["do", LEA, "enter-training"], "Commande inconnue"),  # the engine's own
    (2, ["do", LEA, "set-formation"], "Commande inconnue"),  # has a verb of its own
    # Instants and days.
    (3, ["clock", "set", "demain"], "n’est pas un instant avec son fuseau"),
    (3, ["clock", "set", "2026-11-25T10:00:00"], "n’est pas un instant avec son fuseau"),
    (3, ["clock", "set", "2026-11-25 10:00:00+01:00"], "n’est pas un instant"),
    (3, ["clock", "set", "20261125"], "n’est pas un instant"),
    (3, ["clock", "set", "2026-W48-3"], "n’est pas une date"),
    (3, ["clock", "set", "2026-02-30"], "n’existe pas"),
    (3, ["clock", "set", "2026-11-25T25:00:00Z"], "n’existe pas"),
    (3, ["clock", "set", "9999-12-31T23:30:00Z"], "hors de 1990–2100"),
    (4, ["clock", "set", "2026-11-23"], "L’horloge ne recule pas"),
    (3, ["show", LEA, "--known-at", "hier"], "n’est pas un instant"),
    (3, ["show", LEA, "--true-on", "2027-02-29"], "n’existe pas"),
    (6, ["show", LEA, "--known-at", "2026-01-01"], "n’existait pas encore"),
    (3, ["agenda", "--until", "jamais"], "n’est pas une date"),
    admit(3, "est après aujourd’hui", "--on", "2026-11-25"),
    admit(3, "n’existe pas", "--on", "31/04/2026"),
    admit(3, "n’est pas une date", "--on", "01-02-2026"),
    admit(3, "n’est pas une date", "--on", "2026-2-1"),
    admit(3, "n’est pas une date", "--on", "24/11/26"),
    admit(3, "n’est pas une date", "--on", "2026-11-2٣"),
    admit(3, "n’est pas une date", "--on", ""),
    admit(3, "1900–2100", "--on", "0001-01-01"),
    admit(3, "1990–2100", "--on", "1970-01-01"),
    # Who acts, why, under which key.
    admit(3, "Rôle inconnu : « pape »", "--as", "pape"),
    admit(3, "Rôle inconnu", "--as", "horloge"),
    admit(3, "Rôle inconnu", "--as", ""),
    admit(3, "une seule adresse électronique", "--as", "gestionnaire:jeanne"),
    admit(3, "Rôle inconnu", "--for", "personne"),
    admit(5, "Le rôle « employeur » ne peut pas", "--as", "employeur"),
    admit(5, "ne peut pas", "--as", "apprenti", "--reason=--help"),
    admit(3, "--reason attend une valeur", "--reason", ""),
    admit(3, "2000 au plus", "--reason", "x" * 3000),
    admit(3, "2000 au plus", "--reason", "x" * 200_000),
    admit(3, "sécurité sociale", "--reason", "né le 1 84 12 76 451 089 46"),
    admit(3, "--key attend une valeur", "--key", " "),
    admit(3, "200 au plus", "--key", "k" * 5000),
    admit(3, "n’est pas un nombre entier", "--expect", "trois"),
    admit(3, "n’est pas un nombre entier", "--expect", "-1"),
    admit(3, "n’est pas un nombre entier", "--expect", "٣"),
    admit(4, "a changé depuis", "--expect", "0"),
    # Fields.
    admit(3, "il faut champ=valeur", "--set", "positioning_done"),
    admit(3, "il faut champ=valeur", "--set", "=oui"),
    admit(3, "Champ inconnu pour admit : « score »", "--set", "score=12"),
    admit(3, "oui ou non", "--set", "positioning_done=peut-être"),
    admit(3, "deux fois", "--set", "positioning_done=oui", "--set", "positioning_done=non"),
    (3, ["do", "new", "admit"], "« new » ouvre un dossier"),
    (
        3,
        ["do", "new", "register-candidacy"],
        "il manque Prénom (first_name), Nom de naissance (last_name)",
    ),
    candidacy(3, "il manque Prénom (first_name).", first_name=""),
    candidacy(3, "il manque Nom de naissance (last_name).", last_name="   "),
    candidacy(3, "10000 caractères", first_name="x" * 10_000),
    candidacy(3, "une seule ligne", first_name="Zoé\nRoth"),
    candidacy(3, "caractère de contrôle", first_name="Zoé\x07"),
    candidacy(3, "caractère de contrôle", first_name="Zoé\x1b[31m"),
    candidacy(3, "caractère de contrôle", last_name="Roth\u202egnp.exe"),
    candidacy(3, "caractère de contrôle", last_name="Ro\u200bth"),
    candidacy(3, "sécurité sociale", last_name="184127645108946"),
    candidacy(3, "pas du texte en UTF-8", first_name="\ud800"),
    candidacy(3, "pas du texte en UTF-8", first_name="Zo\0é"),
    candidacy(3, "n’est pas plausible", birth_date="2030-01-01"),
    candidacy(3, "n’est pas une date", birth_date="14/03/04"),
    candidacy(3, "n’est pas une date", birth_date="38060"),  # a serial of a spreadsheet
    candidacy(3, "n’existe pas", birth_date="30/02/2004"),
    candidacy(3, "Formation inconnue : « INCONNUE »", formation="INCONNUE"),
    candidacy(3, "Champ inconnu", nir="184127645108946"),
    *(
        candidacy(3, "une seule adresse électronique", email=wrong)
        for wrong in (
            *("a@b", "a@localhost", "sans-arobase", "a..b@etu.example", "a@etu.example."),
            *("a@etu.example, b@etu.example", "Léa <lea@etu.example>", "léa@etu.example"),
            *(f"{'a' * 65}@etu.example", '"a b"@etu.example', "a@exаmple.fr"),
        )
    ),
    candidacy(3, "une seule ligne", email="a@etu.example\nBcc: b@etu.example"),
    mission(3, "SIRET dont la clé est juste", employer_siret="73282932000075"),
    mission(3, "SIRET dont la clé est juste", employer_siret="00000000000000"),
    mission(3, "les 14 chiffres d’un SIRET", employer_siret="732829320"),
    mission(3, "les 14 chiffres d’un SIRET", employer_siret="7,32829E+13"),
    mission(3, "les 14 chiffres d’un SIRET", employer_siret="٧٣٢٨٢٩٣٢٠٠٠٠٧٤"),
    mission(3, "une valeur parmi : private, public", sector="mixte"),
    mission(3, "une valeur parmi : france, alsace-moselle", site_calendar="corse"),
    mission(3, "un nombre entier", maitre_apprentissage_years_of_practice="1e9"),
    mission(3, "un nombre entier", maitre_apprentissage_years_of_practice="9" * 30),
    mission(3, "un nombre entier", maitre_apprentissage_years_of_practice="NaN"),
    mission(3, "2000 au plus", description="x" * 2001),
    # What does not exist.
    (6, ["show", "ffffffff"], "Dossier inconnu : « ffffffff »"),
    (6, ["history", "../../etc/passwd"], "Dossier inconnu"),
    (6, ["actions", "%"], "Dossier inconnu"),
    (6, ["do", "ffffffff", "admit"], "Dossier inconnu"),
    (6, ["explain", LEA, "D99"], "pas d’obligation « D99 »"),
    (6, ["outbox", "resolve", "9.9", "--as", "sent", "--reason", "vu"], "Aucun courriel « 9.9 »"),
    (3, ["outbox", "--status", "perdu"], "État inconnu : « perdu »"),
    (3, ["dossiers", "--stage", "paris"], "Étape inconnue : « paris »"),
    # Formations and delays.
    (4, ["formation", "add", "M2-INFO", "--title", "T"], "M2-INFO"),
    (3, ["formation", "add", "", "--title", "T"], "il manque Code (code)"),
    (3, ["formation", "add", "X", "--title", "T", "--calendar", "mars"], "une valeur parmi"),
    (6, ["formation", "add", "X", "--title", "T", "--cfa", "Z"], "CFA inconnu : « Z »"),
    (
        3,
        ["formation", "add", "X", "--title", "T", "--set", "pape=p@cfa.example"],
        "Réglage inconnu",
    ),
    (3, ["formation", "set", "M2-INFO", "direction=anne"], "une seule adresse électronique"),
    (3, ["formation", "set", "M2-INFO", "D01=bientôt"], "n'est pas un délai"),
    (4, ["formation", "set", "M2-INFO", "D01=8 jours calendaires"], "dépasse le socle"),
    (4, ["formation", "set", "M2-INFO", "D01=6 jours ouvrés"], "dépasse le socle"),
    (4, ["formation", "set", "M2-INFO", "D01=1 semaine"], "ne se compare pas au socle"),
    (3, ["formation", "set", "M2-INFO", "D01="], "attend une valeur"),
    (3, ["formation", "set", "M2-INFO", "D36=3 mois"], "Réglages de D36 : D36.owner."),
    (4, ["formation", "set", "M2-INFO", "D30=3 mois"], "dépasse le socle de 2 mois"),
    (3, ["formation", "set", "M2-INFO", "mail=perdu"], "open ou held"),
    (6, ["formation", "set", "ABSENTE", "mail=held"], "Formation inconnue : « ABSENTE »"),
    (6, ["cfa", "show", "ABSENT"], "CFA inconnu"),
    due(3, "précisez jours calendaires", "--delay", "5 jours"),
    due(3, "3650", "--delay", "99999 mois"),
    due(3, "n'est pas un délai", "--delay", "NaN mois"),
    due(3, "n'est pas un délai", "--delay", "-3 semaines"),
    due(3, "Calendrier inconnu", "--delay", "1 mois", "--calendar", "bretagne"),
    # The base.
    (4, ["init"], "déjà un journal"),
    (6, ["agenda", "--db", "sqlite:///absente.db"], "n’existe pas"),
    (6, ["upgrade", "--db", "sqlite:///absente.db"], "n’existe pas"),
    (6, ["doctor", "--db", "sqlite:///absente.db"], "n’existe pas"),
    (6, ["beat", "--db", "sqlite:////nulle/part.db"], "n’existe pas"),
    (3, ["agenda", "--db", "mysql://localhost/x"], "SQLite ou PostgreSQL"),
    (3, ["agenda", "--db", "n’importe quoi"], "n’est pas lisible"),
    (7, ["agenda", "--db", "sqlite:///."], "ne s’ouvre pas"),
    (7, ["agenda", "--db", "postgresql://127.0.0.1:1/x"], ""),
]


@pytest.fixture
def lea(desk: Desk) -> str:
    return desk.candidate()


def _named(case: Case) -> str:
    code, words, _ = case
    return f"{code} {' '.join(words)[:70]}".encode("ascii", "replace").decode()


@pytest.mark.parametrize("case", CASES, ids=map(_named, CASES))
def test_bad_input_gets_one_sentence_and_changes_nothing(desk: Desk, lea: str, case: Case) -> None:
    code, words, says = case
    before = desk.written()
    said = desk.say(*(lea if word == LEA else word for word in words))
    assert (said.code, said.out) == (code, "")
    assert says in said.err
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert desk.written() == before


@pytest.mark.parametrize("case", CASES[::7], ids=map(_named, CASES[::7]))
def test_with_json_the_same_sentence_is_in_the_error(desk: Desk, lea: str, case: Case) -> None:
    code, words, says = case
    said = desk.say("--json", *(lea if word == LEA else word for word in words))
    assert said.code == code == said.error["code"]
    assert says in said.error["message"]
    assert set(said.error) == {"code", "message", "refusals", "findings"}
    assert said.err == ""


def test_no_verb_shows_the_help(desk: Desk) -> None:
    said = desk.say()
    assert said.code == 2
    assert "Il manque un verbe." in said.err
    assert "charter" in said.err


def test_every_reason_is_given_at_once_with_who_can_lift_it(desk: Desk, lea: str) -> None:
    desk.do(lea, "admit")
    desk.do(lea, "submit-mission", *MISSION, as_="employeur")
    desk.do(lea, "draft-contract", "starts_on=2026-12-07", "ends_on=2036-12-07")
    said = desk.say("do", lea, "issue-documents", "--json")
    assert (said.code, said.error["code"]) == (4, 4)
    rules = {refusal["rule"] for refusal in said.error["refusals"]}
    assert len(rules) > 1
    assert all(set(r) == {"rule", "reason", "source", "lifted_by"} for r in said.error["refusals"])
    spoken = desk.say("do", lea, "issue-documents").err
    assert spoken.count("Refusé : ") == len(said.error["refusals"])
    assert "peut le lever : direction du CFA" in spoken


# --- the installation ------------------------------------------------------------------------


def test_without_its_keys_the_base_does_not_open(desk: Desk) -> None:
    (desk.folder / "lifecycle.db.keys").unlink()
    said = desk.say("dossiers")
    assert (said.code, said.out) == (6, "")
    assert "clés" in said.err


def test_the_keys_of_another_house_are_refused(
    desk: Desk, lea: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = desk.folder / "other.db"
    desk.json("init", "--db", f"sqlite:///{other}")
    monkeypatch.setenv("LIFECYCLE_KEYS", f"{other}.keys")
    before = desk.written()
    said = desk.say("do", lea, "admit")
    assert (said.code, said.out) == (8, "")
    assert "Ces clés ne sont pas celles de ce journal" in said.err
    assert desk.written() == before


def test_a_base_newer_than_the_program_is_left_alone(desk: Desk) -> None:
    with sqlite3.connect(desk.folder / "lifecycle.db") as base:
        base.execute("UPDATE schema_main SET version_num = '9999'")
    base.close()
    before = desk.written()
    for words in (["dossiers"], ["beat"], ["upgrade"], ["init"]):
        said = desk.say(*words)
        assert (said.code, said.out) == (7, "")
        assert "plus récente que ce programme" in said.err
    assert desk.written() == before


def test_a_file_that_is_no_base_says_so(desk: Desk) -> None:
    (desk.folder / "notes.db").write_text("Ceci n’est pas une base.\n" * 100)
    before = desk.written()
    said = desk.say("dossiers", "--db", "sqlite:///notes.db")
    assert (said.code, said.out) == (8, "")
    assert "n’est pas une base de données" in said.err
    assert desk.written() == before


def test_a_busy_base_says_to_try_later(desk: Desk, lea: str) -> None:
    with sqlite3.connect(desk.folder / "lifecycle.db", isolation_level=None) as base:
        base.execute("BEGIN IMMEDIATE")
        said = desk.say("do", lea, "admit")
        base.execute("ROLLBACK")
    base.close()
    assert (said.code, said.out) == (7, "")
    assert "réessayez" in said.err
    assert len(desk.json("history", lea)) == 1


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """While it lasts, whoever runs the tests, root included, may read `folder` and not write there."""
    files = [p for p in folder.rglob("*") if p.is_file()]
    for path in files:
        path.chmod(0o444)
    folder.chmod(0o555)
    me = os.geteuid()
    os.seteuid(me or 65534)
    try:
        yield
    finally:
        os.seteuid(me)
        folder.chmod(0o755)
        for path in files:
            path.chmod(0o644)


def test_a_base_that_may_not_be_written_is_left_alone(
    here: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    with TemporaryDirectory() as folder:  # one that everybody may enter, unlike pytest's
        monkeypatch.chdir(folder)
        desk = replace(here(), folder=Path(folder))
        desk.json("init", "--simulated-clock", TUESDAY)
        desk.open_formation()
        lea, before = desk.candidate(), desk.written()
        with nobody(desk.folder):
            said = desk.say("do", lea, "admit")
        assert (said.code, said.out) == (7, "")
        assert said.err.count("\n") == 1
        assert desk.written() == before
        monkeypatch.chdir("/")


def test_a_relay_that_is_no_relay_stops_the_worker(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIFECYCLE_SMTP_URL", "http://relais.example")
    said = desk.say("worker", "--until-idle")
    assert (said.code, said.out) == (3, "")
    assert "smtp" in said.err


def test_the_real_clock_is_not_set(here: Callable[[], Desk]) -> None:
    desk = here()
    desk.json("init")
    said = desk.say("clock", "set", TUESDAY)
    assert (said.code, said.out) == (4, "")
    assert "ne se règle pas" in said.err


def test_init_leaves_another_house_s_keys_alone(here: Callable[[], Desk]) -> None:
    desk = here()
    desk.json("init")
    keys: Path = desk.folder / "lifecycle.db.keys"
    before = keys.read_bytes()
    assert desk.say("init").code == 4
    assert keys.read_bytes() == before
