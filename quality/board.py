"""The figures of some formations over some periods, from one reading of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lifecycle.errors import InvalidInput
from persistence.lives import Lives
from persistence.sealing import instant_of
from quality.census import Census
from quality.counting import Counts
from quality.indicators import INDICATORS
from quality.lives import Life, Moment, apprentices, houses
from quality.measures import Indicator, Window
from quality.populations.people import SEX

FIRST_MONTH = 9
"""The academic year begins in September."""
DAY = timedelta(days=1)
THOUSAND = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which formations (none: all), which periods, and from when one looks."""

    moment: Moment
    windows: Sequence[Window]
    formations: tuple[str, ...] = ()

    @property
    def window(self) -> Window:
        return self.windows[0]


def present(now: datetime, last_recorded_at: str | None) -> datetime:
    """Now, the facts of this very instant included: the log runs a few microseconds ahead."""
    return max(now, instant_of(last_recorded_at)) if last_recorded_at else now


def period(start: date | None, end: date | None, moment: Moment) -> Window:
    """From the first of September before its end, if nobody says; never after today.

    Raises InvalidInput when it ends before it begins.
    """
    last = end or moment.day
    first = start or year_start(last)
    if last < first:
        raise InvalidInput("La période finit avant de commencer.")
    return Window(first, last, moment.day)


def year_start(day: date) -> date:
    year = day.year if day.month >= FIRST_MONTH else day.year - 1
    return date(year, FIRST_MONTH, 1)


def years(window: Window, most: int = 3) -> list[Window]:
    """The academic year that holds the end of the period, and those before it, the last first."""
    first = year_start(window.last)
    starts = [first.replace(year=first.year - n) for n in range(most)]
    return [Window(start, start.replace(year=start.year + 1) - DAY, window.day) for start in starts]


def lives(source: Lives, asked: Asked, opened: Sequence[str] = (SEX,)) -> Iterator[Life]:
    """The houses of the perimeter, then its apprentices."""
    known = houses(source, asked.moment)
    formations = known["formation"]
    wanted = [c for c in formations if not asked.formations or c in asked.formations]
    yield from (formations[code] for code in wanted)
    above = {life.house.stream: life.house for c in wanted if (life := formations[c]).house}
    yield from (known["cfa"].values() if not asked.formations else above.values())
    yield from apprentices(source, asked.moment, formations, asked.formations, opened)


def read(
    source: Lives,
    asked: Asked,
    indicators: Sequence[Indicator] = INDICATORS,
    detailed: str = "",
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Counts, Census]:
    """Both countings, in one reading. `progress` hears of every thousand lives."""
    counts, census = Counts(indicators, asked.windows, detailed), Census(asked.windows)
    for number, life in enumerate(lives(source, asked), 1):
        counts.add(life)
        census.add(life)
        if number % THOUSAND == 0:
            progress(number)
    return counts, census
