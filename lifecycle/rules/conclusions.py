"""What facts keep of personal data and of one another: conclusions, never the data itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
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


def is_small_employer(case: Case) -> bool | None:
    """Fewer than 250 employees, as the form says: the figure itself stays the employer's."""
    said = case.command.fields.get("employeur.nombreDeSalaries")
    return None if said is None else int(said) < legal.LARGE_EMPLOYER.on(case.day)


def is_up_to_bac(case: Case) -> bool | None:
    """From the CERFA's code of the diploma: its first digit is the level (4: bac, 7: bac + 5)."""
    code = str(case.command.fields.get("formation.typeDiplome") or "")
    known = len(code) == 2 and code.isascii() and code.isdigit()
    return int(code[0]) <= BAC if known else None


BAC = 4
MISSION_ROLES = (Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE)
MISSION_TERMS = ("sector", "cross_border", "site_calendar", "employer_siret")
CONTRACT_TERMS = (*(f"role:{r}" for r in MISSION_ROLES), *MISSION_TERMS, "starts_on", "ends_on")


def chosen(case: Case) -> dict[str, Any]:
    """The settings of a formation or CFA, each with who chose it and when."""
    by = chosen_by(case)
    kept: dict[str, Any] = {}
    for key, value in chosen_settings(case).items():
        kept[f"set:{key}"] = value
        kept[f"chosen:{key}"] = by
    return kept


def begun(case: Case) -> str:
    """The first day in training, kept when a new contract takes it up again."""
    known = case.subject.data.get("begun_on") if case.subject else None
    return str(known or case.day.isoformat())


def chosen_by(case: Case) -> dict[str, str]:
    return {"by": str(case.command.actor), "on": case.day.isoformat()}


# --- what a contract keeps from its start and of its avenants ------------------------------------


def practice_from(case: Case) -> str:
    """The first day of formation pratique: that of the form, never before the contract's start."""
    return _latest(case, "contrat.dateDebutFormationPratique")


def training_from(case: Case) -> str:
    """The first day of «formation» (interpretation O-04), never before the contract's start."""
    return _latest(case, START_OF_TRAINING[case.setting("O-04")])


START_OF_TRAINING = {
    "contract_start": "",
    "first_cfa_day": "formation.dateDebutFormation",
    "first_company_day": "contrat.dateDebutFormationPratique",
}


def _latest(case: Case, name: str) -> str:
    """ISO text: the date under `name` when it comes after the start, else the start."""
    return max(_began_on(case), str(case.value(name) or ""))


def _began_on(case: Case) -> str:
    """The day of the fact; of a contract taken over, on whatever day, that which it says itself."""
    day, said = case.day.isoformat(), case.value("starts_on")
    taken = case.subject is not None and case.subject.data.get("taken_over")
    return min(day, str(said)) if taken and said else day


def pay_raise_at(age: int) -> Conclusion:
    """The first of the month after that birthday, while the contract runs; never the birthday."""

    def draw(case: Case) -> str | None:
        apprentice, ends_on = case.person(Role.APPRENTI), case.value("ends_on")
        born = apprentice.birth_date if apprentice else None
        raised = _first_of_next_month(birthday(born, age)) if born else ""
        return raised if case.day.isoformat() < raised <= (ends_on or raised) else None

    return Conclusion(f"pay_raise_{age}", draw)


def birthday(born: date, age: int) -> date:
    """Who was born on 29 February is a year older on 1 March (`Person.age_on`)."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def _first_of_next_month(day: date) -> str:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1).isoformat()


AT_START = (
    Conclusion("practice_from", practice_from),
    Conclusion("training_from", training_from),
    *(pay_raise_at(age) for age in legal.RAISE_AGES),
)


def moved_term(case: Case) -> str | None:
    """The new end of the contract, when this avenant moves it; an avenant that does not unsays it."""
    said = case.command.fields.get("ends_on")
    known = case.subject.data.get("ends_on") if case.subject else None
    return said if said != known else None


def holds_from(role: Role) -> Conclusion:
    """Who holds `role` for this contract, and since when: one line for each avenant that says so."""

    def draw(case: Case) -> list[list[str]] | None:
        data = case.subject.data if case.subject else {}
        told, named = data.get(f"held:{role}"), case.command.persons.get(role)
        if named is None:
            return told
        first = [["", data.get(f"role:{role}") or ""]]
        return [*(told or first), [case.value("takes_effect_on"), named]]

    return Conclusion(f"held:{role}", draw)


# --- situations ---------------------------------------------------------------------------------


def of_the_contract(name: str) -> Conclusion:
    """What the contract says that the form names, or that the causing fact is about."""

    def read(case: Case) -> Any:
        named = case.command.fields.get("contract")
        known = case.dossier.get("contract", str(named)) if named else case.subject
        return known.data.get(name) if known else None

    return Conclusion(name, read)


def flag(name: str, value: bool | str) -> Conclusion:
    """What the contract says of itself from this fact on."""
    return Conclusion(name, lambda _: value)


def today(name: str) -> Conclusion:
    return Conclusion(name, lambda case: case.day.isoformat())


def the_day_before(case: Case) -> str:
    """Who is back on a day was away until the one before."""
    return (case.day - timedelta(days=1)).isoformat()


def known_until(case: Case) -> str | None:
    """The last day away, when the form says the day of the return."""
    back = case.command.fields.get("returns_on")
    return (date.fromisoformat(back) - timedelta(days=1)).isoformat() if back else None


def return_visit(case: Case) -> bool:
    """Whether the occupational physician sees them again; the nature of the absence is not kept.

    R. 4624-31: after maternity or an occupational illness always, after thirty days of an
    occupational accident or sixty of another illness. A nature that nobody tells counts as the
    shorter (safe).
    """
    nature = case.command.fields.get("absence_nature", "accident_du_travail")
    since = case.subject.day("absent_since") if case.subject else None
    wanted = _days_before_a_visit(nature, case.day)
    return since is not None and wanted is not None and (case.day - since).days >= wanted


def _days_before_a_visit(nature: str, day: date) -> int | None:
    always = dict.fromkeys(("maternite", "maladie_professionnelle"), 0)
    accident = legal.ABSENT_AFTER_ACCIDENT.on(day)
    illness = legal.ABSENT_AFTER_ILLNESS.on(day)
    return {**always, "accident_du_travail": accident, "maladie": illness}.get(nature)


# --- grids and evaluations ------------------------------------------------------------------------


def acknowledged(case: Case) -> dict[str, str]:
    return {f"grid:{case.command.fields.get('party')}": case.day.isoformat()}


def evaluated(case: Case) -> dict[str, Any]:
    """Who has evaluated the training, and whether they had before: two persons are wanted."""
    key = f"evaluated:{case.command.fields.get('by')}"
    before = case.subject.data.get(key) if case.subject else None
    return {key: before or case.day.isoformat(), "evaluated_again": bool(before)}
