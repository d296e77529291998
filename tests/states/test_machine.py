"""The table that `decide` reads is the machine that `transitions` holds, cell by cell."""

from __future__ import annotations

from itertools import chain
from types import SimpleNamespace

import pytest
from transitions import MachineError

from lifecycle.charter import charter, document, markdown
from lifecycle.machine import ABSENT, machines, sources, target
from lifecycle.states import PHASES

TRANSITIONS = tuple(chain.from_iterable(p.transitions for p in PHASES))
REFS = {f"T{n:02}" for n in (*range(1, 22), 35, *range(44, 48), *range(50, 53))}
DUTIES = {"D01", "D02", "D05", "D09", "D10", "D11", "D12", "D13", "D14", "D15", "D17", "D30"}
GUARDS = {"D03", "D04", "D05", "D06", "D07", "D08", "D24"}


@pytest.mark.parametrize("region", sorted({t.region for t in TRANSITIONS}))
def test_table_and_machine_agree_on_every_pair(region: str) -> None:
    machine = machines(TRANSITIONS)[region]
    table = charter().table
    for state in machine.states:
        for command, event in machine.events.items():
            model = SimpleNamespace(state=state)
            expected = table.get((region, state, command))
            if expected is None:
                with pytest.raises(MachineError):
                    event.trigger(model)
            else:
                event.trigger(model)
                assert model.state == expected


def test_every_declared_move_is_in_the_table() -> None:
    for move in TRANSITIONS:
        for source in sources(move):
            assert charter().table[move.region, source, move.on.name] == target(move, source)


def test_the_slice_is_whole() -> None:
    shown = document(charter())
    refs = {t["ref"] for phase in shown["phases"] for t in phase["transitions"]}
    assert refs >= REFS
    assert {o["ref"] for o in shown["obligations"]} >= DUTIES
    assert {r["ref"] for r in shown["rules"]} >= GUARDS


def test_every_duty_has_an_owner_a_reminder_and_an_escalation_or_is_only_watched() -> None:
    for duty in charter().obligations.values():
        kinds = {str(step.kind) for step in duty.steps}
        assert duty.watched or (duty.owed_by and {"reminder", "escalation"} <= kinds), duty.ref


def test_every_source_is_named_and_dated() -> None:
    for duty in charter().obligations.values():
        assert duty.source.text
        assert duty.source.since.year >= 2019


def test_nothing_leaves_a_state_that_does_not_exist() -> None:
    assert all(source != ABSENT or region for region, source, _ in charter().table)
    assert markdown(charter()).startswith("# La charte")
