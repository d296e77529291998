"""Signatures, the visa, and the first day of the contract."""

from __future__ import annotations

from lifecycle import legal
from lifecycle.legal import CODE_DU_TRAVAIL, MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

DIRECTION = (Role.DIRECTION,)
UNSIGNED_STATES = ("draft", "to_sign", "in_signature")
LIVE_STATES = ("draft", "to_sign", "in_signature", "signed", "endorsed", "probation", "running")


@rule(
    ref="D05",
    source=CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"],
    otherwise="Le contrat doit être signé par toutes les parties avant le début d’exécution.",
    lifted_by=(Role.EMPLOYEUR, Role.APPRENTI),
)
def contract_is_signed(case: Case) -> Verdict | bool:
    return case.subject is not None and case.subject.state not in UNSIGNED_STATES


@rule(
    ref="T13",
    source=CODE_DU_TRAVAIL["R. 6222-2 (visa du directeur du CFA)"],
    otherwise="Le contrat n’est pas visé par la direction du CFA.",
    lifted_by=DIRECTION,
)
def contract_is_endorsed(case: Case) -> Verdict | bool:
    return case.subject is not None and bool(case.subject.data.get("visa"))


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-7-1"],
    otherwise="Le contrat n’était pas signé et visé le jour de son début.",
    lifted_by=DIRECTION,
)
def contract_is_endorsed_on_its_first_day(case: Case) -> Verdict | bool:
    """The clock starts what is authorised; what began without it is recorded by somebody."""
    ready = case.subject is not None and case.subject.state == "endorsed"
    return ready and case.date("starts_on") == case.day


@rule(source=CODE_DU_TRAVAIL["L. 6222-7-1"], otherwise="Le contrat ne commence pas ce jour-là.")
def contract_starts_on_that_day(case: Case) -> Verdict | bool:
    return case.date("starts_on") == case.day


@rule(
    source=MAISON["une signature par partie"],
    otherwise="Cette partie a déjà signé.",
    lifted_by=(Role.GESTIONNAIRE,),
    lasting=True,
)
def party_has_not_signed(case: Case) -> Verdict | bool:
    party = case.command.fields.get("party")
    return not (case.subject and case.subject.data.get(f"signed:{party}"))


@rule(
    source=MAISON["un visa par contrat"],
    otherwise="Le contrat porte déjà un visa.",
    lifted_by=DIRECTION,
    lasting=True,
)
def visa_is_not_yet_granted(case: Case) -> Verdict | bool:
    return not (case.subject and case.subject.data.get("visa"))


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"],
    otherwise="Il manque une signature : employeur, apprenti, et représentant légal s’il est mineur.",
    lifted_by=(Role.EMPLOYEUR, Role.APPRENTI, Role.REPRESENTANT_LEGAL),
)
def every_party_signed(case: Case) -> Verdict | bool:
    signed = case.subject.data if case.subject else {}
    wanted = ["employer", "apprentice"]
    if needs_legal_representative(case):
        wanted.append("legal_representative")
    return all(signed.get(f"signed:{party}") for party in wanted)


def needs_legal_representative(case: Case) -> bool:
    """A minor who is not emancipated signs with their legal representative (R. 6222-2)."""
    if case.value("emancipated"):
        return False
    apprentice = case.person(Role.APPRENTI)
    age = apprentice.age_on(case.day) if apprentice else None
    return age is not None and age < legal.ADULT_AGE.on(case.day)
