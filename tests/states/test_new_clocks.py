"""The clocks that are not a last day: MIN, WINDOW, COUNTER, SNAPSHOT, periods; and their settings.

Dated by hand. Around Easter 2027: Vendredi saint is 26 March (férié in Alsace-Moselle), clocks go
forward in the night of 27 to 28 March, Lundi de Pâques is 29 March.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lifecycle.agenda import Terms, plan
from lifecycle.alternance import Attendance, parse
from lifecycle.calendar import Calendar, Delay
from lifecycle.people import Role
from lifecycle.periods import spans
from lifecycle.vocabulary import Clock, DayOfYear, Presence, StepKind, Where
from tests.states.tiny import days, duty, months, step

KNOWN = date(2026, 1, 1)
EVERY_DAY = "2026-01-01/2031-12-31 EEEEE--"


def planned(
    start: str, place: str = "france", delay: str = "", said: Any = None, **terms: Any
) -> Any:
    declared = said or duty()
    where = Calendar(place)
    length = Delay.parse(delay) if delay else declared.within
    use = Terms(declared, length, where, where, **terms)
    return plan(use, date.fromisoformat(start), min(KNOWN, date.fromisoformat(start)))


def steps(dates: Any) -> list[str]:
    return [f"{row['on']} {row['kind']}" for row in dates["steps"]]


# --- MIN: the first day on which the act may happen ------------------------------------------------

FIRST_DAYS = [  # start, delay, place, francs (O-08), dernier jour compris
    ("2026-11-16", "5 jours calendaires", "france", "2026-11-22", "2026-11-21"),
    ("2026-11-16", "7 jours calendaires", "france", "2026-11-24", "2026-11-23"),
    ("2026-12-28", "5 jours calendaires", "france", "2027-01-03", "2027-01-02"),
    ("2028-02-24", "5 jours calendaires", "france", "2028-03-01", "2028-02-29"),
    ("2027-02-24", "5 jours calendaires", "france", "2027-03-02", "2027-03-01"),
    ("2027-03-25", "5 jours calendaires", "france", "2027-03-31", "2027-03-30"),
    ("2027-10-28", "5 jours calendaires", "france", "2027-11-03", "2027-11-02"),
    ("2027-03-25", "5 jours ouvrables", "france", "2027-04-02", "2027-04-01"),
    ("2027-03-25", "5 jours ouvrables", "alsace-moselle", "2027-04-03", "2027-04-02"),
    ("2027-01-31", "1 mois", "france", "2027-03-01", "2027-02-28"),
    ("2028-01-31", "1 mois", "france", "2028-03-01", "2028-02-29"),
    ("2028-02-29", "1 mois", "france", "2028-03-30", "2028-03-29"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "delay", "place", "franc", "included"), FIRST_DAYS)
def test_a_min_says_the_first_day_on_which_the_act_may_happen(
    start: str, delay: str, place: str, franc: str, included: str
) -> None:
    least = duty(kind=Clock.MIN)
    for day, is_franc in ((franc, True), (included, False)):
        dates = planned(start, place, delay, least, franc=is_franc)
        assert (dates["due_on"], dates["opens_on"]) == (day, day)
        assert steps(dates) == [f"{day} opening"]


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("2026-11-16", "2026-11-24"),  # the fifth is Saturday 21: put back to Monday 23
        ("2026-11-17", "2026-11-24"),  # Monday 23 by itself
        ("2026-12-28", "2027-01-05"),  # the fifth is Saturday 2 January
    ],
)
def test_five_jours_ouvrables_never_end_on_a_saturday(start: str, first: str) -> None:
    least = duty(kind=Clock.MIN, extends=True)
    assert planned(start, delay="5 jours ouvrables", said=least)["due_on"] == first


def test_a_min_never_moves_with_the_weekends_of_max_delays() -> None:
    least = duty(kind=Clock.MIN, within=days(5))
    assert planned("2026-11-16", said=least, extend=True)["due_on"] == "2026-11-22"


# --- WINDOW ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "place", "opens", "due"),
    [
        ("2026-11-16", "france", "2026-11-19", "2026-12-16"),
        ("2027-03-25", "france", "2027-03-31", "2027-04-26"),  # Saturday 27, put back to Tuesday
        ("2027-03-25", "alsace-moselle", "2027-03-31", "2027-04-26"),
        ("2028-01-31", "france", "2028-02-03", "2028-02-29"),
        ("2027-01-31", "france", "2027-02-03", "2027-03-01"),  # 28 February is a Sunday
    ],
)
def test_a_window_of_procedure_opens_after_full_days_and_closes_on_a_jour_ouvre(
    start: str, place: str, opens: str, due: str
) -> None:
    window = duty(kind=Clock.WINDOW, within=months(1), opens=Delay.parse("2 jours ouvrables"),
                  extends=True)  # fmt: skip
    dates = planned(start, place, said=window)
    assert (dates["opens_on"], dates["due_on"]) == (opens, due)


# --- COUNTER ---------------------------------------------------------------------------------------

THREE_DAYS = "2026-09-01/2027-08-31 CCEEE--"
HALF_A_DAY = "2026-09-01/2027-08-31 CCEED--"
COUNTED = [  # start, number, alternance, place, O-07 said otherwise, the day
    ("2026-11-16", 1, "", "france", {}, "2026-11-16"),
    ("2026-11-16", 5, "", "france", {}, "2026-11-20"),
    ("2026-11-16", 6, "", "france", {}, "2026-11-23"),
    ("2026-11-16", 45, "", "france", {}, "2027-01-19"),
    ("2026-11-16", 45, "", "france", {"holidays_count": True}, "2027-01-15"),
    ("2026-11-16", 45, THREE_DAYS, "france", {}, "2027-03-04"),
    ("2026-11-16", 45, THREE_DAYS, "france", {"holidays_count": True}, "2027-02-26"),
    ("2026-11-18", 3, THREE_DAYS, "france", {}, "2026-11-20"),
    ("2026-11-18", 3, HALF_A_DAY, "france", {}, "2026-11-25"),
    ("2026-11-18", 3, HALF_A_DAY, "france", {"half_counts_whole": True}, "2026-11-20"),
    ("2027-03-24", 3, EVERY_DAY, "france", {}, "2027-03-26"),
    ("2027-03-24", 3, EVERY_DAY, "alsace-moselle", {}, "2027-03-30"),
    ("2027-03-24", 3, EVERY_DAY, "alsace-moselle", {"holidays_count": True}, "2027-03-26"),
    ("2027-03-24", 4, EVERY_DAY, "france", {}, "2027-03-30"),
    ("2028-02-28", 2, EVERY_DAY, "france", {}, "2028-02-29"),
    ("2028-02-28", 3, EVERY_DAY, "france", {}, "2028-03-01"),
    ("2026-12-24", 2, EVERY_DAY, "france", {}, "2026-12-28"),
    ("2029-12-24", 2, EVERY_DAY, "france", {}, "2029-12-26"),
    ("2029-12-24", 2, EVERY_DAY, "alsace-moselle", {}, "2029-12-27"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "number", "text", "place", "others", "reached"), COUNTED)
def test_a_counter_is_due_on_the_day_that_reaches_its_number(
    start: str, number: int, text: str, place: str, others: Any, reached: str
) -> None:
    counter = duty(kind=Clock.COUNTER, within=Presence(number))
    known = Attendance(parse(text) if text else None, Calendar(place), **others)
    dates = planned(start, place, said=counter, attendance=known)
    assert dates["due_on"] == reached
    eve = date.fromisoformat(reached) - timedelta(days=1)
    assert known.count(date.fromisoformat(start), eve) < number <= float(dates["counted"])
    assert dates["estimated"] is (text == "")


def test_the_steps_of_a_counter_leave_when_it_has_come_that_far() -> None:
    """30 and 40 days of Wednesdays, Thursdays and Fridays; 25 December and 1 January are fériés."""
    counter = duty(
        kind=Clock.COUNTER,
        within=Presence(45),
        steps=(step(StepKind.REMINDER, at_count=30), step(StepKind.REMINDER, at_count=40)),
    )
    known = Attendance(parse(THREE_DAYS), Calendar.FRANCE)
    dates = planned("2026-11-16", said=counter, attendance=known)
    assert steps(dates) == ["2027-01-28 reminder", "2027-02-19 reminder"]


# --- SNAPSHOT --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "month", "day", "years", "on"),
    [
        ("2027-06-30", 12, 1, 2, "2029-12-01"),
        ("2027-12-31", 12, 1, 2, "2029-12-01"),
        ("2028-01-01", 12, 1, 2, "2030-12-01"),
        ("2028-02-29", 12, 31, 0, "2028-12-31"),
        ("2027-02-28", 2, 29, 1, "2028-02-29"),
    ],
)
def test_a_snapshot_is_of_a_day_of_a_later_year(
    start: str, month: int, day: int, years: int, on: str
) -> None:
    snapshot = duty(kind=Clock.SNAPSHOT, within=DayOfYear(month, day, years), attested=True)
    assert planned(start, said=snapshot)["due_on"] == on


# --- periods ---------------------------------------------------------------------------------------

PERIODS = [  # start, until, months, aligned, the periods that owe something
    ("2026-11-16", "2028-10-31", 12, "rolling", "2026-11-16/2027-11-15 2027-11-16/2028-10-31"),
    ("2026-11-30", "2027-08-31", 3, "rolling",
     "2026-11-30/2027-02-27 2027-02-28/2027-05-29 2027-05-30/2027-08-29"),
    ("2028-02-29", "2030-02-27", 12, "rolling", "2028-02-29/2029-02-27 2029-02-28/2030-02-27"),
    ("2026-11-16", "2027-06-30", 3, "calendar",
     "2026-11-16/2026-12-31 2027-01-01/2027-03-31 2027-04-01/2027-06-30"),
    ("2026-11-17", "2027-06-30", 3, "calendar", "2027-01-01/2027-03-31 2027-04-01/2027-06-30"),
    ("2026-11-16", "2027-02-14", 3, "calendar", "2026-11-16/2026-12-31 2027-01-01/2027-02-14"),
    ("2026-11-16", "2027-02-13", 3, "calendar", "2026-11-16/2026-12-31"),
    ("2026-09-01", "2027-08-31", 3, "academic",
     "2026-09-01/2026-11-30 2026-12-01/2027-02-28 2027-03-01/2027-05-31 2027-06-01/2027-08-31"),
    ("2027-12-01", "2028-02-29", 3, "academic", "2027-12-01/2028-02-29"),
    ("2026-08-31", "2026-11-30", 3, "academic", "2026-09-01/2026-11-30"),
    ("2026-11-16", "2027-12-31", 12, "calendar", "2027-01-01/2027-12-31"),
    ("2026-11-16", "2027-08-31", 12, "academic", "2026-11-16/2027-08-31"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "until", "length", "aligned", "expected"), PERIODS)
def test_a_period_owes_something_when_half_of_it_lies_within(
    start: str, until: str, length: int, aligned: str, expected: str
) -> None:
    found = spans(date.fromisoformat(start), date.fromisoformat(until), months(length), aligned)
    assert " ".join(f"{s.first}/{s.last}" for s in found) == expected


# --- settings of every clock -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "place", "kind", "due"),
    [
        ("2026-11-16", "france", Clock.MAX, "2026-11-23"),  # Saturday 21
        ("2026-11-17", "france", Clock.MAX, "2026-11-23"),  # Sunday 22
        ("2026-11-18", "france", Clock.MAX, "2026-11-23"),  # Monday by itself
        ("2027-03-21", "france", Clock.MAX, "2027-03-26"),  # Vendredi saint
        ("2027-03-21", "alsace-moselle", Clock.MAX, "2027-03-30"),
        ("2026-11-16", "france", Clock.SILENCE, "2026-11-21"),
    ],
)
def test_cpc_642_moves_the_last_day_of_a_max_where_the_house_says_so(
    start: str, place: str, kind: Clock, due: str
) -> None:
    said = duty(kind=kind, within=days(5))
    assert planned(start, place, said=said, extend=True)["due_on"] == due
    exact = date.fromisoformat(start).toordinal() + 5
    assert planned(start, place, said=said)["due_on"] == date.fromordinal(exact).isoformat()


def test_a_reminder_leaves_on_its_own_day_where_the_house_says_so() -> None:
    said = duty(within=days(5), steps=(step(StepKind.REMINDER, offset=0),))
    assert steps(planned("2026-11-16", said=said)) == ["2026-11-23 reminder"]
    assert steps(planned("2026-11-16", said=said, any_day=True)) == ["2026-11-21 reminder"]


@pytest.mark.parametrize(
    ("place", "due"),
    [(None, "2027-04-02"), (Where.SITE, "2027-04-02"), (Where.FORMATION, "2027-04-01")],
)
def test_the_house_says_whose_calendar_counts(place: Where | None, due: str) -> None:
    """Five jours ouvrables around Easter: the site is in Strasbourg, the CFA in Paris."""
    said = duty(within=Delay.parse("5 jours ouvrables"))
    use = Terms(said, said.within, Calendar.ALSACE_MOSELLE, Calendar.FRANCE, place=place)
    dates = plan(use, date(2027, 3, 25), KNOWN)
    assert dates["due_on"] == due


def test_steps_follow_whoever_the_duty_falls_to() -> None:
    told = (Role.GESTIONNAIRE, Role.DIRECTION)
    said = duty(steps=(replace(step(StepKind.REMINDER, offset=0), to=told),))
    assert planned("2026-11-16", said=said)["steps"][0]["to"] == ["gestionnaire", "direction"]
    given = planned("2026-11-16", said=said, owner=Role.EMPLOYEUR)
    assert given["steps"][0]["to"] == ["employeur", "direction"]
    once = planned("2026-11-16", said=said, owner=Role.DIRECTION)
    assert once["steps"][0]["to"] == ["direction"]
