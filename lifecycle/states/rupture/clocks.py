"""The clocks of the procedures of rupture, watched: the acts that come too soon or late are flagged."""

from __future__ import annotations

from lifecycle.calendar import Delay
from lifecycle.commands import rupture as ask
from lifecycle.legal import CODE_DU_TRAVAIL
from lifecycle.people import Role
from lifecycle.rules import after_rupture as after
from lifecycle.rules import procedures
from lifecycle.states.contract.duties import BROKEN
from lifecycle.vocabulary import (
    Clock,
    Expiry,
    Obligation,
    On,
    Step,
    StepKind,
    Where,
    jours_calendaires,
)

CFA = (Role.GESTIONNAIRE,)
DIRECTION = (Role.DIRECTION,)


def _least(
    ref: str, name: str, label: str, start: str, within: Delay, owed_by: Role, article: str,
    closed_by: tuple[str, ...], extends: bool = False,
) -> Obligation:  # fmt: skip
    """A MIN: the day from which the act may happen."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MIN,
        starts=(On(start),),
        within=within,
        owed_by=owed_by,
        watched=True,
        applies=after.mediator_hears_a_resignation if start == "MediatorSeized" else None,
        closed_by=closed_by,
        cancelled_by=BROKEN,
        attested=False,
        extends=extends,
        source=CODE_DU_TRAVAIL[article],
    )


PROCEDURE = (
    Obligation(
        ref="T31",
        name="break_contract",
        label="Rupture annoncée du contrat",
        kind=Clock.EVENT,
        starts=(On("RuptureRecorded", day="broken_on"),),
        within=jours_calendaires(0),
        owed_by=None,
        watched=True,
        applies=after.rupture_is_to_come,
        steps=(Step(StepKind.EXPIRY, CFA, offset=0),),
        closed_by=("ContractBroken",),
        cancelled_by=("ContractEnded",),
        expiry=Expiry(ask.BREAK_CONTRACT, "contract", after.rupture_has_come),
        attested=False,
        outlives=True,
        source=CODE_DU_TRAVAIL["L. 6222-18"],
    ),
    _least(
        "D51", "inform_employer", "Informer l’employeur, le médiateur saisi (démission)",
        "MediatorSeized", procedures.BEFORE_INFORMING, Role.APPRENTI, "L. 6222-18 et D. 6222-21-1",
        ("EmployerInformed",),
    ),
    _least(
        "D52", "leave_the_employer", "Quitter l’employeur, informé de la démission",
        "EmployerInformed", procedures.BEFORE_LEAVING, Role.APPRENTI, "D. 6222-21-1",
        ("ContractBroken",),
    ),
    Obligation(
        ref="D53",
        name="mediator_acts",
        label="Intervention du médiateur, faute de réponse du représentant légal",
        kind=Clock.MAX,
        starts=(On("MediatorSeized"),),
        within=jours_calendaires(15),
        owed_by=None,
        watched=True,
        applies=after.representative_is_silent,
        steps=(Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(10)),),
        closed_by=("EmployerInformed",),
        source=CODE_DU_TRAVAIL["L. 6222-18 al. 4"],
    ),
    _least(
        "D54", "hold_interview", "Tenir l’entretien préalable",
        "InterviewConvened", procedures.BEFORE_THE_INTERVIEW, Role.EMPLOYEUR,
        "L. 1232-2 et R. 1231-1", ("InterviewHeld",), extends=True,
    ),
    Obligation(
        ref="D55",
        name="notify_dismissal",
        label="Notifier le licenciement",
        kind=Clock.WINDOW,
        starts=(On("InterviewHeld"),),
        within=procedures.TO_NOTIFY,
        opens=procedures.BEFORE_NOTIFYING,
        owed_by=Role.EMPLOYEUR,
        watched=True,
        closed_by=("RuptureRecorded",),
        attested=False,
        extends=True,
        source=CODE_DU_TRAVAIL["L. 1232-6, L. 1332-2 et R. 1332-3"],
    ),
    Obligation(
        ref="D56",
        name="prosecute_fault",
        label="Engager les poursuites",
        kind=Clock.MAX,
        starts=(On("FaultKnown"),),
        within=procedures.TO_PROSECUTE,
        owed_by=Role.EMPLOYEUR,
        watched=True,
        closed_by=("InterviewConvened",),
        attested=False,
        source=CODE_DU_TRAVAIL["L. 1332-4"],
    ),
    Obligation(
        ref="D57",
        name="second_examination",
        label="Second examen du médecin du travail, s’il est nécessaire",
        kind=Clock.MAX,
        starts=(On("UnfitnessFound"),),
        within=procedures.BETWEEN_EXAMS,
        owed_by=None,
        watched=True,
        closed_by=("UnfitnessConfirmed",),
        source=CODE_DU_TRAVAIL["R. 4624-42, L. 1226-4 et L. 6222-18 al. 3"],
    ),
    Obligation(
        ref="D58",
        name="decide_sanction",
        label="Décider de la sanction, un jour franc au moins après l’entretien",
        kind=Clock.WINDOW,
        starts=(On("DisciplinaryInterviewHeld"),),
        within=procedures.TO_SANCTION,
        opens=procedures.BEFORE_THE_SANCTION,
        owed_by=Role.DIRECTION,
        calendar=Where.FORMATION,
        steps=(
            Step(StepKind.REMINDER, DIRECTION, offset=-7),
            Step(StepKind.LAST_CALL, (*DIRECTION, *CFA), offset=-2),
            Step(StepKind.ESCALATION, CFA, offset=1),
        ),
        closed_by=("ApprenticeExcluded", "SituationResolved"),
        source=CODE_DU_TRAVAIL["R. 6352-4 à R. 6352-8"],
    ),
    _least(
        "D60", "end_after_diploma", "Finir le contrat, l’employeur informé du diplôme",
        "DiplomaAnnounced", procedures.NOTICE_AFTER_DIPLOMA, Role.APPRENTI,
        "L. 6222-19 et R. 6222-23", ("ContractBroken",),
    ),
    Obligation(
        ref="D61",
        name="rule_on_suspension",
        label="Décision de la DREETS sur la reprise du contrat suspendu",
        kind=Clock.MAX,
        starts=(On("ContractSuspended"),),
        within=jours_calendaires(15),
        owed_by=Role.DDETS,
        watched=True,
        steps=(
            Step(StepKind.REMINDER, (*CFA, *DIRECTION), after_start=jours_calendaires(0)),
            Step(StepKind.ESCALATION, DIRECTION, offset=1),
        ),
        closed_by=("ContractResumed", "ResumptionRefused"),
        attested=False,
        source=CODE_DU_TRAVAIL["L. 6225-4 à L. 6225-7"],
    ),
)  # fmt: skip
