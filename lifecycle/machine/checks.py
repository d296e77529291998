"""What a charter must not say: a duty without owner, a fact that nothing records, a lift unheard of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lifecycle.calendar import Delay
from lifecycle.errors import CharterError
from lifecycle.vocabulary import Clock, Obligation, StepKind, Transition

LIFT = "lift"


def check_governance(obligation: Obligation) -> None:
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


def check_facts(transitions: Iterable[Transition], obligations: Iterable[Obligation]) -> None:
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


def check_lifts(transitions: Iterable[Transition]) -> None:
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
