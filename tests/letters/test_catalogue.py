"""Who is told what: every step and every fact of the charter has its letter, and none tells a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from lifecycle.charter import charter
from lifecycle.dossier import Dossier, fold
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.vocabulary import Clock, Obligation, StepKind, Transition
from notifications.catalogue import (
    ABOUT,
    APPOINTED,
    CONFIDENTIAL,
    DISCREET,
    FACTS,
    GENERIC,
    NEWS,
    RESERVED_STEP,
    SPECIFIC,
    UNSAID,
    WHILE,
    letter_of,
)
from notifications.letters import LETTERS
from notifications.letters.examples import EXAMPLES
from notifications.words import HAPPENED, VISIT_POINTS
from tests.letters.letters import an_item, part, told

# What a mail never says of somebody: why a contract ends, health, conduct.
SECRET = re.compile(
    r"inapt|licenci|disciplin|fautif|faute grave|démission|exclu|malad|médecin|santé|liquidation"
    r"|accident|sanction|visite de reprise|R-\d\d",
    re.IGNORECASE,
)
STEP = {kind: fact for fact, kind in GENERIC.items()}
MOVES = [move for moves in charter().by_command.values() for move in moves]
STEPS = [(o, step) for o in charter().obligations.values() for step in o.steps]
RECORDED = {move.records for move in MOVES}


def a_fact(type_: str, region: str, instance: str, **data: object) -> Event:
    return Event(
        pos=1, stream="s", type=type_, move="m", ref="", region=region, instance=instance,
        state="open", effective_on=date(2027, 3, 1), recorded_at=datetime(2027, 3, 1, tzinfo=UTC),
        place=1, data=data,
    )  # fmt: skip


def letter_of_step(declared: Obligation, kind: StepKind) -> str:
    said = {"ref": declared.ref, "owed_by": str(declared.owed_by or "")}
    never_late = {"never_late": True} if declared.kind is Clock.MIN else {}
    event = a_fact(STEP[kind], "obligation", f"{declared.ref}.1", **said, **never_late)
    return letter_of(event, fold("s", [event]), Role.GESTIONNAIRE)


def letters_of_fact(move: Transition) -> Iterator[str]:
    event = a_fact(move.records, move.region, Role.TUTEUR_ACADEMIQUE)
    for role in move.informs:
        yield letter_of(event, Dossier("s", 1, {}), role)


def test_every_step_of_the_charter_has_a_letter() -> None:
    assert {letter_of_step(declared, step.kind) for declared, step in STEPS} <= set(LETTERS)


def test_every_fact_that_is_told_has_a_letter_for_each_role() -> None:
    for move in MOVES:
        for letter in letters_of_fact(move):
            assert letter in LETTERS, move.records


def test_the_tables_speak_of_the_charter() -> None:
    """A name that nobody declares, or a fact that nobody is told, would be dead words."""
    informing = {move.records for move in MOVES if move.informs}
    states = {name for _, name in charter().states}
    assert FACTS.keys() <= informing
    assert ABOUT.keys() <= informing
    assert UNSAID | HAPPENED.keys() <= RECORDED
    refs = {ref for ref, _ in SPECIFIC} | CONFIDENTIAL | set(ABOUT.values())
    assert refs | (VISIT_POINTS.keys() - {"*"}) <= charter().obligations.keys()
    assert {state for kept in WHILE.values() for state in kept} <= states
    told = {
        *SPECIFIC.values(),
        *APPOINTED.values(),
        *(x for row in FACTS.values() for x in row.values()),
    }
    assert told | WHILE.keys() <= set(LETTERS)
    assert set(LETTERS) - told == {
        *GENERIC.values(),
        NEWS,
        DISCREET,
        RESERVED_STEP,
        "possible_from",
        "watch",
        "catch_up",
    }


# --- what no mail says -----------------------------------------------------------------------------


@pytest.mark.parametrize("declared", charter().obligations.values(), ids=lambda o: o.ref)
def test_no_step_tells_why_a_contract_ends_nor_health_nor_conduct(declared: Obligation) -> None:
    for kind in StepKind:
        letter = letter_of_step(declared, kind)
        given = {"obligation_label": declared.label, "source": str(declared.source)}
        known = {name: value for name, value in given.items() if name in EXAMPLES[letter]}
        message = told(an_item(letter, **known))
        assert not SECRET.search(f"{message['Subject']} {part(message, 'plain')}"), letter


def test_a_fact_that_has_no_word_of_its_own_is_not_named() -> None:
    for move in (m for m in MOVES if m.informs and m.records not in HAPPENED):
        assert set(letters_of_fact(move)) == {NEWS} or move.records in FACTS
    assert not SECRET.search(" ".join(HAPPENED.values()))


def test_an_irregularity_tells_no_secret() -> None:
    """It names the act and the rule, unless the act itself is confidential."""
    said = [m for m in MOVES if m.records not in UNSAID and not m.on.internal and m.flags]
    for move in said:
        assert not SECRET.search(" ".join([move.on.label, *(r.otherwise for r in move.flags)]))
