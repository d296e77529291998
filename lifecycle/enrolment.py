"""Whom a command speaks of: people of its form become persons of the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from lifecycle.commands import Command, Field, Kind, PersonFields
from lifecycle.dossier import Dossier
from lifecycle.errors import InvalidInput
from lifecycle.people import NOBODY, Actor, Person, Recognised, Role, recognised_by, ways
from lifecycle.ports import Register
from lifecycle.stages import person_ids


class Enrolment:
    """New people wait here until a command that speaks of them is accepted."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.people: dict[str, Person] = {}
        self.unread: list[Dossier] = []
        self.recognised: dict[Recognised, str | None] = {NOBODY: None}
        self.waiting: dict[str, Person] = {}
        self.confirmed: dict[str, Person] = {}

    def prepare(self, commands: Iterable[Command]) -> None:
        """Read at once who the forms describe and who acts."""
        self.look_up([person for command in commands for person in _everybody(command)])

    def of(self, command: Command, dossier: Dossier) -> Command:
        """The command with a person for each role that its form describes, and for its actor."""
        self.waiting = {}
        command = self.completed(command) if command.again else command
        persons = {r: self.enrol(p, self.same(command, r, p)) for r, p in _described(command)}
        if command.again:
            persons = {**command.again.persons, **persons}
        pathway = dossier.one("pathway")
        if pathway and Role.APPRENTI not in persons:
            persons[Role.APPRENTI] = str(pathway.data[f"role:{Role.APPRENTI}"])
        return replace(
            command,
            persons={**persons, **command.persons},
            actor=self.actor(command.actor),
            on_behalf_of=self.actor(command.on_behalf_of) if command.on_behalf_of else None,
        )

    def meant(self, command: Command, role: Role) -> Person | None:
        """Whom the fact that is corrected meant by that role."""
        id_ = command.again.persons.get(role) if command.again else None
        if id_ and id_ not in self.people:
            self.people |= self.register.find([id_])
        return self.people.get(id_) if id_ else None

    def same(self, command: Command, role: Role, person: Person) -> Person | None:
        """Whom a correction meant, while something of them is recognised; the apprentice always."""
        meant = self.meant(command, role)
        same = meant and (role is Role.APPRENTI or set(ways(meant)) & set(ways(person)))
        return meant if same else None

    def completed(self, command: Command) -> Command:
        """A correction says again all that was said of a person when it says a part of it."""
        fields: Mapping[str, Any] = command.fields
        for group in command.intention.people:
            known = self.meant(command, _role(command, group))
            if known and _is_corrected(command, group):
                fields = {**_described_by(group, known), **fields}
        return replace(command, fields=fields)

    def enrol(self, person: Person, same: Person | None = None) -> str:
        """The id of `person`: `same`, who is already known, else a new one. What is new waits."""
        known = same or self.match(person)
        kept = _merged(known, replace(person, id=known.id if known else self.register.new_id()))
        if kept != known:
            self.waiting[kept.id] = kept
        return kept.id

    def match(self, person: Person) -> Person | None:
        """Somebody of the same form, else somebody whom the register or an earlier form knows."""
        way = recognised_by(person)
        same = (p for p in self.waiting.values() if way != NOBODY and way in ways(p))
        if found := next(same, None):
            return found
        if way not in self.recognised:
            self.look_up([person])
        id_ = self.recognised[way]
        return self.people[id_] if id_ else None

    def look_up(self, asked: Sequence[Person]) -> None:
        """Remember whom the register recognises, and whom it does not."""
        new = {way: p for p in asked if (way := recognised_by(p)) not in self.recognised}
        found = self.register.match_all(list(new.values()))
        for way, person in zip(new, found, strict=True):
            if person is not None:
                self.remember(person)
            self.recognised[way] = person.id if person else None

    def remember(self, person: Person) -> None:
        self.people[person.id] = person
        self.recognised |= dict.fromkeys(ways(person), person.id)

    def actor(self, actor: Actor) -> Actor:
        """An e-mail becomes the id of the person who has it: histories keep no address."""
        if "@" not in actor.ref:
            return actor
        return replace(actor, ref=self.enrol(_acting(actor)))

    @property
    def everybody(self) -> Mapping[str, Person]:
        """Whom the dossiers met so far name, and whom the form at hand describes."""
        return Everybody(self)

    def meet(self, *dossiers: Dossier) -> None:
        """Whoever these dossiers or houses name is read when somebody is looked for: few are."""
        self.unread += dossiers

    def read(self) -> None:
        """Those met since the last time, at once."""
        named = set().union(*map(person_ids, self.unread)) - self.people.keys()
        self.unread = []
        if named:
            self.people |= self.register.find(named)

    def confirm(self) -> None:
        """The command that spoke of them is accepted."""
        for person in self.waiting.values():
            self.remember(person)
        self.confirmed |= self.waiting
        self.waiting = {}

    def forget(self, confirmed: Mapping[str, Person]) -> None:
        """Go back to who was confirmed before the commands that are not accepted after all."""
        for id_ in self.confirmed.keys() - confirmed.keys():
            self.people.pop(id_, None)
            self.recognised = {w: i for w, i in self.recognised.items() if i != id_}
        self.people |= confirmed
        self.confirmed = dict(confirmed)

    def save(self) -> None:
        """Before the facts: orphans in the register are harmless, facts without keys are not."""
        if self.confirmed:
            self.register.save(list(self.confirmed.values()))


