"""Every clock of the training on dated examples: when it ends, when each step leaves, to whom.

As in `test_clocks.py`; of a duty that recurs, the start is the period `first/last`. The days of
presence are supposed (no alternance): every jour ouvré of the site.
"""

from __future__ import annotations

from datetime import date

import pytest

from lifecycle.agenda import Terms, plan
from lifecycle.alternance import Attendance
from lifecycle.calendar import Calendar
from lifecycle.charter import charter
from tests.states.test_clocks import line


def ladder(ref: str, start: str, place: str) -> list[str]:
    declared, where = charter().obligations[ref], Calendar(place)
    terms = Terms(declared, declared.within, where, where, attendance=Attendance(None, where))
    first, _, last = start.partition("/")
    period = date.fromisoformat(last) if last else None
    dates = plan(terms, date.fromisoformat(first), date(2026, 1, 1), period)
    return [f"{dates['due_on']} due", *(line(row) for row in dates["steps"])]


LADDERS = [
    ("D16", "2026-11-10", "alsace-moselle", """
        2027-05-10 due
        2027-03-10 reminder employeur
        2027-04-12 reminder employeur
        2027-05-10 last_call employeur
        2027-05-11 escalation CFA"""),
    ("D19", "2026-12-31", "alsace-moselle", """
        2027-02-28 due
        2027-02-01 reminder employeur
        2027-02-15 reminder employeur
        2027-03-01 escalation CFA"""),
    ("D20", "2026-11-16", "alsace-moselle", """
        2027-01-19 due
        2026-12-28 reminder CFA+tuteur
        2027-01-12 reminder CFA+tuteur
        2027-01-20 expiry CFA"""),
    ("D20", "2026-11-16", "france", """
        2027-01-19 due
        2026-12-28 reminder CFA+tuteur
        2027-01-12 reminder CFA+tuteur
        2027-01-20 expiry CFA"""),
    ("D31", "2028-10-31", "alsace-moselle", """
        2028-10-31 due
        2028-08-31 opening
        2028-09-01 reminder tuteur
        2028-10-02 reminder tuteur
        2028-10-16 last_call tuteur
        2028-11-02 escalation RF
        2028-11-08 escalation CFA"""),
    ("D32", "2026-11-16/2027-11-15", "alsace-moselle", """
        2027-11-15 due
        2027-05-18 reminder RF
        2027-09-16 reminder tuteur
        2027-11-02 last_call tuteur
        2027-11-16 escalation RF
        2027-11-23 escalation CFA"""),
    ("D33", "2026-11-16/2026-12-31", "france", """
        2026-12-31 due
        2026-12-01 reminder RF
        2026-12-24 last_call RF
        2027-01-04 escalation direction"""),
    ("D34", "2027-01-01/2027-03-31", "france", """
        2027-03-31 due
        2027-03-01 reminder RF
        2027-04-01 escalation direction"""),
    ("D35", "2026-11-16", "alsace-moselle", """
        2026-12-16 due
        2026-12-01 reminder RF
        2026-12-09 last_call maître+tuteur+apprenti+RF
        2026-12-17 escalation RF+CFA
        2026-12-24 escalation direction"""),
    ("D36", "2026-12-31", "alsace-moselle", """
        2027-02-28 due
        2027-02-15 reminder tuteur
        2027-03-01 escalation RF"""),
    ("D37", "2026-11-16/2027-11-15", "alsace-moselle", """
        2027-11-15 due
        2027-11-02 reminder tuteur
        2027-11-16 escalation RF"""),
    ("D38", "2028-10-31", "alsace-moselle", """
        2028-11-30 due
        2028-09-30 opening
        2028-10-31 reminder apprenti+maître
        2028-11-07 reminder apprenti+maître
        2028-11-21 last_call apprenti+maître
        2028-12-01 escalation RF+CFA"""),
    ("D42", "2027-04-01", "alsace-moselle", """
        2027-04-01 due
        2027-03-02 reminder employeur
        2027-04-01 expiry employeur+CFA"""),
    ("D43", "2027-03-22", "alsace-moselle", """
        2027-03-30 due
        2027-03-22 reminder employeur
        2027-03-30 last_call employeur
        2027-03-31 escalation CFA"""),
    ("D45", "2026-12-22", "alsace-moselle", """
        2026-12-30 due
        2026-12-28 reminder employeur
        2026-12-30 last_call employeur
        2026-12-31 escalation CFA"""),
    ("D45", "2026-12-22", "france", """
        2026-12-29 due
        2026-12-28 reminder employeur
        2026-12-29 last_call employeur
        2026-12-30 escalation CFA"""),
]  # fmt: skip


@pytest.mark.parametrize(("ref", "start", "place", "expected"), LADDERS)
def test_the_days_of_a_clock(ref: str, start: str, place: str, expected: str) -> None:
    assert ladder(ref, start, place) == [one.strip() for one in expected.strip().splitlines()]


def test_every_clock_of_the_training_has_its_example() -> None:
    (training,) = (p for p in charter().phases if p.name == "training")
    assert {ref for ref, *_ in LADDERS} == {o.ref for o in training.obligations}
