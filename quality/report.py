"""The yearly report on quality: figures, duties, events, irregularities, then the points asked.

The same evidence for every reader, in the order that their profile declares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lifecycle.charter import charter
from lifecycle.commands.organisation.events import EVENT_LABELS
from quality.axes import axis_of
from quality.board import Asked
from quality.census import Census, Outcome, Tale
from quality.counting import Counts
from quality.document import Block, Heading, Sentence, Table
from quality.evidence import ENOUGH, Scene, looked_for
from quality.measures import Axis, Window
from quality.missions import Point
from quality.profiles import CHARTER, FOURTEEN, Chapter, Profile
from quality.showing import SMALL, lines

RECIPIENTS = (
    "rectrice déléguée pour l’enseignement supérieur et la recherche",
    "direction générale des services",
    "direction des finances",
    "agence comptable",
)
"""To whom the deliberation n° 217-2024 is sent: the report goes to them too (row DEL-29)."""
PLAN = "schéma directeur de la démarche qualité et de l’amélioration continue"
READING = (
    f"« En place » : au moins {ENOUGH} % de ce qui était dû est fait, ou le fait est là, sans irrégularité "
    "qui reste à expliquer. « Sans objet » : rien n’était dû, ou ce n’est pas tenu ici. Ce que le produit "
    "ne couvre pas n’est jamais « en place ». Le détail de chaque chiffre, ses deux termes et ses "
    "conventions : « lifecycle quality indicators --json »."
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is made of, once everything is counted."""

    asked: Asked
    census: Census
    counts: Counts
    computed_on: date
    profile: Profile = CHARTER

    @property
    def window(self) -> Window:
        return self.asked.window

    @property
    def title(self) -> str:
        first, last = self.window.start, self.window.end
        return f"Rapport qualité, du {first:%d/%m/%Y} au {last:%d/%m/%Y} : {self.profile.title}"

    def blocks(self) -> list[Block]:
        """The whole document, in order."""
        return [
            *self._head(),
            *self._figures(),
            *self._duties(),
            *self._events(),
            *self._flags(),
            *(block for code in self.census.formations for block in self._formation(code)),
        ]

    def _head(self) -> Iterator[Block]:
        yield Heading(1, self.title)
        seen = ", ".join(self.census.formations) or "aucune formation"
        yield Sentence(
            f"Formations : {seen}. Calculé le {self.computed_on:%d/%m/%Y}, sur ce qui était connu le "
            f"{self.asked.moment.known_at:%d/%m/%Y} et vrai le {self.window.day:%d/%m/%Y}, d’après "
            f"l’histoire des dossiers (charte {charter().sha256[:16]})."
        )
        yield Sentence(f"Ordre : {self.profile.note}")
        yield Sentence(f"Chapitre du {PLAN}. Destinataires : {', '.join(RECIPIENTS)}.")
        yield Sentence(f"{READING} {SMALL}")

    def _figures(self) -> Iterator[Block]:
        yield Heading(2, "Indicateurs")
        for axis in Axis:
            yield Heading(3, f"Axe {int(axis)} : {axis.label}")
            mine = [one for one in self.counts.indicators if one.axis is axis]
            found = [line for one in mine for line in lines(self.counts, one, self.window)]
            rows = [
                (line.ref, line.label, f"{line.value}{' *' if line.few else ''}") for line in found
            ]
            yield Table(("Réf.", "Indicateur", "Valeur"), rows)

    def _duties(self) -> Iterator[Block]:
        yield Heading(2, "Engagements tenus et en retard")
        tale = self._whole()
        for axis in Axis:
            refs = sorted({ref for ref, _ in tale.duties if axis_of(ref) is axis})
            yield Heading(3, f"Axe {int(axis)} : {axis.label}")
            heads = ("Réf.", "Obligation", "À temps", "En retard", "Non faites")
            rows = [_duty(tale, ref) for ref in refs]
            yield Table(heads, rows, "Rien n’était dû dans la période.")

    def _events(self) -> Iterator[Block]:
        yield Heading(2, "Événements tenus")
        held = sorted(self._whole().events.items())
        rows = [(EVENT_LABELS.get(kind, kind), str(n)) for kind, n in held if n]
        yield Table(("Événement", "Tenus"), rows, "Aucun événement n’est enregistré.")

    def _flags(self) -> Iterator[Block]:
        yield Heading(2, "Irrégularités relevées dans la période")
        tale = self._whole()
        names = sorted({*tale.open_flags, *tale.closed_flags})
        rows = [(n, str(tale.open_flags[n]), str(tale.closed_flags[n])) for n in names]
        yield Table(("Règle", "À expliquer", "Expliquées"), rows, "Aucune.")

    def _whole(self) -> Tale:
        """Every house of the perimeter, each once."""
        tales = [t for (_, _, window), t in self.census.tales.items() if window == self.window]
        return sum(tales, Tale())

    def _formation(self, code: str) -> Iterator[Block]:
        scene = Scene(code, self.window, self.census, self.counts)
        house = scene.houses[0].dossier.said
        yield Heading(2, f"{code} — {house.get('title') or code}")
        chapters = self.profile.chapters
        if self.profile is CHARTER:
            chapters = (*chapters, FOURTEEN)
        for chapter in chapters:
            yield from _chapter(scene, chapter)


def _duty(tale: Tale, ref: str) -> tuple[str, ...]:
    declared = charter().obligations.get(ref)
    counts = (str(tale.duties[ref, outcome]) for outcome in Outcome)
    return (ref, declared.label if declared else ref, *counts)


def _chapter(scene: Scene, chapter: Chapter) -> Iterator[Block]:
    yield Heading(3, chapter.title)
    rows = [_point(scene, point) for point in chapter.points]
    yield Table(("N°", "Ce qui est demandé", "État", "Preuves"), rows)


def _point(scene: Scene, point: Point) -> Sequence[str]:
    state, found = looked_for(scene, point.evidence, point.rows)
    told = [f"{one.what} : {one.said}" for one in found]
    proofs = ". ".join([*told, *filter(None, [point.apart])])
    asked = f"{point.text} [{', '.join(point.rows)}]" if point.rows else point.text
    return point.number, asked, str(state), proofs
