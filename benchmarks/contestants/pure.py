"""Deciding, in memory and nothing else; and what `transitions` takes for the same moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from tempfile import TemporaryDirectory
from typing import Any

from application.wiring import App
from benchmarks.contest import Leg
from benchmarks.houses import opened
from benchmarks.lives import LIFE, OPENING, Cohort
from lifecycle.charter import charter
from lifecycle.commands import Command
from lifecycle.decisions import Decision, day_of, decide
from lifecycle.dossier import Dossier, fold
from lifecycle.events import Event
from lifecycle.lookups import answers
from lifecycle.machine import ABSENT, machines
from lifecycle.people import Person, Role
from lifecycle.ports import Work
from lifecycle.vocabulary import Case

Asked = tuple[Case, Command, datetime]
Move = tuple[str, str, str]
"""(region, instance, command): what one fact did to one instance. Instances are named apart."""


class _Lives:
    """The cases of whole lives and what was decided of them, made once, untimed, in memory."""

    def __init__(self, app: App, size: int) -> None:
        self.formation = _formation(app)
        self.histories: dict[str, list[Event]] = {}
        self.next_pos = 1
        self.asked: list[Asked] = []
        self.decisions: list[Decision] = []
        cohort = Cohort(app, size)
        with app.house.store.transaction() as work:
            for step in LIFE:
                for n, command in zip(cohort.numbers, cohort.commands(step), strict=True):
                    self._live(work, n, command, step.at)

    def _live(self, work: Work, n: int, command: Command, at: datetime) -> None:
        people = _people(n)
        roles = {Role.APPRENTI, *SPOKEN_OF.get(command.name, ())}
        said = replace(command, persons={role: people[role].id for role in roles})
        history = self.histories.setdefault(command.stream, [])
        case = Case(
            charter(),
            fold(command.stream, history),
            day_of(said, at),
            at,
            said,
            formation=self.formation,
            people={person.id: person for person in people.values()},
            history=tuple(history),
            next_pos=self.next_pos,
            last_instant=OPENING.at,
        )
        case = replace(case, answers=answers(work, case))
        self._keep(decide(case, said, at), (case, said, at))

    def _keep(self, decision: Decision, asked: Asked) -> None:
        self.asked.append(asked)
        self.decisions.append(decision)
        self.histories[decision.dossier.stream] += decision.events
        self.next_pos += len(decision.events)


SPOKEN_OF = {
    "submit-mission": (Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE),
    "appoint": (Role.TUTEUR_ACADEMIQUE,),
}


def _people(n: int) -> dict[Role, Person]:
    """What the register would say of the people of one life."""
    born = {Role.APPRENTI: date(2004, 3, 14), Role.MAITRE_APPRENTISSAGE: date(1985, 5, 12)}
    roles = (Role.APPRENTI, *SPOKEN_OF["submit-mission"], *SPOKEN_OF["appoint"])
    return {role: Person(f"{role}-{n}", birth_date=born.get(role)) for role in roles}


def _formation(app: App) -> Dossier:
    stream = app.house_stream("formation", "M2-INFO") or ""
    return fold(stream, app.events(stream))


class Decide:
    """`decide` alone, on cases already read: rules, duties with their dates, consequences, facts."""

    def __init__(self, size: int) -> None:
        with TemporaryDirectory(prefix="bench-") as place, opened(place) as app:
            self.take(_Lives(app, size))

    def take(self, lives: _Lives) -> None:
        self.asked = lives.asked

    def leg(self, _: int) -> Leg:
        return self.run

    def run(self) -> int:
        return sum(bool(decide(case, command, at).events) for case, command, at in self.asked)

    def close(self) -> None:
        """Nothing is left open."""


class _Moves(Decide):
    """The moves of each command: the person's, and those that the engine makes of it."""

    def take(self, lives: _Lives) -> None:
        self.commands = [list(_moves(decision.events)) for decision in lives.decisions]
        self.compiled: Any = self.compile()

    def compile(self) -> Any:
        raise NotImplementedError

    def run(self) -> int:
        raise NotImplementedError


def _moves(events: Sequence[Event]) -> Iterator[Move]:
    for event in events:
        yield event.region, f"{event.stream}/{event.region}/{event.instance}", event.move


class Attached(_Moves):
    """The peer: `transitions` as its manual shows it, a model attached to a machine and triggered.

    One flat machine a region (the engine's own declarations), one model an instance. It does the
    same moves and nothing else: no rule, right, date, duty, reason or fact.
    """

    def leg(self, n: int) -> Leg:
        self.compiled = self.compile()  # without the models of the leg before
        return super().leg(n)

    def compile(self) -> Any:
        return machines(t for phase in charter().phases for t in phase.transitions)

    def run(self) -> int:
        models: dict[str, Any] = {}
        for moves in self.commands:
            for region, instance, command in moves:
                model = models.get(instance)
                if model is None:
                    model = models[instance] = _Model()
                    self.compiled[region].add_model(model, initial=ABSENT)
                model.trigger(command)
        return len(self.commands)


class _Model:
    """A plain object: `transitions` gives it its state and its methods."""

    trigger: Callable[[str], bool]


class Table(_Moves):
    """The limit: the compiled table alone, a look-up a move."""

    def compile(self) -> Any:
        return charter().table

    def run(self) -> int:
        states: dict[str, str] = {}
        table = self.compiled
        for moves in self.commands:
            for region, instance, command in moves:
                states[instance] = table[region, states.get(instance, ABSENT), command]
        return len(self.commands)
