"""A duty that nobody could owe, be told of, open or end is refused when the charter is compiled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lifecycle.calendar import Delay, Unit
from lifecycle.charter import charter, document, markdown
from lifecycle.errors import CharterError
from lifecycle.machine import compile_charter
from lifecycle.people import Role
from lifecycle.rules.contract import duration_is_lawful
from lifecycle.states import PHASES
from lifecycle.states.contract.duties import FIRST_VISIT
from lifecycle.vocabulary import Clock, On, Phase, Presence, Setting, Step, StepKind

TUTEUR = (Role.TUTEUR_ACADEMIQUE,)
REMINDER = Step(StepKind.REMINDER, TUTEUR, offset=-7)
EXPIRY = Step(StepKind.EXPIRY, TUTEUR)
ESCALATION = Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1)
FEBRUARY = Setting("D99", "Délai", "2 mois", FIRST_VISIT.source, socle=(Delay(2, Unit.MOIS),))
DUTY = replace(
    FIRST_VISIT, ref="D99", name="ninety_nine", steps=(REMINDER, ESCALATION), setting=FEBRUARY
)  # fmt: skip
A_MONTH_MORE = {"within": Delay(3, Unit.MOIS), "setting": replace(FEBRUARY, default="3 mois")}


def compiled(**changes: Any) -> None:
    compile_charter((*PHASES, Phase("more", "Plus", (), (replace(DUTY, **changes),))))


def test_a_duty_brings_its_own_setting() -> None:
    charter = compile_charter((*PHASES, Phase("more", "Plus", (), (DUTY,))))
    assert charter.settings["D99"] is FEBRUARY


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"owed_by": None}, "D99 has no owner"),
        ({"steps": (ESCALATION,)}, "D99 has no reminder"),
        ({"steps": (REMINDER,)}, "D99 has no escalation"),
        ({"owed_by": None, "steps": ()}, "D99 has no owner, no reminder, no escalation"),
        ({"steps": (replace(REMINDER, to=()), ESCALATION)}, "a reminder of D99 tells nobody"),
        ({"steps": (replace(REMINDER, offset=1), ESCALATION)}, "a reminder of D99 leaves after the last day"),
        ({"starts": ()}, "D99 never opens"),
        ({"starts": (On("ContractBegun"),)}, "D99 waits for facts that nothing records: ContractBegun"),
        ({"starts": (On("ContractStarted", day="begins_on"),)}, "D99 counts from begins_on, which ContractStarted does not keep"),
        ({"closed_by": ()}, "D99 never ends"),
        ({"within": Delay(1, Unit.MOIS)}, "D99 is «2 mois» by default, not «1 mois»"),
        (A_MONTH_MORE, "D99 is weaker by default than its socle"),
        ({"setting": replace(FEBRUARY, key="D01")}, "two settings D01"),
        ({"ref": "D30"}, "two obligations D30"),
        ({"within": Presence(45)}, "D99 has a setting, and its length is no delay"),
        ({"counts_if": None, "replanned_by": ("ContractMoved",)}, "D99 waits for facts that nothing records: ContractMoved"),
        ({"kind": Clock.MAX, "closed_by": (), "steps": (REMINDER, ESCALATION, EXPIRY)}, "D99 never ends"),
    ],
)  # fmt: skip
def test_a_bad_declaration_says_what_it_lacks(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(CharterError, match=said):
        compiled(**changes)


def test_a_date_that_only_passes_ends_by_itself() -> None:
    passes = {"owed_by": None, "watched": True, "closed_by": (), "steps": (EXPIRY,)}
    compiled(**passes, kind=Clock.SNAPSHOT)
    compiled(**passes, kind=Clock.EVENT)


def test_what_a_partnership_may_choose_of_a_duty_is_a_setting_with_its_floor() -> None:
    twice = compile_charter((*PHASES, Phase("more", "Plus", (), (replace(DUTY, times=2),))))
    keys = ("D99.owner", "D99.times", "D99.times.jalons", "D99.jalons", "D99.cible")
    owner, times, _, jalons, target = (twice.settings[key] for key in keys)
    assert (owner.default, Role.HORLOGE in owner.choices) == ("tuteur_academique", False)
    assert (times.default, times.least) == ("2", 2)
    assert jalons.socle == target.socle == FEBRUARY.socle


def test_the_charter_says_of_a_duty_all_that_it_declares() -> None:
    shown = {o["ref"]: o for o in document(charter())["obligations"]}
    assert shown["D32"]["recurs"] == {"every": "12 mois", "until": "ends_on", "aligned": None}
    assert shown["D33"]["recurs"]["aligned"] == "O-06"
    assert shown["D83"]["recurs"] == {"after": ["6 mois", "18 mois", "30 mois"]}
    assert (shown["D32"]["times"], shown["D32"]["outlives"]) == (2, True)
    assert shown["D32"]["steps"][0]["below"] == 1
    assert [s.get("at_count") for s in shown["D20"]["steps"]] == [30, 40, None]
    assert shown["D20"]["replanned_by"]
    said = {r["ref"] or r["name"] for r in document(charter())["rules"]}
    assert {o["counts_if"] for o in shown.values()} - {None} <= said


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("D20", "rappel au 30e jour compté"),
        ("D32", "tous les 12 mois à compter de"),
        ("D32", "rappel J-182 (moins de 1 fait)"),
        ("D33", "jusqu’à : fin du contrat (période : réglage O-06)"),
        ("D51", "au moins 5 jours calendaires après"),
        ("D55", "à partir de 2 jours ouvrables après"),
        ("D83", "6 mois, 18 mois, 30 mois après"),
    ],
)
def test_the_charter_on_paper_reads_like_the_duty(ref: str, said: str) -> None:
    rows = [line for line in markdown(charter()).splitlines() if line.startswith(f"| {ref} |")]
    assert any(said in row for row in rows)


def test_a_rule_that_may_be_lifted_blocks_only_what_can_say_so() -> None:
    amend = next(t for p in PHASES for t in p.transitions if t.on.name == "amend-contract")
    blocked = replace(amend, region="elsewhere", requires=(duration_is_lawful,))
    with pytest.raises(CharterError, match="amend-contract has no field «lift»"):
        compile_charter((*PHASES, Phase("more", "Plus", (blocked,))))
