"""The meetings with the employer and the retours d’alternance. Charter, never law (domain notes §0.4).

The first meeting (D30) is declared with the contract. What runs up to the end of the contract
outlives it: a last meeting that nobody held is late the day after, not forgotten.
"""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import accompaniment as rules
from lifecycle.states.contract.duties import BROKEN, IN_TRAINING, LEFT, STARTED, TERM, TWO_MONTHS
from lifecycle.vocabulary import (
    Clock,
    Every,
    Obligation,
    Rule,
    Setting,
    Step,
    StepKind,
    Where,
)

TUTEUR = (Role.TUTEUR_ACADEMIQUE,)
RF = (Role.RESPONSABLE_FORMATION,)
CFA = (Role.GESTIONNAIRE,)
DIRECTION = (Role.DIRECTION,)
SOCLE = CHARTE["annexe, poste 3, socle"]
CIBLE = CHARTE["annexe, poste 3, cible"]
ENDED_EARLY = (*BROKEN, *LEFT)
YEAR = Every(Delay(12, Unit.MOIS), until="ends_on")
QUARTER = Every(Delay(3, Unit.MOIS), until="ends_on", aligned="O-06")
HELD = ("RetourRecorded", "EventAttended")
"""A retour noted for one apprentice, or that they attended with their group."""
MID_YEAR = -182  # jours calendaires before the end of the period

LAST_VISIT = Obligation(
    ref="D31",
    name="last_visit",
    label="Rencontrer l’employeur dans les deux mois qui précèdent la fin",
    kind=Clock.WINDOW,
    starts=TERM,
    within=Delay(0, Unit.JOURS_CALENDAIRES),
    opens=Delay(2, Unit.MOIS),
    opens_before=True,
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, TUTEUR, offset=-60),
        Step(StepKind.REMINDER, TUTEUR, offset=-30),
        Step(StepKind.LAST_CALL, TUTEUR, offset=-15),
        Step(StepKind.ESCALATION, RF, offset=1),
        Step(StepKind.ESCALATION, CFA, offset=8),
    ),
    closed_by=("VisitRecorded",),
    counts_if=rules.meeting_is_the_last,
    cancelled_by=ENDED_EARLY,
    attested=False,
    outlives=True,
    source=SOCLE,
)


def _yearly(
    ref: str, name: str, label: str, counts_if: Rule, steps: tuple[Step, ...]
) -> Obligation:
    """Two meetings in each year of the contract that count for this."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.RECURRING,
        starts=STARTED,
        within=Delay(12, Unit.MOIS),
        recurs=YEAR,
        times=2,
        owed_by=Role.TUTEUR_ACADEMIQUE,
        calendar=Where.FORMATION,
        steps=steps,
        closed_by=("VisitRecorded",),
        counts_if=counts_if,
        replanned_by=("ContractAmended",),
        cancelled_by=ENDED_EARLY,
        attested=False,
        outlives=True,
        source=SOCLE,
    )


YEARLY_VISITS = _yearly(
    "D32",
    "yearly_visits",
    "Rencontrer l’employeur deux fois par an",
    rules.meeting_counts_for_the_year,
    (
        Step(StepKind.REMINDER, RF, offset=MID_YEAR, below=1),
        Step(StepKind.REMINDER, TUTEUR, offset=-60),
        Step(StepKind.LAST_CALL, TUTEUR, offset=-15),
        Step(StepKind.ESCALATION, RF, offset=1),
        Step(StepKind.ESCALATION, CFA, offset=8),
    ),
)
CHECK_PROFILE = _yearly(
    "D37",
    "check_profile",
    "Vérifier à chaque rencontre que le poste convient à la formation",
    rules.profile_was_checked,
    (
        Step(StepKind.REMINDER, TUTEUR, offset=-15),
        Step(StepKind.ESCALATION, RF, offset=1),
    ),
)
CHECK_MEANS = Obligation(
    ref="D36",
    name="check_means",
    label="Vérifier, dès la première rencontre, les moyens mis à disposition et la mission",
    kind=Clock.MAX,
    starts=IN_TRAINING,
    within=Delay(2, Unit.MOIS),
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, TUTEUR, offset=-15),
        Step(StepKind.ESCALATION, RF, offset=1),
    ),
    closed_by=("VisitRecorded",),
    counts_if=rules.means_were_checked,
    paused_by=("MobilityStarted",),
    resumed_by=("MobilityEnded",),
    starts_paused=rules.apprentice_is_abroad,
    attested=False,
    source=SOCLE,
)
RETOUR = Obligation(
    ref="D33",
    name="retour_alternance",
    label="Tenir un retour d’alternance avec le groupe",
    kind=Clock.RECURRING,
    starts=STARTED,
    within=Delay(3, Unit.MOIS),
    recurs=QUARTER,
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, RF, offset=-30),
        Step(StepKind.LAST_CALL, RF, offset=-7),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=HELD,
    counts_if=rules.retour_was_held,
    replanned_by=("ContractAmended",),
    cancelled_by=ENDED_EARLY,
    attested=False,
    outlives=True,
    source=SOCLE,
)
REFLEXIVE_ANALYSIS = Obligation(
    ref="D34",
    name="reflexive_analysis",
    label="Mener une analyse réflexive lors d’un retour d’alternance",
    kind=Clock.RECURRING,
    starts=STARTED,
    within=Delay(3, Unit.MOIS),
    recurs=QUARTER,
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    applies=rules.reflexive_analysis_is_wanted,
    steps=(
        Step(StepKind.REMINDER, RF, offset=-30),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=HELD,
    replanned_by=("ContractAmended",),
    counts_if=rules.retour_was_reflexive,
    cancelled_by=ENDED_EARLY,
    attested=False,
    outlives=True,
    source=CIBLE,
)

OBLIGATIONS = (LAST_VISIT, YEARLY_VISITS, RETOUR, REFLEXIVE_ANALYSIS, CHECK_MEANS, CHECK_PROFILE)
SETTINGS = (
    Setting(
        "D31.opens",
        "Fenêtre de la dernière rencontre, avant la fin du contrat",
        "2 mois",
        SOCLE,
        socle=TWO_MONTHS,
    ),
    Setting(
        "D34.wanted",
        "Une analyse réflexive est attendue à chaque retour d’alternance (cible)",
        "non",
        CIBLE,
        choices=("non", "oui"),
    ),
)
