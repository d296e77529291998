"""What facts and days do to a duty, on a life of two regions: the day before, the day, the day after."""

from __future__ import annotations

import pytest

from lifecycle.agenda import is_late
from lifecycle.dossier import Instance
from lifecycle.legal import MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import (
    Case,
    Clock,
    DayOfYear,
    Obligation,
    On,
    Presence,
    Step,
    StepKind,
    rule,
)
from tests.houses import instant
from tests.states.tiny import Life, days, duty, step

LEAST = duty(kind=Clock.MIN, within=days(5))
WINDOW = duty(kind=Clock.WINDOW, within=days(30), opens=days(10))
TWICE = duty(times=2, within=days(30))
STOPPED = duty(within=days(10), paused_by=("Stopped",), resumed_by=("Resumed",))
COUNTER = duty(kind=Clock.COUNTER, within=Presence(5), replanned_by=("WentAway", "CameBack"))


def begun(*duties: Obligation, **settings: str) -> Life:
    """Begun on Monday 16 November 2026, until the end of June."""
    life = Life(*duties, **settings)
    life.do("begin", "2026-11-16", ends_on="2027-06-30")
    return life


def data(duty: Instance, *names: str) -> list[object]:
    return [duty.data.get(name) for name in names]


# --- MIN and WINDOW --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("acted", "on_time"), [("2026-11-21", False), ("2026-11-22", True), ("2026-11-23", True)]
)
def test_an_act_before_its_first_day_is_done_but_too_soon(acted: str, on_time: bool) -> None:
    life = begun(LEAST)
    life.do("act", acted)
    assert (life.states(), life.last().data["on_time"]) == (["done"], on_time)


@pytest.mark.parametrize(
    ("beat", "state"),
    [("2026-11-21 23:59", "planned"), ("2026-11-22 00:00", "open"), ("2027-11-23 08:05", "open")],
)
def test_a_min_opens_on_its_first_day_and_is_never_late(beat: str, state: str) -> None:
    life = begun(LEAST)
    life.beat(beat)
    assert life.states() == [state]
    assert not is_late(life.last(), instant("2030-01-01"))


def test_the_house_says_whether_the_last_day_of_a_min_counts() -> None:
    assert begun(LEAST, **{"O-08": "inclusive"}).dues() == ["2026-11-21"]
    assert begun(LEAST, **{"O-08": "exclusive"}).dues() == ["2026-11-22"]


@pytest.mark.parametrize(
    ("acted", "state"), [("2026-11-25", "planned"), ("2026-11-26", "done"), ("2026-11-27", "done")]
)
def test_an_act_before_a_window_is_not_the_act_that_it_waits_for(acted: str, state: str) -> None:
    life = begun(WINDOW)
    life.do("act", acted)
    assert life.states() == [state]


def test_an_act_of_the_window_known_long_after_closes_it_on_time() -> None:
    life = begun(WINDOW)
    life.beat("2027-01-05 08:05")
    life.do("act", "2026-11-26", known="2027-01-05 10:00")
    assert data(life.last(), "on_time") == [True]


# --- several dates of one fact ---------------------------------------------------------------------

TWO_DATES = duty(starts=(On("Begun", "first"), On("Begun", "second", optional=True)))


def test_each_date_of_a_fact_arms_its_own_occurrence() -> None:
    life = Life(TWO_DATES)
    life.do("begin", "2026-11-16", first="2026-12-01", second="2028-02-19")
    assert [data(d, "of", "due_on") for d in life.duties()] == [
        ["first", "2026-12-11"],
        ["second", "2028-02-29"],
    ]


def test_a_date_that_may_be_missing_arms_nothing() -> None:
    life = Life(TWO_DATES)
    life.do("begin", "2026-11-16", first="2026-12-01")
    assert [data(d, "of") for d in life.duties()] == [["first"]]


