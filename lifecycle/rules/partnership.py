"""What must hold between a CFA and an établissement, and of what a CFA answers for."""

from __future__ import annotations

from datetime import date

from lifecycle.calendar import french
from lifecycle.dossier import Instance
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, PRATIQUE, Source
from lifecycle.people import Role
from lifecycle.vocabulary import UNKNOWN, Case, Rule, Verdict, rule

WANTED = {"externe": ("externe",), "interne": ("interne",), "mixte": ("externe", "interne")}
APRIL_30 = (4, 30)
DECEMBER_1, DECEMBER_31, YEAR_IS_OVER = (12, 1), (12, 31), (13, 1)
"""Days of a year, in the order of its days; the last comes after them all."""
SIFA = PRATIQUE["instructions SIFA, photo du 31 décembre"]
BILAN = CODE_DU_TRAVAIL["L. 6352-11 et R. 6352-23"]
QUALIOPI = CODE_DU_TRAVAIL["R. 6316-2 et annexe, ch. VI"]
SURVEILLANCE = "Q-13"
DEPOSIT = "depot"
OFFICE = (Role.GESTIONNAIRE, Role.QUALITE)


@rule(
    ref="ENG-04",
    source=CHARTE["§2 (convention entre l’établissement et le CFA)"],
    otherwise="Aucune convention entre le CFA et l’établissement n’est en vigueur ce jour-là.",
    lifted_by=(Role.DIRECTION,),
)
def convention_is_in_force(case: Case) -> Verdict | bool:
    """An internal CFA has a document in its place; a formation that says nothing is not asked."""
    kinds = WANTED.get(str(case.formation.said.get("partnership"))) if case.formation else None
    if kinds is None:
        return True
    houses = (house for house in (case.formation, case.cfa) if house)
    found = (v for house in houses for v in house.of("convention"))
    return any(v.data.get("kind") in kinds and _holds(v, case.day) for v in found)


def _holds(convention: Instance, day: date) -> bool:
    """Its last day included, unless somebody has ended it before."""
    first, last, ended = (convention.day(name) for name in ("starts_on", "ends_on", "ended_on"))
    return bool(first and last and first <= day <= last) and not (ended and ended <= day)


@rule(
    source=CHARTE["§2 (convention entre l’établissement et le CFA)"],
    otherwise="La convention renouvelée finit après celle qu’elle remplace.",
    lifted_by=(Role.DIRECTION,),
)
def renewal_ends_later(case: Case) -> Verdict | bool:
    known = case.subject.day("ends_on") if case.subject else None
    said = case.command.fields.get("ends_on")
    return said is None or bool(known and date.fromisoformat(said) > known)


# --- what a CFA owes each year ------------------------------------------------------------------------


def sifa_from(case: Case) -> str:
    """The first day of the calendar year: its last one is photographed."""
    return date(case.day.year, 1, 1).isoformat()


def bilan_from(case: Case) -> str:
    """The 30 April before: what is due before the next one is that of the calendar year between."""
    passed = (case.day.month, case.day.day) >= APRIL_30
    return date(case.day.year - (not passed), *APRIL_30).isoformat()


def of_that_year(field: str, source: Source, since: tuple[int, int] = (1, 1)) -> Rule:
    """A `counts_if` rule: the year that the form names is that of the period which owes it, and the
    act is not before the day `since` of it."""
    return Rule(
        f"{field}_is_that_of_the_period",
        lambda case: _names(case, field) == _period(case)[:4] and has_come(case, field, since),
        source,
        "Cet envoi est celui d’une autre année, ou vient trop tôt.",
    )


def _names(case: Case, field: str) -> str:
    return str(case.command.fields.get(field))


def _period(case: Case) -> str:
    duty = case.dossier.get("obligation", str(case.command.fields.get("duty")))
    return str(duty.data["of"]) if duty else ""


def has_come(case: Case, field: str, since: tuple[int, int]) -> bool:
    """Whether that day of the year named is there; of a form that names none, nothing is said."""
    year = case.command.fields.get(field)
    return year is None or (case.day.year, case.day.month, case.day.day) >= (year, *since)


@rule(
    source=SIFA,
    otherwise="Le fichier SIFA photographie les apprentis au 31 décembre : il ne se dépose pas avant.",
    lifted_by=OFFICE,
)
def photo_is_taken(case: Case) -> Verdict | bool:
    """The files may be checked before, not deposited."""
    said = case.command.fields
    if said.get("sifa_step") != DEPOSIT or has_come(case, "sifa_year", DECEMBER_31):
        return True
    return Verdict(False, f"Ce sera possible à partir du 31 décembre {said['sifa_year']}.")


@rule(
    source=BILAN,
    otherwise="Le bilan pédagogique et financier porte sur un exercice clos.",
    lifted_by=OFFICE,
)
def its_year_is_over(case: Case) -> Verdict | bool:
    if has_come(case, "bilan_year", YEAR_IS_OVER):
        return True
    year = int(case.command.fields["bilan_year"])
    return Verdict(False, f"Celui de {year} se transmet à partir du 1er janvier {year + 1}.")


@rule(
    source=PRATIQUE["SIFA, dépôt du fichier"],
    otherwise="Le fichier SIFA n’est pas encore déposé.",
)
def sifa_was_deposited(case: Case) -> Verdict | bool:
    return bool(case.value("sifa_step") == DEPOSIT)


# --- certification, controls ------------------------------------------------------------------------


@rule(
    source=QUALIOPI,
    otherwise="Une certification vaut déjà pour ces trois ans : enregistrez son renouvellement, ou "
    "corrigez-la.",
    lifted_by=OFFICE,
)
def no_other_certification_holds(case: Case) -> Verdict | bool:
    """One at a time: its renewal and its surveillance would be owed twice."""
    known = [c for c in case.dossier.of("certification") if c.state == "certified"]
    day = known[0].day("certified_on") if known else None
    return Verdict(not known, f"Certifié le {french(day)}." if day else "")


@rule(
    ref=SURVEILLANCE,
    source=QUALIOPI,
    otherwise="L’audit de surveillance se tient du 14e au 22e mois de la certification.",
    lifted_by=OFFICE,
)
def surveillance_is_in_its_window(case: Case) -> Verdict | bool:
    """The window of its duty, as it was counted from the last certificate."""
    mine = case.subject.id if case.subject else ""
    duties = [d for d in case.dossier.duties(SURVEILLANCE) if d.data["subject"] == mine]
    duty = max(duties, key=lambda d: d.opened, default=None)
    first, last = (duty.day("opens_on"), duty.day("due_on")) if duty else (None, None)
    if first is None or last is None:
        return UNKNOWN
    return Verdict(first <= case.day <= last, f"Attendu du {french(first)} au {french(last)}.")


def control_is(kind: str, article: str) -> Rule:
    return Rule(
        f"control_is_{kind}",
        lambda case: case.value("kind") == kind,
        CODE_DU_TRAVAIL[article],
        "Ce contrôle est d’une autre nature.",
    )
