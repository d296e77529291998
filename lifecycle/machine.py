"""The charter compiled: one flat machine per region, held by `transitions`, read as a table.

The only file that imports `transitions`. No model is attached and nothing is ever triggered on a
dossier: the table answers "does this move exist, what may follow".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeVar

from transitions import Machine

from lifecycle.calendar import Delay
from lifecycle.commands import Intention
from lifecycle.errors import CharterError
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.vocabulary import (
    Charter,
    Clock,
    Obligation,
    Phase,
    Setting,
    State,
    StepKind,
    Transition,
)

LIFT = "lift"
PARTNERSHIP = CHARTE["§2 (les engagements peuvent varier selon le partenariat)"]
TRAJECTORY = CHARTE["§3.1 et annexe (socle, jalons, cible)"]
ABSENT = "absent"
"""The state of an instance that does not exist yet: creations leave it."""

Cell = tuple[str, str, str]


def compile_charter(phases: tuple[Phase, ...], sha256: str = "") -> Charter:
    """Put the phases together. Raises CharterError on a declaration that contradicts another."""
    transitions = tuple(chain.from_iterable(p.transitions for p in phases))
    obligations = _by_ref(chain.from_iterable(p.obligations for p in phases))
    settings = _by_key(chain.from_iterable(_settings(p) for p in phases))
    moves = _moves(transitions)
    _check_facts(transitions, obligations.values())
    _check_lifts(transitions)
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
        sha256=sha256,
    )


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
        _check_governance(obligation)
        found[obligation.ref] = obligation
    return found


def _check_governance(obligation: Obligation) -> None:
    """ENG-06: no duty without owner, reminder and escalation, unless it is only watched."""
    kinds = {step.kind for step in obligation.steps}
    has = {
        "owner": obligation.owed_by is not None,
        "reminder": StepKind.REMINDER in kinds,
        "escalation": StepKind.ESCALATION in kinds,
    }
    missing = [word for word, held in has.items() if not held]
    if missing and not obligation.watched:
        raise CharterError(f"{obligation.ref} has no {', no '.join(missing)}")
    _check_steps(obligation)
    _check_setting(obligation)
    if not obligation.starts:
        raise CharterError(f"{obligation.ref} never opens: no fact starts it")
    passes = obligation.kind in (Clock.EVENT, Clock.SNAPSHOT) and StepKind.EXPIRY in kinds
    if not (obligation.attested or obligation.closed_by or obligation.expiry or passes):
        raise CharterError(f"{obligation.ref} never ends: closed by no fact, attested by nobody")


def _check_steps(obligation: Obligation) -> None:
    for step in obligation.steps:
        if not step.to:
            raise CharterError(f"a {step.kind} of {obligation.ref} tells nobody")
        if step.kind in (StepKind.REMINDER, StepKind.LAST_CALL) and step.offset > 0:
            raise CharterError(f"a {step.kind} of {obligation.ref} leaves after the last day")


def _check_setting(obligation: Obligation) -> None:
    """The delay declared is the default of its setting, and no weaker than its own floor."""
    if (setting := obligation.setting) is None:
        return
    within, floors = obligation.within, setting.socle
    if not isinstance(within, Delay):
        raise CharterError(f"{obligation.ref} has a setting, and its length is no delay")
    if setting.default != str(within):
        raise CharterError(f"{setting.key} is «{setting.default}» by default, not «{within}»")
    if any(floor.unit is within.unit and within.n > floor.n for floor in floors):
        raise CharterError(f"{setting.key} is weaker by default than its socle")


def _settings(phase: Phase) -> Iterable[Setting]:
    """Those of the phase, those of its duties, and what every duty lets the partnership choose."""
    own = (o.setting for o in phase.obligations if o.setting)
    found = list(dict.fromkeys((*phase.settings, *own)))
    found += [s for o in phase.obligations for s in _of_the_duty(o)]
    return [*found, *(s for setting in found for s in _trajectory(setting))]


def _of_the_duty(o: Obligation) -> Iterable[Setting]:
    """Whom it falls to (ENG-03: engagements vary with the partnership), and how many acts."""
    if o.owed_by and not o.watched:
        yield Setting(f"{o.ref}.owner", f"À qui revient : {o.label}", str(o.owed_by), PARTNERSHIP,
                      choices=tuple(str(r) for r in Role if r is not Role.HORLOGE))  # fmt: skip
    if o.times > 1:
        yield Setting(f"{o.ref}.times", f"Combien de fois : {o.label}", str(o.times), o.source,
                      least=o.times)  # fmt: skip


def _trajectory(setting: Setting) -> Iterable[Setting]:
    """The charter's socle leads, by dated jalons, to a cible."""
    if setting.socle or setting.least is not None:
        about = (setting.socle, (), setting.least)
        yield Setting(f"{setting.key}.jalons", f"Jalons : {setting.label}", "", TRAJECTORY, *about)
        yield Setting(f"{setting.key}.cible", f"Cible : {setting.label}", "", TRAJECTORY, *about)


def _by_key(settings: Iterable[Setting]) -> dict[str, Setting]:
    """The settings declared by phases and duties. Raises CharterError on two of one key."""
    found: dict[str, Setting] = {}
    for setting in settings:
        if found.setdefault(setting.key, setting) is not setting:
            raise CharterError(f"two settings {setting.key}")
    return found


def _check_facts(transitions: Iterable[Transition], obligations: Iterable[Obligation]) -> None:
    regions = {t.records: t.region for t in transitions}
    kept = _kept(transitions)
    for o in obligations:
        named = {on.fact for on in o.starts} | set(touching(o))
        if unknown := sorted(named - set(regions)):
            raise CharterError(
                f"{o.ref} waits for facts that nothing records: {', '.join(unknown)}"
            )
        for on in o.starts:
            if on.day and on.day not in kept[regions[on.fact]] and not on.optional:
                raise CharterError(f"{o.ref} counts from {on.day}, which {on.fact} does not keep")


def _kept(transitions: Iterable[Transition]) -> Mapping[str, set[str]]:
    """Region → the names of the values that its facts keep: fields of forms, conclusions."""
    kept: dict[str, set[str]] = defaultdict(set)
    for t in transitions:
        kept[t.region] |= {f.name for f in t.on.fields} | {c.name for c in t.concludes}
    return kept


def _check_lifts(transitions: Iterable[Transition]) -> None:
    """A rule that may be lifted blocks only commands whose form can say so."""
    for t in transitions:
        for rule in t.requires:
            if rule.liftable and LIFT not in {f.name for f in t.on.fields}:
                raise CharterError(
                    f"{rule.name} may be lifted, and {t.on.name} has no field «lift»"
                )


def closers(obligation: Obligation) -> tuple[str, ...]:
    """The facts that end a duty, done or without object."""
    return (*obligation.closed_by, *obligation.cancelled_by)


def touching(obligation: Obligation) -> tuple[str, ...]:
    """The facts that do something to a duty once it is open."""
    o = obligation
    return (*closers(o), *o.paused_by, *o.resumed_by, *o.replanned_by)


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
