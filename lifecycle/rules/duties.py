"""What must hold when somebody attests or waives a duty, or justifies an irregularity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lifecycle.legal import MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

PLANNED = "planned"
PENDING = (PLANNED, "open", "reminded", "due", "escalated")
"""The states of a duty that is not done, waived or cancelled."""
NO_STEP: Mapping[str, None] = {"next_on": None, "next_at": None}


def ended(duty: Mapping[str, Any], day: date) -> dict[str, Any]:
    """What a duty keeps once done on `day`: on time or late, and no step any more."""
    said, due = day.isoformat(), duty["due_on"]
    on_time = duty.get("paused") or (said >= due if duty.get("never_late") else said <= due)
    return {"on_time": bool(on_time), **NO_STEP}


@rule(
    source=MAISON["preuve par l’acte"],
    otherwise="Cette obligation se clôt par l’acte lui-même, non par une attestation.",
)
def duty_may_be_attested(case: Case) -> Verdict | bool:
    duty = case.charter.obligations.get(case.subject.data["ref"]) if case.subject else None
    return duty is not None and duty.attested


@rule(
    source=MAISON["fenêtre"],
    otherwise="La fenêtre de cette obligation n’était pas encore ouverte.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def window_is_open(case: Case) -> Verdict | bool:
    opens = case.subject.day("opens_on") if case.subject else None
    return opens is None or case.day >= opens


@rule(
    source=MAISON["dispense motivée"],
    otherwise="Cet acte porte un motif.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def reason_is_given(case: Case) -> Verdict | bool:
    return bool(case.command.reason.strip())


@rule(
    source=MAISON["correction"],
    otherwise="Une correction porte un motif.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def correction_is_motivated(case: Case) -> Verdict | bool:
    return bool(case.command.reason.strip())
