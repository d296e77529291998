"""What letters say of a contract that runs or ends, of the months without one, of what comes after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lifecycle.calendar import french
from lifecycle.commands.training import GRID_PARTIES
from lifecycle.dossier import Dossier, Instance
from lifecycle.people import Role
from notifications.catalogue import ABOUT
from notifications.informing import informed
from notifications.letters.rendering import Told
from notifications.words import AT_THE_END, HAPPENED, NOT_SAID

if TYPE_CHECKING:
    from notifications.telling import Telling

HELPERS = (Role.TUTEUR_ACADEMIQUE, Role.RESPONSABLE_FORMATION, Role.GESTIONNAIRE)
SIX_MONTHS, OTHER_CFA, DREETS = "D63", "D59", "D61"


def following(telling: Telling, subject: Instance | None) -> Told:
    """The values of the letters of training, rupture and follow-up that no ladder gives."""
    data = subject.data if subject else {}
    fact = telling.fact
    return {
        "happened": lambda: (HAPPENED[fact.type],) if fact.type in HAPPENED else (),
        "broken_on": lambda: _day(data.get("broken_on"), fact.effective_on),
        "takes_effect_on": lambda: _day(data.get("takes_effect_on"), fact.effective_on),
        "exams_on": lambda: _day(data.get("exams_on")),
        "exams_end_on": lambda: _day(data.get("exams_end_on") or data.get("exams_on")),
        "until": lambda: due_of(telling.now, SIX_MONTHS),
        "other_cfa_until": lambda: due_of(telling.now, OTHER_CFA),
        "answer_by": lambda: due_of(telling.now, DREETS),
        "documents_at_the_end": lambda: AT_THE_END,
        "helpers": lambda: tuple(_helpers(telling, subject)),
        "maitre_at": lambda: telling.reach(subject, Role.MAITRE_APPRENTISSAGE),
        "tuteur_at": lambda: telling.reach(subject, Role.TUTEUR_ACADEMIQUE),
        "to_apprentice": lambda: telling.told_as == Role.APPRENTI,
        "party": lambda: telling.told_as in GRID_PARTIES,
        "waiting": lambda: tuple(_label(p) for p in GRID_PARTIES if not data.get(f"grid:{p}")),
        **informed(telling, subject),
        **_source(telling),
    }


def due_of(dossier: Dossier, ref: str) -> tuple[str, ...]:
    """The last day of the duty of that name, when one is awaited."""
    found = [d for d in dossier.duties(ref) if d.data.get("next_on")]
    return (_day(found[-1].data["due_on"]),) if found else ()


def _helpers(telling: Telling, subject: Instance | None) -> list[str]:
    """Who helps, by name and with how to reach them; not the reader."""
    found: dict[str, str] = {}
    for role in HELPERS:
        person = telling.person(subject, role)
        if person and person.id != telling.recipient:
            reach = ", ".join((role.label, *telling.reach(subject, role)))
            found.setdefault(person.id, f"{person.name} ({reach})")
    return list(found.values())


def _source(telling: Telling) -> Told:
    """A letter that speaks of a duty cites what makes it due, armed or not."""
    declared = telling.charter.obligations.get(ABOUT.get(telling.fact.type, ""))
    return {"source": lambda: str(declared.source)} if declared else {}


def _label(role: str) -> str:
    return Role(role).label


def _day(text: object, otherwise: date | None = None) -> str:
    day = date.fromisoformat(str(text)) if text else otherwise
    return french(day) if day else NOT_SAID
