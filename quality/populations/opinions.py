"""What people answer: evaluations of the training and of its follow-up, and the waves of surveys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lifecycle.events import Event
from lifecycle.states.duties import DONE
from quality.lives import Life
from quality.measures import Population, Unit, Window

EVALUATION, ANSWER = "EvaluationRecorded", "SurveyRecorded"
SATISFIED = 4
"""Satisfied from 4 out of 5 on."""


def evaluations_by(*evaluators: str) -> Population:
    """The last evaluation of each contract by each of these, on its day."""

    def units(life: Life) -> Iterator[Unit]:
        last: dict[tuple[str, str], Event] = {}
        for fact in life.told(EVALUATION):
            if fact.data.get("by") in evaluators:
                last[fact.instance, str(fact.data["by"])] = fact
        for (contract, _), fact in last.items():
            yield Unit(life, contract, fact.effective_on, data=fact.data)

    return units


def answers(life: Life) -> Iterator[Unit]:
    """The last answer to each wave, on its day."""
    last = {fact.data.get("wave"): fact for fact in life.told(ANSWER)}
    for wave, fact in last.items():
        yield Unit(life, f"wave-{wave}", fact.effective_on, data=fact.data)


def campaigns(life: Life) -> Iterator[Unit]:
    """Satisfaction surveys of a whole promotion, on the day on which they were recorded."""
    for fact in life.told("CampaignRecorded"):
        yield Unit(life, fact.instance, fact.effective_on, data=fact.data)


def answered_of_the_asked(unit: Unit, _: Window) -> tuple[int, int]:
    return int(unit.data.get("answered") or 0), int(unit.data.get("asked") or 0)


def given(name: str) -> Callable[[Unit, Window], int | None]:
    """A number of the form, when it was given."""

    def read(unit: Unit, _: Window) -> int | None:
        said = unit.data.get(name)
        return None if said is None else int(said)

    return read


def satisfied(name: str) -> Callable[[Unit, Window], bool | None]:
    def counts(unit: Unit, window: Window) -> bool | None:
        score = given(name)(unit, window)
        return None if score is None else score >= SATISFIED

    return counts


def evaluated_by(evaluator: str) -> Callable[[Unit, Window], bool | None]:
    """Whether that person evaluated the contract; no answer counts while the time still runs."""

    def counts(unit: Unit, window: Window) -> bool | None:
        duty = unit.data["duty"]
        told = unit.life.told(EVALUATION)
        mine = (f for f in told if f.instance == duty.data["subject"])
        if any(f.data.get("by") == evaluator for f in mine):
            return True
        return None if _still_runs(unit, window) else False

    return counts


def was_answered(unit: Unit, window: Window) -> bool | None:
    if unit.data["duty"].state == DONE.name:
        return True
    return None if _still_runs(unit, window) else False


def _still_runs(unit: Unit, window: Window) -> bool:
    due = unit.data["duty"].day("due_on")
    return due is not None and due >= window.day


# --- what becomes of graduates ---------------------------------------------------------------------


def is_employed_or_seeks(unit: Unit, _: Window) -> bool | None:
    """Of those who work or look for work: who says neither is left out."""
    if unit.data.get("employed"):
        return True
    return False if unit.data.get("seeking") else None


def is_employed(unit: Unit, _: Window) -> bool | None:
    """Of all who said anything of their situation, students included."""
    said = [unit.data.get(name) for name in ("employed", "seeking", "studying")]
    return None if all(one is None for one in said) else bool(said[0])


def job_is_related(unit: Unit, _: Window) -> bool | None:
    said = unit.data.get("related_job")
    return None if said is None or not unit.data.get("employed") else bool(said)


def kind_of_contract(unit: Unit, _: Window) -> str | None:
    said = unit.data.get("contract_type") if unit.data.get("employed") else None
    return str(said) if said else None


def wave(unit: Unit) -> str:
    return f"{unit.data.get('wave')} mois"
