"""The means of the trajectory as evidence: those in force during a period, each in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lifecycle.calendar import french
from lifecycle.commands.organisation.resources import NATURE_LABELS
from lifecycle.events import Event
from quality.evidence import Found, Scene, State
from quality.lives import Life
from quality.measures import Window

REGION, WITHDRAWN = "resource", "ResourceWithdrawn"


@dataclass(frozen=True, slots=True)
class Provided:
    """Means that the formation or its CFA was given for a cible, while they last."""

    def found(self, scene: Scene) -> Found:
        told = [one for house in scene.houses for one in given(house, scene.window)]
        label = "Moyens donnés aux actions de la cible"
        if not told:
            return Found(label, "aucun moyen déclaré", State.ABSENT)
        return Found(label, " ; ".join(told), State.MET)


def given(house: Life, window: Window) -> Iterator[str]:
    """Each that was there on a day of the period, as it was last said until its end."""
    for one in house.dossier.of(REGION):
        facts = [f for f in house.about[one.id] if f.effective_on <= window.last]
        if facts and _last_day(facts) >= window.start:
            yield _said(facts)


def _last_day(facts: list[Event]) -> date:
    """The day until which they are given, or the one on which they were withdrawn."""
    if facts[-1].type == WITHDRAWN:
        return facts[-1].effective_on
    return date.fromisoformat(_last(facts, "given_until"))


def _said(facts: list[Event]) -> str:
    nature, amount = _last(facts, "nature"), _last(facts, "amount")
    until = french(_last_day(facts))
    return f"{NATURE_LABELS[nature]}, {amount}, pour {_last(facts, 'aim')}, jusqu’au {until}"


def _last(facts: list[Event], name: str) -> str:
    return next(str(f.data[name]) for f in reversed(facts) if f.data.get(name))
