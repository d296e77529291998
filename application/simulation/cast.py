"""Who they are: formations of both calendars, employers of every kind, apprentices, tuteurs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from application.simulation.acts import Fields

PREFIX = "SIM-"  # of the codes: they are those of no real house
CFAS = {
    "alsace-moselle": (f"{PREFIX}CFA-ALSACE", "CFA simulé d’Alsace"),
    "france": (f"{PREFIX}CFA-PARIS", "CFA simulé de Paris"),
}
FIRST_NAMES = (
    *("Léa", "Hugo", "Chloé", "Nathan", "Inès", "Lucas", "Zoé", "Adam"),
    *("Jade", "Noé", "Alice", "Sami", "Manon", "Yanis", "Élise", "Gabriel", "Rose"),
)
LAST_NAMES = (
    *("Martin", "Weber", "Muller", "Schmitt", "Diallo", "Klein"),
    *("Roussel", "Meyer", "Benali", "Fischer", "Roth", "Lopez", "Bauer"),
)
SHEET = ("competences", "progression", "telework", "alternance_periods")
BY_TUTEUR = 8  # apprentices that one tuteur follows


@dataclass(frozen=True)
class Training:
    """A formation: how many years it lasts, how old one enters it, on which calendar."""

    code: str
    title: str
    calendar: str
    years: int
    age: int
    week: str

    @property
    def hours(self) -> int:
        return 480 * self.years

    def answers_at(self, office: str) -> str:
        """The address of one of its offices: `responsable.m2-info@…`."""
        return f"{office}.{self.code.removeprefix(PREFIX).lower()}@universite.example"


TRAININGS = (
    Training("SIM-M2-INFO", "Master 2 Informatique", "alsace-moselle", 1, 22, "CCEEE--"),
    Training(
        "SIM-LP-COM", "Licence professionnelle Communication", "alsace-moselle", 1, 20, "CEEEE--"
    ),
    Training("SIM-MASTER-GEST", "Master Gestion", "alsace-moselle", 2, 21, "EECEE--"),
    Training("SIM-BUT-GEA", "BUT GEA (site de Paris)", "france", 2, 18, "CCEEE--"),
)


@dataclass(frozen=True)
class Employer:
    siret: str
    name: str
    sector: str
    calendar: str
    cross_border: bool = False


EMPLOYERS = (
    Employer("73282932000074", "Dupont Systèmes", "private", "alsace-moselle"),
    Employer("55208131766522", "Ateliers du Rhin", "private", "alsace-moselle"),
    Employer("44306184100047", "Studio Parisien", "private", "france"),
    Employer("21670482500019", "Ville de Strasbourg", "public", "alsace-moselle"),
    Employer("73282932000074", "Rheinwerk Kehl", "private", "alsace-moselle", True),
    Employer("44306184100047", "Maison Lumière", "private", "france"),
)
WEIGHTS = (30, 20, 22, 15, 5, 8)


@dataclass(frozen=True)
class Apprentice:
    """One of the cohort: `n` tells them apart, `seed` tells one cohort from another."""

    n: int
    seed: str
    first_name: str
    last_name: str
    born: date
    training: Training
    school: date

    @classmethod
    def drawn(cls, n: int, seed: str, rng: Random, back_to_school: date) -> Apprentice:
        training = TRAININGS[n % len(TRAININGS)]
        born = back_to_school - timedelta(days=365 * training.age + rng.randrange(-240, 700))
        last = f"{rng.choice(LAST_NAMES)}-{letters(n)}"
        return cls(n, seed, rng.choice(FIRST_NAMES), last, born, training, back_to_school)

    def minor_on(self, day: date) -> bool:
        return day < self.born.replace(year=self.born.year + 18, day=min(self.born.day, 28))

    def candidacy(self) -> Fields:
        return {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "birth_date": self.born.isoformat(),
            "email": f"apprenti{self.n}.{self.seed}@etu.example",
            "formation": self.training.code,
        }


def letters(n: int) -> str:
    """A number as letters: a family name of one person only."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(n)).capitalize()


def houses() -> Iterator[tuple[str, Fields]]:
    """The CFA of each calendar, then its formations: the kind of each, and how it opens."""
    office = {
        "direction": "Anne Roth <direction@cfa.example>",
        "gestionnaire": "Jeanne Keller <gestion@cfa.example>",
        "qualite": "Paul Klein <qualite@cfa.example>",
        "service_dedie": "Nadia Weiss <relations@cfa.example>",
        "service_orientation": "Nadia Weiss <relations@cfa.example>",
        "referent_handicap": "Marc Fischer <handicap@cfa.example>",
        "referent_mobilite": "Ines Lopez <mobilite@cfa.example>",
        "referent_social": "Sarah Bauer <social@cfa.example>",
    }
    for calendar, (code, title) in CFAS.items():
        yield "cfa", {"code": code, "title": title, "calendar": calendar, **office}
    for one in TRAININGS:
        yield (
            "formation",
            {
                "code": one.code,
                "title": one.title,
                "calendar": one.calendar,
                "cfa": CFAS[one.calendar][0],
                "partnership": "externe",
                "certificateur": "Université simulée",
                "responsable_formation": f"Claire Schmitt <{one.answers_at('responsable')}>",
                "secretariat_pedagogique": f"Léon Muller <{one.answers_at('secretariat')}>",
                **office,
            },
        )


def mission(who: Apprentice, rng: Random, *, whole: bool = True, turn: int = 0) -> Fields:
    """What an employer writes; two apprentices at most share one maître d’apprentissage."""
    (employer,) = rng.choices(EMPLOYERS, WEIGHTS)
    pair = f"{letters(who.n)}{'' if turn == 0 else letters(turn)}"
    return {
        "employer_siret": employer.siret,
        "employer_name": employer.name,
        "employer_email": f"rh{EMPLOYERS.index(employer)}.{who.n % 40}@employeur.example",
        "sector": employer.sector,
        "site_calendar": employer.calendar,
        "cross_border": employer.cross_border,
        "maitre_apprentissage_name": f"Camille {pair}",
        "maitre_apprentissage_email": f"ma{who.n}.{turn}.{who.seed}@employeur.example",
        "title": "Concevoir et tenir un outil de suivi",
        "description": "Mission concertée avec l’équipe pédagogique.",
        "maitre_apprentissage_years_of_practice": 6,
        "maitre_apprentissage_has_diploma": True,
        "maitre1.dateNaissance": "1985-05-12",
        **(dict.fromkeys(SHEET, "Décrit par l’employeur.") if whole else {}),
    }


def contract(who: Apprentice, starts: date, school: date, last_exam: date, ends: date) -> Fields:
    return {
        "starts_on": starts.isoformat(),
        "ends_on": ends.isoformat(),
        "contrat.dateDebutFormationPratique": starts.isoformat(),
        "formation.dateDebutFormation": school.isoformat(),
        "formation.dureeFormation": who.training.hours,
        "formation.dateFinFormation": last_exam.isoformat(),
    }


def tuteur(who: Apprentice) -> Fields:
    place = who.n // len(TRAININGS) // BY_TUTEUR
    name = f"Dominique {LAST_NAMES[place % len(LAST_NAMES)]} {letters(place)}"
    mail = who.training.answers_at(f"tuteur{place}")
    return {"role": "tuteur_academique", "name": name, "email": mail}


def parent(who: Apprentice) -> Fields:
    mail = f"parent{who.n}.{who.seed}@famille.example"
    return {"role": "representant_legal", "name": f"Dominique {who.last_name}", "email": mail}
