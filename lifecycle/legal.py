"""Texts and dated figures: every rule, delay and number names its source and since when it applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Force(StrEnum):
    """What a source weighs. The three are never mixed up: no visit deadline is law."""

    LOI = "LOI"
    CHARTE = "CHARTE"
    INTERNE = "INTERNE"


@dataclass(frozen=True, slots=True)
class Source:
    """One article, charter item or house decision, and the day from which it applies."""

    force: Force
    text: str
    item: str
    since: date

    def __str__(self) -> str:
        return f"{self.text}, {self.item}" if self.item else self.text


@dataclass(frozen=True, slots=True)
class Text:
    """A text from which sources are cited: `CODE_DU_TRAVAIL["L. 6222-4"]`."""

    force: Force
    name: str
    since: date

    def __getitem__(self, item: str) -> Source:
        return Source(self.force, self.name, item, self.since)


CODE_DU_TRAVAIL = Text(Force.LOI, "Code du travail", date(2019, 1, 1))
CHARTE = Text(Force.CHARTE, "Charte DGESIP (octobre 2023)", date(2024, 12, 17))
PRATIQUE = Text(Force.INTERNE, "Pratique des CFA", date(2024, 12, 17))
PROCEDURE_CIVILE = Text(Force.LOI, "Code de procédure civile", date(2019, 1, 1))
RGPD = Text(Force.LOI, "RGPD", date(2018, 5, 25))
MAISON = Text(Force.INTERNE, "Règle du produit", date(2024, 12, 17))
DELIBERATION = Text(
    Force.CHARTE, "Délibération n° 217-2024 (Université de Strasbourg)", date(2024, 12, 17)
)
CONTROLE_OPCO = Text(Force.LOI, "Code du travail", date(2026, 3, 1))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of law, by the day from which it holds (oldest first)."""

    name: str
    unit: str
    source: Source
    values: tuple[tuple[date, int], ...]

    def on(self, day: date) -> int:
        """The value in force on `day`; the oldest known one before it."""
        known = [value for since, value in self.values if since <= day]
        return known[-1] if known else self.values[0][1]


_2019 = date(2019, 1, 1)


def _figure(name: str, unit: str, article: str, value: int) -> Figure:
    return Figure(name, unit, CODE_DU_TRAVAIL[article], ((_2019, value),))


MONTHS_TO_TRAINING_START = _figure(
    "début de formation après le début du contrat", "mois", "L. 6222-12", 3
)
MIN_CONTRACT_MONTHS = _figure("durée minimale du contrat", "mois", "L. 6222-7-1", 6)
MAX_CONTRACT_MONTHS = _figure("durée maximale du contrat", "mois", "L. 6222-7-1", 36)
MAX_CONTRACT_MONTHS_EXTENDED = _figure(
    "durée maximale, dérogation", "mois", "R. 6222-46 et R. 6222-60", 48
)
MIN_TRAINING_SHARE = _figure("part des heures en CFA", "%", "L. 6211-2", 25)
HOURS_A_YEAR = Figure(
    "durée annuelle du travail", "heures", PRATIQUE["aide du CERFA 10103, base annuelle"],
    ((_2019, 1607),),
)  # fmt: skip
MIN_AGE = _figure("âge minimal", "ans", "L. 6222-1", 16)
MAX_AGE = _figure("âge maximal", "ans révolus", "L. 6222-1", 29)
MAX_AGE_RENEWED = _figure("âge maximal, nouveau contrat", "ans", "L. 6222-2 et D. 6222-1", 35)
ADULT_AGE = Figure(
    "majorité", "ans", Source(Force.LOI, "Code civil", "art. 388", _2019), ((_2019, 18),)
)
MAX_APPRENTICES = _figure("apprentis par maître d’apprentissage", "apprentis", "R. 6223-6", 2)
PRACTICE_WITH_DIPLOMA = _figure("pratique avec diplôme", "ans", "R. 6223-22", 1)
PRACTICE_WITHOUT_DIPLOMA = _figure("pratique sans diplôme", "ans", "R. 6223-22", 2)
PROBATION_DAYS = _figure("période probatoire", "jours en entreprise", "L. 6222-18 al. 1", 45)
RAISE_AGES = (18, 21, 26)
"""Ages from which the minimum pay is higher, on the first of the month that follows (D. 6222-31)."""
MONTHS_ABROAD = _figure("mobilité à l’étranger", "mois", "L. 6222-42", 12)
HOST_COMPANIES = _figure("entreprises d’accueil par contrat", "entreprises", "R. 6223-10", 2)
EXTENSION_MONTHS = _figure("prolongation après un échec", "mois", "L. 6222-11", 12)
LARGE_EMPLOYER = _figure("effectif de l’aide unique", "salariés", "D. 6243-2", 250)
ABSENT_AFTER_ACCIDENT = _figure("arrêt après accident du travail", "jours", "R. 4624-31 3°", 30)
ABSENT_AFTER_ILLNESS = _figure("arrêt non professionnel", "jours", "R. 4624-31 4°", 60)
ELECTION_HOURS = _figure("formation dont les délégués sont élus", "heures", "R. 6352-9", 500)
"""More than that; the election is held between the 20th and the 40th hour (R. 6352-10)."""
