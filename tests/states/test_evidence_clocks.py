"""Every clock of the evidence on dated examples: when it ends, when each step leaves, to whom."""

from __future__ import annotations

import pytest

from lifecycle.charter import charter
from tests.states.test_clocks import ladder

LADDERS = [
    ("V2-02", "2026-11-03", "alsace-moselle", """
        2026-12-03 due
        2026-11-26 reminder apprenti+CFA
        2026-12-04 escalation direction"""),
    ("C-13", "2026-11-16", "alsace-moselle", """
        2026-12-16 due
        2026-11-16 reminder apprenti
        2026-12-09 reminder CFA
        2026-12-17 escalation direction"""),
    ("P3-S00", "2026-11-16", "france", """
        2026-12-16 due
        2026-12-01 reminder RF
        2026-12-17 escalation direction"""),
    ("E-08", "2026-11-16", "france", """
        2026-12-16 due
        2026-12-07 reminder tuteur
        2026-12-17 escalation RF"""),
    ("E-05", "2026-12-11", "alsace-moselle", """
        2026-12-26 due
        2026-12-21 reminder tuteur
        2026-12-28 escalation RF"""),
    ("P3-P01", "2026-11-16", "alsace-moselle", """
        2027-02-16 due
        2027-01-18 reminder tuteur
        2027-02-17 escalation direction"""),
    ("M-06", "2026-11-16", "alsace-moselle", """
        2027-02-16 due
        2026-11-16 reminder maître
        2027-01-18 reminder maître
        2027-02-17 escalation direction"""),
    ("P3-C04", "2027-03-11", "alsace-moselle", """
        2027-03-26 due
        2027-03-19 reminder tuteur
        2027-03-30 escalation RF"""),
    ("E-04", "2027-01-29", "alsace-moselle", """
        2027-01-29 due
        2027-01-22 reminder tuteur
        2027-01-29 last_call tuteur
        2027-02-01 escalation RF"""),
    ("M-04", "2027-03-26", "alsace-moselle", """
        2027-03-26 due
        2027-03-19 reminder maître
        2027-03-30 last_call maître
        2027-03-31 escalation tuteur"""),
    ("M-04", "2027-03-26", "france", """
        2027-03-26 due
        2027-03-19 reminder maître
        2027-03-26 last_call maître
        2027-03-30 escalation tuteur"""),
    ("A-01", "2027-01-29", "alsace-moselle", """
        2027-01-29 due
        2027-01-22 reminder apprenti
        2027-01-29 last_call apprenti
        2027-02-01 escalation tuteur"""),
]  # fmt: skip


@pytest.mark.parametrize(("ref", "start", "place", "expected"), LADDERS)
def test_the_days_of_a_clock(ref: str, start: str, place: str, expected: str) -> None:
    assert ladder(ref, start, place) == [one.strip() for one in expected.strip().splitlines()]


def test_every_clock_of_the_evidence_has_its_example() -> None:
    (evidence,) = (p for p in charter().phases if p.name == "evidence")
    assert {ref for ref, *_ in LADDERS} == {o.ref for o in evidence.obligations}
