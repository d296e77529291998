"""What must hold of the means of the trajectory: agreed together, and extended further."""

from __future__ import annotations

from datetime import date

from lifecycle.calendar import french
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

TOGETHER = CHARTE["§3.1 (paliers et moyens établis de manière concertée)"]
LIFTED_BY = (Role.RESPONSABLE_FORMATION,)


@rule(
    source=TOGETHER,
    otherwise="Aucune réunion tenue ne porte ce numéro.",
    lifted_by=LIFTED_BY,
)
def agreed_in_a_meeting(case: Case) -> Verdict | bool:
    """The meeting that the form names, when it names one, was held."""
    named = case.command.fields.get("agreed_in")
    event = case.dossier.get("event", str(named)) if named else None
    return not named or (event is not None and event.state == "held")


@rule(
    source=TOGETHER,
    otherwise="Le dernier jour des moyens n’est pas avant celui où ils sont donnés.",
    lifted_by=LIFTED_BY,
)
def lasts_some_time(case: Case) -> Verdict | bool:
    until = case.command.fields.get("given_until")
    return until is None or date.fromisoformat(until) >= case.day


@rule(
    source=TOGETHER,
    otherwise="Des moyens se reconduisent au-delà de leur dernier jour.",
    lifted_by=LIFTED_BY,
)
def extension_goes_further(case: Case) -> Verdict | bool:
    known = case.subject.day("given_until") if case.subject else None
    until = case.command.fields.get("given_until")
    if known is None or until is None:
        return True
    return Verdict(date.fromisoformat(until) > known, f"Ils le sont jusqu’au {french(known)}.")
