"""From rows of the outbox to a mail: whether it is still wanted, to whom, from whom, saying what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from lifecycle.agenda import PENDING
from lifecycle.calendar import Calendar, paris_day
from lifecycle.commands.duties import APPOINT
from lifecycle.commands.mission import SUBMIT_MISSION
from lifecycle.commands.take_over import TAKE_OVER
from lifecycle.decisions.draft import is_silent
from lifecycle.dossier import Dossier, Instance, fold, standing
from lifecycle.errors import InvalidInput
from lifecycle.events import Event
from lifecycle.people import Person, Role
from lifecycle.rules.silence import HOLD
from lifecycle.stages import person_ids
from lifecycle.vocabulary import Charter
from notifications.catalogue import GENERIC, WHILE, letter_of
from notifications.compose import Item, Mail
from notifications.telling import Telling
from persistence.outbox import Outbox, Row
from persistence.register import SqlRegister
from persistence.sealing import instant_of

OUTSIDERS = (Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE)
# Where an address came from (RGPD, art. 14), by the form that gave it.
ORIGINS: Mapping[str, str] = {
    SUBMIT_MISSION.label: "la fiche de la mission proposée pour cet apprentissage",
    APPOINT.label: "le CFA, lorsqu’il a noté votre rôle au dossier",
    TAKE_OVER.label: "le dossier que le CFA suivait déjà",
}
NO_LONGER = "sans objet : ce qui était annoncé n’est plus d’actualité"
REPLACED = "remplacé par un courriel plus récent"
SILENT = "dossier en silence : plus aucun courriel ne part"
HELD = "dossier en silence : les courriels attendent"


@dataclass(frozen=True, slots=True)
class Formation:
    """What a letter says of a formation; `contacts` may answer a reply, the first one does."""

    title: str
    contacts: Sequence[Person]
    data: Mapping[str, Any]


class Library(Protocol):
    """What the sender reads of dossiers: it writes nothing there."""

    def events(self, stream: str) -> Sequence[Event]: ...

    def personal(self, stream: str) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """By region and instance, what the facts say in words (a mission's title)."""

    def formation(self, code: str) -> Formation:
        """A formation by its code, with what its CFA adds."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes one mail: what it reads of dossiers is read once."""

    charter: Charter
    outbox: Outbox
    register: SqlRegister
    library: Library
    name: str
    address: str
    read: dict[str, Sequence[Event]] = field(default_factory=dict)

    # --- is it wanted -----------------------------------------------------------------------

    def unwanted(self, row: Row) -> str:
        """Why a letter is told no more, or nothing: its duty is done, its news is no news."""
        events, fact = self._events(row.stream), self._fact(row)
        now = fold(row.stream, events)
        if silence := _silenced(now, events, fact):
            return silence
        if next(e for e in reversed(events) if e.place == fact.place).state is None:
            return NO_LONGER
        if fact.type in GENERIC:
            return _step_unwanted(now.get("obligation", fact.instance), events, fact, row.person)
        return _news_unwanted(now, events, fact, row)

    def calendar(self, row: Row) -> Calendar:
        """The calendar that the recipient lives by, as the fact says it."""
        told = next(t for t in self._fact(row).data["told"] if t["person"] == row.person)
        return Calendar(told["calendar"])

    # --- what it says -----------------------------------------------------------------------

    def mail(self, rows: Sequence[Row], message_id: str, at: datetime) -> Mail:
        """Raises InvalidInput when the register no longer knows the recipient's address."""
        person = self.recipient(rows[0])
        contact = self._contact(self.library.formation(rows[0].formation), person.id)
        return Mail(
            to_name=person.name,
            to_address=person.email,
            items=tuple(self.item(row, at) for row in rows),
            reply_name=contact.name or self.name,
            reply_address=contact.email or self.address,
            sender_name=self.name,
            sender_address=self.address,
            message_id=message_id,
            date=at,
            origin=self._origin(rows, person),
        )

    def recipient(self, row: Row) -> Person:
        found = self.register.find([row.person]).get(row.person)
        if found is None or not found.email:
            raise InvalidInput("Le registre n’a pas d’adresse pour ce destinataire.")
        return found

    def item(self, row: Row, at: datetime) -> Item:
        events, fact = self._events(row.stream), self._as_it_stands(row)
        formation = self.library.formation(row.formation)
        dossier = fold(row.stream, events)
        telling = Telling(
            self.charter,
            events,
            fact,
            self.register.find(_named_in(dossier, fact, row, formation.data)),
            self._words(row.stream, fact, dossier),
            row.person,
            self._contact(formation, row.person),
            formation.title,
            formation.data,
            paris_day(at),
            paris_day(instant_of(row.send_at)),
        )
        return Item(row.letter, telling.values())

    def _contact(self, formation: Formation, recipient: str) -> Person:
        """Who answers for a formation; somebody else than the reader, when there is one."""
        others = [person for person in formation.contacts if person.id != recipient]
        return next(iter([*others, *formation.contacts]), Person(""))

    def _origin(self, rows: Sequence[Row], person: Person) -> str | None:
        """The first mail to an outsider says where their address came from."""
        if not any(row.role in OUTSIDERS for row in rows) or self.outbox.has_written_to(person.id):
            return None
        return ORIGINS.get(person.origin, "votre CFA")

    def _words(self, stream: str, fact: Event, dossier: Dossier) -> Mapping[str, str]:
        """What the facts say in words of the mission that this one is about."""
        said = self.library.personal(stream)
        return said.get(("mission", _mission_of(dossier, fact)), {})

    # --- reading ----------------------------------------------------------------------------

    def _events(self, stream: str) -> Sequence[Event]:
        if stream not in self.read:
            self.read[stream] = self.library.events(stream)
        return self.read[stream]

    def _fact(self, row: Row) -> Event:
        return next(e for e in self._events(row.stream) if e.pos == row.fact_pos)

    def _as_it_stands(self, row: Row) -> Event:
        """The fact of a row as its last correction tells it, to those who were to be told."""
        fact = self._fact(row)
        last = next(e for e in reversed(self._events(row.stream)) if e.place == fact.place)
        return replace(last, data={**last.data, "told": fact.data.get("told") or []})


def _silenced(now: Dossier, events: Sequence[Event], fact: Event) -> str:
    """What waited when the dossier was silenced is dropped even once its mail goes on, or held."""
    since = (e.data for e in standing(events) if e.pos > fact.pos and e.state is not None)
    if is_silent(now) or any(data.get("silent") is True for data in since):
        pathway = now.one("pathway")
        return HELD if pathway and pathway.data["silent"] == HOLD else SILENT
    return ""


def _step_unwanted(duty: Instance | None, events: Sequence[Event], fact: Event, person: str) -> str:
    """A step of a duty done, paused or set aside is told no more; only the last one is told."""
    if duty is None:
        return NO_LONGER
    if fact.type == "ObligationExpired":
        return ""
    if duty.state not in PENDING or duty.data.get("paused"):
        return NO_LONGER
    later = (e for e in standing(events) if e.key == fact.key and e.place > fact.place)
    return REPLACED if any(_steps_for(e, person) for e in later) else ""


def _steps_for(event: Event, person: str) -> bool:
    told = event.data.get("told") or ()
    return event.type in GENERIC and any(one["person"] == person for one in told)


def _news_unwanted(now: Dossier, events: Sequence[Event], fact: Event, row: Row) -> str:
    """What asks for an act, or announces one, is told while it still holds, in its last version."""
    if row.letter not in WHILE:
        return ""
    subject = now.instances.get(fact.key)
    if subject is None or subject.state not in WHILE[row.letter]:
        return NO_LONGER
    later = (e for e in standing(events) if e.key == fact.key and e.place > fact.place)
    return REPLACED if any(_says(e, now, row) for e in later) else ""


def _says(event: Event, dossier: Dossier, row: Row) -> bool:
    """Whether a fact is told to the same person by the same letter."""
    told = (one for one in event.data.get("told") or () if one["person"] == row.person)
    return any(letter_of(event, dossier, str(one["for"])) == row.letter for one in told)


def _mission_of(dossier: Dossier, fact: Event) -> str:
    """The mission of a fact: itself, that of its contract or filing, else the only one."""
    subject = fact.instance
    if duty := dossier.get("obligation", subject):
        subject = duty.data["subject"]
    if dossier.get("mission", subject):
        return subject
    contract = dossier.get("contract", subject)
    named = str(contract.data.get("mission", "")) if contract else ""
    only = dossier.one("mission")
    return named or (only.id if only else "")


def _named_in(dossier: Dossier, fact: Event, row: Row, house: Mapping[str, Any]) -> set[str]:
    """Everybody whom the letter may name."""
    of_the_house = {str(v) for k, v in house.items() if k.startswith("role:") and v}
    told = {one["person"] for one in fact.data.get("told") or ()}
    return {row.person} | of_the_house | told | person_ids(dossier)
