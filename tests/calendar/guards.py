"""The lines of the dated table that are rules, not clocks: until which day each of them holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lifecycle.charter import charter
from lifecycle.commands import Command
from lifecycle.commands.duties import KEEP_TIME
from lifecycle.dossier import Dossier, fold
from lifecycle.people import Person
from lifecycle.rules import contract, follow_up, procedures, training
from lifecycle.vocabulary import Case, Rule
from tests.calendar.examples import LEA, STREAM, Example, beginning_of, lived

Said = Callable[[str, str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule, what its form says of the start and of the day tried, and the terms of the contract.

    The contract begins on the start of the example, as for the duty `like`.
    """

    rule: Rule
    says: Said
    terms: Said = lambda *_: {}
    like: str = "D18"


def _between(first: str, last: str) -> Said:
    return lambda start, day: {first: start, last: day}


def _only(name: str) -> Said:
    return lambda _, day: {name: day}


def _ends_on_the_start(start: str, _: str) -> Mapping[str, Any]:
    return {"ends_on": start}


GUARDS: Mapping[tuple[str, str], Guard] = {
    ("D03", ""): Guard(
        contract.practical_training_starts_in_time,
        _between("starts_on", "contrat.dateDebutFormationPratique"),
    ),
    ("D04", ""): Guard(
        contract.cfa_training_starts_in_time, _between("starts_on", "formation.dateDebutFormation")
    ),
    ("D06", ""): Guard(contract.duration_is_lawful, _between("starts_on", "ends_on")),
    ("D08", ""): Guard(contract.age_is_lawful, _only("starts_on")),
    ("D44", ""): Guard(
        training.mobility_is_short_enough,
        _only("returns_on"),
        lambda start, _: {"starts_on": start, "ends_on": "2032-08-31"},
    ),
    ("D50", ""): Guard(procedures.forty_five_days_still_run, _only("broken_on"), like="D20"),
    ("D71", ""): Guard(
        follow_up.contract_lasts_until_the_exams, _between("ends_on", "exams_end_on")
    ),
    ("D71", "fin"): Guard(
        follow_up.contract_ends_soon_after_the_exams,
        _between("formation.dateFinFormation", "ends_on"),
    ),
    ("D72", "extension"): Guard(
        follow_up.extension_is_at_most_a_year, _only("extended_until"), _ends_on_the_start
    ),
}


def verdict(example: Example, day: date) -> str:
    """What the rule says when the act is of `day`."""
    guard = GUARDS[example.ref, example.given.get("règle", "")]
    start, tried = example.start.isoformat(), day.isoformat()
    dossier = _standing(example, guard, guard.terms(start, tried))
    command = Command(intention=KEEP_TIME, stream=STREAM, fields=guard.says(start, tried))
    c1 = dossier.get("contract", "c1")
    people = {LEA: Person(LEA, birth_date=example.start)}
    at = beginning_of(example.start)
    case = Case(charter(), dossier, example.start, at, command, c1, people=people)
    return {True: "conforme", False: "relevée", None: "non vérifiée"}[guard.rule.judge(case).holds]


def _standing(example: Example, guard: Guard, terms: Mapping[str, Any]) -> Dossier:
    """The dossier once the contract has begun, under these terms."""
    known = fold(STREAM, lived(replace(example, ref=guard.like)))
    c1 = known.instances["contract", "c1"]
    changed = replace(c1, data={**c1.data, "role:apprenti": LEA, **terms})
    return replace(known, instances={**known.instances, c1.key: changed})
