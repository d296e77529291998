"""What the facts say of an employer over the years: it outlives its contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lifecycle.commands.exchanges import CALLERS
from lifecycle.dossier import Dossier, Instance
from lifecycle.events import Event
from lifecycle.people import Role

EMPLOYER = f"role:{Role.EMPLOYEUR}"
HIRED = ("probation", "running", "ended", "broken")
GOING_ON = ("probation", "running")
BROKEN = ("broken",)
OFFERED = ("received", "qualified", "published")
OF_THE_EMPLOYER = tuple(
    party for party in CALLERS if party in (Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE)
)
# Facts that show that somebody of the employer was spoken with, whatever they were about.
CONTACTS = ("VisitRecorded", "MediationOpened", "EvaluationRecorded", "MissionSubmitted")
SAID = ("ContactRecorded", "ContactAnswered", "ExchangeRaised", "ExchangeAnswered")


@dataclass(slots=True)
class Employer:
    """One employer: by its SIRET, else by who answers for it (`person`, an id of the register)."""

    key: str
    siret: str = ""
    person: str = ""
    apprentices: set[str] = field(default_factory=set)
    formations: set[str] = field(default_factory=set)
    running: int = 0
    ruptures: int = 0
    last_contract: date | None = None
    last_contact: date | None = None
    offers: int = 0
    last_offer: date | None = None


class Employers:
    """The employers of a network, told dossier by dossier."""

    def __init__(self) -> None:
        self.known: dict[str, Employer] = {}

    def of(self, data: Mapping[str, object]) -> Employer | None:
        """The employer that an instance names; none where it names nobody."""
        siret, person = str(data.get("employer_siret") or ""), str(data.get(EMPLOYER) or "")
        if not (siret or person):
            return None
        one = self.known.setdefault(siret or person, Employer(siret or person, siret))
        one.person = person or one.person
        return one

    def add_apprentice(self, dossier: Dossier, events: Sequence[Event]) -> None:
        contracts = [c for c in dossier.of("contract") if c.state in HIRED]
        told = [one for c in contracts if (one := self._add_contract(dossier, c))]
        spoken = _contacts(dossier, events)
        for one in told[-1:]:  # whoever employs them last is who was spoken with
            one.last_contact = _later(one.last_contact, *spoken)

    def _add_contract(self, dossier: Dossier, contract: Instance) -> Employer | None:
        one = self.of(contract.data)
        if one is None:
            return None
        one.apprentices.add(dossier.stream)
        one.formations.add(str(dossier.said.get("formation") or ""))
        one.running += contract.state in GOING_ON
        one.ruptures += contract.state in BROKEN
        one.last_contract = _later(one.last_contract, contract.day("starts_on"))
        return one

    def add_house(self, dossier: Dossier) -> None:
        for offer in dossier.of("offer"):
            if one := self.of(offer.data):
                one.offers += offer.state in OFFERED
                one.last_offer = _later(one.last_offer, offer.opened_on)
                one.last_contact = _later(one.last_contact, offer.opened_on)


def _contacts(dossier: Dossier, events: Iterable[Event]) -> list[date]:
    return [
        event.effective_on
        for event in events
        if event.state is not None and (event.type in CONTACTS or _is_theirs(dossier, event))
    ]


def _is_theirs(dossier: Dossier, event: Event) -> bool:
    """Whether an exchange was asked by, or of, somebody of the employer."""
    if event.type not in SAID:
        return False
    known = dossier.get("exchange", event.instance)
    said = known.data if known else {}
    return bool(
        {said.get("asked_by"), said.get("asked_of"), event.data.get("said_by")}
        & set(OF_THE_EMPLOYER)
    )


def _later(known: date | None, *found: date | None) -> date | None:
    return max((day for day in (known, *found) if day), default=None)
