"""Clocks whose dates move: a later end, months that stop, windows, ends of month; and how they explain it."""

from __future__ import annotations

from pathlib import Path

import pytest

from application.explaining import explained
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, Source
from lifecycle.vocabulary import Clock, DayOfYear, Every, On, StepKind
from tests.houses import House
from tests.scenarios.stories import signed
from tests.states.test_recurring_duties import QUARTERLY, begun, data
from tests.states.tiny import Life, days, duty, months, step

TWO_MONTHS = duty(within=months(2), paused_by=("Stopped",), resumed_by=("Resumed",))


def test_a_contract_prolonged_on_the_last_day_of_a_period_has_more_of_them() -> None:
    life = begun(QUARTERLY, QUARTER="calendar")
    life.beat("2027-04-01 08:05")
    life.do("amend", "2027-06-01", ends_on="2027-12-31")
    assert life.dues() == ["2026-12-31", "2027-03-31", "2027-06-30", "2027-09-30"]
    assert life.states()[-2:] == ["open", "planned"]


def test_a_contract_prolonged_once_its_last_period_is_done_has_more_of_them() -> None:
    life = begun(QUARTERLY, QUARTER="calendar")
    life.beat("2027-04-01 08:05")
    life.do("act", "2027-05-03")
    life.do("act", "2027-06-02")
    life.do("amend", "2027-06-15", ends_on="2027-12-31")
    life.beat("2027-07-01 08:05")
    assert life.dues()[-2:] == ["2027-09-30", "2027-12-31"]


def test_what_a_shorter_contract_cancelled_a_longer_one_plans_again() -> None:
    life = begun(QUARTERLY, QUARTER="calendar")
    life.do("amend", "2026-12-01", ends_on="2026-12-31")
    assert life.states() == ["open", "cancelled"]
    life.do("amend", "2026-12-02", ends_on="2027-06-30")
    assert life.states() == ["open", "cancelled", "planned"]
    assert life.dues()[-1] == "2027-03-31"


def test_an_avenant_that_moves_no_end_adds_nothing() -> None:
    life = begun(QUARTERLY, QUARTER="calendar")
    before = len(life.events)
    life.do("amend", "2026-12-01", ends_on="2027-06-30")
    assert len(life.events) == before + 1


def test_a_prolongation_known_late_gives_the_same_periods() -> None:
    late, at_once = begun(QUARTERLY, QUARTER="calendar"), begun(QUARTERLY, QUARTER="calendar")
    late.beat("2027-08-01 08:05")
    late.do("amend", "2027-06-01", known="2027-08-01 10:00", ends_on="2027-12-31")
    late.beat("2027-10-02 08:05")
    at_once.do("amend", "2027-06-01", ends_on="2027-12-31")
    at_once.beat("2027-10-02 08:05")
    assert late.dues() == at_once.dues()
    assert late.states() == at_once.states()


@pytest.mark.parametrize("start", ["2026-11-30", "2027-08-31"])
def test_an_avenant_leaves_the_periods_of_a_month_end_as_they_were(start: str) -> None:
    life = Life(QUARTERLY, QUARTER="rolling")
    life.do("begin", start, ends_on="2029-12-31")
    life.beat("2028-06-15 08:05")
    before, facts = life.dues(), len(life.events)
    life.do("amend", "2028-06-16", ends_on="2029-12-31")
    assert (life.dues(), len(life.events)) == (before, facts + 1)


def test_an_avenant_does_not_bring_the_first_period_forward() -> None:
    """September is less than half of a quarter: the first one owed is the fourth."""
    life = Life(
        duty(
            kind=Clock.RECURRING,
            starts=(On("Begun", "first"),),
            within=months(3),
            recurs=Every(months(3), until="ends_on", aligned="QUARTER"),
            replanned_by=("Amended",),
        ),
        QUARTER="calendar",
    )
    life.do("begin", "2026-09-01", first="2026-09-01", ends_on="2027-12-31")
    life.do("amend", "2026-09-03", ends_on="2027-12-31")
    assert [data(d, "started_on", "due_on") for d in life.duties()] == [
        ["2026-10-01", "2026-12-31"]
    ]
    assert life.facts() == [("2026-09-01", "ObligationPlanned")]


@pytest.mark.parametrize(
    ("stopped", "resumed", "due"),
    [
        ("2026-07-01", "2026-07-01", "2026-09-01"),  # nothing lost, nothing spent
        ("2026-07-01", "2026-12-31", "2027-02-28"),  # two whole months again
        ("2026-07-02", "2026-07-02", "2026-09-01"),  # 61 jours calendaires
        ("2026-08-31", "2027-02-28", "2027-03-01"),  # one day
    ],
)
def test_months_that_stop_lose_no_day(stopped: str, resumed: str, due: str) -> None:
    life = Life(TWO_MONTHS)
    life.do("begin", "2026-07-01")
    life.do("stop", stopped)
    life.do("resume", resumed)
    assert life.dues() == [due]


