"""The form of an action, made from the declared fields of its command.

An input is named `f.<field>`: no field of the form can be taken for another thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lifecycle.commands import Intention
from lifecycle.commands.fields import Field, Kind
from lifecycle.decisions.search import instance_field
from lifecycle.dossier import Dossier, Instance
from lifecycle.errors import Refusal
from lifecycle.people import OUTSIDERS, Actor, Role
from lifecycle.vocabulary import Charter
from portal.naming import AN_EXAMPLE
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
REFERRING = {
    "promotion": "promotion",
    "consulted_event": "event",
    "meeting": "event",
}
OPTIONAL = "Facultatif"
COUNTED, PRESENT = "present_", "Présents, par catégorie"
HAPPENED = "Le jour où c’est arrivé. Vide : aujourd’hui."
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
    rows: int = 4  # lines of a long text
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
    apart = ("lift", *hidden, *_nothing_to_choose(choices, typed))
    shown = [f for f in intention.fields if f.name not in apart]
    asked = (*first, NATURE, intention.dated_by)
    listed = [f for f in shown if f.name in boxes]
    essential = [f for f in shown if f.required or f.kind is Kind.INSTANCE or f.name in asked]
    essential = [f for f in essential if f not in listed]
    counted = [f for f in shown if f.name.startswith(COUNTED) and not known]
    rest = [f for f in shown if f not in (*essential, *counted, *listed)]
    written = [f for f in rest if f.kind is Kind.LONG_TEXT] if listed else []  # a PV is not folded
    optional = [f for f in rest if f not in written]
    made = [Group("", False, _dated(intention, _inputs(essential, typed, choices, known)))]
    made += [Group(PRESENT, False, _inputs(counted, typed, choices, known))]
    made += [Group("", False, (_ticking(f, typed, boxes[f.name]),)) for f in listed]
    made += [Group("", False, _inputs(written, typed, choices, known))]
    made += _folding(optional, typed, choices, known)
    asks = any(f.required for f in shown)
    return [group if asks else _untitled(group) for group in made if group.inputs]


def _nothing_to_choose(
    choices: Mapping[str, Sequence[tuple[str, str]]], typed: Typed
) -> Iterator[str]:
    """A list without an entry is not asked: no event is planned, so one is held all the same."""
    return (name for name, some in choices.items() if not some and not typed.values.get(name))


def _untitled(group: Group) -> Group:
    """Where nothing is asked for, «Facultatif» says nothing, but that there is more to unfold."""
    return replace(group, title="") if group.title == OPTIONAL and not group.folded else group


def _folding(
    optional: Sequence[Field],
    typed: Typed,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    known: Mapping[str, str] | None,
) -> Iterator[Group]:
    """What nobody has to say, by frame; folded away when there is much of it and nothing in it."""
    few = len(optional) <= FEW
    dated = not few and sum(f.kind is Kind.DATE for f in optional) > 1
    for title in dict.fromkeys(_frame(f, dated) for f in optional):
        of_it = [f for f in optional if _frame(f, dated) == title]
        some = _inputs(of_it, typed, choices, known)
        shown_at_once = few or any(i.error or i.value for i in some)
        shown_at_once = shown_at_once or (title == OPTIONAL and len(of_it) <= FEW)
        yield Group(title, not shown_at_once, some)


def _dated(intention: Intention, inputs: Sequence[Input]) -> tuple[Input, ...]:
    """The day that dates the fact says what it is when it is left empty."""
    return tuple(
        replace(i, hint=HAPPENED)
        if i.name == f"f.{intention.dated_by}" and not (i.required or i.hint)
        else i
        for i in inputs
    )


def _ticking(declared: Field, typed: Typed, offered: Sequence[Boxes]) -> Input:
    return replace(_input(declared, typed, (), None), widget="boxes", hint="", boxes=tuple(offered))


def _frame(declared: Field, dated: bool) -> str:
    """The frame of the CERFA; among many others, the dates stand together."""
    other = "Dates" if dated and declared.kind is Kind.DATE else OPTIONAL
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
        (AN_EXAMPLE.sub("", declared.label) if offered else declared.label)
        or _spelt(declared.name),
        widget,
        declared.required,
        typed.values.get(declared.name, ""),
        typed.errors.get(declared.name, ""),
        f"Aujourd’hui : {now}" if now else HINTS.get(declared.kind, ""),
        options,
        declared.limit,
        12 if declared.most else 4,
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
    found |= {name: dossier.of(REFERRING[name]) for name in others}
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
