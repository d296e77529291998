"""The judgement on one move: the right of the role, its existence, and every blocking rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lifecycle.commands import Command
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.search import Found
from lifecycle.errors import NotAllowed, Refusal, Refused
from lifecycle.people import OUTSIDERS, Role
from lifecycle.vocabulary import Rule, Transition, Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts on one move: what refuses, what is lifted, what nobody could check."""

    refusals: tuple[Refusal, ...]
    lifted: tuple[tuple[Rule, Verdict], ...]
    unverified: tuple[str, ...]


def judge(draft: Draft, found: Found, day: date) -> Judgement:
    """Every refusal of a move: its right, its existence, and each blocking rule."""
    refusals = [*right(draft.case.command, found.declared)]
    if found.refusal:
        return Judgement((*refusals, found.refusal), (), ())
    view = draft.view(draft.instances.get((found.move.region, found.instance)), day)
    verdicts = [(rule, rule.judge(view)) for rule in found.move.requires]
    failed = [(r, v) for r, v in verdicts if v.holds is False]
    lifted = [(r, v) for r, v in failed if _lifts(draft.case.command, r)]
    refusals += [refused(r, v) for r, v in failed if (r, v) not in lifted]
    unverified = tuple(r.ref or r.name for r, v in verdicts if v.holds is None)
    return Judgement(tuple(refusals), tuple(lifted), unverified)


# --- rights ----------------------------------------------------------------------------------


def right(command: Command, declared: Iterable[Transition]) -> list[Refusal]:
    """A refusal when the role may not: the gestionnaire may record any outsider's act."""
    moves = tuple(declared)
    by = {role for transition in moves for role in transition.by}
    recorded = {role for t in moves if not t.in_person for role in t.by} & set(OUTSIDERS)
    role = command.actor.role
    if role in by or (role is Role.GESTIONNAIRE and recorded):
        return []
    allowed = tuple(r for r in Role if r in by and r is not Role.HORLOGE)
    words = _any_of([r.label for r in allowed]) or "le moteur seul"
    reason = f"Le rôle « {role.label} » ne peut pas faire cela. Qui le peut : {words}."
    return [Refusal("right", reason, "Charte, gouvernance clairement définie", allowed)]


def _any_of(labels: Sequence[str]) -> str:
    """`A, B ou C`."""
    *others, last = labels or ("",)
    return f"{', '.join(others)} ou {last}" if others else last


def refused(rule: Rule, verdict: Verdict) -> Refusal:
    return Refusal(rule.ref or rule.name, rule.reason(verdict), str(rule.source), rule.lifted_by)


def refusal(refusals: tuple[Refusal, ...]) -> Refused:
    """The answer that carries them all: a missing right comes before anything else."""
    missing = any(r.rule == "right" for r in refusals)
    return NotAllowed(refusals) if missing else Refused(refusals)


def _lifts(command: Command, rule: Rule) -> bool:
    """The direction may lift some rules, by name and with a reason (domain notes §2.4)."""
    named = {rule.ref, rule.name} & set(command.fields.get("lift", ()))
    return bool(named and rule.liftable and command.actor.role in rule.lifted_by and command.reason)
