"""The charter compiled: one flat machine per region, held by `transitions`, read as a table.

The only package that imports `transitions`. No model is attached and nothing is ever triggered on a
dossier: the table answers "does this move exist, what may follow".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeVar

from transitions import Machine

from lifecycle.commands import Intention
from lifecycle.dossier import KINDS
from lifecycle.errors import CharterError
from lifecycle.machine.checks import check_facts, check_governance, check_lifts, touching
from lifecycle.machine.settings import by_key, declared_settings
from lifecycle.vocabulary import (
    STREAMS,
    Charter,
    Obligation,
    Phase,
    State,
    Transition,
)

ABSENT = "absent"
"""The state of an instance that does not exist yet: creations leave it."""

Cell = tuple[str, str, str]


def compile_charter(phases: tuple[Phase, ...], sha256: str = "") -> Charter:
    """Put the phases together. Raises CharterError on a declaration that contradicts another."""
    transitions = tuple(chain.from_iterable(p.transitions for p in phases))
    obligations = _by_ref(chain.from_iterable(p.obligations for p in phases))
    settings = by_key(chain.from_iterable(declared_settings(p) for p in phases))
    moves = _moves(transitions)
    check_facts(transitions, obligations.values())
    check_lifts(transitions)
    return Charter(
        phases=phases,
        table=compile_table(transitions),
        moves=moves,
        creations=_group((t.region, t) for t in transitions if t.creates),
        by_command=_group((t.on.name, t) for t in transitions),
        intentions=_intentions(transitions, obligations.values()),
        states=_states(transitions),
        obligations=obligations,
        opened_by=_group(
            (fact, o)
            for o in obligations.values()
            for fact in dict.fromkeys(on.fact for on in o.starts)
        ),
        touched_by=_touched(obligations.values()),
        settings=settings,
        homes=_homes(phases),
        reserved={one.region: one for phase in phases for one in phase.reserved},
        sha256=sha256,
    )


def _homes(phases: Iterable[Phase]) -> Mapping[str, frozenset[str]]:
    """The kinds of stream in which a region lives; what a stream is about lives in no other."""
    homes: dict[str, frozenset[str]] = {}
    for phase in phases:
        for region in {t.region for t in phase.transitions}:
            homes[region] = homes.get(region, frozenset()) | STREAMS[phase.stream]
    return homes | {region: frozenset((kind,)) for region, kind in KINDS.items()}


def machines(transitions: Iterable[Transition]) -> dict[str, Machine]:
    """One `transitions.Machine` per region: plain string states, no model, no auto transitions."""
    regions: dict[str, list[Transition]] = defaultdict(list)
    for transition in transitions:
        regions[transition.region].append(transition)
    return {region: _machine(declared) for region, declared in regions.items()}


def compile_table(transitions: Iterable[Transition]) -> Mapping[Cell, str]:
    """(region, state, command) → state entered, read from the machines' public API."""
    table: dict[Cell, str] = {}
    for region, machine in machines(transitions).items():
        for event in machine.events.values():
            for moves in event.transitions.values():
                for move in moves:
                    table[region, move.source, event.name] = move.dest or move.source
    return table


def _machine(declared: Iterable[Transition]) -> Machine:
    moves = list(_arrows(declared))
    states = sorted({s for _, source, dest in moves for s in (source, dest)} | {ABSENT})
    machine = Machine(
        model=None, states=states, initial=ABSENT, auto_transitions=False, send_event=True
    )
    for trigger, source, dest in moves:
        machine.add_transition(trigger, source, dest)
    return machine


def _arrows(declared: Iterable[Transition]) -> Iterable[tuple[str, str, str]]:
    for transition in declared:
        for source in sources(transition):
            yield transition.on.name, source, target(transition, source)


def sources(transition: Transition) -> tuple[str, ...]:
    """The states that a move leaves, by name; `absent` for a creation."""
    left = tuple(state.name for state in transition.leaves)
    return (ABSENT, *left) if transition.creates else left


def target(transition: Transition, source: str) -> str:
    """The one state that a move enters from `source`."""
    return transition.enters.name if transition.enters else source


def _moves(transitions: Iterable[Transition]) -> dict[Cell, Transition]:
    moves: dict[Cell, Transition] = {}
    for transition in transitions:
        for source in sources(transition):
            cell = (transition.region, source, transition.on.name)
            if cell in moves:
                raise CharterError(f"two moves for {cell}: a cell has one target")
            moves[cell] = transition
    return moves


def _states(transitions: Iterable[Transition]) -> dict[tuple[str, str], State]:
    states: dict[tuple[str, str], State] = {}
    for transition in transitions:
        entered = (transition.enters,) if transition.enters else ()
        for state in (*transition.leaves, *entered):
            if states.setdefault((transition.region, state.name), state) is not state:
                raise CharterError(f"two states named {state.name} in {transition.region}")
    return states


def _intentions(
    transitions: Iterable[Transition], obligations: Iterable[Obligation]
) -> dict[str, Intention]:
    asked = [t.on for t in transitions]
    asked += [c.on for t in transitions for c in t.causes]
    asked += [o.expiry.does for o in obligations if o.expiry]
    known = {t.on.name for t in transitions}
    for intention in asked:
        if intention.name not in known:
            raise CharterError(f"{intention.name} is asked for and no transition answers")
    return {intention.name: intention for intention in asked}


def _by_ref(obligations: Iterable[Obligation]) -> dict[str, Obligation]:
    found: dict[str, Obligation] = {}
    for obligation in obligations:
        if obligation.ref in found:
            raise CharterError(f"two obligations {obligation.ref}")
        check_governance(obligation)
        found[obligation.ref] = obligation
    return found


def _touched(obligations: Iterable[Obligation]) -> dict[str, frozenset[str]]:
    """Fact type → refs of the duties that it may close, cancel, pause or resume."""
    touched: dict[str, set[str]] = defaultdict(set)
    for o in obligations:
        for fact in touching(o):
            touched[fact].add(o.ref)
    return {fact: frozenset(refs) for fact, refs in touched.items()}


K = TypeVar("K")
V = TypeVar("V")


def _group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
