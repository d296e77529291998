"""Whose file goes where, and what must hold when it leaves."""

from __future__ import annotations

from lifecycle.legal import CODE_DU_TRAVAIL, MAISON
from lifecycle.people import Role
from lifecycle.rules.contract import UNSIGNED_STATES
from lifecycle.vocabulary import Case, Verdict, rule


def _sector(case: Case) -> str:
    return "cross_border" if case.value("cross_border") else str(case.value("sector") or "")


def _not_yet_sent(case: Case) -> bool:
    contract = case.subject.id if case.subject else "?"
    return case.state_of("filing", contract) == "to_transmit"


@rule(source=CODE_DU_TRAVAIL["D. 6224-1"], otherwise="L’employeur n’est pas privé.")
def employer_files_with_the_opco(case: Case) -> Verdict | bool:
    return _sector(case) == "private" and _not_yet_sent(case)


@rule(source=CODE_DU_TRAVAIL["D. 6275-1"], otherwise="L’employeur n’est pas public.")
def employer_files_with_the_ddets(case: Case) -> Verdict | bool:
    return _sector(case) == "public" and _not_yet_sent(case)


@rule(source=CODE_DU_TRAVAIL["D. 6235-9"], otherwise="Le contrat n’est pas transfrontalier.")
def contract_is_cross_border(case: Case) -> Verdict | bool:
    return _sector(case) == "cross_border" and _not_yet_sent(case)


@rule(source=CODE_DU_TRAVAIL["R. 6224-3"], otherwise="Le dossier n’est pas chez un OPCO.")
def opco_decides(case: Case) -> Verdict | bool:
    return _sector(case) in ("private", "cross_border")


@rule(source=CODE_DU_TRAVAIL["R. 6275-3"], otherwise="Le dossier n’est pas à la DDETS.")
def ddets_decides(case: Case) -> Verdict | bool:
    return _sector(case) == "public"


@rule(
    source=CODE_DU_TRAVAIL["D. 6224-1 et D. 6275-1"],
    otherwise="Le dossier transmis doit contenir un contrat signé de toutes les parties.",
    lifted_by=(Role.EMPLOYEUR, Role.APPRENTI),
)
def file_holds_a_signed_contract(case: Case) -> Verdict | bool:
    contract = case.dossier.get("contract", case.subject.id if case.subject else "")
    return contract is not None and contract.state not in UNSIGNED_STATES


@rule(source=MAISON["rupture au dépôt"], otherwise="Le contrat n’est pas rompu.")
def contract_is_broken(case: Case) -> Verdict | bool:
    return case.state_of("contract", case.subject.id if case.subject else "?") == "broken"
