"""The form of an action, made from the declared fields of its command.

An input is named `f.<field>`: no field of the form can be taken for another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lifecycle.commands import Intention
from lifecycle.commands.fields import Field, Kind
from lifecycle.decisions.search import instance_field
from lifecycle.dossier import Dossier, Instance
from lifecycle.errors import Refusal
from lifecycle.people import OUTSIDERS, Actor, Role
from lifecycle.vocabulary import Charter
from portal.typed import Typed
from portal.wording import choice, initial, instance_state

WIDGETS = {
    Kind.LONG_TEXT: "long",
    Kind.DATE: "date",
    Kind.INTEGER: "number",
    Kind.BOOLEAN: "boolean",
    Kind.EMAIL: "email",
    Kind.CHOICE: "choice",
    Kind.INSTANCE: "choice",
}
HINTS = {
    Kind.SIRET: "14 chiffres",
    Kind.REFS: "Séparez-les par des virgules.",
    Kind.EMAIL: "prenom.nom@exemple.fr",
}
FRAMES = {
    "employeur": "Employeur (CERFA)",
    "apprenti": "Apprenti (CERFA)",
    "contrat": "Contrat (CERFA)",
    "formation": "Formation (CERFA)",
    "organismeFormation": "CFA (CERFA)",
    "etablissementFormation": "Lieu de formation (CERFA)",
    "maitre1": "Maître d’apprentissage (CERFA)",
    "maitre2": "Second maître d’apprentissage (CERFA)",
}
# Fields that mention something of the dossier without acting on it → its region.
REFERRING = {"promotion": "promotion", "consulted_event": "event", "discussed_at": "event"}
AN_ID = re.compile(r" \([a-z]\d\)$")  # the example of a label, useless beside a list
OPTIONAL = "Facultatif"
NATURE = "kind"  # what a thing is, and the day on which it was, come before all that is optional
FEW = 8  # optional fields that are shown at once


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes to tick under one title, and the link that ticks them all where there is one."""

    title: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Input:
    """One input as the template draws it."""

    name: str
    id: str
    label: str
    widget: str
    required: bool
    value: str
    error: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    maximum: int = 200
    unchanged: bool = False  # left empty, it keeps what it says today
    boxes: tuple[Boxes, ...] = ()

    @property
    def wide(self) -> bool:
        """Whether it takes the whole line."""
        return self.widget in ("long", "boxes") or any(len(o[1]) > 32 for o in self.options)

    @property
    def ticked(self) -> list[str]:
        """The boxes that are ticked."""
        return self.value.split(",")


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs under one title; optional ones are folded away until somebody wants them."""

    title: str
    folded: bool
    inputs: tuple[Input, ...]


def groups(
    intention: Intention,
    typed: Typed,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    known: Mapping[str, str] | None = None,
    first: Sequence[str] = (),
    hidden: Sequence[str] = (),
    boxes: Mapping[str, Sequence[Boxes]] | None = None,
) -> list[Group]:
    """The inputs of a form: those that are asked for, then the optional ones by frame.

    `known` are the values of a fact that is corrected, said beside their inputs; `first` the
    optional ones that are asked for at once, `hidden` those that the page sends by itself; `boxes`
    what a field that lists several things offers.
    """
    boxes = boxes or {}
    shown = [f for f in intention.fields if f.name not in ("lift", *hidden)]
    asked = (*first, NATURE, intention.dated_by)
    essential = [f for f in shown if f.required or f.kind is Kind.INSTANCE or f.name in asked]
    listed = [f for f in shown if f.name in boxes and f not in essential]
    rest = [f for f in shown if f not in essential and f not in listed]
    written = [f for f in rest if f.kind is Kind.LONG_TEXT] if listed else []  # a PV is not folded
    optional = [f for f in rest if f not in written]
    few = len(optional) <= FEW
    made = [Group("", False, _inputs(essential, typed, choices, known))] if essential else []
    made += [Group("", False, (_ticking(f, typed, boxes[f.name]),)) for f in listed]
    made += [Group("", False, _inputs(written, typed, choices, known))] if written else []
    for title in dict.fromkeys(_frame(f, few) for f in optional):
        of_it = [f for f in optional if _frame(f, few) == title]
        some = _inputs(of_it, typed, choices, known)
        shown_at_once = few or any(i.error or i.value for i in some)
        shown_at_once = shown_at_once or (title == OPTIONAL and len(of_it) <= FEW)
        made.append(Group(title, not shown_at_once, some))
    return made


def _ticking(declared: Field, typed: Typed, offered: Sequence[Boxes]) -> Input:
    return replace(_input(declared, typed, (), None), widget="boxes", hint="", boxes=tuple(offered))


def _frame(declared: Field, few: bool) -> str:
    """The frame of the CERFA; among many others, the dates stand together."""
    other = OPTIONAL if few or declared.kind is not Kind.DATE else "Dates"
    return FRAMES.get(declared.name.partition(".")[0], other)


def inputs(fields: Iterable[Field], typed: Typed) -> tuple[Input, ...]:
    """These fields with their values, all at once."""
    return _inputs(fields, typed, {}, None)


def _inputs(
    fields: Iterable[Field],
    typed: Typed,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    known: Mapping[str, str] | None,
) -> tuple[Input, ...]:
    return tuple(_input(f, typed, choices.get(f.name, ()), known) for f in fields)


def _input(
    declared: Field,
    typed: Typed,
    offered: Sequence[tuple[str, str]],
    known: Mapping[str, str] | None,
) -> Input:
    now = (known or {}).get(declared.name, "")
    words = tuple((c, choice(c, declared.name)) for c in declared.choices)
    options = (*words, *offered)
    widget = "choice" if options else WIDGETS.get(declared.kind, "text")
    return Input(
        f"f.{declared.name}",
        f"f-{declared.name.replace('.', '-')}",
        (AN_ID.sub("", declared.label) if offered else declared.label) or _spelt(declared.name),
        widget,
        declared.required,
        typed.values.get(declared.name, ""),
        typed.errors.get(declared.name, ""),
        f"Aujourd’hui : {now}" if now else HINTS.get(declared.kind, ""),
        options,
        2000 if declared.kind is Kind.LONG_TEXT else 200,
        known is not None,
    )


def _spelt(name: str) -> str:
    """A field that has no label is called by the last word of its name."""
    return initial(name.rpartition(".")[2].replace("_", " "))


def instances(
    charter: Charter, dossier: Dossier, intention: Intention, names: Mapping[str, str]
) -> dict[str, list[tuple[str, str]]]:
    """For each instance field, those on which the move exists now; `names` describe them.

    A field that only mentions an event or a promotion is given all of them.
    """
    named = [f.name for f in intention.fields if f.kind is Kind.INSTANCE]
    found = {name: _fitting(charter, dossier, intention, name) for name in named}
    others = (f.name for f in intention.fields if f.name in REFERRING and f.name not in named)
    found |= {name: some for name in others if (some := dossier.of(REFERRING[name]))}
    return {
        name: [(i.id, f"{names.get(i.id, i.id)} — {instance_state(i)}") for i in some]
        for name, some in found.items()
    }


def _fitting(charter: Charter, dossier: Dossier, intention: Intention, name: str) -> list[Instance]:
    """Of the region of the move, where it exists; of another region, what is alive."""
    declared = charter.by_command[intention.name]
    if name != instance_field(declared):
        return [i for i in dossier.of(name) if not charter.states[name, i.state].final]
    region = declared[0].region
    return [i for i in dossier.of(region) if (region, i.state, intention.name) in charter.moves]


def behalves(charter: Charter, intention: Intention, actor: Actor) -> list[tuple[str, str]]:
    """On whose behalf the act of an outsider may be recorded."""
    by = {role for t in charter.by_command[intention.name] for role in t.by}
    outsiders = [role for role in OUTSIDERS if role in by]
    return [(str(role), role.label) for role in outsiders] if actor.role not in by else []


def liftable(
    charter: Charter, intention: Intention, refusals: Sequence[Refusal], role: Role
) -> list[Refusal]:
    """The refusals that this role may lift, by name and with a reason."""
    if all(f.name != "lift" for f in intention.fields):
        return []
    rules = [rule for t in charter.by_command[intention.name] for rule in t.requires]
    names = {n for r in rules if r.liftable and role in r.lifted_by for n in (r.ref, r.name) if n}
    return [refusal for refusal in refusals if refusal.rule in names]
