"""Who evaluates, and in what order they read the same evidence: one declaration each.

Qualiopi's indicators are known well enough. The referentials of HCERES, CTI, CEFDG and CCN-IUT are
not among our sources: for them the evidence is ordered by the axes of the charter, and the report
says so instead of inventing their wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lifecycle.charter.traceability import asked
from quality.measures import Axis
from quality.missions import MISSIONS, Point
from quality.qualiopi import QUALIOPI
from quality.readers import CHARTER as BY_AXIS
from quality.trajectory.items import ITEMS

NOT_READ = (
    "Le référentiel de cet évaluateur n’est pas parmi nos sources : les preuves suivent les quatre axes "
    "de la charte, que l’établissement rapproche de ses critères."
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a report: its title, and its points in order."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One reader of the report. `note` says where the order comes from, or that it is ours."""

    name: str
    title: str
    note: str
    chapters: tuple[Chapter, ...]


def by_axis(*first: Axis) -> tuple[Chapter, ...]:
    """The rows of the annexe, axis by axis, those that this reader looks at first before the others."""
    order = [*first, *(axis for axis in Axis if axis not in first)]
    texts = {row["id"]: row["texte"] for row in asked()}
    return tuple(Chapter(axis.label, tuple(_points(axis, texts))) for axis in order)


def _points(axis: Axis, texts: Mapping[str, str]) -> Iterator[Point]:
    for item in ITEMS:
        if item.axis is axis:
            yield Point(item.row, f"{texts[item.row]} ({item.level})", item.evidence, (item.row,))


CRITERIA = (
    ("1. Information du public", 1, 3),
    ("2. Objectifs et conception", 4, 8),
    ("3. Accueil, accompagnement, suivi, évaluation", 9, 16),
    ("4. Moyens", 17, 20),
    ("5. Compétences des intervenants", 21, 22),
    ("6. Environnement professionnel", 23, 29),
    ("7. Appréciations et amélioration continue", 30, 32),
)
CHARTER = Profile(
    BY_AXIS,
    "Charte, par axe",
    "Annexe de la charte : socles et cibles, axe par axe (délibération n° 217-2024).",
    by_axis(),
)
FOURTEEN = Chapter("Les quatorze missions du CFA (C. trav., L. 6231-2)", MISSIONS)
PROFILES = {
    one.name: one
    for one in (
        CHARTER,
        Profile(
            "qualiopi",
            "Qualiopi",
            "Référentiel national qualité, 7 critères et 32 indicateurs (guide de lecture V9) : textes "
            "abrégés ; vérifiez la version du guide en vigueur.",
            tuple(Chapter(title, QUALIOPI[a - 1 : b]) for title, a, b in CRITERIA),
        ),
        Profile(
            "france-competences",
            "France compétences, ministères certificateurs, OPCO",
            "Quatorze missions du CFA, puis les axes de la charte. Les contrôles pédagogique et de "
            "l’OPCO (D94, D95) sont au dossier du CFA.",
            (FOURTEEN, *by_axis()),
        ),
        Profile("hceres", "HCERES", f"{NOT_READ} Les procès-verbaux n’y sont pas joints : ils restent à chaque événement.", by_axis()),
        Profile("cti", "CTI (formation d’ingénieurs sous statut d’apprenti)",
                f"{NOT_READ} Suivi en entreprise d’abord.", by_axis(Axis.DURING)),
        Profile("cefdg", "CEFDG", NOT_READ, by_axis()),
        Profile("ccn-iut", "CCN-IUT", NOT_READ, by_axis()),
    )
}  # fmt: skip
