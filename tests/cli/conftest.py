"""The command line driven in process: one line in, exit code and words out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from application.cli import main
from tests.houses import lawful_terms

MISSION = (
    "employer_siret=73282932000074",
    "employer_name=Dupont Systèmes",
    "employer_email=rh@dupont.example",
    "sector=private",
    "site_calendar=alsace-moselle",
    "maitre_apprentissage_name=Camille Weber",
    "maitre_apprentissage_email=camille.weber@dupont.example",
    "maitre_apprentissage_years_of_practice=6",
    "maitre_apprentissage_has_diploma=oui",
    "maitre1.dateNaissance=1985-05-12",
    "title=Concevoir un outil de suivi",
    "description=Mission concertée avec l’équipe pédagogique.",
    "competences=Analyser, concevoir, livrer.",
    "progression=De la maintenance au développement.",
    "telework=Un jour par semaine.",
    "alternance_periods=Trois semaines, une semaine.",
)
CONTRACT = tuple(f"{k}={v}" for k, v in lawful_terms("2026-12-07", "2028-08-31").items())
TUESDAY = "2026-11-24T09:00:00+01:00"


@dataclass(frozen=True, slots=True)
class Said:
    """What one command answered."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = self.value["error"]
        return found


@dataclass(frozen=True, slots=True)
class Desk:
    """One installation in a folder, as somebody at a terminal uses it."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def say(self, *words: str) -> Said:
        code = main(list(words))
        out, err = self.capture.readouterr()
        return Said(code, out, err)

    def json(self, *words: str) -> Any:
        """The document that a command prints. It must have gone well."""
        said = self.say(*words, "--json")
        assert said.code == 0, said.out
        return said.value

    def do(self, dossier: str, command: str, *fields: str, **options: str) -> Any:
        """`lifecycle do`: fields as typed, options by name (`as_`, `on`, `key`…)."""
        words = [word for field in fields for word in ("--set", field)]
        for name, value in options.items():
            words += [f"--{name.strip('_')}", value]
        return self.json("do", dossier, command, *words)

    def clock(self, instant: str) -> None:
        self.json("clock", "set", instant)

    def open_formation(self, code: str = "M2-INFO") -> None:
        roles = ("responsable_formation", "direction", "gestionnaire")
        held = [word for role in roles for word in ("--set", f"{role}={role}@cfa.example")]
        title = ("--title", f"Formation {code}", "--calendar", "alsace-moselle")
        self.json("formation", "add", code, *title, *held)

    def candidate(self, first: str = "Léa", last: str = "Martin") -> str:
        said = (f"first_name={first}", f"last_name={last}", "birth_date=2004-03-14")
        mail = f"email={last.lower()}@etu.example"
        found = self.do("new", "register-candidacy", *said, mail, "formation=M2-INFO")
        return str(found["dossier"])

    def written(self) -> dict[str, str]:
        """Every file of the installation by its fingerprint, what SQLite keeps beside excepted."""
        kept = (p for p in sorted(self.folder.rglob("*")) if p.is_file())
        return {
            str(p.relative_to(self.folder)): sha256(p.read_bytes()).hexdigest()
            for p in kept
            if not p.name.endswith(("-shm", "-wal"))
        }


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[], Desk]:
    """An empty folder, and no setting from the machine."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SMTP_URL", "SPOOL", "KEYS", "NETWORK", "DEBUG"):
        monkeypatch.delenv(f"LIFECYCLE_{name}", raising=False)
    return lambda: Desk(tmp_path, capsys)


@pytest.fixture
def desk(here: Callable[[], Desk]) -> Desk:
    """A base on a simulated clock, the formation M2-INFO open, on Tuesday 24 November 2026."""
    made = here()
    made.json("init", "--simulated-clock", TUESDAY)
    made.open_formation()
    return made
