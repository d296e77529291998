"""What a rule may look at: the charter compiled, the dossier, its house, its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from lifecycle.alternance import Attendance, Away, parse
from lifecycle.calendar import Calendar
from lifecycle.commands import Command, Intention
from lifecycle.dossier import Dossier, Instance, held_by
from lifecycle.events import Event
from lifecycle.people import Person, Role
from lifecycle.vocabulary.duty import Clock, Obligation, Setting
from lifecycle.vocabulary.move import State, Transition
from lifecycle.vocabulary.phase import Phase, Reserved

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Charter:
    """The phases compiled: what may follow, who may ask, what opens and what closes.

    `homes`: the kinds of stream in which a region lives. `reserved`: who sees what of a region.
    """

    phases: tuple[Phase, ...]
    table: Mapping[tuple[str, str, str], str]
    moves: Mapping[tuple[str, str, str], Transition]
    creations: Mapping[str, tuple[Transition, ...]]
    by_command: Mapping[str, tuple[Transition, ...]]
    intentions: Mapping[str, Intention]
    states: Mapping[tuple[str, str], State]
    obligations: Mapping[str, Obligation]
    opened_by: Mapping[str, tuple[Obligation, ...]]
    touched_by: Mapping[str, frozenset[str]]
    settings: Mapping[str, Setting]
    homes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reserved: Mapping[str, Reserved] = field(default_factory=dict)
    sha256: str = ""

    @property
    def never_late(self) -> list[str]:
        """The refs of the duties whose date is the first day on which one may act, not the last."""
        return [o.ref for o in self.obligations.values() if o.kind is Clock.MIN]

    def allows(self, instance: Instance, command: str) -> bool:
        """Whether the table has that move from where the instance stands."""
        return (instance.region, instance.state, command) in self.moves


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at: the dossier as true on `day`, its house, its people.

    `answers` hold the look-ups that rules declare; `history` the facts of the stream, in order;
    `next_pos` and `last_instant` are where the log stands (gapless, never backwards).
    """

    charter: Charter
    dossier: Dossier
    day: date
    at: datetime
    command: Command
    subject: Instance | None = None
    formation: Dossier | None = None
    cfa: Dossier | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    history: Sequence[Event] = ()
    next_pos: int = 0
    last_instant: datetime = EPOCH

    def seen(self, dossier: Dossier, subject: Instance | None, day: date, command: Command) -> Case:
        """The same case about `subject`, as the dossier now stands (`replace`, three times faster).

        A house decides with what it now says of itself.
        """
        formation, cfa = (
            dossier if house and house.stream == dossier.stream else house
            for house in (self.formation, self.cfa)
        )
        return Case(
            self.charter, dossier, day, self.at, command, subject, formation, cfa,
            self.people, self.answers, self.history, self.next_pos, self.last_instant,
        )  # fmt: skip

    def value(self, name: str) -> Any:
        """What the form says under `name`, else what the facts of the subject say."""
        if name in self.command.fields:
            return self.command.fields[name]
        return self.subject.data.get(name) if self.subject else None

    def date(self, name: str) -> date | None:
        value = self.value(name)
        return date.fromisoformat(value) if value else None

    def setting(self, key: str) -> str:
        """The value in force: the formation's, else the CFA's, else the default."""
        return self.chosen(key) or self.charter.settings[key].default  # a KeyError is a bug

    def default(self, key: str) -> str:
        """The declared default, or nothing for a key that nobody declares."""
        known = self.charter.settings.get(key)
        return known.default if known else ""

    def chosen(self, key: str, otherwise: str = "") -> str:
        """What the subject says of its own (P3-C02), else the last word of the partnership."""
        own = self.subject.data.get(f"own:{key}") if self.subject else None
        return str(own) if own else self.agreed(key, otherwise)

    def agreed(self, key: str, otherwise: str = "") -> str:
        """The last word of the partnership on `key`: a choice, or a jalon whose day has come."""
        for house in (self.formation, self.cfa):
            if house and (said := last_word(house, key, self.day)):
                return said
        return self.default(key) or otherwise

    def attendance(self, site: Calendar) -> Attendance:
        """How days of formation pratique count here (O-07): alternance, absences, holidays."""
        text = self.formation and self.formation.said.get("alternance")
        away = (s for s in self.dossier.of("situation") if s.data.get("away"))
        return Attendance(
            parse(text) if text else None,
            site,
            tuple(_away(s) for s in away) if self._leaves_absences_out() else (),
            self.chosen("O-07.holidays", "excluded") == "counted",
            self.chosen("O-07.half_days", "half") == "full",
        )

    def _leaves_absences_out(self) -> bool:
        return self.chosen("O-07.absences", "excluded") == "excluded"

    def state_of(self, region: str, instance: str = "") -> str:
        """The state of an instance (or of the only one), empty when there is none."""
        found = self.dossier.get(region, instance) if instance else self.dossier.one(region)
        return found.state if found else ""

    def person(self, role: Role) -> Person | None:
        """Who holds `role` for the subject, if the register knows them."""
        holder = self.holder(role)
        return self.people.get(holder) if holder else None

    def holder(self, role: Role, subject: Instance | None = None) -> str | None:
        """The id of who holds `role` on the day of the case, for `subject` or that of the case.

        Whom the command names, else see `held_by`.
        """
        if role in self.command.persons:
            return self.command.persons[role]
        houses = (house for house in (self.formation, self.cfa) if house)
        layers = (house.said for house in houses)
        return held_by(self.dossier, role, subject or self.subject, layers, self.day)


def last_word(house: Dossier, key: str, day: date) -> str:
    """A choice holds until a jalon declared for a later day has come."""
    data = house.said
    said = str(data.get(f"set:{key}") or "")
    jalons = data.get(f"set:{key}.jalons")
    if not jalons:
        return said
    since = data.get(f"chosen:{key}", {}).get("on", "") if said else ""
    come = [j.split("=", 1) for j in str(jalons).split("; ")]
    held = [value for on, value in come if since < on <= day.isoformat()]
    return held[-1] if held else said


def _away(situation: Instance) -> Away:
    """From the first to the last day of an absence; open as long as nobody has come back."""
    first = situation.day("from_on") or situation.since
    return Away(first, situation.day("until_on"))
