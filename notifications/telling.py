"""What a letter says of a fact: plain values, from the dossier as it stood at that fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from lifecycle.calendar import french
from lifecycle.commands.mission import SHEET
from lifecycle.dossier import Dossier, Instance, Key, held_by
from lifecycle.events import Event
from lifecycle.legal import CODE_DU_TRAVAIL
from lifecycle.people import Person, Role
from lifecycle.states.contract.duties import START
from lifecycle.vocabulary import Charter
from notifications.catalogue import ABOUT, UNSAID, is_late
from notifications.exchanging import exchanged
from notifications.following import following, of_the_duty, told_next
from notifications.houses import housed
from notifications.letters.rendering import Value
from notifications.story import Story
from notifications.words import (
    ADDRESSEES,
    CONFIDENTIAL_IRREGULARITY,
    DOCUMENTS,
    EFFECTS,
    NOT_SAID,
    UNKNOWN,
    spaced,
)


@dataclass(frozen=True)
class Telling:
    """One fact to be told to one person, with all that its letter may need.

    `day` is the Paris day on which the letter is composed, `promised` the one on which it was to
    leave. `house` is what the facts of the formation and of its CFA say, `pages` where pages are.
    """

    charter: Charter
    story: Story
    fact: Event
    people: Mapping[str, Person]
    personal: Mapping[str, str]
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

    @property
    def now(self) -> Dossier:
        return self.story.now

    @property
    def told_as(self) -> str:
        """The role for which the recipient is told."""
        told = self.fact.data.get("told") or ()
        return next((str(t["for"]) for t in told if t["person"] == self.recipient), "")

    def values(self) -> dict[str, Value]:
        """Every value that the letter of this fact may use; none is empty."""
        dossier = self.dossier
        duty = self.duty(dossier)
        subject = self.subject(dossier, duty)
        told: dict[str, Value] = {
            **self._common(dossier),
            **self._mission(dossier, subject),
            **self._contract(subject),
            **self._fact(subject),
            **following(self, subject),
            **exchanged(self, subject),
            **housed(self, subject),
        }
        if self.fact.region == "irregularity":
            told |= self._irregularity(dossier.instances[self.fact.key])
        return told | (self._ladder(duty, subject) if duty else {})

    # --- what the fact is about ------------------------------------------------------------

    def duty(self, dossier: Dossier) -> Instance | None:
        """The duty itself, or the one whose dates the letter of the fact gives."""
        if self.fact.region == "obligation":
            return dossier.get("obligation", self.fact.instance)
        ref = ABOUT.get(self.fact.type)
        duties = [d for d in self.now.of("obligation") if d.data["ref"] == ref]
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
        found = self.people.get(str(person))
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

    def _common(self, dossier: Dossier) -> dict[str, Value]:
        pathway = dossier.one("pathway")
        apprentice = self.name(pathway.data.get(f"role:{Role.APPRENTI}")) if pathway else NOT_SAID
        planned = self._planned()
        return {
            "apprentice": apprentice,
            "formation": self.formation or NOT_SAID,
            "dossier": dossier.stream[:8],
            "contact": self.contact.name or "votre CFA",
            "contact_at": tuple(x for x in (self.contact.email, self.contact.phone) if x),
            "late": planned < self.day,
            "planned_on": french(planned),
        }

    def _planned(self) -> date:
        """The day on which this should have been told."""
        said = self.fact.data.get("planned_on")
        return _date(said) if said and is_late(self.fact) else self.promised

    def _mission(self, dossier: Dossier, subject: Instance | None) -> dict[str, Value]:
        data = subject.data if subject else {}
        mission = dossier.get("mission", data.get("mission", "")) or subject
        provided = mission.data.get("provided", []) if mission else []
        unsaid = [n for n in SHEET if n not in provided] if mission is subject else []
        asked = self.fact.data.get("missing") or unsaid
        employer = self.holder(subject, Role.EMPLOYEUR)
        label = {"mission": "mission", "contract": "contrat", "filing": "dépôt du contrat",
                 "situation": "contrat"}  # fmt: skip
        region = subject.region if subject else ""
        return {
            "title": self.personal.get("title") or NOT_SAID,
            "employer": employer,
            "maitre_apprentissage": self.holder(subject, Role.MAITRE_APPRENTISSAGE),
            "submitted_on": _day(mission.since.isoformat() if mission else None),
            "missing": tuple(SHEET.get(n, str(n)) for n in asked),
            "headings": tuple(SHEET.get(n, str(n)) for n in asked),
            "reviewer": self._reviewer(subject),
            "subject_label": f"{label[region]} chez {employer}" if region in label else "dossier",
        }

    def _contract(self, subject: Instance | None) -> dict[str, Value]:
        data = subject.data if subject else {}
        sector = "cross_border" if data.get("cross_border") else str(data.get("sector"))
        return {
            "starts_on": _day(data.get("starts_on")),
            "ends_on": _day(data.get("ends_on")),
            "addressee": ADDRESSEES.get(sector, "l’organisme de dépôt"),
            "deca_number": str(data.get("deca_number") or NOT_SAID),
            "documents": DOCUMENTS,
            "signatories": self._signatories(subject),
            "delay": NOT_SAID,
            "due_on": _day(data.get("starts_on")),
            "received_on": _day(data.get("started_on")),
            "source": str(CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"]),
            "deemed_refused": self.fact.data.get("effect") == "T20",
        }

    def _signatories(self, subject: Instance | None) -> tuple[str, ...]:
        """The parties, the legal representative too when there is one."""
        parties = (Role.EMPLOYEUR, Role.APPRENTI, Role.REPRESENTANT_LEGAL)
        held = (self.held_by(subject, role) for role in parties)
        return tuple(self.name(person) for person in held if person)

    def _fact(self, subject: Instance | None) -> dict[str, Value]:
        day = french(self.fact.effective_on)
        dated = ("asked", "validated", "refused", "withdrawn", "signed", "cancelled", "answered",
                 "accepted", "reported", "appointed")  # fmt: skip
        values: dict[str, Value] = {f"{name}_on": day for name in dated}
        return values | {
            "effective_on": day,
            "fact_label": self._fact_label(),
            "first_visit": self._first_visit(),
            "tuteur": self.holder(subject, Role.TUTEUR_ACADEMIQUE),
            "mine": self._is_mine(),
        }

    def _first_visit(self) -> tuple[str, ...]:
        duty = self.duty(self.dossier) if self.fact.region == "role" else None
        return (_day(duty.data["due_on"]),) if duty else ()

    def _irregularity(self, found: Instance) -> dict[str, Value]:
        rules = (r for t in self.charter.moves.values() for r in (*t.requires, *t.flags))
        declared = next((r for r in rules if r.name == found.data["rule"]), None)
        lifters = declared.lifted_by if declared else ()
        if self.story.cause(self.fact).type in UNSAID:
            return {**CONFIDENTIAL_IRREGULARITY, "lifted_by": (Role.GESTIONNAIRE.label,)}
        return {
            "reason": spaced(str(found.data["reason"])),
            "source": spaced(str(found.data["source"])),
            "remedy": "complétez le dossier, ou justifiez-y la situation.",
            "lifted_by": tuple(role.label for role in lifters) or (Role.GESTIONNAIRE.label,),
        }

    def _ladder(self, duty: Instance, subject: Instance | None) -> dict[str, Value]:
        declared = self.charter.obligations[duty.data["ref"]]
        told = [e for e in self.story.of(duty.key) if e.pos <= self.fact.pos]
        due = date.fromisoformat(duty.data["due_on"])
        owner = Role(duty.data["owed_by"]) if duty.data["owed_by"] else None
        reminded = [e for e in told if e.pos < self.fact.pos and _tells(e, owner)]
        return {
            "obligation_label": declared.label,
            "obligation_ref": declared.ref,
            "due_on": french(due),
            "received_on": _day(duty.data["started_on"]),
            "delay": duty.data["delay"],
            **self._owner(subject, owner),
            "source": spaced(str(declared.source)),
            "rank": _rank(len(reminded) + 1),
            "counted_from": _day(duty.data["started_on"]),
            "days_late": max((self.day - due).days, 0),
            "due_today": due == self.day,
            **told_next(self, duty, subject),
            **of_the_duty(self, duty, due),
            "reminded_on": tuple(french(e.effective_on) for e in reminded),
            "started": self.fact.data.get("effect") == START.ref,
            "effect": EFFECTS.get(str(self.fact.data.get("effect")), "aucun : rien n’a été noté"),
        }

    def _owner(self, subject: Instance | None, owner: Role | None) -> dict[str, Value]:
        """Who owes the duty: `owner_name` in a sentence, `owner` in full."""
        if owner is None:
            return {"owner_name": "personne en particulier", "owner": "personne en particulier"}
        told = (t["person"] for t in self.fact.data.get("told") or () if t["for"] == owner)
        name = self.name(next(told, "") or self.held_by(subject, owner))
        if name == NOT_SAID:
            unknown = UNKNOWN.get(owner, f"la personne qui sera {owner.label}")
            return {"owner_name": unknown, "owner": unknown}
        return {"owner_name": name, "owner": f"{name} ({owner.label})"}

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


def _tells(event: Event, owner: Role | None) -> bool:
    """Whether a step told the person who owes the duty."""
    return any(told["for"] == owner for told in event.data.get("told") or ())


def _rank(n: int) -> str:
    return "1er rappel" if n == 1 else f"{n}e rappel"
