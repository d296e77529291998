"""The words in which the charter is declared: states, moves, duties, rules, settings, phases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lifecycle.calendar import Delay
from lifecycle.commands import Intention
from lifecycle.legal import Source
from lifecycle.people import Role

if TYPE_CHECKING:
    from lifecycle.vocabulary.case import Case


class Clock(StrEnum):
    """The seven kinds of clock (domain notes §2.1), and EVENT: a date computed from data."""

    MAX = "MAX"
    MIN = "MIN"
    WINDOW = "WINDOW"
    COUNTER = "COUNTER"
    SILENCE = "SILENCE"
    RECURRING = "RECURRING"
    SNAPSHOT = "SNAPSHOT"
    EVENT = "EVENT"


class Where(StrEnum):
    """Whose calendar counts the days."""

    SITE = "employer_site"
    FORMATION = "formation"


@dataclass(frozen=True, slots=True)
class State:
    """A state of a region. `stage` is the word that people see; `final` ends the instance."""

    name: str
    label: str
    doc: str = ""
    stage: str = ""
    final: bool = False


# --- rules -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule answers: it holds, it fails, or data is missing (`holds` is None)."""

    holds: bool | None
    detail: str = ""


UNKNOWN = Verdict(None)


@dataclass(frozen=True, slots=True)
class Rule:
    """One affirmation that must hold, with its source, its French reason and who can lift it.

    `lasting`: asked of a command again when an earlier fact becomes known, because it speaks of
    the dossier alone. What else refuses is judged once, with what is known when the command comes.
    """

    name: str
    check: Callable[[Case], Verdict | bool]
    source: Source
    otherwise: str
    ref: str = ""
    lifted_by: tuple[Role, ...] = ()
    liftable: bool = False
    needs: str = ""
    lasting: bool = False

    def judge(self, case: Case) -> Verdict:
        answer = self.check(case)
        return answer if isinstance(answer, Verdict) else Verdict(answer)

    def holds(self, case: Case) -> bool:
        return self.judge(case).holds is True

    def reason(self, verdict: Verdict) -> str:
        said = self.otherwise if verdict.holds is False else f"Non vérifié : {self.otherwise}"
        return f"{said} {verdict.detail}".strip()


def rule(
    *,
    source: Source,
    otherwise: str,
    ref: str = "",
    lifted_by: tuple[Role, ...] = (),
    liftable: bool = False,
    needs: str = "",
    lasting: bool = False,
) -> Callable[[Callable[[Case], Verdict | bool]], Rule]:
    """Make a rule of a function that affirms. `needs` names a look-up that `service` answers."""

    def declare(check: Callable[[Case], Verdict | bool]) -> Rule:
        who = (ref, lifted_by, liftable)
        return Rule(check.__name__, check, source, otherwise, *who, needs, lasting)

    return declare


# --- moves -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Consequence:
    """A move that an accepted one causes, decided in the same pass.

    `same`: on the instance of the same id; otherwise on every instance of the region that may.
    Where the table has no such move, or `when` does not hold, nothing follows.
    """

    on: Intention
    region: str
    when: Rule | None = None
    same: bool = True


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a fact keeps of personal data: a word under `name`, never the data itself."""

    name: str
    draw: Callable[[Case], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A move of one region. No `leaves`: it makes the instance. No `enters`: the state stays."""

    ref: str
    region: str
    on: Intention
    records: str
    by: tuple[Role, ...]
    leaves: tuple[State, ...] = ()
    enters: State | None = None
    requires: tuple[Rule, ...] = ()
    flags: tuple[Rule, ...] = ()
    causes: tuple[Consequence, ...] = ()
    informs: tuple[Role, ...] = ()
    concludes: tuple[Conclusion, ...] = ()
    named_by: str = ""
    source: Source | None = None

    @property
    def creates(self) -> bool:
        return not self.leaves or bool(self.named_by)


# --- duties ----------------------------------------------------------------------------------


class StepKind(StrEnum):
    REMINDER = "reminder"
    LAST_CALL = "last_call"
    ESCALATION = "escalation"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. Counted in jours calendaires from the due date, or a delay after the start."""

    kind: StepKind
    to: tuple[Role, ...]
    offset: int = 0
    after_start: Delay | None = None


@dataclass(frozen=True, slots=True)
class On:
    """What starts a clock: a fact, on its own date or on the date kept under `day`."""

    fact: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Expiry:
    """What the end of a SILENCE or EVENT clock does, through the same door as people."""

    does: Intention
    region: str
    when: Rule | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the partnership, with its floor. `choices` for words, `socle` for delays.

    The entries of `socle` are declared equal; a value is compared with the one of its own unit.
    """

    key: str
    label: str
    default: str
    source: Source
    socle: tuple[Delay, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty that is planned, reminded, escalated, then done, waived or cancelled.

    `within` runs from the start (`before`: it runs backwards); `opens` is when a WINDOW opens,
    relative to the start. Facts close, cancel, pause or resume it when they concern its subject.
    """

    ref: str
    name: str
    label: str
    kind: Clock
    starts: tuple[On, ...]
    within: Delay
    owed_by: Role | None
    source: Source
    before: bool = False
    opens: Delay | None = None
    opens_before: bool = False
    calendar: Where = Where.SITE
    steps: tuple[Step, ...] = ()
    closed_by: tuple[str, ...] = ()
    cancelled_by: tuple[str, ...] = ()
    paused_by: tuple[str, ...] = ()
    resumed_by: tuple[str, ...] = ()
    applies: Rule | None = None
    starts_paused: Rule | None = None
    restarts: Rule | None = None
    expiry: Expiry | None = None
    setting: Setting | None = None
    attested: bool = True
    watched: bool = False
    legal_notice: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of the life of an apprentice, in the order in which they meet it."""

    name: str
    label: str
    transitions: tuple[Transition, ...]
    obligations: tuple[Obligation, ...] = ()
    settings: tuple[Setting, ...] = ()
    stream: str = "apprentice"
