"""Reports, projects, mémoires and soutenances, each with its own day (P3-P08)."""

from __future__ import annotations

from lifecycle.commands import milestones as ask
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import milestones as rules
from lifecycle.rules.candidacy import pathway_is_alive
from lifecycle.rules.duties import reason_is_given
from lifecycle.rules.livret import act_has_happened
from lifecycle.states.contract.moves import STARTED
from lifecycle.vocabulary import (
    Clock,
    Obligation,
    On,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    jours_calendaires,
)

PLANNED = State("planned", "prévue", "has a day, and is not delivered yet")
DELIVERED = State("delivered", "remise ou soutenue", "was handed in or defended", final=True)
DROPPED = State("dropped", "abandonnée", "is not asked for any more", final=True)

STAFF = (
    Role.GESTIONNAIRE,
    Role.SECRETARIAT_PEDAGOGIQUE,
    Role.RESPONSABLE_FORMATION,
    Role.DIRECTION,
    Role.TUTEUR_ACADEMIQUE,
)
APPRENTICE = (Role.APPRENTI,)
TUTEUR = (Role.TUTEUR_ACADEMIQUE,)
RF = (Role.RESPONSABLE_FORMATION,)
SUPPORT = CHARTE["annexe, poste 3, périmètre 2 (rapports, projets, mémoires, soutenances)"]

TRANSITIONS = (
    Transition(
        ref="P3-P08",
        region="milestone",
        on=ask.PLAN_MILESTONE,
        enters=PLANNED,
        records="MilestonePlanned",
        by=STAFF,
        requires=(pathway_is_alive,),
        concludes=rules.of_the_contract_that_runs(STARTED),
        source=SUPPORT,
    ),
    Transition(
        ref="P3-P08",
        region="milestone",
        on=ask.MOVE_MILESTONE,
        leaves=(PLANNED,),
        records="MilestoneMoved",
        by=STAFF,
        source=SUPPORT,
    ),
    Transition(
        ref="P3-P08",
        region="milestone",
        on=ask.DELIVER_MILESTONE,
        leaves=(PLANNED,),
        enters=DELIVERED,
        records="MilestoneDelivered",
        by=(*STAFF, Role.APPRENTI),
        requires=(act_has_happened,),
        source=SUPPORT,
    ),
    Transition(
        ref="P3-P08",
        region="milestone",
        on=ask.DROP_MILESTONE,
        leaves=(PLANNED,),
        enters=DROPPED,
        records="MilestoneDropped",
        by=STAFF,
        requires=(reason_is_given,),
        source=SUPPORT,
    ),
)

DELIVER = Obligation(
    ref="P3-P08",
    name="deliver_milestone",
    label="Remettre ou soutenir à la date prévue le rapport, le projet ou le mémoire",
    kind=Clock.MAX,
    starts=(On("MilestonePlanned", day="due_on"), On("MilestoneMoved", day="due_on")),
    within=jours_calendaires(0),
    owed_by=Role.APPRENTI,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, APPRENTICE, offset=-30),
        Step(StepKind.REMINDER, APPRENTICE, offset=-7),
        Step(StepKind.ESCALATION, TUTEUR, offset=1),
        Step(StepKind.ESCALATION, RF, offset=8),
    ),
    closed_by=("MilestoneDelivered",),
    attested=False,
    source=SUPPORT,
)
OBLIGATIONS = (DELIVER,)
