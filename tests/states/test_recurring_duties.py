"""Duties that recur: one occurrence of a period at a time, waves all at once; the end that moves."""

from __future__ import annotations

from lifecycle.dossier import Instance
from lifecycle.vocabulary import Clock, Every, Obligation, On, Waves
from tests.states.tiny import Life, days, duty, months

QUARTERLY = duty(
    kind=Clock.RECURRING,
    within=months(3),
    recurs=Every(months(3), until="ends_on", aligned="QUARTER"),
    replanned_by=("Amended",),
)
WAVES = duty(
    kind=Clock.RECURRING,
    starts=(On("Finished"),),
    within=days(30),
    recurs=Waves((months(6), months(18))),
    outlives=True,
    closed_by=("Enrolled",),
    attested=True,
)


def begun(*duties: Obligation, **settings: str) -> Life:
    """Begun on Monday 16 November 2026, until the end of June."""
    life = Life(*duties, **settings)
    life.do("begin", "2026-11-16", ends_on="2027-06-30")
    return life


def data(duty: Instance, *names: str) -> list[object]:
    return [duty.data.get(name) for name in names]


def test_one_period_ahead_is_planned_never_more() -> None:
    life = begun(QUARTERLY, QUARTER="calendar")
    assert (life.states(), life.dues()) == (["open", "planned"], ["2026-12-31", "2027-03-31"])
    life.beat("2026-12-31 23:59")
    assert life.states() == ["open", "planned"]
    life.beat("2027-01-01 00:00")
    assert life.states() == ["open", "open", "planned"]


def test_the_last_period_ends_with_the_contract_and_nothing_follows() -> None:
    life = begun(QUARTERLY, QUARTER="rolling")
    life.beat("2028-01-01 08:05")
    assert life.dues() == ["2027-02-15", "2027-05-15", "2027-06-30"]  # 46 days of 92: owed
    life = begun(QUARTERLY, QUARTER="academic")
    life.beat("2028-01-01 08:05")
    assert life.dues() == ["2027-02-28", "2027-05-31"]


def test_an_act_closes_the_period_that_is_open_and_not_the_next() -> None:
    life = begun(QUARTERLY, QUARTER="calendar")
    life.do("act", "2026-12-15")
    assert life.states() == ["done", "planned"]


def test_a_longer_contract_has_more_periods_and_a_shorter_one_fewer() -> None:
    life = begun(QUARTERLY, QUARTER="calendar")
    life.beat("2027-04-01 08:05")
    assert life.dues()[-1] == "2027-06-30"
    life.do("amend", "2027-04-02", ends_on="2027-05-31")
    assert life.dues()[-1] == "2027-05-31"
    life.do("amend", "2027-04-06", ends_on="2027-09-30")
    assert life.dues()[-2:] == ["2027-06-30", "2027-09-30"]


def test_a_period_that_begins_after_the_new_end_is_cancelled() -> None:
    life = begun(QUARTERLY, QUARTER="calendar")
    life.do("amend", "2026-12-01", ends_on="2026-12-20")
    assert (life.states(), life.dues()) == (["open", "cancelled"], ["2026-12-20", "2027-03-31"])


def test_waves_are_all_planned_at_once_each_with_its_own_time() -> None:
    life = begun(WAVES)
    life.do("finish", "2027-08-31")
    assert [data(d, "of", "opens_on", "due_on") for d in life.duties()] == [
        ["6 mois", "2028-02-29", "2028-03-30"],
        ["18 mois", "2029-02-28", "2029-03-30"],
    ]
    life.beat("2028-02-28 23:59")
    assert life.states() == ["planned", "planned"]
    life.beat("2028-02-29 00:00")
    assert life.states() == ["open", "planned"]


def test_the_partnership_chooses_its_waves() -> None:
    life = begun(WAVES, **{"D99.waves": "12 mois"})
    life.do("finish", "2027-08-31")
    assert life.dues() == ["2028-09-30"]


def test_an_avenant_known_late_gives_the_dates_that_it_would_have_given() -> None:
    """The end of June becomes the end of September, told three weeks after it was agreed."""
    late, at_once = begun(QUARTERLY, QUARTER="calendar"), begun(QUARTERLY, QUARTER="calendar")
    late.beat("2027-04-01 08:05")
    late.do("amend", "2027-03-01", known="2027-04-01 10:00", ends_on="2027-09-30")
    late.beat("2027-07-02 08:05")
    at_once.do("amend", "2027-03-01", ends_on="2027-09-30")
    at_once.beat("2027-07-02 08:05")
    assert late.dues() == at_once.dues()
    assert late.states() == at_once.states()
