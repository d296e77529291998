"""Every figure of the hand-made population, counted with a pencil from `population.py`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quality.board import Asked, read
from quality.counting import Count, Counts
from quality.indicators import BY_REF, INDICATORS
from quality.measures import Window, guarded
from quality.showing import shown
from tests.houses import House
from tests.quality.population import asked, counted, source

FIRST, LAST = "2026-11-02", "2027-12-15"

# (indicator, measure): numerator, denominator. Who counts is named in the comment.
SHARES = {
    # Ada, Cléo, Ève, Finn, Gus and Bob's second, of those and Bob's first (8 days) and Dan (none).
    ("I-01", "within_a_week"): (6, 8),
    # Ada answered, the employer of Dan not.
    ("I-03", "in_time"): (1, 2),
    # Ada and Bob's first; Ève on the 6th day, Finn and Bob's second never.
    ("I-04", "in_time"): (2, 5),
    ("I-04", "incomplete"): (1, 3),  # Ada, of those transmitted: Ada, Bob, Ève
    ("I-04", "refused"): (1, 3),  # Bob, though accepted two days later
    ("I-05", "done"): (93, 100),  # the last word of Ada's December, and Ève's January
    ("I-06", "present"): (93, 100),
    ("I-06", "justified"): (5, 100),
    ("I-06", "unjustified"): (2, 100),
    # Bob's first and Ève, of five contracts started.
    ("I-07", "all"): (2, 5),
    ("I-07", "inside_probation"): (1, 5),
    ("I-07", "after_probation"): (1, 5),
    ("I-07", "without_new_contract"): (1, 5),
    ("I-08", "gross"): (2, 5),
    ("I-08", "net_2"): (1, 5),  # Bob begins again 52 days later
    ("I-08", "net_6"): (1, 5),
    ("I-09", "left"): (1, 4),  # Ève, of Ada, Bob, Ève, Finn
    ("I-09", "abandoned"): (1, 4),
    ("I-09", "excluded"): (0, 4),
    ("I-10", "failed"): (1, 2),  # Finn, of Ada and Finn
    ("I-11", "of_presented"): (1, 2),
    ("I-11", "of_registered"): (1, 3),  # Ève was registered too; Bob ends after the period
    ("I-16", "insertion"): (1, 1),
    ("I-16", "employment"): (1, 1),
    ("I-17", "related"): (1, 1),
    # Ada in time; Finn on 1 February, Bob's second and Ève never.
    ("I-18", "first"): (1, 4),
    ("I-18", "last"): (1, 2),  # Ada, of Ada and Finn
    ("I-18", "yearly"): (1, 2),
    ("I-19", "shared"): (1, 3),  # one of Ada's two reports; Finn's never
    ("I-20", "training_satisfied"): (1, 1),
    ("I-20", "answered"): (1, 2),  # Ada, of Ada and Finn; Bob may still answer
    ("I-20", "survey_satisfied"): (1, 1),
    ("I-21", "training_satisfied"): (0, 1),
    ("I-21", "answered"): (1, 2),
    ("I-23", "employer_satisfied"): (1, 1),
    ("I-23", "apprentice_satisfied"): (1, 1),
    # Bob's second contract alone is in force on 15 December 2027.
    ("I-24", "tuteurs"): (1, 1),
    ("I-24", "maitres"): (0, 1),
    ("I-25", "all"): (0, 1),
    ("I-25", "apprenti"): (1, 1),
    ("I-25", "maitre_apprentissage"): (1, 1),
    ("I-25", "tuteur_academique"): (0, 1),  # three months ago
    # Four quarters of Ada and of Finn, two of Bob's second, two of Ève.
    ("I-26", "attended"): (0, 12),
    ("I-28", "after"): (1, 1),  # Bob
}
NOTHING = {
    *(("I-12", "studying"), ("I-19", "actions"), ("I-20", "survey_answered")),
    *(("I-20", "campaign_answered"), ("I-23", "house_satisfied"), ("I-28", "before")),
}
"""What had nothing to count: Ada's year is not over, nobody began without a contract…"""
DELAYS = {
    ("I-01", "delay"): (7, 2.0, 8),  # 1 1 1 2 2 3 8
    ("I-02", "validated_to_signed"): (5, 5.0, 17),  # 4 5 5 5 17
    ("I-02", "signed_to_filed"): (3, 8.0, 13),  # 8 8 13
    ("I-03", "delay"): (1, 4.0, 4),
    ("I-17", "search"): (1, 2.0, 2),
}
MEANS = {
    ("I-20", "training_mean"): (5, 1),
    ("I-20", "survey_mean"): (4, 1),
    ("I-21", "training_mean"): (3, 1),
    ("I-23", "employer_mean"): (5, 1),
    ("I-23", "apprentice_mean"): (4, 1),
}


