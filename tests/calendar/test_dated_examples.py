"""The dated table: what each clock says the day before, that day and the day after.

`dated_examples.csv` was worked out from the texts alone (the Code du travail, the CPC, the charter,
and the list of jours fériés), never from the engine; here the engine lives each line.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from lifecycle.calendar import Calendar
from lifecycle.charter import charter
from tests.calendar.examples import (
    STARTS,
    Example,
    beginning_of,
    duty_at,
    end_of,
    lived,
    status,
)
from tests.calendar.guards import GUARDS, verdict

TABLE = Path(__file__).with_name("dated_examples.csv")
ONE_DAY = timedelta(days=1)
FEWEST = 200


def examples() -> Iterator[Example]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            given = dict(one.split("=", 1) for one in row["précisions"].split("; ") if one)
            opens = row["ouverture"]
            yield Example(
                row["obligation"],
                row["règle"],
                row["calendrier"],
                date.fromisoformat(row["départ"]),
                given,
                date.fromisoformat(opens) if opens else None,
                date.fromisoformat(row["attendu"]),
                row["la veille"],
                row["ce jour-là"],
                row["le lendemain"],
            )


def named(example: Example) -> str:
    return f"{example.ref} {example.start} {example.calendar}"


EXAMPLES = tuple(examples())
CLOCKS = [e for e in EXAMPLES if e.after != "relevée"]
RULES = [e for e in EXAMPLES if e.after == "relevée"]


@pytest.mark.parametrize("example", CLOCKS, ids=named)
def test_a_clock_says_so_on_that_day(example: Example) -> None:
    facts = lived(example)
    duty = duty_at(example, facts, end_of(example.due))
    assert duty.day("due_on") == example.due
    eve, morrow = example.due - ONE_DAY, example.due + ONE_DAY
    if eve >= example.known:
        assert status(example, facts, end_of(eve)) == example.before
    for at in (beginning_of(example.due), end_of(example.due)):
        if at > facts[-1].recorded_at:
            assert status(example, facts, at) == example.on
    assert status(example, facts, beginning_of(morrow)) == example.after


@pytest.mark.parametrize("example", [e for e in CLOCKS if e.opens], ids=named)
def test_a_window_opens_on_that_day(example: Example) -> None:
    facts, opens = lived(example), example.opens or date.max
    assert duty_at(example, facts, end_of(opens)).day("opens_on") == opens
    if opens - ONE_DAY > example.known:
        assert status(example, facts, end_of(opens - ONE_DAY)) == "planifiée"
    assert status(example, facts, beginning_of(opens)) in ("à faire", "attendue")


@pytest.mark.parametrize("example", RULES, ids=named)
def test_a_rule_holds_until_that_day(example: Example) -> None:
    said = [verdict(example, example.due + n * ONE_DAY) for n in (-1, 0, 1)]
    assert said == [example.before, example.on, example.after]


def test_every_obligation_has_its_examples_in_both_calendars() -> None:
    found = defaultdict(set)
    for example in CLOCKS:
        found[example.ref].add(example.calendar)
    assert dict(found) == {ref: {str(c) for c in Calendar} for ref in charter().obligations}
    assert set(STARTS) == set(charter().obligations)
    assert {example.ref for example in RULES} == {ref for ref, _ in GUARDS}


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    assert len(set(lines)) == len(lines) >= FEWEST


@pytest.mark.parametrize(
    ("what", "days"),
    [
        ("the night when clocks go forward", {date(2026, 3, 29)}),
        ("the night when clocks go back", {date(2026, 10, 25)}),
        ("29 February", {date(2028, 2, 29)}),
        ("the end of a February", {date(2027, 2, 28)}),
    ],
)
def test_the_table_holds_the_days_on_which_people_err(what: str, days: set[date]) -> None:
    assert days <= {example.due for example in EXAMPLES}, what


@pytest.mark.parametrize(
    "day", ["2026-04-03", "2027-03-26", "2028-04-14", "2026-12-26", "2028-12-26"]
)
def test_the_two_calendars_part_on_the_two_days_of_alsace_moselle(day: str) -> None:
    """Vendredi saint of three years, and 26 décembre when it is no Sunday, each move some line."""
    lines: dict[tuple[str, date, str], set[date]] = defaultdict(set)
    for example in CLOCKS:
        lines[example.ref, example.start, str(example.given)].add(example.due)
    apart = {(start, max(due)) for (_, start, _), due in lines.items() if len(due) > 1}
    assert any(start <= date.fromisoformat(day) <= last for start, last in apart)
