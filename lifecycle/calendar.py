"""How days are counted: Paris civil days, jours fériés, jours ouvrés and ouvrables, delays.

Pure: no clock is read here. Sources: Code du travail L3133-1 (eleven jours fériés) and L3134-13
(Alsace-Moselle); Code de procédure civile (CPC) art. 641 (dies a quo, quantième) and 642
(extension). Years run from 1990 to 2100; outside, every count raises `InvalidInput`.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from lifecycle.errors import InvalidInput

PARIS = ZoneInfo("Europe/Paris")
FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_DELAY = 3650
DEMI_MOIS = 15  # jours calendaires

_ONE_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
_MOST_DATES_IN_ONE_LINE = 4
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


# --- instants and civil days -----------------------------------------------------------------


def paris_day(at: datetime) -> date:
    """The civil day in Paris at the aware instant `at`. Raises ValueError when `at` is naive."""
    if at.utcoffset() is None:
        raise ValueError(f"an aware datetime is required, got the naive {at!r}")
    return at.astimezone(PARIS).date()


def paris_instant(day: date, hour: int = 0) -> datetime:
    """The aware UTC instant when clocks in Paris show `hour` (0 to 23) on `day`.

    When clocks go back, 2 h is the first of the two; when they go forward, it is 3 h.
    Raises ValueError when `hour` is not an hour.
    """
    return datetime.combine(day, time(hour), tzinfo=PARIS).astimezone(UTC)


def french(day: date) -> str:
    """`mardi 24 novembre 2026`, `vendredi 1er janvier 2027`: any year, no bound."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{_DAYS[day.weekday()]} {number} {_MONTHS[day.month - 1]} {day.year}"


# --- jours fériés ----------------------------------------------------------------------------


class Calendar(StrEnum):
    """The jours fériés of one place of work; each site has its own, whatever its département.

    ALSACE_MOSELLE adds Vendredi saint (communes with a temple protestant or an église mixte)
    and 26 décembre (L3134-13); an activity excluded by L3134-1 uses FRANCE.
    """

    FRANCE = "france"
    ALSACE_MOSELLE = "alsace-moselle"

    def holiday_name(self, day: date) -> str | None:
        """The French name of the jour férié, two joined by « et » when they fall together."""
        return _feries(self, _year_of(day)).get(day)

    def is_ferie(self, day: date) -> bool:
        """L3133-1, and L3134-13 in Alsace-Moselle."""
        return day in _feries(self, _year_of(day))

    def is_ouvre(self, day: date) -> bool:
        """Monday to Friday, not férié (practice of companies, no text)."""
        return not self.is_ferie(day) and day.weekday() < _SATURDAY

    def is_ouvrable(self, day: date) -> bool:
        """Neither Sunday nor férié: Saturday counts (Code du travail L3133-1, L3141-3)."""
        return not self.is_ferie(day) and day.weekday() != _SUNDAY

    def next_ouvre(self, day: date) -> date:
        """`day` itself when it is ouvré, else the first jour ouvré after it."""
        while not self.is_ouvre(day):
            day += _ONE_DAY
        return day


_SUBDIVISIONS = {Calendar.FRANCE: None, Calendar.ALSACE_MOSELLE: "57"}  # GES adds nothing


@cache  # two calendars, 111 years
def _feries(calendar: Calendar, year: int) -> Mapping[date, str]:
    from holidays import country_holidays  # here: slow to import, the command line starts fast

    found = country_holidays("FR", _SUBDIVISIONS[calendar], year, language="fr")
    return {day: name.replace("; ", " et ") for day, name in found.items()}


def _year_of(day: date) -> int:
    """The year of a civil day. Raises InvalidInput out of bounds, TypeError for an instant."""
    if isinstance(day, datetime):
        raise TypeError(f"a civil day is required, got the instant {day!r}: use paris_day")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(
            f"L'année {day.year} est hors du calendrier, tenu de {FIRST_YEAR} à {LAST_YEAR}."
        )
    return day.year


