"""Every way to count a day: the dated examples first, then what holds for all dates."""

from __future__ import annotations

import csv
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.calendar import (
    Calendar,
    Delay,
    Unit,
    add,
    count,
    explain,
    french,
    paris_day,
    paris_instant,
    subtract,
)
from lifecycle.errors import InvalidInput

FRANCE, ALSACE = Calendar.FRANCE, Calendar.ALSACE_MOSELLE
ORACLE = Path(__file__).parents[1] / "data" / "feries_alsace_moselle.csv"

# start | delay | calendar, with + when CPC 642 extends | last day
EXAMPLES = """
    # jours calendaires: the start is not counted, nothing else is skipped
    2026-11-24 | 1 jour calendaire     | france          | 2026-11-25
    2026-11-24 | 7 jours calendaires   | france          | 2026-12-01
    2026-12-24 | 7 jours calendaires   | france          | 2026-12-31
    2026-12-24 | 7 jours calendaires   | alsace-moselle  | 2026-12-31
    2026-12-24 | 8 jours calendaires   | alsace-moselle  | 2027-01-01
    2026-09-01 | 45 jours calendaires  | france          | 2026-10-16
    2026-01-01 | 365 jours calendaires | france          | 2027-01-01
    2028-01-01 | 365 jours calendaires | france          | 2028-12-31
    2028-01-01 | 366 jours calendaires | france          | 2029-01-01
    # 29 February: 2028 has one, 2027 has none
    2027-02-28 | 1 jour calendaire     | france          | 2027-03-01
    2028-02-28 | 1 jour calendaire     | france          | 2028-02-29
    2028-02-28 | 2 jours calendaires   | france          | 2028-03-01
    2028-02-29 | 1 jour calendaire     | france          | 2028-03-01
    # the nights when the clocks change
    2026-03-28 | 1 jour calendaire     | france          | 2026-03-29
    2026-03-28 | 2 jours calendaires   | france          | 2026-03-30
    2026-10-24 | 1 jour calendaire     | france          | 2026-10-25
    2026-10-24 | 2 jours calendaires   | france          | 2026-10-26
    2026-02-28 | 1 mois                | france          | 2026-03-28
    2026-03-24 | 1 semaine             | france          | 2026-03-31
    2026-10-20 | 1 semaine             | france          | 2026-10-27
    2026-09-25 | 1 mois                | france          | 2026-10-25
    2026-03-27 | 1 jour ouvré          | france          | 2026-03-30
    2026-10-23 | 1 jour ouvré          | france          | 2026-10-26
    # legal months are not the State's 90 and 180 days
    2026-09-01 | 90 jours calendaires  | france          | 2026-11-30
    2026-09-01 | 3 mois                | france          | 2026-12-01
    2026-09-01 | 180 jours calendaires | france          | 2027-02-28
    2026-09-01 | 6 mois                | france          | 2027-03-01
    # half a month is 15 days
    2026-09-15 | ½ mois                | france          | 2026-09-30
    2027-02-14 | ½ mois                | france          | 2027-03-01
    2028-02-14 | ½ mois                | france          | 2028-02-29
    # weeks
    2026-11-24 | 1 semaine             | france          | 2026-12-01
    2026-12-24 | 2 semaines            | alsace-moselle  | 2027-01-07
    2027-02-22 | 1 semaine             | france          | 2027-03-01
    2028-02-22 | 1 semaine             | france          | 2028-02-29
    # months: the same quantième, the last day of the month when it has none (CPC 641)
    2026-11-30 | 3 mois                | france          | 2027-02-28
    2026-11-29 | 3 mois                | france          | 2027-02-28
    2026-11-28 | 3 mois                | france          | 2027-02-28
    2027-11-30 | 3 mois                | france          | 2028-02-29
    2027-11-29 | 3 mois                | france          | 2028-02-29
    2027-11-28 | 3 mois                | france          | 2028-02-28
    2026-01-31 | 1 mois                | france          | 2026-02-28
    2028-01-31 | 1 mois                | france          | 2028-02-29
    2026-01-31 | 2 mois                | france          | 2026-03-31
    2026-03-31 | 1 mois                | france          | 2026-04-30
    2026-05-31 | 1 mois                | france          | 2026-06-30
    2026-10-31 | 1 mois                | france          | 2026-11-30
    2026-08-31 | 6 mois                | france          | 2027-02-28
    2027-08-31 | 6 mois                | france          | 2028-02-29
    2026-12-31 | 2 mois                | france          | 2027-02-28
    2026-12-15 | 1 mois                | france          | 2027-01-15
    2028-02-29 | 1 mois                | france          | 2028-03-29
    2028-02-29 | 12 mois               | france          | 2029-02-28
    2028-02-29 | 48 mois               | france          | 2032-02-29
    2027-02-28 | 12 mois               | france          | 2028-02-28
    2026-09-01 | 36 mois               | france          | 2029-09-01
    # jours ouvrables: Saturday counts
    2026-09-01 | 5 jours ouvrables     | france          | 2026-09-07
    2026-11-24 | 5 jours ouvrables     | france          | 2026-11-30
    2026-07-10 | 5 jours ouvrables     | france          | 2026-07-17
    2026-08-14 | 1 jour ouvrable       | france          | 2026-08-17
    2026-10-31 | 1 jour ouvrable       | france          | 2026-11-02
    2026-12-31 | 1 jour ouvrable       | france          | 2027-01-02
    2027-04-30 | 1 jour ouvrable       | france          | 2027-05-03
    # … over Easter, in Paris and in Strasbourg
    2026-04-01 | 5 jours ouvrables     | france          | 2026-04-08
    2026-04-01 | 5 jours ouvrables     | alsace-moselle  | 2026-04-09
    2026-04-01 | 1 jour ouvrable       | alsace-moselle  | 2026-04-02
    2026-04-02 | 1 jour ouvrable       | france          | 2026-04-03
    2026-04-02 | 1 jour ouvrable       | alsace-moselle  | 2026-04-04
    2026-04-03 | 1 jour ouvrable       | alsace-moselle  | 2026-04-04
    2026-04-04 | 1 jour ouvrable       | france          | 2026-04-07
    2027-03-25 | 1 jour ouvrable       | france          | 2027-03-26
    2027-03-25 | 1 jour ouvrable       | alsace-moselle  | 2027-03-27
    # … over Christmas
    2026-12-24 | 1 jour ouvrable       | france          | 2026-12-26
    2026-12-24 | 1 jour ouvrable       | alsace-moselle  | 2026-12-28
    2026-12-24 | 5 jours ouvrables     | france          | 2026-12-31
    2026-12-24 | 5 jours ouvrables     | alsace-moselle  | 2027-01-02
    2028-12-22 | 3 jours ouvrables     | france          | 2028-12-27
    2028-12-22 | 3 jours ouvrables     | alsace-moselle  | 2028-12-28
    # jours ouvrés: Monday to Friday
    2026-11-24 | 5 jours ouvrés        | france          | 2026-12-01
    2026-11-27 | 1 jour ouvré          | france          | 2026-11-30
    2026-11-28 | 1 jour ouvré          | france          | 2026-11-30
    2026-11-29 | 1 jour ouvré          | france          | 2026-11-30
    2026-04-30 | 1 jour ouvré          | france          | 2026-05-04
    2026-05-13 | 1 jour ouvré          | france          | 2026-05-15
    2026-05-13 | 3 jours ouvrés        | france          | 2026-05-19
    2026-05-22 | 1 jour ouvré          | france          | 2026-05-26
    2026-07-13 | 1 jour ouvré          | france          | 2026-07-15
    2026-11-10 | 1 jour ouvré          | france          | 2026-11-12
    2026-12-31 | 1 jour ouvré          | france          | 2027-01-04
    2026-04-01 | 5 jours ouvrés        | france          | 2026-04-09
    2026-04-01 | 5 jours ouvrés        | alsace-moselle  | 2026-04-10
    2026-04-02 | 1 jour ouvré          | france          | 2026-04-03
    2026-04-02 | 1 jour ouvré          | alsace-moselle  | 2026-04-07
    2026-12-24 | 5 jours ouvrés        | france          | 2027-01-04
    2026-12-24 | 5 jours ouvrés        | alsace-moselle  | 2027-01-04
    # … 26 December on a weekday
    2028-12-22 | 1 jour ouvré          | france          | 2028-12-26
    2028-12-22 | 1 jour ouvré          | alsace-moselle  | 2028-12-27
    2029-12-24 | 1 jour ouvré          | france          | 2029-12-26
    2029-12-24 | 1 jour ouvré          | alsace-moselle  | 2029-12-27
    2031-12-24 | 1 jour ouvré          | france          | 2031-12-26
    2031-12-24 | 1 jour ouvré          | alsace-moselle  | 2031-12-29
    # … 1 May 2008 was Ascension too: one day, not two
    2008-04-30 | 1 jour ouvrable       | france          | 2008-05-02
    2008-04-30 | 1 jour ouvré          | france          | 2008-05-02
    2008-04-30 | 2 jours ouvrés        | france          | 2008-05-05
    # extended: the last day is never a Saturday, a Sunday or a jour férié (CPC 642)
    2026-11-18 | 7 jours calendaires   | france +         | 2026-11-25
    2026-11-20 | 7 jours calendaires   | france +         | 2026-11-27
    2026-11-21 | 7 jours calendaires   | france +         | 2026-11-30
    2026-11-22 | 7 jours calendaires   | france +         | 2026-11-30
    2026-11-23 | 7 jours calendaires   | france +         | 2026-11-30
    2026-11-30 | 3 mois                | france +         | 2027-03-01
    2026-03-04 | 1 mois                | france +         | 2026-04-07
    2026-03-03 | 1 mois                | france +         | 2026-04-03
    2026-03-03 | 1 mois                | alsace-moselle + | 2026-04-07
    2026-04-01 | 1 mois                | france +         | 2026-05-04
    2026-05-18 | 1 semaine             | france +         | 2026-05-26
    2026-07-07 | 1 semaine             | france +         | 2026-07-15
    2026-10-11 | 1 mois                | france +         | 2026-11-12
    2026-12-01 | 1 mois                | france +         | 2027-01-04
    2026-12-18 | 7 jours calendaires   | alsace-moselle + | 2026-12-28
    2026-12-24 | 7 jours calendaires   | alsace-moselle + | 2026-12-31
    2026-12-24 | 8 jours calendaires   | alsace-moselle + | 2027-01-04
    2026-12-24 | 1 jour ouvrable       | france +         | 2026-12-28
    2026-12-24 | 5 jours ouvrables     | alsace-moselle + | 2027-01-04
    2028-12-18 | 7 jours calendaires   | france +         | 2028-12-26
    2028-12-18 | 7 jours calendaires   | alsace-moselle + | 2028-12-27
    2028-12-19 | 7 jours calendaires   | france +         | 2028-12-26
    2028-12-19 | 7 jours calendaires   | alsace-moselle + | 2028-12-27
"""

