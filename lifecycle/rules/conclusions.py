"""What facts keep of personal data and of one another: conclusions, never the data itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from lifecycle import legal
from lifecycle.people import Person, Role
from lifecycle.rules.duties import NO_STEP, ended
from lifecycle.rules.organisation import chosen_settings
from lifecycle.vocabulary import Case, Conclusion


def maitre_is_adult(case: Case) -> bool | None:
    """Whether the maître d’apprentissage is of age on the day, when the form gives a birth date."""
    born = case.command.fields.get("maitre1.dateNaissance")
    if born is None:
        return None
    age = Person("", birth_date=date.fromisoformat(born)).age_on(case.day)
    return age is not None and age >= legal.ADULT_AGE.on(case.day)


def minor_at_start(case: Case) -> bool | None:
    start, apprentice = case.date("starts_on"), case.person(Role.APPRENTI)
    age = apprentice.age_on(start) if apprentice and start else None
    return None if age is None else age < legal.ADULT_AGE.on(case.day)


def is_emancipated(case: Case) -> bool | None:
    """Whether the form says that a minor answers for themselves (CERFA, frame « apprenti »)."""
    under_guardian = case.command.fields.get("apprenti.apprentiMineurNonEmancipe")
    return None if under_guardian is None else not under_guardian


def from_the_mission(*names: str) -> tuple[Conclusion, ...]:
    """Take these terms over from the mission that the contract names."""
    return tuple(Conclusion(name, _reader("mission", name)) for name in names)


def held_on_the_mission(*roles: Role) -> tuple[Conclusion, ...]:
    """Take over whoever holds these roles for that mission today, appointed since or not."""
    return tuple(Conclusion(f"role:{role}", _holder(role)) for role in roles)


def _holder(role: Role) -> Callable[[Case], str | None]:
    def read(case: Case) -> str | None:
        mission = case.dossier.get("mission", case.value("mission") or "")
        return case.holder(role, mission) if mission else None

    return read


def from_the_subject(*names: str) -> tuple[Conclusion, ...]:
    """Take these terms over from the instance whose fact causes this one."""
    return tuple(Conclusion(name, _reader("", name)) for name in names)


def _reader(region: str, name: str) -> Callable[[Case], Any]:
    def read(case: Case) -> Any:
        known = case.dossier.get(region, case.value(region) or "") if region else case.subject
        return known.data.get(name) if known else None

    return read


def done(case: Case) -> dict[str, Any]:
    """A duty done by hand: on time or late, as the day that somebody attests says."""
    return ended(case.subject.data, case.day) if case.subject else {}


def no_step(_: Case) -> dict[str, Any]:
    return dict(NO_STEP)


MISSION_ROLES = (Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE)
MISSION_TERMS = ("sector", "cross_border", "site_calendar", "employer_siret")
CONTRACT_TERMS = (*(f"role:{r}" for r in MISSION_ROLES), *MISSION_TERMS, "starts_on", "ends_on")


def chosen(case: Case) -> dict[str, Any]:
    """The settings of a formation or CFA, each with who chose it and when."""
    by = {"by": str(case.command.actor), "on": case.day.isoformat()}
    kept: dict[str, Any] = {}
    for key, value in chosen_settings(case).items():
        kept[f"set:{key}"] = value
        kept[f"chosen:{key}"] = by
    return kept
