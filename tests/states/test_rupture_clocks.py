"""Every clock of the rupture on dated examples: when it ends, when each step leaves, to whom.

In Strasbourg in 2027, Vendredi saint is 26 March and the Monday of Easter 29 March.
"""

from __future__ import annotations

import pytest

from lifecycle.states.rupture import PHASE
from tests.states.test_clocks import ladder

LADDERS = [
    ("T31", "2027-03-12", "alsace-moselle", """
        2027-03-12 due
        2027-03-12 expiry CFA"""),
    ("T31", "2027-08-31", "france", """
        2027-08-31 due
        2027-08-31 expiry CFA"""),
    ("D51", "2027-03-12", "alsace-moselle", """
        2027-03-18 due
        2027-03-18 opening"""),
    ("D51", "2027-08-31", "france", """
        2027-09-06 due
        2027-09-06 opening"""),
    ("D52", "2027-03-12", "alsace-moselle", """
        2027-03-20 due
        2027-03-20 opening"""),
    ("D52", "2027-08-31", "france", """
        2027-09-08 due
        2027-09-08 opening"""),
    ("D53", "2027-03-12", "alsace-moselle", """
        2027-03-27 due
        2027-03-22 reminder CFA"""),
    ("D53", "2027-08-31", "france", """
        2027-09-15 due
        2027-09-10 reminder CFA"""),
    ("D54", "2027-03-12", "alsace-moselle", """
        2027-03-19 due
        2027-03-19 opening"""),
    ("D54", "2027-08-31", "france", """
        2027-09-07 due
        2027-09-07 opening"""),
    ("D55", "2027-03-12", "alsace-moselle", """
        2027-04-12 due
        2027-03-16 opening"""),
    ("D55", "2027-08-31", "france", """
        2027-09-30 due
        2027-09-03 opening"""),
    ("D56", "2027-03-12", "alsace-moselle", """
        2027-05-12 due"""),
    ("D56", "2027-08-31", "france", """
        2027-10-31 due"""),
    ("D57", "2027-03-12", "alsace-moselle", """
        2027-03-27 due"""),
    ("D57", "2027-08-31", "france", """
        2027-09-15 due"""),
    ("D58", "2027-03-12", "alsace-moselle", """
        2027-03-27 due
        2027-03-14 opening
        2027-03-22 reminder direction
        2027-03-25 last_call direction+CFA
        2027-03-30 escalation CFA"""),
    ("D58", "2027-08-31", "france", """
        2027-09-15 due
        2027-09-02 opening
        2027-09-08 reminder direction
        2027-09-13 last_call direction+CFA
        2027-09-16 escalation CFA"""),
    ("D60", "2027-03-12", "alsace-moselle", """
        2027-04-13 due
        2027-04-13 opening"""),
    ("D60", "2027-08-31", "france", """
        2027-10-01 due
        2027-10-01 opening"""),
    ("D61", "2027-03-12", "alsace-moselle", """
        2027-03-27 due
        2027-03-12 reminder CFA+direction
        2027-03-30 escalation direction"""),
    ("D61", "2027-08-31", "france", """
        2027-09-15 due
        2027-08-31 reminder CFA+direction
        2027-09-16 escalation direction"""),
    ("D59", "2027-03-12", "alsace-moselle", """
        2027-05-12 due
        2027-03-30 reminder apprenti+CFA
        2027-04-12 reminder apprenti+CFA
        2027-04-27 last_call apprenti+CFA
        2027-05-13 escalation RF+employeur"""),
    ("D59", "2027-08-31", "france", """
        2027-10-31 due
        2027-09-15 reminder apprenti+CFA
        2027-09-30 reminder apprenti+CFA
        2027-10-18 last_call apprenti+CFA
        2027-11-02 escalation RF+employeur"""),
    ("D62", "2027-03-12", "alsace-moselle", """
        2027-03-17 due
        2027-03-15 reminder employeur+CFA
        2027-03-15 reminder employeur+CFA
        2027-03-17 escalation direction"""),
    ("D62", "2027-08-31", "france", """
        2027-09-05 due
        2027-09-01 reminder employeur+CFA
        2027-09-03 reminder employeur+CFA
        2027-09-06 escalation direction"""),
    ("D63", "2027-03-12", "alsace-moselle", """
        2027-09-12 due
        2027-04-12 reminder apprenti+CFA
        2027-05-12 reminder apprenti+CFA
        2027-06-14 reminder apprenti+CFA
        2027-08-12 reminder apprenti+CFA
        2027-08-30 last_call apprenti+CFA
        2027-09-13 expiry RF
        2027-09-13 escalation RF"""),
    ("D63", "2027-08-31", "france", """
        2028-02-29 due
        2027-09-30 reminder apprenti+CFA
        2027-11-02 reminder apprenti+CFA
        2027-11-30 reminder apprenti+CFA
        2028-01-31 reminder apprenti+CFA
        2028-02-14 last_call apprenti+CFA
        2028-02-29 escalation RF
        2028-03-01 expiry RF"""),
    ("D65", "2027-03-12", "alsace-moselle", """
        2027-04-26 due
        2027-04-12 reminder CFA
        2027-04-21 reminder CFA
        2027-04-26 expiry CFA"""),
    ("D65", "2027-08-31", "france", """
        2027-10-15 due
        2027-09-30 reminder CFA
        2027-10-11 reminder CFA
        2027-10-15 expiry CFA"""),
    ("D66", "2027-03-12", "alsace-moselle", """
        2027-03-19 due
        2027-03-15 reminder CFA
        2027-03-22 escalation direction"""),
    ("D66", "2027-08-31", "france", """
        2027-09-07 due
        2027-09-03 reminder CFA
        2027-09-08 escalation direction"""),
    ("D67", "2027-03-12", "alsace-moselle", """
        2027-04-11 due
        2027-03-19 reminder CFA
        2027-04-12 escalation direction"""),
    ("D67", "2027-08-31", "france", """
        2027-09-30 due
        2027-09-07 reminder CFA
        2027-10-01 escalation direction"""),
    ("T34", "2027-03-12", "alsace-moselle", """
        2027-03-27 due
        2027-03-15 reminder RF
        2027-03-22 last_call RF+CFA
        2027-03-30 escalation direction"""),
    ("T34", "2027-08-31", "france", """
        2027-09-15 due
        2027-09-01 reminder RF
        2027-09-10 last_call RF+CFA
        2027-09-16 escalation direction"""),
]  # fmt: skip


@pytest.mark.parametrize(("ref", "start", "place", "expected"), LADDERS)
def test_the_days_of_a_clock(ref: str, start: str, place: str, expected: str) -> None:
    assert ladder(ref, start, place) == [line.strip() for line in expected.strip().splitlines()]


def test_every_clock_of_the_rupture_has_its_example() -> None:
    assert {ref for ref, *_ in LADDERS} == {o.ref for o in PHASE.obligations}
