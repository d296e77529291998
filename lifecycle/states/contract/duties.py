"""What the contract makes due: signatures, DPAE, documents, its start, avenants, the first visit."""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import contract as ask
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL
from lifecycle.people import Role
from lifecycle.rules import accompaniment, contract
from lifecycle.vocabulary import Clock, Expiry, Obligation, On, Setting, Step, StepKind, Where

HIRING = (On("ContractDrafted", day="starts_on"), On("HiringTakenOver", day="starts_on"))
STARTED = (On("ContractStarted"), On("StartTakenOver", day="starts_on"))
IN_TRAINING = (
    On("ContractStarted", day="training_from"),
    On("StartTakenOver", day="training_from"),
)
"""The start of «formation» (O-04), which a new contract starts again."""
TERM = (
    On("ContractStarted", day="ends_on", optional=True),
    On("StartTakenOver", day="ends_on", optional=True),
    On("ContractAmended", day="moved_term", optional=True),
)
"""The end of the contract, which a reprise may not know, and which an avenant may move."""
BROKEN = ("ContractBroken", "RuptureTakenOver")
LEFT = (
    "TrainingAbandoned",
    "ApprenticeExcluded",
    "ApprenticeTransferred",
    "ApprenticeReoriented",
)
EMPLOYER = (Role.EMPLOYEUR, Role.GESTIONNAIRE)
DIRECTION = (Role.DIRECTION,)
ONE_DAY = Delay(1, Unit.JOURS_CALENDAIRES)
TWO_MONTHS = (
    Delay(2, Unit.MOIS),
    Delay(8, Unit.SEMAINES),
    Delay(59, Unit.JOURS_CALENDAIRES),
)
"""The same length in other units, never longer: February and March make the shortest two months."""

SIGN_IN_TIME = Obligation(
    ref="D05",
    name="sign_contract",
    label="Faire signer le contrat avant le début d’exécution",
    kind=Clock.MAX,
    starts=HIRING,
    within=ONE_DAY,
    before=True,
    owed_by=Role.EMPLOYEUR,
    steps=(
        Step(StepKind.REMINDER, EMPLOYER, offset=-4),
        Step(StepKind.LAST_CALL, EMPLOYER, offset=0),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=("ContractSigned", "SignatureTakenOver"),
    attested=False,
    source=CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"],
)
DECLARE_HIRING = Obligation(
    ref="D09",
    name="declare_hiring",
    label="Déclarer l’embauche (DPAE)",
    kind=Clock.WINDOW,
    starts=HIRING,
    within=ONE_DAY,
    before=True,
    opens=Delay(8, Unit.JOURS_CALENDAIRES),
    opens_before=True,
    owed_by=Role.EMPLOYEUR,
    steps=(
        Step(StepKind.REMINDER, (Role.EMPLOYEUR,), offset=-7),
        Step(StepKind.LAST_CALL, (Role.EMPLOYEUR,), offset=-1),
        Step(StepKind.ESCALATION, (Role.GESTIONNAIRE,), offset=1),
    ),
    source=CODE_DU_TRAVAIL["L. 1221-10 et R. 1221-4"],
)
HAND_OVER_DOCUMENTS = Obligation(
    ref="D10",
    name="hand_over_documents",
    label="Remettre programme, horaires, évaluation et règlement intérieur",
    kind=Clock.MAX,
    starts=HIRING,
    within=ONE_DAY,
    before=True,
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, (Role.GESTIONNAIRE,), offset=-6),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    source=CODE_DU_TRAVAIL["L. 6353-8"],
)
START = Obligation(
    ref="T14",
    name="start_contract",
    label="Début d’exécution du contrat",
    kind=Clock.EVENT,
    starts=HIRING,
    within=Delay(0, Unit.JOURS_CALENDAIRES),
    owed_by=None,
    watched=True,
    steps=(Step(StepKind.EXPIRY, (Role.GESTIONNAIRE,), offset=0),),
    closed_by=("ContractStarted", "StartTakenOver"),
    expiry=Expiry(ask.START_CONTRACT, "contract", contract.contract_is_endorsed_on_its_first_day),
    attested=False,
    source=CODE_DU_TRAVAIL["L. 6222-7-1"],
)
TRANSMIT_AMENDMENT = Obligation(
    ref="D17",
    name="transmit_amendment",
    label="Transmettre l’avenant au dépôt",
    kind=Clock.MAX,
    starts=(On("ContractAmended", day="takes_effect_on"),),
    within=Delay(5, Unit.JOURS_OUVRABLES),
    owed_by=Role.EMPLOYEUR,
    steps=(
        Step(StepKind.REMINDER, EMPLOYER, offset=-2),
        Step(StepKind.LAST_CALL, EMPLOYER, offset=0),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    source=CODE_DU_TRAVAIL["D. 6224-5 et D. 6275-4"],
)
FIRST_VISIT = Obligation(
    ref="D30",
    name="first_visit",
    label="Rencontrer l’employeur dans les deux mois",
    kind=Clock.WINDOW,
    starts=IN_TRAINING,
    within=Delay(2, Unit.MOIS),
    opens=Delay(0, Unit.JOURS_CALENDAIRES),
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, (Role.TUTEUR_ACADEMIQUE,), after_start=Delay(1, Unit.MOIS)),
        Step(StepKind.REMINDER, (Role.TUTEUR_ACADEMIQUE,), offset=-15),
        Step(StepKind.LAST_CALL, (Role.TUTEUR_ACADEMIQUE,), offset=-7),
        Step(StepKind.ESCALATION, (Role.RESPONSABLE_FORMATION,), offset=1),
        Step(StepKind.ESCALATION, (Role.GESTIONNAIRE,), offset=8),
    ),
    closed_by=("VisitRecorded",),
    counts_if=accompaniment.meeting_counts,
    paused_by=("MobilityStarted",),
    resumed_by=("MobilityEnded",),
    starts_paused=accompaniment.apprentice_is_abroad,
    attested=False,
    setting=Setting(
        "D30",
        "Délai de la première rencontre avec l’employeur",
        "2 mois",
        CHARTE["annexe, poste 3, socle (deux rencontres annuelles)"],
        socle=TWO_MONTHS,
    ),
    source=CHARTE["annexe, poste 3, socle (deux rencontres annuelles)"],
)
ISSUE_STUDENT_CARD = Obligation(
    ref="D18",
    name="issue_student_card",
    label="Remettre la carte d’étudiant des métiers",
    kind=Clock.MAX,
    starts=STARTED,
    within=Delay(30, Unit.JOURS_CALENDAIRES),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, (Role.GESTIONNAIRE,), offset=-10),
        Step(StepKind.LAST_CALL, (Role.GESTIONNAIRE,), offset=0),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    source=CODE_DU_TRAVAIL["D. 6222-42"],
)

OBLIGATIONS = (
    SIGN_IN_TIME,
    DECLARE_HIRING,
    HAND_OVER_DOCUMENTS,
    START,
    TRANSMIT_AMENDMENT,
    FIRST_VISIT,
    ISSUE_STUDENT_CARD,
)
