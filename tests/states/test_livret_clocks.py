"""The ladders of the livret on dated examples, read as in `test_training_clocks.py`.

The steps were worked out by hand: Noël 2026 is a Friday, Vendredi saint 2027 is 26 March.
"""

from __future__ import annotations

import pytest

from lifecycle.charter import charter
from tests.states.test_training_clocks import ladder

LADDERS = [
    ("P3-S01", "2026-11-16", "alsace-moselle", """
        2026-12-16 due
        2026-12-01 reminder CFA
        2026-12-16 last_call CFA+tuteur
        2026-12-17 escalation RF+direction"""),
    ("P3-C03", "2026-12-01", "alsace-moselle", """
        2027-01-26 due
        2027-01-12 reminder tuteur
        2027-01-26 last_call tuteur
        2027-01-27 expiry tuteur
        2027-02-03 escalation RF"""),
    ("E-06", "2026-12-21", "france", """
        2026-12-28 due
        2026-12-28 reminder tuteur
        2026-12-28 last_call tuteur
        2026-12-29 escalation RF
        2027-01-05 escalation CFA"""),
    ("T25", "2027-02-26", "france", """
        2027-03-26 due
        2027-03-19 reminder tuteur
        2027-03-26 last_call tuteur
        2027-03-30 escalation RF
        2027-04-12 escalation CFA"""),
    ("T25", "2027-02-26", "alsace-moselle", """
        2027-03-26 due
        2027-03-19 reminder tuteur
        2027-03-30 last_call tuteur
        2027-03-31 escalation RF
        2027-04-12 escalation CFA"""),
    ("P3-P08", "2027-05-31", "france", """
        2027-05-31 due
        2027-05-03 reminder apprenti
        2027-05-24 reminder apprenti
        2027-06-01 escalation tuteur
        2027-06-08 escalation RF"""),
    ("P2-P15", "2027-03-31", "france", """
        2027-03-31 due
        2027-02-28 opening
        2027-03-17 reminder tuteur
        2027-03-31 last_call tuteur
        2027-04-01 escalation RF"""),
    ("P2-P18", "2027-03-31", "france", """
        2027-03-31 due
        2027-02-28 opening
        2027-03-17 reminder tuteur
        2027-03-31 last_call tuteur
        2027-04-01 escalation RF"""),
]  # fmt: skip


@pytest.mark.parametrize(("ref", "start", "place", "steps"), LADDERS)
def test_each_step_leaves_on_its_day(ref: str, start: str, place: str, steps: str) -> None:
    assert ladder(ref, start, place) == [line.strip() for line in steps.strip().splitlines()]


def test_every_clock_of_the_livret_has_its_example() -> None:
    (livret,) = (p for p in charter().phases if p.name == "livret")
    assert {ref for ref, *_ in LADDERS} == {o.ref for o in livret.obligations}
