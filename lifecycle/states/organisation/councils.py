"""What a formation and a CFA owe each year, whatever their promotions: councils, candidates, bilan.

A period is an academic year. These start with the house itself: keep them few.
"""

from __future__ import annotations

from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, Source
from lifecycle.people import Role
from lifecycle.rules import collective
from lifecycle.rules.promotions import promotion_is_the_next
from lifecycle.vocabulary import (
    Clock,
    Every,
    Obligation,
    On,
    Rule,
    Setting,
    Step,
    StepKind,
    Where,
    mois,
)

CFA = (Role.GESTIONNAIRE,)
DIRECTION = (Role.DIRECTION,)
ANSWERABLE = (Role.QUALITE, Role.GESTIONNAIRE)
"""Whom a duty of the direction goes to: nobody is above it, but others answer for it to the auditor."""
FORMATION_OPENS = (On("FormationAdded"),)
CFA_OPENS = (On("CfaAdded"),)
YEAR = Every(mois(12), aligned="academic")
SOCLE_1 = CHARTE["annexe, poste 1, socle"]


def _each_year(
    ref: str,
    name: str,
    label: str,
    source: Source,
    starts: tuple[On, ...],
    counts_if: Rule,
    *,
    owed_by: Role,
    remind: tuple[int, ...] = (-60, -21),
    tells: tuple[Role, ...] = CFA,
    escalates: tuple[Role, ...] = DIRECTION,
    closed_by: str = "EventHeld",
) -> Obligation:
    """Once in each academic year, for ever: the owner is reminded, then others hear of it."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.RECURRING,
        starts=starts,
        within=mois(12),
        recurs=YEAR,
        owed_by=owed_by,
        calendar=Where.FORMATION,
        steps=(
            Step(StepKind.REMINDER, (owed_by, *tells), offset=remind[0]),
            *(Step(StepKind.REMINDER, (owed_by,), offset=days) for days in remind[1:]),
            Step(StepKind.LAST_CALL, (owed_by,), offset=-7),
            Step(StepKind.ESCALATION, escalates, offset=1),
        ),
        closed_by=(closed_by,),
        counts_if=counts_if,
        source=source,
    )


OPEN_PROMOTION = _each_year(
    "P1-P02",
    "open_promotion",
    "Ouvrir la promotion de la prochaine rentrée : date, heures, réunion de rentrée",
    CHARTE["annexe, poste 1 §1 (programmation de la rentrée)"],
    FORMATION_OPENS,
    promotion_is_the_next,
    owed_by=Role.RESPONSABLE_FORMATION,
    closed_by="PromotionOpened",
)
HOLD_COMMITTEE = _each_year(
    "D39",
    "hold_committee",
    "Tenir le comité de pilotage annuel, avec toutes les parties prenantes et les branches",
    SOCLE_1,
    FORMATION_OPENS,
    collective.event_is("comite_pilotage"),
    owed_by=Role.RESPONSABLE_FORMATION,
)
INFORM_CANDIDATES = _each_year(
    "D41",
    "inform_candidates",
    "Tenir au moins une réunion d’information et d’échanges pour les candidats",
    CHARTE["annexe, poste 2 §1, socle"],
    FORMATION_OPENS,
    collective.event_is("information_candidats", "portes_ouvertes", "webinaire"),
    owed_by=Role.SERVICE_ORIENTATION,
    # A campaign begins in winter: the service hears of it while candidates still apply.
    remind=(-210, -90),
)
HOLD_COUNCIL = _each_year(
    "D40",
    "hold_council",
    "Réunir le conseil de perfectionnement du CFA, saisi des résultats publiés",
    CODE_DU_TRAVAIL["L. 6231-3 et R. 6231-3 à R. 6231-5"],
    CFA_OPENS,
    collective.event_is("conseil_perfectionnement"),
    owed_by=Role.DIRECTION,
    escalates=ANSWERABLE,
)
REVIEW_PARTNERSHIP = _each_year(
    "P1-P09",
    "review_partnership",
    "Faire le bilan de la relation entre le CFA et l’établissement",
    CHARTE["annexe, poste 1 §1 (bilan de la relation)"],
    CFA_OPENS,
    collective.event_is("bilan_partenariat"),
    owed_by=Role.DIRECTION,
    escalates=ANSWERABLE,
)

OF_FORMATIONS = (OPEN_PROMOTION, HOLD_COMMITTEE, INFORM_CANDIDATES)
OF_CFAS = (HOLD_COUNCIL, REVIEW_PARTNERSHIP)
SETTINGS = (
    Setting(
        "D40.times",
        "Réunions du conseil de perfectionnement par an (règlement intérieur)",
        "1",
        HOLD_COUNCIL.source,
        least=1,
    ),
)
