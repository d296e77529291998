"""The words of an indicator: what is counted, what counts, how it is shown.

A measure is a population (small units, each with the day that places it in a period) and one value
for each unit. `None` as a value means «not to be counted»: it cannot be known yet, or not from what
was recorded. Every value is counted, so that one pass over the log makes every figure.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from math import ceil
from statistics import median
from typing import Any

from lifecycle.charter.indicators import INDICATORS
from lifecycle.legal import Source
from quality.lives import Life

FEW = 20
"""Under this number the State publishes nothing (trajectoires pro): shown here, not to be published."""
HIDDEN = 5
"""A cell of a breakdown under this number could tell of somebody: it is hidden."""


class Axis(IntEnum):
    """The four axes of the deliberation: the postes d’actions of the annexe."""

    PILOTAGE = 1
    BEFORE = 2
    DURING = 3
    AFTER = 4

    @property
    def label(self) -> str:
        return AXES[self]


AXES = {
    Axis.PILOTAGE: "Pilotage de la formation",
    Axis.BEFORE: "Accompagnement pré-contractualisation",
    Axis.DURING: "Suivi pendant la formation",
    Axis.AFTER: "Suivi post-formation",
}


@dataclass(frozen=True, slots=True)
class Window:
    """A period, both days included, and the last day on which what follows was looked for."""

    start: date
    end: date
    day: date

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def last(self) -> date:
        """The day of what is counted at a date: the end of the period, or today before it."""
        return min(self.end, self.day)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is counted, `on` the day that places it; `then` is what followed, if it did."""

    life: Life
    about: str
    on: date
    then: date | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


Population = Callable[[Life], Iterator[Unit]]
Grouping = tuple[str, Callable[[Unit], str]]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted: at least `denominator`; `value` is none without anything to count."""

    kind: str
    denominator: int
    numerator: int | None = None
    value: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def few(self) -> bool:
        return self.denominator < FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(ABC):
    """One figure of an indicator. `counted` and `among` say in French what the two terms are.

    `counts` is what one unit weighs in it. `stock`: what is counted is what stands on the last day
    of the period, not what happened in it. `once`: units that are the same for this figure (a
    tuteur of several apprentices), by this key.
    """

    key: str
    label: str
    of: Population
    counts: Callable[[Unit, Window], Any]
    counted: str = ""
    among: str
    by: tuple[Grouping, ...] = ()
    stock: bool = False
    once: Callable[[Unit, Window], str] | None = None

    @abstractmethod
    def figure(self, values: Counter[Any]) -> Figure:
        """What these values, each with its weight, come to."""


class Share(Measure):
    """How many of the population count, in per cent: each unit is yes or no."""

    def figure(self, values: Counter[Any]) -> Figure:
        top, bottom = values[True], values.total()
        return Figure("share", bottom, top, rounded(100 * top, bottom))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Measure):
    """How long something takes: median, and p90 by nearest rank."""

    unit: str = "jours calendaires"

    def figure(self, values: Counter[Any]) -> Figure:
        every = sorted(values.elements())
        said = {"unit": self.unit}
        if not every:
            return Figure("delay", 0, more=said)
        p90 = every[ceil(0.9 * len(every)) - 1]
        return Figure("delay", len(every), sum(every), float(median(every)), {**said, "p90": p90})


class Mean(Measure):
    """The mean of a score."""

    def figure(self, values: Counter[Any]) -> Figure:
        top, bottom = sum(n * times for n, times in values.items()), values.total()
        return Figure("mean", bottom, top, rounded(top, bottom, 2))


class Sums(Measure):
    """The sum of one quantity by the sum of another, in per cent: each unit is a pair."""

    def figure(self, values: Counter[Any]) -> Figure:
        top = sum(pair[0] * times for pair, times in values.items())
        bottom = sum(pair[1] * times for pair, times in values.items())
        return Figure("share", bottom, top, rounded(100 * top, bottom))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(Measure):
    """How many of each kind. `guarded`: small cells are hidden, and one more where it would tell."""

    guarded: bool = False

    def figure(self, values: Counter[Any]) -> Figure:
        cells = dict(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))
        shown = guarded(cells) if self.guarded else cells
        return Figure("cells", values.total(), more={"cells": shown})


def rounded(top: int, bottom: int, digits: int = 1) -> float | None:
    return round(top / bottom, digits) if bottom else None


def guarded(cells: Mapping[str, int]) -> dict[str, int | None]:
    """Small cells hidden; one alone would be the total minus the others: the next goes too."""
    small = [name for name, n in cells.items() if n < HIDDEN]
    if len(small) == 1 and len(cells) > 1:
        small.append(min((n, name) for name, n in cells.items() if name not in small)[1])
    return {name: None if name in small else n for name, n in cells.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator of the list. `named`: the charter names it, or gives the number it measures.

    `elsewhere` says who counts it when the product does not. `version` changes with the formula.
    """

    ref: str
    axis: Axis
    definition: str
    source: Source
    measures: tuple[Measure, ...] = ()
    conventions: tuple[str, ...] = ()
    horizon: str = ""
    named: bool = False
    elsewhere: str = ""
    version: int = 1

    @property
    def label(self) -> str:
        return INDICATORS[self.ref]
