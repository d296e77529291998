"""The whole charter is there: every reference of the domain, each with its source; billing comes later."""

from __future__ import annotations

from typing import Any

import pytest

from lifecycle.charter import charter, document
from lifecycle.vocabulary import Obligation, StepKind

BILLING = {"T48", "T49", "D21", "D22", "D23", "D64"}
NUMBERED = [*range(1, 27), *range(30, 46), *range(50, 68), *range(70, 75)]
NUMBERED += [*range(80, 84), *range(90, 96)]
WATCHED = {
    *("start_contract", "opco_answer", "ddets_answer", "probation_days", "raise_pay"),
    *("break_contract", "inform_employer", "leave_the_employer", "mediator_acts"),
    *("hold_interview", "notify_dismissal", "prosecute_fault", "second_examination"),
    *("end_after_diploma", "rule_on_suspension", "forty_five_days_without_contract"),
    *("end_contract", "insersup", "inserjeunes", "oresipe", "published_rates"),
    *("answer_pedagogical_control", "answer_opco_control", "offer_is_fresh"),
}

ASKED_OF_ANOTHER = {"D83"}
"""The graduate is reminded, who alone may answer: the owner first hears of it by the escalation."""


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return document(charter())


def refs(rows: list[dict[str, Any]]) -> set[str]:
    assert [row for row in rows if not row["source"]] == []
    return {row["ref"] for row in rows if row["ref"]}


def test_every_transition_of_the_domain_is_declared(shown: dict[str, Any]) -> None:
    moves = [move for phase in shown["phases"] for move in phase["transitions"]]
    assert {f"T{n:02}" for n in range(1, 53)} - refs(moves) == {"T48", "T49"}


def test_every_deadline_of_the_domain_is_a_duty_or_a_rule(shown: dict[str, Any]) -> None:
    answered = refs(shown["obligations"]) | refs(shown["rules"])
    assert {f"D{n:02}" for n in NUMBERED} - answered == BILLING - {"T48", "T49"}


def test_every_ground_and_every_interpretation_is_there(shown: dict[str, Any]) -> None:
    assert refs(shown["grounds"]) == {f"R-{n:02}" for n in range(1, 15)}
    open_ones = {ref for ref in refs(shown["settings"]) if ref.startswith("O-")}
    assert open_ones == {f"O-{n:02}" for n in range(1, 17)}


def test_what_nobody_here_owes_is_watched_and_named(shown: dict[str, Any]) -> None:
    assert set(shown["watched"]) == WATCHED


def test_no_duty_escalates_to_nobody_but_its_owner() -> None:
    alone = {o.ref for o in charter().obligations.values() if _escalates_to_its_owner(o)}
    assert alone == ASKED_OF_ANOTHER


def _escalates_to_its_owner(duty: Obligation) -> bool:
    """One of its escalations tells only the person who has not done it."""
    steps = [step for step in duty.steps if step.kind is StepKind.ESCALATION]
    return any(set(step.to) <= {duty.owed_by} for step in steps)
