"""Files as CFAs bring them: generated lines of every kind of life, and faults planted in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from exchange import template
from exchange.columns import EVERY, STATE_COLUMNS

TODAY = date(2026, 11, 24)
STATE_FILE = Path(__file__).parents[1] / "data" / "tdb-modele-import-29012025.xlsx"
STATE_HEADER = [f"{c.name}{c.star}" for c in STATE_COLUMNS]
OUR_HEADER = [f"{c.name}{c.star}" for c in EVERY.values()]
FIRST = ("Léa", "Inès", "Zoé", "Noah", "Jean-Baptiste", "Chloé", "Anaïs", "Loïc", "Maël", "Ömer")
LAST = ("Martin", "Muller", "D’Angelo", "Nguyễn", "Lefèvre", "Schmitt", "Ben Ali", "Weiß", "Haÿ")
RNCP, UAI, CFA = ("RNCP38113", "35911"), ("0671234C", "0750655E"), "13000545700010"
EMPLOYERS = ("73282932000074", "13000545700010", "35600000000048")
Row = dict[str, str]


def line(number: int, **said: str) -> Row:
    """One valid line of the State's columns; any column may be given instead, "" to empty it."""
    first, last = FIRST[number % len(FIRST)], LAST[number % len(LAST)]
    surname = f"{last} {_letters(number)}"
    return {
        "nom_apprenant": surname,
        "prenom_apprenant": first,
        "date_de_naissance_apprenant": "14/03/2004",
        "sexe_apprenant": "F",
        "email_contact": f"apprenti.{number}@etu.example.fr",
        "adresse_apprenant": "4 rue Blaise-Pascal",
        "code_postal_apprenant": "67000",
        "etablissement_responsable_uai": UAI[0],
        "etablissement_responsable_siret": CFA,
        "etablissement_formateur_uai": UAI[number % 2],
        "etablissement_formateur_siret": CFA,
        "annee_scolaire": "2026-2027",
        "annee_formation": "1",
        "formation_rncp": RNCP[number % 2],
        "date_inscription_formation": "2025-07-01",
        "date_entree_formation": "2025-09-01",
        "date_fin_formation": "2027-08-31",
        "duree_theorique_formation_mois": "24",
        **said,
    }


def _letters(number: int) -> str:
    """A name has no figures: every line has its own."""
    text = ""
    for _ in range(4):
        number, rest = divmod(number, 26)
        text = chr(97 + rest) + text
    return text.capitalize()


def contract(
    rank: int, start: date, end: date, broken: date | None = None, siret: str = EMPLOYERS[0]
) -> Row:
    n = "" if rank == 1 else f"_{rank}"
    return {
        f"contrat_date_debut{n}": start.isoformat(),
        f"contrat_date_fin{n}": f"{end:%d/%m/%Y}",
        f"siret_employeur{n}": siret,
        f"contrat_date_rupture{n}": broken.isoformat() if broken else "",
        f"cause_rupture_contrat{n}": "Accord des parties" if broken else "",
    }


def lives(count: int, seed: int = 1, today: date = TODAY) -> list[Row]:
    """`count` lines: without contract, in probation, running, broken, taken up again, ended, gone."""
    dice = random.Random(seed)  # noqa: S311
    return [line(n, **_life(dice, n, today)) for n in range(count)]


def _life(dice: random.Random, n: int, today: date) -> Row:
    start = today - timedelta(days=dice.randrange(1, 700))
    end = start + timedelta(days=730)
    kind = n % 8
    siret = EMPLOYERS[dice.randrange(len(EMPLOYERS))]
    if kind == 0:
        return {}
    if kind == 1:  # just begun
        start = today - timedelta(days=dice.randrange(1, 30))
        return contract(1, start, start + timedelta(days=500), siret=siret)
    broken = start + timedelta(days=dice.randrange((today - start).days + 1))
    if kind == 2:
        return contract(1, start, end, broken, siret)
    if kind == 3:
        again = contract(2, broken, end, siret=EMPLOYERS[0])
        return {**contract(1, start, end, broken, EMPLOYERS[1]), **again}
    if kind == 4:  # to its term
        return contract(1, start - timedelta(days=400), today - timedelta(days=10), siret=siret)
    if kind == 5:
        left = (
            (broken + timedelta(days=20)).isoformat()
            if broken + timedelta(days=20) <= today
            else ""
        )
        return {**contract(1, start, end, broken, siret), "date_exclusion_formation": left}
    return contract(1, start, end, siret=siret)


