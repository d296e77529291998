"""From rows of the outbox to a mail: whether it is still wanted, to whom, from whom, saying what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from lifecycle.agenda import PENDING
from lifecycle.calendar import Calendar, paris_day
from lifecycle.commands.duties import APPOINT
from lifecycle.commands.mission import SUBMIT_MISSION
from lifecycle.commands.take_over import TAKE_OVER
from lifecycle.decisions.draft import is_silent
from lifecycle.dossier import Dossier
from lifecycle.errors import InvalidInput
from lifecycle.events import Event
from lifecycle.people import Person, Role
from lifecycle.rules.silence import HOLD
from lifecycle.vocabulary import Charter
from notifications.catalogue import GENERIC, WHILE, letter_of
from notifications.compose import Item, Mail
from notifications.directory import Directory, named
from notifications.letters.rendering import used
from notifications.story import Story
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
    """What the sender reads of houses: it writes nothing there."""

    def formation(self, code: str) -> Formation:
        """A formation by its code, with what its CFA adds."""

    def cfa(self, code: str) -> Formation:
        """A CFA by its code, for what it owes itself."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the mails of one claim: what they have in common is read once."""

    charter: Charter
    outbox: Outbox
    register: SqlRegister
    library: Library
    name: str
    address: str
    pages: str
    stories: Mapping[str, Story]
    people: Directory
    houses: dict[tuple[str, str], Formation] = field(default_factory=dict)
    greeted: set[str] = field(default_factory=set)

    # --- is it wanted -----------------------------------------------------------------------

    def unwanted(self, row: Row) -> str:
        """Why a letter is told no more, or nothing: its duty is done, its news is no news."""
        story = self.stories[row.stream]
        fact = story.fact(row.fact_pos)
        if silence := _silenced(story, fact):
            return silence
        if story.as_it_stands(fact).state is None:
            return NO_LONGER
        if fact.type in GENERIC:
            return _step_unwanted(story, fact, row.person)
        return _news_unwanted(story, fact, row)

    def calendar(self, row: Row) -> Calendar:
        """The calendar that the recipient lives by, as the fact says it."""
        fact = self.stories[row.stream].fact(row.fact_pos)
        told = next(t for t in fact.data["told"] if t["person"] == row.person)
        return Calendar(told["calendar"])

    # --- what it says -----------------------------------------------------------------------

    def mail(self, rows: Sequence[Row], at: datetime) -> Mail:
        """Raises InvalidInput when the register no longer knows the recipient's address."""
        person = self.recipient(rows[0])
        contact = self._contact(self._house(rows[0]), person.id)
        return Mail(
            to_name=person.name,
            to_address=person.email,
            items=tuple(self.item(row, at) for row in rows),
            reply_name=contact.name or self.name,
            reply_address=contact.email or self.address,
            sender_name=self.name,
            sender_address=self.address,
            message_id=str(rows[0].message_id),
            date=at,
            origin=self._origin(rows, person),
        )

    def recipient(self, row: Row) -> Person:
        found = self.people.get(row.person)
        if found is None or not found.email:
            raise InvalidInput("Le registre n’a pas d’adresse pour ce destinataire.")
        return found

    def item(self, row: Row, at: datetime) -> Item:
        story = self.stories[row.stream]
        fact, formation = _as_told(story, row), self._house(row)
        telling = Telling(
            self.charter,
            story,
            fact,
            self.people,
            partial(self._words, story, fact),
            row.person,
            self._contact(formation, row.person),
            formation.title,
            formation.data,
            paris_day(at),
            paris_day(instant_of(row.send_at)),
            self.pages,
        )
        return Item(row.letter, telling.values(used(row.letter)))

    def _house(self, row: Row) -> Formation:
        """Who answers for what a letter tells: the formation, or the CFA of its own duties."""
        own = "" if row.formation else str(self.stories[row.stream].now.said.get("code") or "")
        key = (row.formation, own)
        if key not in self.houses:
            read = self.library.formation if row.formation else self.library.cfa
            self.houses[key] = read(row.formation or own)
        return self.houses[key]

    def _contact(self, formation: Formation, recipient: str) -> Person:
        """Who answers for a formation; somebody else than the reader, when there is one."""
        others = [person for person in formation.contacts if person.id != recipient]
        return next(iter([*others, *formation.contacts]), Person(""))

    def _origin(self, rows: Sequence[Row], person: Person) -> str | None:
        """The first mail to an outsider says where their address came from."""
        outside = any(row.role in OUTSIDERS for row in rows) and person.id not in self.greeted
        if not outside or self.outbox.has_written_to(person.id):
            return None
        self.greeted.add(person.id)
        return ORIGINS.get(person.origin, "votre CFA")

    def _words(self, story: Story, fact: Event) -> Mapping[str, str]:
        """What the facts say in words of the mission that this one is about, and this one itself."""
        dossier = story.now
        duty = dossier.get("obligation", fact.instance)
        about = (str(duty.data["about"]), str(duty.data["subject"])) if duty else fact.key
        keys = (("mission", _mission_of(dossier, fact)), fact.key, about)
        return story.said(keys)


def _as_told(story: Story, row: Row) -> Event:
    """The fact of a row as its last correction tells it, to those who were to be told."""
    fact = story.fact(row.fact_pos)
    last = story.as_it_stands(fact)
    return replace(last, data={**last.data, "told": fact.data.get("told") or []})


def _silenced(story: Story, fact: Event) -> str:
    """What waited when the dossier was silenced is dropped even once its mail goes on, or held."""
    since = (e.data for e in story.later(fact) if e.state is not None)
    if is_silent(story.now) or any(data.get("silent") is True for data in since):
        pathway = story.now.one("pathway")
        return HELD if pathway and pathway.data["silent"] == HOLD else SILENT
    return ""


def _step_unwanted(story: Story, fact: Event, person: str) -> str:
    """A step of a duty done, paused or set aside is told no more; only the last one is told."""
    duty = story.now.get("obligation", fact.instance)
    if duty is None:
        return NO_LONGER
    if fact.type == "ObligationExpired":
        return ""
    if duty.state not in PENDING or duty.data.get("paused"):
        return NO_LONGER
    return REPLACED if any(_steps_for(e, person) for e in story.next_of(fact)) else ""


def _steps_for(event: Event, person: str) -> bool:
    told = event.data.get("told") or ()
    return event.type in GENERIC and any(one["person"] == person for one in told)


def _news_unwanted(story: Story, fact: Event, row: Row) -> str:
    """What asks for an act, or announces one, is told while it still holds, in its last version."""
    if row.letter not in WHILE:
        return ""
    subject = story.now.instances.get(fact.key)
    if subject is None or subject.state not in WHILE[row.letter]:
        return NO_LONGER
    return REPLACED if any(_says(e, story.now, row) for e in story.next_of(fact)) else ""


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


def people_of(
    register: SqlRegister, rows: Sequence[Row], stories: Mapping[str, Story]
) -> Directory:
    """Whom the letters of a claim are for, and whom their dossiers name."""
    people = Directory(register)
    people.read({row.person for row in rows}.union(*(named(s.now) for s in stories.values())))
    return people
