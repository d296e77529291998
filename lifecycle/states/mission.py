"""The mission: proposed by an employer, examined and decided within one week."""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import mission as ask
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import candidacy, mission
from lifecycle.rules.conclusions import maitre_is_adult
from lifecycle.vocabulary import (
    Clock,
    Conclusion,
    Obligation,
    On,
    Phase,
    Setting,
    State,
    Step,
    StepKind,
    Transition,
)

SUBMITTED = State("submitted", "déposée", "described by the employer, not yet decided", "mission")
TO_COMPLETE = State("to_complete", "à compléter", "sent back to the employer", "mission")
VALIDATED = State("validated", "validée", "accepted: the contract may be authorised", "mission")
REFUSED = State("refused", "refusée", "not in line with the training", final=True)
WITHDRAWN = State("withdrawn", "retirée", "withdrawn by the employer or the apprentice", final=True)

UNDECIDED = (SUBMITTED, TO_COMPLETE)
PROPOSERS = (Role.EMPLOYEUR, Role.APPRENTI, Role.MAITRE_APPRENTISSAGE, Role.GESTIONNAIRE)
PARTIES = (Role.EMPLOYEUR, Role.APPRENTI)
RF = (Role.RESPONSABLE_FORMATION,)

PROVIDED = Conclusion("provided", mission.provided)

TRANSITIONS = (
    Transition(
        ref="T05",
        region="mission",
        on=ask.SUBMIT_MISSION,
        enters=SUBMITTED,
        records="MissionSubmitted",
        by=PROPOSERS,
        requires=(candidacy.pathway_is_alive,),
        flags=(candidacy.apprentice_is_admitted,),
        informs=(*RF, Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE),
        concludes=(PROVIDED, Conclusion("maitre_is_adult", maitre_is_adult)),
        source=CHARTE["annexe, poste 2 §2"],
    ),
    Transition(
        ref="T06",
        region="mission",
        on=ask.REQUEST_MISSION_CHANGES,
        leaves=(SUBMITTED,),
        enters=TO_COMPLETE,
        records="MissionChangesRequested",
        by=RF,
        informs=PARTIES,
        source=CHARTE["annexe, poste 2 §2"],
    ),
    Transition(
        ref="T06",
        region="mission",
        on=ask.COMPLETE_MISSION,
        leaves=(TO_COMPLETE,),
        enters=SUBMITTED,
        records="MissionCompleted",
        by=PROPOSERS,
        informs=RF,
        concludes=(PROVIDED,),
        source=CHARTE["annexe, poste 2 §2"],
    ),
    Transition(
        ref="T07",
        region="mission",
        on=ask.VALIDATE_MISSION,
        leaves=(SUBMITTED,),
        enters=VALIDATED,
        records="MissionValidated",
        by=RF,
        requires=(mission.reviewer_is_not_the_maitre_apprentissage,),
        informs=(*PARTIES, Role.MAITRE_APPRENTISSAGE),
        concludes=(Conclusion("examined", mission.examined),),
        source=CHARTE["annexe, poste 2 §2, socle 1"],
    ),
    Transition(
        ref="T08",
        region="mission",
        on=ask.REFUSE_MISSION,
        leaves=(*UNDECIDED, VALIDATED),
        enters=REFUSED,
        records="MissionRefused",
        by=RF,
        requires=(mission.nothing_is_signed,),
        flags=(mission.refusal_has_a_motive,),
        concludes=(Conclusion("motive", mission.has_a_motive),),
        informs=PARTIES,
        source=CHARTE["annexe, poste 2 §2"],
    ),
    Transition(
        ref="T08",
        region="mission",
        on=ask.WITHDRAW_MISSION,
        leaves=(*UNDECIDED, VALIDATED),
        enters=WITHDRAWN,
        records="MissionWithdrawn",
        by=PROPOSERS,
        requires=(mission.nothing_is_signed,),
        informs=PARTIES,
        source=CHARTE["annexe, poste 2 §2"],
    ),
)

SOCLE_1 = CHARTE["annexe, poste 2 §2, socle 1 (« sous une semaine »)"]
WEEK = Setting(
    "D01",
    "Délai de validation de la mission",
    "7 jours calendaires",
    SOCLE_1,
    socle=(Delay(7, Unit.JOURS_CALENDAIRES), Delay(5, Unit.JOURS_OUVRES)),
)
SETTINGS = (
    WEEK,
    Setting(
        "O-01.start",
        "La semaine court dès le dépôt, ou dès que la fiche est complète",
        "submitted",
        SOCLE_1,
        choices=("submitted", "complete"),
    ),
    Setting(
        "O-01.changes",
        "Une demande de compléments suspend ou relance la semaine",
        "pause",
        SOCLE_1,
        choices=("pause", "restart"),
    ),
)

REVIEW_MISSION = Obligation(
    ref="D01",
    name="review_mission",
    label="Valider ou retourner la mission",
    kind=Clock.MAX,
    starts=(On("MissionSubmitted"),),
    within=Delay(7, Unit.JOURS_CALENDAIRES),
    owed_by=Role.RESPONSABLE_FORMATION,
    steps=(
        Step(StepKind.REMINDER, RF, offset=-4),
        Step(StepKind.REMINDER, RF, offset=-2),
        Step(StepKind.LAST_CALL, RF, offset=0),
        Step(StepKind.ESCALATION, (Role.DIRECTION, Role.GESTIONNAIRE), offset=1),
    ),
    closed_by=("MissionValidated", "MissionRefused"),
    cancelled_by=("MissionWithdrawn",),
    paused_by=("MissionChangesRequested",),
    resumed_by=("MissionCompleted",),
    starts_paused=mission.clock_waits_for_a_complete_sheet,
    restarts=mission.changes_restart_the_clock,
    setting=WEEK,
    attested=False,
    source=SOCLE_1,
)

PHASE = Phase("mission", "Validation de mission", TRANSITIONS, (REVIEW_MISSION,), SETTINGS)
