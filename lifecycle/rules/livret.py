"""What must hold of the livret and of what is agreed for one apprentice; when a signal is examined."""

from __future__ import annotations

from datetime import date
from typing import Any

from lifecycle.calendar import french
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.rules.duties import PENDING
from lifecycle.vocabulary import Case, Conclusion, Verdict, rule

YEARLY_MEETINGS = "D32"
SIGNAL = "E-06"
OWN = "own:"
"""Before the key of a setting: what this contract alone says of it."""


@rule(
    source=MAISON["un fait n’est pas à venir"],
    otherwise="On n’enregistre que ce qui a eu lieu.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def act_has_happened(case: Case) -> Verdict | bool:
    """The field that dates the act says no day after that of the fact."""
    said = case.command.fields.get(case.command.intention.dated_by)
    day = date.fromisoformat(said) if said else case.day
    return day <= case.day or Verdict(False, f"Le {french(day)} est à venir.")


@rule(
    source=CHARTE["annexe, poste 3, socle (deux rencontres annuelles)"],
    otherwise="Le nombre de rencontres s’adapte vers le haut : ni sous le socle, ni sous le réglage "
    "du partenariat.",
    lifted_by=(Role.RESPONSABLE_FORMATION,),
)
def meetings_are_not_fewer(case: Case) -> Verdict | bool:
    floor = case.charter.obligations[YEARLY_MEETINGS].times
    agreed = int(case.agreed(f"{YEARLY_MEETINGS}.times") or floor)
    least, said = max(floor, agreed), case.command.fields.get("meetings")
    return Verdict(said is None or said >= least, f"Le plancher est de {least} par an.")


@rule(
    source=CHARTE["§2.1 (repérer les difficultés)"],
    otherwise="Un signal est déjà à examiner pour cet apprenti.",
)
def no_signal_waits(case: Case) -> Verdict | bool:
    """A second signal gives no more time to examine the first."""
    duties = case.dossier.duties(SIGNAL)
    return not any(d.state in PENDING for d in duties)


@rule(
    source=CHARTE["§2.1 (missions des tuteurs)"],
    otherwise="Cette situation n’est pas une difficulté signalée.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def situation_is_a_difficulty(case: Case) -> Verdict | bool:
    return case.subject is not None and case.subject.data.get("kind") == "difficulty"


# --- what the facts keep ---------------------------------------------------------------------------


def last_entry(case: Case) -> dict[str, str]:
    """The day of the last entry of each author, as plain as the indicator of use reads it."""
    return {f"livret:{case.command.fields.get('by')}": case.day.isoformat()}


def meetings_of_its_own(case: Case) -> dict[str, Any]:
    return {f"{OWN}{YEARLY_MEETINGS}.times": str(case.command.fields["meetings"])}


def only_said_now(name: str) -> Conclusion:
    """A date of this form, or none: that of an earlier form holds no more."""
    return Conclusion(name, lambda case: case.command.fields.get(name))
