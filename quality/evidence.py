"""What shows that something asked is done: duties kept, events held, facts, roles, choices, figures.

The same few words serve the trajectory of the charter, the fourteen missions of a CFA and the
referentials of those who evaluate: each names its evidence, and the facts say whether it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Protocol

from lifecycle.charter import charter
from lifecycle.charter.indicators import INDICATORS as NAMES
from lifecycle.charter.traceability import Kind, traced
from lifecycle.commands.organisation.events import EVENT_LABELS
from lifecycle.people import Role
from lifecycle.rules.organisation import CIBLE, JALONS
from quality.census import Census, Tale
from quality.counting import Counts
from quality.doubts import Doubt, facts_in_doubt, words
from quality.lives import Life
from quality.measures import Figure, Window
from quality.populations.houses import HELD

ENOUGH = 90
"""In place from nine duties done out of ten: a convention of the product, said on each table."""


class State(StrEnum):
    """What the facts say of something that is asked."""

    MET = "en place"
    PARTLY = "partiel"
    ABSENT = "absent"
    NONE = "sans objet"


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of evidence: what it is, what the facts say, whether it is there.

    `stands`: an irregularity there is still to be explained; `said` tells it.
    """

    what: str
    said: str
    state: State
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A formation in a period, with all that was counted of it."""

    formation: str
    window: Window
    census: Census
    counts: Counts

    @property
    def tale(self) -> Tale:
        return self.census.of(self.formation, self.window)

    @property
    def houses(self) -> list[Life]:
        """The formation, then its CFA."""
        own = self.census.houses.get(("formation", self.formation))
        return [one for one in (own, own.house if own else None) if one]

    def figures(self, indicator: str) -> list[tuple[str, Figure]]:
        """The measures of an indicator for this formation alone."""
        group = ("formation", self.formation)
        counts = (c for (ref, _), c in self.counts.counts.items() if ref == indicator)
        return [(c.measure.label, c.figure(self.window, group)) for c in counts if c.measure.by]


class Evidence(Protocol):
    """Something that may be looked for in a scene."""

    def found(self, scene: Scene) -> Found: ...


def looked_for(
    scene: Scene, wanted: Sequence[Evidence], rows: Sequence[str] = ()
) -> tuple[State, list[Found]]:
    """All that is wanted, and what it amounts to. A row that the product does not cover is never in
    place, whatever is there of it."""
    found = [one.found(scene) for one in wanted]
    state = overall([one.state for one in found])
    lacking = [Found("Non couvert par le produit", missing()[row], State.NONE)
               for row in rows if row in missing()]  # fmt: skip
    capped = State.PARTLY if lacking and state is State.MET else state
    return capped, [*found, *lacking]


@cache
def missing() -> dict[str, str]:
    """The rows that the traceability calls «non couvert», each with what will answer it, and why."""
    rows = (row for row in traced() if row.kind is Kind.MISSING)
    return {row.id: ", ".join(filter(None, (row.part, row.words))) for row in rows}


def overall(states: Sequence[State]) -> State:
    """In place when all of it is, absent when none is; what has no object does not count."""
    told = {state for state in states if state is not State.NONE}
    if not told:
        return State.NONE
    return told.pop() if len(told) == 1 else State.PARTLY


def judged(what: str, said: str, n: int, wanted: int, doubted: Sequence[Doubt]) -> Found:
    """In place when nine out of ten of those wanted are there, and nothing of them is in doubt."""
    clean = n - facts_in_doubt(doubted)
    state = State.MET if n and clean * 100 >= wanted * ENOUGH else State.PARTLY
    if not n and wanted:
        state = State.ABSENT
    told = f"{said} ; {words(doubted)}" if doubted else said
    return Found(what, told, state, stands=bool(doubted))


# --- the kinds of evidence -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """Duties that were due in the period, and how many were done."""

    refs: tuple[str, ...]

    def found(self, scene: Scene) -> Found:
        done, due = scene.tale.done(*self.refs)
        labels = " ; ".join(f"{ref} {charter().obligations[ref].label}" for ref in self.refs)
        doubted = [doubt for doubt in scene.tale.doubts if doubt.ref in self.refs]
        if not due and not doubted:
            return Found(labels, "rien n’était dû", State.NONE)
        said = f"{done} faite{_s(done)} sur {due} due{_s(due)}" if due else "rien n’était dû"
        return judged(labels, said, done, due, doubted)


@dataclass(frozen=True, slots=True)
class Held:
    """Events that the formation or its CFA held."""

    kinds: tuple[str, ...]

    def found(self, scene: Scene) -> Found:
        n = sum(scene.tale.events[kind] for kind in self.kinds)
        labels = " ; ".join(EVENT_LABELS[kind] for kind in self.kinds)
        said = f"{n} tenu{_s(n)}" if n else "aucun tenu"
        doubted = [d for d in scene.tale.doubts if d.fact == HELD and d.kind in self.kinds]
        return judged(labels[:1].upper() + labels[1:], said, n, n or 1, doubted)


@dataclass(frozen=True, slots=True)
class Told:
    """Facts of these types, about apprentices or about the house."""

    types: tuple[str, ...]

    def found(self, scene: Scene) -> Found:
        n = sum(scene.tale.facts[type_] for type_ in self.types)
        labels = " ; ".join(dict.fromkeys(fact_label(type_) for type_ in self.types))
        said = f"{n} fois" if n else "jamais"
        types = {type_.partition(":")[0] for type_ in self.types}
        doubted = [doubt for doubt in scene.tale.doubts if doubt.fact in types]
        return judged(labels, said, n, n or 1, doubted)


@dataclass(frozen=True, slots=True)
class Named:
    """Roles that somebody holds for the formation or its CFA at the end of the period."""

    roles: tuple[Role, ...]

    def found(self, scene: Scene) -> Found:
        day = scene.window.last
        held = [r for r in self.roles if any(_says(h, f"role:{r}", day) for h in scene.houses)]
        missing = [role.label for role in self.roles if role not in held]
        label = f"Nommés : {', '.join(role.label for role in self.roles)}"
        if not missing:
            return Found(label, "tous nommés", State.MET)
        state = State.PARTLY if held else State.ABSENT
        return Found(label, f"manque : {', '.join(missing)}", state)


@dataclass(frozen=True, slots=True)
class Said:
    """What the formation or its CFA says of itself."""

    fields: tuple[tuple[str, str], ...]

    def found(self, scene: Scene) -> Found:
        day = scene.window.last
        said = [
            label for name, label in self.fields if any(_says(h, name, day) for h in scene.houses)
        ]
        label = " ; ".join(label for _, label in self.fields)
        if len(said) == len(self.fields):
            return Found(label, "renseigné", State.MET)
        return Found(label, "en partie" if said else "non renseigné",
                     State.PARTLY if said else State.ABSENT)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """Settings on which the partnership has said its own word."""

    keys: tuple[str, ...]

    def found(self, scene: Scene) -> Found:
        day = scene.window.last
        chosen = [key for key in self.keys if any(_chose(h, key, day) for h in scene.houses)]
        labels = " ; ".join(charter().settings[key].label for key in self.keys)
        if not chosen:
            return Found(labels, "valeurs par défaut", State.ABSENT)
        state = State.MET if len(chosen) == len(self.keys) else State.PARTLY
        return Found(labels, f"{len(chosen)} choisis sur {len(self.keys)}", state)


@dataclass(frozen=True, slots=True)
class Counted:
    """An indicator that had something to count."""

    ref: str

    def found(self, scene: Scene) -> Found:
        figures = [(label, f) for label, f in scene.figures(self.ref) if f.denominator]
        label = f"{self.ref} {NAMES[self.ref]}"
        if not figures:
            return Found(label, "sans objet", State.NONE)
        name, first = figures[0]
        shown = "" if first.value is None else f" : {first.value:g}".replace(".", ",")
        unit = " %" if first.kind == "share" and shown else ""
        return Found(label, f"{name}{shown}{unit} ({first.numerator} sur {first.denominator})",
                     State.MET)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What no fact of the product shows, and where it is kept."""

    what: str

    def found(self, _: Scene) -> Found:
        return Found(self.what, "hors du produit", State.NONE)


def _s(n: int) -> str:
    return "s" if n > 1 else ""


def _says(house: Life, name: str, day: date) -> bool:
    return house.said_on(name, day) not in (None, "")


def _chose(house: Life, key: str, day: date) -> bool:
    """A value, a jalon or a cible of its own, chosen until that day."""
    return any(_says(house, f"set:{key}{what}", day) for what in ("", JALONS, CIBLE))


@cache
def fact_label(type_: str) -> str:
    """What people call a fact: the verb that records it, and what is said of it after a colon."""
    type_, _, of = type_.partition(":")
    moves = (t for phase in charter().phases for t in phase.transitions)
    label = next((t.on.label for t in moves if t.records == type_), type_)
    return f"{label} ({of})" if of else label


def duties(*refs: str) -> Kept:
    return Kept(refs)


def events(*kinds: str) -> Held:
    return Held(kinds)


def facts(*types: str) -> Told:
    return Told(types)


def roles(*names: Role) -> Named:
    return Named(names)
