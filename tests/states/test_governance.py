"""A duty that nobody could owe, be told of, open or end is refused when the charter is compiled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lifecycle.calendar import Delay, Unit
from lifecycle.errors import CharterError
from lifecycle.machine import compile_charter
from lifecycle.people import Role
from lifecycle.rules.contract import duration_is_lawful
from lifecycle.states import PHASES
from lifecycle.states.contract.duties import FIRST_VISIT
from lifecycle.vocabulary import On, Phase, Setting, Step, StepKind

TUTEUR = (Role.TUTEUR_ACADEMIQUE,)
REMINDER = Step(StepKind.REMINDER, TUTEUR, offset=-7)
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
    ],
)  # fmt: skip
def test_a_bad_declaration_says_what_it_lacks(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(CharterError, match=said):
        compiled(**changes)


def test_a_rule_that_may_be_lifted_blocks_only_what_can_say_so() -> None:
    amend = next(t for p in PHASES for t in p.transitions if t.on.name == "amend-contract")
    blocked = replace(amend, region="elsewhere", requires=(duration_is_lawful,))
    with pytest.raises(CharterError, match="amend-contract has no field «lift»"):
        compile_charter((*PHASES, Phase("more", "Plus", (blocked,))))
