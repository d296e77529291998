"""When a take-over says what, and what its facts keep."""

from __future__ import annotations

from typing import Any

from lifecycle.calendar import paris_day
from lifecycle.legal import MAISON
from lifecycle.people import Role
from lifecycle.rules.conclusions import MISSION_ROLES, MISSION_TERMS
from lifecycle.vocabulary import Case, Rule, Verdict, rule

REPRISE = MAISON["reprise"]
STARTED = ("probation", "running")
BEFORE_TAKE_OVER = "before_take_over"  # why a duty is waived from the start


def situation_is(*wanted: str) -> Rule:
    """A `when` rule: the take-over says that the apprentice is in one of these situations."""
    return Rule(
        f"situation_is_{wanted[0]}",
        lambda case: case.value("situation") in wanted,
        REPRISE,
        "La reprise dit une autre situation.",
    )


def contract_state_is(*wanted: str) -> Rule:
    """A `when` rule: the take-over says that the contract is in one of these states."""
    return Rule(
        f"contract_state_is_{wanted[0]}",
        lambda case: case.value("contract_state") in wanted,
        REPRISE,
        "La reprise dit un autre état du contrat.",
    )


@rule(source=REPRISE, otherwise="La reprise ne dit rien d’un contrat.")
def contract_is_taken_over(case: Case) -> Verdict | bool:
    return bool(case.value("contract_state") and case.value("starts_on"))


@rule(source=REPRISE, otherwise="Le contrat a déjà commencé.")
def contract_is_to_start(case: Case) -> Verdict | bool:
    start = case.date("starts_on")
    stated = case.value("contract_state")
    return start is not None and not stated and start > paris_day(case.at)


@rule(source=REPRISE, otherwise="Un contrat s’exécute encore.")
def no_contract_is_performed(case: Case) -> Verdict | bool:
    return not any(contract.state in STARTED for contract in case.dossier.of("contract"))


@rule(source=REPRISE, otherwise="Le numéro DECA n’est pas connu.")
def filing_is_known_engaged(case: Case) -> Verdict | bool:
    return bool(case.value("deca_number"))


@rule(
    source=REPRISE,
    otherwise="Ce contrat vit dans le produit : enregistrez-y ce qui lui arrive.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def contract_was_taken_over(case: Case) -> Verdict | bool:
    return bool(case.subject and case.subject.data.get("taken_over"))


def followed_since(case: Case) -> str:
    """The day from which the dossier is followed here: what was due before is «avant reprise»."""
    return str(case.value("reprise") or paris_day(case.at).isoformat())


def contract_terms(case: Case) -> dict[str, Any]:
    """What a contract keeps of the form that takes it over, its own or that of the dossier."""
    terms = {name: case.value(name) for name in (*MISSION_TERMS, "starts_on", "ends_on")}
    holders = {f"role:{role}": case.command.persons.get(role) for role in MISSION_ROLES}
    return {**terms, **holders, "taken_over": True}


def signatures(case: Case) -> dict[str, str]:
    return {f"signed:{party}": case.day.isoformat() for party in ("employer", "apprentice")}
