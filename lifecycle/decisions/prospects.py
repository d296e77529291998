"""What may be asked of a dossier now, and why the rest may not: the same rules as `decide`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

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
    """What refuses it least: it is possible as soon as something that it may name suits it."""
    asked = _command(case, intention, instance)
    draft = Draft(replace(case, command=asked), case.at)
    found = find(draft, asked)
    tried = [judge(_with(draft, names), found, case.day) for names in _named(draft)]
    refusals = min((one.refusals for one in tried), key=len)
    unnamed = _nothing_to_name(draft)
    return Prospect(intention.name, intention.label, instance, (*refusals, *unnamed))


def _named(draft: Draft) -> Iterator[dict[str, str]]:
    """Every way to name what is alive in the other regions of which the form speaks."""
    regions = [region for region in others(draft) if alive(draft, region)]
    ways = product(*([one.id for one in alive(draft, region)] for region in regions))
    return (dict(zip(regions, ids, strict=True)) for ids in ways)


def _with(draft: Draft, names: dict[str, str]) -> Draft:
    asked = draft.case.command
    filled = replace(asked, fields={**asked.fields, **names})
    return Draft(replace(draft.case, command=filled), draft.at)


def _nothing_to_name(draft: Draft) -> Iterator[Refusal]:
    """The form would name an instance of another region, and there is none alive."""
    labels = {f.name: f.label for f in draft.case.command.intention.fields}
    for region in others(draft):
        if not alive(draft, region):
            reason = f"Le dossier n’a rien à mettre sous « {labels[region]} »."
            yield Refusal("move", reason, str(MAISON["un formulaire complet"]))


def _command(case: Case, intention: Intention, instance: str) -> Command:
    """The command as if its form were filled: its own instance, and whom or what it names."""
    own = instance_field(case.charter.by_command[intention.name])
    choices = {f.name: f.choices[0] for f in intention.fields if f.name == own and f.choices}
    fields = {own: instance, **choices} if own else {}
    given = {name: value for name, value in fields.items() if value}
    return replace(case.command, intention=intention, fields=given, reason=WITH_A_REASON)
