"""The words of a duty: its clock, what starts it, how long, how often, who is told, its setting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import Intention
from lifecycle.legal import Source
from lifecycle.people import Role
from lifecycle.vocabulary.rule import Rule


def jours_calendaires(n: int) -> Delay:
    return Delay(n, Unit.JOURS_CALENDAIRES)


def mois(n: int) -> Delay:
    return Delay(n, Unit.MOIS)


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


class StepKind(StrEnum):
    REMINDER = "reminder"
    LAST_CALL = "last_call"
    ESCALATION = "escalation"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. Counted in jours calendaires from the due date, or a delay after the start.

    `at_count`: on the day of presence of that number (COUNTER). `below`: only while fewer acts
    than that have been counted (an obligation of several acts).
    """

    kind: StepKind
    to: tuple[Role, ...]
    offset: int = 0
    after_start: Delay | None = None
    at_count: int = 0
    below: int = 0


@dataclass(frozen=True, slots=True)
class On:
    """What starts a clock: a fact, on its own date or on the date kept under `day`.

    Several of one fact arm one occurrence each. `optional`: nothing is armed without that date.
    """

    fact: str
    day: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """The length of a COUNTER: days of formation pratique, read from the alternance calendar."""

    n: int

    def __str__(self) -> str:
        return f"{self.n} jours de formation pratique"


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """The date of a SNAPSHOT: that day of the year that comes `years` after the start's."""

    month: int
    day: int
    years: int = 0

    def __str__(self) -> str:
        return f"le {self.day:02}/{self.month:02}, année + {self.years}"


@dataclass(frozen=True, slots=True)
class Every:
    """RECURRING: one occurrence per period, while it begins before the date kept under `until`.

    Without `until` it goes on for ever. Opening one plans the next. `aligned` says where periods
    begin (calendar, academic), or names the setting that says it; rolling by default.
    """

    period: Delay
    until: str = ""
    aligned: str = ""


@dataclass(frozen=True, slots=True)
class Waves:
    """RECURRING at fixed distances from the start: one occurrence each, all planned at once."""

    after: tuple[Delay, ...]


@dataclass(frozen=True, slots=True)
class Expiry:
    """What the end of a SILENCE or EVENT clock does, through the same door as people."""

    does: Intention
    region: str
    when: Rule | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the partnership, with its floor: `choices` words, `socle` delays, `least` a number.

    The entries of `socle` are declared equal; a value is compared with the one of its own unit.
    A value that is none of these is spelt as the regular expression `pattern` says.
    """

    key: str
    label: str
    default: str
    source: Source
    socle: tuple[Delay, ...] = ()
    choices: tuple[str, ...] = ()
    least: int | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty that is planned, reminded, escalated, then done, waived or cancelled.

    `within` runs from the start (`before`: it runs backwards); `opens` is when a WINDOW opens,
    relative to the start. Of a MIN, the end of `within` is the first day on which the act may
    happen: it is never late. Facts close, cancel, pause or resume it when they concern its subject,
    those of `replanned_by` give it new dates, when its start, end or counter has changed;
    `times` closing facts are wanted (the setting `ref.times` may ask more), each only if
    `counts_if` holds. `outlives`: it opens on the end of its subject, or survives it. `extends`: its
    last day moves to the next jour ouvré (R. 1231-1), whatever the setting O-09 says of the others.
    `reserved_to`: nobody else sees it, nor may the partnership hand it to anybody else.
    """

    ref: str
    name: str
    label: str
    kind: Clock
    starts: tuple[On, ...]
    within: Delay | Presence | DayOfYear
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
    replanned_by: tuple[str, ...] = ()
    applies: Rule | None = None
    starts_paused: Rule | None = None
    restarts: Rule | None = None
    expiry: Expiry | None = None
    setting: Setting | None = None
    attested: bool = True
    watched: bool = False
    legal_notice: bool = False
    recurs: Every | Waves | None = None
    times: int = 1
    counts_if: Rule | None = None
    outlives: bool = False
    extends: bool = False
    reserved_to: tuple[Role, ...] = ()
