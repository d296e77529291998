"""What one line says of one apprentice, once read: typed, checked, in the order of a life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lifecycle.people import folded


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody whom the line names; `name` in one piece, as the forms have it."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.email or self.name)


@dataclass(frozen=True, slots=True)
class Contract:
    """One block: identical ones count once. `broken_on` is never after the end, nor after today."""

    starts_on: date
    ends_on: date
    siret: str
    broken_on: date | None = None
    cause: str = ""

    @property
    def key(self) -> tuple[date, str]:
        return (self.starts_on, self.siret)

    def last_day(self) -> date:
        return self.broken_on or self.ends_on


@dataclass(frozen=True, slots=True)
class Formation:
    """The formation of the line: what it is called, and what to create it with."""

    code: str
    title: str
    calendar: str
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Details:
    """What the State's columns lack, of the last contract; nothing where the file is silent."""

    employer: Contact = Contact()
    maitre: Contact = Contact()
    sector: str = ""
    site_calendar: str = ""
    mission: str = ""
    mission_on: date | None = None
    signed_on: date | None = None
    visa_on: date | None = None
    transmitted_on: date | None = None
    accepted_on: date | None = None
    deca: str = ""
    probation_ends_on: date | None = None
    visits: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One line that can be taken over."""

    row: int
    first_name: str
    last_name: str
    birth_date: date
    email: str
    phone: str
    formation: Formation
    enrolled_on: date
    entered_on: date
    ends_on: date
    left_on: date | None = None
    left_because: str = ""
    graduated: bool | None = None
    graduated_on: date | None = None
    contracts: tuple[Contract, ...] = ()
    details: Details = Details()
    tuteur: Contact = Contact()
    representant: Contact = Contact()

    @property
    def key(self) -> tuple[str, date, str]:
        """Who and where: a second line of the same key speaks of the same dossier."""
        return (folded(self.first_name, self.last_name), self.birth_date, self.formation.code)
