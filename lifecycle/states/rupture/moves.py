"""The moves of a rupture: its procedure, its announcement, its day, and what the apprentice does."""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.commands import candidacy as leave
from lifecycle.commands import rupture as ask
from lifecycle.commands.filing import BREAK_FILING
from lifecycle.commands.follow_up import ENTER_FOLLOW_UP
from lifecycle.commands.intention import Intention
from lifecycle.legal import CODE_DU_TRAVAIL, MAISON, Source
from lifecycle.people import Role
from lifecycle.rules import after_rupture as after
from lifecycle.rules import rupture as rules
from lifecycle.rules.conclusions import flag, today
from lifecycle.rules.follow_up import training_is_over
from lifecycle.states import candidacy as path
from lifecycle.states import filing
from lifecycle.states.contract.moves import BROKEN, PROBATION, RUNNING, STARTED
from lifecycle.states.follow_up.moves import IS_OVER
from lifecycle.states.rupture.grounds import REFUSED_RESUMPTION
from lifecycle.states.training.actions import ENDS_WITH_ITS_CONTRACT
from lifecycle.states.training.situations import CLOSES_WITH_ITS_CONTRACT, SITE
from lifecycle.states.training.situations import OPEN as GOING_ON
from lifecycle.vocabulary import (
    Conclusion,
    Consequence,
    Ground,
    Rule,
    State,
    Transition,
)

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
PARTIES = (Role.EMPLOYEUR, Role.APPRENTI, Role.REPRESENTANT_LEGAL)
ENGINE = (Role.HORLOGE,)
RUPTURE = CODE_DU_TRAVAIL["L. 6222-18"]
SIX_MONTHS = CODE_DU_TRAVAIL["L. 6222-18-2"]
WISHES = {"leave": leave.RECORD_ABANDONMENT, "initial": leave.RECORD_REORIENTATION}
"""What an apprentice who does not stay asks for; who says nothing stays (L. 6222-18-2)."""


def transitions(grounds: Sequence[Ground]) -> tuple[Transition, ...]:
    """Every move of the phase, as these grounds make it."""
    return (*STEPS, *_rupture(grounds), *AFTER)


# --- the rupture itself, made of the table -----------------------------------------------------


def _rupture(grounds: Sequence[Ground]) -> tuple[Transition, ...]:
    states = {g.ref: tuple(s.name for s in g.leaves) for g in grounds}
    initiators = {g.ref: g.initiators for g in grounds}
    words = tuple(dict.fromkeys(w for g in grounds for w in g.initiators))
    return (
        Transition(
            ref="T31",
            region="contract",
            on=ask.record_rupture(tuple(states), words),
            leaves=tuple(dict.fromkeys(s for g in grounds for s in g.leaves)),
            records="RuptureRecorded",
            by=(*OFFICE, *PARTIES, Role.OPCO, Role.DDETS),
            requires=(rules.rupture_is_dated_by_its_day, rules.ground_suits(states)),
            flags=(rules.initiator_suits(initiators), *_procedures(grounds)),
            causes=(*_endings(grounds), ANNOUNCED),
            source=RUPTURE,
        ),
        _broken("T23", PROBATION, grounds),
        _broken("T31", RUNNING, grounds),
        _of_the_contract("T29", ask.REFUSE_RESUMPTION, "ResumptionRefused",
                         (*OFFICE, Role.DDETS), CODE_DU_TRAVAIL["L. 6225-5 à L. 6225-7"],
                         concludes=REFUSED, causes=(Consequence(ask.BREAK_CONTRACT, "contract"),)),
    )  # fmt: skip


ANNOUNCED = Consequence(ask.OPEN_PROCEDURE, "situation", after.rupture_is_announced)
BEGINS = Consequence(ask.OPEN_PROCEDURE, "situation", after.procedure_is_new)
REFUSED = (
    today("broken_on"),
    Conclusion("ground", lambda _: REFUSED_RESUMPTION),
    flag("suspended", False),
)


