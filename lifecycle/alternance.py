"""The alternance: which days an apprentice spends at the CFA or in company, day by day.

A text of one line per period, later lines over earlier ones: `2026-09-01/2027-08-31 CCEEE--`, the
week from Monday to Sunday. C: at the CFA. E: in company. D: half a day in company. -: neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from lifecycle.calendar import Calendar, french
from lifecycle.errors import InvalidInput

LINE = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2}) ([CED-]{7})")
HALVES = {"E": 2, "D": 1, "C": 0, "-": 0}
AT_CFA = {"C": 2, "D": 1, "E": 0, "-": 0}
LONGEST = 1830  # days: five years, more than any contract of four and its prolongation


@dataclass(frozen=True, slots=True)
class Period:
    """The same week again and again, from `first` to `last`, both included."""

    first: date
    last: date
    week: str


@dataclass(frozen=True, slots=True)
class Alternance:
    """Periods, the last that holds a day decides; a day that none holds is at nobody’s."""

    periods: tuple[Period, ...]

    def halves(self, day: date) -> int:
        """Half days in company: 0, 1 or 2."""
        return HALVES[self._letter(day)]

    def at_cfa(self, day: date) -> int:
        """Half days at the CFA: 0, 1 or 2."""
        return AT_CFA[self._letter(day)]

    def _letter(self, day: date) -> str:
        for period in reversed(self.periods):
            if period.first <= day <= period.last:
                return period.week[day.weekday()]
        return "-"


@cache
def parse(text: str) -> Alternance:
    """Read the lines. Raises InvalidInput with one French sentence on the first that is wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise InvalidInput(
            "Alternance : donnez au moins une ligne « 2026-09-01/2027-08-31 CCEEE-- »."
        )
    return Alternance(tuple(_period(number, line) for number, line in enumerate(lines, 1)))


def _period(number: int, line: str) -> Period:
    found = LINE.fullmatch(line)
    if found is None:
        raise InvalidInput(
            f"Alternance, ligne {number} : « {line[:40]} » ; il faut deux dates et une semaine de "
            "sept lettres (C, E, D ou -), comme « 2026-09-01/2027-08-31 CCEEE-- »."
        )
    try:
        first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
    except ValueError:
        raise InvalidInput(f"Alternance, ligne {number} : une date n’existe pas.") from None
    if last < first:
        raise InvalidInput(f"Alternance, ligne {number} : elle finit avant le {french(first)}.")
    return Period(first, last, found[3])


# --- presence in company -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which the apprentice is not in company, whatever the alternance says."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Attendance:
    """How days of formation pratique are counted for one contract (interpretation O-07).

    Without an alternance every jour ouvré of the site is held to be one: `estimated`.
    """

    alternance: Alternance | None
    site: Calendar
    away: tuple[Away, ...] = ()
    holidays_count: bool = False
    half_counts_whole: bool = False

    @property
    def estimated(self) -> bool:
        return self.alternance is None

    @property
    def waits(self) -> bool:
        """Whether somebody is away and nobody knows until when."""
        return any(absence.last is None for absence in self.away)

    def halves(self, day: date) -> int:
        """Half days counted on `day`."""
        if any(absence.holds(day) for absence in self.away):
            return 0
        if not self.holidays_count and self.site.is_ferie(day):
            return 0
        planned = self._planned(day)
        return 2 if planned and self.half_counts_whole else planned

    def _planned(self, day: date) -> int:
        if self.alternance is None:
            return 2 if day.weekday() < 5 else 0
        return self.alternance.halves(day)

    def count(self, start: date, last: date) -> float:
        """Days counted from `start` to `last`, both included."""
        days = (start + timedelta(days=n) for n in range((last - start).days + 1))
        return sum(self.halves(day) for day in days) / 2

    def day_of(self, start: date, number: int) -> date | None:
        """The day on which the `number`-th day is reached; none when the alternance ends before."""
        return _day_of(self, start, number)


@lru_cache(maxsize=4096)  # a cohort asks the same of the same calendar, once for each step
def _day_of(known: Attendance, start: date, number: int) -> date | None:
    left = 2 * number
    for day in _from(start):
        left -= known.halves(day)
        if left <= 0:
            return day
    return None


def _from(start: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(LONGEST))
