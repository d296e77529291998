"""The charter as a document: what `charter --json` says, and what its hash seals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lifecycle.commands import Field, Intention
from lifecycle.vocabulary import (
    Charter,
    Every,
    Ground,
    Obligation,
    Phase,
    Rule,
    Setting,
    State,
    Step,
    Transition,
    Waves,
)

REF = re.compile(r"[DO]-?\d\d")


def document(charter: Charter) -> dict[str, Any]:
    """`charter --json`, all but the hash: the caller adds it."""
    return {
        "phases": [phase_of(charter, phase) for phase in charter.phases],
        "commands": [_command(i) for i in public_intentions(charter).values()],
        "obligations": [_obligation(o) for o in charter.obligations.values()],
        "watched": [o.name for o in charter.obligations.values() if o.watched],
        "grounds": [ground_of(charter, g) for phase in charter.phases for g in phase.grounds],
        "rules": [_rule(r) for r in rules(charter)],
        "settings": [_setting(s) for s in charter.settings.values()],
    }


def phase_of(charter: Charter, phase: Phase) -> dict[str, Any]:
    return {
        "name": phase.name,
        "label": phase.label,
        "states": [
            {"region": region, "name": s.name, "label": s.label, "doc": s.doc, "final": s.final}
            for region, s in states_of(phase)
        ],
        "transitions": [transition_of(charter, t) for t in phase.transitions],
    }


def states_of(phase: Phase) -> Iterator[tuple[str, State]]:
    seen: set[tuple[str, str]] = set()
    for t in phase.transitions:
        for state in (*t.leaves, *((t.enters,) if t.enters else ())):
            if (t.region, state.name) not in seen:
                seen.add((t.region, state.name))
                yield t.region, state


def transition_of(charter: Charter, t: Transition) -> dict[str, Any]:
    touched = charter.touched_by.get(t.records, frozenset())
    closed = [r for r in sorted(touched) if t.records in charter.obligations[r].closed_by]
    return {
        "ref": t.ref,
        "region": t.region,
        "command": t.on.name,
        "label": t.on.label,
        "fields": [_field(f) for f in t.on.fields],
        "internal": t.on.internal,
        "from": [s.name for s in t.leaves],
        "to": t.enters.name if t.enters else None,
        "by": [str(r) for r in t.by],
        "requires": [r.ref or r.name for r in t.requires],
        "flags": [r.ref or r.name for r in t.flags],
        "causes": [c.on.name for c in t.causes],
        "informs": [str(r) for r in t.informs],
        "records": t.records,
        "opens": [o.ref for o in charter.opened_by.get(t.records, ())],
        "closes": closed,
        "source": str(t.source),
    }


def _command(intention: Intention) -> dict[str, Any]:
    return {
        "name": intention.name,
        "label": intention.label,
        "fields": [_field(f) for f in intention.fields],
        "free_fields": intention.accepts_any,
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "type": str(field.kind),
        "required": field.required,
        **({"choices": list(field.choices)} if field.choices else {}),
    }


def _obligation(o: Obligation) -> dict[str, Any]:
    return {
        "ref": o.ref,
        "name": o.name,
        "label": o.label,
        "kind": str(o.kind),
        "within": str(o.within),
        "counts": "backwards" if o.before else "forwards",
        "starts": [
            {"fact": on.fact, "day": on.day or None, "optional": on.optional} for on in o.starts
        ],
        "opens": str(o.opens) if o.opens else None,
        "opens_before": o.opens_before,
        "recurs": _recurs(o.recurs),
        "calendar": str(o.calendar),
        "owed_by": str(o.owed_by) if o.owed_by else None,
        "watched": o.watched,
        "steps": [_step(s) for s in o.steps],
        "closed_by": list(o.closed_by),
        "times": o.times,
        "counts_if": (o.counts_if.ref or o.counts_if.name) if o.counts_if else None,
        "cancelled_by": list(o.cancelled_by),
        "paused_by": list(o.paused_by),
        "resumed_by": list(o.resumed_by),
        "replanned_by": list(o.replanned_by),
        "outlives": o.outlives,
        "extends": o.extends,
        "setting": o.setting.key if o.setting else None,
        "attested": o.attested,
        "expiry": o.expiry.does.name if o.expiry else None,
        "source": str(o.source),
        "force": str(o.source.force),
        "since": o.source.since.isoformat(),
    }


def _recurs(recurs: Every | Waves | None) -> dict[str, Any] | None:
    if isinstance(recurs, Waves):
        return {"after": [str(delay) for delay in recurs.after]}
    if isinstance(recurs, Every):
        aligned = recurs.aligned or None
        return {"every": str(recurs.period), "until": recurs.until, "aligned": aligned}
    return None


def _step(step: Step) -> dict[str, Any]:
    below = {"below": step.below} if step.below else {}
    return {"kind": str(step.kind), "to": [str(r) for r in step.to], **_when(step), **below}


def _when(step: Step) -> dict[str, Any]:
    if step.at_count:
        return {"at_count": step.at_count}
    if step.after_start:
        return {"after_start": str(step.after_start)}
    return {"offset": step.offset}


def ground_of(charter: Charter, g: Ground) -> dict[str, Any]:
    """A ground of rupture: its procedure in the words of its rules, its clocks, what opens then."""
    return {
        "ref": g.ref,
        "label": g.label,
        "initiators": list(g.initiators),
        "from": [s.name for s in g.leaves],
        "ends": g.ends.name,
        "continues": str(g.continues),
        "procedure": [{"rule": r.ref or r.name, "says": r.otherwise} for r in g.procedure],
        "watches": [_clock(charter.obligations[ref]) for ref in g.watches],
        "opens": list(g.opens),
        "informs": [str(r) for r in g.informs],
        "source": str(g.source),
        "force": str(g.source.force),
        "since": g.source.since.isoformat(),
        "confidence": str(g.confidence),
    }


def _clock(o: Obligation) -> dict[str, str]:
    return {"ref": o.ref, "kind": str(o.kind), "within": str(o.within)}


def rules(charter: Charter) -> list[Rule]:
    """Every rule of a transition or duty, once, in the order of the charter."""
    found: dict[str, Rule] = {}
    for phase in charter.phases:
        for t in phase.transitions:
            whens = tuple(c.when for c in t.causes if c.when)
            found |= {r.name: r for r in (*t.requires, *t.flags, *whens)}
        for o in phase.obligations:
            found |= {r.name: r for r in _conditions(o) if r}
    return list(found.values())


def _conditions(o: Obligation) -> tuple[Rule | None, ...]:
    when = o.expiry.when if o.expiry else None
    return (o.applies, o.counts_if, o.starts_paused, o.restarts, when)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "ref": rule.ref or None,
        "name": rule.name,
        "reason": rule.otherwise,
        "source": str(rule.source),
        "force": str(rule.source.force),
        "since": rule.source.since.isoformat(),
        "lifted_by": [str(r) for r in rule.lifted_by],
        "liftable": rule.liftable,
    }


def _setting(s: Setting) -> dict[str, Any]:
    """`ref` is the open interpretation (O-01…) or the duty (D01…) that the setting decides."""
    return {
        "key": s.key,
        "ref": found[0] if (found := REF.match(s.key)) else None,
        "label": s.label,
        "default": s.default,
        "socle": [str(d) for d in s.socle],
        "least": s.least,
        "choices": list(s.choices),
        "source": str(s.source),
        "force": str(s.source.force),
        "since": s.source.since.isoformat(),
    }


def public_intentions(charter: Charter) -> dict[str, Intention]:
    """The commands that people may give, by name."""
    return {name: i for name, i in charter.intentions.items() if not i.internal}
