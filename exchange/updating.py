"""A record about a dossier that exists → the commands that bring what the file knows and we do not.

Nothing is ever undone: a line that says less than the dossier changes nothing. A contract that lives
in the product is not taken over again: what the file says otherwise becomes a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from exchange import planning
from exchange.matching import Known
from exchange.planning import Origin, Step
from exchange.records import Contact, Contract, Details, Record
from lifecycle.charter import charter
from lifecycle.commands import Command, Intention
from lifecycle.commands import take_over as ask
from lifecycle.commands.contract import RECORD_VISIT
from lifecycle.dossier import Instance
from lifecycle.people import Person, Role
from lifecycle.states.contract.moves import CANCELLED


@dataclass(frozen=True, slots=True)
class Update:
    """What a line adds to a dossier, and what a person must see to in the product."""

    commands: list[Command]
    doubts: list[str]


def update(record: Record, known: Known, contact: Record, origin: Origin) -> Update:
    """`contact` is the last line of the file about this person: it has the last word."""
    doubts: list[str] = []
    pathway = known.dossier.instances["pathway", "pathway"]
    steps = _contracts(record, known, origin, doubts)
    if charter().allows(pathway, ask.TAKE_OVER_CONTACT.name):
        steps += [*_contact(record, known, contact, origin), *_roles(record, known, origin)]
    if charter().allows(pathway, ask.TAKE_OVER_GRADUATED.name):
        steps += planning.ending(record, origin)
    dossier = known.dossier
    made = planning.commands(steps, dossier.stream, record.row, origin, dossier.version)
    return Update(made, doubts)


# --- people ----------------------------------------------------------------------------------


def _contact(record: Record, known: Known, contact: Record, origin: Origin) -> Iterator[Step]:
    now = known.apprentice
    same_phone = not contact.phone or contact.phone == now.phone
    if contact.email == now.email and same_phone:
        return
    said = {**planning.identity(record), "email": contact.email, "phone": contact.phone}
    yield Step(origin.today, 1, ask.TAKE_OVER_CONTACT, said)


def _roles(record: Record, known: Known, origin: Origin) -> Iterator[Step]:
    for role, contact in (
        (Role.TUTEUR_ACADEMIQUE, record.tuteur),
        (Role.REPRESENTANT_LEGAL, record.representant),
    ):
        held = known.dossier.get("role", role)
        if contact and not _is(contact, held, role, known):
            yield planning.role(role, contact, origin.today)


def _is(contact: Contact, instance: Instance | None, role: Role, known: Known) -> bool:
    """Whether this is who is already there: by e-mail, else by being anybody at all."""
    person = known.people.get(str(instance.data.get(f"role:{role}"))) if instance else None
    if person is None:
        return False
    return not contact.email or _address(person) == contact.email.lower()


def _address(person: Person) -> str:
    return person.email.lower()


# --- contracts ---------------------------------------------------------------------------------


def _contracts(record: Record, known: Known, origin: Origin, doubts: list[str]) -> list[Step]:
    paired = dict(zip(record.contracts, _paired(record.contracts, known), strict=True))
    steps = _new_contracts(record, [c for c in paired if paired[c] is None], known, origin, doubts)
    for contract, details in planning.in_order(record, record.contracts, origin):
        if instance := paired[contract]:
            one = _One(record, contract, details, instance, known, origin)
            steps += one.steps(f"m{_next(known, 'mission')}") if one.is_ours else ()
            doubts += one.doubts()
    return steps


def _new_contracts(
    record: Record, new: Sequence[Contract], known: Known, origin: Origin, doubts: list[str]
) -> list[Step]:
    pathway = known.dossier.instances["pathway", "pathway"]
    if not charter().allows(pathway, ask.TAKE_OVER_CONTACT.name):
        doubts += [
            "le dossier est clos dans le produit : ce contrat n’est pas repris." for _ in new
        ]
        return []
    steps: list[Step] = []
    ordered = planning.in_order(record, new, origin)
    for number, (contract, details) in enumerate(ordered, _next(known, "contract")):
        mission = f"m{_next(known, 'mission')}"
        steps += planning.new_contract(record, contract, details, f"c{number}", mission, origin)
    return steps


def _paired(contracts: Sequence[Contract], known: Known) -> list[Instance | None]:
    """For each contract, the instance of the same start and employer, else of the same start."""
    instances = known.dossier.of("contract")
    exact = {(i.day("starts_on"), i.data.get("employer_siret")): i for i in instances}
    found = [exact.get(c.key) for c in contracts]
    free = [i for i in instances if i not in found and i.state != CANCELLED.name]
    for n, contract in enumerate(contracts):
        if found[n] is None:
            same = [i for i in free if i.day("starts_on") == contract.starts_on]
            found[n] = same[0] if len(same) == 1 else None
            free = [i for i in free if i is not found[n]]
    return found


def _next(known: Known, region: str) -> int:
    return len({e.instance for e in known.events if e.region == region}) + 1


@dataclass(frozen=True, slots=True)
class _One:
    """One contract that was taken over, beside what the file says of it now."""

    record: Record
    contract: Contract
    details: Details
    instance: Instance
    known: Known
    origin: Origin

    def steps(self, mission: str) -> Iterator[Step]:
        yield from self.said_otherwise(mission)
        yield from self.signed()
        yield from self.sent()
        yield from self.lived()

    @property
    def is_ours(self) -> bool:
        """Whether it was taken over: what the product has made is not told again by a file."""
        return bool(self.instance.data.get("taken_over"))

    def doubts(self) -> Iterator[str]:
        """What a person sees to: a contract made here, or one whose terms are over."""
        id_, over = self.instance.id, self.over
        if not self.is_ours and self.contract.broken_on and not over:
            yield f"le contrat {id_} vit dans le produit : enregistrez-y la rupture."
        if self.is_ours and over and any(name == "ends_on" for name, _ in self.changed()):
            yield f"le contrat {id_} est fini dans le produit, et le fichier dit une autre fin."

    def said_otherwise(self, mission: str) -> Iterator[Step]:
        if self.over:
            return
        changed = dict(self.changed())
        if (
            self.details.mission
            and self.details.mission_on
            and not self.instance.data.get("mission")
        ):
            said = {"title": self.details.mission, **planning.parties(self.contract, self.details)}
            yield Step(self.details.mission_on, 3, ask.TAKE_OVER_MISSION, said)
            changed["mission"] = mission
        if changed:
            said = {"contract": self.instance.id, **changed}
            yield Step(self.origin.today, 4, ask.TAKE_OVER_DETAILS, said)

    def changed(self) -> Iterator[tuple[str, Any]]:
        said = planning.parties(self.contract, self.details)
        plain = {name: said[name] for name in ("employer_siret", "sector", "site_calendar")}
        for name, value in {**plain, "ends_on": self.contract.ends_on.isoformat()}.items():
            if value and value != self.instance.data.get(name):
                yield name, value
        for role, who, prefix in (
            (Role.EMPLOYEUR, self.details.employer, "employer"),
            (Role.MAITRE_APPRENTISSAGE, self.details.maitre, "maitre_apprentissage"),
        ):
            if who and not _is(who, self.instance, role, self.known):
                yield from (
                    (name, said[name])
                    for name in said
                    if name.startswith(f"{prefix}_") and name != "employer_siret"
                )

    def signed(self) -> Iterator[Step]:
        data = self.instance.data
        for step in planning.signature(self.contract, self.details, self.instance.id):
            told = "signed:employer" if step.intention is ask.TAKE_OVER_SIGNATURE else "visa"
            if not data.get(told) and self.may(ask.TAKE_OVER_DETAILS):
                yield replace(step, on=max(step.on, self.instance.since))

    def sent(self) -> Iterator[Step]:
        filing = self.known.dossier.get("filing", self.instance.id)
        for step in planning.transmission(
            self.contract, self.details, self.instance.id, self.origin
        ):
            if filing and charter().allows(filing, step.intention.name):
                yield replace(step, on=max(step.on, filing.since))

    def lived(self) -> Iterator[Step]:
        id_, started = self.instance.id, self.may(RECORD_VISIT)
        if (
            self.may(ask.TAKE_OVER_DETAILS)
            and not started
            and self.contract.last_day() < self.origin.today
        ):
            yield from planning.performance(
                self.record, self.contract, self.details, id_, self.origin
            )
        if not started:
            return
        yield from planning.visits(self.record, self.contract, id_, self.origin, self.visited())
        for step in planning.outcome(self.record, self.contract, self.details, id_, self.origin):
            if step.intention is not ask.RESUME_RUNNING or self.may(step.intention):
                yield step

    @property
    def over(self) -> bool:
        return charter().states[self.instance.region, self.instance.state].final

    def may(self, intention: Intention) -> bool:
        return charter().allows(self.instance, intention.name)

    def visited(self) -> list[date]:
        mine = (e for e in self.known.events if e.key == self.instance.key)
        return [e.effective_on for e in mine if e.type == "VisitRecorded"]