class Everybody(Mapping[str, Person]):
    """The people of an enrolment, those who wait included."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.enrolment = enrolment

    def __getitem__(self, id_: str) -> Person:
        known = self.enrolment
        if id_ not in known.waiting and id_ not in known.people:
            known.read()
        return known.waiting[id_] if id_ in known.waiting else known.people[id_]

    def __iter__(self) -> Iterator[str]:
        self.enrolment.read()
        return iter({**self.enrolment.people, **self.enrolment.waiting})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _everybody(command: Command) -> Iterator[Person]:
    """Whom the command speaks of; a form that cannot be read is refused at its own turn."""
    with suppress(InvalidInput):
        yield from (person for _, person in _described(command))
    actors = (command.actor, command.on_behalf_of)
    yield from (_acting(actor) for actor in actors if actor and "@" in actor.ref)


def _acting(actor: Actor) -> Person:
    return Person("", email=actor.ref, origin="connexion")


def _described(command: Command) -> Iterator[tuple[Role, Person]]:
    for group in command.intention.people:
        if command.again and not _is_corrected(command, group):
            continue
        said = {a: command.fields[f] for a, f in group.attributes if command.fields.get(f)}
        if said:
            yield _role(command, group), _person(said, command)
    if command.intention.accepts_any:
        for role in Role:
            if address := command.fields.get(role):
                yield role, _named_address(str(address))


def _is_corrected(command: Command, group: PersonFields) -> bool:
    said = command.again.said if command.again else {}
    return any(name in said for _, name in group.attributes)


def _described_by(group: PersonFields, person: Person) -> dict[str, str]:
    values = ((name, getattr(person, attribute)) for attribute, name in group.attributes)
    return {n: v.isoformat() if isinstance(v, date) else str(v) for n, v in values if v}


def _role(command: Command, group: PersonFields) -> Role:
    role = group.role
    return role if isinstance(role, Role) else Role(command.fields[role])


def _person(said: Mapping[str, Any], command: Command) -> Person:
    values = dict(said)
    if born := values.pop("birth_date", None):
        values["birth_date"] = date.fromisoformat(born)
    return Person("", **values, origin=command.intention.label)


NAMED = re.compile(r"(?P<name>[^<>@]*)<(?P<email>[^<>]+)>")
ADDRESS = Field("courriel", "Courriel", Kind.EMAIL, required=True)


def _named_address(text: str) -> Person:
    """`anne.roth@cfa.fr` or `Anne Roth <anne.roth@cfa.fr>`. Raises InvalidInput."""
    found = NAMED.fullmatch(text)
    name, email = (found["name"].strip(), found["email"]) if found else ("", text)
    return Person("", last_name=name, email=ADDRESS.read(email), origin="réglage de la formation")


def _merged(known: Person | None, said: Person) -> Person:
    """What the form says over what was known; the first origin stays."""
    if known is None:
        return said
    values = {n: getattr(said, n) or getattr(known, n) for n in Person.__slots__}
    return Person(**{**values, "origin": known.origin or said.origin})
