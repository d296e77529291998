"""Who opens a reserved case, with whose accord; when it is looked at again; which référents are named."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from lifecycle.calendar import Calendar, Delay, add
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Rule, Verdict, rule

REGION = "reserved"
REVIEW = "reserved.review"
TO_AGREE = "handicap"
REFERENTS = (Role.REFERENT_HANDICAP, Role.REFERENT_MOBILITE)
"""Whom each établissement and each CFA names (annexe, poste 3, socle)."""
ACCORD = MAISON["l’accord de l’apprenti, pour ce qui touche à sa santé"]
ON_PURPOSE = MAISON["situations réservées"]


@rule(
    source=ON_PURPOSE,
    otherwise="Une situation de cette nature s’ouvre par son référent, ou par l’apprenti lui-même.",
)
def case_is_opened_by_those_who_see_it(case: Case) -> Verdict | bool:
    kind = case.command.fields.get("kind")
    circle = case.charter.reserved[REGION].seen_by.get(str(kind), ())
    return kind is None or case.command.actor.role in circle


@rule(
    source=ACCORD,
    otherwise="Une situation de handicap ne s’ouvre qu’avec l’accord de l’apprenti.",
)
def apprentice_agrees(case: Case) -> Verdict | bool:
    fields, actor = case.command.fields, case.command.actor.role
    asks = actor is Role.APPRENTI
    return asks or fields.get("kind") != TO_AGREE or fields.get("agreed") is True


def is_of(kinds: Collection[str]) -> Rule:
    """Whether the case is of one of these kinds."""

    @rule(source=ON_PURPOSE, otherwise="Cette situation est d’une autre nature.")
    def case_is_of_the_kind(case: Case) -> Verdict | bool:
        return case.value("kind") in kinds

    return case_is_of_the_kind


def was_asked(kinds: Collection[str]) -> Rule:
    """Whether the apprentice asked for it: a case that its référent opens is known of them."""

    @rule(source=ON_PURPOSE, otherwise="Personne n’attend de réponse.")
    def apprentice_asked_for_it(case: Case) -> Verdict | bool:
        return case.value("kind") in kinds and case.value("asked") is True

    return apprentice_asked_for_it


def review_day(case: Case) -> str:
    """The day chosen for looking at it again, never further than the house's own delay."""
    latest = add(case.day, Delay.parse(case.setting(REVIEW)), Calendar.FRANCE)
    said = case.command.fields.get("review_on")
    chosen = date.fromisoformat(str(said)) if said else latest
    return min(max(chosen, case.day), latest).isoformat()


def asked_by_the_apprentice(case: Case) -> bool:
    return case.command.actor.role is Role.APPRENTI


# --- the référents themselves ---------------------------------------------------------------------


def _names(case: Case, roles: Collection[Role]) -> bool:
    said = case.subject.data if case.subject else {}
    return all(said.get(f"role:{role}") for role in roles)


@rule(
    source=CHARTE["annexe, poste 3, socle"],
    otherwise="Les référents handicap et mobilité ne sont pas tous deux nommés.",
)
def referents_are_named(case: Case) -> Verdict | bool:
    return _names(case, REFERENTS)


@rule(source=CHARTE["annexe, poste 3, socle"], otherwise="Les référents sont déjà nommés.")
def a_referent_is_missing(case: Case) -> Verdict | bool:
    return not _names(case, REFERENTS)


@rule(
    source=CHARTE["annexe, poste 3, socle"],
    otherwise="Le secrétariat pédagogique n’est pas nommé.",
)
def secretariat_is_named(case: Case) -> Verdict | bool:
    return _names(case, (Role.SECRETARIAT_PEDAGOGIQUE,))


@rule(
    source=CHARTE["annexe, poste 3, socle"],
    otherwise="Le secrétariat pédagogique est déjà nommé.",
)
def secretariat_is_missing(case: Case) -> Verdict | bool:
    return not _names(case, (Role.SECRETARIAT_PEDAGOGIQUE,))
