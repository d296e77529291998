"""The alternance as it is written, and the days of formation pratique that it gives, day by day."""

from __future__ import annotations

from datetime import date

import pytest

from lifecycle.alternance import Attendance, Away, parse
from lifecycle.calendar import Calendar
from lifecycle.errors import InvalidInput

YEAR = "2026-09-01/2027-08-31 CCEED--"


def day(text: str) -> date:
    return date.fromisoformat(text)


def attendance(text: str = YEAR, place: str = "france", **said: object) -> Attendance:
    return Attendance(parse(text) if text else None, Calendar(place), **said)  # type: ignore[arg-type]


# --- as it is written ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "au moins une ligne"),
        ("  \n\n", "au moins une ligne"),
        ("2026-09-01/2027-08-31 CCEEE-", "ligne 1"),
        ("2026-09-01/2027-08-31 CCEEE---", "ligne 1"),
        ("2026-09-01/2027-08-31 cceee--", "ligne 1"),
        ("2026-09-01/2027-08-31 CCEEX--", "ligne 1"),
        ("2026-09-01 CCEEE--", "ligne 1"),
        ("01/09/2026-31/08/2027 CCEEE--", "ligne 1"),
        (f"{YEAR}\nn’importe quoi", "ligne 2"),
        ("2027-02-29/2027-08-31 CCEEE--", "une date n’existe pas"),
        ("2026-09-01/2026-08-31 CCEEE--", "elle finit avant le mardi 1er septembre 2026"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        parse(text)
    assert str(refused.value).endswith(".")


def test_blank_lines_and_spaces_around_say_nothing() -> None:
    assert parse(f"\n  {YEAR}  \n\n") == parse(YEAR)


@pytest.mark.parametrize(
    ("on", "halves"),
    [
        ("2026-08-31", 0),  # the day before the first
        ("2026-09-01", 0),  # a Tuesday, at the CFA
        ("2026-09-02", 2),
        ("2026-09-03", 2),
        ("2026-09-04", 1),
        ("2026-09-05", 0),
        ("2026-09-06", 0),
        ("2026-09-07", 0),
        ("2027-08-31", 0),  # a Tuesday
        ("2027-09-01", 0),  # a Wednesday, the day after the last
    ],
)
def test_a_week_repeats_from_its_first_to_its_last_day(on: str, halves: int) -> None:
    assert parse(YEAR).halves(day(on)) == halves


@pytest.mark.parametrize(
    ("on", "halves"),
    [
        ("2026-10-16", 1),  # a Friday, the day before the weeks in company
        ("2026-10-19", 2),  # a Monday in company
        ("2026-10-30", 2),
        ("2026-11-02", 0),  # a Monday at the CFA again
        ("2026-12-21", 0),  # closed
        ("2026-12-23", 0),
    ],
)
def test_a_later_line_overrides_an_earlier_one(on: str, halves: int) -> None:
    text = f"{YEAR}\n2026-10-19/2026-10-30 EEEEE--\n2026-12-21/2027-01-03 -------"
    assert parse(text).halves(day(on)) == halves


def test_a_saturday_may_be_worked() -> None:
    assert attendance("2026-09-01/2027-08-31 CC-EEE-").halves(day("2026-09-05")) == 2


# --- days that count (O-07) ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "said", "on", "halves"),
    [
        ("", "france", {}, "2026-11-16", 2),
        ("", "france", {}, "2026-11-21", 0),
        ("", "france", {}, "2026-11-11", 0),
        ("", "france", {"holidays_count": True}, "2026-11-11", 2),
        ("", "france", {}, "2027-03-26", 2),  # Vendredi saint
        ("", "alsace-moselle", {}, "2027-03-26", 0),
        (YEAR, "alsace-moselle", {}, "2027-03-26", 0),
        (YEAR, "alsace-moselle", {"holidays_count": True}, "2027-03-26", 1),
        (YEAR, "france", {}, "2026-09-04", 1),
        (YEAR, "france", {"half_counts_whole": True}, "2026-09-04", 2),
        (YEAR, "france", {"half_counts_whole": True}, "2026-09-05", 0),
    ],
)
def test_what_a_day_counts_for(
    text: str, place: str, said: dict[str, bool], on: str, halves: int
) -> None:
    assert attendance(text, place, **said).halves(day(on)) == halves


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        ("2026-11-17", True),
        ("2026-11-18", False),
        ("2026-11-19", False),
        ("2026-11-20", True),
    ],
)
def test_an_absence_holds_from_its_first_to_its_last_day(on: str, counts: bool) -> None:
    away = (Away(day("2026-11-18"), day("2026-11-19")),)
    assert bool(attendance("", away=away).halves(day(on))) is counts


def test_an_absence_that_nobody_ended_holds_for_ever() -> None:
    known = attendance("", away=(Away(day("2026-11-18"), None),))
    assert known.day_of(day("2026-11-16"), 2) == day("2026-11-17")
    assert known.day_of(day("2026-11-16"), 3) is None


def test_two_absences_that_overlap_take_each_day_once() -> None:
    away = (
        Away(day("2026-11-17"), day("2026-11-19")),
        Away(day("2026-11-18"), day("2026-11-20")),
    )
    assert attendance("", away=away).day_of(day("2026-11-16"), 2) == day("2026-11-23")


# --- counting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "counted"),
    [("2026-11-17", 0), ("2026-11-18", 1), ("2026-11-20", 2.5), ("2026-11-25", 3.5)],
)
def test_half_days_add_up_and_both_ends_count(last: str, counted: float) -> None:
    assert attendance().count(day("2026-11-16"), day(last)) == counted


@pytest.mark.parametrize("number", [1, 2, 3, 30, 40, 45])
@pytest.mark.parametrize("place", ["france", "alsace-moselle"])
@pytest.mark.parametrize("start", ["2026-11-16", "2026-11-20", "2027-03-22"])
def test_the_day_of_a_number_reaches_it_and_the_eve_does_not(
    number: int, place: str, start: str
) -> None:
    known = attendance(place=place)
    reached = known.day_of(day(start), number)
    assert reached is not None
    eve = date.fromordinal(reached.toordinal() - 1)
    assert known.count(day(start), eve) < number <= known.count(day(start), reached)


def test_an_alternance_that_ends_too_early_reaches_nothing() -> None:
    short = attendance("2026-11-16/2026-11-22 CCEEE--")
    assert short.day_of(day("2026-11-16"), 3) == day("2026-11-20")
    assert short.day_of(day("2026-11-16"), 4) is None
    assert not short.estimated
