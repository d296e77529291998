"""Whole beginnings of apprentices' lives, from candidacy to an accepted filing: the same each run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from application.wiring import App
from lifecycle.calendar import paris_instant
from lifecycle.charter import public_intentions
from lifecycle.commands import Command
from lifecycle.people import Actor

FIRST = date(2026, 11, 2)
CONTRACT = FIRST + timedelta(days=14)
FIRST_NAMES = ("Léa", "Hugo", "Chloé", "Nathan", "Inès", "Lucas", "Zoé", "Adam", "Jade", "Noé")
LAST_NAMES = ("Martin", "Weber", "Muller", "Schmitt", "Diallo", "Klein", "Roussel", "Meyer")
SHEET = ("competences", "progression", "telework", "alternance_periods")
Fields = Mapping[str, object]


@dataclass(frozen=True)
class Step:
    """One command of every life, so many days after the first, by a role, with its fields."""

    after: int
    command: str
    role: str
    fields: Callable[[int], Fields]

    @property
    def at(self) -> datetime:
        return paris_instant(FIRST + timedelta(days=self.after), 10)


def _nothing(_: int) -> Fields:
    return {}


def _candidate(n: int) -> Fields:
    rng = Random(n)
    born = date(2003, 1, 1) + timedelta(days=rng.randrange(1000))
    return {
        "first_name": rng.choice(FIRST_NAMES),
        "last_name": f"{rng.choice(LAST_NAMES)}-{_letters(n)}",
        "birth_date": born.isoformat(),
        "email": f"apprenti{n}@etu.example",
        "formation": "M2-INFO",
    }


def _letters(n: int) -> str:
    """A number as letters: a family name of one person only."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(n))


def _mission(n: int) -> Fields:
    return {
        "employer_siret": "73282932000074",
        "employer_name": f"Ateliers {_letters(n % 40)}",
        "employer_email": f"rh{n % 40}@employeur.example",
        "sector": "private",
        "site_calendar": "alsace-moselle",
        "maitre_apprentissage_name": f"Camille {_letters(n)}",
        "maitre_apprentissage_email": f"ma{n}@employeur.example",
        "maitre_apprentissage_years_of_practice": 6,
        "maitre_apprentissage_has_diploma": True,
        "maitre1.dateNaissance": "1985-05-12",
        "title": "Concevoir et tenir un outil de suivi",
        "description": "Mission concertée avec l’équipe pédagogique.",
        **dict.fromkeys(SHEET, "Décrit par l’employeur."),
    }


def _contract(_: int) -> Fields:
    return {
        "starts_on": CONTRACT.isoformat(),
        "ends_on": "2028-10-31",
        "contrat.dateDebutFormationPratique": CONTRACT.isoformat(),
        "formation.dateDebutFormation": "2026-09-07",
        "formation.dureeFormation": 900,
        "formation.dateFinFormation": "2028-10-31",
    }


def _tuteur(n: int) -> Fields:
    who = _letters(n % 25)
    return {
        "role": "tuteur_academique",
        "name": f"Dominique {who}",
        "email": f"{who}@universite.example",
    }


LIFE = (
    Step(0, "register-candidacy", "gestionnaire", _candidate),
    Step(1, "admit", "gestionnaire", _nothing),
    Step(2, "submit-mission", "employeur", _mission),
    Step(3, "validate-mission", "responsable_formation", _nothing),
    Step(4, "draft-contract", "gestionnaire", _contract),
    Step(7, "issue-documents", "gestionnaire", _nothing),
    Step(8, "sign-contract", "employeur", lambda _: {"party": "employer"}),
    Step(8, "sign-contract", "apprenti", lambda _: {"party": "apprentice"}),
    Step(10, "grant-visa", "direction", _nothing),
    Step(10, "appoint", "gestionnaire", _tuteur),
    Step(15, "transmit-filing", "employeur", _nothing),
    Step(22, "accept-filing", "opco", lambda n: {"deca_number": f"0672026{n:08d}"}),
)
FORMATION: Fields = {
    "code": "M2-INFO",
    "title": "Master 2 Informatique",
    "calendar": "alsace-moselle",
    "responsable_formation": "Claire Schmitt <responsable@universite.example>",
    "direction": "Anne Roth <direction@cfa.example>",
    "gestionnaire": "Jeanne Keller <gestion@cfa.example>",
}
OPENING = Step(-5, "add-formation", "gestionnaire", lambda _: FORMATION)


class Cohort:
    """The streams of so many apprentices of one installation; `first` numbers them apart."""

    def __init__(self, app: App, size: int, first: int = 0) -> None:
        self.intentions = public_intentions(app.house.charter)
        self.numbers = range(first, first + size)
        self.streams = {n: app.house.register.new_id() for n in self.numbers}

    def commands(self, step: Step) -> list[Command]:
        """`step` for every apprentice."""
        return list(self._commands(step))

    def _commands(self, step: Step) -> Iterator[Command]:
        intention = self.intentions[step.command]
        actor = Actor.parse(step.role)
        for n, stream in self.streams.items():
            fields = intention.read(step.fields(n))
            yield Command(intention=intention, stream=stream, fields=fields, actor=actor)
