"""What may be asked of a dossier now, and why the rest may not: the same rules as `decide`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lifecycle.commands import Command, Intention
from lifecycle.decisions.draft import SINGLE, Draft
from lifecycle.decisions.judgement import judge
from lifecycle.decisions.search import alive, find, instance_field, others
from lifecycle.errors import Refusal
from lifecycle.legal import MAISON
from lifecycle.vocabulary import Case, seen, visible

WITH_A_REASON = "…"
"""A prospect is asked as if its reason were given: what is missing then is not a matter of form."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """One command on one instance: allowed, or every reason why not."""

    command: str
    label: str
    instance: str
    refusals: tuple[Refusal, ...]

    @property
    def allowed(self) -> bool:
        return not self.refusals


def prospects(case: Case) -> list[Prospect]:
    """Every public command of a dossier that exists, on every instance where it may make sense.

    What is reserved to others is not there for whoever asks.
    """
    role = case.command.actor.role
    history = seen(case.charter, case.history, role)
    case = replace(case, dossier=visible(case.charter, case.dossier, role), history=history)
    asked = (i for i in case.charter.intentions.values() if not i.internal)
    return [p for intention in asked for p in _of(case, intention)]


def _of(case: Case, intention: Intention) -> Iterator[Prospect]:
    declared = case.charter.by_command[intention.name]
    region = declared[0].region
    opens_a_stream = region in SINGLE and all(t.creates for t in declared)
    if opens_a_stream or case.dossier.kind not in case.charter.homes[region]:
        return
    for instance in _instances(case, intention, region):
        yield _prospect(case, intention, instance)


def _instances(case: Case, intention: Intention, region: str) -> list[str]:
    """Where the move exists; else the last instance, so that the refusal can speak of it."""
    declared = case.charter.by_command[intention.name]
    if any(t.creates for t in declared):
        return [""]
    every = case.dossier.of(region)
    moves = case.charter.moves
    fit = [i.id for i in every if (region, i.state, intention.name) in moves]
    return fit or [i.id for i in every[-1:]] or [""]


def _prospect(case: Case, intention: Intention, instance: str) -> Prospect:
    command = _command(case, intention, instance)
    draft = Draft(replace(case, command=command), case.at)
    found = find(draft, command)
    judgement = judge(draft, found, case.day)
    refusals = (*judgement.refusals, *_nothing_to_name(draft))
    return Prospect(intention.name, intention.label, instance, refusals)


def _nothing_to_name(draft: Draft) -> Iterator[Refusal]:
    """The form would name an instance of another region, and there is none alive."""
    for region in others(draft):
        if not alive(draft, region):
            reason = f"Le dossier n’a rien à mettre sous « {region} »."
            yield Refusal("move", reason, str(MAISON["un formulaire complet"]))


def _command(case: Case, intention: Intention, instance: str) -> Command:
    """The command as if its form were filled: its own instance, and whom or what it names."""
    own = instance_field(case.charter.by_command[intention.name])
    choices = {f.name: f.choices[0] for f in intention.fields if f.name == own and f.choices}
    fields = {own: instance, **choices} if own else {}
    given = {name: value for name, value in fields.items() if value}
    return replace(case.command, intention=intention, fields=given, reason=WITH_A_REASON)
