"""What follows a rupture: who must know, the six months, and what must be decided at their end."""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.commands import rupture as ask
from lifecycle.legal import CODE_DU_TRAVAIL, PRATIQUE
from lifecycle.people import Role
from lifecycle.rules import after_rupture as after
from lifecycle.states.rupture.clocks import PROCEDURE
from lifecycle.vocabulary import (
    Clock,
    Expiry,
    Ground,
    Obligation,
    On,
    Setting,
    Step,
    StepKind,
    Where,
    jours_calendaires,
    mois,
)

CFA = (Role.GESTIONNAIRE,)
RF = (Role.RESPONSABLE_FORMATION,)
DIRECTION = (Role.DIRECTION,)
APPRENTICE = (Role.APPRENTI, Role.GESTIONNAIRE)
EMPLOYER = (Role.EMPLOYEUR, Role.GESTIONNAIRE)
LEFT = ("TrainingAbandoned", "ApprenticeTransferred", "ApprenticeReoriented")
RESULT = ("DiplomaObtained", "ExamsFailed")
BACK = ("TrainingResumed", "TrainingEntered", "TrainingTakenOver")
SFP_AFTER = (On("TrainingContinuedAfterRupture"), On("SfpAfterTakenOver"))


def obligations(grounds: Sequence[Ground]) -> tuple[Obligation, ...]:
    """The duties of the phase; one of them depends on what the grounds make of the training."""
    return (*PROCEDURE, *FOLLOWING, decide_on_the_status(grounds))


