"""What a rule may look at: the charter compiled, the dossier, its house, its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from lifecycle.commands import Command, Intention
from lifecycle.dossier import Dossier, Instance, held_by
from lifecycle.events import Event
from lifecycle.people import Person, Role
from lifecycle.vocabulary.declared import Obligation, Phase, Setting, State, Transition

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Charter:
    """The phases compiled: what may follow, who may ask, what opens and what closes."""

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
    sha256: str = ""


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
        """The same case about `subject`, as the dossier now stands (`replace`, three times faster)."""
        return Case(
            self.charter, dossier, day, self.at, command, subject, self.formation, self.cfa,
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
        for house in (self.formation, self.cfa):
            chosen = house and next(iter(house.instances.values())).data.get(f"set:{key}")
            if chosen:
                return str(chosen)
        return self.charter.settings[key].default

    def state_of(self, region: str, instance: str = "") -> str:
        """The state of an instance (or of the only one), empty when there is none."""
        found = self.dossier.get(region, instance) if instance else self.dossier.one(region)
        return found.state if found else ""

    def person(self, role: Role) -> Person | None:
        """Who holds `role` for the subject, if the register knows them."""
        holder = self.holder(role)
        return self.people.get(holder) if holder else None

    def holder(self, role: Role, subject: Instance | None = None) -> str | None:
        """The id of who holds `role`, for `subject` or that of the case.

        In this order: the command, whoever was appointed since the subject exists, the subject,
        its mission, an earlier appointment, the dossier, the formation, the CFA.
        """
        if role in self.command.persons:
            return self.command.persons[role]
        houses = (house for house in (self.formation, self.cfa) if house)
        layers = (i.data for house in houses for i in house.instances.values())
        return held_by(self.dossier, role, subject or self.subject, layers)
