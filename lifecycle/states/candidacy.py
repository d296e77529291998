"""Candidacy: from the application to the entry into training, and every way of leaving the path."""

from __future__ import annotations

from typing import Any

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import candidacy as ask
from lifecycle.commands.contract import CANCEL_CONTRACT
from lifecycle.commands.intention import Intention
from lifecycle.commands.mission import WITHDRAW_MISSION
from lifecycle.commands.rupture import LAPSE_SFP
from lifecycle.commands.training import CLOSE_SITUATION
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL
from lifecycle.people import Role
from lifecycle.rules import candidacy as rules
from lifecycle.rules import rupture
from lifecycle.rules.conclusions import begun, today
from lifecycle.vocabulary import (
    Clock,
    Conclusion,
    Consequence,
    Expiry,
    Obligation,
    On,
    Phase,
    State,
    Step,
    StepKind,
    Transition,
    Where,
)

CANDIDATE = State("candidate", "candidature reçue", "not yet decided", "candidacy")
SEEKING = State(
    "seeking", "admis, en recherche d’employeur", "admitted, no contract yet", "candidacy"
)
SFP_BEFORE = State("sfp_before", "en formation sans contrat (SFP)", "3 months at most", "candidacy")
IN_TRAINING = State("in_training", "en formation", "a contract is being performed", "training")
SFP_AFTER = State("sfp_after", "en formation après rupture (SFP)", "6 months at most", "rupture")
IN_EXAMS = State("in_exams", "en examen", "exams, defence, jury", "training")
GRADUATED = State("graduated", "diplômé", "the jury has passed them", "follow_up")
FAILED = State("failed", "ajourné", "the jury has not passed them", "follow_up")
FOLLOW_UP = State("follow_up", "suivi post-formation", "surveys and help to find work", "follow_up")
ALUMNI = State("alumni", "alumni", "in the network, on its own legal basis", "closed", final=True)
REFUSED = State("refused", "candidature refusée", "not admitted", "closed", final=True)
WITHDRAWN = State("withdrawn", "désistement", "left before training", "closed", final=True)
ABANDONED = State("abandoned", "abandon", "left the training", "closed", left=True)
EXCLUDED = State("excluded", "exclu", "excluded by the CFA", "closed", left=True)
TRANSFERRED = State("transferred", "changement de CFA", "goes on elsewhere", "closed", final=True)
REORIENTED = State("reoriented", "réorienté", "goes on under another status", "closed", final=True)
DECEASED = State("deceased", "décédé", "all stops", "closed", final=True, over=True)

BEFORE_CONTRACT = (CANDIDATE, SEEKING, SFP_BEFORE)
ACTIVE = (*BEFORE_CONTRACT, IN_TRAINING, SFP_AFTER, IN_EXAMS)
TAKEN_UP = (ABANDONED, EXCLUDED)
"""Left, and taken up again by a new contract (L. 6222-18-1)."""
ANY = (*ACTIVE, GRADUATED, FAILED, FOLLOW_UP, ALUMNI, REFUSED, WITHDRAWN, ABANDONED, EXCLUDED,
       TRANSFERRED, REORIENTED)  # fmt: skip

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
BEGUN = Conclusion("begun_on", begun)
CLOSES_DISCIPLINE = Consequence(
    CLOSE_SITUATION, "situation", rupture.situation_is_disciplinary, same=False
)
ENDS = (
    Consequence(WITHDRAW_MISSION, "mission", same=False),
    Consequence(CANCEL_CONTRACT, "contract", same=False),
)


def _leaves_the_path(
    on: Intention,
    records: str,
    enters: State,
    also: tuple[State, ...] = (),
    **more: Any,
) -> Transition:
    said = {"by": (*OFFICE, Role.APPRENTI), "source": CODE_DU_TRAVAIL["L. 6231-2 13°"], **more}
    return Transition(
        ref="T35",
        region="pathway",
        on=on,
        leaves=(*ACTIVE, *also),
        enters=enters,
        records=records,
        causes=(*ENDS, CLOSES_DISCIPLINE),
        **said,
    )


