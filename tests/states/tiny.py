"""A tiny life for the tests of the engine: one pathway, contracts, absences, and duties of the test.

life = Life(duty(times=2), **{"D99.owner": "direction"})
life.do("begin", "2026-11-16", ends_on="2027-11-15")
life.beat("2026-11-30 08:05")
assert life.last("D99").state == "open"
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import Command, Field, Intention, Kind
from lifecycle.commands.duties import KEEP_TIME
from lifecycle.decisions import decide
from lifecycle.dossier import Dossier, Instance, fold
from lifecycle.events import Event
from lifecycle.legal import MAISON
from lifecycle.machine import compile_charter
from lifecycle.people import CLOCK, Actor, Role
from lifecycle.states import duties as life_of_duties
from lifecycle.vocabulary import (
    Case,
    Clock,
    Conclusion,
    Obligation,
    On,
    Phase,
    State,
    Step,
    StepKind,
    Transition,
)
from tests.houses import instant

OFFICE = (Role.GESTIONNAIRE,)
SOURCE = MAISON["exemple de test"]
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

ENROLLED = State("enrolled", "inscrit")
DEAD = State("dead", "décédé", final=True, over=True)
GONE = State("gone", "parti", final=True)
RUNNING = State("running", "en cours")
FINISHED = State("finished", "fini", final=True)
AWAY = State("away", "absent")
BACK = State("back", "revenu", final=True)

CONTRACT = Field("contract", "Contrat", Kind.INSTANCE)
DATES = tuple(Field(n, n, Kind.DATE) for n in ("ends_on", "first", "second", "from_on", "until_on"))


def _move(
    name: str, records: str, region: str, leaves: tuple[State, ...], enters: State | None,
    concludes: tuple[Conclusion, ...] = (),
) -> Transition:  # fmt: skip
    own = (Field(region, region, Kind.INSTANCE),) if leaves and region != "pathway" else ()
    named = (CONTRACT,) if region == "situation" else ()
    return Transition(
        ref="X", region=region, on=Intention(name, name, (*own, *named, *DATES)), records=records, by=OFFICE,
        leaves=leaves, enters=enters, concludes=concludes, source=SOURCE,
    )  # fmt: skip


TRANSITIONS = (
    _move("enrol", "Enrolled", "pathway", (), ENROLLED),
    _move("leave", "Left", "pathway", (ENROLLED,), GONE),
    _move("die", "Died", "pathway", (ENROLLED,), DEAD),
    _move("begin", "Begun", "contract", (), RUNNING),
    _move("act", "Acted", "contract", (RUNNING,), None),
    _move("amend", "Amended", "contract", (RUNNING,), None),
    _move("stop", "Stopped", "contract", (RUNNING,), None),
    _move("resume", "Resumed", "contract", (RUNNING,), None),
    _move("finish", "Finished", "contract", (RUNNING,), FINISHED),
    _move("go-away", "WentAway", "situation", (), AWAY, (Conclusion("away", lambda _: True),)),
    _move("come-back", "CameBack", "situation", (AWAY,), BACK),
)


def days(n: int) -> Delay:
    return Delay(n, Unit.JOURS_CALENDAIRES)


def months(n: int) -> Delay:
    return Delay(n, Unit.MOIS)


def step(kind: StepKind, **when: Any) -> Step:
    return Step(kind, OFFICE, **when)


def duty(**said: Any) -> Obligation:
    """Ten days for the office to act, from the beginning of the contract; anything else is said."""
    declared: dict[str, Any] = {
        "ref": "D99", "name": "ninety_nine", "label": "Agir", "kind": Clock.MAX,
        "starts": (On("Begun"),), "within": days(10), "owed_by": Role.GESTIONNAIRE,
        "watched": True, "closed_by": ("Acted",), "attested": False, "source": SOURCE,
    }  # fmt: skip
    return Obligation(**{**declared, **said})


class Life:
    """Facts decided by the engine alone, without a house: what a test says, and what follows."""

    def __init__(self, *duties: Obligation, calendar: str = "france", **settings: str) -> None:
        tiny = Phase("tiny", "Exemple", TRANSITIONS, duties)
        self.charter = compile_charter((tiny, life_of_duties.PHASE))
        self.data = {"calendar": calendar, **{f"set:{k}": v for k, v in settings.items()}}
        self.events: list[Event] = []
        self.now = EPOCH
        self.do("enrol", "2026-01-01")

    def do(self, name: str, on: str, known: str = "", **fields: str) -> list[Event]:
        """`name` happened on the day `on`; it is known on that day, or on the day `known`."""
        intention = self.charter.intentions[name]
        command = Command(
            intention=intention, stream="x", fields=intention.read(fields),
            effective_on=date.fromisoformat(on), actor=Actor(Role.GESTIONNAIRE),
        )  # fmt: skip
        return self._decide(command, instant(known or on))

    def beat(self, at: str) -> list[Event]:
        return self._decide(Command(intention=KEEP_TIME, stream="x", actor=CLOCK), instant(at))

    def _decide(self, command: Command, at: datetime) -> list[Event]:
        self.now = at
        last = self.events[-1].recorded_at if self.events else EPOCH
        case = Case(
            self.charter, self.dossier(), at.date(), at, command, formation=self._formation(),
            history=tuple(self.events), next_pos=len(self.events) + 1, last_instant=last,
        )  # fmt: skip
        new = list(decide(case, command, at).events)
        self.events += new
        return new

    def _formation(self) -> Dossier:
        day = date(2020, 1, 1)
        house = Instance("formation", "formation", "open", day, self.data, 1, 1, day, day)
        return Dossier("f", 1, {house.key: house})

    def dossier(self) -> Dossier:
        return fold("x", self.events)

    def duties(self, ref: str = "D99") -> list[Instance]:
        return [d for d in self.dossier().of("obligation") if d.data["ref"] == ref]

    def last(self, ref: str = "D99") -> Instance:
        return self.duties(ref)[-1]

    def states(self, ref: str = "D99") -> list[str]:
        return [d.state for d in self.duties(ref)]

    def dues(self, ref: str = "D99") -> list[str]:
        return [d.data["due_on"] for d in self.duties(ref)]

    def facts(self, of: str = "D99.1") -> list[tuple[str, str]]:
        """(day, fact) of one duty, those set aside left out."""
        standing = {e.place: e for e in self.events if e.instance == of}
        return [(e.effective_on.isoformat(), e.type) for e in standing.values() if e.state]