def test_the_same_date_said_again_says_nothing_and_another_moves_the_duty() -> None:
    life = Life(duty(starts=(On("Begun", "ends_on"), On("Amended", "ends_on"))))
    life.do("begin", "2026-11-16", ends_on="2027-06-30")
    life.do("amend", "2026-11-17", ends_on="2027-06-30")
    assert life.facts() == [("2026-11-16", "ObligationOpened")]
    life.do("amend", "2026-11-18", ends_on="2027-07-31")
    assert life.facts()[1:] == [("2026-11-18", "ObligationReplanned")]
    assert data(life.last(), "due_on", "why") == ["2027-08-10", "Amended"]


# --- COUNTER ---------------------------------------------------------------------------------------


def test_days_away_move_the_end_of_a_counter_and_it_says_which() -> None:
    """Five days from Monday 16; away from Tuesday 17, told on Wednesday, back on Monday 23."""
    life = begun(COUNTER)
    assert data(life.last(), "due_on", "counted", "estimated") == ["2026-11-20", "5", True]
    life.do("go-away", "2026-11-18", from_on="2026-11-17")
    assert life.last().data["due_on"] > "2026-11-20"
    life.do("come-back", "2026-11-23", until_on="2026-11-20")
    assert data(life.last(), "due_on", "counted") == ["2026-11-26", "5"]
    assert data(life.last(), "away", "why") == [[["2026-11-17", "2026-11-20"]], "CameBack"]


def test_absences_count_where_the_house_says_so() -> None:
    life = begun(COUNTER, **{"O-07.absences": "counted"})
    life.do("go-away", "2026-11-18", from_on="2026-11-17")
    assert life.facts() == [("2026-11-16", "ObligationOpened")]


def test_the_alternance_of_the_formation_says_which_days_count() -> None:
    life = Life(COUNTER)
    life.data["alternance"] = "2026-11-01/2027-08-31 CCEEE--"
    life.do("begin", "2026-11-16")
    assert data(life.last(), "due_on", "estimated") == ["2026-11-26", False]


# --- SNAPSHOT --------------------------------------------------------------------------------------

SNAPSHOT = duty(
    kind=Clock.SNAPSHOT, within=DayOfYear(12, 1, 2), closed_by=(), steps=(step(StepKind.EXPIRY),)
)


@pytest.mark.parametrize(
    ("beat", "state"),
    [("2028-11-30 23:59", "open"), ("2028-12-01 00:00", "done"), ("2028-12-02 08:05", "done")],
)
def test_a_snapshot_closes_by_itself_on_its_day(beat: str, state: str) -> None:
    life = begun(SNAPSHOT)
    life.beat(beat)
    assert life.states() == [state]
    closed = [fact for fact in life.facts() if fact[1] == "ObligationFulfilled"]
    assert closed == ([("2028-12-01", "ObligationFulfilled")] if state == "done" else [])


# --- several acts ----------------------------------------------------------------------------------


def test_two_acts_are_wanted_the_last_one_closes() -> None:
    life = begun(TWICE)
    life.do("act", "2026-11-20")
    assert life.facts()[1:] == [("2026-11-20", "ObligationProgressed")]
    life.do("act", "2026-12-17")
    assert data(life.last(), "count", "on_time") == [2, False]


def test_the_partnership_may_want_more_acts() -> None:
    life = begun(TWICE, **{"D99.times": "3"})
    for day in ("2026-11-20", "2026-11-24"):
        life.do("act", day)
    assert life.states() == ["open"]
    life.do("act", "2026-11-25")
    assert life.states() == ["done"]


@rule(source=MAISON["exemple de test"], otherwise="Cet acte ne compte pas.")
def act_names_a_second_date(case: Case) -> bool:
    return bool(case.command.fields.get("second")) and str(case.command.fields["duty"]) == "D99.1"


def test_only_an_act_of_which_the_rule_holds_counts() -> None:
    life = begun(duty(counts_if=act_names_a_second_date))
    life.do("act", "2026-11-20")
    assert life.states() == ["open"]
    life.do("act", "2026-11-21", second="2026-11-21")
    assert life.states() == ["done"]


