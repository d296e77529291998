"""What must hold between a CFA and an établissement, and of what a CFA answers for."""

from __future__ import annotations

from datetime import date

from lifecycle.dossier import Instance
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, PRATIQUE
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Rule, Verdict, rule

WANTED = {"externe": ("externe",), "interne": ("interne",), "mixte": ("externe", "interne")}
APRIL_30 = (4, 30)


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


def of_that_year(field: str) -> Rule:
    """A `counts_if` rule: the year that the form names is that of the period which owes it."""
    return Rule(
        f"{field}_is_that_of_the_period",
        lambda case: str(case.command.fields.get(field)) == _period(case)[:4],
        CODE_DU_TRAVAIL["L. 6352-11"],
        "Cet envoi est celui d’une autre année.",
    )


def _period(case: Case) -> str:
    duty = case.dossier.get("obligation", str(case.command.fields.get("duty")))
    return str(duty.data["of"]) if duty else ""


@rule(
    source=PRATIQUE["SIFA, dépôt du fichier"],
    otherwise="Le fichier SIFA n’est pas encore déposé.",
)
def sifa_was_deposited(case: Case) -> Verdict | bool:
    return bool(case.value("sifa_step") == "depot")


def control_is(kind: str, article: str) -> Rule:
    return Rule(
        f"control_is_{kind}",
        lambda case: case.value("kind") == kind,
        CODE_DU_TRAVAIL[article],
        "Ce contrôle est d’une autre nature.",
    )
