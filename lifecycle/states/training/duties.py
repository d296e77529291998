"""What the start of a contract makes due: medical visit, 45 days, grid, pay, evaluations, returns."""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.commands.training import END_PROBATION
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, RAISE_AGES
from lifecycle.people import Role
from lifecycle.rules import accompaniment as rules
from lifecycle.states.contract.duties import BROKEN, IN_TRAINING, LEFT, STARTED, TERM
from lifecycle.vocabulary import (
    Clock,
    Expiry,
    Obligation,
    On,
    Presence,
    Setting,
    Step,
    StepKind,
    Where,
    jours_calendaires,
    mois,
)

CFA = (Role.GESTIONNAIRE,)
EMPLOYER = (Role.EMPLOYEUR,)
INTEGRATION = (Role.GESTIONNAIRE, Role.TUTEUR_ACADEMIQUE)
RF = (Role.RESPONSABLE_FORMATION,)
DIRECTION = (Role.DIRECTION,)
GRID = (Role.MAITRE_APPRENTISSAGE, Role.TUTEUR_ACADEMIQUE, Role.APPRENTI)
EVALUATORS = (Role.APPRENTI, Role.MAITRE_APPRENTISSAGE)


CLAIM_THE_AID = Obligation(
    ref="D16",
    name="claim_the_aid",
    label="Transmettre le contrat dans les six mois, sans quoi l’aide unique est perdue",
    kind=Clock.MAX,
    starts=(On("ContractSigned"),),
    within=mois(6),
    owed_by=Role.EMPLOYEUR,
    applies=rules.employer_may_claim_the_aid,
    steps=(
        Step(StepKind.REMINDER, EMPLOYER, after_start=mois(4)),
        Step(StepKind.REMINDER, EMPLOYER, after_start=mois(5)),
        Step(StepKind.LAST_CALL, EMPLOYER, offset=0),
        Step(StepKind.ESCALATION, CFA, offset=1),
    ),
    closed_by=("FilingTransmitted", "FilingTakenOver"),
    cancelled_by=("FilingClosed",),
    attested=False,
    source=CODE_DU_TRAVAIL["D. 6243-2"],
)
MEDICAL_VISIT = Obligation(
    ref="D19",
    name="medical_visit",
    label="Faire passer la visite d’information et de prévention",
    kind=Clock.MAX,
    starts=STARTED,
    within=mois(2),
    owed_by=Role.EMPLOYEUR,
    steps=(
        Step(StepKind.REMINDER, EMPLOYER, after_start=mois(1)),
        Step(StepKind.REMINDER, EMPLOYER, offset=-15),
        Step(StepKind.ESCALATION, CFA, offset=1),
    ),
    source=CODE_DU_TRAVAIL["R. 6222-36"],
)
PROBATION_DAYS = Obligation(
    ref="D20",
    name="probation_days",
    label="45 premiers jours de formation pratique : chacun peut rompre sans motif",
    kind=Clock.COUNTER,
    starts=(On("ContractStarted", day="practice_from"), On("StartTakenOver", day="practice_from")),
    within=Presence(45),
    owed_by=None,
    watched=True,
    steps=(
        Step(StepKind.REMINDER, INTEGRATION, at_count=30),
        Step(StepKind.REMINDER, INTEGRATION, at_count=40),
        Step(StepKind.EXPIRY, CFA, offset=0),
    ),
    closed_by=("ProbationEnded", "ProbationEndTakenOver"),
    replanned_by=("SituationOpened", "SituationClosed", "ContractAmended"),
    expiry=Expiry(END_PROBATION, "contract", rules.nobody_is_away),
    attested=False,
    source=CODE_DU_TRAVAIL["L. 6222-18 al. 1"],
)
SHARE_THE_GRID = Obligation(
    ref="D35",
    name="share_the_grid",
    label="Partager la grille d’évaluation avec le maître d’apprentissage, le tuteur et l’apprenti",
    kind=Clock.MAX,
    starts=IN_TRAINING,
    within=mois(1),
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, RF, offset=-15),
        Step(StepKind.LAST_CALL, (*GRID, *RF), offset=-7),
        Step(StepKind.ESCALATION, (*RF, *CFA), offset=1),
        Step(StepKind.ESCALATION, DIRECTION, offset=8),
    ),
    closed_by=("GridCompleted",),
    attested=False,
    setting=Setting(
        "D35",
        "Délai de partage de la grille d’évaluation (« en début de formation »)",
        str(mois(1)),
        CHARTE["annexe, poste 3, socle"],
        socle=(mois(1), Delay(4, Unit.SEMAINES), jours_calendaires(28)),
    ),
    source=CHARTE["annexe, poste 3, socle"],
)
EVALUATE = Obligation(
    ref="D38",
    name="evaluate_the_training",
    label="Faire évaluer la formation par l’apprenti et par le maître d’apprentissage",
    kind=Clock.WINDOW,
    starts=TERM,
    within=jours_calendaires(30),
    opens=mois(1),
    opens_before=True,
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, EVALUATORS, after_start=jours_calendaires(0)),
        Step(StepKind.REMINDER, EVALUATORS, after_start=jours_calendaires(7)),
        Step(StepKind.LAST_CALL, EVALUATORS, after_start=jours_calendaires(21)),
        Step(StepKind.ESCALATION, (*RF, *CFA), offset=1),
    ),
    closed_by=("EvaluationRecorded",),
    counts_if=rules.evaluator_is_new,
    times=2,
    cancelled_by=(*BROKEN, *LEFT),
    attested=False,
    outlives=True,
    source=CHARTE["annexe, poste 3, socle"],
)
RAISE_PAY = Obligation(
    ref="D42",
    name="raise_pay",
    label="Majorer la rémunération le premier jour du mois qui suit l’anniversaire",
    kind=Clock.EVENT,
    starts=tuple(
        On(fact, day=f"pay_raise_{age}", optional=True)
        for fact in ("ContractStarted", "StartTakenOver")
        for age in RAISE_AGES
    ),
    within=jours_calendaires(0),
    owed_by=Role.EMPLOYEUR,
    watched=True,
    steps=(
        Step(StepKind.REMINDER, EMPLOYER, offset=-30),
        Step(StepKind.EXPIRY, (*EMPLOYER, *CFA), offset=0),
    ),
    attested=False,
    source=CODE_DU_TRAVAIL["D. 6222-31"],
)
VISIT_ON_RETURN = Obligation(
    ref="D43",
    name="visit_on_return",
    label="Organiser la visite de reprise",
    kind=Clock.MAX,
    starts=(On("ReturnRecorded"),),
    within=jours_calendaires(8),
    owed_by=Role.EMPLOYEUR,
    applies=rules.return_visit_is_due,
    steps=(
        Step(StepKind.REMINDER, EMPLOYER, after_start=jours_calendaires(0)),
        Step(StepKind.LAST_CALL, EMPLOYER, offset=-2),
        Step(StepKind.ESCALATION, CFA, offset=1),
    ),
    source=CODE_DU_TRAVAIL["R. 4624-31"],
)
HOSTING_DELAY = Delay(5, Unit.JOURS_OUVRABLES)
SEND_HOSTING_CONVENTION = Obligation(
    ref="D45",
    name="send_hosting_convention",
    label="Adresser la convention d’accueil au CFA et à l’organisme de dépôt dès sa conclusion",
    kind=Clock.MAX,
    starts=(On("HostingRecorded", day="convention_signed_on"),),
    within=HOSTING_DELAY,
    owed_by=Role.EMPLOYEUR,
    steps=(
        Step(StepKind.REMINDER, EMPLOYER, offset=-2),
        Step(StepKind.LAST_CALL, EMPLOYER, offset=0),
        Step(StepKind.ESCALATION, CFA, offset=1),
    ),
    setting=Setting(
        "D45",
        "Envoi de la convention d’accueil (« dès sa conclusion »)",
        str(HOSTING_DELAY),
        CODE_DU_TRAVAIL["R. 6223-12"],
        socle=(HOSTING_DELAY,),
    ),
    outlives=True,
    source=CODE_DU_TRAVAIL["R. 6223-10 à R. 6223-12"],
)

OBLIGATIONS = (
    CLAIM_THE_AID,
    MEDICAL_VISIT,
    PROBATION_DAYS,
    SHARE_THE_GRID,
    EVALUATE,
    RAISE_PAY,
    VISIT_ON_RETURN,
    SEND_HOSTING_CONVENTION,
)