@pytest.mark.parametrize(("acts", "overtaken"), [(0, False), (1, True)])
def test_a_step_below_a_number_is_silent_once_that_many_have_acted(
    acts: int, overtaken: bool
) -> None:
    life = begun(duty(times=2, steps=(step(StepKind.REMINDER, offset=-3, below=1),)))
    life.data["role:gestionnaire"] = "somebody"
    for _ in range(acts):
        life.do("act", "2026-11-17")
    reminded = next(e for e in life.beat("2026-11-23 08:05") if e.type == "ObligationReminded")
    assert reminded.data["overtaken"] is overtaken
    assert bool(reminded.data["told"]) is not overtaken


# --- what survives, and what does not --------------------------------------------------------------


def test_what_outlives_is_owed_after_the_end_of_its_subject_but_not_after_a_death() -> None:
    plain, outlives = duty(), duty(ref="D98", name="ninety_eight", outlives=True)
    life = begun(plain, outlives)
    life.do("finish", "2026-11-20")
    assert (life.states("D99"), life.states("D98")) == (["cancelled"], ["open"])
    life.do("die", "2026-11-21")
    assert life.states("D98") == ["cancelled"]


def test_the_end_of_the_pathway_leaves_only_what_outlives() -> None:
    life = begun(duty(), duty(ref="D98", name="ninety_eight", outlives=True))
    life.do("leave", "2026-11-20")
    assert (life.states("D99"), life.states("D98")) == (["cancelled"], ["open"])


# --- whom it falls to ------------------------------------------------------------------------------


def test_the_partnership_says_whom_a_duty_falls_to_and_its_steps_follow() -> None:
    both = Step(StepKind.REMINDER, (Role.GESTIONNAIRE, Role.DIRECTION), offset=-3)
    life = begun(duty(steps=(both,)), **{"D99.owner": "employeur"})
    assert data(life.last(), "owed_by") == ["employeur"]
    assert [row["to"] for row in life.last().data["steps"]] == [["employeur", "direction"]]


# --- clocks that stop ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stopped", "resumed", "left", "due"),
    [
        ("2026-11-16", "2026-11-16", 10, "2026-11-26"),
        ("2026-11-25", "2026-12-01", 1, "2026-12-02"),
        ("2026-11-26", "2026-12-01", 0, "2026-12-01"),
        ("2026-11-20", "2028-02-26", 6, "2028-03-03"),
    ],
)
def test_a_clock_that_stops_keeps_what_is_left_in_its_ledger(
    stopped: str, resumed: str, left: int, due: str
) -> None:
    life = begun(STOPPED)
    life.do("stop", stopped)
    assert not is_late(life.last(), instant("2030-01-01"))
    life.do("resume", resumed)
    ledger = [{"paused_on": stopped, "left": left, "resumed_on": resumed}]
    assert data(life.last(), "due_on", "ledger") == [due, ledger]


def test_each_stop_has_its_line_in_the_ledger() -> None:
    life = begun(STOPPED)
    for stopped, resumed in (("2026-11-18", "2026-11-23"), ("2026-11-25", "2026-11-30")):
        life.do("stop", stopped)
        life.do("resume", resumed)
    assert [line["left"] for line in life.last().data["ledger"]] == [8, 6]
    assert life.dues() == ["2026-12-06"]


# --- known late ------------------------------------------------------------------------------------


def test_an_absence_known_late_moves_the_counter_that_had_come_to_its_end() -> None:
    counter = duty(
        kind=Clock.COUNTER,
        within=Presence(5),
        replanned_by=("WentAway", "CameBack"),
        steps=(step(StepKind.REMINDER, at_count=4),),
    )
    life = begun(counter)
    life.beat("2026-11-19 08:05")
    life.do("go-away", "2026-11-17", known="2026-11-23 10:00", from_on="2026-11-17")
    life.do("come-back", "2026-11-18", known="2026-11-23 11:00", until_on="2026-11-17")
    assert life.dues() == ["2026-11-23"]
