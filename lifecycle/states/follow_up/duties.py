"""What the end of the training makes due: exams, one more year, the employer's papers, orientation."""

from __future__ import annotations

from lifecycle.commands.follow_up import END_CONTRACT
from lifecycle.legal import CODE_DU_TRAVAIL, PRATIQUE
from lifecycle.people import Role
from lifecycle.rules import follow_up as rules
from lifecycle.states.contract.duties import BROKEN, TERM
from lifecycle.vocabulary import (
    Clock,
    Expiry,
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
EMPLOYER = (Role.EMPLOYEUR,)
CANDIDATES = (Role.APPRENTI, Role.MAITRE_APPRENTISSAGE)
FAILED = (On("ExamsFailed"), On("FailureTakenOver"))
BACK = ("TrainingExtended", "TrainingResumed", "TrainingEntered", "DiplomaObtained")
KNOWN_TERM = (
    *TERM,
    On("ProbationEndTakenOver", day="ends_on", optional=True),
    On("ContractDetailsTakenOver", day="ends_on", optional=True),
)
"""The end of the contract, however it came to be known."""
TWO_MONTHS_BEFORE = -61  # jours calendaires before the last day, itself the eve of the exams


TERM_OF_THE_CONTRACT = Obligation(
    ref="T40",
    name="end_contract",
    label="Terme du contrat",
    kind=Clock.SILENCE,
    starts=KNOWN_TERM,
    within=jours_calendaires(0),
    owed_by=None,
    watched=True,
    steps=(Step(StepKind.EXPIRY, CFA, offset=0),),
    closed_by=("ContractEnded", "TermTakenOver"),
    cancelled_by=BROKEN,
    expiry=Expiry(END_CONTRACT, "contract"),
    attested=False,
    outlives=True,
    source=CODE_DU_TRAVAIL["L. 6222-7 et L. 6222-7-1"],
)
EXAM_LEAVE = Obligation(
    ref="D70",
    name="exam_leave",
    label="Accorder cinq jours ouvrables de congé dans le mois qui précède les épreuves",
    kind=Clock.WINDOW,
    starts=(On("ExamsAnnounced", day="exams_on"),),
    within=jours_calendaires(1),
    before=True,
    opens=mois(1),
    opens_before=True,
    owed_by=Role.EMPLOYEUR,
    steps=(
        Step(StepKind.REMINDER, CANDIDATES, offset=TWO_MONTHS_BEFORE),
        Step(StepKind.LAST_CALL, (*EMPLOYER, *CANDIDATES), offset=-7),
        Step(StepKind.ESCALATION, CFA, offset=1),
    ),
    source=CODE_DU_TRAVAIL["L. 6222-35"],
)
DECIDE_ON_ONE_MORE_YEAR = Obligation(
    ref="D72",
    name="decide_on_one_more_year",
    label="Convenir, ou non, d’une prolongation d’un an au plus après l’échec",
    kind=Clock.MAX,
    starts=FAILED,
    within=mois(12),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(7)),
        Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(21)),
        Step(StepKind.ESCALATION, RF, offset=1),
    ),
    closed_by=("TrainingExtended",),
    cancelled_by=("DiplomaObtained",),
    source=CODE_DU_TRAVAIL["L. 6222-11 et D. 6222-28"],
)
LEAVING_PAPERS = Obligation(
    ref="D73",
    name="leaving_papers",
    label="Remettre certificat de travail, solde de tout compte et attestation France Travail",
    kind=Clock.MAX,
    starts=(*KNOWN_TERM, On("ContractBroken"), On("RuptureTakenOver")),
    within=jours_calendaires(0),
    opens=mois(1),
    opens_before=True,
    owed_by=Role.EMPLOYEUR,
    applies=rules.employment_ends,
    steps=(
        Step(StepKind.REMINDER, EMPLOYER, offset=-15),
        Step(StepKind.LAST_CALL, EMPLOYER, offset=0),
        Step(StepKind.ESCALATION, CFA, offset=8),
    ),
    outlives=True,
    source=CODE_DU_TRAVAIL["L. 1234-19, L. 1234-20 et R. 1234-9"],
)
ORIENT = Obligation(
    ref="D74",
    name="orient_those_who_leave",
    label="Orienter vers qui peut accompagner un projet, après une sortie sans diplôme",
    kind=Clock.MAX,
    starts=(*FAILED, On("TrainingAbandoned"), On("ApprenticeExcluded")),
    within=mois(1),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, (Role.APPRENTI,), after_start=jours_calendaires(7)),
        Step(StepKind.REMINDER, CFA, offset=-15),
        Step(StepKind.LAST_CALL, CFA, offset=0),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    cancelled_by=BACK,
    outlives=True,
    source=CODE_DU_TRAVAIL["L. 6231-2 13°"],
)

OBLIGATIONS = (
    TERM_OF_THE_CONTRACT,
    EXAM_LEAVE,
    DECIDE_ON_ONE_MORE_YEAR,
    LEAVING_PAPERS,
    ORIENT,
)
SETTINGS = (
    Setting(
        "D71",
        "Temps, après la dernière épreuve, dans lequel le contrat prend fin",
        str(mois(2)),
        PRATIQUE["aide du CERFA 10103, fin des épreuves"],
        socle=(mois(3),),
    ),
)
