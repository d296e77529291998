"""What the table of grounds makes of a rupture, and the grounds that other facts must precede."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from lifecycle.calendar import add, french
from lifecycle.legal import CODE_DU_TRAVAIL, MAISON, PRATIQUE
from lifecycle.people import Role
from lifecycle.rules.procedures import BEFORE_THE_SANCTION, PARTIES, TO_SANCTION, site_of
from lifecycle.vocabulary import UNKNOWN, Case, Rule, Verdict, rule

CFA = (Role.GESTIONNAIRE,)


# --- what the table of grounds makes of a rule -------------------------------------------------


def only_for(procedure: Rule, refs: Collection[str]) -> Rule:
    """The rule of a procedure, asked only of ruptures on one of these grounds."""

    def check(case: Case) -> Verdict | bool:
        return case.value("ground") not in refs or procedure.judge(case)

    return replace(procedure, check=check)


def ground_suits(states: Mapping[str, Collection[str]]) -> Rule:
    """The contract is in a state (by ground) in which this ground exists."""

    def check(case: Case) -> Verdict | bool:
        ground = case.value("ground")
        if ground is None:  # the form is not filled yet
            return UNKNOWN
        wanted = states[ground]
        known = case.charter.states
        labels = ", ".join(known["contract", name].label for name in wanted)
        return Verdict(case.subject is not None and case.subject.state in wanted,
                       f"Il faut un contrat : {labels}.")  # fmt: skip

    return Rule(
        "ground_is_possible",
        check,
        CODE_DU_TRAVAIL["L. 6222-18 à L. 6222-19"],
        "Ce motif n’existe pas pour un contrat dans cet état, ce jour-là.",
        lifted_by=CFA,
    )


def initiator_suits(initiators: Mapping[str, Collection[str]]) -> Rule:
    """Whoever breaks the contract may do so on this ground; nobody named, nothing to check."""

    def check(case: Case) -> Verdict | bool:
        said = case.value("initiator")
        return said is None or said in initiators[str(case.value("ground"))]

    return Rule(
        "initiator_may_use_this_ground",
        check,
        CODE_DU_TRAVAIL["L. 6222-18 à L. 6222-19"],
        "Ce motif n’appartient pas à qui prend l’initiative de la rupture.",
        lifted_by=PARTIES,
    )


@rule(
    source=MAISON["deux dates par fait"],
    otherwise="La rupture prend effet à sa propre date : ne donnez pas de date d’effet plus tardive.",
    lifted_by=CFA,
)
def rupture_is_dated_by_its_day(case: Case) -> Verdict | bool:
    broken = case.date("broken_on")
    return UNKNOWN if broken is None else broken >= case.day


# --- R-08 to R-14 ----------------------------------------------------------------------------------


@rule(
    ref="D58",
    source=CODE_DU_TRAVAIL["L. 6222-18-1"],
    otherwise="L’exclusion définitive du CFA précède ce licenciement.",
    lifted_by=(Role.DIRECTION,),
)
def exclusion_came_first(case: Case) -> Verdict | bool:
    pathway, broken = case.dossier.one("pathway"), case.date("broken_on")
    excluded = pathway.day("excluded_on") if pathway else None
    return excluded is not None and broken is not None and excluded <= broken


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-19"],
    otherwise="Cette rupture suppose le diplôme ou le titre obtenu.",
    lifted_by=(Role.JURY,),
)
def diploma_is_obtained(case: Case) -> Verdict | bool:
    known = case.dossier.one("pathway")
    said = {name: bool(known and known.data.get(name)) for name in ("obtained_on", "failed_on")}
    return UNKNOWN if not any(said.values()) else said["obtained_on"]


@rule(
    ref="D61",
    source=CODE_DU_TRAVAIL["L. 6225-4 à L. 6225-7"],
    otherwise="La DREETS ne refuse la reprise que d’un contrat que l’inspection a suspendu.",
    lifted_by=(Role.DDETS,),
)
def contract_was_suspended(case: Case) -> Verdict | bool:
    known = case.subject.data if case.subject else {}
    if "suspended" not in known and known.get("taken_over"):
        return UNKNOWN  # suspended before the reprise, perhaps
    return bool(known.get("suspended"))


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-7"],
    otherwise="Le droit commun du CDI ne s’applique qu’après la période d’apprentissage.",
    lifted_by=PARTIES,
)
def apprenticeship_is_over(case: Case) -> Verdict | bool:
    broken, term = case.date("broken_on"), case.date("ends_on")
    return UNKNOWN if broken is None or term is None else broken > term


@rule(
    source=PRATIQUE[
        "R-14 (D. 6224-2 et D. 6275-2 : un refus ne rompt pas le contrat par lui-même)"
    ],
    otherwise="Cette rupture suppose un dépôt refusé.",
    lifted_by=(Role.OPCO, Role.DDETS),
)
def filing_was_refused(case: Case) -> Verdict | bool:
    filing = case.dossier.get("filing", case.subject.id if case.subject else "")
    return UNKNOWN if filing is None else filing.state in ("refused", "implicitly_refused")


# --- D58: the CFA's own procedure ------------------------------------------------------------------


@rule(
    ref="D58",
    source=CODE_DU_TRAVAIL["R. 6352-4 à R. 6352-8"],
    otherwise="La sanction vient un jour franc au moins et 15 jours au plus après l’entretien.",
    lifted_by=(Role.DIRECTION,),
)
def sanction_follows_the_interview(case: Case) -> Verdict | bool:
    held = [d for s in case.dossier.of("situation") if (d := s.day("disciplinary_interview_on"))]
    if not held:
        return UNKNOWN
    calendar = site_of(case)
    first, last = (
        add(max(held), BEFORE_THE_SANCTION, calendar),
        add(max(held), TO_SANCTION, calendar),
    )
    return Verdict(first <= case.day <= last, f"Du {french(first)} au {french(last)}.")


@rule(
    source=MAISON["procédure disciplinaire"], otherwise="Cette situation n’est pas disciplinaire."
)
def situation_is_disciplinary(case: Case) -> Verdict | bool:
    return case.subject is not None and case.subject.data.get("kind") == "discipline"