def test_a_stop_that_spends_nothing_gives_nothing_back() -> None:
    life = Life(duty(within=days(10), paused_by=("Stopped",), resumed_by=("Resumed",)))
    life.do("begin", "2026-11-16")
    life.do("stop", "2026-11-18")
    for day in ("2026-11-23", "2026-11-30"):
        life.do("resume", day)
        life.do("stop", day)
    life.do("resume", "2026-12-01")
    assert life.dues() == ["2026-12-09"]


@pytest.mark.parametrize(
    ("source", "due"),
    [
        (CODE_DU_TRAVAIL["L. 1"], "2026-11-30"),  # six days: Sunday 29
        (CHARTE["un item"], "2026-11-29"),  # CPC 642 speaks of delays of law only
    ],
)
def test_a_clock_that_goes_on_ends_on_a_jour_ouvre_where_the_house_says_so(
    source: Source, due: str
) -> None:
    stopped = duty(within=days(10), paused_by=("Stopped",), resumed_by=("Resumed",), source=source)
    life = Life(stopped, **{"O-09": "extend"})
    life.do("begin", "2026-11-16")
    life.do("stop", "2026-11-20")
    life.do("resume", "2026-11-23")
    assert life.dues() == [due]


@pytest.mark.parametrize(
    ("beat", "state"), [("2026-08-10 23:59", "planned"), ("2026-08-11 00:00", "open")]
)
def test_a_window_that_stops_before_it_opens_opens_later(beat: str, state: str) -> None:
    window = duty(
        kind=Clock.WINDOW,
        within=months(2),
        opens=months(1),
        paused_by=("Stopped",),
        resumed_by=("Resumed",),
        steps=(step(StepKind.LAST_CALL, offset=0),),
    )
    life = Life(window)
    life.do("begin", "2026-07-01")
    life.do("stop", "2026-07-10")
    life.do("resume", "2026-07-20")
    assert data(life.last(), "opens_on", "due_on") == ["2026-08-11", "2026-09-11"]
    life.beat(beat)
    assert life.states() == [state]


def test_a_day_of_no_length_given_to_another_is_decided_again(tmp_path: Path) -> None:
    """D31 is due on the last day itself; its owner changed, an earlier fact becomes known."""
    with House(tmp_path, "sqlite://") as house:
        formation = house.open_formation("M2-INFO")
        lea = signed(house)
        house.beat("2026-11-16 08:05")
        house.do(formation, "set-formation", "2026-11-20", **{"D31.owner": "gestionnaire"})
        house.beat("2026-11-23 08:05")
        said = {"role": "tuteur_academique", "name": "Anne Roth", "email": "a.roth@univ.example"}
        house.do(lea, "appoint", "2026-11-24", on="2026-11-18", **said)
        last = house.duty(lea, "D31").data
        assert (last["owed_by"], last["due_on"]) == ("gestionnaire", "2028-10-31")


EXPLAINED = [
    ("D20", "mardi 19 janvier 2027 : 45 jours de formation pratique comptés"),
    ("D31", "mardi 31 octobre 2028 : le jour même"),
    ("D32", "période du lundi 16 novembre 2026 au lundi 15 novembre 2027"),
    ("D33", "période du lundi 16 novembre 2026 au jeudi 31 décembre 2026"),
    ("T40", "mardi 31 octobre 2028 : le jour même"),
]


@pytest.mark.parametrize(("ref", "said"), EXPLAINED)
def test_every_clock_explains_its_last_day(tmp_path: Path, ref: str, said: str) -> None:
    with House(tmp_path, "sqlite://") as house:
        house.open_formation("M2-INFO")
        lea = signed(house)
        house.beat("2026-11-16 08:05")
        (one, *_) = (d for d in house.dossier(lea).of("obligation") if d.data["ref"] == ref)
        assert explained(house.app, lea, one.id)["counting"][-1] == said


def test_months_that_stopped_are_explained_in_days(tmp_path: Path) -> None:
    with House(tmp_path, "sqlite://") as house:
        house.open_formation("M2-INFO")
        lea = signed(house)
        house.beat("2026-11-16 08:05")
        house.do(lea, "start-mobility", "2026-12-01", returns_on="2027-03-01")
        house.do(lea, "end-mobility", "2027-03-01")
        lines = explained(house.app, lea, "D30")["counting"]
        assert "suspendue le mardi 1er décembre 2026, il restait 46 jours calendaires" in lines
        due = "dernier jour du délai (46 jours calendaires, calendrier alsace-moselle)"
        assert lines[-1] == f"vendredi 16 avril 2027 : {due}"


def test_a_snapshot_of_29_february_is_on_the_28th_of_a_common_year() -> None:
    life = Life(duty(kind=Clock.SNAPSHOT, within=DayOfYear(2, 29, 1), closed_by=(), attested=True))
    life.do("begin", "2026-11-16")
    assert life.dues() == ["2027-02-28"]