@pytest.fixture(scope="module")
def counts(house: House) -> Counts:
    return counted(house, FIRST, LAST)[0]


@pytest.mark.parametrize("one", SHARES, ids="-".join)
def test_both_terms_of_a_share(counts: Counts, one: tuple[str, str]) -> None:
    figure = counts.figure(*one)
    assert (figure.numerator, figure.denominator) == SHARES[one]
    assert figure.value == round(100 * SHARES[one][0] / SHARES[one][1], 1)


@pytest.mark.parametrize("one", sorted(NOTHING), ids="-".join)
def test_nothing_to_count_is_without_object(counts: Counts, one: tuple[str, str]) -> None:
    figure = counts.figure(*one)
    assert (figure.denominator, figure.value, shown(figure)) == (0, None, "sans objet")


@pytest.mark.parametrize("one", DELAYS, ids="-".join)
def test_a_delay_has_its_median_and_its_p90(counts: Counts, one: tuple[str, str]) -> None:
    figure = counts.figure(*one)
    assert (figure.denominator, figure.value, figure.more["p90"]) == DELAYS[one]


@pytest.mark.parametrize("one", MEANS, ids="-".join)
def test_a_mean_has_its_sum_and_its_count(counts: Counts, one: tuple[str, str]) -> None:
    figure = counts.figure(*one)
    assert (figure.numerator, figure.denominator) == MEANS[one]


def test_every_measure_is_held_by_the_pencil(counts: Counts) -> None:
    """But what has no terms: cells, and the two empty means of I-23."""
    held = {*SHARES, *NOTHING, *DELAYS, *MEANS}
    others = {key for key in counts.counts if key not in held}
    cells = {key for key in others if counts.figure(*key).kind == "cells"}
    assert others - cells == {("I-23", "house_mean"), ("I-27", "in_time"), ("I-27", "escalated")}


def test_the_statuses_of_the_state(counts: Counts) -> None:
    cells = counts.figure("I-30", "statuses").more["cells"]
    assert cells == {"FIN_DE_FORMATION": 2, "APPRENTI": 1, "ABANDON": 1}


def test_small_cells_are_hidden(counts: Counts) -> None:
    assert counts.figure("I-22", "sector").more["cells"] == {"secteur privé": None}


def test_one_hidden_cell_would_be_the_total_minus_the_others() -> None:
    assert guarded({"a": 20, "b": 6, "c": 4}) == {"a": 20, "b": None, "c": None}
    assert guarded({"a": 20, "b": 5}) == {"a": 20, "b": 5}
    assert guarded({"a": 9, "b": 1, "c": 2}) == {"a": 9, "b": None, "c": None}


def test_groups_of_persons_are_shown_only_when_none_is_small() -> None:
    measure = next(m for m in BY_REF["I-07"].measures if m.key == "all")
    window = Window(date(2026, 9, 1), date(2027, 8, 31), date(2027, 8, 31))
    for small, wanted in ((4, set()), (5, {"femmes", "hommes"})):
        count = Count(measure, [window])
        count.values[window, ("sexe", "femmes")].update([True] * small)
        count.values[window, ("sexe", "hommes")].update([False] * 20)
        count.values[window, ("formation", "M2-INFO")].update([False])
        told = {name for by, name in count.groups(window) if by == "sexe"}
        assert told == wanted
        assert ("formation", "M2-INFO") in count.groups(window)


def test_the_sex_of_the_form_is_opened_for_the_count_and_gone_with_the_key(tmp_path: Path) -> None:
    with House(tmp_path, at="2026-11-02 09:00") as house:
        house.open_formation()
        for n in range(6):
            lea = house.candidate(f"Léa{'abcdef'[n]}", "Martin")
            house.do(lea, "admit")
            mail = f"ma{n}@dupont.example"
            house.submit_mission(lea, maitre_apprentissage_email=mail)
            house.do(lea, "validate-mission", actor="responsable_formation")
            house.draft_contract(lea, "2026-11-02", "2027-08-31", **{"apprenti.sexe": "F"})
            house.do(lea, "start-contract")
        wanted = counted(house, "2026-11-02", "2026-11-02")[0]
        assert wanted.figure("I-22", "sex").more["cells"] == {"femmes": 6}
        sources = source(house)
        (first, *_) = sources.known("apprentice")
        with house.app.installation.database.identity.begin() as connection:
            connection.exec_driver_sql("DELETE FROM person_keys WHERE person = ?", (first.person,))
        cells = counted(house, "2026-11-02", "2026-11-02")[0].figure("I-22", "sex").more["cells"]
        assert cells == {"femmes": None, "non renseigné": None}


