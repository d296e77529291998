"""Every clock of these phases on dated examples: when it ends, when each step leaves, to whom.

A ladder reads `day kind roles`; a step falls on the next jour ouvré of whoever is told. In
Alsace-Moselle, Vendredi saint (3 April 2026) and 26 décembre are fériés.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lifecycle.agenda import Terms, plan
from lifecycle.calendar import Calendar, Delay
from lifecycle.charter import charter

WHO = {
    "responsable_formation": "RF",
    "direction": "direction",
    "gestionnaire": "CFA",
    "employeur": "employeur",
    "apprenti": "apprenti",
    "tuteur_academique": "tuteur",
    "maitre_apprentissage": "maître",
}


def ladder(ref: str, start: str, place: str, known: str = "", delay: str = "") -> list[str]:
    declared, where = charter().obligations[ref], Calendar(place)
    terms = Terms(declared, Delay.parse(delay) if delay else declared.within, where, where)
    first = date.fromisoformat(start)
    day = date.fromisoformat(known) if known else min(first, date(2026, 1, 1))
    dates = plan(terms, first, day)
    return [f"{dates['due_on']} due", *(line(row) for row in dates["steps"])]


def line(row: dict[str, Any]) -> str:
    told = "+".join(WHO[role] for role in row["to"])
    return f"{row['on']} {row['kind']} {told}".strip()


LADDERS = [
    ("D01", "2026-11-24", "alsace-moselle", """
        2026-12-01 due
        2026-11-27 reminder RF
        2026-11-30 reminder RF
        2026-12-01 last_call RF
        2026-12-02 escalation direction+CFA"""),
    ("D01", "2026-03-27", "alsace-moselle", """
        2026-04-03 due
        2026-03-30 reminder RF
        2026-04-01 reminder RF
        2026-04-07 last_call RF
        2026-04-08 escalation direction+CFA"""),
    ("D01", "2026-03-27", "france", """
        2026-04-03 due
        2026-03-30 reminder RF
        2026-04-01 reminder RF
        2026-04-03 last_call RF
        2026-04-07 escalation direction+CFA"""),
    ("D02", "2026-11-30", "alsace-moselle", """
        2027-02-28 due
        2026-12-30 reminder apprenti+CFA
        2027-02-01 reminder apprenti+CFA
        2027-02-15 last_call apprenti+CFA
        2027-03-01 expiry RF
        2027-03-01 escalation RF"""),
    ("D02", "2027-11-30", "alsace-moselle", """
        2028-02-29 due
        2027-12-30 reminder apprenti+CFA
        2028-01-31 reminder apprenti+CFA
        2028-02-14 last_call apprenti+CFA
        2028-03-01 expiry RF
        2028-03-01 escalation RF"""),
    ("D05", "2026-11-20", "alsace-moselle", """
        2026-11-19 due
        2026-11-16 reminder employeur+CFA
        2026-11-19 last_call employeur+CFA
        2026-11-20 escalation direction"""),
    ("D09", "2026-11-20", "alsace-moselle", """
        2026-11-19 due
        2026-11-12 opening
        2026-11-12 reminder employeur
        2026-11-18 last_call employeur
        2026-11-20 escalation CFA"""),
    ("D10", "2026-11-20", "alsace-moselle", """
        2026-11-19 due
        2026-11-13 reminder CFA
        2026-11-20 escalation direction"""),
    ("D11", "2026-04-01", "alsace-moselle", """
        2026-04-09 due
        2026-04-07 reminder employeur+CFA
        2026-04-07 reminder employeur+CFA
        2026-04-09 last_call employeur+CFA
        2026-04-10 escalation direction"""),
    ("D11", "2026-04-01", "france", """
        2026-04-08 due
        2026-04-03 reminder employeur+CFA
        2026-04-07 reminder employeur+CFA
        2026-04-08 last_call employeur+CFA
        2026-04-09 escalation direction"""),
    ("D12", "2026-11-17", "alsace-moselle", """
        2026-12-07 due
        2026-11-27 reminder CFA
        2026-12-02 reminder CFA
        2026-12-07 last_call CFA
        2026-12-08 expiry CFA+direction"""),
    ("D13", "2026-12-22", "alsace-moselle", """
        2026-12-30 due
        2026-12-24 reminder employeur+CFA
        2026-12-28 reminder employeur+CFA
        2026-12-30 last_call employeur+CFA
        2026-12-31 escalation direction"""),
    ("D13", "2026-12-22", "france", """
        2026-12-29 due
        2026-12-24 reminder employeur+CFA
        2026-12-28 reminder employeur+CFA
        2026-12-29 last_call employeur+CFA
        2026-12-30 escalation direction"""),
    ("D14", "2026-02-09", "france", """
        2026-03-01 due
        2026-03-02 expiry CFA"""),
    ("D14", "2028-02-09", "france", """
        2028-02-29 due
        2028-03-01 expiry CFA"""),
    ("D15", "2026-04-01", "alsace-moselle", """
        2026-04-09 due
        2026-04-07 reminder employeur+CFA
        2026-04-07 reminder employeur+CFA
        2026-04-09 last_call employeur+CFA
        2026-04-10 escalation direction"""),
    ("D17", "2026-12-22", "alsace-moselle", """
        2026-12-30 due
        2026-12-28 reminder employeur+CFA
        2026-12-30 last_call employeur+CFA
        2026-12-31 escalation direction"""),
    ("D18", "2026-11-16", "alsace-moselle", """
        2026-12-16 due
        2026-12-07 reminder CFA
        2026-12-16 last_call CFA
        2026-12-17 escalation direction"""),
    ("D30", "2026-12-31", "alsace-moselle", """
        2027-02-28 due
        2026-12-31 opening
        2027-02-01 reminder tuteur
        2027-02-15 reminder tuteur
        2027-02-22 last_call tuteur
        2027-03-01 escalation RF
        2027-03-08 escalation CFA"""),
    ("T14", "2026-11-16", "france", """
        2026-11-16 due
        2026-11-16 expiry CFA"""),
]  # fmt: skip


@pytest.mark.parametrize(("ref", "start", "place", "expected"), LADDERS)
def test_the_days_of_a_clock(ref: str, start: str, place: str, expected: str) -> None:
    assert ladder(ref, start, place) == [line.strip() for line in expected.strip().splitlines()]


def test_every_clock_of_these_phases_has_its_example() -> None:
    phases = [
        p for p in charter().phases if p.name in ("candidacy", "mission", "contract", "filing")
    ]
    assert {ref for ref, *_ in LADDERS} == {o.ref for p in phases for o in p.obligations}


@pytest.mark.parametrize(
    ("start", "place", "due"),
    [
        ("2026-04-01", "france", "2026-04-09"),
        ("2026-04-01", "alsace-moselle", "2026-04-10"),  # Vendredi saint
        ("2026-12-21", "france", "2026-12-29"),
        ("2026-12-24", "france", "2027-01-04"),  # 25 December and 1 January
        ("2026-12-24", "alsace-moselle", "2027-01-04"),  # 26 December is a Saturday
        ("2028-12-20", "france", "2028-12-28"),
        ("2028-12-20", "alsace-moselle", "2028-12-29"),  # and a Tuesday two years later
    ],
)
def test_the_week_in_jours_ouvres(start: str, place: str, due: str) -> None:
    assert ladder("D01", start, place, delay="5 jours ouvrés")[0] == f"{due} due"


def test_what_is_known_late_leaves_on_that_day() -> None:
    lines = ladder("D01", "2026-11-24", "france", known="2026-12-10")
    assert [line[:10] for line in lines[1:4]] == ["2026-12-10"] * 3
    assert lines[4] == "2026-12-11 escalation direction+CFA"