def file(rows: Sequence[Row], format_: str = "xlsx", header: Sequence[str] = STATE_HEADER) -> bytes:
    """The lines as a file of the template's shape."""
    names = [name.rstrip(" *") for name in header]
    return template.table(header, [[row.get(name, "") for name in names] for row in rows], format_)


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: in which column, what stands there, and words that its reason must have."""

    column: str
    value: str
    says: str


FAULTS = (
    Planted("nom_apprenant", "", "vide"),
    Planted("prenom_apprenant", "", "vide"),
    Planted("prenom_apprenant", "L3a", "nom"),
    Planted("nom_apprenant", "LÃ©vÃªque", "accents"),
    Planted("nom_apprenant", "Mar\u202etin", "contrôle"),
    Planted("date_de_naissance_apprenant", "31/02/2004", "existe pas"),
    Planted("date_de_naissance_apprenant", "2004-3-14", "pas une date"),
    Planted("date_de_naissance_apprenant", "14/03/04", "pas une date"),
    Planted("date_de_naissance_apprenant", "14/03/1890", "pas plausible"),
    Planted("date_de_naissance_apprenant", "", "vide"),
    Planted("sexe_apprenant", "X", "pas attendue"),
    Planted("email_contact", "lea.martin", "adresse"),
    Planted("email_contact", "a@b.fr, c@d.fr", "adresse"),
    Planted("email_contact", "", "vide"),
    Planted("adresse_apprenant", "1 85 05 78 006 084 36", "sécurité sociale"),
    Planted("code_postal_apprenant", "670", "code postal"),
    Planted("code_postal_apprenant", "6,7E+04", "exponentielle"),
    Planted("ine_apprenant", "12", "INE"),
    Planted("tel_apprenant", "06 12", "téléphone"),
    Planted("rqth_apprenant", "peut-être", "pas attendue"),
    Planted("responsable_apprenant_mail1", "parents", "adresse"),
    Planted("dernier_organisme_uai", "Lycée", "UAI"),
    Planted("type_cfa", "42", "nombre"),
    Planted("etablissement_responsable_uai", "67249", "UAI"),
    Planted("etablissement_responsable_siret", "1,30005E+13", "exponentielle"),
    Planted("etablissement_formateur_siret", "1300054570001", "zéros"),
    Planted("etablissement_formateur_siret", "13000545A00010", "SIRET"),
    Planted("annee_scolaire", "2026", "année scolaire"),
    Planted("annee_scolaire", "2026-2029", "année scolaire"),
    Planted("annee_formation", "٣", "nombre"),
    Planted("formation_rncp", "RNCP1", "RNCP"),
    Planted("date_inscription_formation", "20250701", "pas une date"),
    Planted("date_entree_formation", "2025-W01-1", "pas une date"),
    Planted("date_fin_formation", "2024-08-31", "précède"),
    Planted("duree_theorique_formation_mois", "0", "nombre"),
    Planted("contrat_date_debut", "", "manque"),
    Planted("contrat_date_fin", "", "manque"),
    Planted("contrat_date_fin", "2020-01-01", "précède"),
    Planted("siret_employeur", "", "manque"),
    Planted("contrat_date_rupture", "45000", "pas une date"),
)


def spoilt(rows: Sequence[Row], faults: Sequence[Planted] = FAULTS) -> list[tuple[int, Planted]]:
    """Plant the faults, far from one another, in lines with a contract; where each one is."""
    apart = len(rows) // len(faults)
    planted = []
    for n, fault in enumerate(faults):
        row = rows[n * apart]
        begun = date(2026, 1, 5)
        row |= {**contract(1, begun, begun + timedelta(days=700)), fault.column: fault.value}
        planted.append((n * apart + 2, fault))
    return planted