# end | delay | calendar | the day it starts from, counting backwards: never extended
BACKWARDS = """
    2026-11-29 | 7 jours calendaires   | france          | 2026-11-22
    2026-12-01 | 1 semaine             | france          | 2026-11-24
    2026-08-31 | 2 mois                | france          | 2026-06-30
    2027-02-28 | 3 mois                | france          | 2026-11-28
    2027-05-31 | 3 mois                | france          | 2027-02-28
    2028-05-31 | 3 mois                | france          | 2028-02-29
    2027-01-31 | 2 mois                | france          | 2026-11-30
    2026-04-08 | 5 jours ouvrables     | france          | 2026-04-01
    2026-04-09 | 5 jours ouvrables     | alsace-moselle  | 2026-04-01
    2026-12-28 | 1 jour ouvrable       | france          | 2026-12-26
    2026-12-28 | 1 jour ouvrable       | alsace-moselle  | 2026-12-24
    2027-01-04 | 5 jours ouvrés        | alsace-moselle  | 2026-12-24
    2026-11-29 | 1 jour ouvré          | france          | 2026-11-27
"""


def rows(table: str) -> list[list[str]]:
    lines = [line.strip() for line in table.splitlines() if line.strip()]
    return [[cell.strip() for cell in line.split("|")] for line in lines if line[0] != "#"]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("start", "delay", "place", "expected"), rows(EXAMPLES))
