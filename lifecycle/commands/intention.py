"""What a command is: a declared intention, and one asking for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lifecycle.commands.fields import Field, PersonFields, quoted
from lifecycle.errors import InvalidInput
from lifecycle.people import Actor, Role

FREE = Field("valeur", "Valeur")


@dataclass(frozen=True, slots=True)
class Intention:
    """A verb that people say, with its form. `internal`: only the engine asks for it.

    `accepts_any` takes further fields under free names, read as `free`, checked by the rules.
    `check` says in French what makes the values impossible together, or nothing. `dated_by` names
    the field that dates the fact when nobody says `--on` and that date is not to come.
    """

    name: str
    label: str
    fields: tuple[Field, ...] = ()
    people: tuple[PersonFields, ...] = ()
    internal: bool = False
    accepts_any: bool = False
    free: Field = FREE
    dated_by: str = ""
    check: Callable[[Mapping[str, Any]], str | None] | None = None

    def read(self, raw: Mapping[str, object]) -> dict[str, Any]:
        """The values of the form, typed. Raises InvalidInput: unknown, missing or wrong field."""
        values = self.read_some(raw)
        missing = [f.named for f in self.fields if f.required and values.get(f.name) in (None, "")]
        if missing:
            raise InvalidInput(f"{self.label} : il manque {', '.join(missing)}.")
        if self.accepts_any and (empty := [name for name in raw if values.get(name) is None]):
            raise InvalidInput(f"{self.label} : {quoted(empty[0])} attend une valeur.")
        wrong = self.check(values) if self.check else None
        if wrong:
            raise InvalidInput(f"{self.label} : {wrong}")
        return {name: value for name, value in values.items() if value is not None}

    def read_some(self, raw: Mapping[str, object]) -> dict[str, Any]:
        """Some values of the form, typed. Raises InvalidInput: an unknown or wrong field."""
        known = {f.name: f for f in self.fields}
        extra = sorted(set(raw) - set(known))
        if extra and not self.accepts_any:
            fields = f"Champs : {', '.join(known)}." if known else "Elle n’en a aucun."
            raise InvalidInput(f"Champ inconnu pour {self.name} : {quoted(extra[0])}. {fields}")
        values = {name: known[name].read(value) for name, value in raw.items() if name in known}
        return values | {name: self.free.read(raw[name]) for name in extra}


DEFAULT_ACTOR = Actor(Role.GESTIONNAIRE)


@dataclass(frozen=True, slots=True)
class Again:
    """The fact that a correction says again: its place, the move that it made, who was meant.

    `said` are the fields of its own form that are corrected; `aside` tells that it never happened.
    """

    place: int
    move: str
    persons: Mapping[Role, str]
    said: Mapping[str, Any]
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One intention of one actor about one dossier, on a date that is never after today.

    `fields` are typed values (see `Intention.read`). `persons` are the people that the form
    describes, by role, once the register knows them. `expect` is the version that the actor saw.
    `again` is what a correction says again, once the door has found it in the history.
    """

    intention: Intention
    stream: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    persons: Mapping[Role, str] = field(default_factory=dict)
    actor: Actor = field(default=DEFAULT_ACTOR)
    on_behalf_of: Actor | None = None
    effective_on: date | None = None
    reason: str = ""
    channel: str = "cli"
    key: str | None = None
    expect: int | None = None
    again: Again | None = None

    @property
    def name(self) -> str:
        return self.intention.name
