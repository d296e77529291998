"""What a letter says of a fact: plain values, from the dossier as it stood at that fact."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any

from lifecycle.calendar import french
from lifecycle.commands.mission import SHEET
from lifecycle.dossier import Dossier, Instance, Key, held_by
from lifecycle.events import Event
from lifecycle.legal import CODE_DU_TRAVAIL
from lifecycle.people import Person, Role
from lifecycle.vocabulary import Charter
from notifications.catalogue import ABOUT, UNSAID, is_late
from notifications.climbing import climbed
from notifications.directory import Directory
from notifications.exchanging import exchanged
from notifications.following import following
from notifications.houses import housed
from notifications.letters.rendering import Told, Value
from notifications.story import Story
from notifications.words import (
    ADDRESSEES,
    CONFIDENTIAL_IRREGULARITY,
    DOCUMENTS,
    NOT_SAID,
    spaced,
)


@dataclass(frozen=True)
class Telling:
    """One fact to be told to one person, with all that its letter may need.

    `day` is the Paris day on which the letter is composed, `promised` the one on which it was to
    leave. `house` is what the facts of the formation and of its CFA say, `pages` where pages are.
    `opened` opens what is sealed: few letters say it.
    """

    charter: Charter
    story: Story
    fact: Event
    people: Directory
    opened: Callable[[], Mapping[str, str]]
    recipient: str
    contact: Person
    formation: str
    house: Mapping[str, Any]
    day: date
    promised: date
    pages: str = ""
    held: dict[tuple[Key | None, Role], str] = field(default_factory=dict)  # asked already

    @cached_property
    def dossier(self) -> Dossier:
        """As of the fact, in its corrected version: what came later is not told in its name."""
        return self.story.as_of(self.fact)

    @cached_property
    def personal(self) -> Mapping[str, str]:
        return self.opened()

    @property
    def now(self) -> Dossier:
        return self.story.now

    @property
    def told_as(self) -> str:
        """The role for which the recipient is told."""
        told = self.fact.data.get("told") or ()
        return next((str(t["for"]) for t in told if t["person"] == self.recipient), "")

    def values(self, wanted: Collection[str]) -> dict[str, Value]:
        """Of these values those that the fact gives; none is empty."""
        told = self._told()
        return {name: told[name]() for name in wanted if name in told}

    def _told(self) -> Told:
        dossier = self.dossier
        duty = self.duty(dossier)
        subject = self.subject(dossier, duty)
        told: Told = {
            **self._common(dossier),
            **self._mission(dossier, subject),
            **self._contract(subject),
            **self._fact(subject),
            **following(self, subject),
            **exchanged(self, subject),
            **housed(self, subject),
        }
        if self.fact.region == "irregularity":
            told = {**told, **self._irregularity(dossier.instances[self.fact.key])}
        return {**told, **climbed(self, duty, subject)} if duty else told

    # --- what the fact is about ------------------------------------------------------------

    def duty(self, dossier: Dossier) -> Instance | None:
        """The duty itself, or the one whose dates the letter of the fact gives."""
        if self.fact.region == "obligation":
            return dossier.get("obligation", self.fact.instance)
        ref = ABOUT.get(self.fact.type)
        duties = self.now.duties(ref) if ref else []
        about = (
            self.fact.instance,
            *(d.data["subject"] for d in duties if self.fact.region == "role"),
        )
        return next((d for d in duties if d.data["subject"] in about), None)

    def subject(self, dossier: Dossier, duty: Instance | None) -> Instance | None:
        if self.fact.region == "irregularity":
            about = dossier.instances[self.fact.key].data["about"]
            found = (i for i in dossier.instances.values() if i.id == about)
            return next(found, None)
        if duty and self.fact.region == "obligation":
            return dossier.get(duty.data["about"], duty.data["subject"])
        if self.fact.region == "role":  # a tuteur is named for the contract, else for the mission
            known = (*dossier.of("contract"), *dossier.of("mission"))
            return known[0] if known else None
        return dossier.instances.get(self.fact.key)

    def name(self, person: object) -> str:
        found = self.people.get(str(person or ""))
        return found.name if found and found.name else NOT_SAID

    def holder(self, subject: Instance | None, role: Role) -> str:
        """The name of who holds a role for the subject, else for the dossier or its house."""
        return self.name(self.held_by(subject, role))

    def person(self, subject: Instance | None, role: Role) -> Person | None:
        return self.people.get(self.held_by(subject, role))

    def reach(self, subject: Instance | None, role: Role) -> tuple[str, ...]:
        """How to reach who holds a role."""
        found = self.person(subject, role)
        return tuple(x for x in (found.email, found.phone) if x) if found else ()

    def held_by(self, subject: Instance | None, role: Role) -> str:
        """Who holds a role today; what an avenant to come says, from the day of its effect."""
        asked = (subject.key if subject else None, role)
        if asked not in self.held:
            day = max(
                self.day, self.fact.effective_on, _date(self.fact.data.get("takes_effect_on"))
            )
            self.held[asked] = held_by(self.dossier, role, subject, (self.house,), day) or ""
        return self.held[asked]

    # --- groups of values --------------------------------------------------------------------

    def _common(self, dossier: Dossier) -> Told:
        pathway = dossier.one("pathway")
        apprentice = self.name(pathway.data.get(f"role:{Role.APPRENTI}")) if pathway else NOT_SAID
        planned = self._planned()
        return {
            "apprentice": lambda: apprentice,
            "formation": lambda: self.formation or NOT_SAID,
            "dossier": lambda: dossier.stream[:8],
            "contact": lambda: self.contact.name or "votre CFA",
            "contact_at": lambda: tuple(x for x in (self.contact.email, self.contact.phone) if x),
            "late": lambda: planned < self.day,
            "planned_on": lambda: french(planned),
        }

    def _planned(self) -> date:
        """The day on which this should have been told."""
        said = self.fact.data.get("planned_on")
        return _date(said) if said and is_late(self.fact) else self.promised

    def _mission(self, dossier: Dossier, subject: Instance | None) -> Told:
        data = subject.data if subject else {}
        mission = dossier.get("mission", data.get("mission", "")) or subject
        provided = mission.data.get("provided", []) if mission else []
        unsaid = [n for n in SHEET if n not in provided] if mission is subject else []
        asked = self.fact.data.get("missing") or unsaid
        return {
            "title": lambda: self.personal.get("title") or NOT_SAID,
            "employer": lambda: self.holder(subject, Role.EMPLOYEUR),
            "maitre_apprentissage": lambda: self.holder(subject, Role.MAITRE_APPRENTISSAGE),
            "submitted_on": lambda: _day(mission.since.isoformat() if mission else None),
            "missing": lambda: tuple(SHEET.get(n, str(n)) for n in asked),
            "headings": lambda: tuple(SHEET.get(n, str(n)) for n in asked),
            "reviewer": lambda: self._reviewer(subject),
            "subject_label": lambda: self._subject_label(subject),
        }

    def _subject_label(self, subject: Instance | None) -> str:
        label = {"mission": "mission", "contract": "contrat", "filing": "dépôt du contrat",
                 "situation": "contrat"}  # fmt: skip
        if subject is None or subject.region not in label:
            return "dossier"
        return f"{label[subject.region]} chez {self.holder(subject, Role.EMPLOYEUR)}"

    def _contract(self, subject: Instance | None) -> Told:
        data = subject.data if subject else {}
        sector = "cross_border" if data.get("cross_border") else str(data.get("sector"))
        return {
            "starts_on": lambda: _day(data.get("starts_on")),
            "ends_on": lambda: _day(data.get("ends_on")),
            "addressee": lambda: ADDRESSEES.get(sector, "l’organisme de dépôt"),
            "deca_number": lambda: str(data.get("deca_number") or NOT_SAID),
            "documents": lambda: DOCUMENTS,
            "signatories": lambda: self._signatories(subject),
            "delay": lambda: NOT_SAID,
            "due_on": lambda: _day(data.get("starts_on")),
            "received_on": lambda: _day(data.get("started_on")),
            "source": lambda: str(CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"]),
            "deemed_refused": lambda: self.fact.data.get("effect") == "T20",
        }

    def _signatories(self, subject: Instance | None) -> tuple[str, ...]:
        """The parties, the legal representative too when there is one."""
        parties = (Role.EMPLOYEUR, Role.APPRENTI, Role.REPRESENTANT_LEGAL)
        held = (self.held_by(subject, role) for role in parties)
        return tuple(self.name(person) for person in held if person)

    def _fact(self, subject: Instance | None) -> Told:
        day = french(self.fact.effective_on)
        dated = ("asked", "validated", "refused", "withdrawn", "signed", "cancelled", "answered",
                 "accepted", "reported", "appointed")  # fmt: skip
        return {
            **{f"{name}_on": lambda: day for name in dated},
            "effective_on": lambda: day,
            "fact_label": self._fact_label,
            "first_visit": self._first_visit,
            "tuteur": lambda: self.holder(subject, Role.TUTEUR_ACADEMIQUE),
            "mine": self._is_mine,
        }

    def _first_visit(self) -> tuple[str, ...]:
        duty = self.duty(self.dossier) if self.fact.region == "role" else None
        return (_day(duty.data["due_on"]),) if duty else ()

    def _irregularity(self, found: Instance) -> Told:
        rules = (r for t in self.charter.moves.values() for r in (*t.requires, *t.flags))
        declared = next((r for r in rules if r.name == found.data["rule"]), None)
        lifters = declared.lifted_by if declared else ()
        if self.story.cause(self.fact).type in UNSAID:
            said = {name: partial(str, text) for name, text in CONFIDENTIAL_IRREGULARITY.items()}
            return {**said, "lifted_by": lambda: (Role.GESTIONNAIRE.label,)}
        return {
            "reason": lambda: spaced(str(found.data["reason"])),
            "source": lambda: spaced(str(found.data["source"])),
            "remedy": lambda: "complétez le dossier, ou justifiez-y la situation.",
            "lifted_by": lambda: (
                tuple(role.label for role in lifters) or (Role.GESTIONNAIRE.label,)
            ),
        }

    def _is_mine(self) -> bool:
        duty = self.dossier.get("obligation", self.fact.instance)
        return self.told_as == (duty.data["owed_by"] if duty else Role.TUTEUR_ACADEMIQUE)

    def _reviewer(self, subject: Instance | None) -> str:
        holder = self.holder(subject, Role.RESPONSABLE_FORMATION)
        return holder if holder != NOT_SAID else f"le {Role.RESPONSABLE_FORMATION.label}"

    def _fact_label(self) -> str:
        return self.charter.intentions[self.story.cause(self.fact).move].label


def _date(text: str | None) -> date:
    return date.fromisoformat(text) if text else date.min


def _day(text: str | None) -> str:
    return french(date.fromisoformat(text)) if text else NOT_SAID