def test_the_last_day_of_a_delay(start: str, delay: str, place: str, expected: str) -> None:
    calendar, extend = Calendar(place.rstrip(" +")), place.endswith("+")

    assert add(day(start), Delay.parse(delay), calendar, extend) == day(expected)


@pytest.mark.parametrize(("end", "delay", "place", "expected"), rows(BACKWARDS))
def test_a_delay_counted_backwards(end: str, delay: str, place: str, expected: str) -> None:
    assert subtract(day(end), Delay.parse(delay), Calendar(place)) == day(expected)


def test_the_table_of_examples_stays_long() -> None:
    assert len(rows(EXAMPLES)) >= 80


def test_a_spent_delay_ends_on_its_start() -> None:
    for unit in Unit:
        assert add(day("2026-11-29"), Delay(0, unit), FRANCE) == day("2026-11-29")


@pytest.mark.parametrize(
    ("start", "end", "unit", "calendar", "expected"),
    [
        ("2026-12-24", "2027-01-04", Unit.JOURS_OUVRES, FRANCE, 5),
        ("2026-12-24", "2027-01-04", Unit.JOURS_OUVRABLES, FRANCE, 7),
        ("2026-12-24", "2027-01-04", Unit.JOURS_OUVRABLES, ALSACE, 6),
        ("2026-12-24", "2027-01-04", Unit.JOURS_CALENDAIRES, FRANCE, 11),
        ("2026-12-24", "2027-01-04", Unit.SEMAINES, FRANCE, 11),
        ("2026-12-24", "2027-01-04", Unit.MOIS, FRANCE, 11),
        ("2026-11-27", "2026-11-29", Unit.JOURS_OUVRES, FRANCE, 0),
        ("2026-11-27", "2026-11-27", Unit.JOURS_CALENDAIRES, FRANCE, 0),
        ("2026-11-27", "2026-11-20", Unit.JOURS_CALENDAIRES, FRANCE, 0),
    ],
)
def test_the_days_between(
    start: str, end: str, unit: Unit, calendar: Calendar, expected: int
) -> None:
    assert count(day(start), day(end), unit, calendar) == expected