# --- delays ----------------------------------------------------------------------------------


class Unit(StrEnum):
    """What a delay counts."""

    JOURS_CALENDAIRES = "jours calendaires"
    JOURS_OUVRABLES = "jours ouvrables"
    JOURS_OUVRES = "jours ouvrés"
    SEMAINES = "semaines"
    MOIS = "mois"


_ONE_OF = ("jour calendaire", "jour ouvrable", "jour ouvré", "semaine", "mois")
_SINGULAR = dict(zip(Unit, _ONE_OF, strict=True))


@dataclass(frozen=True, slots=True)
class Delay:
    """`n` units, 0 to 3650; 0 is what is left of a spent budget, nobody can write it."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 0 <= self.n <= LONGEST_DELAY:
            raise InvalidInput(f"Un délai compte de 1 à {LONGEST_DELAY} unités, pas {self.n}.")

    def __str__(self) -> str:
        """`5 jours ouvrés`, `1 semaine`: `parse` reads it back."""
        return f"{self.n} {self.unit if self.n > 1 else _SINGULAR[self.unit]}"

    @classmethod
    def parse(cls, text: str) -> Delay:
        """Read `5 jours ouvrés`, `1 semaine`, `½ mois`; case, accents and spaces are free.

        Raises InvalidInput with a French sentence that says what to write instead.
        """
        words = _plain(text)
        if words == "½ mois":
            return cls(DEMI_MOIS, Unit.JOURS_CALENDAIRES)
        return cls(*_number_and_unit(words))


def _plain(text: str) -> str:
    """Lower case, no accent on e, single spaces; digits are left as they were written."""
    composed = unicodedata.normalize("NFC", text).lower()
    return " ".join(composed.replace("é", "e").split())


_UNITS = {_plain(name): unit for unit in Unit for name in (unit.value, _SINGULAR[unit])}


def _number_and_unit(words: str) -> tuple[int, Unit]:
    found = re.fullmatch(r"([0-9]{1,9}) ?(\D+)", words)
    if found is None or found[2] not in _UNITS or int(found[1]) == 0:
        raise InvalidInput(_why_unreadable(words))
    return int(found[1]), _UNITS[found[2]]


def _why_unreadable(words: str) -> str:
    shown = words if len(words) <= 40 else f"{words[:40]}…"
    if re.fullmatch(r"[0-9]+ ?(jours?|j)", words):
        return f"« {shown} » : précisez jours calendaires, jours ouvrables ou jours ouvrés."
    if re.fullmatch(r"[0-9]+ ?½ mois", words):
        return (
            f"« {shown} » mêle mois et jours : écrivez des mois entiers ou des jours calendaires."
        )
    if re.fullmatch(r"0+ ?\D+", words):
        return f"Un délai compte de 1 à {LONGEST_DELAY} unités, pas 0."
    return (
        f"« {shown} » n'est pas un délai : écrivez par exemple « 5 jours ouvrés », "
        "« 5 jours ouvrables », « 7 jours calendaires », « 1 semaine » ou « 3 mois »."
    )


# --- counting --------------------------------------------------------------------------------


def add(start: date, delay: Delay, calendar: Calendar, extend: bool = False) -> date:
    """The last day of `delay` from `start`, which is not counted (CPC 641).

    Months go by quantième, to the last day of the month when it has none (CPC 641 al. 2).
    With `extend`, a last day on a Saturday, a Sunday or a jour férié moves to the first day
    that is none of them (CPC 642). Raises InvalidInput outside 1990-2100.
    """
    end = _move(start, delay, calendar, +1)
    return calendar.next_ouvre(end) if extend else end


def subtract(end: date, delay: Delay, calendar: Calendar) -> date:
    """The day `delay` before `end`, which is not counted; CPC 642 never extends backwards."""
    return _move(end, delay, calendar, -1)


def count(start: date, end: date, unit: Unit, calendar: Calendar) -> int:
    """How many days of `unit` lie in (start, end]: none when `end` is not after `start`.

    For weeks and months, the jours calendaires.
    """
    _year_of(start), _year_of(end)
    return sum(_counts(day, unit, calendar) for day in _days(start, end))


def _move(origin: date, delay: Delay, calendar: Calendar, way: int) -> date:
    """`delay` after (`way` +1) or before (-1) `origin`, always from the origin."""
    _year_of(origin)
    if delay.unit in (Unit.JOURS_OUVRES, Unit.JOURS_OUVRABLES):
        return _nth(origin, delay, calendar, way)
    if delay.unit is Unit.MOIS:
        moved = _quantieme(origin, way * delay.n)
    else:
        days = delay.n * (7 if delay.unit is Unit.SEMAINES else 1)
        moved = origin + timedelta(days=way * days)
    _year_of(moved)
    return moved


def _nth(day: date, delay: Delay, calendar: Calendar, way: int) -> date:
    left = delay.n
    while left:
        day += way * _ONE_DAY
        left -= _counts(day, delay.unit, calendar)
    return day


def _quantieme(origin: date, months: int) -> date:
    year, month = divmod(origin.year * 12 + origin.month - 1 + months, 12)
    return date(year, month + 1, min(origin.day, monthrange(year, month + 1)[1]))


def _counts(day: date, unit: Unit, calendar: Calendar) -> bool:
    if unit is Unit.JOURS_OUVRES:
        return calendar.is_ouvre(day)
    return unit is not Unit.JOURS_OUVRABLES or calendar.is_ouvrable(day)


def _days(start: date, end: date) -> Iterator[date]:
    """Each day of (start, end]."""
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))


# --- why this day ----------------------------------------------------------------------------


def explain(start: date, delay: Delay, calendar: Calendar, extend: bool = False) -> list[str]:
    """The same count as `add`, in French lines: the start, what did not count, the last day."""
    end, due = add(start, delay, calendar), add(start, delay, calendar, extend)
    moved = _days(end - _ONE_DAY, due - _ONE_DAY)
    return [
        f"{french(start)} : point de départ, ne compte pas (CPC, art. 641)",
        *_not_counted(start, end, delay.unit, calendar),
        *_missing_quantieme(start, end, delay.unit),
        *(f"{_rest(day, calendar)}, reporté au lendemain (CPC, art. 642)" for day in moved),
        f"{french(due)} : dernier jour du délai ({delay}, calendrier {calendar})",
    ]


def _not_counted(start: date, end: date, unit: Unit, calendar: Calendar) -> list[str]:
    """Each jour férié on its line, then the weekends: their dates when few, else how many."""
    skipped = [day for day in _days(start, end) if not _counts(day, unit, calendar)]
    feries = [_rest(day, calendar) for day in skipped if calendar.is_ferie(day)]
    weekend = [french(day) for day in skipped if not calendar.is_ferie(day)]
    if len(weekend) > _MOST_DATES_IN_ONE_LINE:
        days = "samedis et dimanches" if unit is Unit.JOURS_OUVRES else "dimanches"
        weekend = [f"{len(weekend)} {days}"]
    return feries + ([f"{', '.join(weekend)} : hors décompte"] if weekend else [])


def _missing_quantieme(start: date, end: date, unit: Unit) -> list[str]:
    if unit is not Unit.MOIS or start.day == end.day:
        return []
    month = f"{_MONTHS[end.month - 1]} {end.year}"
    return [f"{month} n'a pas de {start.day} : dernier jour du mois (CPC, art. 641 al. 2)"]


def _rest(day: date, calendar: Calendar) -> str:
    """`vendredi 25 décembre 2026 : Noël, férié`, or the day alone when it is a weekend."""
    name = calendar.holiday_name(day)
    return f"{french(day)} : {name}, férié" if name else french(day)
