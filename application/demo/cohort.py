"""Who the two hundred are, and what becomes of each: a plausible beginning, with its delays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FIRST, LAST = date(2026, 11, 2), date(2026, 12, 8)
DOSSIERS = 200
# Seventeen and thirteen: no two of the two hundred have the same name.
FIRST_NAMES = (
    *("Léa", "Hugo", "Chloé", "Nathan", "Inès", "Lucas", "Zoé", "Adam"),
    *("Jade", "Noé", "Alice", "Sami", "Manon", "Yanis", "Élise", "Gabriel", "Rose"),
)
LAST_NAMES = (
    *("Martin", "Weber", "Muller", "Schmitt", "Diallo", "Klein"),
    *("Roussel", "Meyer", "Benali", "Fischer", "Roth", "Lopez", "Bauer"),
)
EMPLOYERS = (
    ("73282932000074", "Dupont Systèmes", "private", "alsace-moselle"),
    ("55208131766522", "Ateliers du Rhin", "private", "alsace-moselle"),
    ("21670482500019", "Ville de Strasbourg", "public", "alsace-moselle"),
    ("44306184100047", "Studio Parisien", "private", "france"),
)
FORMATIONS = (
    ("M2-INFO", "Master 2 Informatique", "alsace-moselle"),
    ("LP-COM", "Licence professionnelle Communication", "alsace-moselle"),
    ("BUT-GEA", "BUT Gestion (site de Paris)", "france"),
)


def formations() -> Iterator[dict[str, object]]:
    for code, title, calendar in FORMATIONS:
        yield {
            "code": code,
            "title": title,
            "calendar": calendar,
            "responsable_formation": f"Claire Schmitt <responsable.{code.lower()}@universite.example>",
            "direction": "Anne Roth <direction@cfa.example>",
            "gestionnaire": "Jeanne Keller <gestion@cfa.example>",
        }


def candidacy(n: int) -> dict[str, object]:
    return {
        "first_name": FIRST_NAMES[n % len(FIRST_NAMES)],
        "last_name": LAST_NAMES[n % len(LAST_NAMES)],
        "birth_date": date(2003 + n % 3, 1 + n % 12, 1 + n % 28).isoformat(),
        "email": f"apprenti{n}@etu.example",
        "formation": FORMATIONS[n % len(FORMATIONS)][0],
    }


@dataclass(frozen=True)
class Act:
    """One command of one dossier, some days after the first; the role that gives it."""

    after: int
    command: str
    role: str = "gestionnaire"
    fields: tuple[tuple[str, object], ...] = ()


def life(n: int, rng: Random) -> Iterator[Act]:
    """A plausible beginning: most go on, some are late, a few stop or wait for somebody."""
    start = rng.randrange(0, 24)
    fate = n % 10
    yield Act(start, "admit")
    yield Act(start + 2, "submit-mission", "employeur", _mission(n, fate))
    if fate == 0:  # nobody answers: reminders, then the direction is told
        return
    if fate == 3:
        yield Act(start + 4, "request-mission-changes", "responsable_formation")
        return
    if fate != 6:  # drawn up before anybody has looked at the mission
        yield Act(start + 6 + (fate == 1) * 5, "validate-mission", "responsable_formation")
    if fate == 4:
        return
    yield Act(start + 9, "draft-contract", fields=_contract(start, too_long=fate == 5))
    if fate in (5, 6, 9):  # blocked: too long, not validated, nobody competent
        return
    yield from _signed(n, start, fate)


def _signed(n: int, start: int, fate: int) -> Iterator[Act]:
    """From the documents to the filing, where nothing blocks; each may still stop on the way."""
    yield Act(start + 10, "issue-documents")
    yield Act(start + 10, "fulfil-obligation", fields=_done("D10", "remis en main propre"))
    if n % 4:
        yield Act(start + 11, "fulfil-obligation", "employeur", _done("D09", "accusé DPAE"))
    yield Act(start + 11, "sign-contract", "employeur", (("party", "employer"),))
    if fate == 7:
        return
    yield Act(start + 12, "sign-contract", "apprenti", (("party", "apprentice"),))
    yield Act(start + 13, "grant-visa", "direction")
    yield Act(start + 13, "appoint", fields=_tuteur(n))
    if fate == 8:  # nobody transmits
        return
    yield Act(start + 18, "transmit-filing", "employeur")
    yield Act(start + 22, "accept-filing", "opco", (("deca_number", f"0672026{n:08d}"),))


def _mission(n: int, fate: int) -> tuple[tuple[str, object], ...]:
    siret, name, sector, calendar = EMPLOYERS[n % len(EMPLOYERS)]
    sheet = ("competences", "progression", "telework", "alternance_periods") if fate != 3 else ()
    return (
        ("employer_siret", siret),
        ("employer_name", name),
        ("employer_email", f"rh{n % 4}@employeur.example"),
        ("sector", sector),
        ("site_calendar", calendar),
        ("maitre_apprentissage_name", f"Camille {LAST_NAMES[n % len(LAST_NAMES)]}"),
        ("maitre_apprentissage_email", f"ma{n}@employeur.example"),
        ("title", "Concevoir et tenir un outil de suivi"),
        ("description", "Mission concertée avec l’équipe pédagogique."),
        ("maitre_apprentissage_years_of_practice", 1 if fate == 9 else 6),
        ("maitre_apprentissage_has_diploma", fate != 9),
        ("maitre1.dateNaissance", "1985-05-12"),
        *((name, "Décrit par l’employeur.") for name in sheet),
    )


def _done(ref: str, evidence: str) -> tuple[tuple[str, object], ...]:
    return (("obligation", ref), ("evidence", evidence))


def _contract(start: int, too_long: bool) -> tuple[tuple[str, object], ...]:
    begins = FIRST + timedelta(days=start + 15)
    ends = begins + timedelta(days=1400 if too_long else 700)
    return (
        ("starts_on", begins.isoformat()),
        ("ends_on", ends.isoformat()),
        ("contrat.dateDebutFormationPratique", begins.isoformat()),
        ("formation.dateDebutFormation", "2026-09-07"),
        ("formation.dureeFormation", 1800 if too_long else 900),
        ("formation.dateFinFormation", ends.isoformat()),
    )


def _tuteur(n: int) -> tuple[tuple[str, object], ...]:
    name = LAST_NAMES[(n * 5) % len(LAST_NAMES)]
    mail = f"{name.lower()}@universite.example"
    return (("role", "tuteur_academique"), ("name", f"Dominique {name}"), ("email", mail))