TRANSITIONS = (
    Transition(
        ref="T01",
        region="pathway",
        on=ask.REGISTER_CANDIDACY,
        enters=CANDIDATE,
        records="CandidacyRegistered",
        by=(*OFFICE, Role.APPRENTI),
        source=CHARTE["annexe, poste 2 §1"],
    ),
    Transition(
        ref="T02",
        region="pathway",
        on=ask.REFUSE_CANDIDACY,
        leaves=(CANDIDATE,),
        enters=REFUSED,
        records="CandidacyRefused",
        by=(Role.RESPONSABLE_FORMATION, Role.GESTIONNAIRE, Role.JURY),
        causes=ENDS,
        source=CHARTE["annexe, poste 2 §1"],
    ),
    Transition(
        ref="T02",
        region="pathway",
        on=ask.WITHDRAW_CANDIDACY,
        leaves=BEFORE_CONTRACT,
        enters=WITHDRAWN,
        records="CandidacyWithdrawn",
        by=(Role.APPRENTI, *OFFICE),
        causes=ENDS,
        source=CHARTE["annexe, poste 2 §1"],
    ),
    Transition(
        ref="T03",
        region="pathway",
        on=ask.ADMIT,
        leaves=(CANDIDATE,),
        enters=SEEKING,
        records="ApprenticeAdmitted",
        by=(Role.RESPONSABLE_FORMATION, Role.GESTIONNAIRE, Role.JURY),
        informs=(Role.APPRENTI,),
        concludes=(Conclusion("admitted", lambda case: case.day.isoformat()),),
        source=CHARTE["annexe, poste 2 §1"],
    ),
    Transition(
        ref="T04",
        region="pathway",
        on=ask.START_WITHOUT_CONTRACT,
        leaves=(SEEKING,),
        enters=SFP_BEFORE,
        records="TrainingStartedWithoutContract",
        by=(Role.APPRENTI, Role.GESTIONNAIRE, Role.DIRECTION),
        flags=(rules.sfp_status_is_signed,),
        concludes=(BEGUN,),
        source=CODE_DU_TRAVAIL["L. 6222-12-1"],
    ),
    Transition(
        ref="T45",
        region="pathway",
        on=ask.ENTER_TRAINING,
        leaves=(*BEFORE_CONTRACT, *TAKEN_UP),
        enters=IN_TRAINING,
        records="TrainingEntered",
        by=(Role.HORLOGE,),
        concludes=(BEGUN,),
        source=CODE_DU_TRAVAIL["L. 6222-12-1"],
    ),
    _leaves_the_path(ask.RECORD_ABANDONMENT, "TrainingAbandoned", ABANDONED),
    _leaves_the_path(
        ask.RECORD_EXCLUSION,
        "ApprenticeExcluded",
        EXCLUDED,
        by=OFFICE,
        flags=(rupture.sanction_follows_the_interview,),
        informs=(Role.EMPLOYEUR, Role.APPRENTI, Role.RESPONSABLE_FORMATION),
        concludes=(today("excluded_on"),),
        source=CODE_DU_TRAVAIL["L. 6222-18-1 et R. 6352-8"],
    ),
    _leaves_the_path(ask.RECORD_TRANSFER, "ApprenticeTransferred", TRANSFERRED, TAKEN_UP),
    _leaves_the_path(ask.RECORD_REORIENTATION, "ApprenticeReoriented", REORIENTED, TAKEN_UP),
    Transition(
        ref="T44",
        region="pathway",
        on=ask.RECORD_DEATH,
        leaves=ANY,
        enters=DECEASED,
        records="DeathRecorded",
        by=OFFICE,
        causes=ENDS,
        concludes=(Conclusion("silent", lambda _: True),),
        source=CHARTE["§1.2 (interprétation O-15)"],
    ),
)

FIND_A_CONTRACT = Obligation(
    ref="D02",
    name="find_a_contract",
    label="Signer un contrat, ou quitter le statut de stagiaire",
    kind=Clock.MAX,
    starts=(On("TrainingStartedWithoutContract"), On("SfpTakenOver")),
    within=Delay(3, Unit.MOIS),
    owed_by=Role.APPRENTI,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, (Role.APPRENTI, Role.GESTIONNAIRE), after_start=Delay(1, Unit.MOIS)),
        Step(StepKind.REMINDER, (Role.APPRENTI, Role.GESTIONNAIRE), after_start=Delay(2, Unit.MOIS)),
        Step(StepKind.LAST_CALL, (Role.APPRENTI, Role.GESTIONNAIRE), offset=-15),
        Step(StepKind.ESCALATION, (Role.RESPONSABLE_FORMATION,), offset=1),
        Step(StepKind.EXPIRY, (Role.RESPONSABLE_FORMATION,), offset=0),
    ),
    closed_by=("TrainingEntered", "TrainingTakenOver"),
    expiry=Expiry(LAPSE_SFP, "pathway"),
    attested=False,
    source=CODE_DU_TRAVAIL["L. 6222-12-1"],
)  # fmt: skip

PHASE = Phase("candidacy", "Candidature", TRANSITIONS, (FIND_A_CONTRACT,))