def _procedures(grounds: Sequence[Ground]) -> tuple[Rule, ...]:
    """Each rule once, asked of the grounds whose procedure it is."""
    every = dict.fromkeys(rule for g in grounds for rule in g.procedure)
    refs = {rule: tuple(g.ref for g in grounds if rule in g.procedure) for rule in every}
    return tuple(rules.only_for(rule, refs[rule]) for rule in every)


def _endings(grounds: Sequence[Ground]) -> tuple[Consequence, ...]:
    """A contract that has begun ends on the day of its rupture, one that has not at once."""
    ways = dict.fromkeys(g.ends for g in grounds)
    by_way = {on: tuple(g.ref for g in grounds if g.ends == on) for on in ways}
    waits = {ask.BREAK_CONTRACT: after.rupture_has_come}
    return tuple(
        Consequence(on, "contract", after.ends_on(f"ground_asks_to_{on.name}", refs, waits.get(on)))
        for on, refs in by_way.items()
    )


def _broken(ref: str, leaves: State, grounds: Sequence[Ground]) -> Transition:
    staying = tuple(g.ref for g in grounds if "D63" in g.opens)
    breaking = (g for g in grounds if g.ends == ask.BREAK_CONTRACT)
    return Transition(
        ref=ref,
        region="contract",
        on=ask.BREAK_CONTRACT,
        leaves=(leaves,),
        enters=BROKEN,
        records="ContractBroken",
        by=ENGINE,
        causes=(
            Consequence(BREAK_FILING, "filing"),
            CLOSES_WITH_ITS_CONTRACT,
            ENDS_WITH_ITS_CONTRACT,
            Consequence(ask.CONTINUE_AFTER_RUPTURE, "pathway", after.apprentice_stays(staying)),
            *(Consequence(on, "pathway", after.apprentice_wishes(w)) for w, on in WISHES.items()),
            Consequence(ENTER_FOLLOW_UP, "pathway", training_is_over),
            IS_OVER,
        ),
        informs=tuple(dict.fromkeys(role for g in breaking for role in g.informs)),
        concludes=(Conclusion("ground", lambda case: case.value("ground")),),
        source=RUPTURE,
    )


# --- the steps of the procedures ---------------------------------------------------------------


def _of_the_contract(
    ref: str,
    on: Intention,
    records: str,
    by: tuple[Role, ...],
    source: Source,
    *,
    concludes: tuple[Conclusion, ...] = (),
    causes: tuple[Consequence, ...] = (BEGINS,),
    informs: tuple[Role, ...] = (),
) -> Transition:
    return Transition(
        ref=ref,
        region="contract",
        on=on,
        leaves=STARTED,
        records=records,
        by=by,
        concludes=concludes,
        causes=causes,
        informs=informs,
        source=source,
    )


def _dated(field: str) -> tuple[Conclusion, ...]:
    """The day of the step, as the form says or as the fact is dated."""
    return (Conclusion(field, lambda case: case.command.fields.get(field) or case.day.isoformat()),)


MEDIATION = CODE_DU_TRAVAIL["L. 6222-18 al. 4 et L. 6222-39"]
INTERVIEW = CODE_DU_TRAVAIL["L. 1232-2 à L. 1232-6"]
FITNESS = CODE_DU_TRAVAIL["R. 4624-42"]
DISCIPLINE = CODE_DU_TRAVAIL["R. 6352-4 à R. 6352-8"]
FOLLOWERS = (Role.GESTIONNAIRE, Role.TUTEUR_ACADEMIQUE)

