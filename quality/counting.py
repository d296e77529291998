"""One pass over the lives: every measure, in every period, by group, with the cases behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from quality.lives import Life
from quality.measures import HIDDEN, Figure, Indicator, Measure, Population, Unit, Window

ALL = ("", "")
PERSONAL = frozenset(("sexe",))
Group = tuple[str, str]
"""What it is grouped by, and the one of them: both empty for the whole."""
Slot = tuple[Window, Group]


@dataclass(frozen=True, slots=True)
class Case:
    """One unit behind a figure, for whoever checks it: no name, the id of the dossier."""

    measure: str
    dossier: str
    about: str
    on: str
    then: str | None
    value: Any


@dataclass(slots=True)
class Count:
    """What one measure has met so far, in each period and group."""

    measure: Measure
    windows: Sequence[Window]
    values: dict[Slot, Counter[Any]] = field(default_factory=lambda: defaultdict(Counter))
    alike: dict[Slot, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, units: Iterable[Unit]) -> Iterator[tuple[Unit, Any]]:
        """Count the units of one life; yields those of the first period, with their value."""
        for unit in units:
            for window in self.windows:
                if not _is_in(self.measure, unit, window):
                    continue
                value = self.measure.counts(unit, window)
                if value is not None:
                    self._keep(unit, window, value)
                    if window is self.windows[0]:
                        yield unit, value

    def _keep(self, unit: Unit, window: Window, value: Any) -> None:
        groups = [ALL, *((name, of(unit)) for name, of in self.measure.by)]
        for slot in ((window, group) for group in groups):
            if self.measure.once is None:
                self.values[slot][value] += 1
            else:
                alike, key = self.alike[slot], self.measure.once(unit, window)
                alike[key] = max(alike.get(key, value), value)

    def figure(self, window: Window, group: Group = ALL) -> Figure:
        alike = self.alike.get((window, group))
        values = Counter(alike.values()) if alike else self.values.get((window, group), Counter())
        return self.measure.figure(values)

    def groups(self, window: Window) -> dict[Group, Figure]:
        """The figure of each group met in the period, in the order of their names.

        Where groups tell of persons, a small one hides them all: the rest would give it away.
        """
        slots = {**self.values, **self.alike}
        met = sorted(group for held, group in slots if held == window and group != ALL)
        found = {group: self.figure(window, group) for group in met}
        small = {by for (by, _), f in found.items() if by in PERSONAL and f.denominator < HIDDEN}
        return {group: figure for group, figure in found.items() if group[0] not in small}


def _is_in(measure: Measure, unit: Unit, window: Window) -> bool:
    if not measure.stock:
        return window.holds(unit.on) and unit.on <= window.day
    return unit.on <= window.last and (unit.then is None or window.last < unit.then)


@dataclass(slots=True)
class Counts:
    """Every indicator over the same lives. `detailed`: the ref whose cases are kept."""

    indicators: Sequence[Indicator]
    windows: Sequence[Window]
    detailed: str = ""
    cases: list[Case] = field(default_factory=list)
    counts: dict[tuple[str, str], Count] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = {
            (one.ref, measure.key): Count(measure, self.windows)
            for one in self.indicators
            for measure in one.measures
        }

    def add(self, life: Life) -> None:
        """Each population is read once, however many measures count it."""
        read: dict[Population, list[Unit]] = {}
        for (ref, key), count in self.counts.items():
            of = count.measure.of
            if of not in read:
                read[of] = list(of(life))
            for unit, value in count.add(read[of]):
                if ref == self.detailed:
                    self.cases.append(_case(key, unit, value))

    def figure(self, ref: str, key: str, window: Window | None = None) -> Figure:
        return self.counts[ref, key].figure(window or self.windows[0])


def _case(key: str, unit: Unit, value: Any) -> Case:
    then = unit.then.isoformat() if unit.then else None
    return Case(key, unit.life.stream, unit.about, unit.on.isoformat(), then, value)