# --- instants and Paris days -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        # winter: Paris is one hour ahead
        ("2026-01-14T22:59:59+00:00", "2026-01-14"),
        ("2026-01-14T23:00:00+00:00", "2026-01-15"),
        # summer: two hours
        ("2026-07-14T21:59:59+00:00", "2026-07-14"),
        ("2026-07-14T22:00:00+00:00", "2026-07-15"),
        # 29 March 2026, a day of 23 hours: Paris 23:59 and 00:00 on both sides
        ("2026-03-28T22:59:00+00:00", "2026-03-28"),
        ("2026-03-28T23:00:00+00:00", "2026-03-29"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29"),
        ("2026-03-29T21:59:00+00:00", "2026-03-29"),
        ("2026-03-29T22:00:00+00:00", "2026-03-30"),
        # 25 October 2026, a day of 25 hours
        ("2026-10-24T21:59:00+00:00", "2026-10-24"),
        ("2026-10-24T22:00:00+00:00", "2026-10-25"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25"),
        ("2026-10-25T22:59:00+00:00", "2026-10-25"),
        ("2026-10-25T23:00:00+00:00", "2026-10-26"),
        # another zone says the same instant
        ("2026-12-31T18:00:00-05:00", "2027-01-01"),
    ],
)
def test_the_paris_day_of_an_instant(instant: str, expected: str) -> None:
    assert paris_day(datetime.fromisoformat(instant)) == day(expected)


@pytest.mark.parametrize(
    ("civil", "hour", "expected"),
    [
        ("2026-01-15", 0, "2026-01-14T23:00:00+00:00"),
        ("2026-07-15", 0, "2026-07-14T22:00:00+00:00"),
        ("2026-03-28", 8, "2026-03-28T07:00:00+00:00"),
        ("2026-03-29", 0, "2026-03-28T23:00:00+00:00"),
        ("2026-03-29", 1, "2026-03-29T00:00:00+00:00"),
        ("2026-03-29", 2, "2026-03-29T01:00:00+00:00"),  # does not exist: 3 h
        ("2026-03-29", 3, "2026-03-29T01:00:00+00:00"),
        ("2026-03-29", 8, "2026-03-29T06:00:00+00:00"),
        ("2026-03-30", 0, "2026-03-29T22:00:00+00:00"),
        ("2026-10-24", 8, "2026-10-24T06:00:00+00:00"),
        ("2026-10-25", 0, "2026-10-24T22:00:00+00:00"),
        ("2026-10-25", 2, "2026-10-25T00:00:00+00:00"),  # twice: the first
        ("2026-10-25", 8, "2026-10-25T07:00:00+00:00"),
        ("2026-10-26", 0, "2026-10-25T23:00:00+00:00"),
    ],
)
def test_the_instant_of_a_paris_hour(civil: str, hour: int, expected: str) -> None:
    instant = paris_instant(day(civil), hour)

    assert instant == datetime.fromisoformat(expected)
    assert instant.tzinfo is UTC


def test_a_naive_datetime_has_no_paris_day() -> None:
    with pytest.raises(ValueError, match="aware"):
        paris_day(datetime(2026, 11, 24, 8))  # noqa: DTZ001 the fault under test


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_that_is_none_is_refused(hour: int) -> None:
    with pytest.raises(ValueError, match="hour"):
        paris_instant(day("2026-11-24"), hour)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(0, 23))
@settings(deadline=None)
def test_an_hour_of_a_paris_day_is_in_that_day(civil: date, hour: int) -> None:
    assert paris_day(paris_instant(civil, hour)) == civil