STEPS = (
    _of_the_contract("T26", ask.SEIZE_MEDIATOR, "MediatorSeized", (*OFFICE, *PARTIES), MEDIATION,
                     concludes=_dated("mediator_seized_on"), informs=FOLLOWERS),
    _of_the_contract("T31", ask.INFORM_EMPLOYER, "EmployerInformed", (*OFFICE, *PARTIES), MEDIATION,
                     concludes=_dated("employer_informed_on"), informs=FOLLOWERS),
    _of_the_contract("T31", ask.CONVENE_TO_INTERVIEW, "InterviewConvened", (*OFFICE, Role.EMPLOYEUR),
                     INTERVIEW, concludes=_dated("convened_on")),
    _of_the_contract("T31", ask.HOLD_INTERVIEW, "InterviewHeld", (*OFFICE, Role.EMPLOYEUR),
                     INTERVIEW, concludes=_dated("interview_on")),
    _of_the_contract("T31", ask.RECORD_FAULT, "FaultKnown", (*OFFICE, Role.EMPLOYEUR),
                     CODE_DU_TRAVAIL["L. 1332-4"], concludes=_dated("fault_known_on")),
    _of_the_contract("T31", ask.RECORD_UNFITNESS, "UnfitnessFound", (*OFFICE, Role.EMPLOYEUR),
                     FITNESS, concludes=_dated("first_exam_on")),
    _of_the_contract("T31", ask.CONFIRM_UNFITNESS, "UnfitnessConfirmed", (*OFFICE, Role.EMPLOYEUR),
                     FITNESS, concludes=_dated("second_exam_on")),
    _of_the_contract("T31", ask.ANNOUNCE_DIPLOMA, "DiplomaAnnounced", (*OFFICE, Role.APPRENTI),
                     CODE_DU_TRAVAIL["L. 6222-19 et R. 6222-23"],
                     concludes=_dated("diploma_told_on")),
    Transition(
        ref="T31",
        region="situation",
        on=ask.OPEN_PROCEDURE,
        enters=GOING_ON,
        records="ProcedureOpened",
        by=ENGINE,
        concludes=(
            Conclusion("kind", lambda _: "procedure"),
            Conclusion("contract", lambda case: case.subject.id if case.subject else None),
            SITE,
        ),
        source=MAISON["situations de la formation"],
    ),
    Transition(
        ref="T35",
        region="situation",
        on=ask.OPEN_DISCIPLINE,
        enters=GOING_ON,
        records="DisciplineOpened",
        by=OFFICE,
        concludes=(Conclusion("kind", lambda _: "discipline"),),
        source=DISCIPLINE,
    ),
    Transition(
        ref="T35",
        region="situation",
        on=ask.HOLD_DISCIPLINARY_INTERVIEW,
        leaves=(GOING_ON,),
        records="DisciplinaryInterviewHeld",
        by=OFFICE,
        requires=(rules.situation_is_disciplinary,),
        concludes=(today("disciplinary_interview_on"),),
        source=DISCIPLINE,
    ),
)  # fmt: skip

# --- what follows ------------------------------------------------------------------------------

AFTER = (
    Transition(
        ref="T47",
        region="filing",
        on=ask.INFORM_FILING_BODY,
        leaves=filing.OPEN,
        records="FilingBodyInformed",
        by=(Role.EMPLOYEUR, *OFFICE),
        source=CODE_DU_TRAVAIL["D. 6224-6 et D. 6275-5"],
    ),
    Transition(
        ref="T32",
        region="pathway",
        on=ask.CONTINUE_AFTER_RUPTURE,
        leaves=(path.IN_TRAINING, path.IN_EXAMS),
        enters=path.SFP_AFTER,
        records="TrainingContinuedAfterRupture",
        by=ENGINE,
        flags=(after.sfp_status_is_signed_after_rupture,),
        informs=(Role.APPRENTI, Role.GESTIONNAIRE),
        source=SIX_MONTHS,
    ),
    Transition(
        ref="T33",
        region="pathway",
        on=ask.RESUME_TRAINING,
        leaves=(path.SFP_AFTER,),
        enters=path.IN_TRAINING,
        records="TrainingResumed",
        by=ENGINE,
        source=CODE_DU_TRAVAIL["L. 6222-18-2 et R. 6222-23-1"],
    ),
    Transition(
        ref="T34",
        region="pathway",
        on=ask.LAPSE_SFP,
        leaves=(path.SFP_AFTER, path.SFP_BEFORE, path.IN_EXAMS),
        records="SfpPeriodLapsed",
        by=ENGINE,
        informs=(Role.GESTIONNAIRE, Role.APPRENTI),  # the expiry tells the responsable de formation
        source=CODE_DU_TRAVAIL["L. 6222-18-2 et L. 6222-12-1"],
    ),
)
