"""Where a formation stands on each item, year after year, beside what it has chosen to aim at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lifecycle.charter import charter
from lifecycle.charter.settings import settings_of
from lifecycle.charter.traceability import asked
from lifecycle.stages import holder_label
from quality.census import Census
from quality.counting import Counts
from quality.evidence import Found, Scene, State, looked_for
from quality.measures import Window
from quality.populations.houses import events_held, kind
from quality.trajectory.items import ITEMS, Item

REVIEW, INDICATORS = "revue_indicateurs", "indicateurs"
MEETINGS = ("comite_pilotage", "conseil_perfectionnement")


@dataclass(frozen=True, slots=True)
class Year:
    """One period: what the facts say, and every piece of evidence."""

    window: Window
    state: State
    found: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Standing:
    """One item for one formation, the last year first; `aims` are its settings as chosen."""

    item: Item
    text: str
    years: Sequence[Year]
    aims: Sequence[dict[str, Any]]

    @property
    def now(self) -> Year:
        return self.years[0]


def standing(
    formation: str, census: Census, counts: Counts, windows: Sequence[Window]
) -> list[Standing]:
    """Every item, in the order of the annexe."""
    scenes = [Scene(formation, window, census, counts) for window in windows]
    chosen = {row["key"]: row for row in _settings(scenes[0])}
    return [
        Standing(
            item,
            _texts()[item.row],
            [_year(item, scene) for scene in scenes],
            [_aim(chosen[key]) for key in item.settings if key in chosen],
        )
        for item in ITEMS
    ]


def _year(item: Item, scene: Scene) -> Year:
    state, found = looked_for(scene, item.evidence, (item.row,))
    return Year(scene.window, state, found)


def _settings(scene: Scene) -> Iterator[dict[str, Any]]:
    """The settings of the formation as in force at the end of the period."""
    own, above, *_ = (*(house.dossier for house in scene.houses), None, None)
    yield from settings_of(charter(), scene.window.last, own, above)


def _aim(row: dict[str, Any]) -> dict[str, Any]:
    """The value, its socle, its jalons and its cible, with who chose it and when."""
    who = str(row["cible_chosen_by"] or row["jalons_chosen_by"] or row["chosen_by"] or "")
    return {
        "key": row["key"],
        "label": row["label"],
        "value": row["value"],
        "socle": " = ".join(row["socle"]) or str(row["least"] or ""),
        "jalons": row["jalons"],
        "cible": row["cible"],
        "chosen_by": holder_label(who.partition(":")[0]) if who else None,
        "chosen_on": row["cible_chosen_on"] or row["jalons_chosen_on"] or row["chosen_on"],
    }


def last_review(formation: str, census: Census) -> date | None:
    """The last day on which the indicators and the jalons were looked at again, in a meeting."""
    house = census.houses.get(("formation", formation))
    units = events_held(REVIEW, *MEETINGS)(house) if house else iter(())
    days = [u.on for u in units if kind(u) == REVIEW or INDICATORS in (u.data.get("topics") or ())]
    return max(days, default=None)


@cache
def _texts() -> dict[str, str]:
    return {row["id"]: row["texte"] for row in asked()}
