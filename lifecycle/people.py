"""Roles, actors and persons: who owes, who may, who is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lifecycle.errors import InvalidInput


class Role(StrEnum):
    """The parts people play. Values are the words of the command line (`--as`)."""

    GESTIONNAIRE = "gestionnaire"
    RESPONSABLE_FORMATION = "responsable_formation"
    DIRECTION = "direction"
    TUTEUR_ACADEMIQUE = "tuteur_academique"
    MAITRE_APPRENTISSAGE = "maitre_apprentissage"
    EMPLOYEUR = "employeur"
    APPRENTI = "apprenti"
    REPRESENTANT_LEGAL = "representant_legal"
    OPCO = "opco"
    DDETS = "ddets"
    JURY = "jury"
    SECRETARIAT_PEDAGOGIQUE = "secretariat_pedagogique"
    DIRECTION_ETUDES = "direction_etudes"
    REFERENT_HANDICAP = "referent_handicap"
    REFERENT_MOBILITE = "referent_mobilite"
    REFERENT_SOCIAL = "referent_social"
    SERVICE_DEDIE = "service_dedie"
    SERVICE_ORIENTATION = "service_orientation"
    QUALITE = "qualite"
    HORLOGE = "horloge"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Role.GESTIONNAIRE: "gestionnaire du CFA",
    Role.RESPONSABLE_FORMATION: "responsable de formation",
    Role.DIRECTION: "direction du CFA",
    Role.TUTEUR_ACADEMIQUE: "tuteur académique",
    Role.MAITRE_APPRENTISSAGE: "maître d’apprentissage",
    Role.EMPLOYEUR: "employeur",
    Role.APPRENTI: "apprenti",
    Role.REPRESENTANT_LEGAL: "représentant légal",
    Role.OPCO: "OPCO",
    Role.DDETS: "DDETS",
    Role.JURY: "jury",
    Role.SECRETARIAT_PEDAGOGIQUE: "secrétariat pédagogique",
    Role.DIRECTION_ETUDES: "direction des études",
    Role.REFERENT_HANDICAP: "référent handicap",
    Role.REFERENT_MOBILITE: "référent mobilité",
    Role.REFERENT_SOCIAL: "référent social",
    Role.SERVICE_DEDIE: "service dédié à l’alternance",
    Role.SERVICE_ORIENTATION: "service d’orientation",
    Role.QUALITE: "responsable qualité",
    Role.HORLOGE: "horloge",
}

SPECIALISTS = (
    Role.SECRETARIAT_PEDAGOGIQUE,
    Role.DIRECTION_ETUDES,
    Role.REFERENT_HANDICAP,
    Role.REFERENT_MOBILITE,
    Role.REFERENT_SOCIAL,
    Role.SERVICE_DEDIE,
    Role.SERVICE_ORIENTATION,
    Role.QUALITE,
)
STAFF = (
    Role.GESTIONNAIRE,
    Role.RESPONSABLE_FORMATION,
    Role.DIRECTION,
    Role.TUTEUR_ACADEMIQUE,
    *SPECIALISTS,
)
APPOINTED = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
OUTSIDERS = (
    Role.MAITRE_APPRENTISSAGE,
    Role.EMPLOYEUR,
    Role.APPRENTI,
    Role.REPRESENTANT_LEGAL,
    Role.OPCO,
    Role.DDETS,
    Role.JURY,
)

# A role without holder falls to the next rung; the ladder ends on a named institutional role.
NEXT_RUNG = {
    Role.REPRESENTANT_LEGAL: Role.APPRENTI,
    Role.MAITRE_APPRENTISSAGE: Role.EMPLOYEUR,
    Role.TUTEUR_ACADEMIQUE: Role.RESPONSABLE_FORMATION,
    Role.RESPONSABLE_FORMATION: Role.DIRECTION,
    Role.DIRECTION: Role.GESTIONNAIRE,
    Role.EMPLOYEUR: Role.GESTIONNAIRE,
    Role.OPCO: Role.GESTIONNAIRE,
    Role.DDETS: Role.GESTIONNAIRE,
    Role.JURY: Role.RESPONSABLE_FORMATION,
    Role.SECRETARIAT_PEDAGOGIQUE: Role.GESTIONNAIRE,
    Role.DIRECTION_ETUDES: Role.DIRECTION,
    Role.REFERENT_HANDICAP: Role.DIRECTION,
    Role.REFERENT_MOBILITE: Role.DIRECTION,
    Role.REFERENT_SOCIAL: Role.DIRECTION,
    Role.SERVICE_DEDIE: Role.GESTIONNAIRE,
    Role.SERVICE_ORIENTATION: Role.GESTIONNAIRE,
    Role.QUALITE: Role.GESTIONNAIRE,
}


def rungs(role: Role) -> tuple[Role, ...]:
    """`role`, then who answers when nobody holds it, in order."""
    found = [role]
    while (below := NEXT_RUNG.get(found[-1])) is not None:
        found.append(below)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the register knows them today. Facts keep only `id`."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    birth_date: date | None = None
    organisation: str = ""
    phone: str = ""
    origin: str = ""

    @property
    def name(self) -> str:
        full = f"{self.first_name} {self.last_name}".strip()
        return full or self.organisation or self.email

    def age_on(self, day: date) -> int | None:
        """Completed years on `day`; someone born on 29 February turns a year older on 1 March."""
        if self.birth_date is None:
            return None
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before


Recognised = tuple[str, str, str]
"""Folded name, birth date, lower-case e-mail: those that count, the others empty."""
NOBODY: Recognised = ("", "", "")


def folded(first_name: str, last_name: str) -> str:
    """The name under which a person is found again: no case, no accents, no spaces or signs."""
    text = unicodedata.normalize("NFKD", f"{first_name} {last_name}").casefold()
    return "".join(c for c in text if c.isalnum())


def recognised_by(person: Person) -> Recognised:
    """By name and birth date, else by name and e-mail, else by e-mail; `NOBODY` by nothing."""
    name, email = folded(person.first_name, person.last_name), person.email.lower()
    if name and person.birth_date:
        return (name, person.birth_date.isoformat(), "")
    return (name, "", email) if email else NOBODY


def ways(person: Person) -> Iterator[Recognised]:
    """Every way in which somebody who is known may be recognised."""
    name, email = folded(person.first_name, person.last_name), person.email.lower()
    if name and person.birth_date:
        yield (name, person.birth_date.isoformat(), "")
    if email:
        yield (name, "", email)
        yield ("", "", email)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role, and a reference to the person (an e-mail or a register id)."""

    role: Role
    ref: str = ""

    @classmethod
    def parse(cls, text: str) -> Actor:
        """`role` or `role:email`. Raises InvalidInput on an unknown role."""
        name, _, ref = text.partition(":")
        known = [role for role in Role if role is not Role.HORLOGE]
        if name not in known:
            raise InvalidInput(f"Rôle inconnu : « {name} ». Rôles : {', '.join(known)}.")
        return cls(Role(name), ref)

    def __str__(self) -> str:
        return f"{self.role}:{self.ref}" if self.ref else str(self.role)


CLOCK = Actor(Role.HORLOGE)