FOLLOWING = (
    Obligation(
        ref="D59",
        name="find_another_cfa",
        label="S’inscrire dans un autre CFA, après une exclusion définitive",
        kind=Clock.MAX,
        starts=(On("ApprenticeExcluded"),),
        within=mois(2),
        owed_by=Role.APPRENTI,
        calendar=Where.FORMATION,
        applies=after.training_had_begun,
        steps=(
            Step(StepKind.REMINDER, APPRENTICE, after_start=jours_calendaires(15)),
            Step(StepKind.REMINDER, APPRENTICE, after_start=mois(1)),
            Step(StepKind.LAST_CALL, APPRENTICE, offset=-15),
            Step(StepKind.ESCALATION, (*RF, Role.EMPLOYEUR), offset=1),
        ),
        closed_by=("ApprenticeTransferred", *BACK),
        cancelled_by=("ApprenticeReoriented",),
        outlives=True,
        source=CODE_DU_TRAVAIL["L. 6222-18-1"],
    ),
    Obligation(
        ref="D62",
        name="notify_rupture",
        label="Notifier la rupture sans délai à l’OPCO ou à la DDETS, et au CFA",
        kind=Clock.MAX,
        starts=(On("ContractBroken"),),
        within=jours_calendaires(5),
        owed_by=Role.EMPLOYEUR,
        applies=after.filing_body_may_not_know,
        steps=(
            Step(StepKind.REMINDER, EMPLOYER, after_start=jours_calendaires(1)),
            Step(StepKind.REMINDER, EMPLOYER, after_start=jours_calendaires(3)),
            Step(StepKind.ESCALATION, DIRECTION, offset=0),
        ),
        closed_by=("FilingBodyInformed", "FilingClosed"),
        outlives=True,
        setting=Setting(
            "D62",
            "Au bout de combien de temps la direction est alertée (le texte dit « sans délai »)",
            "5 jours calendaires",
            CODE_DU_TRAVAIL["D. 6224-6 et D. 6275-5"],
        ),
        source=CODE_DU_TRAVAIL["D. 6224-6, D. 6275-5 et R. 6222-21"],
    ),
    Obligation(
        ref="D63",
        name="six_months_of_training",
        label="Maintenir la formation six mois et aider à trouver un employeur",
        kind=Clock.MAX,
        starts=SFP_AFTER,
        within=mois(6),
        owed_by=Role.GESTIONNAIRE,
        calendar=Where.FORMATION,
        steps=(
            *(Step(StepKind.REMINDER, APPRENTICE, after_start=mois(n)) for n in (1, 2, 3, 5)),
            Step(StepKind.LAST_CALL, APPRENTICE, offset=-15),
            Step(StepKind.ESCALATION, RF, offset=0),
            Step(StepKind.EXPIRY, RF, offset=0),
        ),
        closed_by=("ContractStarted", *BACK, *RESULT, "SfpPeriodLapsed"),
        expiry=Expiry(ask.LAPSE_SFP, "pathway"),
        attested=False,
        source=CODE_DU_TRAVAIL["L. 6222-18-2, L. 6225-3-1 et L. 6231-2 5°"],
    ),
    Obligation(
        ref="D65",
        name="forty_five_days_without_contract",
        label="45 jours sans nouveau contrat : le Tableau de bord transmet à la Mission Locale",
        kind=Clock.EVENT,
        starts=SFP_AFTER,
        within=jours_calendaires(45),
        owed_by=None,
        watched=True,
        calendar=Where.FORMATION,
        steps=(
            Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(30)),
            Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(40)),
            Step(StepKind.EXPIRY, CFA, offset=0),
        ),
        cancelled_by=("ContractStarted", *BACK, *RESULT),
        attested=False,
        source=PRATIQUE["Tableau de bord de l’apprentissage, transmission à 45 jours"],
    ),
    Obligation(
        ref="D66",
        name="inform_funder",
        label="Informer le financeur du début, de l’interruption ou de la fin de la formation",
        kind=Clock.MAX,
        starts=(
            On("ContractStarted"),
            On("ApprenticeExcluded"),
            *(On(fact) for fact in (*LEFT, *RESULT)),
        ),
        within=jours_calendaires(7),
        owed_by=Role.GESTIONNAIRE,
        calendar=Where.FORMATION,
        applies=after.training_had_begun,
        steps=(
            Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(3)),
            Step(StepKind.ESCALATION, DIRECTION, offset=1),
        ),
        outlives=True,
        setting=Setting(
            "D66",
            "Sous combien de temps le CFA informe le financeur (le texte ne dit aucun nombre)",
            "7 jours calendaires",
            CODE_DU_TRAVAIL["L. 6353-10"],
        ),
        source=CODE_DU_TRAVAIL["L. 6353-10"],
    ),
    Obligation(
        ref="D67",
        name="destroy_student_card",
        label="Se faire remettre la carte d’étudiant des métiers et la détruire",
        kind=Clock.MAX,
        starts=(On("ContractBroken"),),
        within=jours_calendaires(30),
        owed_by=Role.GESTIONNAIRE,
        calendar=Where.FORMATION,
        steps=(
            Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(7)),
            Step(StepKind.ESCALATION, DIRECTION, offset=1),
        ),
        outlives=True,
        setting=Setting(
            "D67",
            "Sous combien de temps la carte est détruite (le texte ne dit aucun nombre)",
            "30 jours calendaires",
            CODE_DU_TRAVAIL["D. 6222-42"],
        ),
        source=CODE_DU_TRAVAIL["D. 6222-42"],
    ),
)


def decide_on_the_status(grounds: Sequence[Ground]) -> Obligation:
    """«À statuer»: the clock never writes an abandonment, somebody says what becomes of them."""
    leaving = tuple(g.ref for g in grounds if "D63" not in g.opens)
    return Obligation(
        ref="T34",
        name="decide_on_the_status",
        label="Statuer : nouveau contrat, abandon ou formation initiale",
        kind=Clock.MAX,
        starts=(On("SfpPeriodLapsed"), On("ContractBroken")),
        within=jours_calendaires(15),
        owed_by=Role.RESPONSABLE_FORMATION,
        calendar=Where.FORMATION,
        applies=after.somebody_must_decide(leaving),
        steps=(
            Step(StepKind.REMINDER, RF, after_start=jours_calendaires(1)),
            Step(StepKind.LAST_CALL, (*RF, *CFA), offset=-5),
            Step(StepKind.ESCALATION, DIRECTION, offset=1),
        ),
        closed_by=(*LEFT, *BACK, *RESULT, "ApprenticeExcluded", "CandidacyWithdrawn"),
        attested=False,
        outlives=True,
        setting=Setting(
            "T34",
            "Sous combien de temps le responsable de formation statue",
            "15 jours calendaires",
            CODE_DU_TRAVAIL["L. 6231-2 13°"],
        ),
        source=CODE_DU_TRAVAIL["L. 6231-2 13°"],
    )
