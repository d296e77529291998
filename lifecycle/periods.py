"""The periods of a recurring duty: rolling from its start, or aligned on a calendar.

A period of which less than half lies between the start and the end owes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile

from lifecycle.calendar import Calendar, Delay, Unit, add

ROLLING, CALENDAR, ACADEMIC = "rolling", "calendar", "academic"
ALIGNED = (ROLLING, CALENDAR, ACADEMIC)
FIRST_MONTH = {CALENDAR: 1, ACADEMIC: 9}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both included; `label` names the period for ever."""

    first: date
    last: date
    label: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def spans(start: date, until: date, period: Delay, aligned: str = ROLLING) -> Iterator[Span]:
    """The periods that owe something between `start` and `until`, each cut to them."""
    origin = start if aligned == ROLLING else _before(start, period, aligned)
    whole = (_span(origin, period, n) for n in count())
    for span in takewhile(lambda s: s.first <= until, whole):
        first, last = max(span.first, start), min(span.last, until)
        if ((last - first).days + 1) * 2 >= span.days:
            yield Span(first, last, span.label)


def after(label: str, found: Iterator[Span]) -> Span | None:
    """The first period after the one of that label."""
    return next((span for span in found if span.label > label), None)


def whole(first: date, origin: date, period: Delay) -> Span:
    """The period that begins on `first`, uncut: months go by the quantième of a rolling origin."""
    known = takewhile(lambda s: s.first <= first, (_span(origin, period, n) for n in count()))
    return next((span for span in known if span.first == first), _span(first, period, 0))


def _span(origin: date, period: Delay, n: int) -> Span:
    first, following = (_shift(origin, period, n + i) for i in (0, 1))
    return Span(first, following - ONE_DAY, first.isoformat())


def _shift(origin: date, period: Delay, times: int) -> date:
    if times == 0:
        return origin
    return add(origin, Delay(period.n * times, period.unit), Calendar.FRANCE)


def _before(start: date, period: Delay, aligned: str) -> date:
    """The beginning of the aligned period that holds `start`: whole months of its year."""
    months = period.n if period.unit is Unit.MOIS else 12
    past = (start.month - FIRST_MONTH[aligned]) % 12 % months
    year, month = divmod(start.year * 12 + start.month - 1 - past, 12)
    return date(year, month + 1, 1)
