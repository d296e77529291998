"""The letters of reserved duties: what they are about is nobody's to read in a mail."""

from __future__ import annotations

import re

import pytest

from lifecycle.charter import charter
from lifecycle.dossier import fold
from lifecycle.people import Role
from lifecycle.states.reserved import CIRCLES
from lifecycle.vocabulary import Obligation
from notifications.catalogue import APART, RESERVED, RESERVED_STEP, rows
from notifications.letters.rendering import Value
from tests.letters.letters import an_item, part, told
from tests.letters.test_catalogue import STEP, a_fact

TELLING = re.compile(
    r"handicap|mobilit|social|discrimin|harcel|harcèl|signalement|aménagement|santé", re.IGNORECASE
)
DUTIES = [o for o in charter().obligations.values() if o.reserved_to]


def test_every_reserved_duty_of_the_charter_is_known_to_the_catalogue() -> None:
    assert {o.ref for o in DUTIES} == RESERVED
    assert {ref for circle in CIRCLES for ref in (circle.asked, circle.followed)} == RESERVED


@pytest.mark.parametrize("declared", DUTIES, ids=lambda o: o.ref)
def test_each_of_its_steps_travels_apart_under_the_same_letter(declared: Obligation) -> None:
    for step in declared.steps:
        said = {"ref": declared.ref, "owed_by": str(declared.owed_by), "late_by": 3}
        held = [
            {"for": str(r), "role": str(r), "person": "p", "calendar": "france"} for r in step.to
        ]
        event = a_fact(STEP[step.kind], "obligation", f"{declared.ref}.1", told=held, **said)
        (row,) = rows(charter(), event, fold("s", [event]))
        assert (row.letter, row.urgency) == (RESERVED_STEP, APART)


@pytest.mark.parametrize("keeper", [True, False])
@pytest.mark.parametrize("days", [0, 3])
def test_it_says_neither_the_nature_nor_the_role(keeper: bool, days: int) -> None:
    changes: dict[str, Value] = {"keeper": keeper, "days_late": days}
    message = told(an_item(RESERVED_STEP, **changes))
    for words in (message["Subject"], part(message, "plain"), part(message, "html")):
        assert not TELLING.search(words)


def test_to_whom_does_not_follow_it_it_does_not_say_whose_it_is() -> None:
    message = told(an_item(RESERVED_STEP, keeper=False))
    for words in (message["Subject"], part(message, "plain"), part(message, "html")):
        assert not re.search(r"Léa|Martin|7f3a-91|Informatique", words)


def test_only_its_referent_owes_it_and_only_the_direction_is_told_besides() -> None:
    for declared in DUTIES:
        keepers = set(declared.reserved_to) - {Role.APPRENTI}
        assert declared.owed_by in keepers
        assert {role for step in declared.steps for role in step.to} <= keepers | {Role.DIRECTION}
