"""What must hold of a mission, and when the week of its validation runs."""

from __future__ import annotations

from lifecycle.commands.mission import SHEET
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule


@rule(
    source=CHARTE["annexe, poste 2 §2, périmètre 2"],
    otherwise="Le maître d’apprentissage ne peut pas valider la mission qu’il encadrera.",
    lifted_by=(Role.RESPONSABLE_FORMATION,),
)
def reviewer_is_not_the_maitre_apprentissage(case: Case) -> Verdict | bool:
    return not case.command.actor.ref or case.command.actor.ref != case.holder(
        Role.MAITRE_APPRENTISSAGE
    )


@rule(
    source=MAISON["mission engagée par une signature"],
    otherwise="Un contrat signé repose sur cette mission : il faut d’abord l’annuler.",
    lifted_by=(Role.GESTIONNAIRE,),
    lasting=True,
)
def nothing_is_signed(case: Case) -> Verdict | bool:
    mission = case.subject.id if case.subject else ""
    contracts = (c for c in case.dossier.of("contract") if c.data.get("mission") == mission)
    live = (c for c in contracts if not case.charter.states["contract", c.state].final)
    return not any(
        value for c in live for key, value in c.data.items() if key.startswith("signed:")
    )


@rule(
    source=CHARTE["annexe, poste 2 §2, périmètre 2"],
    otherwise="La fiche ne dit pas encore tout ce que la charte demande d’examiner.",
)
def sheet_is_complete(case: Case) -> Verdict | bool:
    return set(SHEET) <= set(provided(case))


@rule(
    source=CHARTE["annexe, poste 2 §2, socle 1 (interprétation O-01)"],
    otherwise="La semaine court dès le dépôt.",
)
def clock_waits_for_a_complete_sheet(case: Case) -> Verdict | bool:
    return case.setting("O-01.start") == "complete" and not sheet_is_complete.holds(case)


@rule(
    source=CHARTE["annexe, poste 2 §2, socle 1 (interprétation O-01)"],
    otherwise="Le délai est suspendu, non relancé.",
)
def changes_restart_the_clock(case: Case) -> Verdict | bool:
    return case.setting("O-01.changes") == "restart"


@rule(
    source=CHARTE["annexe, poste 2 §2"],
    otherwise="Un refus de mission dit son motif à l’employeur et à l’apprenti.",
    lifted_by=(Role.RESPONSABLE_FORMATION,),
)
def refusal_has_a_motive(case: Case) -> Verdict | bool:
    return has_a_motive(case)


def has_a_motive(case: Case) -> bool:
    """Whether the refusal says why; the history keeps that it did, and the words encrypted."""
    return bool(case.command.reason.strip() or case.command.fields.get("motive"))


def provided(case: Case) -> list[str]:
    """The headings of the sheet that have been filled so far, in the charter's order."""
    before = case.subject.data.get("provided", []) if case.subject else []
    return [name for name in SHEET if name in before or case.command.fields.get(name)]


def examined(case: Case) -> dict[str, bool]:
    """Each heading of the sheet, examined or not, as the reviewer says."""
    return {name: bool(case.command.fields.get(f"examined_{name}")) for name in SHEET}
