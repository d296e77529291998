"""What each house did in each period: duties by outcome, facts by type, events by kind.

The raw material of the trajectory and of the report, counted in the same pass as the indicators.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lifecycle.dossier import irregularities
from lifecycle.events import Event
from quality.doubts import Doubt, doubts
from quality.lives import Life
from quality.measures import Unit, Window
from quality.populations.duties import every_duty, in_time, ref
from quality.populations.houses import events_held, kind


class Outcome(StrEnum):
    """What became of a duty whose date was in the period."""

    IN_TIME = "à temps"
    LATE = "en retard"
    OVERDUE = "non faite"


@dataclass(slots=True)
class Tale:
    """What one house and its apprentices did in one period."""

    duties: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    open_flags: Counter[str] = field(default_factory=Counter)
    closed_flags: Counter[str] = field(default_factory=Counter)
    doubts: list[Doubt] = field(default_factory=list)

    def __add__(self, other: Tale) -> Tale:
        return Tale(
            self.duties + other.duties,
            self.facts + other.facts,
            self.events + other.events,
            self.open_flags + other.open_flags,
            self.closed_flags + other.closed_flags,
            self.doubts + other.doubts,
        )

    def done(self, *refs: str) -> tuple[int, int]:
        """Duties of these refs done, late or not, and due."""
        due = sum(self.duties[one, outcome] for one in refs for outcome in Outcome)
        return due - sum(self.duties[one, Outcome.OVERDUE] for one in refs), due


@dataclass(slots=True)
class Census:
    """Every house by its kind and code, in every period."""

    windows: Sequence[Window]
    houses: dict[tuple[str, str], Life] = field(default_factory=dict)
    tales: dict[tuple[str, str, Window], Tale] = field(default_factory=lambda: defaultdict(Tale))

    def add(self, life: Life) -> None:
        """An apprentice's life is told of their formation, a house's of itself."""
        home = ("formation", life.formation) if life.known.kind == "apprentice" else (
            life.known.kind, life.known.code
        )  # fmt: skip
        if life.known.kind == home[0]:
            self.houses[home] = life
        duties, events = list(every_duty(life)), list(events_held()(life))
        for window in self.windows:
            self._count(self.tales[*home, window], window, life, duties, events)

    def _count(
        self, tale: Tale, window: Window, life: Life, duties: list[Unit], events: list[Unit]
    ) -> None:
        for unit in duties:
            if window.holds(unit.on) and (outcome := _outcome(unit, window)):
                tale.duties[ref(unit), outcome] += 1
        for type_, facts in life.facts.items():
            mine = [fact for fact in facts if window.holds(fact.effective_on)]
            tale.facts[type_] += len(mine)
            tale.facts.update(f"{type_}:{by}" for fact in mine for by in _channels(fact))
        tale.events.update(kind(unit) for unit in events if window.holds(unit.on))
        _flags(tale, window, life)

    def of(self, formation: str, window: Window) -> Tale:
        """What a formation did, and its CFA for all of its formations."""
        house = self.houses.get(("formation", formation))
        above = house.house.known.code if house and house.house else ""
        own = self.tales.get(("formation", formation, window), Tale())
        return own + self.tales.get(("cfa", above, window), Tale())

    @property
    def formations(self) -> list[str]:
        return sorted(code for kind_, code in self.houses if kind_ == "formation")


def _channels(fact: Event) -> list[str]:
    """By which channels an offer was published."""
    return list(fact.data.get("channels") or ())


def _outcome(unit: Unit, window: Window) -> Outcome | None:
    on_time = in_time(unit, window)
    if on_time is None:
        return None
    if on_time:
        return Outcome.IN_TIME
    return Outcome.LATE if unit.data["done"] else Outcome.OVERDUE


def _flags(tale: Tale, window: Window, life: Life) -> None:
    """Irregularities found in the period: those that nobody has explained yet, and the others."""
    waiting = {flag.id for flag in irregularities(life.dossier)}
    for flag in life.dossier.of("irregularity"):
        if window.holds(flag.opened_on):
            name = str(flag.data.get("rule_ref") or flag.data.get("rule") or "")
            (tale.open_flags if flag.id in waiting else tale.closed_flags)[name] += 1
    tale.doubts += [doubt for day, doubt in doubts(life) if window.holds(day)]
