"""The form of an action, made from the declared fields of its command, and what was typed in it.

An input is named `f.<field>`: no field of the form can be taken for another thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lifecycle.commands import Command, Intention
from lifecycle.commands.fields import Field, Kind, read_day
from lifecycle.decisions.search import instance_field
from lifecycle.dossier import Dossier, Instance
from lifecycle.errors import InvalidInput, Refusal
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
OPTIONAL = "Facultatif"
FEW = 8  # optional fields that are shown at once
REASON = Field("motif", "Motif", Kind.LONG_TEXT)


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

    @property
    def wide(self) -> bool:
        """Whether it takes the whole line."""
        return self.widget == "long" or any(len(label) > 32 for _, label in self.options)


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs under one title; optional ones are folded away until somebody wants them."""

    title: str
    folded: bool
    inputs: tuple[Input, ...]


# --- drawing -----------------------------------------------------------------------------------


def groups(
    intention: Intention,
    typed: Typed,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    known: Mapping[str, str] | None = None,
    first: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> list[Group]:
    """The inputs of a form: those that are asked for, then the optional ones by frame.

    `known` are the values of a fact that is corrected, said beside their inputs; `first` the
    optional ones that are asked for at once, `hidden` those that the page sends by itself.
    """
    shown = [f for f in intention.fields if f.name not in ("lift", *hidden)]
    essential = [f for f in shown if f.required or f.kind is Kind.INSTANCE or f.name in first]
    optional = [f for f in shown if f not in essential]
    few = len(optional) <= FEW
    made = [Group("", False, _inputs(essential, typed, choices, known))] if essential else []
    for title in dict.fromkeys(_frame(f, few) for f in optional):
        of_it = [f for f in optional if _frame(f, few) == title]
        some = _inputs(of_it, typed, choices, known)
        asked = few or any(i.error or i.value for i in some)
        asked = asked or (title == OPTIONAL and len(of_it) <= FEW)
        made.append(Group(title, not asked, some))
    return made


def _frame(declared: Field, few: bool) -> str:
    """The frame of the CERFA; among many others, the dates stand together."""
    other = OPTIONAL if few or declared.kind is not Kind.DATE else "Dates"
    return FRAMES.get(declared.name.partition(".")[0], other)


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
        declared.label or _spelt(declared.name),
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
    """For each instance field, those on which the move exists now; `names` describe them."""
    named = (f.name for f in intention.fields if f.kind is Kind.INSTANCE)
    return {
        name: [
            (i.id, f"{names.get(i.id, i.id)} — {instance_state(i)}")
            for i in _fitting(charter, dossier, intention, name)
        ]
        for name in named
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


# --- reading -----------------------------------------------------------------------------------


def read(intention: Intention, typed: Typed) -> dict[str, Any]:
    """The typed values; what is wrong is written in `typed.errors`, by field.

    Raises InvalidInput when something is.
    """
    known = {f.name: f for f in intention.fields if f.name != "lift"}
    values = {n: v for n, v in typed.values.items() if v.strip()}
    for name in set(values) - known.keys():
        raise InvalidInput(f"Champ inconnu : « {name[:40]} ».")
    for name, declared in known.items():
        _check(declared, values.get(name), typed)
    if typed.errors:
        raise InvalidInput("Des champs sont à corriger.")
    lift = {"lift": ",".join(typed.lift)} if typed.lift else {}
    return intention.read({**values, **lift})


def _check(declared: Field, raw: str | None, typed: Typed) -> None:
    if raw is None:
        if declared.required:
            typed.errors[declared.name] = f"{declared.label} : cette information manque."
        return
    try:
        declared.read(raw)
    except InvalidInput as wrong:
        typed.errors[declared.name] = wrong.message.replace(f" ({declared.name})", "")


def effective_day(typed: Typed) -> date | None:
    """When it happened, as typed: nothing means today."""
    raw = typed.effective.strip()
    if not raw:
        return None
    try:
        day = read_day(raw, "Date d’effet")
    except InvalidInput as wrong:
        typed.errors["effective"] = wrong.message
        raise
    if day.year < 1990:
        typed.errors["effective"] = "Date d’effet : cette année est trop ancienne."
        raise InvalidInput(typed.errors["effective"])
    return day


def command(intention: Intention, stream: str, typed: Typed, actor: Actor) -> Command:
    """What the door is asked. Raises InvalidInput, each fault written beside its field."""
    wrong: InvalidInput | None = None
    fields: dict[str, Any] = {}
    day: date | None = None
    try:
        day = effective_day(typed)
    except InvalidInput as error:
        wrong = error
    try:
        fields = read(intention, typed)
        typed_reason = REASON.read(typed.reason) or ""
    except InvalidInput as error:
        raise (wrong or error) from None
    if wrong:
        raise wrong
    return Command(
        intention=intention,
        stream=stream,
        fields=fields,
        actor=actor,
        on_behalf_of=_behalf(typed),
        effective_on=day,
        reason=typed_reason,
        channel="web",
        key=typed.key[:100] or None,
        expect=_expected(typed),
    )


def _behalf(typed: Typed) -> Actor | None:
    if not typed.behalf:
        return None
    actor = Actor.parse(typed.behalf)
    if actor.role not in OUTSIDERS or actor.ref:
        raise InvalidInput("« Au nom de » : ce rôle n’est pas celui d’un tiers.")
    return actor


def _expected(typed: Typed) -> int | None:
    if not typed.expect:
        return None
    if not (typed.expect.isascii() and typed.expect.isdigit() and len(typed.expect) < 10):
        raise InvalidInput("Le formulaire est abîmé : rouvrez la page.")
    return int(typed.expect)
