"""Lives as figures see them: one stream folded at two dates, its facts by type, its houses.

Read once, person after person; what is kept between two persons is the houses only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from lifecycle.calendar import paris_day
from lifecycle.charter import charter
from lifecycle.dossier import Dossier, Instance, folded, held_by, standing
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.vocabulary import seen
from persistence.lives import Known, Lives

HOUSES = ("cfa", "formation")
FORM = "ContractDrafted"
"""The fact whose form says who the apprentice is."""
NOBODY_IN_PARTICULAR = Role.JURY
"""A role to which nothing is reserved: what only a référent may see is in no figure."""


@dataclass(frozen=True, slots=True)
class Moment:
    """From when one looks: what was known at `known_at` of what was true on `day`."""

    known_at: datetime
    day: date

    @classmethod
    def of(cls, known_at: datetime, true_on: date | None = None) -> Moment:
        today = paris_day(known_at)
        return cls(known_at, min(today, true_on or today))


@dataclass(frozen=True, slots=True)
class Life:
    """One stream: the facts that stand, in the order of their places, by type and by instance.

    `siblings` are the other dossiers of the same person, `personal` what I-22 alone opens.
    """

    known: Known
    dossier: Dossier
    facts: Mapping[str, Sequence[Event]]
    about: Mapping[str, Sequence[Event]]
    house: Life | None = None
    siblings: list[Life] = field(default_factory=list)
    personal: Mapping[str, str] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return self.known.stream

    @property
    def formation(self) -> str:
        return self.known.formation or self.known.code

    def told(self, *types: str) -> list[Event]:
        """The facts of these types, in the order of their places."""
        found = [fact for one in types for fact in self.facts.get(one, ())]
        return sorted(found, key=place) if len(types) > 1 else found

    def of(self, instance: Instance, *types: str) -> list[Event]:
        """The facts of these types about one instance."""
        return [f for f in self.about.get(instance.id, ()) if f.type in types]

    def said_on(self, name: str, day: date) -> Any:
        """What the facts of the root said under `name` until that day, the last word first."""
        root = self.dossier.root
        told = self.about.get(root.id, ()) if root else ()
        mine = (f for f in reversed(told) if f.effective_on <= day and name in f.data)
        return next((fact.data[name] for fact in mine), None)

    def holder(self, role: str, subject: Instance | None, day: date) -> str:
        """The id of who held `role` for `subject` on that day, else nothing."""
        above = [self.house] if self.house else []
        above += [self.house.house] if self.house and self.house.house else []
        said = [one.dossier.said for one in above]
        return held_by(self.dossier, role, subject, said, day) or ""


def place(fact: Event) -> tuple[date, int]:
    return (fact.effective_on, fact.place)


def life_of(
    known: Known, events: Sequence[Event], moment: Moment, house: Life | None = None
) -> Life:
    """A stream as it was known and true at `moment`, without what is reserved to a référent."""
    open_to_all = seen(charter(), events, NOBODY_IN_PARTICULAR)
    standing_facts = standing(open_to_all, moment.known_at, moment.day)
    placed = [fact for fact in standing_facts if fact.state is not None]
    facts: dict[str, list[Event]] = defaultdict(list)
    about: dict[str, list[Event]] = defaultdict(list)
    for fact in placed:
        facts[fact.type].append(fact)
        about[fact.instance].append(fact)
    return Life(known, folded(known.stream, len(events), placed), facts, about, house)


# --- reading ---------------------------------------------------------------------------------------


def houses(source: Lives, moment: Moment) -> dict[str, dict[str, Life]]:
    """The CFAs, then the formations, by kind and code; a formation knows its CFA."""
    found: dict[str, dict[str, Life]] = {}
    for kind in HOUSES:
        known = {one.stream: one for one in source.known(kind)}
        lives = {}
        for stream, events in source.histories(list(known)):
            life = life_of(known[stream], events, moment)
            above = found.get(HOUSES[0], {}).get(str(life.dossier.said.get("cfa") or ""))
            lives[known[stream].code] = replace(life, house=above)
        found[kind] = lives
    return found


def apprentices(
    source: Lives,
    moment: Moment,
    formations: Mapping[str, Life],
    wanted: Sequence[str] = (),
    names: Sequence[str] = (),
) -> Iterator[Life]:
    """Every dossier of the formations wanted (none: all), those of one person knowing each other."""
    known = source.known("apprentice")
    seen = {one.person for one in known if not wanted or one.formation in wanted}
    of_theirs = [one for one in known if one.person in seen]
    by_stream = {one.stream: one for one in of_theirs}
    opened = source.personal(list(by_stream), FORM, names) if names else {}
    lives = (
        _dressed(life_of(by_stream[stream], events, moment), formations, opened)
        for stream, events in source.histories(list(by_stream))
    )
    for _, mine in groupby(lives, key=lambda life: life.known.person or life.stream):
        family = [life for life in mine if life.facts]
        for life in family:
            life.siblings.extend(other for other in family if other is not life)
        yield from (life for life in family if not wanted or life.formation in wanted)


def _dressed(
    life: Life, formations: Mapping[str, Life], opened: Mapping[str, Mapping[str, str]]
) -> Life:
    house = formations.get(life.formation)
    said: Mapping[str, Any] = opened.get(life.stream, {})
    return replace(life, house=house, siblings=[], personal=said)
