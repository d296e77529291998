"""Which instance a command is about, and which move it asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lifecycle import agenda
from lifecycle.calendar import french
from lifecycle.commands import Command, Kind
from lifecycle.decisions.draft import Draft
from lifecycle.dossier import ROOTS, Instance, standing
from lifecycle.errors import InvalidInput, NotFound, Refusal
from lifecycle.machine import ABSENT
from lifecycle.vocabulary import Transition, seen


@dataclass(frozen=True, slots=True)
class Found:
    """The instance, the move, or why there is none. `declared` are the moves of that command."""

    instance: str
    declared: tuple[Transition, ...]
    transition: Transition | None
    refusal: Refusal | None = None

    @property
    def move(self) -> Transition:
        if self.transition is None:
            raise LookupError("a refused search has no move")
        return self.transition


def find(draft: Draft, command: Command) -> Found:
    """Raises NotFound on an unknown instance, InvalidInput when several fit and none is named."""
    declared = draft.charter.by_command[command.name]
    instance = _instance(draft, command, declared)
    region = declared[0].region
    known = draft.sighted.get(region, instance)
    state = known.state if known else ABSENT
    transition = draft.charter.moves.get((region, state, command.name))
    if transition is None:
        return Found(instance, declared, None, impossible(draft, command.name, known))
    return Found(instance, declared, transition)


def _instance(draft: Draft, command: Command, declared: tuple[Transition, ...]) -> str:
    first = declared[0]
    if first.named_by:
        return str(command.fields[first.named_by])
    if all(t.creates for t in declared):
        return draft.fresh_id(first.region)
    named = command.fields.get(instance_field(declared))
    if named:
        return _named(draft, first.region, str(named))
    if any(t.creates for t in declared):  # it moves what it names, else it makes a new one
        return draft.fresh_id(first.region)
    return _fitting(draft, command, first)


def instance_field(declared: tuple[Transition, ...]) -> str:
    """The field that names the instance that a command moves; none where it makes a new one."""
    if all(t.creates and not t.named_by for t in declared):
        return ""
    fields = declared[0].on.fields
    names = (f.name for f in fields if f.kind is Kind.INSTANCE)
    return declared[0].named_by or next(names, "")


def _named(draft: Draft, region: str, name: str) -> str:
    """By id; a duty also by its ref when it is the only pending one."""
    if draft.sighted.get(region, name):
        return name
    duties = [d.id for d in agenda.pending(draft.sighted) if d.data["ref"] == name]
    if region == "obligation" and len(duties) == 1:
        return duties[0]
    if region == "obligation" and duties:
        raise InvalidInput(f"Plusieurs obligations {name} : précisez {' ou '.join(duties)}.")
    _check_is_not_later(draft, region, name)
    raise NotFound(f"Ce dossier n’a pas de « {name[:60]} ».")


def _check_is_not_later(draft: Draft, region: str, name: str = "") -> None:
    """Raises InvalidInput when such an instance is known, and only from a later day on."""
    facts = standing(seen(draft.charter, draft.facts(), draft.actor.role))
    mine = (e for e in facts if e.state is not None and e.region == region)
    first = next((e for e in mine if name in ("", e.instance)), None)
    if first is None:
        return
    what = "Ce dossier" if region in ROOTS else f"« {first.instance} »"
    since = french(first.effective_on)
    raise InvalidInput(f"{what} n’est connu que depuis le {since} : rien ne s’y date d’avant.")


def _fitting(draft: Draft, command: Command, move: Transition) -> str:
    """The only instance that may; else the only one, so that the refusal can speak of it."""
    every = draft.sighted.of(move.region)
    moves = draft.charter.moves
    fit = [i for i in every if (move.region, i.state, command.name) in moves]
    chosen = fit or every
    if not chosen:
        _check_is_not_later(draft, move.region)
    if len(chosen) > 1:
        ids = ", ".join(i.id for i in chosen)
        raise InvalidInput(f"Précisez : {_label(command, instance_field((move,)))} ({ids}).")
    return chosen[0].id if chosen else ""


def _label(command: Command, name: str) -> str:
    """A field as its form calls it, with the name under which a terminal types it."""
    return next((f.named for f in command.intention.fields if f.name == name), name)


def impossible(draft: Draft, command: str, known: Instance | None) -> Refusal:
    """The table has no such move for this instance as it now stands."""
    declared = draft.charter.by_command[command]
    region, intention = declared[0].region, declared[0].on
    labels = [f"« {s.label} »" for t in declared for s in t.leaves]
    wanted = ", ".join(dict.fromkeys(labels)) or "un dossier neuf"
    state = draft.charter.states.get((region, known.state)) if known else None
    now = f"l’état présent est « {state.label} »" if state else "il n’y a rien de tel ici"
    reason = f"« {intention.label} » est impossible : {now} ; possible depuis : {wanted}."
    roles = tuple(dict.fromkeys(r for t in declared for r in t.by))
    return Refusal("move", reason, str(declared[0].source or "table des transitions"), roles)


# --- instances of other regions that a form names ------------------------------------------------


def filled(draft: Draft) -> Command:
    """The command with the instances of other regions that it left out, where only one fits.

    Raises InvalidInput where none fits, or several.
    """
    command = draft.case.command
    found = {name: _only(draft, name) for name in others(draft) if name not in command.fields}
    return replace(command, fields={**command.fields, **found}) if found else command


def others(draft: Draft) -> list[str]:
    """The regions of which the form names an instance, its own apart (a contract's mission)."""
    command = draft.case.command
    own = instance_field(draft.charter.by_command[command.name])
    named = (f.name for f in command.intention.fields if f.kind is Kind.INSTANCE)
    return [name for name in named if name != own]


def alive(draft: Draft, region: str) -> list[Instance]:
    states = draft.charter.states
    return [i for i in draft.sighted.of(region) if not states[region, i.state].final]


def _only(draft: Draft, region: str) -> str:
    found = alive(draft, region)
    if len(found) != 1:
        what = "plusieurs conviennent" if found else "le dossier n’en a pas en cours"
        raise InvalidInput(f"Précisez : {_label(draft.case.command, region)} ({what}).")
    return found[0].id