@pytest.mark.parametrize(
    ("civil", "expected"),
    [
        ("2026-11-24", "mardi 24 novembre 2026"),
        ("2027-01-01", "vendredi 1er janvier 2027"),
        ("2026-02-01", "dimanche 1er février 2026"),
        ("2026-08-15", "samedi 15 août 2026"),
        ("2026-12-31", "jeudi 31 décembre 2026"),
        ("1985-06-03", "lundi 3 juin 1985"),
    ],
)
def test_a_day_in_french(civil: str, expected: str) -> None:
    assert french(day(civil)) == expected


# --- jours fériés ----------------------------------------------------------------------------


def feries_of_the_oracle(*reaches: str) -> set[date]:
    with ORACLE.open(encoding="utf-8", newline="") as lines:
        return {
            day(row["date"]) for row in csv.DictReader(lines) if row["portee"].startswith(reaches)
        }


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("calendar", "reaches"),
    [(FRANCE, ("national",)), (ALSACE, ("national", "alsace-moselle"))],
)
def test_the_feries_are_those_of_the_oracle_and_no_other(
    calendar: Calendar, reaches: tuple[str, ...]
) -> None:
    six_years = days(date(2026, 1, 1), date(2031, 12, 31))

    found = {civil for civil in six_years if calendar.is_ferie(civil)}

    assert found == feries_of_the_oracle(*reaches)
    assert {civil for civil in six_years if calendar.holiday_name(civil)} == found