def test_reminders_count_every_duty_of_the_period(counts: Counts) -> None:
    """All that is due is done after some reminders, or overdue; none is counted twice."""
    cells = counts.figure("I-27", "reminders").more["cells"]
    in_time = counts.figure("I-27", "in_time")
    assert sum(cells.values()) == in_time.denominator
    groups = counts.counts["I-27", "in_time"].groups(counts.windows[0])
    assert groups["obligation", "D30"].numerator == SHARES["I-18", "first"][0]
    assert groups["obligation", "D30"].denominator == SHARES["I-18", "first"][1]


# --- periods, formations, and both dates -------------------------------------------------------------


def mission_week(counts: Counts) -> tuple[Any, int]:
    figure = counts.figure("I-01", "within_a_week")
    return figure.numerator, figure.denominator


def test_a_formation_alone_and_each_one_apart(house: House, counts: Counts) -> None:
    alone, _ = counted(house, FIRST, LAST, "M2-INFO")
    assert mission_week(alone) == (5, 7)
    groups = counts.counts["I-01", "within_a_week"].groups(counts.windows[0])
    told = {name: (f.numerator, f.denominator) for (_, name), f in groups.items()}
    assert told == {"M2-INFO": (5, 7), "LP-COM": (1, 1)}


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        ("2026-11-04", "2026-11-04", (4, 4)),  # Ada, Ève, Finn, Gus
        ("2026-11-05", "2026-11-08", (0, 0)),
        ("2026-11-09", "2026-11-09", (1, 1)),  # Cléo
        ("2026-11-12", "2026-11-12", (0, 1)),  # Bob, once his sheet is complete
    ],
)
def test_the_first_and_last_days_are_of_the_period(
    house: House, first: str, last: str, wanted: tuple[int, int]
) -> None:
    assert mission_week(counted(house, first, last)[0]) == wanted


@pytest.mark.parametrize(
    ("true_on", "wanted"),
    [
        ("2026-11-05", (3, 3)),  # Ève, Finn, Gus; Ada decides tomorrow
        ("2026-11-11", (4, 4)),
        ("2026-11-17", (5, 5)),  # Dan's week has just passed: not late on its last day
        ("2026-11-18", (5, 6)),  # Dan is late
        ("2026-11-19", (5, 6)),  # Bob's week ends today
        ("2026-11-20", (5, 7)),  # decided today, on the eighth day
    ],
)
def test_true_on_a_day_counts_what_was_true_then(
    house: House, true_on: str, wanted: tuple[int, int]
) -> None:
    assert mission_week(counted(house, FIRST, "2026-12-31", true_on=true_on)[0]) == wanted


def test_before_anybody_told_it_nothing_is_known(house: House) -> None:
    counts, _ = counted(house, FIRST, LAST, known_at="2028-01-09")
    assert {counts.figure(ref, key).denominator for ref, key in counts.counts} == {0}


def test_the_cases_behind_a_figure_are_its_terms(house: House) -> None:
    wanted: Asked = asked(house, FIRST, LAST)
    counts, _ = read(source(house), wanted, INDICATORS, "I-07")
    cases = [case for case in counts.cases if case.measure == "all"]
    figure = counts.figure("I-07", "all")
    assert len(cases) == figure.denominator
    assert sum(case.value for case in cases) == figure.numerator
    assert {case.then for case in cases} == {None, "2027-01-08", "2027-05-10"}


def test_each_indicator_says_its_source_and_what_it_counts() -> None:
    assert list(BY_REF) == [f"I-{n:02}" for n in range(1, 31)]
    for one in INDICATORS:
        assert one.definition.endswith("."), one.ref
        assert bool(one.measures) != bool(one.elsewhere), one.ref
        keys = [measure.key for measure in one.measures]
        assert len(set(keys)) == len(keys), one.ref
        assert all(measure.among for measure in one.measures), one.ref