def easter(year: int) -> date:
    """Gregorian Easter, by the algorithm of Butcher and Meeus: owes nothing to `holidays`."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, last = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return date(year, month, last + 1)


@pytest.mark.parametrize("year", range(2008, 2101))
def test_the_feries_follow_easter_every_year(year: int) -> None:
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    national = {date(year, *one) for one in fixed}
    national |= {easter(year) + timedelta(days=n) for n in (1, 39, 50)}
    local = {easter(year) - timedelta(days=2), date(year, 12, 26)}

    whole_year = days(date(year, 1, 1), date(year, 12, 31))

    assert {civil for civil in whole_year if FRANCE.is_ferie(civil)} == national
    assert {civil for civil in whole_year if ALSACE.is_ferie(civil)} == national | local


@pytest.mark.parametrize(
    ("civil", "calendar", "name"),
    [
        ("2026-04-03", FRANCE, None),
        ("2026-04-03", ALSACE, "Vendredi saint"),
        ("2026-04-05", ALSACE, None),  # Easter Sunday is no jour férié
        ("2026-04-06", FRANCE, "Lundi de Pâques"),
        ("2026-12-25", FRANCE, "Noël"),
        ("2026-12-26", FRANCE, None),
        ("2026-12-26", ALSACE, "Saint-Étienne"),
        ("2008-05-01", FRANCE, "Ascension et Fête du Travail"),
        ("2026-11-24", ALSACE, None),
    ],
)
def test_the_name_of_a_jour_ferie(civil: str, calendar: Calendar, name: str | None) -> None:
    assert calendar.holiday_name(day(civil)) == name
    assert calendar.is_ferie(day(civil)) == (name is not None)


@pytest.mark.parametrize(
    ("civil", "calendar", "ouvre", "ouvrable", "following"),
    [
        ("2026-11-27", FRANCE, True, True, "2026-11-27"),
        ("2026-11-28", FRANCE, False, True, "2026-11-30"),
        ("2026-11-29", FRANCE, False, False, "2026-11-30"),
        ("2026-04-03", FRANCE, True, True, "2026-04-03"),
        ("2026-04-03", ALSACE, False, False, "2026-04-07"),
        ("2026-12-25", FRANCE, False, False, "2026-12-28"),
        ("2026-12-26", FRANCE, False, True, "2026-12-28"),
        ("2026-12-26", ALSACE, False, False, "2026-12-28"),
        ("2028-12-25", ALSACE, False, False, "2028-12-27"),
    ],
)
def test_what_kind_of_day_it_is(
    civil: str, calendar: Calendar, ouvre: bool, ouvrable: bool, following: str
) -> None:
    assert calendar.is_ouvre(day(civil)) is ouvre
    assert calendar.is_ouvrable(day(civil)) is ouvrable
    assert calendar.next_ouvre(day(civil)) == day(following)


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="paris_day"):
        FRANCE.is_ferie(datetime(2026, 12, 25, tzinfo=timezone(timedelta(hours=1))))


OUT_OF_BOUNDS = "L'année {} est hors du calendrier, tenu de 1990 à 2100."


@pytest.mark.parametrize("unit", list(Unit))
def test_no_count_leaves_the_calendar(unit: Unit) -> None:
    with pytest.raises(InvalidInput, match=OUT_OF_BOUNDS.format(1989)):
        add(day("1989-12-31"), Delay(1, unit), FRANCE)
    with pytest.raises(InvalidInput, match=OUT_OF_BOUNDS.format(1989)):
        subtract(day("1990-01-01"), Delay(1, unit), FRANCE)
    with pytest.raises(InvalidInput, match=OUT_OF_BOUNDS.format(2101)):
        add(day("2100-12-31"), Delay(1, unit), FRANCE)
    with pytest.raises(InvalidInput, match=OUT_OF_BOUNDS.format(2101)):
        count(day("2100-12-30"), day("2101-01-01"), unit, FRANCE)
    with pytest.raises(InvalidInput, match=r"hors du calendrier"):
        add(day("2026-01-01"), Delay(3650, Unit.MOIS), FRANCE)


def test_the_calendar_ends_on_its_last_day() -> None:
    assert add(day("2100-12-30"), Delay(1, Unit.JOURS_OUVRES), FRANCE) == day("2100-12-31")
    assert FRANCE.next_ouvre(day("1990-01-01")) == day("1990-01-02")


# --- delays ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "n", "unit", "shown"),
    [
        ("5 jours ouvrables", 5, Unit.JOURS_OUVRABLES, "5 jours ouvrables"),
        ("5 jours ouvrés", 5, Unit.JOURS_OUVRES, "5 jours ouvrés"),
        ("5 jours ouvres", 5, Unit.JOURS_OUVRES, "5 jours ouvrés"),
        ("5 jours ouvre\u0301s", 5, Unit.JOURS_OUVRES, "5 jours ouvrés"),  # é in two characters
        ("1 jour ouvré", 1, Unit.JOURS_OUVRES, "1 jour ouvré"),
        ("1 jours ouvrés", 1, Unit.JOURS_OUVRES, "1 jour ouvré"),
        ("1 jour ouvrable", 1, Unit.JOURS_OUVRABLES, "1 jour ouvrable"),
        ("1 jour calendaire", 1, Unit.JOURS_CALENDAIRES, "1 jour calendaire"),
        ("  7   JOURS\tCalendaires ", 7, Unit.JOURS_CALENDAIRES, "7 jours calendaires"),
        ("7\u00a0jours\u202fcalendaires", 7, Unit.JOURS_CALENDAIRES, "7 jours calendaires"),
        ("7jours calendaires", 7, Unit.JOURS_CALENDAIRES, "7 jours calendaires"),
        ("1 semaine", 1, Unit.SEMAINES, "1 semaine"),
        ("2 semaines", 2, Unit.SEMAINES, "2 semaines"),
        ("1 mois", 1, Unit.MOIS, "1 mois"),
        ("3 Mois", 3, Unit.MOIS, "3 mois"),
        ("½ mois", 15, Unit.JOURS_CALENDAIRES, "15 jours calendaires"),
        ("3650 jours calendaires", 3650, Unit.JOURS_CALENDAIRES, "3650 jours calendaires"),
    ],
)
def test_a_delay_is_read_and_written(text: str, n: int, unit: Unit, shown: str) -> None:
    delay = Delay.parse(text)

    assert delay == Delay(n, unit)
    assert str(delay) == shown


NOT_A_DELAY = (
    "« {} » n'est pas un délai : écrivez par exemple « 5 jours ouvrés », "
    "« 5 jours ouvrables », « 7 jours calendaires », « 1 semaine » ou « 3 mois »."
)
WHICH_DAYS = "« {} » : précisez jours calendaires, jours ouvrables ou jours ouvrés."
WHOLE_MONTHS = "« {} » mêle mois et jours : écrivez des mois entiers ou des jours calendaires."
FROM_1_TO_3650 = "Un délai compte de 1 à 3650 unités, pas {}."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("7 jours", WHICH_DAYS.format("7 jours")),
        ("1 jour", WHICH_DAYS.format("1 jour")),
        ("7 j", WHICH_DAYS.format("7 j")),
        ("2½ mois", WHOLE_MONTHS.format("2½ mois")),
        ("2 ½ mois", WHOLE_MONTHS.format("2 ½ mois")),
        ("0 mois", FROM_1_TO_3650.format(0)),
        ("3651 mois", FROM_1_TO_3650.format(3651)),
        ("", NOT_A_DELAY.format("")),
        ("5", NOT_A_DELAY.format("5")),
        ("mois", NOT_A_DELAY.format("mois")),
        ("un mois", NOT_A_DELAY.format("un mois")),
        ("-5 jours ouvrés", NOT_A_DELAY.format("-5 jours ouvres")),
        ("1,5 mois", NOT_A_DELAY.format("1,5 mois")),
        ("½ semaine", NOT_A_DELAY.format("½ semaine")),
        ("2 ans", NOT_A_DELAY.format("2 ans")),
        ("5 jours francs", NOT_A_DELAY.format("5 jours francs")),
        ("5 jour ouvrés", NOT_A_DELAY.format("5 jour ouvres")),
        ("٥ mois", NOT_A_DELAY.format("٥ mois")),  # an Arabic 5
        ("\uff15 mois", NOT_A_DELAY.format("\uff15 mois")),  # a full-width 5
        ("2² mois", NOT_A_DELAY.format("2² mois")),
        ("5 mois\x00", NOT_A_DELAY.format("5 mois\x00")),
        ("9" * 5000 + " mois", NOT_A_DELAY.format("9" * 40 + "…")),
    ],
)
def test_an_unreadable_delay_says_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Delay.parse(text)

    assert refused.value.message == sentence


@pytest.mark.parametrize("n", [-1, 3651])
def test_a_delay_has_bounds(n: int) -> None:
    with pytest.raises(InvalidInput, match=FROM_1_TO_3650.format(n)):
        Delay(n, Unit.MOIS)


# --- why this day ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "delay", "place", "lines"),
    [
        (
            "2026-12-24",
            "5 jours ouvrés",
            "alsace-moselle",
            [
                "jeudi 24 décembre 2026 : point de départ, ne compte pas (CPC, art. 641)",
                "vendredi 25 décembre 2026 : Noël, férié",
                "samedi 26 décembre 2026 : Saint-Étienne, férié",
                "vendredi 1er janvier 2027 : Jour de l'an, férié",
                "dimanche 27 décembre 2026, samedi 2 janvier 2027, "
                "dimanche 3 janvier 2027 : hors décompte",
                "lundi 4 janvier 2027 : dernier jour du délai "
                "(5 jours ouvrés, calendrier alsace-moselle)",
            ],
        ),
        (
            "2026-11-12",
            "30 jours ouvrables",
            "france",
            [
                "jeudi 12 novembre 2026 : point de départ, ne compte pas (CPC, art. 641)",
                "5 dimanches : hors décompte",
                "jeudi 17 décembre 2026 : dernier jour du délai "
                "(30 jours ouvrables, calendrier france)",
            ],
        ),
        (
            "2026-11-12",
            "9 jours ouvrés",
            "france",
            [
                "jeudi 12 novembre 2026 : point de départ, ne compte pas (CPC, art. 641)",
                "samedi 14 novembre 2026, dimanche 15 novembre 2026, samedi 21 novembre 2026, "
                "dimanche 22 novembre 2026 : hors décompte",
                "mercredi 25 novembre 2026 : dernier jour du délai "
                "(9 jours ouvrés, calendrier france)",
            ],
        ),
        (
            "2026-11-30",
            "3 mois",
            "france +",
            [
                "lundi 30 novembre 2026 : point de départ, ne compte pas (CPC, art. 641)",
                "février 2027 n'a pas de 30 : dernier jour du mois (CPC, art. 641 al. 2)",
                "dimanche 28 février 2027, reporté au lendemain (CPC, art. 642)",
                "lundi 1er mars 2027 : dernier jour du délai (3 mois, calendrier france)",
            ],
        ),
        (
            "2026-11-30",
            "4 jours calendaires",
            "france +",
            [
                "lundi 30 novembre 2026 : point de départ, ne compte pas (CPC, art. 641)",
                "vendredi 4 décembre 2026 : dernier jour du délai "
                "(4 jours calendaires, calendrier france)",
            ],
        ),
        (
            "2026-03-04",
            "1 mois",
            "france +",
            [
                "mercredi 4 mars 2026 : point de départ, ne compte pas (CPC, art. 641)",
                "samedi 4 avril 2026, reporté au lendemain (CPC, art. 642)",
                "dimanche 5 avril 2026, reporté au lendemain (CPC, art. 642)",
                "lundi 6 avril 2026 : Lundi de Pâques, férié, reporté au lendemain (CPC, art. 642)",
                "mardi 7 avril 2026 : dernier jour du délai (1 mois, calendrier france)",
            ],
        ),
    ],
)
def test_the_count_explains_itself(start: str, delay: str, place: str, lines: list[str]) -> None:
    calendar, extend = Calendar(place.rstrip(" +")), place.endswith("+")

    assert explain(day(start), Delay.parse(delay), calendar, extend) == lines


# --- what holds for every date ---------------------------------------------------------------

DATES = st.dates(date(2010, 1, 1), date(2080, 12, 31))
CALENDARS = st.sampled_from(Calendar)
NUMBERS = st.integers(1, 120)
DAY_UNITS = st.sampled_from([Unit.JOURS_CALENDAIRES, Unit.JOURS_OUVRABLES, Unit.JOURS_OUVRES])
DELAYS = st.builds(Delay, NUMBERS, st.sampled_from(Unit))


@given(DATES, NUMBERS, DAY_UNITS, CALENDARS)
@settings(deadline=None)
def test_count_finds_what_add_counted(start: date, n: int, unit: Unit, calendar: Calendar) -> None:
    end = add(start, Delay(n, unit), calendar)

    assert count(start, end, unit, calendar) == n
    assert count(start, end - timedelta(days=1), unit, calendar) == n - 1


@given(DATES, NUMBERS, DAY_UNITS, CALENDARS)
@settings(deadline=None)
def test_subtract_undoes_add(start: date, n: int, unit: Unit, calendar: Calendar) -> None:
    start = calendar.next_ouvre(start)  # a day that the unit counts
    delay = Delay(n, unit)

    assert subtract(add(start, delay, calendar), delay, calendar) == start
    assert add(subtract(start, delay, calendar), delay, calendar) == start


@given(DATES, st.integers(0, 60), st.integers(0, 60), DAY_UNITS, CALENDARS)
@settings(deadline=None)
def test_a_paused_budget_loses_nothing(
    start: date, spent: int, left: int, unit: Unit, calendar: Calendar
) -> None:
    pause = add(start, Delay(spent, unit), calendar)

    assert add(pause, Delay(left, unit), calendar) == add(
        start, Delay(spent + left, unit), calendar
    )


@given(DATES, st.integers(0, 40), DELAYS, CALENDARS, st.booleans())
@settings(deadline=None)
def test_a_later_start_never_ends_earlier(
    start: date, gap: int, delay: Delay, calendar: Calendar, extend: bool
) -> None:
    later = start + timedelta(days=gap)

    assert add(start, delay, calendar, extend) <= add(later, delay, calendar, extend)
    assert subtract(start, delay, calendar) <= subtract(later, delay, calendar)


@given(DATES, DELAYS, CALENDARS)
@settings(deadline=None)
def test_a_longer_delay_never_ends_earlier(start: date, delay: Delay, calendar: Calendar) -> None:
    longer = Delay(delay.n + 1, delay.unit)

    assert start < add(start, delay, calendar) < add(start, longer, calendar)


@given(DATES, DELAYS, CALENDARS)
@settings(deadline=None)
def test_an_extension_stops_at_the_first_jour_ouvre(
    start: date, delay: Delay, calendar: Calendar
) -> None:
    end = add(start, delay, calendar)
    extended = add(start, delay, calendar, extend=True)

    assert calendar.is_ouvre(extended)
    assert not any(calendar.is_ouvre(day) for day in days(end, extended)[:-1])


@given(DATES, NUMBERS)
@settings(deadline=None)
def test_alsace_never_ends_before_paris(start: date, n: int) -> None:
    for unit in Unit:
        assert add(start, Delay(n, unit), FRANCE) <= add(start, Delay(n, unit), ALSACE)


@given(DATES, NUMBERS, CALENDARS)
@settings(deadline=None)
def test_months_keep_the_quantieme_or_take_the_last_day(
    start: date, n: int, calendar: Calendar
) -> None:
    end = add(start, Delay(n, Unit.MOIS), calendar)

    assert (end.year - start.year) * 12 + end.month - start.month == n
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(st.builds(Delay, st.integers(1, 3650), st.sampled_from(Unit)))
def test_what_is_written_is_read_back(delay: Delay) -> None:
    assert Delay.parse(str(delay)) == delay


@given(st.text(max_size=60))
def test_any_text_is_a_delay_or_a_sentence(text: str) -> None:
    with suppress(InvalidInput):
        assert 1 <= Delay.parse(text).n <= 3650


@given(DATES, DELAYS, CALENDARS, st.booleans())
@settings(deadline=None)
def test_the_last_line_names_the_day_that_add_finds(
    start: date, delay: Delay, calendar: Calendar, extend: bool
) -> None:
    due = add(start, delay, calendar, extend)

    assert explain(start, delay, calendar, extend)[-1].startswith(f"{french(due)} : dernier jour")


def test_the_command_line_starts_without_the_list_of_feries() -> None:
    code = "import sys, lifecycle.calendar; sys.exit('holidays' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", code], cwd=ORACLE.parents[2], check=False)  # noqa: S603

    assert ran.returncode == 0
